"""Read a master back: its grids → catalogue and contents, with findings about both.

Each table puts into the book what it holds; what the tables of the master are stands in ``tables``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qcdc_xl.catalogue import from_tables, load, usable
from qcdc_xl.marked import Grid, Marked, find
from qcdc_xl.master.places import locate, whole_name
from qcdc_xl.master.plan import sheets_of
from qcdc_xl.master.shrink import leaving
from qcdc_xl.master.tables import TABLES, progress, tables_of, values
from qcdc_xl.model import Book
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.totals.book_at import BookAt, at


@dataclass(frozen=True)
class Read:
    """What reading a master gave: ``book`` is ``None`` if the catalogue has errors."""

    book: BookAt | None
    findings: tuple[Finding, ...]


def read_book(grids: Iterable[tuple[str, Grid]], file: str, today: datetime.date) -> Read:
    """The book in a master's grids, with findings about catalogue and tables."""
    tables, _ = find(grids, file)
    entries, missing = from_tables(tables, file)
    whole, found = load(entries)
    findings = (*missing, *found)
    if not usable(findings):
        return Read(None, findings)
    lacking = tuple(_missing_tables(BookAt(whole.working, today=today), tables, file))
    if lacking:
        return Read(None, lacking)
    book = at(_held(Book(whole, today=today), tables), whole.working.period.code)
    return Read(book, (*findings, *_checked(book, tables, file)))


def _held(book: Book, tables: Mapping[str, list[Marked]]) -> Book:
    """The book with what the tables hold. The working period may have been changed since the sheets were filled:
    what they show belongs to the period on view."""
    view = progress.on_view(tables["progress"])
    if book.catalogue.period_of(view) is None:
        view = book.catalogue.working.period.code
    current = {**tables, "values": values.current(tables["values"], view)}
    for table in reversed(TABLES):  # the last is the database that the others lean on
        if table.read:
            book = table.read(book, current.get(table.name, ()), view)
    return book


def _missing_tables(book: BookAt, tables: Mapping[str, list[Marked]], file: str) -> Iterator[Finding]:
    """What a fill cannot make: a table that holds data, or one that is gone from a sheet which has others."""
    present = {whole_name(part) for parts in tables.values() for part in parts}
    for _, own in sheets_of(book):
        whole = not any(name in present for name, _ in own)
        for name, table in own:
            made = table.may_lack or (whole and table.can_be_made)
            if table.content and name not in present and not made:
                yield finding("MASTER_TABLE_MISSING", Place(file=file), table=name)


def _checked(book: BookAt, tables: Mapping[str, list[Marked]], file: str) -> Iterator[Finding]:
    for name, table in tables_of(book):
        if table.check:
            yield from table.check(book, tables.get(name, ()), file)
    grids = {part.sheet: part.grid for parts in tables.values() for part in parts}
    for gone in leaving(grids, locate(tables), (name for name, _ in tables_of(book))):
        yield finding("SHEET_HIDDEN", Place(file=file, sheet=gone.sheet))
