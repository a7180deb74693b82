"""Formulas without a result, or with one that may have been lost, marked where something is asked: there a blank would be taken for no answer.

What the form computes by itself is blank until somebody calculates, and nobody reads it: it stays blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableSequence
from typing import cast

from qcdc_xl.intake.structure import COMPUTED
from qcdc_xl.intake.unseen import Cell
from qcdc_xl.marked import Marked

_ANSWERS = {"indicators": ("value", "nil"), "answers": ("nil",), "meta": ("value",)}


def mark(tables: Mapping[str, Iterable[Marked]], word: str, by_sheet: Mapping[str, frozenset[Cell]]) -> None:
    """Put the word for them (UNCALCULATED, LOST) into such cells of the tables' grids."""
    for name, parts in tables.items():
        for part in parts:
            if cells := by_sheet.get(part.sheet):
                _mark(part, word, cells, _asked(name, part))


def _asked(name: str, part: Marked) -> set[int]:
    if name.startswith("list:"):
        return {column for key, column in part.columns.items() if key not in COMPUTED}
    return {part.columns[key] for key in _ANSWERS.get(name, ()) if key in part.columns}


def _mark(part: Marked, word: str, cells: frozenset[Cell], columns: set[int]) -> None:
    """A list's last row is blank but for what the form computes: such columns are no answers."""
    own = columns if part.name.startswith("list:") else ()
    columns = columns - {column for column in own if (part.end - 1, column) in cells}
    for row, column in cells:
        if part.marker < row < part.end and column in columns:
            line = cast(MutableSequence[object], part.grid[row])
            line.extend([""] * (column + 1 - len(line)))
            line[column] = word
