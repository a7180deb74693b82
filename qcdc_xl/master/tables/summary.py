"""The counts above *Tiến độ*, and the sentence that says what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from qcdc_xl.expression.render import literal
from qcdc_xl.master.layout import SheetColumn
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.master.tables.progress import SHEET
from qcdc_xl.master.tables.table import Content, MasterTable, always, keyed, keys_of, on
from qcdc_xl.model import EXCUSED, FAULTY, MISSING, OVERDUE, RECEIVED_WITH_ERRORS
from qcdc_xl.model.decision import DECISIONS, KEYED
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell, Formula

COLUMNS = (SheetColumn("label", "", 44, "total_text"), SheetColumn("value", "", 28, "state"))
_LINES = (("expected", "Số đơn vị phải báo cáo"), ("received", "Đã nhận"), ("with_errors", "    trong đó nhận dù còn lỗi"),
          ("keyed", "    trong đó nhập thay"), ("faulty", "Có lỗi, chờ bản sửa"), ("missing", "Chưa nộp"),
          ("excused", "Không nộp, theo quyết định"), ("next", "Việc tiếp theo"))  # fmt: skip


def counts_of(book: BookAt) -> dict[str, int]:
    """How many units must report, have, have with errors, have not, and of these are late."""
    said = [book.status(u.code) for u in book.catalogue.active_units]
    return {
        "expected": len(said),
        "received": sum(s.startswith("Đã nhận") for s in said),
        "with_errors": said.count(RECEIVED_WITH_ERRORS),
        "keyed": len(book.keyed),
        "waiting": sum(book.waits(u.code) for u in book.catalogue.active_units),
        "faulty": said.count(FAULTY),
        "excused": said.count(EXCUSED),
        "missing": said.count(MISSING) + said.count(OVERDUE),
        "overdue": said.count(OVERDUE),
    }


def next_step(counts: dict[str, int]) -> str:
    """One sentence: what the clerk does now."""
    if counts["waiting"]:
        return f"Bấm Tổng hợp để đưa {counts['waiting']} báo cáo mới nhận vào số liệu."
    if counts["faulty"]:
        return "Xem trang Kiểm tra, gửi trả các báo cáo có lỗi để đơn vị sửa, rồi tổng hợp lại."
    if not counts["received"]:
        return "Tạo biểu mẫu, gửi cho các đơn vị; đặt báo cáo nhận được vào thư mục “nhan” rồi tổng hợp."
    if counts["missing"]:
        return (
            f"Nhắc {counts['missing']} đơn vị chưa nộp (lọc cột Trạng thái), rồi tổng hợp lại khi nhận thêm."
        )
    return "Đã đủ báo cáo. Xem các cảnh báo ở trang Kiểm tra, soạn trang Nội dung rồi bấm Xuất báo cáo Word."


def content(book: BookAt, name: str) -> Content:
    """Live counts over the table ``progress``."""
    counts = counts_of(book)

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        key, label = _LINES[number]
        if key == "next":
            return label, next_step(counts)
        status = places.tables["progress"].area("status")
        formulas = {
            "expected": f"COUNTA({places.tables['progress'].area('name')})",
            "received": f'COUNTIF({status},"Đã nhận*")',
            "with_errors": f"COUNTIF({status},{literal(RECEIVED_WITH_ERRORS)})",
            "keyed": f'COUNTIF({places.tables["progress"].area("decision")},"{DECISIONS[KEYED]}*")',
            "faulty": f"COUNTIF({status},{literal(FAULTY)})",
            "excused": f"COUNTIF({status},{literal(EXCUSED)})",
            "missing": f"COUNTIF({status},{literal(MISSING)})+COUNTIF({status},{literal(OVERDUE)})",
        }
        return label, Formula(formulas[key], counts[key])

    return keyed(name, keys_of(COLUMNS), [key for key, _ in _LINES], write)


TABLE = MasterTable("summary", on(SHEET), always(*COLUMNS), content, headed=False, first=2)
