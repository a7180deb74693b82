"""The annex (phụ lục): the summary tables as the report prints them, as plain tables of texts.

Signs as in Vietnamese statistics: "-" nothing to report, "…" no figure yet; a cell is blank where the unit is
not asked (law 2: blank, 0 and "không phát sinh" are three things).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qcdc_xl.catalogue.document_styles import ANNEX
from qcdc_xl.model import NIL, Indicator, Scalar, Section, Unit
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.consolidate import added, total
from qcdc_xl.totals.touched import SIGN
from qcdc_xl.values import asked_of, kind_of
from qcdc_xl.values.kind import printed

NOTHING, LACKING = "-", "…"
SIGNS = (
    f"Ký hiệu: “{NOTHING}” không phát sinh; “{LACKING}” chưa có số liệu; ô trống: không thuộc biểu của đơn vị"
)
COLUMNS = 10
"""How many columns of figures stand side by side on a landscape page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of texts; ``kind``: plain, total or section."""

    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of the annex. ``widths`` in mm; ``words``: of each column whether it holds words, not figures."""

    title: str
    widths: tuple[float, ...]
    head: tuple[str, ...]
    words: tuple[bool, ...]
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()
    """Below the signs: what those mean that stand behind figures of this report."""


def annex(book: BookAt, width: float) -> tuple[Table, ...]:
    """The tables on a page of so many mm: totals of all, then each section's units by indicators.

    The setting ``annex`` says how much is printed: "đủ" (or blank), "tổng số", "không".
    """
    wanted = ANNEX.get(book.catalogue.settings.get("annex", "").casefold(), "all")
    if wanted == "none":
        return ()
    tables = [_with_remarks(book, _totals(book, width), book.catalogue.data_sections)]
    if wanted == "all":
        for section in book.catalogue.data_sections:
            tables += (_with_remarks(book, t, (section,)) for t in _of_section(book, section, width))
    return tuple(t for t in tables if t.rows)


def _with_remarks(book: BookAt, table: Table, sections: Sequence[Section]) -> Table:
    """A table of these sections with what its signs mean: of the units that are asked there, no others."""
    if not any(SIGN in cell for row in table.rows for cell in row.cells):
        return table
    codes = {s.code for s in sections}
    asked = (i for i in book.catalogue.indicators if i.section in codes)
    return replace(
        table,
        remarks=book.touched.remarks(frozenset().union(*(book.touched.indicator(i.code) for i in asked))),
    )


def written(value: Scalar, asked: bool = True, of: Indicator | None = None) -> str:
    """A value in a cell of the annex: of an indicator, or a total or count."""
    if value is None:
        return LACKING if asked else ""
    if value == NIL:
        return NOTHING
    return kind_of(of).printed(value) if of else printed(value)


def _signed(text: str, touched: frozenset[str]) -> str:
    """A figure that returns with errors went into has the sign behind it."""
    return f"{text} {SIGN}" if text and touched else text


def _totals(book: BookAt, width: float) -> Table:
    catalogue = book.catalogue
    types = tuple(dict.fromkeys(u.type for u in catalogue.active_units))
    fixed = (12.0, 22.0, 20.0, 18.0)
    label = max(60.0, width - sum(fixed) - 20 * len(types))
    each = (width - sum(fixed) - label) / max(len(types), 1)
    head = (
        "TT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Tổng số",
        *(catalogue.type_label(t) for t in types),
        "Đơn vị có số liệu",
    )
    rows: list[Row] = []
    for section in catalogue.data_sections:
        asked = [i for i in catalogue.indicators if i.section == section.code and i.aggregation != "NONE"]
        if asked:
            rows.append(Row("section", (section.code, section.title, *[""] * (len(head) - 2))))
        rows += [r for n, i in enumerate(asked, start=1) for r in _indicator(book, i, str(n), types)]
    widths = (fixed[0], label, fixed[1], fixed[2], *[each] * len(types), fixed[3])
    words = tuple(n < 3 for n in range(len(head)))
    return Table("Biểu tổng hợp số liệu", widths, head, words, tuple(rows))


def _indicator(book: BookAt, asked: Indicator, number: str, types: Sequence[str]) -> Iterator[Row]:
    """An indicator's totals, and under a choice a row for each answer."""
    values: list[Scalar] = book.returns.values[asked.code].tolist()
    units = book.catalogue.active_units
    forms = [book.catalogue.form_of(u) for u in units]
    wanted = [f is not None and f.code in asked.forms for f in forms]
    of_type = [[v for u, v in zip(units, values, strict=True) if u.type == t] for t in types]
    in_form = [any(w for u, w in zip(units, wanted, strict=True) if u.type == t) for t in types]
    answered = f"{sum(v is not None for v in values)}/{sum(wanted)}"
    if asked.aggregation == "COUNT":
        sums: list[Scalar] = [sum(v is not None for v in own) or None for own in of_type]
    else:
        sums = [added(own) for own in of_type]
    cells = (
        _signed(written(v, w), book.touched.indicator(asked.code, t))
        for v, w, t in zip(sums, in_form, types, strict=True)
    )
    whole = _signed(written(total(book.returns, asked)), book.touched.indicator(asked.code))
    yield Row("plain", (number, asked.label, asked.unit_of_measure, whole, *cells, answered))
    kind = kind_of(asked)
    for answer in kind.answers(asked_of(book.catalogue, asked)):
        count = [sum(kind.answered(v, answer) for v in own) for own in (values, *of_type)]
        counts = [
            _signed(written(n), book.touched.indicator(asked.code, t)) if w else ""
            for n, w, t in zip(count, (True, *in_form), ("", *types), strict=True)
        ]
        yield Row("plain", ("", f"    {answer}", "", *counts, ""))


def _of_section(book: BookAt, section: Section, width: float) -> Iterator[Table]:
    """A section's units by its indicators, in as many tables as fit the page."""
    asked = [i for i in book.catalogue.indicators if i.section == section.code and not kind_of(i).narrative]
    parts = -(-len(asked) // COLUMNS)
    size = -(-len(asked) // max(parts, 1))
    for part in range(parts):
        own = asked[part * size : (part + 1) * size]
        more = f" ({part + 1}/{parts})" if parts > 1 else ""
        title = f"Mục {section.code}. {section.title}{more}"
        shares = [1.0 if kind_of(i).numeric else 1.6 for i in own]
        each = min(30.0, (width - 12 - 55) / sum(shares))
        label = min(100.0, width - 12 - each * sum(shares))
        head = ("TT", "Đơn vị", *(_heading(i) for i in own))
        words = (True, True, *(not kind_of(i).numeric for i in own))
        rows = tuple(_rows(book, section, own))
        yield Table(title, (12.0, label, *(each * share for share in shares)), head, words, rows)


def _heading(asked: Indicator) -> str:
    return f"{asked.label} ({asked.unit_of_measure})" if asked.unit_of_measure else asked.label


def _rows(book: BookAt, section: Section, asked: Sequence[Indicator]) -> Iterator[Row]:
    returns, catalogue = book.returns, book.catalogue
    totals = (
        _signed(written(total(returns, i), i.aggregation != "NONE"), book.touched.indicator(i.code))
        for i in asked
    )
    yield Row("total", ("", "Tổng số", *totals))
    forms = {f for i in catalogue.indicators if i.section == section.code for f in i.forms}
    columns = [dict(zip(returns.values.index, returns.values[i.code].tolist(), strict=True)) for i in asked]
    number = 0
    for unit in catalogue.active_units:
        form = catalogue.form_of(unit)
        if form and form.code in forms:
            number += 1
            yield Row(
                "plain", (str(number), book.touched.name(unit.code), *_cells(unit, form.code, asked, columns))
            )


def _cells(
    unit: Unit, form: str, asked: Sequence[Indicator], columns: Sequence[dict[str, Scalar]]
) -> Iterator[str]:
    for indicator, column in zip(asked, columns, strict=True):
        yield written(column[unit.code], form in indicator.forms, indicator)
