"""Vietnamese typography, against the report of 22/6/2022 and Hướng dẫn 36-HD/VPTW."""

from __future__ import annotations

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc_xl import vietnamese

# names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đạ M'Rông", "Đạ M’Rông"),
        ("Đạ M'Rông", "da mrong"),
        ("ĐẠ K'NÀNG", "Đạ K Nàng"),
        ("Ðạ Tông", "Đạ Tông"),  # the Icelandic letter that old keyboards give
        ("hòa giải", "hoà giải"),
        ("Phi Liêng", unicodedata.normalize("NFD", "Phi Liêng")),
        ("Hội Nông-dân", "HỘI NÔNG DÂN"),
        ("Liêng S'rônh", "Lieng Sronh"),
        ("  Rô\u00a0Men ", "Rô Men"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert vietnamese.fold(one) == vietnamese.fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Đạ Tông", "Đạ Long"), ("Đạ Rsal", "Đạ Rông"), ("Xã 1", "Xã 11"), ("", "a")]
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert vietnamese.fold(one) != vietnamese.fold(other)


@given(st.text())
def test_a_key_has_only_plain_letters_and_digits_and_is_its_own_key(text: str) -> None:
    key = vietnamese.fold(text)
    assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())
    assert vietnamese.fold(key) == key


# numbers


@pytest.mark.parametrize(
    ("value", "plain", "grouped"),
    [
        (7029, "7029", "7.029"),
        (7554.0, "7554", "7.554"),
        (0, "0", "0"),
        (999, "999", "999"),
        (1000, "1000", "1.000"),
        (1234567, "1234567", "1.234.567"),
        (99.17, "99,17", "99,17"),
        (1234.5, "1234,5", "1.234,5"),
        (-7029, "-7029", "-7.029"),
        (0.83, "0,83", "0,83"),
        (100, "100", "100"),
        (10**15, "1000000000000000", "1.000.000.000.000.000"),
    ],
)
def test_numbers_have_a_decimal_comma_and_dots_only_when_asked(
    value: float, plain: str, grouped: str
) -> None:
    assert vietnamese.number(value) == plain
    assert vietnamese.number(value, grouped=True) == grouped


def test_a_sum_of_decimals_is_written_without_its_last_binary_digits() -> None:
    assert vietnamese.number(0.1 + 0.2) == "0,3"


def test_a_negative_zero_is_written_as_zero() -> None:
    assert [vietnamese.number(-0.0), vietnamese.percent(-0.001), vietnamese.padded(-0.0)] == ["0", "0%", "00"]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (99.17, "99,17%"),
        (50, "50%"),
        (100.0, "100%"),
        (0.83, "0,83%"),
        (12.5, "12,5%"),
        (99.1676, "99,17%"),
        (66.666, "66,67%"),
        (1.005, "1,01%"),
        (0, "0%"),
        (33.3, "33,3%"),
    ],
)
def test_percentages_have_at_most_two_decimals_and_no_space(value: float, wanted: str) -> None:
    assert vietnamese.percent(value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(2, "02"), (13, "13"), (0, "00"), (9.0, "09"), (10, "10"), (123, "123"), (2.5, "2,5")],
)
def test_counts_below_ten_have_two_digits(value: float, wanted: str) -> None:
    assert vietnamese.padded(value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(1, "I"), (3, "III"), (4, "IV"), (9, "IX"), (14, "XIV"), (15, "XV"), (40, "XL"), (99, "XCIX"),
     (444, "CDXLIV"), (1954, "MCMLIV"), (2022, "MMXXII")],
)  # fmt: skip
def test_roman_numerals(value: int, wanted: str) -> None:
    assert vietnamese.roman(value) == wanted


# dates


@pytest.mark.parametrize(
    ("year", "month", "day", "wanted"),
    [
        (2022, 6, 8, "08/6/2022"),
        (2022, 2, 10, "10/02/2022"),
        (2022, 5, 18, "18/5/2022"),
        (2022, 1, 1, "01/01/2022"),
        (2022, 3, 9, "09/3/2022"),
        (2022, 12, 31, "31/12/2022"),
    ],
)
def test_dates_are_padded_as_documents_pad_them(year: int, month: int, day: int, wanted: str) -> None:
    assert vietnamese.date(datetime.date(year, month, day)) == wanted


@pytest.mark.parametrize(
    "text",
    ["8/6/2022", "08/6/2022", "08/06/2022", "08-06-2022", "08.6.2022", " 8 6 2022 ", "2022-06-08", "2022-6-8",
     "2022-06-08 00:00:00", "2022-06-08T00:00:00", "ngày 8/6/2022", "Ngày 08/06/2022", "ngày 8 tháng 6 năm 2022",
     "NGÀY 08 THÁNG 6 NĂM 2022", "8 tháng 6 năm 2022", "8 tháng 6, năm 2022", "mùng 8 tháng 6 năm 2022", "thứ Tư, ngày 8/6/2022",
     "Thứ tư 08/6/2022", "chủ nhật, 8/6/2022", "8 / 6 / 2022", "08/6/2022.", "ngay 8 thang 6 nam 2022",
     unicodedata.normalize("NFD", "ngày 8 tháng 6 năm 2022"), "8\u00a0/6/2022"],
)  # fmt: skip
def test_typed_dates_are_read_with_the_day_first_or_as_iso(text: str) -> None:
    assert vietnamese.parse_date(text) == datetime.date(2022, 6, 8)


@pytest.mark.parametrize(
    "text",
    ["", "hôm qua", "31/02/2022", "13/13/2022", "6/2022", "8/6/22", "2022", "20220608", "8/6/2022 sáng",
     "2022-06-08 14:30:00", "0/6/2022", "1/1/0000", "8/6/2022 và 9/6/2022", "ngày 31 tháng 2 năm 2022", "tháng 6 năm 2022",
     "8-10/6/2022", "ngày 8", "thứ 8, 8/6/2022", "trước 8/6/2022"],
)  # fmt: skip
def test_what_is_not_surely_a_date_is_none(text: str) -> None:
    assert vietnamese.parse_date(text) is None


@given(st.dates(datetime.date(1000, 1, 1)))
def test_a_date_as_written_is_read_back(day: datetime.date) -> None:
    assert vietnamese.parse_date(vietnamese.date(day)) == day
    assert vietnamese.parse_date(day.isoformat()) == day


# numbers typed as text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("7.554", 7554),
        ("1.234.567", 1234567),
        ("12,5", 12.5),
        ("1.234,5", 1234.5),
        ("06", 6),
        ("0", 0),
        (" 216 ", 216),
        ("216\u00a0", 216),
        ("-3", -3),
        ("-7.554", -7554),
        ("0,83", 0.83),
        ("7029", 7029),
        ("7 554", 7554),
        ("1 234 567,5", 1234567.5),
    ],
)
def test_numbers_typed_as_text_are_read_as_vietnamese_writes_them(text: str, wanted: float) -> None:
    assert vietnamese.parse_number(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["", " ", "nhiều", "1.5", "7.55", "7.5541", "1.23.456", "12,", ",5", "1,234,567", "12,000", "7 55", "5%", "+5", "1e5",
     "12 hồ sơ", "--5", ".554", "1.2345,6", "nan", "inf", "1_000", "=5"],
)  # fmt: skip
def test_what_is_not_surely_a_number_is_none(text: str) -> None:
    assert vietnamese.parse_number(text) is None


def test_nobody_writes_a_group_after_a_zero() -> None:
    assert vietnamese.parse_number("0.554") is None


@given(st.integers(-(10**12), 10**12))
def test_a_number_as_written_is_read_back(value: int) -> None:
    assert vietnamese.parse_number(vietnamese.number(value)) == value
    assert vietnamese.parse_number(vietnamese.number(value, grouped=True)) == value


# lists in a sentence, text as received


@pytest.mark.parametrize(
    ("items", "last", "wanted"),
    [
        ((), "và", ""),
        (("Rô Men",), "và", "Rô Men"),
        (("Rô Men", "Liêng S'rônh"), "và", "Rô Men và Liêng S'rônh"),
        (("Đạ Long", "Đạ M'Rông", "Rô Men", "Phi Liêng"), "và", "Đạ Long, Đạ M'Rông, Rô Men và Phi Liêng"),
        (("a", "b", "c"), "hoặc", "a, b hoặc c"),
        ((), ";", ""),
        (("a",), ";", "a"),
        (("a", "b", "c"), ";", "a; b; c"),
    ],
)
def test_a_list_in_a_sentence(items: tuple[str, ...], last: str, wanted: str) -> None:
    assert vietnamese.joined(items, last) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  Rô Men ", "Rô Men"),
        ("Rô\u0000 Men\u0007", "Rô Men"),
        ("dòng một\r\ndòng\thai", "dòng một\ndòng\thai"),
        ("Phi Lie\u0302ng", "Phi Liêng"),
        ("\u00a0Có\u00a0", "Có"),
        ("\x00 a \x1b", "a"),
        ("", ""),
    ],
)
def test_received_text_is_made_storable(text: str, wanted: str) -> None:
    assert vietnamese.clean(text) == wanted


@given(st.text())
def test_clean_text_is_composed_trimmed_without_control_characters_and_stays_so(text: str) -> None:
    cleaned = vietnamese.clean(text)
    assert cleaned == cleaned.strip() == unicodedata.normalize("NFC", cleaned)
    assert all(unicodedata.category(c) != "Cc" or c in "\n\t" for c in cleaned)
    assert vietnamese.clean(cleaned) == cleaned
