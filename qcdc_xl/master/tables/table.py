"""What a table of the master is: one record that the builder, the fill and the reader go by.

Each module beside this one makes the record of one table (or of one a section, one a list): how its columns look,
what stands in its cells, how it is read back.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qcdc_xl.expression.render import excel_length, literal
from qcdc_xl.marked import Marked, harmless, legible
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.model import Book, Scalar
from qcdc_xl.model.finding import Finding
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell, Formula

SPARE_ROWS = 10
"""Blank rows at the end of tables that grow, so that staff may add and a usual fill inserts none."""

Writer = Callable[[MasterPlaces, int, int], Sequence[Cell]]
"""(places, number of the row in the content from 0, row on the sheet from 0) → the row's cells."""


@dataclass(frozen=True)
class Content:
    """The rows of one table.

    ``columns`` are those written; others on the sheet stay. ``keys``: one a row, or ``None`` for a
    table without keys, which has ``count`` rows. ``output``: the rows are the catalogue's own, staff
    add and remove them; only the columns named are written beside them.
    """

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...] | None
    count: int
    write: Writer
    output: bool = False


@dataclass(frozen=True)
class MasterTable:
    """A table of the master, or a kind of table of which there is one a section or list.

    ``name`` of a kind ends with a colon; ``names`` gives the tables of that kind. ``sheet`` says where a new master
    has it; the others on that sheet stand above or below in the order of the registry. ``columns`` and ``content``
    take the table's whole name. ``read`` puts what the table holds into the book, given the period on view; ``check`` compares the two.
    """

    name: str
    sheet: Callable[[BookAt, str], Sheet]
    columns: Callable[[BookAt, str], tuple[SheetColumn, ...]]
    content: Callable[[BookAt, str], Content] | None = None
    names: Callable[[BookAt], tuple[str, ...]] | None = None
    read: Callable[[Book, Sequence[Marked], str], Book] | None = None
    check: Callable[[BookAt, Sequence[Marked], str], Iterator[Finding]] | None = None
    marker: str = ""
    """The name in its marker, where that is not its whole name: the table of one name that stands once a period."""
    title: str = ""
    """Written above it where several tables share a sheet."""
    headed: bool = True
    """Whether headings stand above the marker; tables whose first rows are headings have none."""
    spare: int = 0
    """How many blank rows a new one has at its end."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Dropdowns: what may be chosen in a column."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """Dropdowns: columns in which what stands in another column of the table may be chosen."""
    coloured: str = ""
    """The column whose words are coloured as a state."""
    fixed_columns: int = 0
    """How many columns stay in view when the sheet is scrolled."""
    first: int = 1
    """Where its first column stands in a new master; one that stands aside decides no widths there."""
    optional: bool = False
    """A catalogue may lack it; it is made for staff to use."""
    leaves: bool = False
    """Its sheet goes out of view while the catalogue does not have what it is of."""
    shrinks: bool = False
    """Its columns follow from the catalogue; those that are not asked any more go out of view."""
    may_lack: bool = False
    """Masters made by earlier versions lack it; the rest of their work goes on without."""

    @property
    def can_be_made(self) -> bool:
        """Whether a master that lacks it gets a new one: not if data would be lost unnoticed, or stand elsewhere."""
        return (self.read is None and not self.may_lack and self.content is not None) or self.optional

    def names_in(self, book: BookAt) -> tuple[str, ...]:
        """The tables that a master with these contents has."""
        return self.names(book) if self.names else (self.name,)


def on(sheet: Sheet) -> Callable[[BookAt, str], Sheet]:
    """The same sheet whatever the contents."""
    return lambda book, name: sheet


def always(*columns: SheetColumn) -> Callable[[BookAt, str], tuple[SheetColumn, ...]]:
    """The same columns whatever the contents."""
    return lambda book, name: columns


def keys_of(columns: Sequence[SheetColumn]) -> tuple[str, ...]:
    """The columns' keys."""
    return tuple(column.key for column in columns)


def keyed(
    name: str, columns: Sequence[str], keys: Sequence[str], write: Writer, output: bool = False
) -> Content:
    """A table whose rows are found by key."""
    return Content(name, tuple(columns), tuple(keys), len(keys), write, output)


def listed(name: str, columns: Sequence[SheetColumn], rows: Sequence[Sequence[Cell]]) -> Content:
    """A table without keys, of values only; one blank row if there are none."""
    made = rows or [(None,) * len(columns)]
    return Content(name, keys_of(columns), None, len(made), lambda places, number, row: made[number])


_LONGEST_LINK = 255
"""Letters of a link that Excel opens, and of the text over it."""


def link(target: str, text: str) -> Cell:
    """A cell that opens a place of this workbook ("#'Sheet'!A1") or a file when clicked; of a place that is too long for
    Excel to open, the text alone."""
    target, text = legible(target), harmless(text)
    if excel_length(target) > _LONGEST_LINK:
        return text
    short = text if excel_length(text) <= _LONGEST_LINK else text[:_SHOWN_OF_LONG] + "…"
    return Formula(f"HYPERLINK({literal(target)},{literal(short)})", short)


_SHOWN_OF_LONG = 120


def shown(value: Scalar) -> Scalar:
    """A formula's result as it is cached: a blank result is the empty text."""
    return "" if value is None else value


def moment(value: object) -> datetime.datetime | None:
    """A time as a cell has it, a day as its first moment; ``None`` for anything else."""
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time())
    try:
        return datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return None
