"""The rows of the catalogue's tables put into a master: those of an import instead of those that stand there.

Cells keep their looks; columns that the program fills are blank until the fill that follows. What each form that went
out asks stays as the master knows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qcdc_xl.catalogue import Entries
from qcdc_xl.catalogue.sheets import Entry
from qcdc_xl.catalogue.tables import TABLES, Table
from qcdc_xl.marked import Marked, find
from qcdc_xl.master.plan import own_keys
from qcdc_xl.xlsx.host import Cell, Host

_OF_MASTER = "form_versions"


def without_a_place(host: Host, entries: Entries) -> tuple[str, str] | None:
    """The first table and column in which ``entries`` say something and that the master lacks, as people call them."""
    found = _tables(host)
    for name, rows in entries.rows.items():
        parts = found.get(name)
        lacking = _unplaced(TABLES[name], rows, parts[0].columns if parts else {})
        if lacking and name != _OF_MASTER:
            return TABLES[name].title, lacking
    return None


def put_rows(host: Host, entries: Entries) -> None:
    """Write the tables that ``entries`` have, all of which have their places."""
    for name, rows in entries.rows.items():
        if name != _OF_MASTER and name in _tables(host):
            _put(host, TABLES[name], rows, own_keys(name, entries))


def _put(host: Host, table: Table, rows: Sequence[Entry], keys: Sequence[str]) -> None:
    found = _tables(host)[table.name]
    first = found[0]
    room = first.end - first.marker - 1
    if len(rows) > room:
        host.insert_rows(first.sheet, first.end, len(rows) - room)
        found = _tables(host)[table.name]
    for number, part in enumerate(found):
        _write(host, table, rows if number == 0 else (), keys if number == 0 else (), part)


def _tables(host: Host) -> dict[str, list[Marked]]:
    return find((sheet, host.grid(sheet)) for sheet in host.sheets())[0]


def _unplaced(table: Table, rows: Sequence[Entry], columns: Mapping[str, int]) -> str:
    used = (c for c in table.columns if c.name not in columns)
    return next(
        (c.head for c in used if any(r.values.get(c.name, "") not in ("", c.default) for r in rows)), ""
    )


def _write(host: Host, table: Table, rows: Sequence[Entry], keys: Sequence[str], part: Marked) -> None:
    room, top = part.end - part.marker - 1, part.marker + 1
    columns: dict[int, list[Cell]] = {part.key_column: list(keys)}
    for name, place in part.columns.items():
        cells: list[Cell] = []
        if name in table.names:
            cells += [table.column(name).cell(row.values.get(name, "")) for row in rows]
        columns[place] = cells
    for place, cells in columns.items():
        whole = [*cells, *([None] * (room - len(cells)))]
        host.write(part.sheet, top, place, [[cell] for cell in whole])
