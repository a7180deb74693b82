"""What the last draft of each period said that is not on view, and which texts of units it took, how it differed
from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, records
from qcdc_xl.master.layout import SheetColumn
from qcdc_xl.master.tables.kept_receipts import SHEET
from qcdc_xl.master.tables.table import Content, MasterTable, always, listed, on
from qcdc_xl.model import Book, Change, PeriodRecord, Said
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

COLUMNS = (
    SheetColumn("period", "Kỳ", 10), SheetColumn("kind", "Loại", 12), SheetColumn("key", "Mã", 24),
    SheetColumn("label", "Tên", 44), SheetColumn("text", "Nội dung", 90), SheetColumn("before", "Bản trước", 50),
)  # fmt: skip
_CHOSEN, _CHANGED = "chosen", "changed:"
"""Kinds of row that say something else than the draft did; behind the second stands what kind of thing has changed."""


def content(book: BookAt, name: str) -> Content:
    """A row a thing said, a row a text of a unit that is marked for use, and a row a difference from the draft before."""
    rows: list[Sequence[Cell]] = []
    for code in sorted(c for c in book.others if c != book.catalogue.period.code):
        record = book.others[code]
        rows += [(code, s.kind, s.key, s.label or None, s.text or None, None) for s in record.said]
        rows += [(code, _CHOSEN, key, None, None, None) for key in sorted(record.chosen)]
        rows += [_changed(code, change) for change in record.changes]
    return listed(name, COLUMNS, rows)


def _changed(period: str, change: Change) -> Sequence[Cell]:
    told = (change.what, change.label or None, change.now or None, change.before or None)
    return period, f"{_CHANGED}{change.kind}", *told


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """Put each row into the record of its period; of the one on view its own sheets know better."""
    for _, _, row in records(parts):
        period, kind, *told = (as_text(row.get(c.key, "")) for c in COLUMNS)
        if period and kind and period != view:
            book = book.with_record(period, _with_row(book.record(period), kind, *told))
    return book


def _with_row(record: PeriodRecord, kind: str, key: str, label: str, text: str, before: str) -> PeriodRecord:
    if kind == _CHOSEN:
        return replace(record, chosen=record.chosen | {key})
    if kind.startswith(_CHANGED):
        change = Change(kind.removeprefix(_CHANGED), label, key, before, text)
        return replace(record, changes=(*record.changes, change))
    return replace(record, said=(*record.said, Said(kind, key, label, text)))


TABLE = MasterTable(
    "kept_drafts", on(SHEET), always(*COLUMNS), content, read=read, optional=True, may_lack=True
)
