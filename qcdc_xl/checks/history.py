"""Step 4c: of which units a rule can compare a return with other periods: the others' forms show it the same way.

Of a unit of which nothing is held then, or whose return then was not asked what the rule names, it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from qcdc_xl.catalogue.scopes import Compared, compared_in
from qcdc_xl.catalogue.versions import version_of
from qcdc_xl.model import Rule
from qcdc_xl.totals.consolidate import Returns


def compared(rule: Rule) -> set[Compared]:
    """What the rule reads of other periods."""
    return compared_in((rule.expression, rule.relevant))


def units_held(rule: Rule, returns: Returns) -> frozenset[str]:
    """The units of which every other period that the rule names is held."""
    known = (returns.known_then(when) for when in {when for when, _ in compared(rule)})
    return frozenset(returns.received).intersection(*known)


def asked_then(rule: Rule, returns: Returns, unit: str) -> bool:
    """Whether the returns of other periods that are held of a unit (``units_held``) were asked what the rule compares with."""
    return all(_was_asked(then, unit, code) for then, code in _then(rule, returns))


def _then(rule: Rule, returns: Returns) -> Iterator[tuple[Returns, str]]:
    for when, code in compared(rule):
        assert returns.past
        then = returns.past(when)
        assert then
        yield then, code


def _was_asked(then: Returns, unit: str, code: str) -> bool:
    sent = then.received[unit]
    form = next((f for f in then.catalogue.forms if f.code == sent.form), None)
    asked = version_of(then.catalogue, form, sent.catalogue) if form else None
    return asked is None or code in asked
