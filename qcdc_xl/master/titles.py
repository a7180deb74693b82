"""The words above the tables of a sheet: its title, whose and of which period it is, a line of help.

They follow from period, section, list and settings, so every fill writes them, together with the numbers that they
stand over. A cell ``#text NAME`` in the hidden column marks title and period; the words are the first in the row to its right.
Sheets of earlier masters have no such marks: there the words are known by what they say, and get their mark. The line
of help is written only as long as it says a period and nothing else: staff put remarks of their own there.
"""

from __future__ import annotations

from collections.abc import Mapping

from qcdc_xl.marked import Grid
from qcdc_xl.master.layout import Sheet
from qcdc_xl.master.places import Located
from qcdc_xl.master.plan import sheets_of
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Host

MARK = "#text "
_TOP = 6
"""In how many rows titles are looked for on a sheet without tables."""

Place = tuple[int, int]
"""Row and column, from 0."""


def titles(sheet: Sheet, book: BookAt) -> dict[str, str]:
    """The words above a sheet's tables, by the names of their marks, from top to bottom."""
    issuing = book.catalogue.settings.get("issuing_body", "")
    label = sheet.period or book.catalogue.period.label
    return {"title": sheet.title, "period": f"{issuing} - {label}", "help": sheet.help}


def _following(sheet: Sheet, book: BookAt) -> dict[str, str]:
    """Those that follow from period, section, list or settings; all others are the staff's once they are there."""
    words = titles(sheet, book)
    return words if sheet.kind == "data" else {"period": words["period"]}


def write_titles(host: Host, book: BookAt, tables: Mapping[str, Located]) -> None:
    """Bring the words above all tables to what the book says; words that a user has removed stay away."""
    for sheet, own in sheets_of(book):
        here = [tables[name] for name, _ in own if name in tables]
        if here:
            _write(host, here[0].sheet, min(t.marker for t in here), sheet, book)
            continue
        for name in without_tables(host, tables, sheet.title):
            _write(host, name, _TOP, sheet, book)


def without_tables(host: Host, tables: Mapping[str, Located], title: str) -> list[str]:
    """The sheets that have a title of ours and none of our tables."""
    known = {t.sheet for t in tables.values()}
    bare = (name for name in host.sheets() if name not in known)
    return [name for name in bare if any(title in row for row in host.grid(name)[:_TOP])]


def _write(host: Host, name: str, below: int, sheet: Sheet, book: BookAt) -> None:
    """The words of one sheet, looked for in the rows before ``below``."""
    rows = host.grid(name)[:below]
    for kind, text in _following(sheet, book).items():
        mark = _marked(rows, kind)
        place = _right_of(rows, mark) if mark and kind != "help" else None
        if place is None:
            place = _recognised(rows, kind, sheet, book)
            if place and mark is None and kind != "help" and rows[place[0]][0] == "" and place[1] > 0:
                host.write(name, place[0], 0, [[MARK + kind]])
        if place and rows[place[0]][place[1]] != text:
            host.write(name, *place, [[text or None]])


def _marked(rows: Grid, kind: str) -> Place | None:
    places = ((r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell == MARK + kind)
    return next(places, None)


def _right_of(rows: Grid, mark: Place) -> Place | None:
    row, column = mark
    return next(((row, c) for c, v in enumerate(rows[row]) if c > column and v != ""), None)


def _recognised(rows: Grid, kind: str, sheet: Sheet, book: BookAt) -> Place | None:
    """Words of ours by what they say: they end with a period's label, or begin as the section's title does."""
    labels = tuple(p.label for p in book.catalogue.whole.periods)

    def ours(text: str) -> bool:
        if kind == "period":
            return text.endswith(tuple(f" - {label}" for label in labels))
        if sheet.kind != "data":
            return False
        start = sheet.title.partition(". ")[0]
        return text in labels if kind == "help" else text.isupper() or text.startswith(f"{start}. ")

    places = (
        (r, c) for r, row in enumerate(rows) for c, v in enumerate(row) if isinstance(v, str) and ours(v)
    )
    return next(places, None)
