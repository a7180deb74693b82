"""The decisions that hold: those stored, and what the clerk has typed in *Tiến độ* since.

A row of *Tiến độ* is about one return of its unit, by its bytes; what is typed there is about these bytes and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from qcdc_xl.model.decision import BY_HAND, DECISIONS, NOT_EXPECTED, Decision, Typed
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.vietnamese import fold

_CODES = {fold(word): code for code, word in DECISIONS.items()}


@dataclass(frozen=True)
class Decided:
    """``decisions`` hold; ``left`` was typed and is not carried out, for the reasons in ``findings``."""

    decisions: tuple[Decision, ...] = ()
    left: tuple[Typed, ...] = ()
    findings: tuple[Finding, ...] = ()


def decided(
    stored: Iterable[Decision],
    typed: Iterable[Typed],
    in_use: Container[str],
    called: Callable[[str], str] = str,
) -> Decided:
    """What holds now. ``in_use``: units of which a return is used; ``called``: a unit's name.

    A cleared cell takes a decision back. Findings, at the cell typed in: DECISION_UNKNOWN for other words,
    DECISION_NO_REASON, DECISION_NO_RETURN where there is nothing to decide on, DECISION_IN_USE for a unit said not to
    report of which a return is used.
    """
    held = {(d.unit, d.sha256): d for d in stored}
    left: list[Typed] = []
    findings: list[Finding] = []
    for row in typed:
        known = shown_of(held, row.unit, row.sha256)
        if _says(known, row):
            continue
        wrong = _wrong(row, in_use, called(row.unit))
        if wrong is not None:
            findings.append(wrong)
            left.append(row)
            continue
        if known is not None:
            del held[known.unit, known.sha256]
        if row.word:
            made = _decision(row)
            held[made.unit, made.sha256] = made
        elif row.reason:
            left.append(row)
    return Decided(tuple(held.values()), tuple(left), tuple(findings))


def shown_of(held: Mapping[tuple[str, str], Decision], unit: str, sha256: str) -> Decision | None:
    """The decision that a unit's row shows: on the return that it is about, or on the unit."""
    return held.get((unit, sha256)) or held.get((unit, ""))


def _says(known: Decision | None, row: Typed) -> bool:
    """Whether a row says what is known already."""
    if known is None:
        return not row.word and not row.reason
    return fold(row.word) == fold(known.label) and row.reason == known.reason


def _wrong(row: Typed, in_use: Container[str], unit: str) -> Finding | None:
    if not row.word:
        return None
    place = Place(row.unit, sheet=row.sheet, cell=row.cell)
    code = _CODES.get(fold(row.word))
    if code is None:
        return finding("DECISION_UNKNOWN", place, value=row.word, choices="; ".join(DECISIONS.values()))
    if not row.reason:
        return finding("DECISION_NO_REASON", place, decision=DECISIONS[code], unit=unit)
    if code == NOT_EXPECTED:
        return finding("DECISION_IN_USE", place, unit=unit) if row.unit in in_use else None
    if not row.sha256 and code not in BY_HAND:
        return finding("DECISION_NO_RETURN", place, decision=DECISIONS[code], unit=unit)
    return None


def _decision(row: Typed) -> Decision:
    return Decision(row.unit, row.sha256, _CODES[fold(row.word)], row.reason)
