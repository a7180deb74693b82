"""The columns of every table, those that follow from the catalogue too, and how high their rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qcdc_xl.catalogue.columns import Column
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.master import layout
from qcdc_xl.master.content.lists import list_columns
from qcdc_xl.master.content.totals import unit_types
from qcdc_xl.master.layout import OUTPUTS, Look
from qcdc_xl.model import RecordList
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.values import kind_of
from qcdc_xl.xlsx.host import Cell, Formula

LINE, SPACE, HIGHEST = 15.75, 3.0, 400
"""Height of a line of Times New Roman 12, of the space around, and of the highest row, in points."""

_PLAIN = 15.0


def row_height(columns: Sequence[Look], cells: Mapping[str, Cell]) -> float:
    """How high a row must be for its wrapped texts: no program but Excel fits rows by itself."""
    lines = 1
    for column in columns:
        cell = cells.get(column.key)
        text = cell.value if isinstance(cell, Formula) else cell
        if isinstance(text, str) and not column.hidden:
            room = max(column.width * 0.95, 4)  # headings are bold and wide
            lines = max(lines, sum(max(1, -(-len(part) // int(room))) for part in text.split("\n")))
    return min(lines * LINE + SPACE, HIGHEST)


def is_ours(height: float) -> bool:
    """Whether a row is as high as the program makes rows, or as high as all are that nobody has touched.

    openpyxl marks every height that it saves as set by a user, so the mark alone does not tell.
    """
    return height in (_PLAIN, HIGHEST) or (height >= LINE + SPACE and (height - SPACE) % LINE == 0)


def columns_of(name: str, book: BookAt) -> tuple[Look, ...]:
    """The columns of any table of the master, with heading, width and format."""
    if name in layout.COLUMNS:
        return layout.COLUMNS[name]
    if name in TABLES:
        return (*map(_catalogue_look, TABLES[name].columns), *OUTPUTS.get(name, ()))
    kind, _, code = name.partition(":")
    if kind == "section":
        own = [i for i in book.catalogue.indicators if i.section == code]
        looks = (Look(i.code, i.label, kind_of(i).width, kind_of(i).look) for i in own)
        return (Look("number", "TT", 5, "cell_center"), Look("name", "Đơn vị", 40),
                Look("unit.type", "Loại", 8, hidden=True), *looks, Look("source", "Nguồn", 10, "cell_link"))  # fmt: skip
    if kind == "list":
        return _list_looks(book, book.catalogue.list[code])
    types = (Look(f"type:{t}", book.catalogue.type_label(t), 14, "cell_number") for t in unit_types(book))
    return (Look("number", "TT", 8, "cell_center"), Look("label", "Chỉ tiêu", 56), Look("unit_of_measure", "Đơn vị tính", 12, "cell_center"),
            Look("total", "Tổng số", 14, "total"), *types, *(Look(k, "", 13, "cell_number") for k in ("reported", "expected", "nil")))  # fmt: skip


def _list_looks(book: BookAt, records: RecordList) -> tuple[Look, ...]:
    own = {c.code: Look(c.code, c.label, c.width, kind_of(c).look) for c in records.columns}
    fixed = {"number": Look("number", "TT", 5, "cell_center"), "unit_name": Look("unit_name", "Đơn vị", 34)}
    hidden = (k for k in list_columns(book, records) if k not in own and k not in fixed)
    return (*fixed.values(), *own.values(), *(Look(k, "", 10, hidden=True) for k in hidden))


def _catalogue_look(column: Column) -> Look:
    return Look(column.name, column.heading, column.width, "cell_date" if column.is_date else "cell_top")
