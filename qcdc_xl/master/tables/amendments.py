"""*Sửa theo điện thoại*: single numbers that a unit has put right by telephone, typed by the clerk, a row each.

The hidden columns at the end hold, from top to bottom, what the dropdowns of unit and indicator offer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import cast

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, records
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.table import SPARE_ROWS, Content, MasterTable, always, listed, moment, on
from qcdc_xl.model import Amendment, Book, Scalar
from qcdc_xl.model.amendment import VOID
from qcdc_xl.totals.amended import in_use, labelled
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

SHEET = Sheet("Sửa theo điện thoại", "SỬA SỐ LIỆU THEO ĐIỆN THOẠI", "control",
              "Mỗi số một dòng (ô vàng): chọn đơn vị, chỉ tiêu; ghi số cũ đúng như báo cáo, số đúng và lý do; rồi bấm Tổng hợp. Báo cáo gốc giữ nguyên.")  # fmt: skip
COLUMNS = (
    SheetColumn("period", "Kỳ", 10, "cell_center"), SheetColumn("unit", "Đơn vị", 34, "cell_input"),
    SheetColumn("item", "Chỉ tiêu, hoặc cột của bảng kê", 56, "cell_input"),
    SheetColumn("row", "Dòng thứ (chỉ bảng kê)", 12, "cell_input"), SheetColumn("old", "Số cũ (trong báo cáo)", 18, "cell_input"),
    SheetColumn("new", "Số đúng", 18, "cell_input"), SheetColumn("reason", "Lý do (ai báo, lúc nào)", 36, "cell_input"),
    SheetColumn("state", "Kết quả", 34), SheetColumn("who", "Người sửa", 16), SheetColumn("when", "Lúc", 17, "cell_time"),
    SheetColumn("sha256", "", 10, hidden=True), SheetColumn("unit_choice", "", 10, hidden=True),
    SheetColumn("item_choice", "", 10, hidden=True),
)  # fmt: skip
_TYPED = ("unit", "item", "row", "old", "new", "reason")
_BLANK: Sequence[Cell] = (None,) * (len(COLUMNS) - 2)


def content(book: BookAt, name: str) -> Content:
    """A row an amendment, of every period; beside them what can be chosen."""
    typed = {one.at: _row(book, code, one) for code in sorted(book.book.periods) for one in _of(book, code)}
    rows = [typed.get(n, _BLANK) for n in range(max(typed, default=-1) + 1)]
    units = [u.name for u in book.catalogue.active_units]
    items = list(labelled(book.catalogue).values())
    blank = [_BLANK] * SPARE_ROWS
    made = zip_longest([*rows, *blank], units, items)
    return listed(name, COLUMNS, [(*(row or _BLANK), unit, item) for row, unit, item in made])


def _of(book: BookAt, period: str) -> tuple[Amendment, ...]:
    if period != book.catalogue.period.code:
        return book.others[period].amendments
    return (*book.understood.left, *book.understood.amendments)


def _row(book: BookAt, period: str, one: Amendment) -> Sequence[Cell]:
    here = period == book.catalogue.period.code
    unit = book.catalogue.unit[one.unit].name if one.unit in book.catalogue.unit else one.unit
    item = labelled(book.catalogue).get(one.item, one.item)
    state = _state(book, one) if here else one.state
    return (
        period, unit or None, item or None, one.row or None, cast(Cell, one.old), cast(Cell, one.new), one.reason or None,
        state or None, one.who or None, one.when, one.sha256 or None,
    )  # fmt: skip


def _state(book: BookAt, one: Amendment) -> str:
    """What became of it, for people."""
    if one.state.startswith(VOID):
        return one.state
    if one in book.understood.left:
        return "Chưa sửa; xem trang Kiểm tra"
    if in_use(book.catalogue, one, book.accepted):
        return "Đã sửa, đang dùng số đúng"
    return "Chờ tổng hợp, hoặc báo cáo còn lỗi khác; xem trang Kiểm tra"


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """What was typed, into the record of its period, or of the one on view; rows in which nothing was are left out."""
    for part, row, cells in records(parts):
        if any(cells.get(key, "") != "" for key in _TYPED):
            period = as_text(cells.get("period", "")) or view
            column = "unit" if "unit" in part.columns else next(iter(part.columns))
            record, cell = book.record(period), part.address(row.number, column)
            at = row.number - part.marker - 1
            one = replace(_amendment(cells), sheet=part.sheet, cell=cell, at=at)
            book = book.with_record(period, replace(record, amendments=(*record.amendments, one)))
    return book


def _amendment(row: dict[str, object]) -> Amendment:
    unit, item, reason, sha256, who, state = (
        as_text(row.get(key, "")).strip() for key in ("unit", "item", "reason", "sha256", "who", "state")
    )
    number = row.get("row")
    old, new = (None if row.get(key, "") == "" else cast(Scalar, row[key]) for key in ("old", "new"))
    place = int(number) if isinstance(number, float | int) else 0
    return Amendment(unit, item, place, old, new, reason, sha256, who, moment(row.get("when", "")), state)


TABLE = MasterTable(
    "amendments", on(SHEET), always(*COLUMNS), content, read=read, optional=True, may_lack=True,
    chosen={"unit": "unit_choice", "item": "item_choice"},
)  # fmt: skip
