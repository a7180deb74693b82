"""Step 4d: cells that the form computes, compared with what they must be.

A user may have typed over the formula, or another program may have saved an old result. What is used is
always the value computed here; a difference is a warning at the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.catalogue.versions import called, not_asked
from qcdc_xl.model import NIL, Scalar, Submission, Value
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.totals.consolidate import Returns

_Rows = Mapping[str, Mapping[tuple[str, int], Scalar]]
"""What each derived column of a list must say, by unit and row."""


def derived_cells(returns: Returns) -> tuple[Finding, ...]:
    """DERIVED_CHANGED for every derived cell that says something else; a blank one says nothing, nor does one that is
    derived from what the return's own form did not ask."""
    labels = {i.code: i.label for i in returns.catalogue.indicators if i.expression}
    lists = [(r.code, c) for r in returns.catalogue.lists for c in r.columns if c.expression]
    labels |= {f"{code}.{column.code}": column.label for code, column in lists}
    rows = {code: _by_row(returns, code, [c.code for of, c in lists if of == code]) for code, _ in lists}
    return tuple(f for s in returns.received.values() for f in _of_one(returns, rows, s, labels))


def _by_row(returns: Returns, code: str, columns: Sequence[str]) -> _Rows:
    """The derived columns of a list by unit and row, looked up once: a search for each cell would be quadratic."""
    table = returns.lists[code]
    keys = list(zip(table["unit"], table["row"], strict=True))
    return {name: dict(zip(keys, table[name], strict=True)) for name in columns}


def _of_one(
    returns: Returns, rows: Mapping[str, _Rows], submission: Submission, labels: Mapping[str, str]
) -> Iterator[Finding]:
    unknown = not_asked(returns.catalogue, submission)  # the form of then computed it from something else
    for value in submission.values:
        if value.item not in labels or value.item in unknown or value.value in (None, ""):
            continue
        expected = _expected(returns, rows, submission.unit, value)
        if not _agree(value.value, expected) and not _lost_in_xls(submission.file, value.value, expected):
            place = Place(submission.unit, submission.file, value.sheet, value.cell, value.item)
            shown = {
                "expected": "(trống)" if expected is None else as_text(expected),
                "value": as_text(value.value),
            }
            label = called(returns.catalogue, submission, value.item, labels[value.item])
            yield finding("DERIVED_CHANGED", place, label=label, **shown)


def _expected(returns: Returns, rows: Mapping[str, _Rows], unit: str, value: Value) -> Scalar:
    """What a derived cell must say."""
    if not value.row:
        return cast(Scalar, returns.values.at[unit, value.item])
    code, _, name = value.item.partition(".")
    return rows[code][name].get((unit, value.row))


def _lost_in_xls(file: str, value: Scalar, expected: Scalar) -> bool:
    """The reader gives 0 for a long text that a formula made in an old .xls file: nobody typed that."""
    return file.lower().endswith(".xls") and value in (0, "0") and isinstance(expected, str)


def _agree(one: Scalar, other: Scalar) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-6 * max(1.0, abs(float(other)))
    if other == NIL:
        return one in (NIL, 0)
    return str(one).strip() == ("" if other is None else str(other).strip())
