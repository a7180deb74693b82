"""*Thay đổi*: how the last draft of the report differs from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qcdc_xl.marked import Marked
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.draft import kinds_read
from qcdc_xl.master.tables.table import Content, MasterTable, always, keys_of, listed, on
from qcdc_xl.model import Book, Change
from qcdc_xl.model.book import KINDS
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

SHEET = Sheet("Thay đổi", "THAY ĐỔI SO VỚI BẢN BÁO CÁO XUẤT TRƯỚC", "result",
              "Ghi sau mỗi lần xuất báo cáo Word: số liệu, đơn vị, đoạn văn, chú thích nào khác với bản trước.")  # fmt: skip
COLUMNS = (
    SheetColumn("number", "TT", 5, "cell_center"), SheetColumn("kind", "Loại", 12, "cell_center"),
    SheetColumn("label", "Tên", 44), SheetColumn("what", "Thay đổi", 11, "cell_center"),
    SheetColumn("before", "Bản trước", 50), SheetColumn("now", "Bản này", 50),
)  # fmt: skip
_FIRST, _NEVER = "Không có thay đổi so với bản xuất trước, nếu đã có bản trước.", "Chưa xuất báo cáo lần nào."


def content(book: BookAt, name: str) -> Content:
    """A row a difference, or a row that says there is none."""
    rows: list[Sequence[Cell]] = [
        (n, KINDS.get(c.kind, c.kind), c.label, c.what, c.before or None, c.now or None)
        for n, c in enumerate(book.changes, start=1)
    ]
    nothing = _FIRST if book.said else _NEVER
    return listed(name, COLUMNS, rows or [(None, None, nothing, None, None, None)])


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """The differences as last written."""
    changes = tuple(Change(*row) for row in kinds_read(parts, keys_of(COLUMNS[1:])))
    return book.with_record(view, replace(book.record(view), changes=changes))


TABLE = MasterTable("changes", on(SHEET), always(*COLUMNS), content, read=read, may_lack=True)
