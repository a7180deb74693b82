"""Step 1: the record lists of a form, each on a sheet of its own, with room to grow."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from qcdc_xl.catalogue.scopes import row_schema
from qcdc_xl.expression.render import Renderer
from qcdc_xl.expression.syntax import parse
from qcdc_xl.forms import state
from qcdc_xl.forms.answers import write_list_state
from qcdc_xl.forms.cells import write_value
from qcdc_xl.forms.draft import Draft
from qcdc_xl.forms.layout import LIST_FIRST, LIST_HEAD, LIST_MARKER, ListPlace
from qcdc_xl.look import TABS, page, unlocked_use, words
from qcdc_xl.marked import address
from qcdc_xl.model import ListColumn, Scalar
from qcdc_xl.values import asked_of, kind_of


def write_list(draft: Draft, sheet: Worksheet, place: ListPlace) -> None:
    """Write the sheet of a record list, its rows numbered and checked by themselves."""
    _write_head(draft, sheet, place)
    write_list_state(draft, sheet, place)
    derived = _derived(draft, place)
    number = 0
    for row in range(LIST_FIRST, place.last + 1):
        filled = _filled(draft, place, row - LIST_FIRST + 1)
        number += filled
        _write_row(draft, sheet, place, row, number if filled else "", derived.get(row - LIST_FIRST + 1, {}))
    for column in place.records.columns:
        if not column.expression:
            at = place.columns[column.code]
            source = draft.layout.choices.get(column.choices, "")
            kind, wanted = kind_of(column), asked_of(draft.layout.catalogue, column)
            rule = kind.validation(wanted, source)
            sheet.data_validation(LIST_FIRST, at, place.last, at, rule)
    look, last = draft.look, place.last + 1
    sheet.write_string(last, 0, "#end", look("mark"))
    sheet.set_row(last, None, None, {"hidden": True})
    words(sheet, look, (LIST_FIRST, place.status, place.last, place.status), state.COLOURS)
    sheet.autofilter(LIST_HEAD + 1, 1, place.last, place.status)
    sheet.freeze_panes(LIST_FIRST, 2)
    sheet.repeat_rows(LIST_HEAD, LIST_HEAD + 1)
    sheet.print_area(0, 1, place.last, place.status - 1)
    page(sheet, landscape=True, title=f"Biểu {draft.layout.form.number} - {draft.layout.unit.name}")
    sheet.protect("", unlocked_use(insert_rows=True))
    sheet.set_selection(LIST_FIRST, 2, LIST_FIRST, 2)


def _write_head(draft: Draft, sheet: Worksheet, place: ListPlace) -> None:
    look, records, last = draft.look, place.records, place.status
    sheet.set_tab_color(TABS["data"])
    sheet.set_column(0, 0, 4, look("mark"), {"hidden": True})
    sheet.set_column(1, 1, 5)
    sheet.set_column(last, last, 30)
    period = draft.layout.catalogue.period.label
    sheet.merge_range(0, 1, 0, last - 1, records.label.upper(), look("title"))
    sheet.set_row(0, 26)
    sheet.merge_range(1, 1, 1, last - 1, f"{draft.layout.unit.name} - {period}", look("center"))
    hint = f"{records.hint} Nếu thiếu dòng, chèn thêm dòng phía trên dòng cuối."
    sheet.merge_range(2, 1, 2, last - 1, hint, look("center_italic"))
    sheet.set_row(2, 34)
    heads = ("TT", *(_head(c) for c in records.columns), "Tự kiểm tra")
    numbers = ("A", *map(str, range(1, len(records.columns) + 2)))
    keys = ("number", *(c.code for c in records.columns), "status")
    for column, (head, number, key) in enumerate(zip(heads, numbers, keys, strict=True), start=1):
        sheet.write_string(LIST_HEAD, column, head, look("head"))
        sheet.write_string(LIST_HEAD + 1, column, number, look("number_row"))
        sheet.write_string(LIST_MARKER, column, key, look("mark"))
    for asked in records.columns:
        sheet.set_column(place.columns[asked.code], place.columns[asked.code], asked.width)
    sheet.set_row(LIST_HEAD, 50)
    sheet.write_string(LIST_MARKER, 0, f"#table list:{records.code}", look("mark"))
    sheet.set_row(LIST_MARKER, None, None, {"hidden": True})


def _head(asked: ListColumn) -> str:
    return f"{asked.label} (*)" if asked.required else asked.label


def _write_row(
    draft: Draft,
    sheet: Worksheet,
    place: ListPlace,
    row: int,
    number: int | str,
    derived: Mapping[str, Scalar],
) -> None:
    """A row with its ``number`` among those filled in (blank if it is not), and what is ``derived`` in it by code."""
    look, code, index = draft.look, place.records.code, row - LIST_FIRST
    typed: dict[ListColumn, Scalar] = {}
    cells: dict[ListColumn, str] = {}
    texts: dict[ListColumn, str] = {}
    for asked in place.records.columns:
        column = place.columns[asked.code]
        if asked.expression:
            texts[asked] = _write_derived(draft, sheet, place, row, asked, derived.get(asked.code))
            continue
        typed[asked] = draft.values.get((f"{code}.{asked.code}", index + 1))
        cells[asked] = "$" + address(row, column)
        shape = look(kind_of(asked).look, draft.kind_at(f"{code}.{asked.code}", index + 1), typed[asked])
        write_value(sheet, row, column, typed[asked], shape)
        texts[asked] = str(typed[asked] or "")
    lines = max(-(-len(text) // int(asked.width)) for asked, text in texts.items())
    if lines > 1:  # Excel fits rows when somebody types; a form that comes filled in must fit already
        sheet.set_row(row, 16.0 * lines + 3)
    above = f"{address(LIST_HEAD, 1)[0]}${LIST_HEAD + 1}:{address(row - 1, 1)}"
    counted = f'=IF(TRIM({"&".join(cells.values())})="","",COUNT({above})+1)'
    sheet.write_formula(row, 1, counted, look("cell_center"), number)
    catalogue = draft.layout.catalogue
    formula = "=" + state.row_formula(catalogue, cells, draft.layout.choices)
    sheet.write_formula(row, place.status, formula, look("cell_center"), state.row_status(catalogue, typed))


def _filled(draft: Draft, place: ListPlace, number: int) -> bool:
    codes = (c.code for c in place.records.columns if not c.expression)
    return any(draft.values.get((f"{place.records.code}.{c}", number)) is not None for c in codes)


def _derived(draft: Draft, place: ListPlace) -> dict[int, dict[str, Scalar]]:
    """What is derived in the list, by row and code."""
    table = draft.returns.lists[place.records.code]
    codes = [c.code for c in place.records.columns if c.expression]
    rows = zip(*(table[code] for code in codes), strict=True) if codes else iter(())
    return {row: dict(zip(codes, cells, strict=True)) for row, cells in zip(table["row"], rows, strict=False)}


def _write_derived(
    draft: Draft, sheet: Worksheet, place: ListPlace, row: int, asked: ListColumn, found: Scalar
) -> str:
    formula = Renderer(row_schema(place.records), place.row(row)).value(parse(asked.expression))
    value = "" if found is None else found
    shape = draft.look(kind_of(asked).look, "derived")
    sheet.write_formula(row, place.columns[asked.code], "=" + formula, shape, value)
    return str(value)
