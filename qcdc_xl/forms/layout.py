"""Step 1: where everything in a form stands.

Pure: numbers of rows and columns (from 0), so that the formulas can be written before any cell is. The
marked tables are the protocol of every sheet; ``nil`` and ``status`` are columns of our own beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from qcdc_xl.catalogue.scopes import Compared, period_value, setting_value
from qcdc_xl.expression.render import OnlyCells, Ref, Span, literal
from qcdc_xl.expression.syntax import Name
from qcdc_xl.marked import address, quoted
from qcdc_xl.model import CatalogueAt, Form, Indicator, RecordList, Scalar, Section, Unit, Value
from qcdc_xl.model.period import LAST_YEAR, PREVIOUS, YEAR_TO_DATE
from qcdc_xl.values import kind_of

DATA, CHECK, GUIDE, CHOICES = "Số liệu", "Kiểm tra", "Hướng dẫn", "Lựa chọn"
KEY, NUMBER, LABEL, CODE, MEASURE, VALUE, NIL_COLUMN, NOTE, STATUS = range(9)
"""Columns of the sheet of numbers; KEY is hidden."""
PAST_COLUMNS = {PREVIOUS: 9, LAST_YEAR: 10, YEAR_TO_DATE: 11}
"""Hidden columns behind them, only where a rule reads them."""

META_ROWS = ("form", "unit", "period", "catalogue", "issued")
META_TOP = 0
TITLE_TOP = META_TOP + len(META_ROWS) + 2
HEAD = TITLE_TOP + 6
MARKER = HEAD + 2
FIRST = MARKER + 1
LIST_STATE, LIST_HEAD, LIST_MARKER, LIST_FIRST = 3, 4, 6, 7
ANSWER_GAP = 4
"""From the closing mark of the indicators to the first answer of a list: a title, headings, the marker."""
_MORE_ROWS = 5


@dataclass(frozen=True)
class ListPlace:
    """A record list's sheet: its name, the columns of its codes, how many rows are offered."""

    records: RecordList
    sheet: str
    columns: Mapping[str, int]
    status: int
    last: int

    def area(self, code: str) -> str:
        """The range of a column over all rows offered."""
        column = self.columns[code]
        first, last = address(LIST_FIRST, column, True), address(self.last, column, True)
        return f"{quoted(self.sheet)}!{first}:{last}"

    @property
    def states(self) -> str:
        """The range of what the form says of each row."""
        first, last = address(LIST_FIRST, self.status, True), address(self.last, self.status, True)
        return f"{quoted(self.sheet)}!{first}:{last}"

    def row(self, index: int) -> OnlyCells:
        """The cells of one row, for the list's derived columns."""
        return OnlyCells(lambda name: "$" + address(index, self.columns[name.code]))


@dataclass(frozen=True)
class Layout:
    """Where a unit's form has its sections, indicators and lists; also the ``Places`` of its formulas."""

    catalogue: CatalogueAt
    unit: Unit
    form: Form
    sections: Mapping[int, Section]
    indicators: Mapping[str, int]
    lists: Mapping[str, ListPlace]
    choices: Mapping[str, str]
    end: int
    answers: Mapping[str, int]
    """The rows below the indicators in which whole lists are answered, by the list's code."""
    past_cells: frozenset[Compared] = frozenset()
    """What of other periods stands in the form."""
    year_begins: bool = False
    """Whether the year to date is the period itself."""

    def numbered(self, code: str) -> str:
        """The indicator's number in this form, as printed in column "Mã số": "07"."""
        return self._numbers[code]

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return {code: f"{number:02}" for number, code in enumerate(self.indicators, start=1)}

    def place(self, item: str, row: int) -> tuple[str, int, int] | None:
        """The sheet, row and column of a cell that is asked; ``None`` if the form has none."""
        if item in self.indicators:
            return DATA, self.indicators[item], VALUE
        if (whole := item.removeprefix("list:")) in self.answers and whole != item:
            return DATA, self.answers[whole], NIL_COLUMN
        code, _, column = item.partition(".")
        found = self.lists.get(code)
        if found is None or column not in found.columns or not row:
            return None
        return found.sheet, LIST_FIRST + row - 1, found.columns[column]

    @property
    def bottom(self) -> int:
        """The row of the last closing mark: the signatures stand below."""
        return max(self.answers.values()) + 1 if self.answers else self.end

    def answer(self, code: str, column: int = NIL_COLUMN) -> str:
        """The absolute address of a cell in the row that answers a whole list, with its sheet."""
        return f"{quoted(DATA)}!{address(self.answers[code], column, True)}"

    def at(self, code: str, column: int = VALUE) -> str:
        """The absolute address of an indicator's cell, with its sheet."""
        return f"{quoted(DATA)}!{address(self.indicators[code], column, True)}"

    def cell(self, name: Name) -> Ref:
        """The cells in which a unit enters an indicator: its number, and "không phát sinh"."""
        constant = self.constant(name.code)
        if constant is not None:
            return Ref(literal(constant))
        asked = self.catalogue.indicator[name.code]
        with_nil = kind_of(asked).numeric and not asked.expression
        return Ref(self.at(name.code), self.at(name.code, NIL_COLUMN) if with_nil else "")

    def past(self, when: str, code: str) -> Ref:
        """The hidden cell of a value at another period; blank where the form does not hold it."""
        if when == YEAR_TO_DATE and self.year_begins:
            return self.cell(Name(code))
        return Ref(self.at(code, PAST_COLUMNS[when]) if (when, code) in self.past_cells else '""')

    def span(self, code: str, beside: str = "") -> Span | None:
        """A list's column; indicators have one value in a form."""
        list_code, dot, column = code.partition(".")
        return Span(self.lists[list_code].area(column)) if dot and list_code in self.lists else None

    def rows(self, code: str) -> Span:
        """The numbering column of a list, which has a number in every row that is filled in."""
        return Span(self.lists[code].area("number"))

    def setting(self, code: str) -> Ref:
        """Settings stand in the master; a form has their values as they were when it was made."""
        return Ref(literal(setting_value(self.catalogue.settings[code])))

    def constant(self, code: str) -> Scalar:
        """The period and the unit itself are known when the form is made."""
        if code.startswith("unit."):
            return self.unit.code if code == "unit.code" else self.unit.type
        return period_value(self.catalogue, code)


def layout(catalogue: CatalogueAt, unit: Unit) -> Layout:
    """Lay out the form of a unit that reports."""
    form = catalogue.form_of(unit)
    assert form is not None, "only units that have a form are given one"
    sections: dict[int, Section] = {}
    indicators: dict[str, int] = {}
    row, current = FIRST, ""
    titles = {s.code: s for s in catalogue.sections}
    for asked in catalogue.indicators_of(form.code):
        if asked.section != current:
            current = asked.section
            sections[row] = titles[current]
            row += 1
        indicators[asked.code] = row
        row += 1
    lists = _lists(catalogue, form)
    answers = {code: row + ANSWER_GAP + n for n, code in enumerate(lists)}
    choices = _choices(catalogue, form)
    return Layout(catalogue, unit, form, sections, indicators, lists, choices, row, answers)


def _lists(catalogue: CatalogueAt, form: Form) -> dict[str, ListPlace]:
    made: dict[str, ListPlace] = {}
    taken = {DATA, CHECK, GUIDE, CHOICES}
    for records in catalogue.lists_of(form.code):
        columns = {"number": 1} | {c.code: n for n, c in enumerate(records.columns, start=2)}
        sheet = sheet_name(records.label.removeprefix("Bảng kê ").strip(), taken)
        taken.add(sheet)
        last = LIST_FIRST + records.rows - 1
        made[records.code] = ListPlace(records, sheet, columns, len(columns) + 1, last)
    return made


def _choices(catalogue: CatalogueAt, form: Form) -> dict[str, str]:
    """Where the choices of each dropdown stand on the hidden sheet, one list a column."""
    used = [i.choices for i in catalogue.indicators_of(form.code)]
    used += [c.choices for r in catalogue.lists_of(form.code) for c in r.columns]
    areas = {"": f"{quoted(CHOICES)}!$A$2:$A$2"}
    for column, name in enumerate(dict.fromkeys(filter(None, used)), start=1):
        last = max(len(catalogue.choices_of(name)), 1)
        areas[name] = f"{quoted(CHOICES)}!{address(1, column, True)}:{address(last, column, True)}"
    return areas


def sheet_name(text: str, taken: set[str]) -> str:
    """A name that Excel takes: 31 characters, none of ``[]:*?/\\``, not used yet, first letter capital."""
    bare = re.sub(r"[\[\]:*?/\\']", " ", text)
    if len(bare) > 31:
        bare = bare[:31].rpartition(" ")[0] or bare[:31]
    name = bare = bare.strip(" ,")[:1].upper() + bare.strip(" ,")[1:]
    for number in range(2, 100):
        if name.casefold() not in {t.casefold() for t in taken}:
            break
        name = f"{bare[:28]} {number}"
    return name


def with_room(found: Layout, filled: Iterable[Value]) -> Layout:
    """The layout whose record lists offer at least as many rows as are filled in, and some to go on."""
    last: dict[str, int] = {}
    for value in filled:
        code = value.item.partition(".")[0]
        last[code] = max(last.get(code, 0), value.row)
    lists = {code: _longer(place, last.get(code, 0)) for code, place in found.lists.items()}
    return replace(found, lists=lists)


def _longer(place: ListPlace, rows: int) -> ListPlace:
    if rows <= place.records.rows:
        return place
    offered = rows + _MORE_ROWS
    return replace(place, records=replace(place.records, rows=offered), last=LIST_FIRST + offered - 1)


def asked_by_row(found: Layout) -> list[tuple[int, Indicator]]:
    """The rows of the sheet of numbers that have an indicator."""
    return [(row, found.catalogue.indicator[code]) for code, row in found.indicators.items()]
