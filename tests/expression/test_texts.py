"""Texts with figures in them: the format belongs to the place, and nothing but figures can be reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc_xl.expression.texts import Placeholder, Shown, fill, placeholders, shown
from qcdc_xl.model.finding import message

VALUES: dict[str, Shown] = {
    "hoi_nghi": 2,
    "ho_so": 7554,
    "ty_le": 99.17,
    "khoa": 15,
    "noi": ("Đạ Long", "Rô Men", "Phi Liêng"),
    "mot_noi": ("Rô Men",),
    "khong_noi": (),
    "xep_loai": "hoàn thành nhiệm vụ",
    "khong_co": "không phát sinh",
    "trong": None,
    "giam_sat@UBMTTQ": 4,
}
LABELS = {"trong": "Số cuộc đối thoại"}


def filled(text: str) -> str:
    """A text that has nothing wrong."""
    result, findings = fill(text, VALUES, LABELS)
    assert findings == []
    return result


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tổ chức {hoi_nghi:02} hội nghị, {hoi_nghi} cuộc", "Tổ chức 02 hội nghị, 2 cuộc"),
        ("{ho_so:.} hồ sơ ({ho_so} hồ sơ)", "7.554 hồ sơ (7554 hồ sơ)"),
        ("tỷ lệ {ty_le:%}", "tỷ lệ 99,17%"),
        ("số {ty_le}", "số 99,17"),
        ("Quốc hội khóa {khoa:I}", "Quốc hội khóa XV"),
        ("tại xã {noi:và}", "tại xã Đạ Long, Rô Men và Phi Liêng"),
        ("gồm {noi:;}.", "gồm Đạ Long; Rô Men; Phi Liêng."),
        ("gồm {noi}.", "gồm Đạ Long; Rô Men; Phi Liêng."),
        ("tại xã {mot_noi:và}", "tại xã Rô Men"),
        ("huyện {xep_loai}", "huyện hoàn thành nhiệm vụ"),
        ("giám sát {giam_sat@UBMTTQ:02} cuộc", "giám sát 04 cuộc"),
        ("không có gì để thay", "không có gì để thay"),
        ("", ""),
    ],
)
def test_a_figure_is_written_as_its_place_asks(text: str, wanted: str) -> None:
    assert filled(text) == wanted


@pytest.mark.parametrize("form", ["", "02", ".", "%", "I", "và"])
def test_nothing_to_report_is_said_in_words_whatever_the_format(form: str) -> None:
    assert shown("không phát sinh", form) == "không phát sinh"


def test_a_list_without_items_is_nothing_to_report() -> None:
    assert filled("tại {khong_noi:và}") == "tại không phát sinh"


def test_a_zero_is_a_zero_and_not_nothing_to_report() -> None:
    assert [shown(0, form) for form in ("", "02", ".", "%")] == ["0", "00", "0", "0%"]


def test_a_missing_figure_leaves_a_mark_to_see_and_a_warning() -> None:
    text, (found,) = fill("có {trong:02} cuộc", VALUES, LABELS)
    assert text == "có [thiếu: Số cuộc đối thoại] cuộc"
    assert (found.code, found.severity, found.place.indicator) == ("TEXT_FIGURE_MISSING", "warning", "trong")
    assert "Số cuộc đối thoại" in message(found)


def test_an_unknown_figure_leaves_its_braces_and_an_error() -> None:
    text, (found,) = fill("có {doi_thoi:02} cuộc", VALUES, LABELS)
    assert text == "có {doi_thoi:02} cuộc"
    assert (found.code, found.severity, found.place.indicator) == ("TEXT_FIGURE_UNKNOWN", "error", "doi_thoi")
    assert "{doi_thoi}" in message(found)


@pytest.mark.parametrize(
    "text",
    ["{hoi_nghi:03}", "{hoi_nghi:và}", "{hoi_nghi: 02}", "{xep_loai:02}", "{xep_loai:và}", "{ty_le:d}"],
)
def test_a_format_that_does_not_fit_leaves_its_braces_and_an_error(text: str) -> None:
    result, (found,) = fill(f"có {text} cuộc", VALUES, LABELS)
    assert result == f"có {text} cuộc"
    assert found.code == "TEXT_FORMAT_UNKNOWN"
    assert text in message(found)


@pytest.mark.parametrize("form", ["02", "%", "I"])
def test_a_format_for_numbers_does_not_fit_a_list(form: str) -> None:
    assert shown(("Đạ Long", "Rô Men"), form) is None


def test_all_trouble_of_a_text_is_found_at_once_in_its_order() -> None:
    _, findings = fill("{la} {hoi_nghi:x} {trong} {ho_so:.} {la}", VALUES, LABELS)
    codes = [f.code for f in findings]
    assert codes == [
        "TEXT_FIGURE_UNKNOWN",
        "TEXT_FORMAT_UNKNOWN",
        "TEXT_FIGURE_MISSING",
        "TEXT_FIGURE_UNKNOWN",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{hoi_nghi.__class__}",
        "{hoi_nghi!r}",
        "{noi[0]}",
        "{hoi_nghi + 1}",
        "{0}",
        "{__import__('os')}",
        "{}",
        "{ hoi_nghi }",
        "{{hoi_nghi.real}}",
    ],
)
def test_no_attribute_index_or_code_can_be_reached(text: str) -> None:
    assert fill(text, VALUES, LABELS)[0] == text


def test_a_value_with_braces_is_not_filled_again() -> None:
    values: dict[str, Shown] = {"a": "{b}", "b": 1}
    assert fill("{a} {b}", values, {}) == ("{b} 1", [])


def test_footnote_marks_are_left_alone() -> None:
    text = "theo quy định[^6] \\1 \\g<0>"
    assert filled(text) == text


@pytest.mark.parametrize("text", ["{ và }", "{", "}", "{khoa }", "{a b}", "{khoa", "{}", "{khoa}}"])
def test_braces_around_no_name_stay_and_are_found(text: str) -> None:
    result, findings = fill(f"trước {text} sau", VALUES, LABELS)
    assert result == f"trước {text} sau".replace("{khoa}", "15")
    assert [f.code for f in findings] == ["TEXT_BRACE"]


def test_the_places_for_figures_are_listed_in_order() -> None:
    assert placeholders("{noi:và} và {x@HND:02} rồi {noi}") == (
        Placeholder("noi", "và"),
        Placeholder("x@HND", "02"),
        Placeholder("noi", ""),
    )
    assert placeholders("không có {} gì { cả }") == ()


def test_a_missing_value_cannot_be_shown() -> None:
    assert shown(None, "") is None


@given(st.text())
def test_any_text_without_braces_stays_as_it_is(text: str) -> None:
    bare = text.replace("{", "").replace("}", "")
    assert fill(bare, VALUES, LABELS) == (bare, [])
