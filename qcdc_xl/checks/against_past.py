"""Numbers held against the same unit's return of the period before and of a year ago, as far as these are held.

The thresholds are of our own choosing. One digit too many makes a number ten times larger; counts of the same office half a
year apart rarely differ by more than three times (the shipped rules BD1 and BD2 warn of that for dossiers). Where enough
units of the kind have both numbers, it must also have grown much more than is usual among them (``doubt.reach``, at least
twice as much): numbers that change as they please, or in all units together, are no news. A count that is expected to be 20 is 0 by chance once in 10^8 (Poisson), one of 5 can
be anything. Two counts of which 10 is expected are the same once in eleven times, larger ones less often (Poisson), so three
of them once in a thousand, or so in a few hundred where one is nearly the sum of others. ``tests/checks/test_unusual.py`` counts what clean returns of two periods give.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import median

from qcdc_xl.checks.doubt import (
    COPIED,
    DROPPED,
    ENOUGH,
    FEW,
    JUMPED,
    TIMES,
    Doubt,
    answers,
    counted,
    flows,
    numbers,
    reach,
)
from qcdc_xl.model import Scalar
from qcdc_xl.model.period import LAST_YEAR, PREVIOUS
from qcdc_xl.totals.consolidate import Returns

MANY = 20
"""From this on, 0 or "không phát sinh" is no chance."""
COMPARED, LARGE, LARGE_ONES = 5, 10, 3
"""How many numbers two returns must have, where not both are 0, for agreement to say something; and how many of those that
agree are so large that they rarely do."""
SAME = 0.75
"""Which part of them, being equal, is a copy."""
COPIES_FIRST = 100.0
"""How far out a copied return is, against single numbers: all of it is in doubt."""

Before = tuple[Scalar, str]
"""A number of another period, and the period's label."""


def moved(returns: Returns) -> Iterator[Doubt]:
    """Numbers many times larger than in each period that is held, or 0 where they never were a few."""
    grown: dict[tuple[str, str], dict[str, Doubt]] = defaultdict(dict)
    for unit, code, value, before in _compared(returns):
        amounts = [_amount(v) for v, _ in before]
        if not _amount(value) and min(amounts) >= MANY:
            yield Doubt(DROPPED, unit, code, math.log(min(amounts)), *before[0])
        times = max(_amount(value), FEW) / max(*amounts, FEW)
        kind = returns.catalogue.unit[unit].type
        grown[kind, code][unit] = Doubt(JUMPED, unit, code, math.log(times), *before[0])
    for of_units in grown.values():
        yield from _jumped(of_units)


def _jumped(grown: Mapping[str, Doubt]) -> Iterator[Doubt]:
    """Of how much a number has grown in units of one kind, what is odd."""
    growth = [d.far for d in grown.values()]
    known = len(growth) >= ENOUGH
    usual, least = (median(growth), reach(growth, math.log(2))) if known else (0.0, 0.0)
    yield from (d for d in grown.values() if d.far >= math.log(TIMES) and d.far - usual >= least)


def _compared(returns: Returns) -> Iterator[tuple[str, str, Scalar, list[Before]]]:
    """What units say now and said before, the period before first: numbers and "không phát sinh", never blanks."""
    codes, held = counted(returns.catalogue), _held(returns)
    for unit in sorted({unit for units, _ in held for unit in units}):
        past = [
            (answers(then.received[unit], codes), then.catalogue.period.label)
            for units, then in held
            if unit in units
        ]
        for code, value in answers(returns.received[unit], codes).items():
            before = [(said[code], label) for said, label in past if code in said]
            if before:
                yield unit, code, value, before


def copied(returns: Returns) -> Iterator[Doubt]:
    """Returns most of whose numbers are those of a period before; stocks and sums since January are not looked at."""
    codes, found = flows(returns.catalogue), set[str]()
    for units, then in _held(returns):
        for unit in sorted(units - found):
            now, past = (numbers(answers(r.received[unit], codes)) for r in (returns, then))
            both = [code for code in now if code in past and (now[code] or past[code])]
            same = [code for code in both if now[code] == past[code]]
            large = sum(now[code] >= LARGE for code in same)
            if len(both) >= COMPARED and len(same) >= SAME * len(both) and large >= LARGE_ONES:
                found.add(unit)
                largest, label = max(same, key=lambda code: now[code]), then.catalogue.period.label
                part = len(same) / len(both)
                yield Doubt(COPIED, unit, largest, COPIES_FIRST * part, None, label, len(same), len(both))


def _held(returns: Returns) -> list[tuple[frozenset[str], Returns]]:
    """The periods before, each once, with the units of which it is held and that were the same units then."""
    found: dict[str, tuple[frozenset[str], Returns]] = {}
    for when in (PREVIOUS, LAST_YEAR):
        then = returns.past(when) if returns.past else None
        if then:
            units = returns.known_then(when) & returns.received.keys()
            found.setdefault(then.catalogue.period.code, (units, then))
    return list(found.values())


def _amount(value: Scalar) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
