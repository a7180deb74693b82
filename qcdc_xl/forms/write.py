"""Step 1: the form as a workbook, written with XlsxWriter: formulas *with* their results.

So previews, phones and the next reader see what Excel would compute. Only input cells are unlocked; the
sheets are protected without a password, and users can still resize, filter and sort.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from qcdc_xl import vietnamese
from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.expression.syntax import parse
from qcdc_xl.folder.names import safe_name
from qcdc_xl.forms import state
from qcdc_xl.forms.answers import write_answers
from qcdc_xl.forms.cells import validation, write_value
from qcdc_xl.forms.draft import DERIVED, Draft
from qcdc_xl.forms.layout import (
    CHECK,
    CHOICES,
    CODE,
    DATA,
    FIRST,
    GUIDE,
    HEAD,
    KEY,
    LABEL,
    MARKER,
    MEASURE,
    META_TOP,
    NIL_COLUMN,
    NOTE,
    NUMBER,
    STATUS,
    TITLE_TOP,
    VALUE,
    Layout,
    asked_by_row,
    layout,
    with_room,
)  # fmt: skip
from qcdc_xl.forms.lists import write_list
from qcdc_xl.forms.pages import write_check, write_guide
from qcdc_xl.forms.past import shown_rules, with_past, write_past
from qcdc_xl.forms.tasks import TASKS, write_tasks
from qcdc_xl.look import TABS, Look, Plain, page, unlocked_use, words
from qcdc_xl.marked import address
from qcdc_xl.model import NIL, CatalogueAt, Indicator, Submission, Unit, Value
from qcdc_xl.model.answer import Answer
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.unit_past import UnitPast
from qcdc_xl.values import asked_of, kind_of
from qcdc_xl.values.entered import parted


def form_name(catalogue: CatalogueAt, unit: Unit) -> str:
    """The file's name: "2022-H1 24886 Phi Liêng.xlsx", without what file systems refuse."""
    return safe_name(
        f"{catalogue.period.code} {unit.code} {(unit.short_name or unit.name).replace('/', ' ')}.xlsx"
    )


def write_form(
    catalogue: CatalogueAt,
    unit: Unit,
    target: Path,
    issued: datetime.date,
    values: Iterable[Value] = (),
    past: UnitPast | None = None,
    answer: Answer | None = None,
    marks: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write the form of a unit, blank or with ``values`` filled in as the unit would.

    ``past``: what is held of the unit, so that the form compares with it by itself. ``answer``: the form goes back with
    the answer's values and what is to be done in it. ``marks``: the file's own properties, by which it is known again.
    """
    form = catalogue.form_of(unit)
    assert form is not None
    filled = answer.values if answer else tuple(values)
    past = past or UnitPast(BookAt(catalogue), unit)
    returns = past.returns(Submission(unit.code, form.code, catalogue.period.code, "", "", values=filled))
    workbook = Workbook(target, {"in_memory": True})
    moment = datetime.datetime.combine(issued, datetime.time())
    title = f"{form.title} - {unit.name}"
    workbook.set_properties({"title": title, "author": catalogue.settings.get("receiving_unit", ""), "created": moment})  # fmt: skip
    for name, value in marks.items():
        workbook.set_custom_property(name, value)
    workbook.set_size(2400, 1500)
    known = {(v.item, v.row): v.value for v in filled}
    rules = shown_rules(catalogue, form, past)
    found = with_past(with_room(layout(catalogue, unit), filled), rules, past)
    _write_sheets(Draft(workbook, Look(workbook), found, returns, known, issued, rules, answer), past)
    workbook.close()


def _write_sheets(draft: Draft, past: UnitPast) -> None:
    found, workbook = draft.layout, draft.workbook
    first = workbook.add_worksheet(TASKS) if draft.answer else None
    data = workbook.add_worksheet(DATA, Plain)
    lists = {code: workbook.add_worksheet(place.sheet, Plain) for code, place in found.lists.items()}
    check, guide = workbook.add_worksheet(CHECK, Plain), workbook.add_worksheet(GUIDE)
    choices = workbook.add_worksheet(CHOICES)
    ready = write_check(draft, check)
    _write_data(draft, data, ready)
    write_past(draft, data, past)
    for code, sheet in lists.items():
        write_list(draft, sheet, found.lists[code])
    write_guide(draft, guide)
    _write_choices(draft, choices)
    (first or data).activate()
    if draft.answer and first:
        write_tasks(draft, draft.answer, first)


def _write_data(draft: Draft, sheet: Worksheet, ready: tuple[str, str]) -> None:
    found, look = draft.layout, draft.look
    sheet.set_tab_color(TABS["data"])
    for column, width in ((KEY, 4), (NUMBER, 5), (LABEL, 52), (CODE, 8), (MEASURE, 11), (VALUE, 18),
                          (NIL_COLUMN, 16), (NOTE, 30), (STATUS, 26)):  # fmt: skip
        sheet.set_column(column, column, width, look("plain"))
    sheet.set_column(KEY, KEY, 4, look("mark"), {"hidden": True})
    _write_meta(draft, sheet)
    _write_title(draft, sheet, ready)
    _write_head(draft, sheet)
    for row, section in found.sections.items():
        sheet.merge_range(row, NUMBER, row, NOTE, f"{section.code}. {section.title}", look("section"))
        sheet.set_row(row, max(20, 17 * -(-len(section.title) // 120)))
    for row, asked in asked_by_row(found):
        _write_indicator(draft, sheet, row, asked)
    sheet.write_string(found.end, KEY, "#end", look("mark"))
    sheet.set_row(found.end, None, None, {"hidden": True})
    write_answers(draft, sheet)
    _write_signatures(draft, sheet)
    area = (FIRST, STATUS, found.end - 1, STATUS)
    words(sheet, look, area, state.COLOURS)
    wrong = f'LEFT(${address(0, STATUS)[:-1]}{FIRST + 1},3)="Sai"'
    red = {"type": "formula", "criteria": f"={wrong}", "format": look.colour(("#FBD5D5", "#9C0006"))}
    sheet.conditional_format(FIRST, VALUE, found.end - 1, NIL_COLUMN, red)
    sheet.autofilter(HEAD + 1, NUMBER, found.end - 1, STATUS)
    sheet.freeze_panes(FIRST, VALUE)
    sheet.repeat_rows(HEAD, HEAD + 1)
    sheet.print_area(TITLE_TOP, NUMBER, found.bottom + 8, NOTE)
    page(sheet, title=f"Biểu {found.form.number} - {found.unit.name}")
    sheet.protect("", unlocked_use())
    sheet.set_selection(FIRST + 1, VALUE, FIRST + 1, VALUE)


def _write_meta(draft: Draft, sheet: Worksheet) -> None:
    found, mark = draft.layout, draft.look("mark")
    stamp = form_stamp(found.catalogue, found.form)
    rows = (
        ("#table meta", "value"),
        ("form", found.form.code),
        ("unit", found.unit.code),
        ("period", found.catalogue.period.code),
        ("catalogue", stamp),
        ("issued", draft.issued.isoformat()),
        ("#end", ""),
    )
    for row, (key, value) in enumerate(rows, start=META_TOP):
        sheet.write_string(row, KEY, key, mark)
        sheet.write_string(row, VALUE, value, mark)
        sheet.set_row(row, None, None, {"hidden": True})


def _write_title(draft: Draft, sheet: Worksheet, ready: tuple[str, str]) -> None:
    found, look = draft.layout, draft.look
    period = found.catalogue.period
    due = f"Hạn nộp: {vietnamese.date(period.due)}" if period.due else ""
    receiving = found.catalogue.settings.get("receiving_unit", "")
    left = (f"Đơn vị báo cáo: {found.unit.name}", f"Đơn vị nhận báo cáo: {receiving}", due)
    right = (f"Biểu số {found.form.number}", f"Kỳ báo cáo: {period.label}", "")
    for row, (one, other) in enumerate(zip(left, right, strict=True), start=TITLE_TOP):
        sheet.merge_range(row, NUMBER, row, MEASURE, one, look("bold" if row == TITLE_TOP else "plain"))
        sheet.merge_range(row, VALUE, row, NOTE, other, look("center_bold" if row == TITLE_TOP else "center"))
    sheet.set_row(TITLE_TOP + 3, 30)
    sheet.merge_range(TITLE_TOP + 3, NUMBER, TITLE_TOP + 3, NOTE, found.form.title.upper(), look("title"))
    row = TITLE_TOP + 4
    sheet.merge_range(row, NUMBER, row, NOTE, "", look("state"))
    sheet.write_formula(row, NUMBER, "=" + ready[0], look("state"), ready[1])
    words(sheet, look, (row, NUMBER, row, NOTE), {state.READY: "green", state.NOT_READY: "amber"})
    sheet.set_row(row, 22)


def _write_head(draft: Draft, sheet: Worksheet) -> None:
    look = draft.look
    heads = ("TT", "Chỉ tiêu", "Mã số", "Đơn vị tính", "Số liệu", "Không phát sinh (chọn)", "Ghi chú",
             "Tự kiểm tra")  # fmt: skip
    numbers = ("A", "B", "C", "D", "1", "2", "3", "4")
    for column, (head, number) in enumerate(zip(heads, numbers, strict=True), start=NUMBER):
        sheet.write_string(HEAD, column, head, look("head"))
        sheet.write_string(HEAD + 1, column, number, look("number_row"))
    sheet.set_row(HEAD, 34)
    keys = {KEY: "#table indicators", LABEL: "label", MEASURE: "unit_of_measure", VALUE: "value"}
    keys |= {NIL_COLUMN: "nil", NOTE: "note", STATUS: "status"}
    for column, key in keys.items():
        sheet.write_string(MARKER, column, key, look("mark"))
    sheet.set_row(MARKER, None, None, {"hidden": True})


def _write_indicator(draft: Draft, sheet: Worksheet, row: int, asked: Indicator) -> None:
    found, look = draft.layout, draft.look
    inside = [code for code, r in found.indicators.items() if found.catalogue.indicator[code].section == asked.section]  # fmt: skip
    sheet.write_string(row, KEY, asked.code, look("mark"))
    sheet.write_number(row, NUMBER, inside.index(asked.code) + 1, look("cell_center"))
    sheet.write_string(row, LABEL, asked.label, look("cell"))
    sheet.write_string(row, CODE, found.numbered(asked.code), look("cell_center"))
    sheet.write_string(row, MEASURE, asked.unit_of_measure, look("cell_center"))
    sheet.set_row(row, 17 * max(kind_of(asked).lines, -(-len(asked.label) // 50)) + 3)
    nil_kind = "input" if kind_of(asked).numeric and not asked.expression else "derived"
    sheet.write_blank(row, NIL_COLUMN, None, look("cell_center", nil_kind))
    sheet.write_blank(row, NOTE, None, look("cell", "input"))
    if asked.expression:
        _write_derived(draft, sheet, row, asked)
    else:
        _write_input(draft, sheet, row, asked)


def _write_derived(draft: Draft, sheet: Worksheet, row: int, asked: Indicator) -> None:
    formula, shape = (
        "=" + draft.renderer.value(parse(asked.expression)),
        draft.look(kind_of(asked).look, "derived"),
    )
    value = draft.returns.values.at[draft.layout.unit.code, asked.code]
    sheet.write_formula(row, VALUE, formula, shape, "" if value is None else value)
    sheet.write_string(row, STATUS, DERIVED, draft.look("cell_center", "derived"))


def _write_input(draft: Draft, sheet: Worksheet, row: int, asked: Indicator) -> None:
    found, look, kind = draft.layout, draft.look, kind_of(asked)
    value, chosen = parted(draft.values.get((asked.code, 0)))
    if kind.numeric and chosen:
        sheet.write_string(row, NIL_COLUMN, chosen, look("cell_center", draft.kind_at(asked.code), chosen))
    write_value(sheet, row, VALUE, value, look(kind.look, draft.kind_at(asked.code), value))
    choices = found.choices.get(asked.choices, "")
    rule = validation(asked, asked_of(found.catalogue, asked), choices)
    sheet.data_validation(row, VALUE, row, VALUE, rule)
    if kind.numeric:
        sheet.data_validation(row, NIL_COLUMN, row, NIL_COLUMN, _nil_validation(found))
    cells = (address(row, VALUE), address(row, NIL_COLUMN))
    formula = state.status_formula(found.catalogue, asked, *cells, choices)
    sheet.write_formula(row, STATUS, "=" + formula, look("cell_center"), draft.status_of(asked))


def _nil_validation(found: Layout) -> dict[str, object]:
    return {"validate": "list", "source": f"={found.choices['']}", "error_type": "stop", "ignore_blank": True,
            "error_title": "Chưa đúng", "error_message": "Chỉ chọn “không phát sinh” trong danh sách, hoặc để trống.",
            "input_title": "Không phát sinh",
            "input_message": "Chọn “không phát sinh” nếu trong kỳ đơn vị không có việc này; khi đó để trống ô Số liệu."}  # fmt: skip


def _write_signatures(draft: Draft, sheet: Worksheet) -> None:
    found, look, row = draft.layout, draft.look, draft.layout.bottom + 2
    sheet.merge_range(row, VALUE, row, NOTE, "…………, ngày …… tháng …… năm ………", look("center_italic"))
    for left, right, name in (
        ("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ", "center_bold"),
        ("(Ký, họ tên)", "(Ký, đóng dấu, họ tên)", "center_italic"),
    ):
        row += 1
        sheet.merge_range(row, NUMBER, row, CODE, left, look(name))
        sheet.merge_range(row, VALUE, row, NOTE, right, look(name))
    sheet.set_row(row + 1, 60)
    assert row + 1 <= found.bottom + 8


def _write_choices(draft: Draft, sheet: Worksheet) -> None:
    """The dropdowns' texts, hidden: a list typed into a validation may not hold a comma."""
    found = draft.layout
    sheet.write_string(0, 0, "không phát sinh")
    sheet.write_string(1, 0, NIL)
    for column, name in enumerate([n for n in found.choices if n], start=1):
        sheet.write_string(0, column, name)
        sheet.write_column(1, column, found.catalogue.choices_of(name))
    sheet.hide()
    sheet.protect()
