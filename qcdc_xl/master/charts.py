"""The charts of the master, native ones, as the catalogue's table ``charts`` asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as ExcelChart
from xlsxwriter.worksheet import Worksheet

from qcdc_xl.look import FONT
from qcdc_xl.marked import address
from qcdc_xl.master.places import Located, MasterPlaces
from qcdc_xl.master.tables.chart_titles import PROGRESS
from qcdc_xl.model import CatalogueAt, Chart
from qcdc_xl.values import asked_of, kind_of

_COLOURS = ("#2F5597", "#C55A11", "#A5A5A5", "#BF9000", "#548235", "#7030A0")
_KINDS = {"column": {"type": "column"}, "bar": {"type": "bar"}, "pie": {"type": "pie"},
          "stacked": {"type": "bar", "subtype": "stacked"}}  # fmt: skip
_SIZE = {"width": 860, "height": 420}
_ROWS = 22
_LABELS = {"value": True, "num_format": "#,##0;;;", "font": {"name": FONT, "size": 11}}
"""Numbers at the pieces of a pie; a piece of nothing has none."""


def write_charts(workbook: Workbook, sheet: Worksheet, catalogue: CatalogueAt, places: MasterPlaces) -> None:
    """Progress first, then the catalogue's charts below one another, two to a printed page."""
    made = [_progress(workbook, places)]
    made += [c for chart in catalogue.charts for c in _chart(workbook, chart, catalogue, places)]
    for number, chart in enumerate(made):
        chart.set_size(_SIZE)
        sheet.insert_chart(4 + number * _ROWS, 1, chart, {"object_position": 2, "y_offset": 6})
    sheet.print_area(0, 1, 4 + len(made) * _ROWS, 14)
    sheet.set_h_pagebreaks([4 + n * _ROWS for n in range(2, len(made), 2)])
    sheet.set_portrait()


def _base(workbook: Workbook, kind: str, code: str, places: MasterPlaces) -> ExcelChart:
    """A chart that shows its title's cell, so that the title follows the catalogue."""
    chart = workbook.add_chart(_KINDS[kind])
    title = "=" + places.tables["chart_titles"].cell(code, "title")
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 14, "bold": True}})
    chart.set_legend({"position": "bottom", "font": {"name": FONT, "size": 11}})
    return chart


def _progress(workbook: Workbook, places: MasterPlaces) -> ExcelChart:
    chart, table = _base(workbook, "pie", PROGRESS, places), places.tables["summary"]
    first, last = table.keys["received"], table.keys["missing"]
    colours = ("#548235", "#C00000", "#BF9000")
    chart.add_series({
        "categories": _area(table, "label", first, last),
        "values": _area(table, "value", first, last),
        "points": [{"fill": {"color": c}} for c in colours],
        "data_labels": _LABELS,
    })  # fmt: skip
    return chart


def _chart(
    workbook: Workbook, chart: Chart, catalogue: CatalogueAt, places: MasterPlaces
) -> Iterator[ExcelChart]:
    if chart.type == "pie":
        yield _pie(workbook, chart, catalogue, places)
        return
    table = places.tables[f"section:{chart.section}"]
    units = [u for u in table.keys if u in catalogue.unit]
    rows = [
        table.keys[u] for u in units if not chart.unit_types or catalogue.unit[u].type in chart.unit_types
    ]
    if not rows:
        return
    made = _base(workbook, chart.type, chart.code, places)
    # to the hidden closing row, which is not drawn: so a unit that is added last will be
    last = table.end if max(rows) == max(table.rows) else max(rows)
    for number, code in enumerate(chart.items):
        made.add_series({
            "name": "=" + table.cell("#label", code),
            "categories": _area(table, "name", min(rows), last),
            "values": _area(table, code, min(rows), last),
            "fill": {"color": _COLOURS[number % len(_COLOURS)]},
            "gap": 60,
        })  # fmt: skip
    measure = catalogue.indicator[chart.items[0]].unit_of_measure
    flat = chart.type in ("bar", "stacked")
    crowded = len(rows) > 12
    names = {"num_font": {"name": FONT, "size": 7 if crowded else 10}, "reverse": flat, "interval_unit": 1}
    values = {"name": f"Số {measure}" if measure else "", "name_font": {"name": FONT, "size": 11},
              "num_font": {"name": FONT, "size": 10}, "num_format": "#,##0",
              "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}  # fmt: skip
    (made.set_y_axis if flat else made.set_x_axis)(names)
    (made.set_x_axis if flat else made.set_y_axis)(values)
    yield made


def _pie(workbook: Workbook, chart: Chart, catalogue: CatalogueAt, places: MasterPlaces) -> ExcelChart:
    """The answers to one indicator, counted."""
    table = places.tables["totals"]
    asked = catalogue.indicator[chart.items[0]]
    answers = [f"{asked.code}={a}" for a in kind_of(asked).answers(asked_of(catalogue, asked))]
    rows = [table.keys[a] for a in answers if a in table.keys]
    made = _base(workbook, "pie", chart.code, places)
    made.add_series({
        "categories": _area(table, "label", min(rows), max(rows)),
        "values": _area(table, "total", min(rows), max(rows)),
        "points": [{"fill": {"color": c}} for c in _COLOURS[: len(rows)]],
        "data_labels": _LABELS,
    })  # fmt: skip
    return made


def _area(table: Located, column: str, first: int, last: int) -> str:
    number = table.columns[column]
    sheet = table.sheet.replace("'", "''")
    return f"='{sheet}'!{address(first, number, True)}:{address(last, number, True)}"
