"""What of a return with errors counts when the clerk accepts it: all that was read without doubt.

Cells that nobody can read, tables that stand twice, rows under another row's label count as not reported: they become
blank. What is beyond a limit, or breaks a rule, counts as it was read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from string import ascii_uppercase

from qcdc_xl.intake.structure import called
from qcdc_xl.model import Submission, Value
from qcdc_xl.model.decision import UNREADABLE
from qcdc_xl.model.finding import Finding

_WHOLE_TABLE = ("TABLE_TWICE", "COLUMN_TWICE")
_WHOLE_ROW = ("ROW_HAS_ERROR", "ROW_OTHER_LABEL")


def reported(submission: Submission, findings: Iterable[Finding]) -> Submission:
    """The return with blanks where a finding says that nobody knows what was reported."""
    doubtful = [f for f in findings if f.code in UNREADABLE]
    tables = {str(f.values["table"]) for f in doubtful if f.code in _WHOLE_TABLE}
    rows = {(f.place.sheet, _row(f.place.cell)) for f in doubtful if f.code in _WHOLE_ROW}
    keys = {str(f.values["key"]) for f in doubtful if f.code == "TABLE_DOUBLED"}
    cells = {(f.place.sheet, f.place.cell) for f in doubtful}

    def known(value: Value) -> bool:
        return (
            (value.sheet, value.cell) not in cells
            and (value.sheet, _row(value.cell)) not in rows
            and value.item not in keys
            and _table(value) not in tables
        )

    values = tuple(v if known(v) else v._replace(value=None) for v in submission.values)
    return replace(submission, values=values)


def _table(value: Value) -> str:
    return called(f"list:{value.item.partition('.')[0]}" if value.row else "indicators")


def _row(cell: str) -> str:
    return cell.lstrip(ascii_uppercase)
