"""*Còn lại trước khi trình*: what keeps the report a draft, as the last export found it, and the clerk's reason to send it all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, records
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.table import Content, MasterTable, always, listed, on
from qcdc_xl.model import Book
from qcdc_xl.model.leftover import Leftover
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.values.entered import ERRORS
from qcdc_xl.xlsx.host import Cell

SHEET = Sheet("Còn lại", "NỘI DUNG CÒN LẠI TRƯỚC KHI TRÌNH KÝ", "result",
              "Ghi sau mỗi lần xuất báo cáo Word: còn nội dung nào chưa có lý do (ô vàng) thì báo cáo là dự thảo. Xử lý nội dung, hoặc ghi lý do để vẫn trình; lý do về đơn vị, số liệu được in ở cuối báo cáo.")  # fmt: skip
COLUMNS = (
    SheetColumn("label", "Kỳ", 22, "cell_center"), SheetColumn("text", "Nội dung còn lại", 96),
    SheetColumn("reason", "Lý do vẫn trình", 44, "cell_input"), SheetColumn("period", "", 10, hidden=True),
    SheetColumn("key", "", 12, hidden=True), SheetColumn("figures", "", 5, hidden=True),
)  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """A row a leftover of this period, then those of other periods for which there is a reason."""
    own = book.catalogue.period.code
    rows = [_row(book, own, one) for one in book.left]
    for code in sorted(c for c in book.others if c != own):
        rows += [_row(book, code, one) for one in book.others[code].left if one.reason]
    return listed(name, COLUMNS, rows)


def _row(book: BookAt, period: str, one: Leftover) -> Sequence[Cell]:
    known = book.catalogue.whole.period_of(period)
    label = known.label if known else period
    return label, one.text, one.reason or None, period, one.key, 1 if one.figures else None


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """What was left at the last export, with what the clerk has typed beside it since."""
    for period, one in _rows(parts):
        record = book.record(period)
        book = book.with_record(period, replace(record, left=(*record.left, one)))
    return book


def _rows(parts: Sequence[Marked]) -> Iterator[tuple[str, Leftover]]:
    for _, _, row in records(parts):
        period, key, text, reason, figures = (
            as_text(row.get(c, "")) for c in ("period", "key", "text", "reason", "figures")
        )
        if period and key:
            yield period, Leftover(key, text, bool(figures), "" if reason.startswith(ERRORS) else reason)


TABLE = MasterTable(
    "leftovers", on(SHEET), always(*COLUMNS), content, read=read, optional=True, may_lack=True
)
