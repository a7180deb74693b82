"""Tables of a master in use get the columns that they lack, a sheet the tables that it lacks, all with their looks.

What is new is copied from a donor, a workbook in which it stands as in a new master: headings, keys in hidden rows, looks,
dropdowns, widths. A column comes to stand where a new master has it; where tables share a sheet and there is no room,
at the right end, so that nothing of the other tables moves.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from qcdc_xl.catalogue import Entries
from qcdc_xl.marked import Grid, find
from qcdc_xl.master.build import build_donor
from qcdc_xl.master.places import Located, locate
from qcdc_xl.master.plan import PlannedSheet, PlannedTable, planned, sheets_of
from qcdc_xl.master.row_heights import is_ours, row_height
from qcdc_xl.master.tables.table import Content
from qcdc_xl.master.titles import without_tables
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Area, Host, Like

Tables = Mapping[str, Located]
_HEADINGS = 54
"""How high a row of headings is at least, in points: three lines, since the other headings stand there too."""


@dataclass(frozen=True)
class _Lacking:
    """A table as a new master has it, alone on a sheet, and the numbers of the columns that the workbook lacks."""

    donor: PlannedSheet
    columns: tuple[int, ...]

    @property
    def table(self) -> PlannedTable:
        return self.donor.tables[0]


def complete(host: Host, book: BookAt, made: Mapping[str, Content], tables: Tables, whole: bool) -> bool:
    """Add the columns that ``made`` asks for; with ``whole`` all that a new master has, and tables that are lacking on
    sheets with others. ``True`` if anything was lacking."""
    grown = whole and _add_tables(host, book, made, tables)
    wanted = list(_lacking(book, made, tables, whole))
    with tempfile.TemporaryDirectory() as folder:
        donor = Path(folder) / "cot-moi.xlsx"
        if wanted:
            build_donor([lacks.donor for lacks in wanted], book, donor)
        for lacks in wanted:
            for run in _runs(lacks.columns):
                _add_columns(host, tables[lacks.table.name].sheet, lacks, run, donor)
    return grown or bool(wanted)


def _lacking(book: BookAt, made: Mapping[str, Content], tables: Tables, whole: bool) -> Iterator[_Lacking]:
    known = ((sheet, name, table) for sheet, own in sheets_of(book) for name, table in own if name in tables)
    for number, (sheet, name, table) in enumerate(known):
        keys = [look.key for look in table.columns(book, name)]
        needed = keys if whole else made[name].columns if name in made else ()
        columns = tuple(n for n, k in enumerate(keys) if k in needed and k not in tables[name].columns)
        if columns:
            yield _Lacking(
                planned(replace(sheet, name=f"{number}"), [(name, table)], book, made, Entries()), columns
            )


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Columns that stand side by side."""
    return [[n for _, n in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]


def _add_columns(host: Host, sheet: str, lacks: _Lacking, run: list[int], donor: Path) -> None:
    here = locate(find([(sheet, host.grid(sheet))])[0])  # columns that came before have moved it
    table, looks = here[lacks.table.name], [lacks.table.columns[n] for n in run]
    at, room = _place(host.grid(sheet), table, lacks.table, run, len(here) == 1)
    if not room:
        host.insert_columns(sheet, at, len(run))
    host.write(sheet, table.marker, at, [[look.key for look in looks]])
    if lacks.table.table.headed and table.marker:
        host.write(sheet, table.marker - 1, at, [[look.head or None for look in looks]])
        height = row_height(looks, {look.key: look.head for look in looks})
        host.fit_rows(sheet, {table.marker - 1: max(_HEADINGS, height)}, is_ours)
    groups = _groups(table, lacks.table)
    host.look_like(
        sheet,
        [
            Like(Area(sheet, first, at + place, last, at + place), row, lacks.table.table.first + number)
            for place, number in enumerate(run)
            for first, last, row in groups
        ],
        donor,
        lacks.donor.sheet.name,
    )
    beside = {
        place for other in here.values() if other.name != table.name for place in other.columns.values()
    }
    unseen = [at + n for n, look in enumerate(looks) if look.hidden and at + n not in beside]
    host.hide_columns(sheet, dict.fromkeys(unseen, True))
    for place in [at + n for n, look in enumerate(looks) if not look.hidden][-1:]:
        host.print_to(sheet, table.end, place)


def _place(grid: Grid, table: Located, new: PlannedTable, run: list[int], alone: bool) -> tuple[int, bool]:
    """Where columns come to stand, and whether there is room for them."""

    def room(at: int) -> bool:
        rows = grid[max(table.marker - 1, 0) : table.end + 1]
        return all(cell == "" for row in rows for cell in row[at : at + len(run)])

    before = [table.columns[c.key] for c in new.columns[: run[0]] if c.key in table.columns]
    at = (before[-1] if before else table.key_column) + 1
    if not alone and not room(at):
        at = max(table.columns.values(), default=table.key_column) + 1
    return at, room(at)


def _groups(table: Located, new: PlannedTable) -> list[tuple[int, int, int]]:
    """Rows of the workbook that look alike: the first, the last, the row of the donor that they look like."""
    numbers = {key: new.marker + 1 + n for n, key in enumerate(new.keys or ())}
    plain = next((n for key, n in numbers.items() if not key.startswith("#")), new.marker + 1)
    heads = {row: numbers[key] for key, row in table.keys.items() if key.startswith("#") and key in numbers}
    rows = {row: heads.get(row, plain) for row in range(table.marker + 1, table.end)}
    rows |= {table.marker: new.marker, table.end: new.end}
    if new.table.headed and table.marker:
        rows[table.marker - 1] = new.top
    found: list[tuple[int, int, int]] = []
    for row in sorted(rows):
        if found and found[-1][1] == row - 1 and found[-1][2] == rows[row]:
            found[-1] = (found[-1][0], row, rows[row])
        else:
            found.append((row, row, rows[row]))
    return found


def _add_tables(host: Host, book: BookAt, made: Mapping[str, Content], tables: Tables) -> bool:
    """Below all else on a sheet, the tables that it lacks; ``True`` if there were any."""
    added = False
    for sheet, own in sheets_of(book):
        here = [tables[name].sheet for name, _ in own if name in tables]
        names = here or without_tables(host, tables, sheet.title)
        wanted = [name for name, _ in own if name not in tables]
        if names and wanted:
            _add_below(host, names[0], planned(sheet, own, book, made, Entries()), wanted, book)
            added = True
    return added


def _add_below(host: Host, sheet: str, new: PlannedSheet, wanted: Sequence[str], book: BookAt) -> None:
    with tempfile.TemporaryDirectory() as folder:
        donor = Path(folder) / "bang-moi.xlsx"
        build_donor([new], book, donor)
        for table in (t for t in new.tables if t.name in wanted):
            rows = range(table.top - bool(table.table.title), table.end + 1)
            host.copy_rows(sheet, len(host.grid(sheet)) + 1, donor, new.sheet.name, rows)
            _show(host, sheet, table, len(new.tables) == 1)


def _show(host: Host, sheet: str, table: PlannedTable, alone: bool) -> None:
    """What is to be seen of a table that came in last on its sheet is printed; the rest is hidden if nothing else is there."""
    unseen = {n: True for n, look in enumerate(table.columns, table.table.first) if look.hidden}
    if alone:
        host.hide_columns(sheet, unseen)
    if len(unseen) < len(table.columns):
        host.print_to(sheet, len(host.grid(sheet)) - 1, table.table.first)
