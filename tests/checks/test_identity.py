"""Whose a return is, for when, on which form: each doubt at its own cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_catalogue import read, small, told

from qcdc_xl.catalogue.first_stamp import first_stamp
from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.checks.identity import identity
from qcdc_xl.model import CatalogueAt, Submission, Unit, Value
from qcdc_xl.model.finding import Place

CELLS = {"form": "D2", "unit": "D3", "period": "D4", "catalogue": "D5"}
ASKED = ("so_thon", "thon_huong_uoc", "mot_cua", "ty_le")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> CatalogueAt:
    """The small catalogue."""
    return read(small(), tmp_path_factory.mktemp("small"))


def returned(asked: CatalogueAt, /, **changed: str) -> Submission:
    """A commune's return, whole and of now, but for what is changed in its head."""
    stamp = form_stamp(asked, asked.forms[0])
    head = {"unit": "24886", "form": "XA", "period": "2022-H1", "catalogue": stamp}
    head |= changed
    meta = (Value(f"meta.{item}", 0, text, "Số liệu", CELLS[item]) for item, text in head.items())
    typed = (Value(code, 0, 1, "Số liệu", "F9") for code in ASKED)
    return Submission(
        head["unit"], head["form"], head["period"], head["catalogue"], "xa.xlsx", values=(*meta, *typed)
    )


NOW = "6 tháng đầu năm 2022"
FOUND: list[tuple[dict[str, str], list[tuple[str, str, str, dict[str, str]]]]] = [
    ({}, []),
    ({"period": "2021-H2"}, [("PERIOD_WRONG", "error", "D4", {"found": "6 tháng cuối năm 2021", "expected": NOW})]),
    ({"period": ""}, [("PERIOD_WRONG", "error", "D4", {"found": "(trống)", "expected": NOW})]),
    ({"unit": "99999"}, [("UNIT_UNKNOWN", "error", "D3", {"unit_code": "99999"})]),
    ({"unit": ""}, []),
    ({"unit": "99999", "form": "MT"}, [("UNIT_UNKNOWN", "error", "D3", {"unit_code": "99999"})]),
    ({"form": "MT"}, [("FORM_WRONG", "error", "D2", {"found": "03/QCDC-MT", "expected": "01/QCDC-XA"})]),
    ({"form": "MT", "catalogue": "aaaaaaaa"}, [("FORM_WRONG", "error", "D2", {"found": "03/QCDC-MT", "expected": "01/QCDC-XA"})]),
    ({"period": "2022-H2", "unit": "HND"}, [
        ("PERIOD_WRONG", "error", "D4", {"found": "6 tháng cuối năm 2022", "expected": NOW}),
        ("FORM_WRONG", "error", "D2", {"found": "01/QCDC-XA", "expected": "03/QCDC-MT"}),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "expected"), FOUND)
def test_a_doubt_is_told_at_its_cell(
    changed: dict[str, str], expected: list[tuple[str, str, str, dict[str, str]]], catalogue: CatalogueAt
) -> None:
    unit = changed.get("unit", "24886")
    assert told(identity(catalogue, returned(catalogue, **changed))) == [
        (code, severity, Place(unit, "xa.xlsx", "Số liệu", cell), values)
        for code, severity, cell, values in expected
    ]


@pytest.mark.parametrize("stamp", ["aaaaaaaa", ""])
def test_an_older_form_is_a_warning_that_tells_nobody_its_stamp(stamp: str, catalogue: CatalogueAt) -> None:
    (found,) = identity(catalogue, returned(catalogue, catalogue=stamp))
    assert (found.code, str(found.severity)) == ("FORM_OUTDATED", "warning")
    assert found.place == Place("24886", "xa.xlsx", "Số liệu", "D5")
    assert found.values == {"changes": ""}  # the file has room for all that is asked now


def test_what_an_older_form_may_not_have_asked_is_named(catalogue: CatalogueAt) -> None:
    whole = returned(catalogue, catalogue="aaaaaaaa")
    less = replace(whole, values=tuple(v for v in whole.values if v.item != "mot_cua"))
    (found,) = identity(catalogue, less)
    assert found.values["changes"] == " Không rõ biểu mẫu đó có hỏi hay không: “Thực hiện một cửa”."


def test_a_head_that_is_gone_leaves_the_place_blank(catalogue: CatalogueAt) -> None:
    bare = Submission("24886", "XA", "", form_stamp(catalogue, catalogue.forms[0]), "xa.xlsx")
    (found,) = identity(catalogue, bare)
    assert (found.code, found.place) == ("PERIOD_WRONG", Place("24886", "xa.xlsx"))


def test_a_unit_that_is_gone_does_not_report_any_more(catalogue: CatalogueAt) -> None:
    gone = replace(catalogue, departed={"24999": Unit("24999", "Xã Cũ", "xa")})
    (found,) = identity(gone, returned(gone, unit="24999"))
    assert (found.code, found.values["unit_code"]) == ("UNIT_UNKNOWN", "24999")


def test_a_form_of_the_first_programs_is_of_now(catalogue: CatalogueAt) -> None:
    stamp = first_stamp(catalogue, catalogue.forms[0])
    assert identity(catalogue, returned(catalogue, catalogue=stamp)) == ()
