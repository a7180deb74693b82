"""Numbers, dates, names and texts with figures, as the report of 2022 writes them."""

from __future__ import annotations

import datetime

import pytest

from qcdc_xl import vietnamese
from qcdc_xl.model import NIL
from qcdc_xl.texts import fill, shown


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (2, "02", "02"), (13, "02", "13"), (4, "", "4"), (7554, ".", "7.554"), (7029, "", "7029"), (1234567, ".", "1.234.567"),
        (99.17, "%", "99,17%"), (0.83, "%", "0,83%"), (50, "%", "50%"), (100.0, "%", "100%"), (15, "I", "XV"), (4, "I", "IV"),
        (("Rô Men", "Liêng S'rônh"), "và", "Rô Men và Liêng S'rônh"), (("a", "b", "c"), "và", "a, b và c"),
        (("một",), "và", "một"), (("a", "b"), ";", "a; b"), ((), "và", NIL), (NIL, "02", NIL), ("chữ", "", "chữ"),
        ("chữ", "%", None), (None, "02", None), (5, "lạ", None), (0, "02", "00"), (12.5, "02", "12,5"),
    ],
)  # fmt: skip
def test_the_format_belongs_to_the_place(value: object, form: str, expected: str | None) -> None:
    assert shown(value, form) == expected  # type: ignore[arg-type]


def test_a_text_reaches_figures_only_and_marks_what_is_missing() -> None:
    text, found = fill(
        "Có {a:02} cuộc, {b} lượt, {la}, {a.__class__}.", {"a": 3, "b": None}, {"b": "Số lượt"}
    )
    assert text == "Có 03 cuộc, [thiếu: Số lượt] lượt, {la}, {a.__class__}."
    assert [f.code for f in found] == ["TEXT_FIGURE_MISSING", "TEXT_FIGURE_UNKNOWN", "TEXT_FIGURE_UNKNOWN"]


@pytest.mark.parametrize(
    "name", ["Đạ M'Rông", "Đạ M’Rông", "Đạ MRông", "Da M'Rong", "ĐẠ M`RÔNG", "Ðạ Mʼrông"]
)
def test_spellings_of_one_commune_fold_to_one_key(name: str) -> None:
    assert vietnamese.fold(name) == "damrong"


def test_the_place_of_the_tone_does_not_matter() -> None:
    assert vietnamese.fold("hoà giải, uỷ ban") == vietnamese.fold("hòa giải, ủy ban")


@pytest.mark.parametrize(
    ("day", "expected"),
    [((2022, 6, 8), "08/6/2022"), ((2022, 2, 10), "10/02/2022"), ((2022, 12, 1), "01/12/2022")],
)
def test_dates_pad_days_and_the_first_two_months(day: tuple[int, int, int], expected: str) -> None:
    assert vietnamese.date(datetime.date(*day)) == expected
    assert vietnamese.parse_date(expected) == datetime.date(*day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7.554", 7554),
        ("12", 12),
        ("12,5", 12.5),
        ("1.234.567", 1234567),
        ("1.5", None),
        ("12a", None),
        ("", None),
        ("-", None),
    ],
)
def test_only_sure_numbers_are_taken_from_text(text: str, expected: float | None) -> None:
    assert vietnamese.parse_number(text) == expected


def test_dates_that_do_not_exist_are_none() -> None:
    assert vietnamese.parse_date("31/02/2022") is None and vietnamese.parse_date("hôm qua") is None


def test_stored_text_is_nfc_without_control_characters() -> None:
    assert vietnamese.clean("  Đa\u0323 Long\x00 ") == "Đạ Long"
