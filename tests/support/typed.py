"""What staff do in the tables of a master, by another hand than the code under test: openpyxl types into cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import openpyxl
from offices import find_marker
from openpyxl.worksheet.worksheet import Worksheet


class Typist:
    """A master in which rows of the catalogue's tables are typed and deleted."""

    def __init__(self, book: openpyxl.Workbook) -> None:
        self.book = book

    def table(self, name: str) -> tuple[Worksheet, int, dict[str, int]]:
        """Its sheet, the row of its marker, its columns by key; counted from 1."""
        sheet, (row, column) = next((s, at) for s in self.book.worksheets if (at := find_marker(s, name)))
        names = {str(sheet.cell(row, c).value): c for c in range(column + 1, sheet.max_column + 1)}
        return sheet, row, {key: c for key, c in names.items() if key != "None"}

    def row_of(self, name: str, wanted: Mapping[str, object]) -> int:
        """The first row of a table that says this."""
        sheet, row, columns = self.table(name)
        return next(
            r
            for r in range(row + 1, sheet.max_row + 1)
            if all(str(sheet.cell(r, columns[k]).value) == str(v) for k, v in wanted.items())
        )

    def type(self, name: str, /, **values: object) -> None:
        """Type a row into the first free row of a table."""
        sheet, row, columns = self.table(name)
        first = columns[next(iter(values))]
        free = next(r for r in range(row + 1, sheet.max_row) if sheet.cell(r, first).value in (None, ""))
        self._put(sheet, free, columns, values)

    def type_before(self, name: str, before: Mapping[str, object], /, **values: object) -> None:
        """Type a row in front of another one: the rows from there on are written one further down."""
        sheet, _, columns = self.table(name)
        at, first = self.row_of(name, before), columns[next(iter(values))]
        free = next(r for r in range(at, sheet.max_row) if sheet.cell(r, first).value in (None, ""))
        for r in range(free, at, -1):
            self._put(sheet, r, columns, {k: sheet.cell(r - 1, c).value for k, c in columns.items()})
        self._put(sheet, at, columns, dict.fromkeys(columns) | values)

    def change(self, name: str, wanted: Mapping[str, object], /, **values: object) -> None:
        """Type over some cells of a row."""
        sheet, _, columns = self.table(name)
        self._put(sheet, self.row_of(name, wanted), columns, values)

    def clear(self, name: str, /, **wanted: object) -> dict[str, object]:
        """Empty the cells of a row; what stood there."""
        sheet, _, columns = self.table(name)
        row = self.row_of(name, wanted)
        before = {key: sheet.cell(row, c).value for key, c in columns.items()}
        self._put(sheet, row, columns, dict.fromkeys(columns))
        return {key: value for key, value in before.items() if value is not None}

    def _put(
        self, sheet: Worksheet, row: int, columns: Mapping[str, int], values: Mapping[str, object]
    ) -> None:
        for key, value in values.items():
            sheet.cell(row, columns[key]).value = value  # type: ignore[union-attr]


@contextmanager
def typing_in(master: Path) -> Iterator[Typist]:
    """A closed master to type into; saved at the end."""
    book = openpyxl.load_workbook(master, keep_vba=True)
    yield Typist(book)
    book.save(master)
