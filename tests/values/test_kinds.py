"""Each kind of value: what is read from a cell, what the form says of it, what the master keeps of it."""

from __future__ import annotations

import datetime

import pytest

from qcdc_xl.model import NIL, Scalar
from qcdc_xl.values import KINDS, Asked, Misfit
from qcdc_xl.values.entered import IN_NIL, LOST, UNCALCULATED, WITH_NIL, entered
from qcdc_xl.values.kind import printed, shown
from qcdc_xl.values.states import OK

FORMS = ("Hội nghị", "Loa truyền thanh", "Niêm yết")
ASKED = {
    "select_one": Asked(choices=FORMS),
    "select_multiple": Asked(choices=FORMS),
    "money": Asked(least=0, unit_of_measure="đồng"),
    "integer": Asked(least=0, most=1000),
    "decimal": Asked(least=0, most=100),
}

READ: list[tuple[str, Scalar, Scalar]] = [
    ("integer", 7.0, 7),
    ("integer", None, None),
    ("integer", "Không phát sinh", NIL),
    ("decimal", 12.5, 12.5),
    ("text", "  khó khăn ", "khó khăn"),
    ("text", 12.0, "12"),
    ("text", datetime.date(2022, 6, 8), "08/6/2022"),
    ("text", datetime.time(14, 5), "14:05"),
    ("text", datetime.timedelta(15), "360:00"),
    ("text", datetime.timedelta(hours=-1.5), "-1:30"),
    ("select_one", "hoi nghi", "Hội nghị"),
    ("select_multiple", "Hội nghị", "Hội nghị"),
    ("select_multiple", "Niêm yết; Hội nghị", "Hội nghị; Niêm yết"),
    ("select_multiple", "Niêm yết,Hội nghị", "Hội nghị; Niêm yết"),
    ("select_multiple", "niem yet ;hội nghị;", "Hội nghị; Niêm yết"),
    ("select_multiple", "Hội nghị\nNiêm yết", "Hội nghị; Niêm yết"),
    ("select_multiple", None, None),
    ("money", 12_500_000.0, 12_500_000.0),
    ("money", 1000.4, 1000.4),
    ("money", "không phát sinh", NIL),
    ("yes_no", "Có", "Có"),
    ("yes_no", "x", "Có"),
    ("yes_no", "✓", "Có"),
    ("yes_no", "KHÔNG", "Không"),
    ("yes_no", "no", "Không"),
    ("yes_no", True, "Có"),
    ("yes_no", False, "Không"),
    ("yes_no", 1.0, "Có"),
    ("yes_no", 0.0, "Không"),
    ("yes_no", None, None),
    ("date", datetime.datetime(2022, 6, 8), datetime.date(2022, 6, 8)),
    ("date", "8/6/2022", datetime.date(2022, 6, 8)),
    ("date", 44720.0, datetime.date(2022, 6, 8)),
    ("date", datetime.date(1990, 1, 1), datetime.date(1990, 1, 1)),
    ("date", datetime.datetime(2100, 12, 31, 23, 59), datetime.date(2100, 12, 31)),
    ("text", "khó\u00adkhăn", "khókhăn"),
    ("text", "a" * 4000, "a" * 4000),
    ("integer", 14.999999999999998, 15),
    ("integer", 0.000000001, 0),
]


@pytest.mark.parametrize(("word", "raw", "wanted"), READ)
def test_what_is_surely_meant_is_read(word: str, raw: Scalar, wanted: Scalar) -> None:
    assert KINDS[word].read(raw, ASKED.get(word, Asked())) == wanted


REFUSED: list[tuple[str, Scalar, str, Scalar]] = [
    ("integer", "abc", "VALUE_NOT_NUMBER", None),
    ("integer", 2.5, "VALUE_NOT_WHOLE", None),
    ("integer", -1.0, "VALUE_BELOW_MIN", -1),
    ("integer", 1001.0, "VALUE_ABOVE_MAX", 1001),
    ("integer", "7.554", "VALUE_ABOVE_MAX", 7554),
    ("integer", "554", "VALUE_AS_TEXT", 554),
    ("integer", datetime.date(1900, 1, 15), "VALUE_AS_DATE", 15),
    ("integer", datetime.date(1900, 2, 27), "VALUE_AS_DATE", 58),
    ("integer", datetime.date(1900, 3, 1), "VALUE_AS_DATE", 61),
    ("decimal", datetime.datetime(1900, 1, 2, 12), "VALUE_AS_DATE", 2.5),
    ("integer", datetime.time(0), "VALUE_AS_DATE", 0),
    ("integer", datetime.timedelta(15), "VALUE_AS_DATE", 15),
    ("integer", datetime.date(1900, 2, 28), "VALUE_NOT_NUMBER", None),
    ("integer", datetime.date(2026, 6, 5), "VALUE_NOT_NUMBER", None),
    ("integer", datetime.date(1990, 1, 1), "VALUE_NOT_NUMBER", None),
    ("integer", datetime.date(1989, 12, 31), "VALUE_ABOVE_MAX", None),
    ("integer", datetime.datetime(1900, 1, 2, 12), "VALUE_NOT_WHOLE", None),
    ("integer", datetime.time(15, 30), "VALUE_NOT_NUMBER", None),
    ("integer", datetime.timedelta(hours=15.5), "VALUE_NOT_NUMBER", None),
    ("integer", datetime.timedelta(-3), "VALUE_BELOW_MIN", None),
    ("integer", entered(5.0, NIL), "VALUE_AND_NIL", None),
    ("integer", "#REF!", "VALUE_IS_ERROR", None),
    ("integer", True, "VALUE_NOT_NUMBER", None),
    ("decimal", 100.5, "VALUE_ABOVE_MAX", 100.5),
    ("text", "dài" * 1400, "VALUE_TOO_LONG", ("dài" * 1400)[:4000]),
    ("select_one", "Tờ rơi", "VALUE_NOT_CHOICE", None),
    ("select_multiple", "Hội nghị; Tờ rơi", "VALUE_NOT_CHOICE", None),
    ("select_multiple", "Hội nghị; hội nghị", "VALUE_CHOICE_TWICE", None),
    ("money", "12.500.000 đồng", "VALUE_AS_TEXT", 12_500_000.0),
    ("money", "12.500.000 VNĐ", "VALUE_AS_TEXT", 12_500_000.0),
    ("money", "12 triệu", "VALUE_NOT_NUMBER", None),
    ("money", -5.0, "VALUE_BELOW_MIN", -5),
    ("yes_no", "Có thể", "VALUE_NOT_CHOICE", None),
    ("yes_no", NIL, "VALUE_NOT_CHOICE", None),
    ("yes_no", 2.0, "VALUE_NOT_CHOICE", None),
    ("date", "hôm qua", "VALUE_NOT_DATE", None),
    ("date", datetime.date(1989, 12, 31), "VALUE_NOT_DATE", None),
    ("date", datetime.date(2101, 1, 1), "VALUE_NOT_DATE", None),
    ("decimal", float("inf"), "VALUE_NOT_NUMBER", None),
    ("integer", "12,000", "VALUE_UNCLEAR", None),
    ("integer", "12 vụ", "VALUE_NOT_NUMBER", None),
    ("integer", LOST, "VALUE_ZERO_BY_FORMULA", None),
    ("integer", UNCALCULATED, "VALUE_NOT_CALCULATED", None),
    ("text", LOST, "VALUE_LOST", None),
    ("text", entered("", "3"), "VALUE_IN_NIL", None),
    ("text", "Khã kh¨n", "VALUE_DECODED", "Khó khăn"),
    ("select_one", "Héi nghÞ", "VALUE_DECODED", "Hội nghị"),
    ("select_one", "Tê r¬i vÒ", "VALUE_NOT_CHOICE", None),
    ("money", "12 500 000đ", "VALUE_AS_TEXT", 12_500_000.0),
]


@pytest.mark.parametrize(("word", "raw", "code", "kept"), REFUSED)
def test_what_is_doubtful_or_wrong_is_said(word: str, raw: Scalar, code: str, kept: Scalar) -> None:
    with pytest.raises(Misfit) as misfit:
        KINDS[word].read(raw, ASKED.get(word, Asked()))
    assert (misfit.value.code, misfit.value.kept) == (code, kept)


SAID: list[tuple[str, Scalar, dict[str, object]]] = [
    ("integer", "abc", {"value": "abc"}),
    ("integer", datetime.date(2022, 6, 8), {"value": "08/6/2022"}),
    ("decimal", float("inf"), {"value": "inf"}),
    ("decimal", float("-inf"), {"value": "-inf"}),
    ("decimal", float("nan"), {"value": "nan"}),
    ("integer", 2.5, {"value": "2,5", "guess": ""}),
    ("integer", 7.554, {"value": "7,554", "guess": " (có phải là 7554?)"}),
    ("integer", -1.0, {"value": "-1", "limit": "0"}),
    ("integer", 1001.0, {"value": "1001", "limit": "1000"}),
    ("integer", "554", {"text": "554", "value": "554"}),
    ("integer", entered(5.0, NIL), {"value": "5"}),
    ("integer", "#REF!", {"value": "#REF!"}),
    ("text", "dài" * 1400, {"length": 4200, "limit": 4000}),
    ("select_one", "Tờ rơi", {"value": "Tờ rơi", "choices": "Hội nghị; Loa truyền thanh; Niêm yết"}),
    ("select_multiple", "Hội nghị; hội nghị", {"value": "Hội nghị; hội nghị", "choice": "Hội nghị"}),
    ("date", "hôm qua", {"value": "hôm qua"}),
    ("date", 30_000.0, {"value": "30000"}),
    ("date", 80_000.0, {"value": "80000"}),
    ("date", datetime.date(1989, 12, 31), {"value": "31/12/1989"}),
    ("date", datetime.datetime(2202, 6, 8), {"value": "08/6/2202"}),
    ("date", "8/6/0022", {"value": "08/6/0022"}),
    ("date", 32_873.0, {"value": "31/12/1989"}),
    ("date", 30_001.0, {"value": "19/02/1982"}),
    ("date", 79_999.0, {"value": "10/01/2119"}),
    ("integer", 7.5540000002, {"value": "7,5540000002", "guess": " (có phải là 7554?)"}),
    ("integer", 1000.123, {"value": "1000,123", "guess": ""}),
    ("date", 73_416.0, {"value": "01/01/2101"}),
    ("integer", 999.999, {"value": "999,999", "guess": " (có phải là 999999?)"}),
    ("integer", 0.0010001, {"value": "0,0010001", "guess": ""}),
    ("yes_no", "Có thể", {"value": "Có thể", "choices": "Có; Không"}),
    ("integer", "12,000", {"text": "12,000", "one": "12", "other": "12.000"}),
    ("integer", entered("", "3"), {"value": "3"}),
    ("text", entered("5", "3\0?4"), {"value": "3\0?4"}),
    ("text", "Khã kh¨n", {"text": "Khã kh¨n", "value": "Khó khăn"}),
    ("select_one", "Héi nghÞ", {"text": "Héi nghÞ", "value": "Hội nghị"}),
    ("text", UNCALCULATED, {}),
    ("text", LOST, {}),
    ("integer", LOST, {}),
    ("date", "#N/A", {"value": "#N/A"}),
]
"""What the sentence about a refused value is told."""


@pytest.mark.parametrize(("word", "raw", "told"), SAID)
def test_the_sentence_is_told_what_was_typed_and_what_may_be(
    word: str, raw: Scalar, told: dict[str, object]
) -> None:
    with pytest.raises(Misfit) as misfit:
        KINDS[word].read(raw, ASKED.get(word, Asked()))
    assert misfit.value.values == told


@pytest.mark.parametrize(
    ("word", "limit"), [("integer", 0), ("integer", 1000), ("decimal", 0), ("decimal", 100)]
)
def test_a_limit_itself_is_within(word: str, limit: float) -> None:
    assert KINDS[word].read(float(limit), ASKED[word]) == limit
    assert KINDS[word].check(ASKED[word], limit) == OK


@pytest.mark.parametrize(("serial", "day"), [(32_874.0, (1990, 1, 1)), (73_415.5, (2100, 12, 31))])
def test_a_day_that_lost_its_format_is_known_up_to_the_edges_of_our_time(
    serial: float, day: tuple[int, int, int]
) -> None:
    assert KINDS["date"].read(serial, Asked()) == datetime.date(*day)


def test_yes_and_no_are_printed_as_words_and_days_are_kept_as_iso_text() -> None:
    assert (printed(True), printed(False), printed(12_500.0)) == ("có", "không", "12.500")
    day = datetime.date(2022, 6, 8)
    assert KINDS["date"].stored(day) == "2022-06-08" and KINDS["date"].stored(None) is None
    assert KINDS["date"].restored("2022-06-08") == day
    assert KINDS["date"].restored(datetime.datetime(2022, 6, 8)) == day


@pytest.mark.parametrize("word", KINDS)
def test_a_required_cell_may_not_be_blank(word: str) -> None:
    with pytest.raises(Misfit) as misfit:
        KINDS[word].read(None, Asked(required=True, choices=FORMS))
    assert misfit.value.code == "VALUE_MISSING"
    assert KINDS[word].read(None, Asked(choices=FORMS)) is None


def test_a_comma_parts_choices_only_if_none_holds_one() -> None:
    kind = KINDS["select_multiple"]
    assert kind.read("a,b", Asked(choices=("a", "b"))) == "a; b"
    with_comma = Asked(choices=("xã, phường", "huyện"))
    assert kind.read("huyện; xã, phường", with_comma) == "xã, phường; huyện"
    with pytest.raises(Misfit):
        kind.read("huyện, xã, phường", with_comma)


FORM_SAYS: list[tuple[str, Scalar, str]] = [
    ("select_multiple", "Hội nghị; Niêm yết", "Đạt"),
    ("select_multiple", "niêm yết,Hội nghị;", "Đạt"),
    ("select_multiple", "Hội nghị; Hội nghị", "Sai: có mục ngoài danh sách hoặc ghi hai lần"),
    ("select_multiple", "Hội nghị Niêm yết", "Sai: có mục ngoài danh sách hoặc ghi hai lần"),
    ("select_multiple", "*", "Sai: có mục ngoài danh sách hoặc ghi hai lần"),
    ("yes_no", "Có", "Đạt"),
    ("yes_no", "x", "Sai: không có trong danh sách"),
    ("money", 12.5, "Đạt"),
    ("money", -1, "Sai: ngoài khoảng cho phép"),
    ("money", "12 đồng", "Sai: phải là số"),
    ("select_multiple", "Hội   nghị ; Niêm yết ", "Đạt"),
    ("integer", 2.5, "Sai: phải là số nguyên"),
    ("integer", 0.000000001, "Đạt"),
    ("integer", 0.0000000011, "Sai: phải là số nguyên"),
    ("decimal", 1.1e12, "Sai: ngoài khoảng cho phép"),
    ("select_one", "Niêm yết", "Đạt"),
    ("select_one", "Tờ rơi", "Sai: không có trong danh sách"),
    ("text", "gì cũng được", "Đạt"),
    ("date", datetime.date(1990, 1, 1), "Đạt"),
    ("date", datetime.datetime(2100, 12, 31, 12), "Đạt"),
    ("date", datetime.date(1989, 12, 31), "Sai: phải là ngày"),
    ("date", datetime.date(2101, 1, 1), "Sai: phải là ngày"),
    ("date", "08/6/2022", "Sai: phải là ngày"),
]


@pytest.mark.parametrize(("word", "value", "said"), FORM_SAYS)
def test_a_form_says_of_a_cell(word: str, value: Scalar, said: str) -> None:
    assert KINDS[word].check(ASKED.get(word, Asked()), value) == said


STORED: list[tuple[str, Scalar, object]] = [
    ("integer", 7, 7.0),
    ("decimal", 2.5, 2.5),
    ("text", "12", 12.0),
    ("select_one", "2", 2.0),
    ("select_multiple", "Hội nghị; Niêm yết", "Hội nghị; Niêm yết"),
    ("yes_no", "Có", "Có"),
    ("money", 12_500_000, 12_500_000.0),
    ("money", NIL, NIL),
    ("date", datetime.date(2022, 6, 8), "2022-06-08"),
]


@pytest.mark.parametrize(("word", "value", "cell"), STORED)
def test_the_master_gives_back_what_it_was_given(word: str, value: Scalar, cell: object) -> None:
    assert KINDS[word].restored(cell) == value
    assert KINDS[word].restored(KINDS[word].stored(value)) == value


PRINTED = [
    ("integer", 7554, "7.554"),
    ("money", 12_500_000, "12.500.000"),
    ("money", 1000.5, "1.000,5"),
    ("date", datetime.date(2022, 6, 8), "08/6/2022"),
    ("select_multiple", "Hội nghị; Niêm yết", "Hội nghị; Niêm yết"),
    ("yes_no", "Không", "Không"),
]


@pytest.mark.parametrize(("word", "value", "text"), PRINTED)
def test_a_value_is_printed(word: str, value: Scalar, text: str) -> None:
    assert KINDS[word].printed(value) == text


PARSED: list[tuple[str, str, Scalar]] = [
    ("integer", "7", 7),
    ("money", "12500000", 12_500_000.0),
    ("date", "2022-06-08", datetime.date(2022, 6, 8)),
    ("yes_no", "Có", "Có"),
    ("select_multiple", "Hội nghị; Niêm yết", "Hội nghị; Niêm yết"),
]


@pytest.mark.parametrize(("word", "text", "value"), PARSED)
def test_tables_of_samples_are_read(word: str, text: str, value: Scalar) -> None:
    assert KINDS[word].parsed(text) == value


def test_answers_are_counted_one_by_one() -> None:
    several = KINDS["select_multiple"]
    assert several.answers(ASKED["select_multiple"]) == FORMS
    assert several.answered("Hội nghị; Niêm yết", "Niêm yết")
    assert not several.answered("Hội nghị; Niêm yết", "Niêm")
    assert not several.answered(None, "None")
    assert KINDS["yes_no"].answers(Asked()) == ("Có", "Không")
    assert KINDS["integer"].answers(Asked()) == ()


UNITS = [("đồng", 0.5), ("", 0.5), ("nghìn đồng", 0.0005), ("triệu đồng", 5e-7), ("Tỷ đồng", 5e-10)]


@pytest.mark.parametrize(("unit", "within"), UNITS)
def test_amounts_agree_within_half_a_dong(unit: str, within: float) -> None:
    assert KINDS["money"].tolerance(unit) == pytest.approx(within)
    assert KINDS["decimal"].tolerance(unit) == 0


def test_a_value_and_the_choice_beside_it_are_one() -> None:
    assert entered("", "") is None
    assert entered(5.0) == 5.0
    assert entered("", NIL) == NIL
    assert entered(5.0, "") == 5.0
    assert entered(5.0, NIL) == f"5{WITH_NIL}"


ENTERED: list[tuple[object, object, Scalar]] = [
    ("  ", "", None),
    ("  ", " \t", None),
    ("  ", NIL, NIL),
    (" ", "KHONG PHAT SINH", NIL),
    (5.0, "Không phát sinh ", f"5{WITH_NIL}"),
    (5.0, "  ", 5.0),
    (" năm ", "", " năm "),
    (0.0, "", 0.0),
    ("", "3", f"{IN_NIL}3"),
    ("", 3.0, f"{IN_NIL}3"),
    (5.0, "không", f"5{IN_NIL}không"),
    (5.0, "#REF!", "#REF!"),
    ("", UNCALCULATED, UNCALCULATED),
    ("", LOST, LOST),
    ("#N/A", "", "#N/A"),
]


@pytest.mark.parametrize(("value", "chosen", "wanted"), ENTERED)
def test_only_the_words_themselves_are_the_choice(value: object, chosen: object, wanted: Scalar) -> None:
    assert entered(value, chosen) == wanted


def test_a_sentence_shows_neither_mark() -> None:
    assert shown(f"5{WITH_NIL}") == "5"
    assert shown(f"5{IN_NIL}3") == "5 3"


MEASURED: list[tuple[str, str, str, Scalar]] = [
    ("integer", "15 vụ", "vụ", 15),
    ("integer", "15vụ", "vụ", 15),
    ("integer", "+15", "vụ", 15),
    ("integer", "'15", "vụ", 15),
    ("integer", "15.", "vụ", 15),
    ("integer", "15 Vu", "vụ", 15),
    ("integer", "15 vụ việc", "vụ việc", 15),
    ("decimal", "12,5 tấn", "tấn", 12.5),
    ("money", "12,5 triệu đồng", "triệu đồng", 12.5),
    ("money", "12,5 triệu", "triệu", 12.5),
    ("money", "500 đồng", "", 500.0),
    ("integer", "12.000 hộ", "hộ", 12_000),
]


@pytest.mark.parametrize(("word", "text", "unit", "kept"), MEASURED)
def test_the_unit_of_measure_may_stand_behind_a_number(word: str, text: str, unit: str, kept: Scalar) -> None:
    with pytest.raises(Misfit) as misfit:
        KINDS[word].read(text, Asked(unit_of_measure=unit))
    assert (misfit.value.code, misfit.value.kept) == ("VALUE_AS_TEXT", kept)


@pytest.mark.parametrize(
    ("text", "unit"), [("15 vụ", "cuộc"), ("15 vụ", ""), ("15 vụ việc", "vụ"), ("12 triệu đồng", "đồng")]
)
def test_another_unit_of_measure_may_not(text: str, unit: str) -> None:
    for word in ("integer", "money"):
        with pytest.raises(Misfit) as misfit:
            KINDS[word].read(text, Asked(unit_of_measure=unit))
        assert misfit.value.code == "VALUE_NOT_NUMBER"


def test_all_marks_tell_a_choice_from_those_that_have_more() -> None:
    kind, alike = KINDS["select_one"], Asked(choices=("Dân", "Dan", "Dẫn"))
    assert kind.read("dan", alike) == "Dan"
    assert kind.read("dan", Asked(choices=("Dân", "Dan"))) == "Dan"
    with pytest.raises(Misfit) as misfit:
        kind.read("dan", Asked(choices=("Dân", "Dẫn")))
    assert misfit.value.code == "VALUE_NOT_CHOICE"


def test_a_text_of_nothing_is_blank_and_what_is_no_value_is_kept_as_words() -> None:
    assert KINDS["text"].read("\u00ad", Asked()) is None
    with pytest.raises(Misfit) as misfit:
        KINDS["text"].read(" ", Asked(required=True))
    assert (misfit.value.code, misfit.value.values) == ("VALUE_MISSING", {"advice": ""})
    assert KINDS["integer"].restored(datetime.time(8, 30)) == "08:30:00"
    assert KINDS["text"].restored(datetime.datetime(2022, 6, 8)) == datetime.date(2022, 6, 8)


def test_a_limit_of_the_table_is_the_one_that_holds_and_without_one_excels_own() -> None:
    kind = KINDS["decimal"]
    assert [kind.read(value, Asked()) for value in (-1e12, 1e12)] == [-1e12, 1e12]
    for value, code in ((-1.1e12, "VALUE_BELOW_MIN"), (1.1e12, "VALUE_ABOVE_MAX")):
        with pytest.raises(Misfit) as misfit:
            kind.read(value, Asked())
        assert misfit.value.code == code
    assert KINDS["integer"].read(-5.0, Asked(least=-5)) == -5
    assert KINDS["money"].tolerance("triệu đồng Việt Nam") == pytest.approx(5e-7)
