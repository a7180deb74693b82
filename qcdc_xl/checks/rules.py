"""Step 4c: the catalogue's rules, each evaluated over all units at once.

Within a form and against the last period a broken rule is found at the first cell that it names; across
units it has no cell. A rule that cannot run is a finding about the rule, never about the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from qcdc_xl.catalogue.scopes import all_names, rules_of
from qcdc_xl.catalogue.versions import not_asked, own_words
from qcdc_xl.checks.history import asked_then, units_held
from qcdc_xl.expression.evaluate import Frame, evaluate
from qcdc_xl.expression.render import BROKEN, HOLDS, MISSING, NOT_RELEVANT, WATCH
from qcdc_xl.expression.syntax import names, parse
from qcdc_xl.expression.texts import Shown, placeholders, with_numbers
from qcdc_xl.model import CatalogueAt, Rule, Submission, Unit, Value
from qcdc_xl.model.finding import Finding, Place, Severity, finding
from qcdc_xl.totals.consolidate import Returns, unit_frame
from qcdc_xl.totals.figures import Figures

BLANK = "(trống)"


def form_rules(returns: Returns) -> tuple[Finding, ...]:
    """RULE_BROKEN for every unit and rule of scope form or history that does not hold.

    A rule says nothing of a unit whose own form did not ask all that the rule names, whatever ``missing`` says.
    """
    asked = {unit: not_asked(returns.catalogue, s) for unit, s in returns.received.items()}
    lacking = {unit: codes for unit, codes in asked.items() if codes}
    return tuple(f for rule in returns.catalogue.rules for f in _of_units(rule, returns, lacking))


def across_rules(returns: Returns, figures: Figures) -> tuple[Finding, ...]:
    """RULE_BROKEN for every rule over all units together that does not hold."""
    findings = []
    for rule in returns.catalogue.rules:
        if rule.scope == "across" and states(rule, figures.frame)[0] in (BROKEN, WATCH):
            findings.append(_broken(rule, "", None, figures.values))
    return tuple(findings)


def states(rule: Rule, frame: Frame) -> list[str]:
    """What the rule's live cell says, for every result of the frame: the words of ``render``."""
    judged = evaluate(parse(rule.expression), frame)
    lacking = judged.failed | (judged.missing if rule.missing != "zero" else False)
    applies = np.ones(frame.size, bool)
    if rule.relevant:
        wanted = evaluate(parse(rule.relevant), frame)
        applies = wanted.values.astype(bool) & ~wanted.missing
        lacking = np.where(wanted.failed & ~wanted.missing, True, lacking & applies)
        applies |= wanted.failed & ~wanted.missing
    broken = BROKEN if rule.severity == "error" else WATCH
    missing = broken if rule.missing == "fail" else MISSING
    words = np.where(lacking, missing, np.where(judged.values, HOLDS, broken))
    return [str(word) for word in np.where(applies, words, NOT_RELEVANT)]


def _of_units(rule: Rule, returns: Returns, lacking: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    if rule.scope == "across":
        return
    catalogue = returns.catalogue
    forms = {f.code for f in catalogue.forms if rule in rules_of(catalogue, f, rule.scope)}
    units = catalogue.active_units
    held = units_held(rule, returns)
    wanted = [
        int(n)
        for n in np.flatnonzero(returns.reported)
        if _form(catalogue, units[n]) in forms and units[n].code in held
    ]
    if not wanted:
        return
    words = states(rule, unit_frame(returns, np.array(wanted)))
    used = {code for text in (rule.expression, rule.relevant) if text for code in all_names(parse(text))}
    for place, word in zip(wanted, words, strict=True):
        unit = units[place].code
        if (
            word in (BROKEN, WATCH)
            and not used & lacking.get(unit, frozenset())
            and asked_then(rule, returns, unit)
        ):
            found = _broken(rule, unit, returns.received[unit], _values(rule, returns, place))
            yield _with_own_numbers(found, rule, catalogue, returns.received[unit])


def _with_own_numbers(found: Finding, rule: Rule, catalogue: CatalogueAt, submission: Submission) -> Finding:
    """An older form prints other numbers than that of now: those of what the rule compares are told."""
    own = own_words(catalogue, submission)
    numbers = [
        own[n.code].number for n in names(parse(rule.expression)) if n.code in own and own[n.code].number
    ]
    if not numbers:
        return found
    more = f" Trên biểu mẫu đơn vị đã dùng, đó là mã số {', '.join(dict.fromkeys(numbers))}."
    return replace(found, values={**found.values, "text": f"{found.values['text']}{more}"})


def _form(catalogue: CatalogueAt, unit: Unit) -> str:
    form = catalogue.form_of(unit)
    return form.code if form else ""


def _values(rule: Rule, returns: Returns, place: int) -> dict[str, Shown]:
    """The values that the rule's message names, for one unit."""
    return {p.name: returns.values[p.name].iloc[place] for p in placeholders(rule.message)}


def _broken(rule: Rule, unit: str, submission: Submission | None, values: Mapping[str, Shown]) -> Finding:
    known = {p.name: values.get(p.name) for p in placeholders(rule.message)}
    text = with_numbers(rule.message, {k: BLANK if v is None else v for k, v in known.items()})
    at = _first_cell(rule, submission)
    place = Place(unit, submission.file if submission else "", at.sheet, at.cell, at.item)
    return finding("RULE_BROKEN", place, Severity(rule.severity), text=text, rule=rule.code)


_NOWHERE = Value("", 0, None, "", "")


def _first_cell(rule: Rule, submission: Submission | None) -> Value:
    """The cell of the first indicator that the rule names and the file has."""
    codes = [n.code for n in names(parse(rule.expression))]
    if submission is None:
        return _NOWHERE._replace(item=codes[0] if codes else "")
    places = {v.item: v for v in submission.values if v.row == 0}
    return next((places[c] for c in codes if c in places), _NOWHERE._replace(item=codes[0] if codes else ""))
