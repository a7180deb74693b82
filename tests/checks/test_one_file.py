"""A file of the inbox is checked as far as it can be known whose it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_catalogue import read, small

from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.checks.one_file import check_one
from qcdc_xl.model import CatalogueAt, Submission, Value
from qcdc_xl.model.finding import Place, finding

READING = finding("TABLE_NO_END", Place(file="xa.xlsx", sheet="Số liệu"), table="Chỉ tiêu")
ELSEWHERE = finding("TABLE_NO_END", Place("HND", "xa.xlsx"), table="Chỉ tiêu")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> CatalogueAt:
    """The small catalogue."""
    return read(small(), tmp_path_factory.mktemp("small"))


def returned(catalogue: CatalogueAt, unit: str = "24886", form: str = "XA") -> Submission:
    """A return that lacks a row and has a number typed as text."""
    typed = {"so_thon": "7", "mot_cua": "Có", "ty_le": None}
    values = tuple(Value(code, 0, value, "Số liệu", "F9") for code, value in typed.items())
    stamp = form_stamp(catalogue, catalogue.forms[0])
    return Submission(unit, form, "2022-H1", stamp, "xa.xlsx", "abc", values=values)


def test_a_file_that_nobody_could_read_keeps_what_was_found(catalogue: CatalogueAt) -> None:
    received = check_one(catalogue, "xa.xlsx", "abc", None, iter([READING]))
    assert (received.file, received.sha256, received.submission) == ("xa.xlsx", "abc", None)
    assert received.findings == (READING,)


def test_what_was_found_in_reading_comes_first_and_all_is_its_units(catalogue: CatalogueAt) -> None:
    received = check_one(catalogue, "xa.xlsx", "abc", returned(catalogue), [READING, ELSEWHERE])
    assert (received.file, received.sha256) == ("xa.xlsx", "abc")
    assert [(f.code, f.place.unit) for f in received.findings] == [
        ("TABLE_NO_END", "24886"), ("TABLE_NO_END", "HND"), ("ROW_MISSING", "24886"), ("VALUE_AS_TEXT", "24886"),
    ]  # fmt: skip
    assert received.submission is not None
    assert [v.value for v in received.submission.values] == [7, "Có", None]


@pytest.mark.parametrize(
    ("unit", "form", "codes"),
    [("24886", "MT", ["FORM_WRONG"]), ("99999", "XA", ["UNIT_UNKNOWN"]), ("", "XA", [])],
)
def test_of_a_form_or_a_unit_that_is_not_known_no_cell_is_judged(
    unit: str, form: str, codes: list[str], catalogue: CatalogueAt
) -> None:
    sent = returned(catalogue, unit, form)
    received = check_one(catalogue, "xa.xlsx", "abc", sent, [])
    assert [f.code for f in received.findings] == codes
    assert received.submission == sent


def test_a_return_of_another_period_is_judged_all_the_same(catalogue: CatalogueAt) -> None:
    received = check_one(catalogue, "xa.xlsx", "abc", replace(returned(catalogue), period="2022-H2"), [])
    assert [f.code for f in received.findings] == ["PERIOD_WRONG", "ROW_MISSING", "VALUE_AS_TEXT"]
