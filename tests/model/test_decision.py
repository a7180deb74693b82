"""What the clerk's word can cover: every error is in one of three kinds, so that a new one cannot be forgotten."""

from __future__ import annotations

from qcdc_xl.model.decision import COVERED, DECISIONS, IDENTITY, UNREADABLE
from qcdc_xl.model.finding import CODES, ERROR, Finding

NOT_OF_A_RETURN = {"DECISION_REFUSED", "ORIGINAL_LOST", "ORIGINAL_ALTERED", "VALUE_NOT_OF_ORIGINAL"}


def of_returns() -> set[str]:
    """The codes of errors that can stand in a return."""
    errors = {code for code, kind in CODES.items() if kind.severity is ERROR}
    masters = {code for code in CODES if Finding(code).in_master} | {
        c for c in CODES if c.startswith("TEMPLATE_")
    }
    return errors - masters - NOT_OF_A_RETURN


def test_every_error_of_a_return_is_covered_or_unreadable_or_about_identity() -> None:
    assert COVERED | UNREADABLE | (IDENTITY - {"FINDINGS_MORE"}) == of_returns()


def test_no_error_is_of_two_kinds() -> None:
    assert not COVERED & UNREADABLE and not COVERED & IDENTITY and not UNREADABLE & IDENTITY


def test_rules_limits_and_missing_answers_are_covered_and_nothing_else() -> None:
    assert sorted(COVERED) == [
        "LIST_UNANSWERED",
        "RULE_BROKEN",
        "VALUE_ABOVE_MAX",
        "VALUE_BELOW_MIN",
        "VALUE_MISSING",
    ]


def test_excel_would_part_a_word_of_a_dropdown_at_a_comma() -> None:
    assert not any("," in word for word in DECISIONS.values()) and len(",".join(DECISIONS.values())) < 255
