"""Fill a master: make room in its tables, then write what ``contents`` says, through a host.

Whatever users did to the sheets stays: they are found by marker, rows and columns are inserted where a
table has become too small, formats are left alone, and only the program's own columns are written.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from qcdc_xl.marked import find, harmless
from qcdc_xl.master.charts import follow_charts, titles_before
from qcdc_xl.master.complete import complete
from qcdc_xl.master.grow import grow
from qcdc_xl.master.layout import SheetColumn
from qcdc_xl.master.places import Located, MasterPlaces, locate
from qcdc_xl.master.row_heights import is_ours, row_height
from qcdc_xl.master.shrink import shrink
from qcdc_xl.master.tables import contents, tables_of
from qcdc_xl.master.tables.sections import TOUCHED_KEY
from qcdc_xl.master.tables.table import Content
from qcdc_xl.master.titles import write_titles
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell, Formula, Host


def fill(host: Host, book: BookAt, only: Container[str] | None = None, whole: bool = False) -> None:
    """Bring the workbook, or only the tables named, to what the book says.

    The host decides what of it really changes. ``whole``: tables and columns that masters of earlier programs lack
    come in, those of the catalogue too.
    """
    tables, made = _locate(host), contents(book)
    before = titles_before(host, tables)
    if only is None and grow(host, book, made, tables):
        tables = _locate(host)
    if only is None and shrink(host, book, made, tables):
        tables = _locate(host)
    made = {name: c for name, c in made.items() if only is None or name in only}
    if complete(host, book, made, tables, whole and only is None):
        tables = _locate(host)
    kinds = dict(tables_of(book))
    made = {name: c for name, c in made.items() if name in tables or not kinds[name].may_lack}
    for content in made.values():
        while _make_room(host, content, tables[content.name]):
            tables = _locate(host)
    places = MasterPlaces(book.catalogue, tables)
    if only is None:
        write_titles(host, book, tables)
    for name, content in made.items():
        rows = _write(host, content, tables[name], places)
        columns = kinds[name].columns(book, name)
        beside = _beside(host, content, tables[name])
        heights = {
            n: row_height(columns, beside(n) | dict(zip(content.columns, cells, strict=True)))
            for n, cells in rows.items()
        }
        host.fit_rows(tables[name].sheet, heights, is_ours)
    for name in (n for n in tables if n in kinds):
        if kinds[name].headed and (whole or (name in made and kinds[name].names is not None)):
            _write_headings(host, kinds[name].columns(book, name), tables[name])
    if only is None:
        follow_charts(host, book.catalogue, places, before, whole)


def _write_headings(host: Host, columns: Sequence[SheetColumn], table: Located) -> None:
    """The headings of columns that follow from the catalogue, as long as they stand above the hidden row of keys."""
    above = host.grid(table.sheet)[table.marker - 1] if table.marker else []
    heads = {table.columns[c.key]: c.head for c in columns if c.head}
    if not any(place < len(above) and above[place] == head for place, head in heads.items()):
        return
    for place, head in heads.items():
        if place >= len(above) or above[place] != head:
            host.write(table.sheet, table.marker - 1, place, [[head]])


def _beside(host: Host, content: Content, table: Located) -> Callable[[int], dict[str, Cell]]:
    """What stands in a row besides what is written: staff's own texts, which need room as well."""
    if not content.output:
        return lambda row: {}
    grid = host.grid(table.sheet)
    own = {name: place for name, place in table.columns.items() if name not in content.columns}
    return lambda row: {n: cast(Cell, grid[row][place]) for n, place in own.items() if place < len(grid[row])}


def _locate(host: Host) -> dict[str, Located]:
    tables, _ = find((sheet, host.grid(sheet)) for sheet in host.sheets())
    return locate(tables)


def _make_room(host: Host, content: Content, table: Located) -> bool:
    """Insert what is lacking first; ``True`` if the sheets changed and there may be more to do."""
    if content.output:
        return False
    if content.keys is None:
        lacking = content.count - len(table.rows)
        if lacking > 0:
            host.insert_rows(table.sheet, table.end, lacking)
        return lacking > 0
    runs = _runs_of_new(content.keys, table.keys)
    places = [((table.keys[before] if before else table.marker) + 1, run) for before, run in runs]
    for at, run in sorted(places, reverse=True):  # from below, so that the places above still hold
        host.insert_rows(table.sheet, at, len(run))
        host.write(table.sheet, at, table.key_column, [[key] for key in run])
    return bool(places)


def _runs_of_new(keys: Sequence[str], known: Mapping[str, int]) -> Iterator[tuple[str, list[str]]]:
    before = ""
    run: list[str] = []
    for key in keys:
        if key in known:
            if run:
                yield before, run
            before, run = key, []
        else:
            run.append(key)
    if run:
        yield before, run


def _write(host: Host, content: Content, table: Located, places: MasterPlaces) -> dict[int, Sequence[Cell]]:
    """Write a table's cells; gives them by row of the sheet."""
    rows = _rows(content, table)
    cells: dict[int, Sequence[Cell]] = {
        row: [_as_text(cell) for cell in content.write(places, number, row)]
        for number, row in enumerate(rows)
    }
    stale = [r for r in table.rows if r not in cells] if not content.output else []
    sometimes = table.keys.get(TOUCHED_KEY)
    if sometimes is not None and sometimes not in cells:
        stale.append(sometimes)
    cells |= {row: [None] * len(content.columns) for row in stale}
    for first, block_rows in _runs(sorted(cells)):
        for start, names in _column_runs(content.columns, table.columns):
            indexes = [content.columns.index(n) for n in names]
            block: list[list[Cell]] = [[cells[r][i] for i in indexes] for r in block_rows]
            host.write(table.sheet, first, start, block)
    if content.keys is not None and not content.output:
        own = (*table.rows, sometimes) if sometimes is not None else table.rows
        gone = dict.fromkeys(own, False) | dict.fromkeys(stale, True)
        host.hide_rows(table.sheet, gone)
    return cells


def _as_text(cell: Cell) -> Cell:
    """A cell in which no text of theirs is a marker, or breaks the file."""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, Formula) and isinstance(cell.value, str):
        return replace(cell, value=harmless(cell.value))
    return cell


def _rows(content: Content, table: Located) -> list[int]:
    """The row on the sheet of every row of the content."""
    if content.keys is None:
        return list(table.rows[: content.count])
    return [table.keys[key] for key in content.keys]


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Runs of rows that follow one another: fewer, larger blocks."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run[0], run
            run = []
        run.append(number)
    if run:
        yield run[0], run


def _column_runs(columns: Sequence[str], places: Mapping[str, int]) -> Iterator[tuple[int, list[str]]]:
    """Runs of columns that stand side by side on the sheet now."""
    ordered = sorted(columns, key=lambda c: places[c])
    for first, numbers in _runs([places[c] for c in ordered]):
        by_number = {places[c]: c for c in ordered}
        yield first, [by_number[n] for n in numbers]
