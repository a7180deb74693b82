"""Step 1: what a form that goes back tells the unit: a first sheet with what is to be done, and a comment at each cell.

The sheet has no marked table, so that nothing is read from it when the form comes in again. Its links go to names, which move
with the cells when rows are inserted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from qcdc_xl.expression.render import literal
from qcdc_xl.forms.draft import Draft
from qcdc_xl.look import INPUT, TABS, page, unlocked_use, words
from qcdc_xl.marked import address, quoted
from qcdc_xl.model import Scalar
from qcdc_xl.model.answer import Answer, At, Task
from qcdc_xl.model.finding import ERROR
from qcdc_xl.values.entered import NOT_KNOWN, parted

TASKS = "Nội dung cần sửa"
_MUST, _LOOK = "Cần sửa", "Cần xem lại"
_HEADS = (("TT", 5), ("Mức độ", 13), ("Tới ô", 22), ("Mã số", 8), ("Chỉ tiêu", 30), ("Đơn vị đã ghi", 18),
          ("Nội dung và cách sửa", 58), ("Ở tệp đã gửi", 22))  # fmt: skip
_LAST = len(_HEADS) - 1
_LONGEST = 200
"""Of a text that a condition of Excel is given, in characters."""
_NO_PLACE = "(không có ô)"
_HEAD = 6
_PARTS = (
    "A. Cần sửa trong biểu mẫu này (bấm vào cột “Tới ô” để đến đúng ô)",
    "B. Nội dung của tệp đã gửi không có ô trong biểu mẫu này: đề nghị đối chiếu tệp đã gửi, chép vào đúng chỗ nếu cần",
    "C. Cần xem lại (vẫn gửi được nếu đúng)",
)


def write_tasks(draft: Draft, answer: Answer, sheet: Worksheet) -> None:
    """Write the first sheet and the comments; the other sheets stand already."""
    names = _comment(draft, answer)
    _write_top(draft, answer, sheet)
    row, number = _HEAD + 1, 0
    for title, tasks in zip(_PARTS, _parts(answer), strict=True):
        if tasks:
            sheet.merge_range(row, 0, row, _LAST, title, draft.look("section"))
            sheet.set_row(row, 22)
            row += 1
        for task in tasks:
            number += 1
            _write_task(draft, sheet, row, number, task, names)
            row += 1
    words(sheet, draft.look, (_HEAD + 1, 1, row, 1), {_MUST: "red", _LOOK: "amber"})
    sheet.repeat_rows(_HEAD)
    sheet.freeze_panes(_HEAD + 1, 0)
    page(sheet, landscape=True, title=f"Danh sách nội dung cần sửa - {draft.layout.unit.name}")
    sheet.protect("", unlocked_use())


def _parts(answer: Answer) -> tuple[list[Task], list[Task], list[Task]]:
    errors = [t for t in answer.tasks if t.severity is ERROR]
    doubts = [t for t in answer.tasks if t.severity is not ERROR]
    return [t for t in errors if t.at], [t for t in errors if not t.at], doubts


def _write_top(draft: Draft, answer: Answer, sheet: Worksheet) -> None:
    look = draft.look
    sheet.set_tab_color(TABS["control"])
    for column, (head, width) in enumerate(_HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEAD, column, head, look("head"))
    sheet.merge_range(0, 0, 0, _LAST, "DANH SÁCH NỘI DUNG CẦN SỬA", look("title"))
    sheet.set_row(0, 28)
    for row, line in enumerate(_lines(draft, answer), start=1):
        sheet.merge_range(row, 0, row, _LAST, line, look("wrap"))
        sheet.set_row(row, 17 * -(-len(line) // 170) + 2)


def _lines(draft: Draft, answer: Answer) -> tuple[str, ...]:
    """Who, what came, what is asked."""
    found = draft.layout
    receiving = found.catalogue.settings.get("receiving_unit", "") or "Nơi nhận báo cáo"
    must = sum(t.severity is ERROR for t in answer.tasks)
    copied = answer.left_out or "Nội dung đọc được của tệp đã gửi đã được chép sẵn vào biểu mẫu này."
    return (
        f"Đơn vị báo cáo: {found.unit.name}. Kỳ báo cáo: {found.catalogue.period.label}.",
        f"{receiving} đã nhận tệp “{answer.file}”, chưa tổng hợp được vì còn {must} nội dung cần sửa. {copied}",
        "Đề nghị đơn vị sửa ngay trong tệp này: ô cần sửa có màu đỏ, ô cần xem lại có màu vàng cam, đều có ghi chú (đưa chuột vào ô để đọc). Ô ghi #N/A là ô phải nhập lại hoặc xóa.",
        "Sửa xong, đề nghị xem trang Kiểm tra, lưu tệp rồi gửi lại tệp này. Trang danh sách này để nguyên hoặc xóa đều được.",
    )


def _comment(draft: Draft, answer: Answer) -> dict[At, str]:
    """Comments at all cells that something is said of; by cell the name that leads there."""
    names: dict[At, str] = {}
    sheets = {sheet.get_name(): sheet for sheet in draft.workbook.worksheets()}
    author = draft.layout.catalogue.settings.get("receiving_unit", "")
    for at, remark in answer.remarks.items():
        place = draft.layout.place(*at)
        if place is None:
            continue
        sheet, row, column = place
        word = _MUST if remark.severity is ERROR else _LOOK
        text = f"{word}: {remark.text}"
        size = {"width": 320, "height": 20 * (text.count("\n") + 2 + len(text) // 45), "font_size": 10}
        sheets[sheet].write_comment(row, column, text, {"author": author, **size})
        _uncoloured_when_changed(draft, sheets[sheet], row, column, draft.values.get(at))
        names[at] = f"can_sua_{len(names) + 1}"
        draft.workbook.define_name(names[at], f"={quoted(sheet)}!{address(row, column, True)}")
    return names


def _uncoloured_when_changed(draft: Draft, sheet: Worksheet, row: int, column: int, value: Scalar) -> None:
    """A cell that says something else than when it went out looks as any other to be filled in."""
    own, cell = parted(value)[0], address(row, column)
    if isinstance(own, datetime.date) or (isinstance(own, str) and len(own) > _LONGEST):
        return
    same = f"ISNA({cell})" if own == NOT_KNOWN else f"{cell}={literal(own)}"
    look = draft.look.colour((INPUT, "#000000"))
    sheet.conditional_format(
        row,
        column,
        row,
        column,
        {"type": "formula", "criteria": f"=NOT(IFERROR({same},FALSE))", "format": look},
    )


def _write_task(
    draft: Draft, sheet: Worksheet, row: int, number: int, task: Task, names: dict[At, str]
) -> None:
    look, found = draft.look, draft.layout
    code = task.at[0] if task.at else ""
    sheet.write_number(row, 0, number, look("cell_center"))
    sheet.write_string(row, 1, _MUST if task.severity is ERROR else _LOOK, look("cell_center"))
    place = found.place(*task.at) if task.at else None
    if task.at and place:
        text = f"ô {address(place[1], place[2])}, trang “{place[0]}”"
        sheet.write_url(row, 2, f"internal:{names[task.at]}", look("cell_link"), text)
    else:
        sheet.write_string(row, 2, _NO_PLACE, look("cell_center"))
    sheet.write_string(row, 3, found.numbered(code) if code in found.indicators else "", look("cell_center"))
    for column, text in enumerate((task.label, task.typed, task.text, task.own), start=4):
        sheet.write_string(row, column, text, look("cell", "", text))
    sheet.set_row(row, 16.5 * max(_line_counts(task)) + 4)


def _line_counts(task: Task) -> Iterator[int]:
    texts: Sequence[str] = ("", "", "", "", task.label, task.typed, task.text, task.own)
    for text, (_, width) in zip(texts, _HEADS, strict=True):
        yield max(1, -(-len(text) // int(width * 0.95)))
