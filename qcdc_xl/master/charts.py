"""The charts on *Biểu đồ*: that of *Tiến độ* and a chart a row of the table ``charts``, in a new master and in one in use.

A chart bears the code of its row as its name. Those that earlier programs drew are known by the cell that their title
comes from, or by what it says. One that staff take off the sheet stays away; one whose row is gone is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, cast

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from qcdc_xl.master.places import Located, MasterPlaces
from qcdc_xl.master.tables.chart_titles import PROGRESS, PROGRESS_TITLE, SHEET
from qcdc_xl.master.titles import without_tables
from qcdc_xl.model import CatalogueAt, Chart
from qcdc_xl.values import asked_of, kind_of
from qcdc_xl.xlsx.charts import drawn
from qcdc_xl.xlsx.host import Area, Host, Series
from qcdc_xl.xlsx.host import Chart as Drawing

_MARK = "qcdc:"
_COLOURS = ("#2F5597", "#C55A11", "#A5A5A5", "#BF9000", "#548235", "#7030A0")
_STATES = ("#548235", "#C00000", "#BF9000")
"""Of returns that are in, have errors, are not in."""
_TOP, _ROWS = 4, 22
"""Where the first chart of a master stands, and how many rows each has."""
_WORDS = {"column": "cột", "bar": "thanh ngang", "stacked": "thanh xếp chồng", "pie": "tròn"}

Kind = Literal["column", "bar", "stacked", "pie"]


def write_charts(workbook: Workbook, sheet: Worksheet, catalogue: CatalogueAt, places: MasterPlaces) -> None:
    """Into a new master: progress first, then the catalogue's charts below one another, two to a printed page."""
    made = [_progress(places, _TOP)]
    for chart in catalogue.charts:
        made += _drawing(chart, catalogue, places, _TOP + len(made) * _ROWS)
    for one in made:
        more = {"object_position": 2, "y_offset": 6, "description": one.description}
        sheet.insert_chart(one.row, one.column, drawn(workbook, one), more)
    sheet.print_area(0, 1, _TOP + len(made) * _ROWS, 14)
    sheet.set_h_pagebreaks([_TOP + n * _ROWS for n in range(2, len(made), 2)])
    sheet.set_portrait()


def follow_charts(
    host: Host, catalogue: CatalogueAt, places: MasterPlaces, before: Mapping[str, str], whole: bool
) -> None:
    """In a master in use: draw what is new, hide what is gone, show what is back. ``before``: the titles as they stood
    before this fill, by code; blank for charts that were gone. ``whole``: titles that stand in charts go into cells."""
    sheet = _sheet_of_charts(host, places.tables)
    present = _present(host, sheet, catalogue, places.tables.get("chart_titles")) if sheet else {}
    if not present and not before:
        return
    asked = {PROGRESS, *(c.code for c in catalogue.charts)}
    for name, code in present.items():
        if code not in asked or before.get(code) == "":
            host.hide_chart(sheet, name, code not in asked)
        if whole and code in asked and (title := _title(places, code)):
            host.title_chart(sheet, name, title)
    names = len(present)
    for chart in catalogue.charts:
        if chart.code not in present.values() and not before.get(chart.code):
            for made in _drawing(chart, catalogue, places, _TOP + names * _ROWS):
                host.add_chart(sheet, made)
                host.print_to(sheet, made.row + _ROWS - 1, made.column)
                names += 1


def titles_before(host: Host, tables: Mapping[str, Located]) -> dict[str, str]:
    """The titles of the charts by code, as they stand on the sheet."""
    table = tables.get("chart_titles")
    if table is None:
        return {}
    grid = host.grid(table.sheet)
    return {code: str(grid[row][table.columns["title"]]) for code, row in table.keys.items()}


def _sheet_of_charts(host: Host, tables: Mapping[str, Located]) -> str:
    """By its hidden table of titles, or, in masters that lack it, by its own title."""
    if "chart_titles" in tables:
        return tables["chart_titles"].sheet
    return next(iter(without_tables(host, tables, SHEET.title)), "")


def _present(host: Host, sheet: str, catalogue: CatalogueAt, table: Located | None) -> dict[str, str]:
    """The codes of the charts that are ours, by their names; what cannot be told goes by the order of the first ones."""
    charts = catalogue.whole.charts
    said = {c.title: c.code for c in charts} | {PROGRESS_TITLE: PROGRESS}
    rows = {row: key for key, row in table.keys.items()} if table else {}
    found: dict[str, str] = {}
    for name, title in host.charts(sheet).items():
        cell = re.fullmatch(r"=.*\$(\d+)", title)
        code = name.removeprefix(_MARK) if name.startswith(_MARK) else said.get(title, "")
        found[name] = rows.get(int(cell[1]) - 1, "") if cell and not code else code
    order = (PROGRESS, *(c.code for c in charts))
    for name in [n for n, code in found.items() if not code]:
        number = re.fullmatch(r"Chart (\d+)", name)
        guess = order[int(number[1]) - 1] if number and int(number[1]) <= len(order) else ""
        found[name] = guess if guess not in found.values() else ""
    return {name: code for name, code in found.items() if code}


def _title(places: MasterPlaces, code: str) -> Area | None:
    """The cell with a chart's title."""
    table = places.tables.get("chart_titles")
    if table is None or code not in table.keys:
        return None
    row, column = table.keys[code], table.columns["title"]
    return Area(table.sheet, row, column, row, column)


def _progress(places: MasterPlaces, row: int) -> Drawing:
    table = places.tables["summary"]
    area = _areas(table, table.keys["received"], table.keys["missing"])
    series = Series("", area("label"), area("value"), _STATES)
    about = "Biểu đồ tròn: số đơn vị đã nộp, có lỗi, chưa nộp."
    return Drawing(_MARK + PROGRESS, "pie", "", (series,), row, 1, title_cell=_title(places, PROGRESS), description=about)  # fmt: skip


def _drawing(chart: Chart, catalogue: CatalogueAt, places: MasterPlaces, row: int) -> Iterator[Drawing]:
    """The chart, unless none of its units or answers has a row."""
    kind = cast(Kind, chart.type)
    series, rows = (_pie if kind == "pie" else _columns)(chart, catalogue, places)
    if rows:
        measure = catalogue.indicator[chart.items[0]].unit_of_measure
        yield Drawing(
            _MARK + chart.code, kind, chart.title, series, row, 1,
            axis=f"Số {measure}" if measure and kind != "pie" else "",
            names_size=7 if rows > 12 else 10,
            title_cell=_title(places, chart.code),
            description=f"Biểu đồ {_WORDS[kind]}, số liệu mục {chart.section}.",
        )  # fmt: skip


Made = tuple[tuple[Series, ...], int]
"""The series, and how many rows they take their numbers from."""


def _columns(chart: Chart, catalogue: CatalogueAt, places: MasterPlaces) -> Made:
    table = places.tables[f"section:{chart.section}"]
    wanted = {u.code for u in catalogue.active_units if not chart.unit_types or u.type in chart.unit_types}
    rows = [row for unit, row in table.keys.items() if unit in wanted]
    if not rows:
        return (), 0
    # to the hidden closing row, which is not drawn: so a unit that is added last will be
    last = table.end if max(rows) == max(table.rows) else max(rows)
    area, label = _areas(table, min(rows), last), _areas(table, table.keys["#label"], table.keys["#label"])
    made = (
        Series(catalogue.indicator[code].label, area("name"), area(code), (_COLOURS[n % len(_COLOURS)],), label(code))
        for n, code in enumerate(chart.items)
    )  # fmt: skip
    return tuple(made), len(rows)


def _pie(chart: Chart, catalogue: CatalogueAt, places: MasterPlaces) -> Made:
    table, asked = places.tables["totals"], catalogue.indicator[chart.items[0]]
    answers = [f"{asked.code}={a}" for a in kind_of(asked).answers(asked_of(catalogue, asked))]
    rows = [table.keys[a] for a in answers if a in table.keys]
    if not rows:
        return (), 0
    area = _areas(table, min(rows), max(rows))
    return (Series("", area("label"), area("total"), _COLOURS[: len(rows)]),), len(rows)


def _areas(table: Located, first: int, last: int) -> Callable[[str], Area]:
    return lambda column: Area(table.sheet, first, table.columns[column], last, table.columns[column])
