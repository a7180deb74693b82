"""Cells that do not hold what they seem to hold, marked where something is asked, so that nobody takes them at their word.

A formula without a result, or with one that may have been lost, would be taken for no answer; a cell whose format shows
another number, for a number that nobody saw; one that lies below another in a merged area, for a blank. What the form
computes by itself is blank until somebody calculates, and nobody reads it: it stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableSequence
from typing import cast

from qcdc_xl.intake.sheets import Sheet
from qcdc_xl.intake.structure import COMPUTED, blank
from qcdc_xl.intake.unseen import Area, Cell
from qcdc_xl.marked import Marked, address
from qcdc_xl.model import Scalar
from qcdc_xl.values.entered import COVERED, DISGUISED, LOST, UNCALCULATED
from qcdc_xl.values.kind import shown

_ANSWERS = {"indicators": ("value", "nil"), "answers": ("nil",), "meta": ("value",)}


def mark(tables: Mapping[str, Iterable[Marked]], sheets: Iterable[Sheet]) -> None:
    """Put the words for them (UNCALCULATED, LOST, DISGUISED, COVERED) into such cells of the tables' grids."""
    by_name = {sheet.name: sheet for sheet in sheets}
    for name, parts in tables.items():
        for part in parts:
            sheet, asked = by_name[part.sheet], _asked(name, part)
            _mark(part, UNCALCULATED, sheet.uncalculated, asked)
            _mark(part, LOST, sheet.zeros, asked)
            for row, column in sheet.disguised:
                if part.marker < row < part.end and column in asked and _number(part, row, column):
                    _put(part, row, column, f"{DISGUISED}{shown(cast(Scalar, part.grid[row][column]))}")
            _cover(part, sheet.merged, asked - {part.columns.get("nil")})


def _number(part: Marked, row: int, column: int) -> bool:
    value = part.grid[row][column] if row < len(part.grid) and column < len(part.grid[row]) else ""
    return isinstance(value, int | float) and value != 0


def _cover(part: Marked, merged: Iterable[Area], asked: set[int]) -> None:
    """Where a cell was merged away, in rows that say anything.

    Excel keeps only the first value of an area; where others are kept, another program merged and nothing was lost. Areas
    never overlap; those that do were not made by a spreadsheet program, and no cell is looked at for each of them again.
    """
    seen: set[Cell] = set()
    for first, last in merged:
        rows = range(max(first[0], part.marker + 1), min(last[0] + 1, part.end))
        columns = range(first[1], min(last[1] + 1, len(part.grid[part.marker])))
        if not rows or not columns or {(rows[0], columns[0]), (rows[-1], columns[-1])} & seen:
            continue
        cells = [(row, column) for row in rows for column in columns]
        seen.update(cells)
        inside = [cell for cell in cells if cell != first]
        if all(_blank(part, *cell) for cell in inside):
            for row, column in inside:
                if column in asked and _speaks(part, row, asked):
                    _put(part, row, column, f"{COVERED}{address(*first)}")


def _speaks(part: Marked, row: int, asked: set[int]) -> bool:
    cells = part.grid[row] if row < len(part.grid) else ()
    said = {part.key_column} if part.name == "indicators" else asked
    return any(not blank(cells[column]) for column in said if column < len(cells))


def _blank(part: Marked, row: int, column: int) -> bool:
    return row >= len(part.grid) or column >= len(part.grid[row]) or blank(part.grid[row][column])


def _put(part: Marked, row: int, column: int, word: str) -> None:
    line = cast(MutableSequence[object], part.grid[row])
    line.extend([""] * (column + 1 - len(line)))
    line[column] = word


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
            _put(part, row, column, word)
