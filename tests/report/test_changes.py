"""What changed between two drafts, from two small tables each."""

from __future__ import annotations

from qcdc_xl.model import Change, Said
from qcdc_xl.report.changes import changes, when


def text(section: str, words: str) -> Said:
    """A paragraph of a draft."""
    return Said("paragraph", section, f"Mục {section}", words)


def test_figures_units_and_notes_are_compared_by_their_keys() -> None:
    before = [Said("figure", "a", "A", "1"), Said("figure", "b", "B", ""), Said("unit", "1", "Xã Một", "x.xlsx [1]"),
              Said("footnote", "1.1", "Chú thích 1", "cũ")]  # fmt: skip
    now = [Said("figure", "b", "B", "2"), Said("figure", "a", "A", "1"), Said("unit", "2", "Xã Hai", "y.xlsx [2]"),
           Said("footnote", "1.1", "Chú thích 1", "mới")]  # fmt: skip
    assert changes(before, now) == (
        Change("unit", "Xã Hai", "Mới", "", "y.xlsx [2]"),
        Change("unit", "Xã Một", "Bỏ", "x.xlsx [1]", ""),
        Change("figure", "B", "Sửa", "(chưa có)", "2"),
        Change("footnote", "Chú thích 1", "Sửa", "cũ", "mới"),
    )


def test_paragraphs_are_compared_by_what_they_say_not_by_their_row() -> None:
    before = [text("I", "một"), text("I", "hai"), text("II", "ba"), text("II", "bốn")]
    now = [text("I", "không"), text("I", "một"), text("I", "hai!"), text("II", "ba")]
    assert changes(before, now) == (
        Change("paragraph", "Mục I", "Mới", "", "không"),
        Change("paragraph", "Mục I", "Sửa", "hai", "hai!"),
        Change("paragraph", "Mục II", "Bỏ", "bốn", ""),
    )


def test_nothing_changed_is_nothing() -> None:
    same = [text("I", "một"), Said("figure", "a", "A", "1")]
    assert changes(same, same) == ()


def test_a_draft_of_another_period_is_not_compared_with() -> None:
    before = [Said("draft", "2021-H2", "bản trình ký", "10:00 ngày 22/12/2021")]
    assert when(before, "2022-H1") == ""
    assert when(before, "2021-H2") == "bản trình ký lúc 10:00 ngày 22/12/2021"


def test_a_change_is_told_in_a_line() -> None:
    assert Change("figure", "A", "Sửa", "1", "2").told() == "“1” → “2”"
    assert Change("paragraph", "Mục I", "Mới", "", "x" * 99).told() == "mới, “" + "x" * 60 + "…”"
    assert Change("paragraph", "Mục I", "Bỏ", "cũ", "").told() == "bỏ, “cũ”"
