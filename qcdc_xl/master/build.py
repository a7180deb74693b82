"""Build a master workbook from a catalogue: sheets, tables, formats, charts; contents from ``contents``.

First every table is given its place, then everything is written: the formulas need the places.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from qcdc_xl import look as style
from qcdc_xl.catalogue import Entries
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.forms.layout import sheet_name
from qcdc_xl.master import layout
from qcdc_xl.master.charts import write_charts
from qcdc_xl.master.content import Content, contents
from qcdc_xl.master.layout import BACK, FRONT, SPARE_ROWS, Look, Sheet
from qcdc_xl.master.looks import LINE, SPACE, columns_of, row_height
from qcdc_xl.master.macros import Macros, finish
from qcdc_xl.master.places import Located, MasterPlaces
from qcdc_xl.model import FAULTY, MISSING, OVERDUE, RecordList
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell, Formula

_TITLE_ROWS = 3
_STATES = {"Đã nhận": "green", FAULTY: "red", OVERDUE: "red", MISSING: "amber", "Lỗi": "red", "Cảnh báo": "amber",
           "Đạt": "green", "Chưa đạt": "red", "Cần xem lại": "amber", "Trả lại": "red", "Nhận": "green"}  # fmt: skip


_GROWING = ("list:", "narratives", "findings")
"""Tables that get spare rows, so that a usual fill inserts none."""
_COLOURED = {("progress", "status"), ("across", "state"), ("findings", "severity"), ("log", "outcome")}


@dataclass(frozen=True)
class _Table:
    """A table to be written: its columns with their looks, its rows, where it begins on its sheet."""

    name: str
    columns: tuple[Look, ...]
    rows: int
    keys: tuple[str, ...] | None
    sheet: str
    top: int
    head: bool

    @property
    def first(self) -> int:
        """The first column: the counts above *Tiến độ* stand below its wide columns."""
        return 2 if self.name == "summary" else 1

    @property
    def marker(self) -> int:
        """The hidden row with the column keys, below the headings."""
        return self.top + (1 if self.head else 0)

    @property
    def end(self) -> int:
        """The closing row."""
        return self.marker + 1 + self.rows

    def located(self, entries: Entries) -> Located:
        """Where it stands, for the formulas."""
        columns = {c.key: n for n, c in enumerate(self.columns, start=self.first)}
        numbers = range(self.marker + 1, self.end)
        keys = dict(zip(self.keys or _own_keys(self.name, entries), numbers, strict=False))
        plain = tuple(
            n for n in numbers if not (self.keys and self.keys[n - self.marker - 1].startswith("#"))
        )
        return Located(self.name, self.sheet, self.marker, 0, columns, keys, plain, self.end)


def _own_keys(name: str, entries: Entries) -> list[str]:
    names = {"settings": ("key",), "figures": ("code",), "footnotes": ("number", "order")}.get(name, ())
    return [".".join(e.values[n] for n in names) for e in entries.of(name)] if names else []


def build_master(
    entries: Entries, book: BookAt, target: Path, macros: Macros | None, now: datetime.datetime
) -> None:
    """Write a new master at ``target`` (.xlsm with macros, .xlsx without) that shows ``book``."""
    made = contents(book)
    sheets = _sheets(book)
    tables = [t for sheet in sheets for t in _tables(sheet, made, book, entries)]
    places = MasterPlaces(book.catalogue, {t.name: t.located(entries) for t in tables})
    workbook = Workbook(target, {"default_date_format": "dd/mm/yyyy"})
    title = "Sổ tổng hợp quy chế dân chủ cơ sở"
    workbook.set_properties({"title": title, "author": book.catalogue.settings.get("issuing_body", ""), "created": now})  # fmt: skip
    workbook.set_size(2600, 1600)
    look = style.Look(workbook)
    made_sheets = {sheet.name: workbook.add_worksheet(sheet.name) for sheet in sheets}
    for sheet in sheets:
        own = [t for t in tables if t.sheet == sheet.name]
        _write_sheet(made_sheets[sheet.name], sheet, own, look, book)
        for table in own:
            _write_table(made_sheets[sheet.name], table, look)
            _write_cells(made_sheets[sheet.name], table, _cells(table, made, entries, places, book), look)
    write_charts(workbook, made_sheets[layout.CHARTS], book.catalogue, places)
    made_sheets[layout.PROGRESS].activate()
    if macros:
        settings = workbook.add_worksheet(layout.SETTINGS_SHEET)
        settings.very_hidden()
        for row, setting in enumerate((*layout.SETTINGS, ("QCDC_BUILD", macros.build))):
            settings.write_row(row, 0, setting)
        workbook.add_vba_project(io.BytesIO(macros.vba), is_stream=True)
    workbook.close()
    if macros:
        finish(target, macros.ribbon)


def _sheets(book: BookAt) -> list[Sheet]:
    taken = {s.name for s in (*FRONT, *BACK)}
    period = book.catalogue.period.label
    middle = []
    for section in book.catalogue.data_sections:
        title = f"MỤC {section.code}. {section.title}"
        middle.append(
            Sheet(sheet_name(section.code, taken), title, "data", (f"section:{section.code}",), period)
        )
    for records in book.catalogue.lists:
        name = sheet_name(_short(records), taken)
        taken.add(name)
        middle.append(Sheet(name, records.label.upper(), "data", (f"list:{records.code}",), period))
    return [*FRONT, *middle, *BACK]


def _short(records: RecordList) -> str:
    return "BK " + records.label.removeprefix("Bảng kê ").strip()


def _tables(sheet: Sheet, made: Mapping[str, Content], book: BookAt, entries: Entries) -> list[_Table]:
    found, top = [], _TITLE_ROWS
    for name in sheet.tables:
        columns, head = columns_of(name, book), not name.startswith(("section:", "totals", "summary"))
        if len(sheet.tables) > 1 and head:
            top += 1
        keys = made[name].keys if name in made and not made[name].output else None
        table = _Table(name, columns, _row_count(name, made, entries), keys, sheet.name, top, head)
        found.append(table)
        top = table.end + 2
    return found


def _row_count(name: str, made: Mapping[str, Content], entries: Entries) -> int:
    if name in TABLES:
        return len(entries.of(name)) + SPARE_ROWS
    if name == "guide":
        return len(layout.STEPS)
    return max(made[name].count, 1) + (SPARE_ROWS if name.startswith(_GROWING) else 0)


def _write_sheet(
    sheet: Worksheet, plan: Sheet, tables: Sequence[_Table], look: style.Look, book: BookAt
) -> None:
    sheet.set_tab_color(style.TABS[plan.kind])
    sheet.set_column(0, 0, 4, look("mark"), {"hidden": True})
    sheet.write_string(0, 1, plan.title, look("heading"))
    sheet.write_string(1, 1, f"{book.catalogue.settings.get('issuing_body', '')} - {book.catalogue.period.label}", look("plain"))  # fmt: skip
    sheet.write_string(2, 1, plan.help, look("italic"))
    for number, column in _widest(tables).items():
        sheet.set_column(number, number, column.width, None, {"hidden": column.hidden})
    style.page(sheet, plan.landscape, plan.title)
    if tables:
        _freeze(sheet, plan, tables)
    if plan.protected:
        sheet.protect("", style.unlocked_use())


def _widest(tables: Sequence[_Table]) -> dict[int, Look]:
    """For each column of a sheet the look that needs most room; shown if any table shows it."""
    found: dict[int, Look] = {}
    for table in (t for t in tables if t.name != "summary"):
        for number, column in enumerate(table.columns, start=table.first):
            present = found.get(number)
            if present is None or (column.width, not column.hidden) > (present.width, not present.hidden):
                found[number] = column
    return found


def _freeze(sheet: Worksheet, plan: Sheet, tables: Sequence[_Table]) -> None:
    main, headings = tables[-1], 0
    if main.keys:
        headings = sum(k.startswith("#") and not k.startswith("#section") for k in main.keys)
    first = main.marker + 1 + headings
    visible = [n for n, c in enumerate(main.columns, start=main.first) if not c.hidden]
    sheet.print_area(0, 1, main.end, visible[-1])
    sheet.repeat_rows(main.top, first - 1)
    if len(visible) > 16:  # too many columns for one page: several pages side by side, names repeated
        sheet.fit_to_pages(-(-len(visible) // 14), 0)
        sheet.repeat_columns(1, 2)
    if len(tables) == 1 or plan.name == layout.PROGRESS:
        sheet.freeze_panes(first, 3 if main.name.startswith(("section:", "totals")) else 0)
    if main.head and plan.name != layout.GUIDE:
        sheet.autofilter(main.top, 1, main.end - 1, visible[-1])


def _write_table(sheet: Worksheet, table: _Table, look: style.Look) -> None:
    """Headings, the hidden marker row, the closing mark, dropdowns and colours."""
    if table.name in TABLES and table.top > _TITLE_ROWS:
        sheet.write_string(table.top - 1, 1, TABLES[table.name].title, look("bold"))
    sheet.write_string(table.marker, 0, f"#table {table.name}", look("mark"))
    for number, column in enumerate(table.columns, start=table.first):
        sheet.write_string(table.marker, number, column.key, look("mark"))
        if table.head:
            sheet.write_string(table.top, number, column.head, look("head"))
            sheet.set_row(
                table.top, max(36, row_height(table.columns, {c.key: c.head for c in table.columns}))
            )
        words = _offered(table.name, column.key)
        if words:
            rule = {"validate": "list", "source": list(words), "error_title": "Chưa đúng",
                    "error_message": "Hãy chọn trong danh sách."}  # fmt: skip
            # from mark to mark, so that rows put in between have it too
            sheet.data_validation(table.marker, number, table.end, number, rule)
        if (table.name, column.key) in _COLOURED:
            style.words(sheet, look, (table.marker + 1, number, table.end, number), _STATES)
    sheet.set_row(table.marker, None, None, {"hidden": True})
    sheet.write_string(table.end, 0, "#end", look("mark"))
    sheet.set_row(table.end, None, None, {"hidden": True})


def _offered(table: str, column: str) -> tuple[str, ...]:
    """The words of a column's dropdown; none if anything may be typed there."""
    if (table, column) == ("narratives", "use"):
        return ("Dùng",)
    own = TABLES[table].columns if table in TABLES else ()
    return next((c.words for c in own if c.name == column), ())


def _cells(
    table: _Table, made: Mapping[str, Content], entries: Entries, places: MasterPlaces, book: BookAt
) -> list[dict[str, Cell]]:
    """The rows of a table as cells by column."""
    if table.name == "guide":
        return [{"number": n, "text": text} for n, text in enumerate(layout.STEPS, start=1)]
    rows: list[dict[str, Cell]] = []
    if table.name in TABLES:
        own = TABLES[table.name].columns
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


def _write_cells(sheet: Worksheet, table: _Table, rows: Sequence[dict[str, Cell]], look: style.Look) -> None:
    for number in range(table.rows):
        row = table.marker + 1 + number
        key = table.keys[number] if table.keys else ""
        cells = rows[number] if number < len(rows) else {}
        height = row_height(table.columns, cells)
        if height > LINE + SPACE:
            sheet.set_row(row, height)
        if key:
            sheet.write_string(row, 0, key, look("mark"))
        for place, column in enumerate(table.columns, start=table.first):
            form = look(_row_form(key, column))
            cell = cells.get(column.key)
            if isinstance(cell, datetime.date) and column.form not in ("cell_date", "cell_time"):
                form = look("cell_date")
            put(sheet, row, place, cell, form)


def _row_form(key: str, column: Look) -> str:
    if column.hidden:  # unwrapped: programs that fit rows to their texts count hidden columns too
        return "mark"
    if key.startswith("#section"):
        return "section"
    return {
        "#label": "head",
        "#unit_of_measure": "number_row",
        "#number": "number_row",
        "#total": "total",
    }.get(key, column.form)


def put(sheet: Worksheet, row: int, column: int, cell: Cell, form: object) -> None:
    """One cell: text never becomes a formula, a formula brings its result."""
    if isinstance(cell, Formula):
        value = cell.value
        sheet.write_formula(row, column, "=" + cell.text, form, "" if value is None else value)
    elif cell is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, form)
    elif isinstance(cell, datetime.datetime):
        sheet.write_datetime(row, column, cell.replace(microsecond=0), form)
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime.combine(cell, datetime.time()), form)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, form)
    else:
        sheet.write_string(row, column, cell, form)
