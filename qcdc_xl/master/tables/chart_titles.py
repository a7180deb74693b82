"""The titles of the charts on *Biểu đồ*, in a column out of sight: the charts show these cells."""

from __future__ import annotations

from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.table import Content, MasterTable, always, keyed, keys_of, on
from qcdc_xl.totals.book_at import BookAt

SHEET = Sheet("Biểu đồ", "BIỂU ĐỒ", "result", filtered=False)
COLUMNS = (SheetColumn("title", "", 10, hidden=True),)
PROGRESS = "#progress"
"""The key of the chart of *Tiến độ*, which every master has."""


def content(book: BookAt, name: str) -> Content:
    """A row a chart, by its code."""
    titles = {PROGRESS: "Tiến độ nộp báo cáo (số đơn vị)"} | {c.code: c.title for c in book.catalogue.charts}
    rows = list(titles.values())
    return keyed(name, keys_of(COLUMNS), list(titles), lambda places, number, row: (rows[number],))


TABLE = MasterTable(
    "chart_titles", on(SHEET), always(*COLUMNS), content, headed=False, first=15, may_lack=True
)
