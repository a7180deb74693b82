"""Step 4c: of which units a rule can compare a return with other periods: the others' forms show it the same way.

Of a unit of which nothing is held then, or whose return then was not asked what the rule names, it says nothing.
"""

from __future__ import annotations

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
    """Whether the unit's returns of other periods were asked what the rule compares with."""
    for when, code in compared(rule):
        then = returns.past(when) if returns.past else None
        sent = then.received.get(unit) if then else None
        form = next((f for f in then.catalogue.forms if sent and f.code == sent.form), None) if then else None
        asked = version_of(then.catalogue, form, sent.catalogue) if then and sent and form else None
        if asked and code not in asked:
            return False
    return True
