"""What was found in the last run of the periods that are not on view; *Kiểm tra* has that of the one that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, records
from qcdc_xl.master.layout import SheetColumn
from qcdc_xl.master.tables.kept_receipts import SHEET
from qcdc_xl.master.tables.table import Content, MasterTable, always, listed, on
from qcdc_xl.model import Book
from qcdc_xl.model.finding import CODES, ERROR, WARNING, Finding, Place, message
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

COLUMNS = (
    SheetColumn("period", "Kỳ", 10), SheetColumn("code", "Mã", 22), SheetColumn("severity", "Mức độ", 12),
    SheetColumn("unit", "Mã đơn vị", 12), SheetColumn("file", "Tệp", 34), SheetColumn("sheet", "Trang", 18),
    SheetColumn("cell", "Ô", 8), SheetColumn("indicator", "Mã chỉ tiêu", 24), SheetColumn("message", "Nội dung", 60),
)  # fmt: skip

ANSWERED = "Đã quyết định"
"""Instead of "Lỗi": an error for which the clerk has answered."""


def content(book: BookAt, name: str) -> Content:
    """A row a finding."""
    others = sorted(code for code in book.others if code != book.catalogue.period.code)
    return listed(name, COLUMNS, [_row(code, f) for code in others for f in book.others[code].findings])


def _row(period: str, found: Finding) -> Sequence[Cell]:
    place = found.place
    parts = (place.unit, place.file, place.sheet, place.cell, place.indicator)
    return period, found.code, severity_word(found), *(part or None for part in parts), with_answer(found)


def severity_word(found: Finding) -> str:
    """The word for how much a finding weighs; an error that the clerk has answered for has its own."""
    return ANSWERED if found.answered and found.severity is ERROR else found.severity.label


def with_answer(found: Finding) -> str:
    """The sentence, with the reason for which it is let stand."""
    if not found.answered or found.severity is not ERROR or found.told:
        return message(found)
    return f"{message(found)} (Đã nhận theo quyết định, lý do: {found.answered}.)"


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """Put each finding into the record of its period; of the one on view *Kiểm tra* knows better."""
    found: dict[str, list[Finding]] = {}
    for _, _, row in records(parts):
        one = finding_of({key: as_text(value) for key, value in row.items()})
        if one is not None:
            found.setdefault(as_text(row.get("period", "")), []).append(one)
    for period, findings in found.items():
        if period != view:
            book = book.with_record(period, replace(book.record(period), findings=tuple(findings)))
    return book


def finding_of(row: Mapping[str, str]) -> Finding | None:
    """A finding as a row tells it; ``None`` for rows that tell none."""
    if row.get("code") not in CODES or not row.get("message"):
        return None
    parts = (row.get(key, "") for key in ("unit", "file", "sheet", "cell", "indicator"))
    severity = WARNING if row.get("severity") == WARNING.label else ERROR
    answered = ANSWERED if row.get("severity") == ANSWERED else ""
    return Finding(row["code"], severity, Place(*parts), told=row["message"], answered=answered)


TABLE = MasterTable(
    "kept_findings", on(SHEET), always(*COLUMNS), content, read=read, optional=True, may_lack=True
)
