"""Step 1: the sheet *Kiểm tra* of a form, in which every rule shows live, and its *Hướng dẫn*."""

from __future__ import annotations

import re
from collections.abc import Collection

from xlsxwriter.worksheet import Worksheet

from qcdc_xl.expression.render import BROKEN, HOLDS, MISSING, WATCH, literal
from qcdc_xl.expression.syntax import names, parse
from qcdc_xl.forms import state
from qcdc_xl.forms.draft import Draft
from qcdc_xl.forms.layout import CHECK, DATA, FIRST, STATUS, VALUE, Layout, asked_by_row
from qcdc_xl.look import TABS, page, unlocked_use, words
from qcdc_xl.marked import address, quoted
from qcdc_xl.model import Rule
from qcdc_xl.values.states import EMPTY, LACKS, WRONG

_COUNT_ROW, _RULE_HEAD = 3, 9
_RULE_FIRST = _RULE_HEAD + 1
RULE_COLOURS = {HOLDS: "green", BROKEN: "red", WATCH: "amber", MISSING: "amber"}


def write_check(draft: Draft, sheet: Worksheet) -> tuple[str, str]:
    """Write *Kiểm tra*; gives the formula and the present text of the form's state for other sheets."""
    look, found = draft.look, draft.layout
    sheet.set_tab_color(TABS["control"])
    for column, width in enumerate((3, 6, 92, 12, 20, 14)):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 1, 0, 5, "KIỂM TRA TRƯỚC KHI GỬI", look("title"))
    sheet.merge_range(1, 1, 1, 5, f"{found.unit.name} - {found.catalogue.period.label}", look("center"))
    counts = _counts(draft)
    for row, (label, formula, value) in enumerate(counts, start=_COUNT_ROW):
        sheet.merge_range(row, 1, row, 2, label, look("cell"))
        sheet.write_formula(row, 3, "=" + formula, look("cell_center"), value)
    ready = _ready(counts)
    row = _COUNT_ROW + len(counts)
    sheet.merge_range(row, 1, row, 5, "", look("state"))
    sheet.write_formula(row, 1, "=" + ready[0], look("state"), ready[1])
    sheet.set_row(row, 26)
    words(sheet, look, (row, 1, row, 5), {state.READY: "green", state.NOT_READY: "amber"})
    _write_rules(draft, sheet)
    page(sheet, landscape=True, title=f"Biểu {found.form.number} - {found.unit.name}")
    sheet.protect("", unlocked_use())
    return f"{quoted(CHECK)}!{address(row, 1, True)}", ready[1]


def _write_rules(draft: Draft, sheet: Worksheet) -> None:
    look, found = draft.look, draft.layout
    rules = draft.rules
    heads = ("TT", "Nội dung kiểm tra", "Mức độ", "Kết quả", "Xem ô")
    for column, head in enumerate(heads, start=1):
        sheet.write_string(_RULE_HEAD, column, head, look("head"))
    states, renderer = draft.states, draft.renderer
    for row, rule in enumerate(rules, start=_RULE_FIRST):
        text = rule_text(found, rule)
        relevant = parse(rule.relevant) if rule.relevant else None
        formula = renderer.rule(parse(rule.expression), relevant, rule.missing, rule.severity)
        sheet.write_number(row, 1, row - _RULE_FIRST + 1, look("cell_center"))
        sheet.write_string(row, 2, text, look("cell"))
        sheet.write_string(row, 3, "Lỗi" if rule.severity == "error" else "Cảnh báo", look("cell_center"))
        sheet.write_formula(row, 4, "=" + formula, look("cell_center"), states[rule.code])
        cell = _first_cell(found, rule)
        sheet.write_url(row, 5, f"internal:'{DATA}'!{cell}", look("cell_link"), f"Tới ô {cell}")
        sheet.set_row(row, 17 * max(1, -(-len(text) // 95)) + 3)
    words(sheet, look, (_RULE_FIRST, 4, _RULE_FIRST + len(rules), 4), RULE_COLOURS)
    sheet.freeze_panes(_RULE_FIRST, 0)
    sheet.repeat_rows(_RULE_HEAD)


def rule_text(found: Layout, rule: Rule) -> str:
    """The rule's message for people who have entered nothing yet: values become the numbers of rows."""

    def number(match: re.Match[str]) -> str:
        code = match.group(1)
        return f"mã số {found.numbered(code)}" if code in found.indicators else "…"

    return re.sub(r"\{([^{}]+)\}", number, rule.message)


def _first_cell(found: Layout, rule: Rule) -> str:
    codes = [n.code for n in names(parse(rule.expression)) if n.code in found.indicators]
    return address(found.indicators[codes[0]] if codes else FIRST, VALUE)


def _counts(draft: Draft) -> list[tuple[str, str, int]]:
    """What is open: label, formula, present number; errors first, warnings last."""
    found, states = draft.layout, draft.states
    status = f"{quoted(DATA)}!{address(FIRST, STATUS, True)}:{address(found.end - 1, STATUS, True)}"
    areas = [status, *(place.states for place in found.lists.values())]
    if found.answers:
        areas.append(f"{quoted(DATA)}!{_rows(found.answers.values(), STATUS)}")
    said = [draft.status_of(asked) for _, asked in asked_by_row(found)]
    said += [draft.answer_status(code) for code in found.answers]
    said += [word for code in found.lists for word in draft.row_statuses(code)]
    first, last = address(_RULE_FIRST, 4, True), address(_RULE_FIRST + max(len(states), 1) - 1, 4, True)
    rules = f"{first}:{last}"
    wrong = "+".join(f'COUNTIF({area},"{WRONG}*")' for area in areas)
    lacking = "+".join(f'COUNTIF({area},"{word}*")' for area in areas for word in (EMPTY, LACKS))
    return [
        ("Ô chưa nhập", lacking, sum(s.startswith((EMPTY, LACKS)) for s in said)),
        ("Ô nhập sai", wrong, sum(s.startswith(WRONG) for s in said)),
        (
            "Nội dung kiểm tra chưa đạt (phải sửa)",
            f"COUNTIF({rules},{literal(BROKEN)})",
            _count(states, BROKEN),
        ),
        (
            "Nội dung kiểm tra cần xem lại (vẫn gửi được)",
            f"COUNTIF({rules},{literal(WATCH)})",
            _count(states, WATCH),
        ),
    ]


def _count(states: dict[str, str], word: str) -> int:
    return sum(said == word for said in states.values())


def _rows(rows: Collection[int], column: int) -> str:
    return f"{address(min(rows), column, True)}:{address(max(rows), column, True)}"


def _ready(counts: list[tuple[str, str, int]]) -> tuple[str, str]:
    empty, wrong, broken, watch = (f"$D${_COUNT_ROW + n + 1}" for n in range(4))
    open_text = f'"{state.NOT_READY}: còn "&{empty}&" ô chưa nhập, "&{wrong}&" ô nhập sai, "&{broken}&" nội dung kiểm tra chưa đạt"'
    fine = f'"{state.READY}"&IF({watch}>0," (còn "&{watch}&" nội dung cần xem lại)","")'
    numbers = [value for _, _, value in counts]
    if sum(numbers[:3]):
        text = f"{state.NOT_READY}: còn {numbers[0]} ô chưa nhập, {numbers[1]} ô nhập sai, {numbers[2]} nội dung kiểm tra chưa đạt"
    else:
        text = state.READY + (f" (còn {numbers[3]} nội dung cần xem lại)" if numbers[3] else "")
    return f"IF({empty}+{wrong}+{broken}>0,{open_text},{fine})", text


_STEPS = (
    "Bấm “Cho phép chỉnh sửa” (Enable Editing) nếu Excel hỏi. Biểu mẫu không có macro.",
    "Chỉ nhập vào các ô màu vàng nhạt. Bấm vào ô sẽ hiện hướng dẫn cách lấy số liệu.",
    "Trong kỳ có thực hiện công việc mà kết quả bằng không (ví dụ có tiếp nhận đơn, không có đơn tố cáo): ghi 0. Trong kỳ không có công việc đó: chọn “không phát sinh” ở cột bên cạnh và để trống ô Số liệu. Không để trống cả hai.",
    "Các bảng kê: mỗi việc một dòng, không để dòng trống ở giữa; cột có dấu (*) là bắt buộc. Trong kỳ không có việc nào để kê: chọn “không phát sinh” ở dòng của bảng kê đó, cuối trang Số liệu.",
    "Khi dán số liệu, chọn Dán đặc biệt - Giá trị (Paste Special - Values) để giữ danh sách chọn và màu ô.",
    "Mở trang Kiểm tra: dòng kết luận ở phần trên phải ghi “ĐỦ ĐIỀU KIỆN GỬI”. Nội dung “Chưa đạt” phải sửa; nội dung “Cần xem lại” vẫn gửi được, đề nghị ghi lý do ở cột Ghi chú. Bấm “Tới ô …” để sửa.",
    "Lưu tệp (Ctrl+S); nếu được yêu cầu thì in, ký, đóng dấu; gửi tệp này về đơn vị nhận báo cáo ghi ở đầu biểu mẫu. Có thể đổi tên tệp; không đổi cấu trúc các trang.",
)


def write_guide(draft: Draft, sheet: Worksheet) -> None:
    """Write *Hướng dẫn*: how to fill in the form, and for every indicator what to count."""
    look, found = draft.look, draft.layout
    sheet.set_tab_color(TABS["help"])
    for column, width in enumerate((3, 8, 50, 14, 80)):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 1, 0, 4, "HƯỚNG DẪN LẬP BIỂU MẪU", look("title"))
    for row, step in enumerate(_STEPS, start=2):
        sheet.write_number(row, 1, row - 1, look("cell_center"))
        sheet.merge_range(row, 2, row, 4, step, look("cell"))
        sheet.set_row(row, 36 if len(step) > 120 else 20)
    head = len(_STEPS) + 3
    for column, text in enumerate(("Mã số", "Chỉ tiêu", "Đơn vị tính", "Cách lấy số liệu"), start=1):
        sheet.write_string(head, column, text, look("head"))
    for row, (_, asked) in enumerate(asked_by_row(found), start=head + 1):
        sheet.write_string(row, 1, found.numbered(asked.code), look("cell_center"))
        sheet.write_string(row, 2, asked.label, look("cell"))
        sheet.write_string(row, 3, asked.unit_of_measure, look("cell_center"))
        sheet.write_string(row, 4, asked.hint, look("cell"))
        sheet.set_row(row, 17 * max(1, -(-len(asked.hint) // 78), -(-len(asked.label) // 48)) + 3)
    sheet.repeat_rows(head)
    page(sheet, landscape=True, title=f"Biểu {found.form.number} - {found.unit.name}")
    sheet.protect("", unlocked_use())
