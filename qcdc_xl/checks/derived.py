"""Step 4d: cells that the form computes, compared with what they must be.

A user may have typed over the formula, or another program may have saved an old result. What is used is
always the value computed here; a difference is a warning at the cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.consolidate import Returns
from qcdc_xl.findings import Finding, finding
from qcdc_xl.model import NIL, Scalar, Submission, Value


def derived_cells(returns: Returns) -> tuple[Finding, ...]:
    """DERIVED_CHANGED for every derived cell that says something else; a blank one says nothing."""
    return tuple(f for s in returns.received.values() for f in _of_one(returns, s))


def _of_one(returns: Returns, submission: Submission) -> Iterator[Finding]:
    for value in submission.values:
        if value.value in (None, "") or value.item.startswith("meta."):
            continue
        label, expected = _expected(returns, submission.unit, value)
        if (
            label
            and not _agree(value.value, expected)
            and not _lost_in_xls(submission.file, value.value, expected)
        ):
            place = {"unit": submission.unit, "file": submission.file, "sheet": value.sheet}
            place |= {"cell": value.cell, "indicator": value.item, "label": label}
            shown = "(trống)" if expected is None else as_text(expected)
            yield finding("DERIVED_CHANGED", **place, expected=shown, value=as_text(value.value))


def _expected(returns: Returns, unit: str, value: Value) -> tuple[str, Scalar]:
    """Label and right value of a derived cell; no label if the cell is not derived."""
    code, _, name = value.item.partition(".")
    if not value.row:
        asked = returns.catalogue.indicator.get(code)
        return (asked.label, returns.values.at[unit, code]) if asked and asked.expression else ("", None)  # type: ignore[return-value]  # a cell of the table
    column = returns.catalogue.list[code].column(name) if code in returns.catalogue.list else None
    if column is None or not column.expression:
        return "", None
    table = returns.lists[code]
    found = table.loc[(table["unit"] == unit) & (table["row"] == value.row), name]
    return column.label, (found.iloc[0] if len(found) else None)


def _lost_in_xls(file: str, value: Scalar, expected: Scalar) -> bool:
    """The reader gives 0 for a long text that a formula made in an old .xls file: nobody typed that."""
    return file.lower().endswith(".xls") and value in (0, "0") and isinstance(expected, str)


def _agree(one: Scalar, other: Scalar) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-6 * max(1.0, abs(float(other)))
    if other == NIL:
        return one in (NIL, 0)
    return str(one).strip() == ("" if other is None else str(other).strip())
