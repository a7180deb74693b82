"""Step 1: the past of a unit in its own form: hidden columns that the rules against other periods read.

Only what these rules name is there, and only where the book holds it. The stamp of a form is made without it: the
rules are the same for every unit, the numbers are nobody else's. The year to date goes on with what is typed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from xlsxwriter.worksheet import Worksheet

from qcdc_xl.catalogue.scopes import Compared, form_schema, rules_of
from qcdc_xl.checks.history import asked_then, compared, units_held
from qcdc_xl.expression.render import OnlyCells, Ref, Renderer, literal
from qcdc_xl.expression.syntax import Name, names, parse
from qcdc_xl.forms.cells import write_value
from qcdc_xl.forms.draft import Draft
from qcdc_xl.forms.layout import MARKER, PAST_COLUMNS, Layout
from qcdc_xl.model import NIL, CatalogueAt, Form, Indicator, Rule, Scalar
from qcdc_xl.model.period import YEAR_TO_DATE
from qcdc_xl.totals.unit_past import UnitPast
from qcdc_xl.values import kind_of


def shown_rules(catalogue: CatalogueAt, form: Form, past: UnitPast) -> tuple[Rule, ...]:
    """The rules that a form shows: those within it, then those against other periods of which the unit is held."""
    against = (r for r in rules_of(catalogue, form, "history") if _can_be_shown(catalogue, r, past))
    return (*rules_of(catalogue, form), *against)


def _can_be_shown(catalogue: CatalogueAt, rule: Rule, past: UnitPast) -> bool:
    if not compared(rule) or not _known(rule, past) or past.unit.code not in units_held(rule, past.blank):
        return False
    if not asked_then(rule, past.blank, past.unit.code):
        return False
    going_on = (code for when, code in compared(rule) if when == YEAR_TO_DATE and past.year_goes_on)
    return all(_operands(catalogue, code) is not None for code in going_on)


def _known(rule: Rule, past: UnitPast) -> bool:
    """Whether anything at all is known of the periods that a rule compares with, which is soon seen."""
    others = {when for when, _ in compared(rule)} - {YEAR_TO_DATE}
    return all(past.book.past_returns(when) for when in others)


def _operands(catalogue: CatalogueAt, code: str) -> set[str] | None:
    """An indicator and all that it is derived from; ``None`` if lists are, whose earlier rows a form does not hold."""
    found = {code}
    expression = catalogue.indicator[code].expression
    for name in names(parse(expression)) if expression else ():
        if name.code.partition(".")[0] in catalogue.list:
            return None
        if name.code in catalogue.indicator:
            more = _operands(catalogue, name.code)
            if more is None:
                return None
            found |= more
    return found


def with_past(found: Layout, rules: Iterable[Rule], past: UnitPast) -> Layout:
    """The layout with the cells that these rules read of other periods."""
    cells: set[Compared] = set()
    for when, code in {one for rule in rules for one in compared(rule)}:
        if when != YEAR_TO_DATE or not past.year_begins:
            goes_on = when == YEAR_TO_DATE and past.year_goes_on
            codes = _operands(found.catalogue, code) if goes_on else {code}
            cells |= {(when, one) for one in codes or ()}
    return replace(found, past_cells=frozenset(cells), year_begins=past.year_begins)


def write_past(draft: Draft, sheet: Worksheet, past: UnitPast) -> None:
    """Write the hidden columns; no column that nothing stands in."""
    found, mark = draft.layout, draft.look("mark")
    for when in sorted({when for when, _ in found.past_cells}, key=PAST_COLUMNS.__getitem__):
        column = PAST_COLUMNS[when]
        sheet.set_column(column, column, 12, mark, {"hidden": True})
        sheet.write_string(MARKER, column, when, mark)
    for when, code in sorted(found.past_cells):
        row, column, asked = found.indicators[code], PAST_COLUMNS[when], found.catalogue.indicator[code]
        formula = _year_formula(draft, past, asked) if when == YEAR_TO_DATE and past.year_goes_on else ""
        if formula:
            value = _year_value(draft, code)
            sheet.write_formula(row, column, f"={formula}", mark, "" if value is None else value)
        else:
            write_value(sheet, row, column, past.value(when, code), draft.look(kind_of(asked).look))


def _year_value(draft: Draft, code: str) -> Scalar:
    """What the year to date is with the values filled in."""
    then = draft.returns.past(YEAR_TO_DATE) if draft.returns.past else None
    return then.value(draft.layout.unit.code, code) if then else None


def _year_formula(draft: Draft, past: UnitPast, asked: Indicator) -> str:
    """The year to date so far together with what is typed in; "" where it cannot be added up: it stays blank."""
    own = draft.layout.cell(Name(asked.code))
    if asked.expression:
        return _in_the_year(draft, past).value(parse(asked.expression))
    if asked.over_time == "none":
        return ""
    if asked.over_time == "sum" and kind_of(asked).numeric:
        return _added(past.value(YEAR_TO_DATE, asked.code), own)
    return draft.renderer.value(Name(asked.code))


def _added(before: Scalar, own: Ref) -> str:
    """As ``totals.consolidate.added`` does it: numbers; else nothing of the kind; else blank."""
    if isinstance(before, int | float):
        return f"{literal(before)}+N({own.value})"
    nothing = literal(NIL) if before == NIL else f'IF({own.all}={literal(NIL)},{literal(NIL)},"")'
    return f"IF(COUNT({own.value})>0,{own.value},{nothing})"


@dataclass(frozen=True)
class _YearCells(OnlyCells):
    """The year to date's own cells; settings and names of the period as they are in that year."""

    there: Layout

    def setting(self, code: str) -> Ref:
        return self.there.setting(code)

    def constant(self, code: str) -> Scalar:
        return self.there.constant(code)


def _in_the_year(draft: Draft, past: UnitPast) -> Renderer:
    found = draft.layout
    there = replace(found, catalogue=past.year_catalogue)
    cells = _YearCells(lambda name: found.at(name.code, PAST_COLUMNS[YEAR_TO_DATE]), there)
    return Renderer(form_schema(there.catalogue, found.form.code), cells)
