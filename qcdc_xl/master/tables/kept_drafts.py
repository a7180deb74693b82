"""What the last draft of each period said that is not on view, and which texts of units it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, records
from qcdc_xl.master.layout import SheetColumn
from qcdc_xl.master.tables.kept_receipts import SHEET
from qcdc_xl.master.tables.table import Content, MasterTable, always, listed, on
from qcdc_xl.model import Book, Said
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

COLUMNS = (
    SheetColumn("period", "Kỳ", 10), SheetColumn("kind", "Loại", 12), SheetColumn("key", "Mã", 24),
    SheetColumn("label", "Tên", 44), SheetColumn("text", "Nội dung", 90),
)  # fmt: skip
_CHOSEN = "chosen"


def content(book: BookAt, name: str) -> Content:
    """A row a thing said, and a row a text of a unit that is marked for use."""
    rows: list[Sequence[Cell]] = []
    for code in sorted(c for c in book.others if c != book.catalogue.period.code):
        record = book.others[code]
        rows += [(code, s.kind, s.key, s.label or None, s.text or None) for s in record.said]
        rows += [(code, _CHOSEN, key, None, None) for key in sorted(record.chosen)]
    return listed(name, COLUMNS, rows)


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """Put each row into the record of its period; of the one on view its own sheets know better."""
    for _, _, row in records(parts):
        period, kind, key, label, text = (as_text(row.get(c.key, "")) for c in COLUMNS)
        if period and kind and period != view:
            record = book.record(period)
            if kind == _CHOSEN:
                record = replace(record, chosen=record.chosen | {key})
            else:
                record = replace(record, said=(*record.said, Said(kind, key, label, text)))
            book = book.with_record(period, record)
    return book


TABLE = MasterTable(
    "kept_drafts", on(SHEET), always(*COLUMNS), content, read=read, optional=True, may_lack=True
)
