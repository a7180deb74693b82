"""*Kiểm tra*: what was found in the last run, errors first, each with a link to the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, quoted, records
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.sources import archive_path, inbox_path, windows
from qcdc_xl.master.tables.kept_findings import finding_of, severity_word, with_answer
from qcdc_xl.master.tables.table import SPARE_ROWS, Content, MasterTable, always, link, listed, on
from qcdc_xl.model import Book
from qcdc_xl.model.finding import Finding
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

SHEET = Sheet("Kiểm tra", "KẾT QUẢ KIỂM TRA", "control", "Lỗi phải sửa rồi mới cộng; cảnh báo cần xem lại.")
COLUMNS = (
    SheetColumn("number", "TT", 5, "cell_center"), SheetColumn("severity", "Mức độ", 12, "cell_center"),
    SheetColumn("unit", "Đơn vị", 22), SheetColumn("message", "Nội dung và cách xử lý", 80),
    SheetColumn("file", "Tệp", 24), SheetColumn("sheet", "Trang", 14), SheetColumn("cell", "Ô", 8, "cell_center"),
    SheetColumn("indicator", "Mã chỉ tiêu", 24), SheetColumn("code", "Mã", 22),
    SheetColumn("open", "Mở", 10, "cell_link"),
)  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """A row a finding."""
    period = book.catalogue.period.code
    ordered = sorted(book.findings, key=lambda f: (f.severity == "warning", bool(f.answered)))
    rows = [_finding_row(book, n, f, period) for n, f in enumerate(ordered, start=1)]
    return listed(name, COLUMNS, rows or [_nothing_found(book)])


def _nothing_found(book: BookAt) -> Sequence[Cell]:
    text = "Không có lỗi hay cảnh báo." if book.answered else "Chưa tổng hợp báo cáo nào."
    return (None, None, None, text, None, None, None, None, None, None)


def _finding_row(book: BookAt, number: int, found: Finding, period: str) -> Sequence[Cell]:
    place, unit = found.place, book.catalogue.unit.get(found.place.unit)
    return (
        number, severity_word(found), unit.name if unit else place.unit or None, with_answer(found), place.file or None,
        place.sheet or None, place.cell or None, place.indicator or None, found.code, _opened(book, found, period),
    )  # fmt: skip


def _opened(book: BookAt, found: Finding, period: str) -> Cell:
    """A link to the cell: in the master itself, in the original that is kept, or in the inbox."""
    place = found.place
    at = f"#{quoted(place.sheet)}!{place.cell}" if place.sheet and place.cell else ""
    if found.in_master:
        return link(at, "Mở ô") if at else None
    if not place.file:
        return None
    used = book.accepted.get(place.unit)
    path = inbox_path(period, place.file)
    if used and used.file == place.file:
        path = archive_path(period, place.unit, used.sha256, used.file)
    return link(windows(path) + at, "Mở ô" if at else "Mở tệp")


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """What the last run found, in the words that it was told in."""
    codes = {u.name: u.code for u in book.catalogue.at(view).units}
    rows = [{key: as_text(value) for key, value in row.items()} for _, _, row in records(parts)]
    found = (finding_of({**row, "unit": codes.get(row.get("unit", ""), row.get("unit", ""))}) for row in rows)
    return book.with_record(view, replace(book.record(view), findings=tuple(f for f in found if f)))


TABLE = MasterTable(
    "findings",
    on(SHEET),
    always(*COLUMNS),
    content,
    read=read,
    spare=SPARE_ROWS,
    coloured="severity",
    optional=True,
)
