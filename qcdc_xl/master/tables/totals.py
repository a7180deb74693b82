"""*Biểu tổng hợp*: a row an indicator, totals in all and by kind of unit, how many have reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qcdc_xl.expression.render import ANY_NUMBER, literal
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.master.tables.table import Content, MasterTable, keyed, keys_of, on, shown
from qcdc_xl.model import NIL, Indicator, Scalar, Section
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.consolidate import added, total
from qcdc_xl.values import asked_of, kind_of
from qcdc_xl.xlsx.host import Cell, Formula

SHEET = Sheet("Biểu tổng hợp", "BIỂU TỔNG HỢP", "result",
              "Tổng số là công thức, lấy từ các trang mục II.2 đến III.3.")  # fmt: skip


@dataclass(frozen=True)
class _Line:
    """One row: a section's heading, an indicator, or one answer to it."""

    key: str
    section: Section | None = None
    asked: Indicator | None = None
    answer: str = ""
    number: str = ""


def unit_types(book: BookAt) -> tuple[str, ...]:
    """The kinds of unit that report, in the order of the units."""
    return tuple(dict.fromkeys(u.type for u in book.catalogue.active_units))


def columns(book: BookAt, name: str) -> tuple[SheetColumn, ...]:
    """The total in all, then by kind of unit, then how many have answered."""
    label = book.catalogue.type_label
    types = (SheetColumn(f"type:{t}", label(t), 14, "cell_number") for t in unit_types(book))
    counts = (SheetColumn(key, "", 13, "cell_number") for key in ("reported", "expected", "nil"))
    return (SheetColumn("number", "TT", 8, "cell_center"), SheetColumn("label", "Chỉ tiêu", 56),
            SheetColumn("unit_of_measure", "Đơn vị tính", 12, "cell_center"),
            SheetColumn("total", "Tổng số", 14, "total"), *types, *counts, SheetColumn("touched", "", 30))  # fmt: skip


def _lines(book: BookAt) -> Iterator[_Line]:
    yield _Line("#label")
    for section in book.catalogue.data_sections:
        asked = [
            i for i in book.catalogue.indicators if i.section == section.code and i.aggregation != "NONE"
        ]
        if not asked:
            continue
        yield _Line(f"#section:{section.code}", section)
        for number, indicator in enumerate(asked, start=1):
            yield _Line(indicator.code, asked=indicator, number=str(number))
            for answer in kind_of(indicator).answers(asked_of(book.catalogue, indicator)):
                yield _Line(f"{indicator.code}={answer}", asked=indicator, answer=answer)


def content(book: BookAt, name: str) -> Content:
    """The table of all indicators that can be added up or counted."""
    lines = list(_lines(book))
    types = unit_types(book)
    units = book.catalogue.active_units

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        line = lines[number]
        if line.key == "#label":
            labels = (book.catalogue.type_label(t) for t in types)
            return ("TT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", *labels,
                    "Số đơn vị có số liệu", "Số đơn vị phải báo cáo", "Trong đó không phát sinh", "Ghi chú")  # fmt: skip
        if line.section is not None:
            return (line.section.code, line.section.title, *(None for _ in range(len(types) + 6)))
        asked = line.asked
        assert asked is not None
        label = f"    {line.answer}" if line.answer else asked.label
        by_type = (_of_type(book, places, line, t) for t in types)
        return (line.number or None, label, asked.unit_of_measure or None, _total(book, places, line),
                *by_type, *(_counts(book, places, asked, units) if not line.answer else (None, None, None)),
                book.touched.note(book.touched.indicator(asked.code)))  # fmt: skip

    return keyed(name, keys_of(columns(book, name)), [line.key for line in lines], write)


def _total(book: BookAt, places: MasterPlaces, line: _Line) -> Cell:
    asked = line.asked
    assert asked is not None
    table = places.section(asked.code)
    if line.answer:
        area = table.area(asked.code)
        kind = kind_of(asked)
        count = sum(kind.answered(v, line.answer) for v in book.returns.values[asked.code])
        return Formula(f"SUMPRODUCT(--({kind.answered_formula(area, line.answer)}))", count)
    cell = table.cell("#total", asked.code)
    return Formula(f'IF({cell}="","",{cell})', shown(total(book.returns, asked)))


def _of_type(book: BookAt, places: MasterPlaces, line: _Line, unit_type: str) -> Cell:
    asked = line.asked
    assert asked is not None
    forms = {f.code for f in book.catalogue.forms if unit_type in f.unit_types}
    if not forms & set(asked.forms):
        return None
    table = places.section(asked.code)
    area, types = table.area(asked.code), table.area("unit.type")
    of_type = f"({types}={literal(unit_type)})"
    units = [u.code for u in book.catalogue.active_units if u.type == unit_type]
    cells: list[Scalar] = book.returns.values.loc[units, asked.code].tolist()
    if line.answer:
        kind = kind_of(asked)
        count = sum(kind.answered(v, line.answer) for v in cells)
        return Formula(f"SUMPRODUCT({of_type}*({kind.answered_formula(area, line.answer)}))", count)
    if asked.aggregation == "COUNT":
        return Formula(f'SUMPRODUCT({of_type}*({area}<>""))', sum(v is not None for v in cells))
    counted = f"COUNTIFS({types},{literal(unit_type)},{area}"
    nothing = f'IF({counted},{literal(NIL)})>0,{literal(NIL)},"")'
    formula = f"IF({counted},{ANY_NUMBER})>0,SUMIF({types},{literal(unit_type)},{area}),{nothing})"
    return Formula(formula, shown(added(cells)))


def _counts(book: BookAt, places: MasterPlaces, asked: Indicator, units: Sequence[object]) -> Sequence[Cell]:
    area = places.section(asked.code).area(asked.code)
    cells = book.returns.values[asked.code].tolist()
    forms = [book.catalogue.form_of(u) for u in book.catalogue.active_units]
    expected = sum(f is not None and f.code in asked.forms for f in forms)
    answered, nil = sum(v is not None for v in cells), sum(v == NIL for v in cells)
    return (
        Formula(f"COUNTA({area})", answered),
        expected,
        Formula(f"COUNTIF({area},{literal(NIL)})", nil),
    )


TABLE = MasterTable("totals", on(SHEET), columns, content, headed=False, fixed_columns=3, shrinks=True)
