"""``footnotes``: the footnotes' texts, filled with figures."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from qcdc_xl.model.finding import Finding
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.figures import FootnoteText
from qcdc_xl.verbs.desk import Desk
from qcdc_xl.verbs.open_master import open_book


@dataclass(frozen=True)
class Filled:
    """The footnotes by number, what was found in writing them, and the book they come from."""

    book: BookAt
    notes: tuple[FootnoteText, ...]
    findings: tuple[Finding, ...]

    def told(self) -> str:
        """How many there are, from how many returns."""
        held = f"{len(self.book.accepted)}/{len(self.book.catalogue.active_units)}"
        return f"Đã điền {len(self.notes)} chú thích từ báo cáo của {held} đơn vị."


def footnotes(master: Path | Desk, now: datetime.datetime, period: str = "") -> Filled:
    """The footnotes of a master's book; nothing is written."""
    book = open_book(master, now.date(), period)
    return Filled(book, *book.footnotes)
