"""Step 4d: cells that the form computes, compared with what they must be.

A user may have typed over the formula, or another program may have saved an old result. What is used is
always the value computed here; a difference is a warning at the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.model import NIL, Scalar, Submission, Value
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.totals.consolidate import Returns


def derived_cells(returns: Returns) -> tuple[Finding, ...]:
    """DERIVED_CHANGED for every derived cell that says something else; a blank one says nothing."""
    labels = {i.code: i.label for i in returns.catalogue.indicators if i.expression}
    lists = [(r.code, c) for r in returns.catalogue.lists for c in r.columns if c.expression]
    labels |= {f"{code}.{column.code}": column.label for code, column in lists}
    return tuple(f for s in returns.received.values() for f in _of_one(returns, s, labels))


def _of_one(returns: Returns, submission: Submission, labels: Mapping[str, str]) -> Iterator[Finding]:
    for value in submission.values:
        if value.item not in labels or value.value in (None, ""):
            continue
        expected = _expected(returns, submission.unit, value)
        if not _agree(value.value, expected) and not _lost_in_xls(submission.file, value.value, expected):
            place = Place(submission.unit, submission.file, value.sheet, value.cell, value.item)
            shown = {
                "expected": "(trống)" if expected is None else as_text(expected),
                "value": as_text(value.value),
            }
            yield finding("DERIVED_CHANGED", place, label=labels[value.item], **shown)


def _expected(returns: Returns, unit: str, value: Value) -> Scalar:
    """What a derived cell must say."""
    if not value.row:
        return cast(Scalar, returns.values.at[unit, value.item])
    code, _, name = value.item.partition(".")
    table = returns.lists[code]
    found = table.loc[(table["unit"] == unit) & (table["row"] == value.row), name]
    return cast(Scalar, found.iloc[0]) if len(found) else None


def _lost_in_xls(file: str, value: Scalar, expected: Scalar) -> bool:
    """The reader gives 0 for a long text that a formula made in an old .xls file: nobody typed that."""
    return file.lower().endswith(".xls") and value in (0, "0") and isinstance(expected, str)


def _agree(one: Scalar, other: Scalar) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-6 * max(1.0, abs(float(other)))
    if other == NIL:
        return one in (NIL, 0)
    return str(one).strip() == ("" if other is None else str(other).strip())
