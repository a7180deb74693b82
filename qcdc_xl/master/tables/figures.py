"""*Số liệu*: beside each figure of the catalogue its live value, its writing, where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from qcdc_xl.catalogue.scopes import compared_figures, whole_schema
from qcdc_xl.expression.render import Renderer, literal
from qcdc_xl.expression.syntax import Call, Name, Node, names, parse
from qcdc_xl.expression.texts import Shown
from qcdc_xl.expression.texts import shown as written
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.master.tables.catalogue import catalogue_table
from qcdc_xl.master.tables.record_lists import SEPARATOR
from qcdc_xl.master.tables.table import Content, keyed, keys_of, link, shown
from qcdc_xl.model import NIL, Scalar
from qcdc_xl.model.period import LAST_YEAR, PREVIOUS, YEAR_TO_DATE
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell, Formula

SHEET = Sheet("Số liệu", "SỐ LIỆU DÙNG TRONG BÁO CÁO", "result",
              "Mỗi số liệu một dòng; thêm số liệu mới vào dòng trống cuối bảng. Bấm cột Nguồn để xem số liệu gốc.",
              protected=False)  # fmt: skip
BESIDE = (
    SheetColumn("value", "Giá trị", 40, "cell_figure"), SheetColumn("shown", "Ghi trong báo cáo", 40),
    SheetColumn("source", "Nguồn", 14, "cell_link"), SheetColumn("touched", "Ghi chú", 34),
    SheetColumn(PREVIOUS, "Kỳ trước", 16, "cell_figure", hidden=True),
    SheetColumn(LAST_YEAR, "Cùng kỳ năm trước", 16, "cell_figure", hidden=True),
    SheetColumn(YEAR_TO_DATE, "Lũy kế từ đầu năm", 16, "cell_figure", hidden=True),
)  # fmt: skip
"""The last three are what PREVIOUS, LASTYEAR and YTD read: values of other periods, as the last fill found them,
where an expression reads them."""
_FORMATS = {"grouped": ".", "percent": "%", "roman": "I", "list": "và"}


def content(book: BookAt, name: str) -> Content:
    """Beside each figure of the catalogue: its live value, its writing, where it comes from."""
    catalogue = book.catalogue
    schema, compared = whole_schema(catalogue), compared_figures(catalogue)

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        figure = catalogue.figures[number]
        node, value = parse(figure.expression), book.figures.values[figure.code]
        formula = _list_value(book, places, figure.code, node) or Renderer(schema, places).value(node)
        text = written(value, _FORMATS.get(figure.format, "")) if value is not None else "chưa có số liệu"
        asked = ((when, figure.code) for when in (PREVIOUS, LAST_YEAR, YEAR_TO_DATE))
        past = (_past(book, *one) if one in compared else None for one in asked)
        note = book.touched.note(book.touched.figure(figure.code))
        return Formula(formula, _cached(value)), text, _source(places, node), note, *past

    return keyed(name, keys_of(BESIDE), [f.code for f in catalogue.figures], write, output=True)


def _past(book: BookAt, when: str, code: str) -> Cell:
    """A figure at another period; blank where there is none, and for lists, which nothing compares."""
    value = book.past_figure(when, code)
    return None if value is None or isinstance(value, tuple) else _cached(value)


def _cached(value: Shown) -> Scalar:
    if isinstance(value, tuple):
        return SEPARATOR.join(value) or NIL
    return shown(value)


def _list_value(book: BookAt, places: MasterPlaces, code: str, node: Node) -> str | None:
    """A list's formula: the last of its running texts, blank until somebody answers the list.

    Below the last may be rows that are spare, or left over from returns that were longer.
    """
    if not (isinstance(node, Call) and node.function == "LIST"):
        return None
    list_code = names(node)[0].code.partition(".")[0]
    table = places.tables[f"list:{list_code}"]
    last = table.at(table.rows[max(len(book.returns.lists[list_code]), 1) - 1], f"figure:{code}")
    return f'IF({places.answered(list_code)},IF({last}="",{literal(NIL)},{last}),"")'


def _source(places: MasterPlaces, node: Node) -> Cell:
    """A link to the first table that the figure is computed from."""
    for name in names(node):
        code, dot, _ = name.code.partition(".")
        if dot and f"list:{code}" in places.tables:
            table = places.tables[f"list:{code}"]
            return link(f"#{table.at(table.marker, 'number')}", "Bảng kê")
        if name.code in places.catalogue.indicator:
            return link(f"#{_indicator_cell(places, name)}", "Xem số liệu")
    return None


def _indicator_cell(places: MasterPlaces, name: Name) -> str:
    table = places.section(name.code)
    return table.cell(name.unit if name.unit in table.keys else "#total", name.code)


TABLE = catalogue_table("figures", SHEET, BESIDE, content)
