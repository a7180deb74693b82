"""Step 7: numbers that are sound by themselves and odd beside others: the unit's own past, other units of its kind.

Only warnings, and few of them: a unit has one line for each kind of doubt, at the oddest of its numbers, with a count of
the others; a run has at most :data:`MOST` lines, the oddest first, and one that says how many more there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qcdc_xl.catalogue.versions import version_of
from qcdc_xl.checks.against_others import outlying
from qcdc_xl.checks.against_past import copied, moved
from qcdc_xl.checks.doubt import COPIED, OUTLYING, Doubt
from qcdc_xl.expression.texts import shown
from qcdc_xl.model import CatalogueAt, Scalar, Submission
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.totals.consolidate import Returns
from qcdc_xl.vietnamese import joined

MOST = 20
"""How many lines a run has at most. A clerk reads a page, not two: of 34 units each would have to be odd in half of
all kinds for this to leave one out, of a thousand the oddest are told."""
_NAMED = 5
"""How many units the last line names."""


def unusual(returns: Returns) -> tuple[Finding, ...]:
    """VALUE_JUMPED, VALUE_DROPPED, VALUES_COPIED, VALUE_OUTLYING, the oddest first; UNUSUAL_MORE for the rest."""
    doubts = (*moved(returns), *copied(returns), *outlying(returns))
    groups = sorted(_grouped(doubts), key=lambda group: -group[0].far)
    told = [_told(returns, group) for group in groups[:MOST]]
    if len(groups) > MOST:
        units = dict.fromkeys(g[0].unit for g in groups[MOST:])
        told.append(
            finding("UNUSUAL_MORE", count=len(groups) - MOST, units=_named(returns.catalogue, [*units]))
        )
    return tuple(told)


def _grouped(doubts: Iterable[Doubt]) -> Iterable[list[Doubt]]:
    """The doubts of a unit and a kind together, the oddest first."""
    groups: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in sorted(doubts, key=lambda d: -d.far):
        groups.setdefault((doubt.unit, doubt.code), []).append(doubt)
    return groups.values()


def _told(returns: Returns, group: Sequence[Doubt]) -> Finding:
    first, submission = group[0], returns.received[group[0].unit]
    value = next(v for v in submission.values if (v.item, v.row) == (first.indicator, 0))
    place = Place(first.unit, submission.file, value.sheet, value.cell, first.indicator)
    said: dict[str, object] = {"what": _called(returns.catalogue, submission, first.indicator)}
    said["value"] = _written(value.value)
    if first.code == COPIED:
        said |= {"same": first.same, "compared": first.compared, "period": first.period}
        return finding(first.code, place, **said)
    said["others"] = f"; và {len(group) - 1} chỉ tiêu khác cũng như vậy" if len(group) > 1 else ""
    said |= (
        {"middle": _written(first.beside)}
        if first.code == OUTLYING
        else {"before": _written(first.beside), "period": first.period}
    )
    return finding(first.code, place, **said)


def _written(value: Scalar) -> str:
    """As in tables: "7.088"; “không phát sinh” in its quotes."""
    return f"“{value}”" if isinstance(value, str) else shown(value, ".") or ""


def _called(catalogue: CatalogueAt, submission: Submission, code: str) -> str:
    """As the return's own form prints it: “Tổng số thôn” (mã số 07)."""
    form = next((f for f in catalogue.forms if f.code == submission.form), None)
    asked = version_of(catalogue, form, submission.catalogue) if form else None
    row = (asked or {}).get(code)
    label = (row.label if row else "") or catalogue.indicator[code].label
    return f"“{label}” (mã số {row.number})" if row and row.number else f"“{label}”"


def _named(catalogue: CatalogueAt, units: Sequence[str]) -> str:
    names = [catalogue.unit[u].name for u in units[:_NAMED]]
    more = len(units) - len(names)
    return joined([*names, f"{more} đơn vị khác"] if more else names, "và")
