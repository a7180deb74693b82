"""*Ý kiến đơn vị*: what units wrote, by section, for the writer of the report to take or leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, quoted, records
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.sources import archive_path, windows
from qcdc_xl.master.tables.table import SPARE_ROWS, Content, MasterTable, always, link, listed, on
from qcdc_xl.model import Book
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.narratives import Narrative, narratives
from qcdc_xl.vietnamese import fold
from qcdc_xl.xlsx.host import Cell

SHEET = Sheet("Ý kiến đơn vị", "Ý KIẾN, NỘI DUNG CÁC ĐƠN VỊ GỬI", "result",
              "Chọn “Dùng” ở cột đầu để đưa ý kiến vào báo cáo, ở cuối mục tương ứng, kèm tên đơn vị; muốn sửa câu chữ thì chép sang trang Nội dung.",
              protected=False)  # fmt: skip
COLUMNS = (
    SheetColumn("use", "Dùng", 9, "cell_center"), SheetColumn("section", "Mục", 8, "cell_center"),
    SheetColumn("name", "Đơn vị", 34), SheetColumn("label", "Nội dung", 34), SheetColumn("text", "Ý kiến của đơn vị", 80),
    SheetColumn("open", "Ô gốc", 10, "cell_link"), SheetColumn("key", "", 10, hidden=True),
)  # fmt: skip
_USED = "Dùng"


def content(book: BookAt, name: str) -> Content:
    """A row a text; the writer's own mark ``use`` moves with its text."""
    return listed(name, COLUMNS, [_row(book, text) for text in narratives(book)])


def _row(book: BookAt, text: Narrative) -> Sequence[Cell]:
    used, value = book.accepted[text.unit.code], text.value
    path = archive_path(book.catalogue.period.code, text.unit.code, used.sha256, used.file)
    at = f"#{quoted(value.sheet)}!{value.cell}" if value.cell else ""
    opened = link(windows(path) + at, value.cell or "Mở tệp")
    mark = _USED if text.key in book.chosen else None
    return mark, text.section.code, text.unit.name, text.asked.label, text.text, opened, text.key


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """The texts that the writer has marked, by their keys; "không" typed there is no mark."""
    marks = ("dung", "x", "co", "yes")
    rows = (row for _, _, row in records(parts))
    chosen = (as_text(r.get("key", "")) for r in rows if fold(as_text(r.get("use", ""))) in marks)
    return book.with_record(view, replace(book.record(view), chosen=frozenset(chosen)))


TABLE = MasterTable(
    "narratives", on(SHEET), always(*COLUMNS), content, read=read,
    spare=SPARE_ROWS, words={"use": (_USED,)}, may_lack=True,
)  # fmt: skip
