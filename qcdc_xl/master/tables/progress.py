"""*Tiến độ*: a row a unit that must report, and what is known of its hand-in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from qcdc_xl import vietnamese
from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.catalogue.stamp import present_stamps
from qcdc_xl.marked import Marked
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.master.sources import archive_path, inbox_path, windows
from qcdc_xl.master.tables.kept_receipts import receipt_of
from qcdc_xl.master.tables.table import Content, MasterTable, always, keyed, keys_of, link, moment, on
from qcdc_xl.model import (
    EXCUSED,
    FAULTY,
    MISSING,
    OVERDUE,
    Book,
    CatalogueAt,
    Decision,
    Receipt,
    Submission,
    Typed,
    Unit,
)
from qcdc_xl.model.decision import DECISIONS, LEAVING
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.decided import shown_of
from qcdc_xl.xlsx.host import Cell

SHEET = Sheet("Tiến độ", "TIẾN ĐỘ NỘP BÁO CÁO", "control",
              "Chương trình ghi sau mỗi lần tổng hợp; riêng cột Quyết định và Lý do (ô vàng) do cán bộ chọn và ghi, có hiệu lực ở lần bấm nút sau.",
              frozen=True)  # fmt: skip
COLUMNS = (
    SheetColumn("number", "TT", 5, "cell_center"), SheetColumn("name", "Đơn vị", 44), SheetColumn("type", "Loại", 28),
    SheetColumn("status", "Trạng thái", 19, "cell_center"), SheetColumn("received", "Nhận lúc", 17, "cell_time"),
    SheetColumn("file", "Tệp báo cáo", 34, "cell_link"), SheetColumn("errors", "Lỗi", 7, "cell_number"),
    SheetColumn("warnings", "Cảnh báo", 10, "cell_number"), SheetColumn("next", "Việc tiếp theo", 44),
    SheetColumn("unit.code", "", 10, hidden=True), SheetColumn("unit.type", "", 10, hidden=True),
    SheetColumn("form", "", 8, hidden=True), SheetColumn("in", "", 5, hidden=True),
    SheetColumn("period", "", 12, hidden=True), SheetColumn("modified", "", 12, hidden=True),
    SheetColumn("catalogue", "", 10, hidden=True), SheetColumn("decision", "Quyết định", 24, "cell_input"),
    SheetColumn("reason", "Lý do", 36, "cell_input"), SheetColumn("sha256", "", 10, hidden=True),
)  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """Who has handed in, when, what is wrong, what to do next, what was decided; ``in``: whether the totals have the
    unit's numbers, its own or those of its parts; ``sha256``: the return that the row is about."""
    units = book.catalogue.active_units
    held = {(d.unit, d.sha256): d for d in book.decided.decisions}
    left = {(t.unit, t.sha256): t for t in book.decided.left}

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        unit = units[number]
        receipt = book.receipts.get(unit.code, Receipt(unit.code))
        used = book.accepted.get(unit.code)
        form = book.catalogue.form_of(unit)
        assert form is not None
        modified = used.modified.isoformat() if used and used.modified else None
        about = receipt.sha256 or (used.sha256 if used else "")
        return (
            number + 1, unit.name, book.catalogue.type_label(unit.type), book.status(unit.code),
            receipt.received if used else None, _file(book, used, receipt), receipt.errors or None,
            receipt.warnings or None, _advice(book, unit, receipt), unit.code, unit.type, form.code,
            int(unit.code in book.returns.received), book.catalogue.period.code, modified, used.catalogue if used else None,
            *_decision(unit.code, about, held, left), about or None,
        )  # fmt: skip

    return keyed(name, keys_of(COLUMNS), [u.code for u in units], write)


def _decision(
    unit: str,
    about: str,
    held: Mapping[tuple[str, str], Decision],
    left: Mapping[tuple[str, str], Typed],
) -> tuple[Cell, Cell]:
    """What was decided of the return that a row is about and why; what was typed and not carried out stays as typed."""
    typed, known = left.get((unit, about)), shown_of(held, unit, about)
    if typed:
        return typed.word or None, typed.reason or None
    return (known.label, known.reason) if known else (None, None)


def _file(book: BookAt, used: Submission | None, receipt: Receipt) -> Cell:
    """The original in use; where there is none, the newest file in the inbox."""
    if used is None and receipt.file:
        return link(windows(inbox_path(book.catalogue.period.code, receipt.file)), receipt.file)
    if used is None:
        return None
    path = archive_path(book.catalogue.period.code, used.unit, used.sha256, used.file)
    return link(windows(path), used.file)


def _advice(book: BookAt, unit: Unit, receipt: Receipt) -> str | None:
    status, due = book.status(unit.code), book.catalogue.period.due
    aside = any(d.sha256 == receipt.sha256 != "" for d in book.decided.decisions if d.decision in LEAVING)
    if unit.code in book.catalogue.departed:
        return "Đơn vị không còn; số liệu đã báo cáo các kỳ trước được cộng vào"
    if status == EXCUSED:
        return "Không nộp theo quyết định; bỏ quyết định nếu đơn vị nộp"
    if aside and unit.code not in book.accepted:
        return "Báo cáo đã nhận để lại theo quyết định; nhắc nộp báo cáo khác"
    if status == FAULTY:
        return "Gửi trả để sửa; nội dung cần sửa ở trang Kiểm tra"
    if status == MISSING:
        return f"Nhắc nộp trước ngày {vietnamese.date(due)}" if due else "Nhắc nộp"
    if status == OVERDUE:
        return "Nhắc nộp ngay"
    if book.waits(unit.code):
        return "Có báo cáo mới trong thư mục nhận; bấm Tổng hợp"
    if receipt.errors:
        return "Bản mới gửi có lỗi nên vẫn dùng bản trước; xem trang Kiểm tra"
    form = book.catalogue.form_of(unit)
    used = book.accepted[unit.code].catalogue
    if form and used and used not in present_stamps(book.catalogue, form):
        return "Đơn vị dùng biểu mẫu cũ; đối chiếu các chỉ tiêu đã thay đổi"
    return "Xem cảnh báo ở trang Kiểm tra" if receipt.warnings else None


def on_view(parts: Sequence[Marked]) -> str:
    """The period that the sheets show, as the last fill wrote it; blank if no unit had to report."""
    rows = _rows(parts).values()
    return next((code for row in rows if (code := as_text(row.get("period", "")))), "")


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """Receipts of the period on view, and what only this table knows of its accepted returns."""
    catalogue, record = book.catalogue.at(view), book.record(view)
    rows = {unit: row for unit, row in _rows(parts).items() if unit in catalogue.unit}
    returns = {u: _with_receipt(catalogue, used, rows.get(u, {})) for u, used in record.returns.items()}
    receipts = {u: receipt_of(u, _about_unused(row, returns.get(u))) for u, row in rows.items()}
    typed = tuple(one for part in parts for one in _typed(part) if one.unit in catalogue.unit)
    return book.with_record(view, replace(record, returns=returns, receipts=receipts, typed=typed))


def _about_unused(row: Mapping[str, object], used: Submission | None) -> dict[str, object]:
    """A row's cells, without hash and file where they are those of the return in use."""
    about = as_text(row.get("sha256", ""))
    unused = not used or about != used.sha256
    return {**row, "sha256": about if unused else "", "file": row.get("file", "") if not used else ""}


def _typed(part: Marked) -> Iterator[Typed]:
    """What stands in *Quyết định* and *Lý do*, by unit; nothing in masters that do not have these columns yet."""
    if not {"decision", "reason", "sha256"} <= part.columns.keys():
        return
    for row in part.rows():
        if row.key and not row.key.startswith("#"):
            about, word, reason = (
                as_text(row.at(part.columns[key])) for key in ("sha256", "decision", "reason")
            )
            cell = part.address(row.number, "decision")
            yield Typed(row.key, about, word.strip(), reason.strip(), part.sheet, cell)


def _rows(parts: Sequence[Marked]) -> dict[str, dict[str, object]]:
    return {
        row.key: {name: row.at(column) for name, column in part.columns.items()}
        for part in parts
        for row in part.rows()
        if row.key and not row.key.startswith("#")
    }


def _with_receipt(catalogue: CatalogueAt, used: Submission, row: Mapping[str, object]) -> Submission:
    form = catalogue.form_of(catalogue.unit[used.unit]) if used.unit in catalogue.unit else None
    stamp, modified = as_text(row.get("catalogue", "")), moment(row.get("modified", ""))
    return replace(used, form=form.code if form else "", catalogue=stamp, modified=modified)


TABLE = MasterTable(
    "progress", on(SHEET), always(*COLUMNS), content, read=read, coloured="status",
    words={"decision": tuple(DECISIONS.values())},
)  # fmt: skip
