"""*Nhật ký*: every file ever taken in and what became of it, the newest last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, records
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.table import Content, MasterTable, always, listed, moment, on
from qcdc_xl.model import Book, LogRow
from qcdc_xl.totals.book_at import BookAt

SHEET = Sheet("Nhật ký", "NHẬT KÝ TIẾP NHẬN", "control", "Mỗi tệp nhận được một dòng, mới nhất ở cuối.")
COLUMNS = (
    SheetColumn("time", "Thời gian", 17, "cell_time"), SheetColumn("period", "Kỳ", 10), SheetColumn("outcome", "Kết quả", 22),
    SheetColumn("unit", "Đơn vị", 34), SheetColumn("file", "Tệp", 40), SheetColumn("message", "Ghi chú", 50),
    SheetColumn("sha256", "Mã băm (SHA-256)", 34),
)  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """A row a file; a unit by its name, or by its code when it has none any more."""
    names = {u.code: u.name for u in book.catalogue.units}
    rows = [
        (
            r.time,
            r.period or None,
            r.outcome,
            names.get(r.unit, r.unit) or None,
            r.file,
            r.message or None,
            r.sha256,
        )
        for r in book.log
    ]
    return listed(name, COLUMNS, rows)


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """The log; rows without a time, which are the staff's own, are not the program's."""
    codes = {u.name: u.code for u in book.catalogue.units}
    rows = []
    for _, _, row in records(parts):
        time, unit = moment(row["time"]), str(row["unit"])
        if time is not None:
            file, sha256, outcome, message = (str(row[k]) for k in ("file", "sha256", "outcome", "message"))
            period = as_text(row.get("period", ""))
            rows.append(LogRow(time, file, sha256, codes.get(unit, unit), outcome, message, period))
    return replace(book, log=tuple(rows))


TABLE = MasterTable("log", on(SHEET), always(*COLUMNS), content, read=read, coloured="outcome")
