"""The titles of the charts on *Biểu đồ*, in a column out of sight: the charts show these cells."""

from __future__ import annotations

from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.sections import section_units
from qcdc_xl.master.tables.table import Content, MasterTable, always, keyed, keys_of, on
from qcdc_xl.model import Chart
from qcdc_xl.totals.book_at import BookAt

SHEET = Sheet("Biểu đồ", "BIỂU ĐỒ", "result", filtered=False)
COLUMNS = (SheetColumn("title", "", 10, hidden=True),)
PROGRESS = "#progress"
"""The key of the chart of *Tiến độ*, which every master has."""
PROGRESS_TITLE = "Tiến độ nộp báo cáo (số đơn vị)"


def content(book: BookAt, name: str) -> Content:
    """A row a chart that has something to draw, by its code."""
    charts = (c for c in book.catalogue.charts if c.type == "pie" or _units(book, c))
    titles = {PROGRESS: PROGRESS_TITLE} | {c.code: c.title for c in charts}
    rows = list(titles.values())
    return keyed(name, keys_of(COLUMNS), list(titles), lambda places, number, row: (rows[number],))


def _units(book: BookAt, chart: Chart) -> bool:
    """Whether units of its kinds are asked in the section of a chart."""
    asked = section_units(book, chart.section)
    return any(not chart.unit_types or unit.type in chart.unit_types for unit in asked)


TABLE = MasterTable(
    "chart_titles", on(SHEET), always(*COLUMNS), content, headed=False, first=15, may_lack=True
)
