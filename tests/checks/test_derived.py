"""Derived cells that say something else than the form computes, in lists as in indicators."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from small_catalogue import read, small, told

from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.checks.derived import derived_cells
from qcdc_xl.model import NIL, CatalogueAt, Scalar, Submission, Value
from qcdc_xl.model.finding import Place
from qcdc_xl.totals.consolidate import consolidate
from qcdc_xl.verbs.demo import sample_values


def sent(catalogue: CatalogueAt, unit: str, changed: dict[tuple[str, int], str]) -> Submission:
    """A return with the sample's values, and what its computed cells say."""
    form = catalogue.form_of(catalogue.unit[unit])
    assert form is not None
    computed = (Value(item, row, text, "Bảng kê", f"H{row}") for (item, row), text in changed.items())
    values = (*sample_values(catalogue)[unit], *computed)
    return Submission(unit, form.code, catalogue.period.code, "", f"{unit}.xlsx", values=values)


def test_a_derived_cell_of_a_list_is_held_against_its_own_unit_and_row(catalogue: CatalogueAt) -> None:
    item = "vb_bcd.vien_dan"
    plain = consolidate(catalogue, {"BCD": sent(catalogue, "BCD", {})})
    right = {
        (item, int(row)): str(text)
        for row, text in zip(plain.lists["vb_bcd"]["row"], plain.lists["vb_bcd"]["vien_dan"], strict=True)
    }
    assert len(right) >= 2
    assert derived_cells(consolidate(catalogue, {"BCD": sent(catalogue, "BCD", right)})) == ()
    wrong = right | {(item, 2): "Kế hoạch khác"}
    (found,) = derived_cells(consolidate(catalogue, {"BCD": sent(catalogue, "BCD", wrong)}))
    assert (found.code, found.place.indicator, found.place.cell) == ("DERIVED_CHANGED", item, "H2")
    assert (found.values["expected"], found.values["value"]) == (right[item, 2], "Kế hoạch khác")


@pytest.fixture(scope="module")
def small_one(tmp_path_factory: pytest.TempPathFactory) -> CatalogueAt:
    """The small catalogue with a second list, whose computed column has another name."""
    folder: Path = tmp_path_factory.mktemp("small")
    (folder / "form_versions.csv").write_text(VERSIONS, encoding="utf-8")
    tables = small()
    tables["lists"].append(["khen", "III.1", "MT", "Bảng khen", "5", ""])
    columns = [["khen", "ai", "Ai", "text", "", "yes", "", "20", "", ""], ["khen", "cau", "Câu", "text", "", "", 'ai & "!"', "20", "", ""]]  # fmt: skip
    tables["list_columns"] += columns
    return read(tables, folder)


VERSIONS = """form,stamp,kind,code,number,label
XA,aaaaaaaa,indicator,so_thon,01,Số xóm
XA,aaaaaaaa,indicator,thon_huong_uoc,02,Số xóm có hương ước
XA,aaaaaaaa,indicator,ty_le,07,Tỷ lệ xóm
"""
COMMUNE: tuple[tuple[str, int, Scalar], ...] = (("so_thon", 0, 3), ("thon_huong_uoc", 0, 2))
UNION: tuple[tuple[str, int, Scalar], ...] = (
    ("txct.cap", 1, "HĐND"), ("txct.ngay", 1, datetime.date(2022, 6, 8)), ("khen.ai", 1, "Xã A"),
)  # fmt: skip


def held(catalogue: CatalogueAt, *cells: tuple[str, int, Scalar], file: str = "a.xlsx", stamp: str = "aaaaaaaa",
         unit: str = "24886") -> list[tuple[str, str, Place, Mapping[str, object]]]:  # fmt: skip
    """What is told of a return whose values stand in F1, F2 and so on."""
    form = "XA" if unit == "24886" else "MT"
    stamp = stamp if form == "XA" else form_stamp(catalogue, catalogue.forms[1])
    values = tuple(Value(*cell, "Số liệu", f"F{n}") for n, cell in enumerate(cells, start=1))
    sent_by = Submission(unit, form, "2022-H1", stamp, file, values=values)
    return told(derived_cells(consolidate(catalogue, {unit: sent_by})))


SHARES: list[tuple[Scalar, str]] = [
    (66.67, ""), (66.67006, ""), (66.6701, "66.6701"), (None, ""), ("", ""), ("66.67", ""), ("nhiều", "nhiều"),
    (NIL, NIL),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "shown"), SHARES)
def test_a_share_typed_over_is_told_with_what_it_must_be(
    cell: Scalar, shown: str, small_one: CatalogueAt
) -> None:
    place = Place("24886", "a.xlsx", "Số liệu", "F3", "ty_le")
    values = {"label": "Tỷ lệ xóm (mã số 07)", "expected": "66.67", "value": shown}
    found = held(small_one, *COMMUNE, ("ty_le", 0, cell))
    assert found == ([("DERIVED_CHANGED", "warning", place, values)] if shown else [])


def test_a_form_of_now_has_the_label_of_now(small_one: CatalogueAt) -> None:
    now = form_stamp(small_one, small_one.forms[0])
    (found,) = held(small_one, *COMMUNE, ("ty_le", 0, 5), stamp=now)
    assert found[3]["label"] == "Tỷ lệ thôn có hương ước"


NOUGHTS: list[tuple[Scalar, bool]] = [(1e-6, False), (-1e-6, False), (1.5e-6, True)]


@pytest.mark.parametrize(("cell", "differs"), NOUGHTS)
def test_the_noise_of_a_spreadsheet_is_no_difference(
    cell: Scalar, differs: bool, small_one: CatalogueAt
) -> None:
    found = held(small_one, ("so_thon", 0, 3), ("thon_huong_uoc", 0, 0), ("ty_le", 0, cell))
    assert bool(found) is differs


def test_what_must_be_blank_is_said_to_be(small_one: CatalogueAt) -> None:
    assert held(small_one, ("so_thon", 0, 3), ("ty_le", 0, " ")) == []
    (found,) = held(small_one, ("so_thon", 0, 3), ("ty_le", 0, 5))
    assert (found[3]["expected"], found[3]["value"]) == ("(trống)", "5")


def test_none_of_the_kind_is_also_nought(small_one: CatalogueAt) -> None:
    sums = tuple(replace(i, expression="thon_huong_uoc") if i.code == "ty_le" else i for i in small_one.indicators)  # fmt: skip
    of_form = replace(small_one, indicators=sums)
    for cell, differs in ((NIL, False), (0, False), (1, True), ("x", True)):
        assert bool(held(of_form, ("thon_huong_uoc", 0, NIL), ("ty_le", 0, cell))) is differs, cell


def test_each_list_is_held_against_its_own_columns(small_one: CatalogueAt) -> None:
    assert (
        held(small_one, *UNION, ("txct.dong", 1, "HĐND 08/6/2022 "), ("khen.cau", 1, "Xã A!"), unit="HND")
        == []
    )
    (found,) = held(small_one, *UNION, ("txct.dong", 1, "HĐND"), ("khen.cau", 1, "Xã A!"), unit="HND")
    assert found[2:] == (
        Place("HND", "a.xlsx", "Số liệu", "F4", "txct.dong"),
        {"label": "Viện dẫn", "expected": "HĐND 08/6/2022", "value": "HĐND"},
    )
    (beyond,) = held(small_one, *UNION, ("khen.cau", 2, "Xã B!"), unit="HND")
    assert beyond[3]["expected"] == "(trống)"  # a row in which nobody is named


LOST_IN_XLS: list[tuple[str, Scalar, bool]] = [
    ("a.xls", 0, False), ("A.XLS", "0", False), ("a.xlsx", 0, True), ("a.xlsx", "0", True), ("a.xls", "x", True),
    ("a.xls", 1, True), ("xls", 0, True),
]  # fmt: skip


@pytest.mark.parametrize(("file", "cell", "differs"), LOST_IN_XLS)
def test_nought_for_a_sentence_in_an_old_file_was_typed_by_nobody(
    file: str, cell: Scalar, differs: bool, small_one: CatalogueAt
) -> None:
    assert bool(held(small_one, *UNION, ("txct.dong", 1, cell), unit="HND", file=file)) is differs


def test_nought_for_a_number_in_an_old_file_is_a_number(small_one: CatalogueAt) -> None:
    assert held(small_one, *COMMUNE, ("ty_le", 0, 0), file="a.xls")
