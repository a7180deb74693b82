"""The plan of a master: which sheets it has, which tables stand on them, and where in a new workbook.

Only the builder goes by the places. Afterwards the sheets belong to the users, and tables are found by marker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qcdc_xl.catalogue import Entries
from qcdc_xl.catalogue.tables import TABLES as SPECIFICATIONS
from qcdc_xl.forms.layout import sheet_name
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.places import Located
from qcdc_xl.master.tables import TABLES, tables_of
from qcdc_xl.master.tables.table import Content, MasterTable
from qcdc_xl.totals.book_at import BookAt

TITLE_ROWS = 3
"""The rows of a new sheet that stand above its tables: the title, whose and of which period it is, a line of help."""


@dataclass(frozen=True)
class PlannedTable:
    """A table with its place: its columns with their looks, its rows, where it begins on its sheet."""

    table: MasterTable
    name: str
    columns: tuple[SheetColumn, ...]
    rows: int
    keys: tuple[str, ...] | None
    sheet: str
    top: int

    @property
    def marker(self) -> int:
        """The hidden row with the column keys, below the headings."""
        return self.top + (1 if self.table.headed else 0)

    @property
    def end(self) -> int:
        """The closing row."""
        return self.marker + 1 + self.rows

    def located(self, entries: Entries) -> Located:
        """Where it stands, for the formulas."""
        columns = {c.key: n for n, c in enumerate(self.columns, start=self.table.first)}
        numbers = range(self.marker + 1, self.end)
        keys = dict(zip(self.keys or own_keys(self.name, entries), numbers, strict=False))
        plain = tuple(
            n for n in numbers if not (self.keys and self.keys[n - self.marker - 1].startswith("#"))
        )
        return Located(self.name, self.sheet, self.marker, 0, columns, keys, plain, self.end)


def own_keys(name: str, entries: Entries) -> list[str]:
    spec = SPECIFICATIONS.get(name)
    if spec is None or not spec.looked_up:
        return []
    return [".".join(filter(None, (e.values.get(c, "") for c in spec.key))) for e in entries.of(name)]


@dataclass(frozen=True)
class PlannedSheet:
    """A sheet with its tables from top to bottom."""

    sheet: Sheet
    tables: tuple[PlannedTable, ...]


def sheets_of(book: BookAt) -> list[tuple[Sheet, tuple[tuple[str, MasterTable], ...]]]:
    """The sheets that a master with these contents has, in the order of the tabs, with their tables."""
    taken = {table.sheet(book, table.name).name for table in TABLES if table.names is None}
    found: dict[Sheet, list[tuple[str, MasterTable]]] = {}
    for name, table in tables_of(book):
        sheet = table.sheet(book, name)
        if table.names is not None:
            sheet = replace(sheet, name=sheet_name(sheet.name, taken))
            taken.add(sheet.name)
        found.setdefault(sheet, []).append((name, table))
    return [(sheet, tuple(tables)) for sheet, tables in found.items()]


def plan(book: BookAt, made: Mapping[str, Content], entries: Entries) -> list[PlannedSheet]:
    """All sheets of a new master, every table in its place."""
    return [planned(sheet, tables, book, made, entries) for sheet, tables in sheets_of(book)]


def planned(
    sheet: Sheet,
    tables: Sequence[tuple[str, MasterTable]],
    book: BookAt,
    made: Mapping[str, Content],
    entries: Entries,
) -> PlannedSheet:
    """One new sheet with these tables below one another."""
    found, top = [], TITLE_ROWS
    for name, table in tables:
        if len(tables) > 1 and table.headed:
            top += 1
        keys = made[name].keys if name in made and not made[name].output else None
        count = _row_count(name, table, made, entries)
        one = PlannedTable(table, name, table.columns(book, name), count, keys, sheet.name, top)
        found.append(one)
        top = one.end + 2
    return PlannedSheet(sheet, tuple(found))


def _row_count(name: str, table: MasterTable, made: Mapping[str, Content], entries: Entries) -> int:
    typed = name in SPECIFICATIONS and (name not in made or made[name].output)
    own = len(entries.of(name)) if typed else max(made[name].count, 1)
    return own + table.spare
