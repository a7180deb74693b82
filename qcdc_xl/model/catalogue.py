"""The catalogue: all the tables together, and what of them holds at a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from qcdc_xl.model.definitions import (
    Chart,
    Choice,
    Figure,
    Footnote,
    Form,
    FormVersion,
    Indicator,
    Level,
    Paragraph,
    RecordList,
    Rule,
    Section,
    StyleValue,
    Unit,
    UnitChange,
)
from qcdc_xl.model.period import Period, period_of


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All the tables that say what is reported by whom and checked how, in the tables' own order.

    ``settings`` are those of all periods, ``period_settings`` by period those that hold there instead.
    Compared and hashed by identity, so that what is derived from it can be cached.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    setting_labels: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    units: tuple[Unit, ...] = ()
    unit_changes: tuple[UnitChange, ...] = ()
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
    form_versions: tuple[FormVersion, ...] = ()
    period_settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

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

    def period_of(self, code: str) -> Period | None:
        """The period of a code: the table's row, or what the code alone says; ``None`` if it says nothing."""
        return self._period.get(code) or period_of(code)

    @cached_property
    def _period(self) -> Mapping[str, Period]:
        return {p.code: p for p in self.periods}

    def at(self, code: str) -> CatalogueAt:
        """The catalogue at a period. Raises ``KeyError`` for a code that is no period's."""
        found = self._at.get(code)
        if found is None:
            found = self._at[code] = _at(self, code)
        return found

    @cached_property
    def _at(self) -> dict[str, CatalogueAt]:
        return {}

    @property
    def working(self) -> CatalogueAt:
        """The catalogue at the working period: the setting ``period``."""
        return self.at(self.settings["period"])

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
        """The record lists of a form; one whose columns nobody has named yet asks nothing."""
        return tuple(r for r in self.lists if form in r.forms and r.columns)

    def choices_of(self, list_name: str) -> tuple[str, ...]:
        """The texts that may be chosen from a list of choices."""
        return tuple(c.value for c in self.choices if c.list_name == list_name)

    def type_label(self, unit_type: str) -> str:
        """The word for a type of unit, from the choices ``unit_type``."""
        named = (c.label for c in self.choices if c.list_name == "unit_type" and c.value == unit_type)
        return next(named, unit_type) or unit_type


@dataclass(frozen=True, eq=False)
class CatalogueAt(Catalogue):
    """The catalogue at a period: the definitions that hold there, its settings, the units that report.

    A definition holds at a period as a unit does: on the period's last day. So of two that follow one another
    within a year the year has the second, whatever kinds of period ``from`` and ``to`` name. The setting
    ``period`` is this period's code. Paragraphs are those of this period and of all. ``whole`` is the catalogue that it is a view of.
    """

    period: Period = field(kw_only=True)
    whole: Catalogue = field(kw_only=True)
    departed: Mapping[str, Unit] = field(default_factory=dict, kw_only=True)
    """Units that are gone on the last day and whose earlier numbers count, see ``totals.departed``, by what they are
    called here: their code, or more where another unit has it now."""

    def at(self, code: str) -> CatalogueAt:
        """The same catalogue at another period."""
        return self.whole.at(code)

    @property
    def working(self) -> CatalogueAt:
        """The catalogue at the working period."""
        return self.whole.working

    @cached_property
    def reporting_units(self) -> tuple[Unit, ...]:
        """The units that report in the period, in the table's order."""
        return tuple(u for u in self.units if u.active(self.period) and self.form_of(u))

    @cached_property
    def active_units(self) -> tuple[Unit, ...]:
        """The units whose numbers count in the period: those that report, then those that are gone."""
        gone = (replace(unit, code=code) for code, unit in self.departed.items())
        return (*self.reporting_units, *gone)

    @cached_property
    def unit(self) -> Mapping[str, Unit]:
        """Active units by code."""
        return {u.code: u for u in self.active_units}


def _at(whole: Catalogue, code: str) -> CatalogueAt:
    period = whole.period_of(code)
    if period is None:
        raise KeyError(code)
    tables: dict[str, Any] = {f.name: getattr(whole, f.name) for f in fields(Catalogue)}
    for name, records in tables.items():
        if isinstance(records, tuple):
            tables[name] = _holding(whole, records, period)
    tables["lists"] = tuple(
        replace(r, columns=_holding(whole, r.columns, period)) if any(map(_timed, r.columns)) else r
        for r in tables["lists"]
    )
    tables["paragraphs"] = tuple(p for p in whole.paragraphs if p.period in ("", code))
    tables["settings"] = {**whole.settings, **whole.period_settings.get(code, {}), "period": code}
    return CatalogueAt(**tables, period=period, whole=whole)


def _timed(record: Any) -> bool:
    return bool(getattr(record, "from_period", "") or getattr(record, "to_period", ""))


def _holding(whole: Catalogue, records: tuple[Any, ...], period: Period) -> tuple[Any, ...]:
    """Those that hold on the period's last day; a limit that names no period is none."""
    return tuple(r for r in records if not _timed(r) or _holds(whole, r, period))


def _holds(whole: Catalogue, record: Any, period: Period) -> bool:
    first, last = whole.period_of(record.from_period), whole.period_of(record.to_period)
    return (first is None or first.start <= period.end) and (last is None or period.end <= last.end)
