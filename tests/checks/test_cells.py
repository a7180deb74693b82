"""From what was typed to numbers, choices and days, with what is doubtful told at its cell."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from small_catalogue import read, small, told

from qcdc_xl.checks.cells import clean
from qcdc_xl.model import NIL, CatalogueAt, Scalar, Submission, Value
from qcdc_xl.model.finding import Place
from qcdc_xl.values.entered import LOST, UNCALCULATED

VERSIONS = """form,stamp,kind,code,number,label
XA,aaaaaaaa,indicator,so_thon,07,Số xóm
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> CatalogueAt:
    """The small catalogue, with a sentence that the form makes."""
    folder: Path = tmp_path_factory.mktemp("small")
    (folder / "form_versions.csv").write_text(VERSIONS, encoding="utf-8")
    tables = small()
    row = ["cau", "III.1", "XA", "Câu", "", "text", "", "", "", "", 'mot_cua & ""', "NONE", ""]
    tables["indicators"].append(row)
    return read(tables, folder)


def returned(*cells: tuple[str, int, Scalar], form: str = "XA", stamp: str = "") -> Submission:
    """A return with these values, in cells F1, F2 and so on."""
    values = tuple(Value(*cell, "Số liệu", f"F{n}") for n, cell in enumerate(cells, start=1))
    unit = "24886" if form == "XA" else "HND"
    return Submission(unit, form, "2022-H1", stamp, "a.xlsx", values=values)


def test_what_is_surely_meant_is_taken_as_it_is(catalogue: CatalogueAt) -> None:
    sent = returned(("so_thon", 0, 5.0), ("thon_huong_uoc", 0, NIL), ("mot_cua", 0, "co"), ("ty_le", 0, 80.5))
    read_as, found = clean(catalogue, sent)
    assert found == ()
    assert read_as.values == (
        Value("so_thon", 0, 5, "Số liệu", "F1"),
        Value("thon_huong_uoc", 0, NIL, "Số liệu", "F2"),
        Value("mot_cua", 0, "Có", "Số liệu", "F3"),
        Value("ty_le", 0, 80.5, "Số liệu", "F4"),
    )
    assert replace(read_as, values=sent.values) == sent


NUMBER = "; có việc mà kết quả bằng không thì ghi 0, trong kỳ không có việc đó thì chọn “không phát sinh”"
FOUND: list[tuple[str, Scalar, Scalar, str, str, dict[str, object]]] = [
    ("so_thon", None, None, "VALUE_MISSING", "error", {"advice": NUMBER}),
    ("mot_cua", None, None, "VALUE_MISSING", "error", {"advice": ""}),
    ("so_thon", "abc", None, "VALUE_NOT_NUMBER", "error", {"value": "abc"}),
    ("so_thon", "554", 554, "VALUE_AS_TEXT", "warning", {"text": "554", "value": "554"}),
    ("mot_cua", NIL, None, "VALUE_NOT_CHOICE", "error", {"value": NIL, "choices": "Có; Không"}),
]  # fmt: skip
LABELS = {"so_thon": "Số thôn", "mot_cua": "Thực hiện một cửa"}


@pytest.mark.parametrize(("item", "typed", "kept", "code", "severity", "values"), FOUND)
def test_what_is_doubtful_is_told_at_its_cell_and_hides_nothing_behind_it(
    item: str, typed: Scalar, kept: Scalar, code: str, severity: str, values: dict[str, object],
    catalogue: CatalogueAt,
) -> None:  # fmt: skip
    read_as, found = clean(catalogue, returned((item, 0, typed), ("thon_huong_uoc", 0, "x")))
    place = Place("24886", "a.xlsx", "Số liệu", "F1", item)
    assert told(found)[0] == (code, severity, place, {"label": LABELS[item], **values})
    assert [f.place.cell for f in found] == ["F1", "F2"]
    assert [v.value for v in read_as.values] == [kept, None]


def test_a_label_is_that_of_the_returns_own_form(catalogue: CatalogueAt) -> None:
    (found,) = clean(catalogue, returned(("so_thon", 0, None), stamp="aaaaaaaa"))[1]
    assert found.values["label"] == "Số xóm (mã số 07)"


UNKNOWN: list[tuple[str, Scalar, bool]] = [
    ("cu", 3.5, True),
    ("cu", None, False),
    ("meta.unit", "24886", False),
    ("txct.cap", "HĐND", True),
    ("so_thon.status", "Đạt", False),
    ("txct.number", 1.0, False),
    ("number", "7", False),
    ("giam_sat", 1.0, True),
]


@pytest.mark.parametrize(("item", "typed", "told_of"), UNKNOWN)
def test_what_the_form_does_not_ask_is_dropped_and_told_if_anything_stands_there(
    item: str, typed: Scalar, told_of: bool, catalogue: CatalogueAt
) -> None:
    read_as, found = clean(catalogue, returned((item, 0, typed), ("so_thon", 0, 5)))
    assert [v.item for v in read_as.values] == ["so_thon"]
    place = Place("24886", "a.xlsx", "Số liệu", "F1", item)
    shown = "3,5" if typed == 3.5 else "1" if typed == 1.0 else str(typed)
    values = {"key": item, "value": shown}
    assert told(found) == ([("CODE_UNKNOWN", "warning", place, values)] if told_of else [])


COMPUTED: list[tuple[str, Scalar, Scalar]] = [
    ("ty_le", 80.5, 80.5),
    ("ty_le", UNCALCULATED, None),
    ("ty_le", LOST, None),
    ("ty_le", "#REF!", None),
    ("ty_le", "nhiều", "nhiều"),
    ("ty_le", None, None),
    ("cau", 7.5, "7,5"),
    ("cau", LOST, None),
    ("cau", "a" * 4100, "a" * 4100),
]


@pytest.mark.parametrize(("item", "typed", "kept"), COMPUTED)
def test_of_what_the_form_makes_everything_is_kept_to_be_held_against_it(
    item: str, typed: Scalar, kept: Scalar, catalogue: CatalogueAt
) -> None:
    read_as, found = clean(catalogue, returned((item, 0, typed), ("so_thon", 0, 5)))
    assert found == ()
    assert read_as.values == (Value(item, 0, kept, "Số liệu", "F1"), Value("so_thon", 0, 5, "Số liệu", "F2"))


def test_a_choice_that_the_form_makes_is_a_sentence_and_a_number_stays_one(catalogue: CatalogueAt) -> None:
    made = tuple(replace(i, expression='"x"') if i.code == "mot_cua" else i for i in catalogue.indicators)
    of_form = replace(catalogue, indicators=made)
    read_as, found = clean(of_form, returned(("mot_cua", 0, "x"), ("ty_le", 0, "80")))
    assert found == () and [v.value for v in read_as.values] == ["x", "80"]


DAYS = [
    (datetime.date(2021, 12, 31), "31/12/2021", False),
    (datetime.date(2022, 1, 1), "01/01/2022", True),
    (datetime.date(2022, 6, 30), "30/6/2022", True),
    (datetime.date(2022, 7, 1), "01/7/2022", False),
]


@pytest.mark.parametrize(("day", "shown", "inside"), DAYS)
def test_a_day_outside_the_period_is_a_warning_and_is_kept(
    day: datetime.date, shown: str, inside: bool, catalogue: CatalogueAt
) -> None:
    sent = returned(("txct.ngay", 1, day), ("txct.cap", 1, "HĐND"), form="MT")
    read_as, found = clean(catalogue, sent)
    assert [v.value for v in read_as.values] == [day, "HĐND"]
    values = {"label": "Ngày", "value": shown, "start": "01/01/2022", "end": "30/6/2022"}
    place = Place("HND", "a.xlsx", "Số liệu", "F1", "txct.ngay")
    assert told(found) == ([] if inside else [("VALUE_DATE_OUTSIDE", "warning", place, values)])


def test_every_doubt_is_told_in_the_order_of_the_cells(catalogue: CatalogueAt) -> None:
    late = datetime.date(2023, 1, 1)
    cells = (
        ("cu", 0, 1),
        ("txct.ngay", 1, late),
        ("txct.cap", 1, "x"),
        ("moi", 0, 1),
        ("txct.ngay", 2, late),
    )
    found = clean(catalogue, returned(*cells, form="MT"))[1]
    assert [(f.code, f.place.cell) for f in found] == [
        ("CODE_UNKNOWN", "F1"), ("VALUE_DATE_OUTSIDE", "F2"), ("VALUE_NOT_CHOICE", "F3"), ("CODE_UNKNOWN", "F4"),
        ("VALUE_DATE_OUTSIDE", "F5"),
    ]  # fmt: skip
