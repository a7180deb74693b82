"""A record list is answered by rows or by “không phát sinh”, in every form that asks so (law 14)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from offices import NOW, cell_of, find_marker, returned, type_values
from small_catalogue import read, small, told

from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.checks.answers import answered
from qcdc_xl.intake import workbook as intake
from qcdc_xl.model import NIL, CatalogueAt, Scalar, Submission, Value
from qcdc_xl.model.finding import Finding, Place, message
from qcdc_xl.model.submission import Printed
from qcdc_xl.values.entered import UNCALCULATED, entered
from qcdc_xl.verbs.check import check

NOW_ASKED, THEN = "", "aaaaaaaa"
LABEL = "Bảng kê tiếp xúc cử tri"
ROW = (("txct.ngay", 1, "08/6/2022"), ("txct.cap", 1, "HĐND"))
VERSIONS = """form,stamp,kind,code,number,label
MT,aaaaaaaa,indicator,giam_sat,01,Số cuộc giám sát
MT,aaaaaaaa,list,txct,,
"""


@pytest.fixture(scope="module")
def small_one(tmp_path_factory: pytest.TempPathFactory) -> CatalogueAt:
    """The small catalogue, which knows a form that asked nothing about whole lists."""
    folder: Path = tmp_path_factory.mktemp("small")
    (folder / "form_versions.csv").write_text(VERSIONS, encoding="utf-8")
    return read(small(), folder)


def sent(
    catalogue: CatalogueAt,
    stamp: str,
    rows: Sequence[tuple[str, int, Scalar]],
    *nil: object,
    lists: frozenset[str] = frozenset(("txct",)),
) -> Submission:
    """A return on the form of this stamp ("" for that of now), with these rows and what stands in the cell for the list."""
    values = [Value(*row, "Bảng kê", "B8") for row in rows]
    values += [Value("list:txct", 0, entered("", cell), "Số liệu", "G29") for cell in nil]
    form = next(f for f in catalogue.forms if f.code == "MT")
    head = Printed("list:txct", "Ngày", "Bảng kê", "C8")
    return Submission(
        "HND", "MT", "2022-H1", stamp or form_stamp(catalogue, form), "a.xlsx",
        values=tuple(values), lists=lists, printed=(head,),
    )  # fmt: skip


AT_CELL = Place("HND", "a.xlsx", "Số liệu", "G29", "list:txct")
CASES: list[
    tuple[Sequence[tuple[str, int, Scalar]], object, Scalar, tuple[str, dict[str, object]] | None]
] = [
    ((), NIL, NIL, None),
    ((), "  Không  phát sinh ", NIL, None),
    (ROW, "", None, None),
    (ROW, "   ", None, None),
    ((), "", None, ("LIST_UNANSWERED", {})),
    ((), " ", None, ("LIST_UNANSWERED", {})),
    (ROW, NIL, NIL, ("LIST_AND_NIL", {"rows": 1})),
    ((), "không có", None, ("LIST_NIL_WRONG", {"value": "không có"})),
    ((), 0.0, None, ("LIST_NIL_WRONG", {"value": "0"})),
    (ROW, 15.0, None, ("LIST_NIL_WRONG", {"value": "15"})),
    ((), "#REF!", None, ("VALUE_IS_ERROR", {"value": "#REF!"})),
    ((), UNCALCULATED, None, ("VALUE_NOT_CALCULATED", {})),
]


@pytest.mark.parametrize(("rows", "cell", "kept", "wanted"), CASES)
def test_rows_or_the_words(
    small_one: CatalogueAt,
    rows: Sequence[tuple[str, int, Scalar]],
    cell: object,
    kept: Scalar,
    wanted: tuple[str, dict[str, object]] | None,
) -> None:
    read_as, found = answered(small_one, sent(small_one, NOW_ASKED, rows, cell))
    assert [v.value for v in read_as.values if v.item == "list:txct"] == [kept]
    expected = [(wanted[0], "error", AT_CELL, {"label": LABEL, **wanted[1]})] if wanted else []
    assert told(found) == expected


@pytest.mark.parametrize("stamp", [THEN, "unknown"])
def test_an_empty_list_of_a_form_that_did_not_ask_is_a_warning_at_the_list(
    small_one: CatalogueAt, stamp: str
) -> None:
    _, found = answered(small_one, sent(small_one, stamp, ()))
    place = Place("HND", "a.xlsx", "Bảng kê", "C8", "list:txct")
    assert told(found) == [("LIST_EMPTY", "warning", place, {"label": LABEL})]
    assert answered(small_one, sent(small_one, stamp, ROW))[1] == ()


def test_a_list_that_is_not_in_the_file_is_asked_for_by_nobody_here(small_one: CatalogueAt) -> None:
    assert answered(small_one, sent(small_one, THEN, (), lists=frozenset()))[1] == ()
    assert answered(small_one, sent(small_one, NOW_ASKED, (), "", lists=frozenset()))[1] == ()


def test_a_form_that_lost_the_row_for_the_list_is_told_so(catalogue: CatalogueAt, tmp_path: Path) -> None:
    path = returned(catalogue, "HND", tmp_path)
    book = openpyxl.load_workbook(path)
    sheet, row, _ = cell_of(book, "answers", "list:txct", "nil")
    sheet.delete_rows(row)
    book.save(path)
    (found,) = checked(path)
    assert (found.code, found.place.indicator) == ("ROW_MISSING", "list:txct")
    assert "“không phát sinh” của Bảng kê hội nghị tiếp xúc cử tri" in message(found)


def checked(path: Path) -> tuple[Finding, ...]:
    """What checking one file finds."""
    return check([path], NOW).files[0].findings


def test_each_list_has_its_cell_on_the_first_sheet(catalogue: CatalogueAt, tmp_path: Path) -> None:
    path = returned(catalogue, "UBMTTQ", tmp_path)
    type_values(path, {"list:txct": NIL}, "nil", "answers")
    submission, findings = intake.read(path)
    assert submission and findings == ()
    said = {v.item: (v.value, v.sheet) for v in submission.values if v.item.startswith("list:")}
    assert said == {
        "list:txct": (NIL, "Số liệu"), "list:giam_sat": (None, "Số liệu"), "list:phan_bien": (None, "Số liệu"),
    }  # fmt: skip
    book = openpyxl.load_workbook(path)
    place = find_marker(book["Số liệu"], "answers")
    assert place and book["Số liệu"].row_dimensions[place[0]].hidden
