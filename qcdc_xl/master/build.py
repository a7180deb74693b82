"""Build a master workbook from a catalogue: sheets, tables, formats, charts; contents from ``contents``.

First every table is given its place, then everything is written: the formulas need the places.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from qcdc_xl import look as style
from qcdc_xl.catalogue import Entries
from qcdc_xl.catalogue.tables import TABLES as SPECIFICATIONS
from qcdc_xl.marked import address
from qcdc_xl.master import layout
from qcdc_xl.master.charts import write_charts
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.macros import Macros, finish
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.master.plan import TITLE_ROWS, PlannedSheet, PlannedTable, plan
from qcdc_xl.master.row_heights import LINE, SPACE, row_height
from qcdc_xl.master.tables import chart_titles, contents
from qcdc_xl.master.tables.kept_findings import ANSWERED
from qcdc_xl.master.tables.progress import SHEET as PROGRESS
from qcdc_xl.master.tables.table import Content
from qcdc_xl.master.titles import MARK, titles
from qcdc_xl.model import (
    ACCEPTED_WITH_ERRORS,
    EXCUSED,
    FAULTY,
    MISSING,
    OVERDUE,
    RECEIVED_WITH_ERRORS,
)
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell, Formula

_STATES = {RECEIVED_WITH_ERRORS: "amber", "Đã nhận": "green", FAULTY: "red", OVERDUE: "red", MISSING: "amber",
           EXCUSED: "amber", "Lỗi": "red", "Cảnh báo": "amber", ANSWERED: "amber",
           "Đạt": "green", "Chưa đạt": "red", "Cần xem lại": "amber", "Trả lại": "red", ACCEPTED_WITH_ERRORS: "amber",
           "Nhận": "green"}  # fmt: skip


def build_master(
    entries: Entries, book: BookAt, target: Path, macros: Macros | None, now: datetime.datetime
) -> None:
    """Write a new master at ``target`` (.xlsm with macros, .xlsx without) that shows ``book``."""
    made = contents(book)
    sheets = plan(book, made, entries)
    located = {t.name: t.located(entries) for one in sheets for t in one.tables}
    places = MasterPlaces(book.catalogue, located)
    workbook = Workbook(target, {"default_date_format": "dd/mm/yyyy"})
    title = "Sổ tổng hợp quy chế dân chủ cơ sở"
    workbook.set_properties({"title": title, "author": book.catalogue.settings.get("issuing_body", ""), "created": now})  # fmt: skip
    workbook.set_size(2600, 1600)
    look = style.Look(workbook)
    made_sheets = {one.sheet.name: workbook.add_worksheet(one.sheet.name) for one in sheets}
    for one in sheets:
        _write_sheet(made_sheets[one.sheet.name], one, look, book)
        if one.sheet.hidden:
            made_sheets[one.sheet.name].hide()
        for table in one.tables:
            _write_table(made_sheets[table.sheet], table, look)
            _write_cells(made_sheets[table.sheet], table, _cells(table, made, entries, places), look)
    write_charts(workbook, made_sheets[chart_titles.SHEET.name], book.catalogue, places)
    made_sheets[PROGRESS.name].activate()
    if macros:
        settings = workbook.add_worksheet(layout.SETTINGS_SHEET)
        settings.very_hidden()
        for row, setting in enumerate((*layout.SETTINGS, ("QCDC_BUILD", macros.build))):
            settings.write_row(row, 0, setting)
        workbook.add_vba_project(io.BytesIO(macros.vba), is_stream=True)
    workbook.close()
    if macros:
        finish(target, macros.ribbon)


def build_donor(sheets: Sequence[PlannedSheet], book: BookAt, target: Path) -> None:
    """A workbook with these sheets only, their tables blank but for headings and keys: what a master in use gets.

    All are in view there: a workbook needs one that is.
    """
    workbook = Workbook(target, {"default_date_format": "dd/mm/yyyy"})
    look = style.Look(workbook)
    for one in sheets:
        sheet = workbook.add_worksheet(one.sheet.name)
        _write_sheet(sheet, one, look, book)
        for table in one.tables:
            _write_table(sheet, table, look)
            _write_cells(sheet, table, (), look)
    workbook.close()


def _write_sheet(sheet: Worksheet, planned: PlannedSheet, look: style.Look, book: BookAt) -> None:
    plan, tables = planned.sheet, planned.tables
    sheet.set_tab_color(style.TABS[plan.kind])
    sheet.set_column(0, 0, 4, look("mark"), {"hidden": True})
    forms = ("heading", "plain", "italic")
    for row, (name, text) in enumerate(titles(plan, book).items()):
        if name != "help":
            sheet.write_string(row, 0, MARK + name, look("mark"))
        sheet.write_string(row, 1, text, look(forms[row]))
    for number, column in _widest(tables).items():
        sheet.set_column(number, number, column.width, None, {"hidden": column.hidden})
    style.page(sheet, plan.landscape, plan.title)
    if any(t.table.first == 1 for t in tables):
        _freeze(sheet, plan, tables)
    if plan.protected:
        sheet.protect("", style.unlocked_use())


def _widest(tables: Sequence[PlannedTable]) -> dict[int, SheetColumn]:
    """For each column of a sheet the look that needs most room; shown if any table shows it."""
    found: dict[int, SheetColumn] = {}
    for table in sorted(tables, key=lambda t: t.table.first):
        for number, column in enumerate(table.columns, start=table.table.first):
            present = found.get(number)
            if present is None or (column.width, not column.hidden) > (present.width, not present.hidden):
                found[number] = column
    return found


def _freeze(sheet: Worksheet, plan: Sheet, tables: Sequence[PlannedTable]) -> None:
    main, headings = tables[-1], 0
    if main.keys:
        headings = sum(k.startswith("#") and not k.startswith("#section") for k in main.keys)
    first = main.marker + 1 + headings
    visible = [n for n, c in enumerate(main.columns, start=main.table.first) if not c.hidden]
    sheet.print_area(0, 1, main.end, visible[-1])
    sheet.repeat_rows(main.top, first - 1)
    if len(visible) > 16:  # too many columns for one page: several pages side by side, names repeated
        sheet.fit_to_pages(-(-len(visible) // 14), 0)
        sheet.repeat_columns(1, 2)
    if len(tables) == 1 or plan.frozen:
        sheet.freeze_panes(first, main.table.fixed_columns)
    if main.table.headed and plan.filtered:
        sheet.autofilter(main.top, 1, main.end - 1, visible[-1])


def _write_table(sheet: Worksheet, table: PlannedTable, look: style.Look) -> None:
    """Headings, the hidden marker row, the closing mark, dropdowns and colours."""
    if table.table.title and table.top > TITLE_ROWS:
        sheet.write_string(table.top - 1, 1, table.table.title, look("bold"))
    sheet.write_string(table.marker, 0, f"#table {table.table.marker or table.name}", look("mark"))
    for number, column in enumerate(table.columns, start=table.table.first):
        sheet.write_string(table.marker, number, column.key, look("mark"))
        if table.table.headed:
            sheet.write_string(table.top, number, column.head, look("head"))
            sheet.set_row(
                table.top, max(36, row_height(table.columns, {c.key: c.head for c in table.columns}))
            )
        words = table.table.words.get(column.key)
        if words:
            rule = {"validate": "list", "source": list(words), "error_title": "Chưa đúng",
                    "error_message": "Đề nghị chọn trong danh sách."}  # fmt: skip
            # from mark to mark, so that rows put in between have it too
            sheet.data_validation(table.marker, number, table.end, number, rule)
        if column.key in table.table.chosen:
            _offer_column(sheet, table, number, table.table.chosen[column.key])
        if column.key == table.table.coloured:
            style.words(sheet, look, (table.marker + 1, number, table.end, number), _STATES)
    sheet.set_row(table.marker, None, None, {"hidden": True})
    sheet.write_string(table.end, 0, "#end", look("mark"))
    sheet.set_row(table.end, None, None, {"hidden": True})


def _offer_column(sheet: Worksheet, table: PlannedTable, number: int, key: str) -> None:
    """A dropdown of what stands in another column of the table; other words may be typed, they are judged when read."""
    source = next(n for n, c in enumerate(table.columns, start=table.table.first) if c.key == key)
    first, last = (address(row, source, True) for row in (table.marker + 1, table.end))
    rule = {"validate": "list", "source": f"={first}:{last}", "show_error": False}
    sheet.data_validation(table.marker, number, table.end, number, rule)


def _cells(
    table: PlannedTable, made: Mapping[str, Content], entries: Entries, places: MasterPlaces
) -> list[dict[str, Cell]]:
    """The rows of a table as cells by column."""
    rows: list[dict[str, Cell]] = []
    if table.name in SPECIFICATIONS and (table.name not in made or made[table.name].output):
        own = SPECIFICATIONS[table.name].columns
        rows = [{c.name: c.cell(e.values.get(c.name, "")) for c in own} for e in entries.of(table.name)]
    if table.name not in made:
        return rows
    content, located = made[table.name], places.tables[table.name]
    for number in range(content.count):
        row = located.marker + 1 + number
        if content.output:
            assert content.keys is not None
            row = located.keys[content.keys[number]]
        cells = dict(zip(content.columns, content.write(places, number, row), strict=True))
        if content.output:
            rows[row - located.marker - 1].update(cells)
        else:
            rows.append(cells)
    return rows


def _write_cells(
    sheet: Worksheet, table: PlannedTable, rows: Sequence[dict[str, Cell]], look: style.Look
) -> None:
    for number in range(table.rows):
        row = table.marker + 1 + number
        key = table.keys[number] if table.keys else ""
        cells = rows[number] if number < len(rows) else {}
        height = row_height(table.columns, cells)
        if height > LINE + SPACE:
            sheet.set_row(row, height)
        if key:
            sheet.write_string(row, 0, key, look("mark"))
        for place, column in enumerate(table.columns, start=table.table.first):
            shape = look(_look_of(key, column))
            cell = cells.get(column.key)
            if isinstance(cell, datetime.date) and column.look not in ("cell_date", "cell_time"):
                shape = look("cell_date")
            put(sheet, row, place, cell, shape)


def _look_of(key: str, column: SheetColumn) -> str:
    if column.hidden:  # unwrapped: programs that fit rows to their texts count hidden columns too
        return "mark"
    if key.startswith("#section"):
        return "section"
    return {
        "#label": "head",
        "#unit_of_measure": "number_row",
        "#number": "number_row",
        "#total": "total",
    }.get(key, column.look)


def put(sheet: Worksheet, row: int, column: int, cell: Cell, shape: object) -> None:
    """One cell: text never becomes a formula, a formula brings its result."""
    if isinstance(cell, Formula):
        value = cell.value
        sheet.write_formula(row, column, "=" + cell.text, shape, "" if value is None else value)
    elif cell is None:
        sheet.write_blank(row, column, None, shape)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, shape)
    elif isinstance(cell, datetime.datetime):
        sheet.write_datetime(row, column, cell.replace(microsecond=0), shape)
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime.combine(cell, datetime.time()), shape)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, shape)
    else:
        sheet.write_string(row, column, cell, shape)
