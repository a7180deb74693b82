"""Around the Word report: texts from below for the writer to take, what changed, what the last draft said."""

from __future__ import annotations

from collections.abc import Sequence

from qcdc_xl.marked import quoted
from qcdc_xl.master.content.content import Content, link, listed
from qcdc_xl.master.content.sources import archive_path
from qcdc_xl.report.changes import KINDS
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.narratives import narratives as found_in
from qcdc_xl.xlsx.host import Cell

NARRATIVE_COLUMNS = ("use", "section", "name", "label", "text", "open", "key")
USED = "Dùng"
CHANGE_COLUMNS = ("number", "kind", "label", "what", "before", "now")
SAID_COLUMNS = ("kind", "key", "label", "text")
LATER = ("narratives", "changes", "draft")
"""Tables that masters made by earlier versions lack; the rest of their work goes on without."""


def narratives(book: BookAt) -> Content:
    """What units wrote, by section; the writer's own mark ``use`` moves with its text."""
    rows: list[Sequence[Cell]] = []
    for found in found_in(book):
        used, value = book.accepted[found.unit.code], found.value
        path = archive_path(book.catalogue.period.code, found.unit.code, used.sha256, used.file)
        at = f"#{quoted(value.sheet)}!{value.cell}" if value.cell else ""
        opened = link(path.replace("/", "\\") + at, value.cell or "Mở tệp")
        mark = USED if found.key in book.chosen else None
        rows.append(
            (mark, found.section.code, found.unit.name, found.asked.label, found.text, opened, found.key)
        )
    return listed("narratives", NARRATIVE_COLUMNS, rows or [(None,) * len(NARRATIVE_COLUMNS)])


def changes(book: BookAt) -> Content:
    """How the last draft of the report differs from the one before."""
    rows: list[Sequence[Cell]] = [
        (n, KINDS.get(c.kind, c.kind), c.label, c.what, c.before or None, c.now or None)
        for n, c in enumerate(book.changes, start=1)
    ]
    nothing = (
        "Không có gì khác, hoặc đây là bản đầu tiên của kỳ." if book.said else "Chưa xuất báo cáo lần nào."
    )
    return listed("changes", CHANGE_COLUMNS, rows or [(None, None, nothing, None, None, None)])


def draft(book: BookAt) -> Content:
    """What the last draft said, kept to compare the next one with (law 1)."""
    rows: list[Sequence[Cell]] = [
        (KINDS.get(s.kind, s.kind), s.key, s.label, s.text or None) for s in book.said
    ]
    return listed("draft", SAID_COLUMNS, rows or [(None,) * len(SAID_COLUMNS)])
