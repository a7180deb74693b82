"""Around the Word report: texts from below for the writer to take, what changed, what the last draft said."""

from __future__ import annotations

from collections.abc import Sequence

from qcdc_xl.master.book import Book
from qcdc_xl.master.content.content import Content, keyed, link, listed
from qcdc_xl.master.content.sources import archive_path
from qcdc_xl.master.host import Cell
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.narratives import narratives as found_in
from qcdc_xl.report.changes import KINDS
from qcdc_xl.tables import quoted

NARRATIVE_COLUMNS = ("section", "name", "label", "text", "open")
CHANGE_COLUMNS = ("number", "kind", "label", "what", "before", "now")
SAID_COLUMNS = ("kind", "key", "label", "text")
LATER = ("narratives", "changes", "draft")
"""Tables that masters made by earlier versions lack; the rest of their work goes on without."""


def narratives(book: Book) -> Content:
    """What units wrote, by section; the column ``use`` beside it is the writer's own."""
    texts = list(found_in(book))

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        found = texts[number]
        used = book.accepted[found.unit.code]
        path = archive_path(book.catalogue.period.code, found.unit.code, used.sha256, used.file)
        at = f"#{quoted(found.value.sheet)}!{found.value.cell}" if found.value.cell else ""
        opened = link(path.replace("/", "\\") + at, found.value.cell or "Mở tệp")
        return found.section.code, found.unit.name, found.asked.label, found.text, opened

    return keyed("narratives", NARRATIVE_COLUMNS, [t.key for t in texts], write)


def changes(book: Book) -> Content:
    """How the last draft of the report differs from the one before."""
    rows: list[Sequence[Cell]] = [
        (n, KINDS.get(c.kind, c.kind), c.label, c.what, c.before or None, c.now or None)
        for n, c in enumerate(book.changes, start=1)
    ]
    nothing = "Không có gì thay đổi." if book.said else "Chưa xuất báo cáo lần nào."
    return listed("changes", CHANGE_COLUMNS, rows or [(None, None, nothing, None, None, None)])


def draft(book: Book) -> Content:
    """What the last draft said, kept to compare the next one with (law 1)."""
    rows: list[Sequence[Cell]] = [(s.kind, s.key, s.label, s.text or None) for s in book.said]
    return listed("draft", SAID_COLUMNS, rows or [(None,) * len(SAID_COLUMNS)])
