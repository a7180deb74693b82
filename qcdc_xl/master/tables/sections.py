"""The section sheets: one table a data section, a row a unit, a column an indicator, totals on top."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Container, Iterator, Sequence
from typing import cast

from qcdc_xl.catalogue.scopes import kind, tolerances
from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.expression.render import OnlyCells, Renderer, literal
from qcdc_xl.expression.schema import Schema
from qcdc_xl.expression.syntax import parse
from qcdc_xl.marked import Marked, Row
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.places import Located, MasterPlaces
from qcdc_xl.master.tables.table import Content, MasterTable, keyed, keys_of, link, shown
from qcdc_xl.master.tables.values import first_rows
from qcdc_xl.model import NIL, Indicator, Scalar, Section, Unit
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.totals.amended import in_use
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.consolidate import total
from qcdc_xl.totals.touched import SIGN
from qcdc_xl.values import kind_of
from qcdc_xl.xlsx.host import Cell, Formula

HEADING_KEYS = ("#label", "#unit_of_measure", "#number", "#total")
TOUCHED_KEY = "#touched"
"""The row below the totals that says which of them returns with errors went into; only where there are any."""


def table_names(book: BookAt) -> tuple[str, ...]:
    """One table a section that has a sheet of numbers."""
    return tuple(f"section:{s.code}" for s in book.catalogue.data_sections)


def sheet(book: BookAt, name: str) -> Sheet:
    """The section's own sheet."""
    section = _section(book, name)
    title = f"MỤC {section.code}. {section.title}"
    return Sheet(section.code, title, "data", book.catalogue.period.label)


def _section(book: BookAt, name: str) -> Section:
    code = name.partition(":")[2]
    return next(s for s in book.catalogue.sections if s.code == code)


def _asked(book: BookAt, section: str) -> list[Indicator]:
    return [i for i in book.catalogue.indicators if i.section == section]


def columns(book: BookAt, name: str) -> tuple[SheetColumn, ...]:
    """The unit, the section's indicators, the link to the source."""
    own = (
        SheetColumn(i.code, i.label, kind_of(i).width, kind_of(i).look)
        for i in _asked(book, name.partition(":")[2])
    )
    return (SheetColumn("number", "TT", 5, "cell_center"), SheetColumn("name", "Đơn vị", 40),
            SheetColumn("unit.type", "Loại", 8, hidden=True), *own,
            SheetColumn("source", "Nguồn", 10, "cell_link"))  # fmt: skip


def section_units(book: BookAt, section: str) -> list[Unit]:
    """The units that are asked for something in a section."""
    forms = {f for i in book.catalogue.indicators if i.section == section for f in i.forms}
    found = ((u, book.catalogue.form_of(u)) for u in book.catalogue.active_units)
    return [unit for unit, form in found if form and form.code in forms]


def content(book: BookAt, name: str) -> Content:
    """Headings and totals, then the units that are asked for something here."""
    section = _section(book, name)
    units = section_units(book, section.code)
    keys = (*_headings(book, section.code), *(u.code for u in units))
    return keyed(name, keys_of(columns(book, name)), keys, _writer(book, section, units))


def _headings(book: BookAt, section: str) -> tuple[str, ...]:
    added = (i for i in _asked(book, section) if i.aggregation != "NONE")
    touched = any(book.touched.indicator(i.code) for i in added)
    return (*HEADING_KEYS, TOUCHED_KEY) if touched else HEADING_KEYS


def _writer(
    book: BookAt, section: Section, units: list[Unit]
) -> Callable[[MasterPlaces, int, int], Sequence[Cell]]:
    asked = _asked(book, section.code)
    totals = {i.code: total(book.returns, i) for i in asked}
    first_row, headings = first_rows(book), _headings(book, section.code)
    amended = {
        (a.unit, a.item) for a in book.understood.amendments if in_use(book.catalogue, a, book.accepted)
    }

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        table = places.tables[f"section:{section.code}"]
        if number < len(headings):
            return _heading(book, headings[number], asked, totals, table, places)
        unit = units[number - len(headings)]
        cells = [cast(Cell, book.returns.values.at[unit.code, i.code]) for i in asked]
        source: Cell = None
        if unit.code in first_row:
            values = places.tables["values"]
            where = values.at(values.rows[0] + first_row[unit.code], "unit") if values.rows else ""
            source = link(f"#{where}", _source_word(unit.code, asked, amended))
        return (number - len(headings) + 1, book.touched.name(unit.code), unit.type, *cells, source)

    return write


def _source_word(unit: str, asked: Sequence[Indicator], amended: Container[tuple[str, str]]) -> str:
    """What the link says: which columns, by their numbers, were put right by telephone."""
    columns = [str(n) for n, i in enumerate(asked, start=1) if (unit, i.code) in amended]
    return f"Nguồn (sửa cột {', '.join(columns)})" if columns else "Nguồn"


def _heading(
    book: BookAt,
    key: str,
    asked: list[Indicator],
    totals: dict[str, Scalar],
    table: Located,
    places: MasterPlaces,
) -> Sequence[Cell]:
    if key == "#label":
        return ("TT", "Đơn vị", "Loại", *(i.label for i in asked), "Nguồn")
    if key == "#unit_of_measure":
        return (None, None, None, *(i.unit_of_measure or None for i in asked), None)
    if key == "#number":
        return ("A", "B", None, *range(1, len(asked) + 1), None)
    if key == TOUCHED_KEY:
        marks = (
            SIGN if totals[i.code] is not None and book.touched.indicator(i.code) else None for i in asked
        )
        return (None, f"{SIGN} Có số liệu nhận dù còn lỗi", None, *marks, None)
    cells = [total_formula(i, table, places, totals[i.code]) for i in asked]
    return (None, "Tổng số", None, *cells, None)


def total_formula(asked: Indicator, table: Located, places: MasterPlaces, value: Scalar) -> Cell:
    """The live total above an indicator's column."""
    area = table.area(asked.code)
    if asked.aggregation == "SUM" and kind_of(asked).numeric and not asked.expression:
        nothing = f'IF(COUNTIF({area},{literal(NIL)})>0,{literal(NIL)},"")'
        return Formula(f"IF(COUNT({area})>0,SUM({area}),{nothing})", shown(value))
    if asked.aggregation == "COUNT":
        return Formula(f'IF(COUNTA({area})=0,"",COUNTA({area}))', shown(value))
    if asked.expression and kind_of(asked).numeric:
        totals = OnlyCells(lambda name: table.cell("#total", name.code))
        schema = Schema(names={c: kind(places.catalogue.indicator[c]) for c in table.columns if c in places.catalogue.indicator}, tolerances=tolerances(places.catalogue))  # fmt: skip
        return Formula(Renderer(schema, totals).value(parse(asked.expression)), shown(value))
    return None


def overtyped(book: BookAt, parts: Sequence[Marked], file: str) -> Iterator[Finding]:
    """VALUE_OVERTYPED where the sheet says something else than the returns said."""
    for part in parts:
        asked = _asked(book, part.name.partition(":")[2])
        columns = [i.code for i in asked if not i.expression and i.code in part.columns]
        for row in (r for r in part.rows() if r.key in book.accepted):
            for code in columns:
                yield from _overtyped(book, part, row, code, file)


def _overtyped(book: BookAt, part: Marked, row: Row, code: str, file: str) -> Iterator[Finding]:
    expected, found = cast(Scalar, book.returns.values.at[row.key, code]), row.at(part.columns[code])
    if not _same(found, expected):
        place = Place(row.key, file, part.sheet, part.address(row.number, code), code)
        yield finding("VALUE_OVERTYPED", place, found=_shown(found), expected=_shown(expected))


def _same(found: object, expected: Scalar) -> bool:
    if expected is None:
        return found == ""
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(found - expected) <= 1e-9 * max(1.0, abs(expected))
    if isinstance(expected, datetime.date) and isinstance(found, datetime.date):
        return as_text(found) == as_text(expected)
    return str(found).strip() == str(expected).strip()


def _shown(value: object) -> str:
    return "(trống)" if value in ("", None) else NIL if value == NIL else as_text(value)


TABLE = MasterTable(
    "section:", sheet, columns, content, table_names,
    check=overtyped, headed=False, fixed_columns=3, leaves=True, shrinks=True,
)  # fmt: skip
