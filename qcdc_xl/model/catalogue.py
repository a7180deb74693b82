"""The catalogue's records: what is reported by whom and checked how.

All are frozen; sequences are tuples. Names are DHIS2's and XLSForm's where those have a word. ``from_period`` and
``to_period`` (columns ``from``, ``to``) are the codes of the first and last period in which a definition holds;
blank: always.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Level:
    """A level of administration, e.g. ``xa``; ``parent`` is the level it reports to ("" at the top)."""

    code: str
    label: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Who reports. After 2025 the same code can mean another commune: the key is (code, valid_from)."""

    code: str
    name: str
    type: str
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    level: str = ""
    parent: str = ""
    email: str = ""

    def active(self, period: Period) -> bool:
        """Whether the unit exists on the last day of the period (a merged unit does not)."""
        begun = self.valid_from is None or self.valid_from <= period.end
        return begun and (self.valid_to is None or self.valid_to >= period.end)


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period, e.g. ``2022-H1``; ``due`` is the last day for handing in."""

    code: str
    label: str
    start: datetime.date
    end: datetime.date
    due: datetime.date | None = None

    @property
    def number(self) -> int:
        """Which one of its kind in the year: 2022-H2 and 2022-Q2 are 2, a whole year is 1."""
        tail = self.code.rpartition("-")[2]
        return int(tail[1:]) if tail[:1].isalpha() and tail[1:].isdigit() else 1


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: ``II.2``. ``kind`` is ``data`` for those with a sheet of numbers."""

    code: str
    title: str
    kind: str = "text"
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of workbook that some types of unit fill in; ``number`` as printed, "01/QCDC-XA"."""

    code: str
    number: str
    title: str
    unit_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number, choice or text asked of a unit.

    ``type`` is XLSForm's: integer, decimal, text, select_one, date. With ``expression`` it is derived:
    computed by the form, never typed. ``aggregation`` is DHIS2's: SUM, COUNT (of answers) or NONE.
    ``over_time`` says how it goes from parts to a longer period: ``sum``, ``last`` (stocks, cumulative counts)
    or ``none``. ``law`` names the article that asks for it, where it is known to stand.
    """

    code: str
    section: str
    forms: tuple[str, ...]
    label: str
    unit_of_measure: str = ""
    type: str = "integer"
    required: bool = False
    min: float | None = None
    max: float | None = None
    choices: str = ""
    expression: str = ""
    aggregation: str = "SUM"
    hint: str = ""
    over_time: str = "sum"
    law: str = ""
    from_period: str = ""
    to_period: str = ""

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return self.type in ("integer", "decimal")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a record list; with ``expression`` it is derived from the row's other columns."""

    list: str
    code: str
    label: str
    type: str = "text"
    choices: str = ""
    required: bool = False
    expression: str = ""
    width: float = 16
    from_period: str = ""
    to_period: str = ""

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return self.type in ("integer", "decimal")


@dataclass(frozen=True, slots=True)
class RecordList:
    """Rows asked of a unit: conferences, documents. ``rows`` is how many the form offers at first."""

    code: str
    section: str
    forms: tuple[str, ...]
    label: str
    columns: tuple[ListColumn, ...] = ()
    rows: int = 30
    hint: str = ""
    from_period: str = ""
    to_period: str = ""

    def column(self, code: str) -> ListColumn | None:
        """The column of that code, or ``None``."""
        return next((c for c in self.columns if c.code == code), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that may be chosen: ``value`` is the text in the cell, ``label`` explains it."""

    list_name: str
    value: str
    label: str = ""
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold. ``scope``: form, across (all units together) or history (against the last period).

    ``missing`` says what a blank operand means: ``skip`` the rule, take ``zero``, or ``fail``.
    ``message`` may hold ``{indicator}``, replaced by the value found.
    """

    code: str
    scope: str
    severity: str
    expression: str
    message: str
    relevant: str = ""
    missing: str = "skip"
    trial: bool = False
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or list in the report; ``format``: count, grouped, percent, ordinal, roman, text, list."""

    code: str
    section: str
    label: str
    expression: str
    format: str = "count"
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a section's indicators: ``column``, ``bar``, ``stacked`` over its units, or ``pie`` of a
    choice. ``unit_types`` narrows the units where their rows stand together."""

    code: str
    title: str
    type: str
    section: str
    items: tuple[str, ...]
    unit_types: tuple[str, ...] = ()
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """One paragraph of a footnote; a footnote with several paragraphs has several rows in ``order``.

    ``sheet`` and ``cell`` are where its text stands in the master, blank if it came from elsewhere.
    """

    number: int
    section: str
    order: int
    text: str
    from_period: str = ""
    to_period: str = ""
    sheet: str = field(default="", compare=False)
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Narrative text of a section, with figures and footnote marks in it; its place as a footnote's."""

    section: str
    style: str
    text: str
    period: str = ""
    when: str = ""
    sheet: str = field(default="", compare=False)
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class StyleValue:
    """One value of a document style (thể thức): a length, a font, a word printed; see ``document_styles``."""

    document_style: str
    key: str
    value: str
    label: str = ""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All the tables that say what is reported by whom and checked how, in the tables' own order.

    Compared and hashed by identity, so that what is derived from it can be cached.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    setting_labels: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    units: tuple[Unit, ...] = ()
    periods: tuple[Period, ...] = ()
    sections: tuple[Section, ...] = ()
    forms: tuple[Form, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    lists: tuple[RecordList, ...] = ()
    choices: tuple[Choice, ...] = ()
    rules: tuple[Rule, ...] = ()
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    document_styles: tuple[StyleValue, ...] = ()

    @cached_property
    def indicator(self) -> Mapping[str, Indicator]:
        """Indicators by code."""
        return {i.code: i for i in self.indicators}

    @cached_property
    def list(self) -> Mapping[str, RecordList]:
        """Record lists by code."""
        return {r.code: r for r in self.lists}

    @cached_property
    def figure(self) -> Mapping[str, Figure]:
        """Figures by code."""
        return {f.code: f for f in self.figures}

    @cached_property
    def period(self) -> Period:
        """The period that is being collected: the setting ``period``."""
        return next(p for p in self.periods if p.code == self.settings["period"])

    @cached_property
    def active_units(self) -> tuple[Unit, ...]:
        """The units that report in the present period, in the table's order."""
        return tuple(u for u in self.units if u.active(self.period) and self.form_of(u))

    @cached_property
    def unit(self) -> Mapping[str, Unit]:
        """Active units by code."""
        return {u.code: u for u in self.active_units}

    @cached_property
    def data_sections(self) -> tuple[Section, ...]:
        """The sections that have a sheet of numbers."""
        return tuple(s for s in self.sections if s.kind == "data")

    def form_of(self, unit: Unit) -> Form | None:
        """The form that this unit fills in, by its type."""
        return self._form_by_type.get(unit.type)

    @cached_property
    def _form_by_type(self) -> Mapping[str, Form]:
        return {t: form for form in reversed(self.forms) for t in form.unit_types}

    def indicators_of(self, form: str) -> tuple[Indicator, ...]:
        """What a form asks, in the table's order grouped by section as the report has them."""
        order = {s.code: n for n, s in enumerate(self.sections)}
        asked = [i for i in self.indicators if form in i.forms]
        return tuple(sorted(asked, key=lambda i: order.get(i.section, len(order))))

    def lists_of(self, form: str) -> tuple[RecordList, ...]:
        """The record lists of a form."""
        return tuple(r for r in self.lists if form in r.forms)

    def choices_of(self, list_name: str) -> tuple[str, ...]:
        """The texts that may be chosen from a list of choices."""
        return tuple(c.value for c in self.choices if c.list_name == list_name)

    def type_label(self, unit_type: str) -> str:
        """The word for a type of unit, from the choices ``unit_type``."""
        named = (c.label for c in self.choices if c.list_name == "unit_type" and c.value == unit_type)
        return next(named, unit_type) or unit_type
