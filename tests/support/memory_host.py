"""A ``Host`` in memory: what the port means, with nothing behind it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl

from qcdc_xl.xlsx.host import Area, Cell, Chart, Formula, Like

_EPOCH = datetime.datetime(1899, 12, 30)


class MemoryHost:
    """Sheets as lists of rows. Formulas keep the result that they came with: nothing is computed here."""

    def __init__(self, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
        self.cells: dict[str, list[list[Cell]]] = {
            name: [list(row) for row in rows] for name, rows in sheets.items()
        }
        self.hidden: dict[str, dict[int, bool]] = {name: {} for name in sheets}
        self.hidden_columns: dict[str, dict[int, bool]] = {}
        self.hidden_sheets: set[str] = set()
        self.titles: dict[str, dict[str, str]] = {name: {} for name in sheets}
        self.drawn: dict[str, dict[str, bool]] = {name: {} for name in sheets}
        """Of every chart of a sheet whether it is hidden."""

    def sheets(self) -> list[str]:
        return list(self.cells)

    def grid(self, sheet: str) -> list[list[object]]:
        return [[_shown(cell) for cell in row] for row in self.cells[sheet]]

    def insert_rows(self, sheet: str, at: int, count: int) -> None:
        self.cells[sheet][at:at] = [[None] * len(row) for row in self.cells[sheet][:1] * count]
        self.hidden[sheet] = {n + count if n >= at else n: h for n, h in self.hidden[sheet].items()}

    def insert_columns(self, sheet: str, at: int, count: int) -> None:
        for row in self.cells[sheet]:
            row[at:at] = [None] * count

    def write(self, sheet: str, row: int, column: int, block: Sequence[Sequence[Cell]]) -> None:
        rows = self.cells[sheet]
        height, width = row + len(block), max(column + len(block[0]), len(rows[0]))
        rows += [[] for _ in range(height - len(rows))]
        for cells in rows:
            cells += [None] * (width - len(cells))
        for number, cells in enumerate(block, row):
            rows[number][column : column + len(cells)] = list(cells)

    def hide_rows(self, sheet: str, rows: Mapping[int, bool]) -> None:
        self.hidden[sheet] |= rows

    def hide_columns(self, sheet: str, columns: Mapping[int, bool]) -> None:
        self.hidden_columns.setdefault(sheet, {}).update(columns)

    def fit_rows(self, sheet: str, heights: Mapping[int, float], ours: Callable[[float], bool]) -> None:
        """Nothing to see here."""

    def add_sheet(self, name: str, donor: Path, after: str) -> None:
        rows, hidden = _read(donor, name)
        order = list(self.cells)
        order.insert(order.index(after) + 1, name)
        self.cells[name], self.hidden[name], self.drawn[name] = rows, hidden, {}
        self.titles[name] = {}
        self.cells = {sheet: self.cells[sheet] for sheet in order}

    def copy_rows(self, sheet: str, at: int, donor: Path, source: str, rows: range) -> None:
        cells, hidden = _read(donor, source)
        self.write(sheet, at, 0, [cells[n] for n in rows])
        self.hide_rows(sheet, {at + n - rows.start: hidden[n] for n in rows})

    def look_like(self, sheet: str, likes: Sequence[Like], donor: Path, source: str) -> None:
        """Nothing to see here."""

    def print_to(self, sheet: str, row: int, column: int) -> None:
        """Nothing is printed here."""

    def hide_sheet(self, sheet: str, hidden: bool) -> None:
        on_show = set(self.cells) - self.hidden_sheets
        if not hidden:
            self.hidden_sheets.discard(sheet)
        elif on_show != {sheet}:
            self.hidden_sheets.add(sheet)

    def charts(self, sheet: str) -> dict[str, str]:
        return dict(self.titles[sheet])

    def add_chart(self, sheet: str, chart: Chart) -> None:
        cell = chart.title_cell
        self.titles[sheet].setdefault(chart.name, f"={cell.reference}" if cell else chart.title)
        self.drawn[sheet].setdefault(chart.name, False)

    def title_chart(self, sheet: str, name: str, cell: Area) -> None:
        if name in self.titles[sheet]:
            self.titles[sheet][name] = f"={cell.reference}"

    def hide_chart(self, sheet: str, name: str, hidden: bool) -> None:
        if name in self.drawn[sheet]:
            self.drawn[sheet][name] = hidden


def _read(path: Path, sheet: str) -> tuple[list[list[Cell]], dict[int, bool]]:
    """A donor's sheet as openpyxl reads it."""
    found = openpyxl.load_workbook(path)[sheet]
    rows = [[cell.value for cell in row] for row in found.iter_rows()]
    return rows, {n: bool(found.row_dimensions[n + 1].hidden) for n in range(len(rows))}


def _shown(cell: Cell) -> object:
    value = cell.value if isinstance(cell, Formula) else cell
    if isinstance(value, datetime.datetime):
        return (value - _EPOCH) / datetime.timedelta(days=1)
    if isinstance(value, datetime.date):
        return float((datetime.datetime.combine(value, datetime.time()) - _EPOCH).days)
    return "" if value is None else value
