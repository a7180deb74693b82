"""Step 1: below the indicators a row for each record list: how many rows it has, or “không phát sinh” for all of it.

So the first sheet shows that every list is answered (law 14). The marked table is ``answers``, rows ``list:CODE``.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from qcdc_xl.expression.render import literal
from qcdc_xl.forms import state
from qcdc_xl.forms.cells import write_value
from qcdc_xl.forms.draft import Draft
from qcdc_xl.forms.layout import (
    ANSWER_GAP,
    CODE,
    DATA,
    KEY,
    LABEL,
    LIST_FIRST,
    LIST_STATE,
    MEASURE,
    NIL_COLUMN,
    NOTE,
    NUMBER,
    STATUS,
    VALUE,
    ListPlace,
)
from qcdc_xl.look import words
from qcdc_xl.marked import address, quoted
from qcdc_xl.model import NIL, answer_item
from qcdc_xl.values.entered import NOT_KNOWN, parted
from qcdc_xl.values.states import EMPTY, OK

_HEADS = {NUMBER: "TT", LABEL: "Bảng kê", MEASURE: "Đơn vị tính", VALUE: "Số dòng đã ghi",
          NIL_COLUMN: "Không phát sinh (chọn)", NOTE: "Nơi ghi", STATUS: "Tự kiểm tra"}  # fmt: skip


def write_answers(draft: Draft, sheet: Worksheet) -> None:
    """Write the rows for whole lists; nothing in a form without lists."""
    found, look = draft.layout, draft.look
    if not found.answers:
        return
    top = found.end + ANSWER_GAP - 3
    sheet.merge_range(top, NUMBER, top, NOTE, "BẢNG KÊ KÈM THEO", look("section"))
    sheet.set_row(top, 20)
    sheet.merge_range(top + 1, LABEL, top + 1, CODE, "", look("head"))
    for column, head in _HEADS.items():
        sheet.write_string(top + 1, column, head, look("head"))
    sheet.set_row(top + 1, 34)
    marks = {KEY: "#table answers", LABEL: "label", NIL_COLUMN: "nil", STATUS: "status"}
    for column, mark in marks.items():
        sheet.write_string(top + 2, column, mark, look("mark"))
    sheet.set_row(top + 2, None, None, {"hidden": True})
    for number, (code, row) in enumerate(found.answers.items(), start=1):
        _write_answer(draft, sheet, row, number, found.lists[code])
    sheet.write_string(found.bottom, KEY, "#end", look("mark"))
    sheet.set_row(found.bottom, None, None, {"hidden": True})
    area = (min(found.answers.values()), STATUS, found.bottom - 1, STATUS)
    words(sheet, look, area, state.COLOURS)


def _write_answer(draft: Draft, sheet: Worksheet, row: int, number: int, place: ListPlace) -> None:
    look, records = draft.look, place.records
    sheet.write_string(row, KEY, answer_item(records.code), look("mark"))
    sheet.write_number(row, NUMBER, number, look("cell_center"))
    sheet.merge_range(row, LABEL, row, CODE, records.label, look("cell"))
    sheet.write_string(row, MEASURE, "dòng", look("cell_center"))
    rows = sum(map(bool, draft.row_statuses(records.code)))
    sheet.write_formula(
        row, VALUE, "=" + state.filled_formula(place.states), look("cell_number", "derived"), rows
    )
    item = answer_item(records.code)
    value = draft.values.get((item, 0))
    said = value if value == NOT_KNOWN else parted(value)[1] or None
    write_value(sheet, row, NIL_COLUMN, said, look("cell_center", draft.kind_at(item), said))
    sheet.data_validation(row, NIL_COLUMN, row, NIL_COLUMN, _validation(draft))
    target = f"internal:{quoted(place.sheet)}!{address(LIST_FIRST, 2)}"
    sheet.write_url(row, NOTE, target, look("cell_link"), "Tới bảng kê")
    formula = state.answer_formula(place.states, address(row, NIL_COLUMN))
    sheet.write_formula(row, STATUS, "=" + formula, look("cell_center"), draft.answer_status(records.code))
    sheet.set_row(row, 17 * max(1, -(-len(records.label) // 58)) + 3)


def _validation(draft: Draft) -> dict[str, object]:
    return {"validate": "list", "source": f"={draft.layout.choices['']}", "error_type": "stop", "ignore_blank": True,
            "error_title": "Chưa đúng", "error_message": "Chỉ chọn “không phát sinh” trong danh sách, hoặc để trống.",
            "input_title": "Không phát sinh",
            "input_message": "Chọn “không phát sinh” nếu trong kỳ không có việc nào để kê; khi đó để trống bảng kê."}  # fmt: skip


def write_list_state(draft: Draft, sheet: Worksheet, place: ListPlace) -> None:
    """On the list's own sheet: what is said of the whole list, and where; a click goes there."""
    code = place.records.code
    status, nil = draft.layout.answer(code, STATUS), draft.layout.answer(code)
    cell = nil.rpartition("!")[2].replace("$", "")
    texts = _state_texts(cell)
    text = (
        f"IF({status}={literal(EMPTY)},{literal(texts[EMPTY])},IF({status}<>{literal(OK)},{status}&{literal(texts[''])},"
        f"IF(TRIM({nil})={literal(NIL)},{literal(texts[NIL])},{literal(texts[OK])})))"
    )
    said = draft.answer_status(code)
    nothing = said == OK and draft.values.get((answer_item(code), 0)) == NIL
    shown = texts[NIL] if nothing else texts[said] if said in texts else said + texts[""]
    link = f"=HYPERLINK({literal(f'#{quoted(DATA)}!{cell}')},{text})"
    sheet.merge_range(LIST_STATE, 1, LIST_STATE, place.status - 1, "", draft.look("state"))
    sheet.write_formula(LIST_STATE, 1, link, draft.look("state"), shown)
    colours = {"Bảng kê đã": "green", "Bảng kê chưa": "amber", "Sai": "red"}
    words(sheet, draft.look, (LIST_STATE, 1, LIST_STATE, place.status - 1), colours)
    sheet.set_row(LIST_STATE, 36)


def _state_texts(cell: str) -> dict[str, str]:
    """What is said of a list: by its state, NIL where that was chosen, "" for what is wrong."""
    where = f"ô {cell} của trang {DATA}"
    return {
        EMPTY: f"Bảng kê chưa ghi dòng nào. Nếu không phát sinh: chọn “không phát sinh” ở {where} (bấm vào đây).",
        OK: "Bảng kê đã có số liệu.",
        NIL: f"Bảng kê đã chọn “không phát sinh” ở {where} (bấm vào đây để đổi).",
        "": f" ở {where} (bấm vào đây).",
    }
