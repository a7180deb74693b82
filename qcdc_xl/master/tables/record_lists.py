"""The record lists in the master: every unit's rows one after another, with running texts for lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from qcdc_xl.catalogue.scopes import kind, tolerances
from qcdc_xl.expression.evaluate import evaluate
from qcdc_xl.expression.render import OnlyCells, Renderer
from qcdc_xl.expression.schema import Schema
from qcdc_xl.expression.syntax import Call, names, parse
from qcdc_xl.marked import address
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.places import Located, MasterPlaces
from qcdc_xl.master.tables.table import SPARE_ROWS, Content, MasterTable, keys_of
from qcdc_xl.model import NIL, RecordList
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.consolidate import row_frame
from qcdc_xl.values import kind_of
from qcdc_xl.xlsx.host import Cell, Formula

SEPARATOR = "\n"


def table_names(book: BookAt) -> tuple[str, ...]:
    """One table a record list."""
    return tuple(f"list:{r.code}" for r in book.catalogue.lists)


def _list(book: BookAt, name: str) -> RecordList:
    return book.catalogue.list[name.partition(":")[2]]


def sheet(book: BookAt, name: str) -> Sheet:
    """The list's own sheet."""
    label = _list(book, name).label
    short = "BK " + label.removeprefix("Bảng kê ").strip()
    return Sheet(short, label.upper(), "data", book.catalogue.period.label)


def list_figures(book: BookAt, records: RecordList) -> dict[str, Call]:
    """The figures that are lists of this record list's rows, with their LIST(…)."""
    found = {}
    for figure in book.catalogue.figures:
        node = parse(figure.expression)
        listed = isinstance(node, Call) and node.function == "LIST"
        if listed and names(node)[0].code.partition(".")[0] == records.code:
            found[figure.code] = cast(Call, node)
    return found


def columns(book: BookAt, name: str) -> tuple[SheetColumn, ...]:
    """Number, unit, the list's own columns; hidden the unit's code and a running text a list figure."""
    records = _list(book, name)
    own = (SheetColumn(c.code, c.label, c.width, kind_of(c).look) for c in records.columns)
    hidden = ("unit", *(f"figure:{code}" for code in list_figures(book, records)))
    return (SheetColumn("number", "TT", 5, "cell_center"), SheetColumn("unit_name", "Đơn vị", 34), *own,
            *(SheetColumn(k, "", 10, hidden=True) for k in hidden))  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """Every unit's rows, one after another; behind them a row for each that said “không phát sinh”, which
    has no number and no running text."""
    records = _list(book, name)
    table, catalogue = book.returns.lists[records.code], book.catalogue
    nothing = _nothing(book, records)
    figures = list_figures(book, records)
    steps = {code: _steps(records, book, call) for code, call in figures.items()}
    schema = Schema(
        names={f"{records.code}.{c.code}": kind(c) for c in records.columns}, tolerances=tolerances(catalogue)
    )
    own = [c.code for c in records.columns]

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        if number < len(table):
            record = table.iloc[number]
            unit = catalogue.unit[record["unit"]]
            cells: list[Cell] = [
                number + 1,
                book.touched.name(unit.code),
                *(record[c] for c in own),
                unit.code,
            ]
        elif number < len(table) + len(nothing):
            return *nothing[number - len(table)], *[None] * len(figures)
        else:
            cells = [None] * (len(own) + 3)
        for code, call in figures.items():
            located = places.tables[name]
            above = (
                "$" + address(located.rows[number - 1], located.columns[f"figure:{code}"]) if number else '""'
            )
            formula = Renderer(schema, _row_cells(located, row)).list_step(call, above, "CHAR(10)")
            cells.append(
                Formula(formula, steps[code][min(number, len(steps[code]) - 1)] if steps[code] else "")
            )
        return cells

    count = max(len(table) + len(nothing), 1)
    return Content(name, keys_of(columns(book, name)), None, count, write)


def _nothing(book: BookAt, records: RecordList) -> list[Sequence[Cell]]:
    """The rows of units without any: each number is “không phát sinh” too, as sums over the column understand it."""
    own = [NIL if kind_of(c).numeric else None for c in records.columns]
    named = ((unit, book.touched.name(unit)) for unit in book.returns.without_rows(records.code))
    return [(None, f"{name}: {NIL}", *own, unit) for unit, name in named]


def _row_cells(table: Located, row: int) -> OnlyCells:
    """One row of a list: names are ``list.column``."""
    return OnlyCells(lambda name: "$" + address(row, table.columns[name.code.partition(".")[2]]))


def _steps(records: RecordList, book: BookAt, call: Call) -> list[str]:
    """What each row's running text says."""
    frame = row_frame(records, book.returns.lists[records.code], qualified=True)
    items = evaluate(call.arguments[0], frame).values
    chosen = [evaluate(c, frame).values for c in call.arguments[1:]]
    text, made = "", []
    for number in range(frame.size):
        item = str(items[number])
        if item and all(c[number] for c in chosen):
            text += (SEPARATOR if text else "") + item
        made.append(text)
    return made


TABLE = MasterTable(
    "list:", sheet, columns, content, table_names, spare=SPARE_ROWS, leaves=True, shrinks=True
)
