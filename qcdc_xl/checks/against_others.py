"""Numbers held against those of other units of the same kind in the same period: robust outliers (``doubt.reach``).

Counts of offices are skewed, so a number must be odd both as it is and as a logarithm: of skewed numbers the largest is not
odd as a logarithm, of evenly spread ones the smallest is not odd as it is. And it must be ten times more or less than usual,
where numbers below five count as a few: with 0 everywhere else, 45 is odd and 40 is not. Of the sample's 34 returns none
is odd, of clean random ones one in five hundred.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import median

from qcdc_xl.checks.doubt import ENOUGH, FEW, OUTLYING, TIMES, Doubt, answers, flows, numbers, reach
from qcdc_xl.model import Scalar
from qcdc_xl.totals.consolidate import Returns


def outlying(returns: Returns) -> Iterator[Doubt]:
    """Numbers of the period alone far from what units of the same type and form have; blank, "không phát sinh", what is
    computed, stocks and sums since January are not looked at."""
    codes = flows(returns.catalogue)
    found: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    for unit, submission in returns.received.items():
        kind = returns.catalogue.unit[unit].type
        for code, value in numbers(answers(submission, codes)).items():
            if value >= 0:
                found[kind, submission.form, code][unit] = value
    for (_, _, code), of_units in found.items():
        if len(of_units) >= ENOUGH:
            yield from _outlying(code, of_units)


def _outlying(code: str, of_units: Mapping[str, float]) -> Iterator[Doubt]:
    logs = {unit: math.log(value + FEW) for unit, value in of_units.items()}
    usual, usual_log = median(of_units.values()), median(logs.values())
    plain, as_log = reach([*of_units.values()], 0), reach([*logs.values()], math.log(TIMES))
    for unit, value in of_units.items():
        far = abs(logs[unit] - usual_log)
        if far >= as_log and abs(value - usual) >= plain:
            yield Doubt(OUTLYING, unit, code, far, _whole(usual))


def _whole(value: float) -> Scalar:
    return int(value) if value.is_integer() else round(value, 1)
