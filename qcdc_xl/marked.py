"""Marked tables: the one protocol of every sheet.

Nothing on a sheet is found by address. A cell ``#table NAME`` opens a table; to its right stand the
column keys, in any columns, gaps allowed; below it, in the marker's own column, the rows' keys; a cell
``#end`` there closes it. Tables of one name on several sheets are one table, in sheet order.

A *grid* is a list of rows from cell A1 on, each a list of values, ``""`` for blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from qcdc_xl.model.finding import Finding, Place, finding

Grid = Sequence[Sequence[object]]
TABLE, END = "#table ", "#end"


_NO_SIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    """A text without the signs that no file of Office can hold, each shown as "�"."""
    return text if text.isprintable() else _NO_SIGN.sub("�", text)


def harmless(text: str) -> str:
    """A text of somebody's as it may stand in a cell of ours: it opens and closes no table."""
    return legible(f" {text}" if text.startswith((TABLE, END)) else text)


class Row(NamedTuple):
    """A row of a marked table: its key ("" in record lists), its number on the sheet, all its cells."""

    key: str
    number: int
    cells: Sequence[object]

    def at(self, column: int | None) -> object:
        """The value in a column of the sheet; ``""`` when the row ends before it."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked table as found on one sheet; row and column numbers count from 0.

    ``end`` is the row of ``#end``, or the first row after the table when that mark is gone.
    """

    name: str
    sheet: str
    marker: int
    key_column: int
    columns: Mapping[str, int]
    end: int
    closed: bool
    grid: Grid = field(repr=False, compare=False)

    def rows(self) -> Iterator[Row]:
        """All rows between the marker and the end, blank ones too."""
        column = self.key_column
        for index in range(self.marker + 1, self.end):
            cells = self.grid[index]
            yield Row(key_text(cells[column]) if column < len(cells) else "", index, cells)

    def address(self, index: int, column: str) -> str:
        """The address of a row's cell, as in Excel: "F12"."""
        return address(index, self.columns[column])


def key_text(value: object) -> str:
    """A key as text: Excel may have made a number of a code (24886.0 is "24886")."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def letters(column: int) -> str:
    """Column letters: 0 is "A", 26 is "AA"."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, column: int, absolute: bool = False) -> str:
    """A1 address of a cell; row and column count from 0.

    >>> address(11, 5), address(0, 0, absolute=True)
    ('F12', '$A$1')
    """
    mark = "$" if absolute else ""
    return f"{mark}{letters(column)}{mark}{row + 1}"


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it: 'Đạ M''Rông'."""
    return "'" + sheet.replace("'", "''") + "'"


def find(
    grids: Iterable[tuple[str, Grid]], file: str = "", most: int | None = None
) -> tuple[dict[str, list[Marked]], list[Finding]]:
    """All marked tables of a workbook by name, each with its parts in sheet order; no more than ``most``.

    Findings: TABLE_NO_END for a table whose closing mark is gone.
    """
    tables: dict[str, list[Marked]] = {}
    findings: list[Finding] = []
    for marked in islice((m for sheet, grid in grids for m in _on_sheet(sheet, grid)), most):
        tables.setdefault(marked.name, []).append(marked)
        if not marked.closed:
            place = Place(file=file, sheet=marked.sheet, cell=address(marked.marker, marked.key_column))
            findings.append(finding("TABLE_NO_END", place, table=marked.name))
    return tables, findings


def _on_sheet(sheet: str, grid: Grid) -> Iterator[Marked]:
    """Search as the interpreter does it fastest: the different values first, then rows that have a marker."""
    values = set(chain.from_iterable(grid))
    markers = {v for v in values if v.__class__ is str and v[:7] == TABLE}
    if not markers:
        return
    for index, row in enumerate(grid):
        if not markers.isdisjoint(row):
            for column, value in enumerate(row):
                if value in markers:
                    yield _read(sheet, grid, index, column)


def _read(sheet: str, grid: Grid, marker: int, key_column: int) -> Marked:
    row = grid[marker]
    columns: dict[str, int] = {}
    for column in range(key_column + 1, len(row)):
        key = row[column]
        if isinstance(key, str) and key.startswith(TABLE):
            break
        if isinstance(key, str) and key.strip():
            columns.setdefault(key.strip(), column)
    end, closed = _end(grid, marker, key_column)
    return Marked(str(row[key_column])[7:].strip(), sheet, marker, key_column, columns, end, closed, grid)


def _end(grid: Grid, marker: int, column: int) -> tuple[int, bool]:
    for index in range(marker + 1, len(grid)):
        row = grid[index]
        key = row[column] if column < len(row) else ""
        if isinstance(key, str) and key[:1] == "#":
            if key.strip() == END:
                return index, True
            if key.startswith(TABLE):
                return index, False
    return len(grid), False


def records(parts: Iterable[Marked]) -> Iterator[tuple[Marked, Row, dict[str, object]]]:
    """Rows of a table as dicts by column key, blank rows left out, with part and row for the place."""
    for part in parts:
        for row in part.rows():
            values = {name: row.at(column) for name, column in part.columns.items()}
            if any(v != "" for v in values.values()):
                yield part, row, values
