"""The clerk's word as typed in *Tiến độ*, against what is stored: each case a small table."""

from __future__ import annotations

import pytest

from qcdc_xl.model.decision import Decision, Typed
from qcdc_xl.totals.decided import Decided, decided

ACCEPTED = Decision("A", "1", "accept", "xã xác nhận", "lan")


def after(*rows: tuple[str, str, str, str], stored: tuple[Decision, ...] = (), in_use: str = "") -> Decided:
    """What holds when rows "unit, hash, word, reason" stand on the sheet."""
    return decided(stored, [Typed(*row, "Tiến độ", "S9") for row in rows], in_use.split())


def held(result: Decided) -> list[tuple[str, str, str, str]]:
    return [(d.unit, d.sha256, d.decision, d.reason) for d in result.decisions]


def test_a_word_with_its_reason_holds_for_the_bytes_that_the_row_is_about() -> None:
    result = after(("A", "1", "Nhận dù còn lỗi", "xã xác nhận"), ("B", "2", "Để lại", "nhầm kỳ"))
    assert held(result) == [("A", "1", "accept", "xã xác nhận"), ("B", "2", "set_aside", "nhầm kỳ")]
    assert (result.left, result.findings) == ((), ())


def test_marks_and_case_of_the_word_do_not_matter() -> None:
    assert held(after(("A", "1", "nhan du con loi", "x"))) == [("A", "1", "accept", "x")]


def test_a_row_that_says_what_is_stored_keeps_it_as_it_was_signed() -> None:
    assert after(("A", "1", "Nhận dù còn lỗi", "xã xác nhận"), stored=(ACCEPTED,)).decisions == (ACCEPTED,)


def test_a_cleared_row_takes_it_back() -> None:
    assert held(after(("A", "1", "", ""), stored=(ACCEPTED,))) == []
    assert held(after(("A", "1", "", "xã xác nhận"), stored=(ACCEPTED,))) == []


def test_a_row_about_other_bytes_says_nothing_of_it() -> None:
    assert after(("A", "2", "", ""), stored=(ACCEPTED,)).decisions == (ACCEPTED,)


def test_without_rows_everything_stays() -> None:
    assert after(stored=(ACCEPTED,)).decisions == (ACCEPTED,)


@pytest.mark.parametrize(
    ("row", "in_use", "code"),
    [
        (("A", "1", "Nhận dù còn lỗi", ""), "", "DECISION_NO_REASON"),
        (("A", "1", "Cho qua", "x"), "", "DECISION_UNKNOWN"),
        (("A", "", "Nhận dù còn lỗi", "x"), "", "DECISION_NO_RETURN"),
        (("A", "", "Để lại", "x"), "", "DECISION_NO_RETURN"),
        (("A", "9", "Không nộp", "x"), "A", "DECISION_IN_USE"),
    ],
)
def test_what_cannot_be_carried_out_is_told_at_its_cell_changes_nothing_and_stays_as_typed(
    row: tuple[str, str, str, str], in_use: str, code: str
) -> None:
    stored = (ACCEPTED,) if row[1] == "1" else ()
    result = after(row, stored=stored, in_use=in_use)
    assert result.decisions == stored
    assert [(f.code, f.place.sheet, f.place.cell) for f in result.findings] == [(code, "Tiến độ", "S9")]
    assert [(t.word, t.reason) for t in result.left] == [row[2:]]


def test_a_unit_that_sent_nothing_can_be_said_not_to_report() -> None:
    result = after(("A", "", "Không nộp", "đã giải thể"))
    assert held(result) == [("A", "", "not_expected", "đã giải thể")]
    assert held(after(("A", "", "", ""), stored=result.decisions)) == []


def test_a_reason_alone_waits_for_its_word() -> None:
    result = after(("A", "1", "", "sẽ hỏi lại"))
    assert (held(result), result.findings) == ([], ())
    assert [t.reason for t in result.left] == ["sẽ hỏi lại"]
