"""Where the master's tables stand, and with that where the names of figures and rules are on the sheets.

A :class:`Located` table is made by the builder, which decides, or found on the sheets, which users have
moved about since. The formulas are rendered from it either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from qcdc_xl.catalogue.scopes import period_value
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.expression.render import Ref, Span, literal
from qcdc_xl.expression.syntax import Name
from qcdc_xl.marked import Marked, address, key_text, quoted
from qcdc_xl.model import CatalogueAt, Scalar


@dataclass(frozen=True)
class Located:
    """A table on a sheet: columns by key, rows by key (or, without keys, in order), the closing row."""

    name: str
    sheet: str
    marker: int
    key_column: int
    columns: Mapping[str, int]
    keys: Mapping[str, int]
    rows: tuple[int, ...]
    end: int

    def cell(self, key: str, column: str) -> str:
        """The absolute address of a keyed row's cell, with its sheet."""
        return self.at(self.keys[key], column)

    def at(self, row: int, column: str) -> str:
        """The absolute address of a cell, with its sheet."""
        return f"{quoted(self.sheet)}!{address(row, self.columns[column], True)}"

    def area(self, column: str) -> str:
        """The range of a column over all plain rows and the closing row, so that it grows by insertion."""
        first = min(self.rows, default=self.end)
        number = self.columns[column]
        return f"{quoted(self.sheet)}!{address(first, number, True)}:{address(self.end, number, True)}"


def located(marked: Marked) -> Located:
    """A table as found on a sheet. Rows whose key begins with ``#`` (headings, totals) are keyed only."""
    key_of = _key_of(marked.name, marked.columns)
    keys: dict[str, int] = {}
    rows = []
    for row in marked.rows():
        key = row.key or (key_of(row.at) if key_of else "")
        if key:
            keys.setdefault(key, row.number)
        if not key.startswith("#"):
            rows.append(row.number)
    columns = dict(marked.columns)
    return Located(marked.name, marked.sheet, marked.marker, marked.key_column, columns, keys, tuple(rows), marked.end)  # fmt: skip


def _key_of(table: str, columns: Mapping[str, int]) -> Callable[[Callable[[int | None], object]], str] | None:
    if table not in TABLES or not TABLES[table].looked_up:
        return None
    names = TABLES[table].key
    return lambda at: ".".join(filter(None, (key_text(at(columns.get(n))) for n in names)))


@dataclass(frozen=True)
class MasterPlaces:
    """The ``Places`` of figures and rules across units, on the master's sheets."""

    catalogue: CatalogueAt
    tables: Mapping[str, Located]

    def section(self, indicator: str) -> Located:
        """The section table that has a column for the indicator."""
        return self.tables[f"section:{self.catalogue.indicator[indicator].section}"]

    def cell(self, name: Name) -> Ref:
        """A unit's own value on its section's sheet, or a figure on the sheet of figures."""
        if name.unit:
            table = self.section(name.code)
            known = name.unit in table.keys and name.code in table.columns
            return Ref(table.cell(name.unit, name.code) if known else '""')
        constant = self.constant(name.code)
        if constant is not None:
            return Ref(literal(constant))
        return Ref(self.tables["figures"].cell(name.code, "value"))

    def past(self, when: str, code: str) -> Ref:
        """A figure at another period, in the column of the figures' table that has the period's word."""
        return Ref(self.tables["figures"].cell(code, when))

    def span(self, code: str, beside: str = "") -> Span | None:
        """An indicator's column over all units, a list's column over all rows, the units' types."""
        if code.startswith("unit."):
            beside_units = beside in self.catalogue.indicator
            return Span((self.section(beside) if beside_units else self.tables["progress"]).area(code))
        if code in self.catalogue.indicator:
            area = self.section(code).area(code)
            return Span(area, f"COUNTA({area})>0")
        list_code, dot, column = code.partition(".")
        if dot and list_code in self.catalogue.list:
            return Span(self.tables[f"list:{list_code}"].area(column), self.answered(list_code))
        return None

    def rows(self, code: str) -> Span:
        """The numbers in front of a list's rows."""
        return Span(self.tables[f"list:{code}"].area("number"), self.answered(code))

    def answered(self, list_code: str) -> str:
        """A condition: some unit has answered this list, by rows or by “không phát sinh”; either names it there."""
        return f"COUNTA({self.tables[f'list:{list_code}'].area('unit')})>0"

    def setting(self, code: str) -> Ref:
        """The cell of a setting: the period's own if there is one."""
        settings = self.tables["settings"]
        own = f"{code}.{self.catalogue.period.code}"
        return Ref(settings.cell(own if own in settings.keys else code, "value"))

    def constant(self, code: str) -> Scalar:
        """The period's number and year, as the period is chosen in the settings."""
        return period_value(self.catalogue, code)


OF = "of:"
"""A column key of a table that stands once a period tells which period its rows are of: "of:2022-H1"."""


def whole_name(marked: Marked) -> str:
    """A table's name, and behind a colon the period that it is of, where there is one table a period."""
    return next(
        (f"{marked.name}:{key[len(OF) :]}" for key in marked.columns if key.startswith(OF)), marked.name
    )


def locate(tables: Mapping[str, Iterable[Marked]]) -> dict[str, Located]:
    """Every table of a master by its whole name; of several with the same one the first."""
    found: dict[str, Located] = {}
    for marked in (m for parts in tables.values() for m in parts):
        name = whole_name(marked)
        if name not in found:
            found[name] = located(marked)
    return found
