"""The clerk's word: on one return (these bytes), or that a unit does not report; and what it can cover.

A decision has a reason and names who took it and when. It never covers whose a return is, how it is made, or a cell
that nobody can read: the first keeps the return out, the others count as not reported.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

ACCEPT, SET_ASIDE, NOT_EXPECTED = "accept", "set_aside", "not_expected"
KEYED, KEYED_ANYWAY = "keyed", "keyed_anyway"
DECISIONS = {
    ACCEPT: "Nhận dù còn lỗi",
    SET_ASIDE: "Để lại",
    NOT_EXPECTED: "Không nộp",
    KEYED: "Nhập thay",
    KEYED_ANYWAY: "Nhập thay dù còn lỗi",
}
"""What can be decided, in the words of the sheets; without commas, at which Excel parts the words of a dropdown.
"Nhập thay": the clerk typed it into the unit's form from paper, a photo or the telephone."""
ACCEPTING = frozenset({ACCEPT, KEYED_ANYWAY})
"""The decisions by which a return is used in spite of its errors."""
LEAVING = frozenset({SET_ASIDE, NOT_EXPECTED})
"""The decisions by which a return is not used; a unit that does not report may have sent one that is of no use."""
BY_HAND = frozenset({KEYED, KEYED_ANYWAY})

COVERED = frozenset({"LIST_UNANSWERED", "RULE_BROKEN", "VALUE_ABOVE_MAX", "VALUE_BELOW_MIN", "VALUE_MISSING"})
"""Errors that an accepted return may have: rules, limits, missing answers. What was read counts."""
IDENTITY = frozenset({
    "FILE_UNREADABLE", "FILE_NOT_WORKBOOK", "FILE_NOT_FORM", "FILES_UNREADABLE", "FILE_TOO_LARGE", "FINDINGS_MORE", "STAMP_TWICE", "UNIT_MISSING", "UNIT_UNKNOWN",
    "UNIT_PRINTED", "PERIOD_WRONG", "PERIOD_PRINTED", "FORM_WRONG",
})  # fmt: skip
"""What no word lifts: nobody knows whose it is, of when, on which form, or all that is wrong with it."""
WHOSE = "thông tin chung (đơn vị, kỳ báo cáo)"
"""The table of a form that says whose it is, as findings call it: what is wrong with that is about identity."""
UNREADABLE = frozenset({
    "TABLE_MISSING", "TABLE_DOUBLED", "TABLE_NO_COLUMN", "TABLE_TWICE", "COLUMN_TWICE", "ROW_NO_CODE", "ROW_BELOW_END",
    "ROW_HAS_ERROR", "ROW_MISSING", "ROW_OTHER_LABEL", "VALUE_NOT_NUMBER", "VALUE_NOT_WHOLE", "VALUE_NOT_CHOICE",
    "VALUE_CHOICE_TWICE", "VALUE_NOT_DATE", "VALUE_IS_ERROR", "VALUE_NOT_CALCULATED", "VALUE_LOST", "VALUE_ZERO_BY_FORMULA",
    "VALUE_AND_NIL", "VALUE_UNCLEAR", "VALUE_IN_NIL", "VALUE_BESIDE", "VALUE_SHOWN_OTHERWISE", "VALUE_COVERED", "LIST_AND_NIL", "LIST_NIL_WRONG",
})  # fmt: skip
"""Errors at cells and tables that count as not reported in an accepted return."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a return, or with a blank ``sha256`` of a unit that sent none; unsigned (``who``, ``when``) until it is stored."""

    unit: str
    sha256: str
    decision: str
    reason: str
    who: str = ""
    when: datetime.datetime | None = None

    @property
    def label(self) -> str:
        """The decision in the words of the sheets."""
        return DECISIONS.get(self.decision, self.decision)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in *Quyết định* and *Lý do* of a unit's row in *Tiến độ*; ``sha256``: the return that the row is about."""

    unit: str
    sha256: str
    word: str
    reason: str
    sheet: str = ""
    cell: str = ""
