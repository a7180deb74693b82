"""Receipts of the periods that are not on view; those of the working period stand in *Tiến độ*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, records
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.table import Content, MasterTable, always, listed, moment, on
from qcdc_xl.model import Book, PeriodRecord, Receipt, Submission
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

SHEET = Sheet("Lưu các kỳ", "CHƯƠNG TRÌNH GIỮ CHO CÁC KỲ", "control",
              "Chương trình giữ lại khi xem kỳ khác; không sửa trang này.", hidden=True, filtered=False)  # fmt: skip
COLUMNS = (
    SheetColumn("period", "Kỳ", 10), SheetColumn("unit", "Mã đơn vị", 12),
    SheetColumn("received", "Nhận lúc", 17, "cell_time"), SheetColumn("errors", "Lỗi", 7, "cell_number"),
    SheetColumn("warnings", "Cảnh báo", 10, "cell_number"), SheetColumn("form", "Biểu", 10),
    SheetColumn("catalogue", "Phiên bản biểu", 14), SheetColumn("modified", "Sửa lúc", 20),
    SheetColumn("file", "Tệp chưa dùng", 34), SheetColumn("sha256", "Mã băm", 34),
)  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """A row a unit and period: when its return came in, with what faults, on which form."""
    present = book.catalogue.period.code
    rows: list[Sequence[Cell]] = []
    for code in sorted(c for c in book.others if c != present):
        record = book.others[code]
        for unit in dict.fromkeys((*record.receipts, *record.returns)):
            rows.append(_row(code, record.receipts.get(unit, Receipt(unit)), record.returns.get(unit)))
    return listed(name, COLUMNS, rows)


def _row(period: str, receipt: Receipt, used: Submission | None) -> Sequence[Cell]:
    modified = used.modified.isoformat() if used and used.modified else None
    form, stamp = (used.form or None, used.catalogue or None) if used else (None, None)
    unused = (receipt.file or None, receipt.sha256 or None)
    return (
        period,
        receipt.unit,
        receipt.received,
        receipt.errors,
        receipt.warnings,
        form,
        stamp,
        modified,
        *unused,
    )


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """Put each row into the record of its period; of the one on view *Tiến độ* knows better."""
    for _, _, row in records(parts):
        period, unit = as_text(row.get("period", "")), as_text(row.get("unit", ""))
        if period and unit and period != view:
            book = book.with_record(period, _with_receipt(book.record(period), unit, row))
    return book


def _with_receipt(record: PeriodRecord, unit: str, row: Mapping[str, object]) -> PeriodRecord:
    returns = dict(record.returns)
    if unit in returns:
        form, stamp = as_text(row.get("form", "")), as_text(row.get("catalogue", ""))
        returns[unit] = replace(
            returns[unit], form=form, catalogue=stamp, modified=moment(row.get("modified", ""))
        )
    return replace(record, returns=returns, receipts={**record.receipts, unit: receipt_of(unit, row)})


def receipt_of(unit: str, row: Mapping[str, object]) -> Receipt:
    """A unit's receipt as a row says it."""
    errors, warnings = (int(v) if isinstance(v := row.get(k), float) else 0 for k in ("errors", "warnings"))
    file, sha256 = as_text(row.get("file", "")), as_text(row.get("sha256", ""))
    return Receipt(unit, moment(row.get("received", "")), errors, warnings, file, sha256)


TABLE = MasterTable(
    "kept_receipts", on(SHEET), always(*COLUMNS), content, read=read, optional=True, may_lack=True
)
