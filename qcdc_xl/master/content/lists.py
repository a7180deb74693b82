"""The record lists in the master: every unit's rows one after another, with running texts for lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from qcdc_xl.catalogue.scopes import kind
from qcdc_xl.expression.evaluate import evaluate
from qcdc_xl.expression.render import OnlyCells, Renderer
from qcdc_xl.expression.schema import Schema
from qcdc_xl.expression.syntax import Call, names, parse
from qcdc_xl.marked import address
from qcdc_xl.master.content.content import Content
from qcdc_xl.master.places import Located, MasterPlaces
from qcdc_xl.model import RecordList
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.consolidate import row_frame
from qcdc_xl.xlsx.host import Cell, Formula

SEPARATOR = "\n"


def record_lists(book: BookAt) -> Iterator[Content]:
    """One table a record list: number, unit, the list's own columns, one hidden column a list figure."""
    for records in book.catalogue.lists:
        yield _content(book, records)


def list_figures(book: BookAt, records: RecordList) -> dict[str, Call]:
    """The figures that are lists of this record list's rows, with their LIST(…)."""
    found = {}
    for figure in book.catalogue.figures:
        node = parse(figure.expression)
        listed = isinstance(node, Call) and node.function == "LIST"
        if listed and names(node)[0].code.partition(".")[0] == records.code:
            found[figure.code] = cast(Call, node)
    return found


def list_columns(book: BookAt, records: RecordList) -> tuple[str, ...]:
    """The columns of a record list's table in the master."""
    steps = (f"figure:{code}" for code in list_figures(book, records))
    return ("number", "unit_name", *(c.code for c in records.columns), "unit", *steps)


def _content(book: BookAt, records: RecordList) -> Content:
    table, catalogue = book.returns.lists[records.code], book.catalogue
    figures = list_figures(book, records)
    steps = {code: _steps(records, book, call) for code, call in figures.items()}
    schema = Schema(names={f"{records.code}.{c.code}": kind(c) for c in records.columns})
    own = [c.code for c in records.columns]

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        if number < len(table):
            record = table.iloc[number]
            unit = catalogue.unit[record["unit"]]
            cells: list[Cell] = [number + 1, unit.name, *(record[c] for c in own), unit.code]
        else:
            cells = [None] * (len(own) + 3)
        for code, call in figures.items():
            cells.append(_step(places, records, row, number, code, call, steps[code], schema))
        return cells

    count = max(len(table), 1)
    return Content(f"list:{records.code}", list_columns(book, records), None, count, write)


def _step(
    places: MasterPlaces,
    records: RecordList,
    row: int,
    number: int,
    code: str,
    call: Call,
    steps: list[str],
    schema: Schema,
) -> Formula:
    located = places.tables[f"list:{records.code}"]
    above = "$" + address(located.rows[number - 1], located.columns[f"figure:{code}"]) if number else '""'
    formula = Renderer(schema, _row_cells(located, row)).list_step(call, above, "CHAR(10)")
    reached = steps[min(number, len(steps) - 1)] if steps else ""
    return Formula(formula, reached)


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
