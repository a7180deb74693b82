"""What the catalogue has ceased to ask goes out of view with its data, and comes back when it is asked again.

The sheet of a section or list that was taken away is hidden, of an indicator that was taken away the column. What was
hidden here bears a mark, so that staff may hide and show as they like: ``#hidden`` in the hidden column above a sheet's
table, ``gone:`` before the key of a column.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from qcdc_xl.marked import Grid
from qcdc_xl.master.places import Located
from qcdc_xl.master.tables import TABLES, tables_of
from qcdc_xl.master.tables.table import Content
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Host

MARK, GONE = "#hidden", "gone:"
_LEAVING = tuple(table.name for table in TABLES if table.leaves)


def shrink(host: Host, book: BookAt, made: Mapping[str, Content], tables: Mapping[str, Located]) -> bool:
    """Hide what is not asked any more, show what is asked again; ``True`` if keys of columns have changed."""
    for sheet, own in _by_sheet(tables.values()).items():
        row, leaves = mark_of(host.grid(sheet), own[0]), _out_of_use(own, made)
        if leaves and row is None:
            _mark(host, own[0])
            host.hide_sheet(sheet, True)
        elif row is not None and not leaves:
            host.write(sheet, row, own[0].key_column, [[None]])
            host.hide_sheet(sheet, False)
    changed = [
        _columns(
            host, tables[name], made[name], [look.key for look in table.columns(book, name) if look.hidden]
        )
        for name, table in tables_of(book)
        if name in made and name in tables and table.shrinks
    ]
    return any(changed)


def leaving(grids: Mapping[str, Grid], tables: Mapping[str, Located], wanted: Iterable[str]) -> list[Located]:
    """The tables whose sheets the next fill hides."""
    names = frozenset(wanted)
    by_sheet = _by_sheet(tables.values()).items()
    return [own[0] for s, own in by_sheet if _out_of_use(own, names) and mark_of(grids[s], own[0]) is None]


def _by_sheet(tables: Iterable[Located]) -> dict[str, list[Located]]:
    """The sheets that have tables of sections and lists only."""
    found: dict[str, list[Located]] = {}
    for table in tables:
        found.setdefault(table.sheet, []).append(table)
    return {s: own for s, own in found.items() if all(t.name.startswith(_LEAVING) for t in own)}


def _out_of_use(own: Sequence[Located], wanted: Container[str]) -> bool:
    """Whether the catalogue has none of a sheet's sections and lists."""
    return all(table.name not in wanted for table in own)


def mark_of(grid: Grid, table: Located) -> int | None:
    """The row with the mark of a sheet that was hidden here."""
    rows = range(min(table.marker, len(grid)))
    return next((n for n in rows if grid[n][table.key_column] == MARK), None)


def _mark(host: Host, table: Located) -> None:
    """In the lowest blank cell above the table: the rows there are headings, whose hidden column is not used."""
    grid = host.grid(table.sheet)
    free = [n for n in range(table.marker) if grid[n][table.key_column] == ""]
    for row in free[-1:]:
        host.write(table.sheet, row, table.key_column, [[MARK]])


def _columns(host: Host, table: Located, content: Content, unseen: Sequence[str]) -> bool:
    """Hide the columns that are not asked any more, show those that are asked again."""
    wanted = {
        place: (key, key.removeprefix(GONE))
        for key, place in table.columns.items()
        if key.startswith(GONE) == (key.removeprefix(GONE) in content.columns)
    }
    for place, (key, code) in wanted.items():
        back = key != code
        host.write(table.sheet, table.marker, place, [[code if back else GONE + code]])
        if (
            content.keys is None and not back and table.rows
        ):  # rows without keys do not stay those of their units
            host.write(table.sheet, min(table.rows), place, [[None]] * len(table.rows))
        host.hide_columns(table.sheet, {place: not back or code in unseen})
    return bool(wanted)
