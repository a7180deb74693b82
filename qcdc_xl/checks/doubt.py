"""A number that may be right and is odd beside others, before it is grouped and told; and which numbers are looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from qcdc_xl.model import CatalogueAt, Indicator, Scalar, Submission
from qcdc_xl.values import kind_of

JUMPED, DROPPED, COPIED, OUTLYING = "VALUE_JUMPED", "VALUE_DROPPED", "VALUES_COPIED", "VALUE_OUTLYING"
TIMES = 10
"""How many times more is many: one digit too many."""
FEW = 5
"""Numbers below this differ by many times and mean nothing by it."""
ENOUGH = 7
"""How many units of a kind must have a number for it to be known what is usual."""
_ODD = 3.5 / 0.6745
"""From how many median absolute deviations on a number is odd: the modified z-score of Iglewicz and Hoaglin ("How to Detect
and Handle Outliers", 1993) is 0.6745 of their number, odd from 3.5 on."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One odd number. ``code`` is its finding's; ``beside`` what it is held against: the number of ``period`` (its label),
    or what is usual. ``far``: how odd, the natural logarithm of how many times more or less. ``same`` of ``compared``
    numbers are those of before, where all are doubted together."""

    code: str
    unit: str
    indicator: str
    far: float
    beside: Scalar = None
    period: str = ""
    same: int = 0
    compared: int = 0


def reach(values: Sequence[float], least: float) -> float:
    """How far from their median a value is odd; at least so far, since where all agree the deviation is nothing."""
    middle = median(values)
    return max(_ODD * median(abs(v - middle) for v in values), least)


def counted(catalogue: CatalogueAt, also: Callable[[Indicator], bool] = lambda asked: True) -> frozenset[str]:
    """The codes of what is counted or measured by the units themselves: numbers that no form computes, no ratios."""
    own = (
        i for i in catalogue.indicators if kind_of(i).numeric and not i.expression and i.over_time != "none"
    )
    return frozenset(i.code for i in own if also(i))


def flows(catalogue: CatalogueAt) -> frozenset[str]:
    """Those of a period alone: neither stocks, which stay as they are, nor sums since January."""
    return counted(catalogue, lambda asked: asked.over_time == "sum")


def answers(submission: Submission, codes: frozenset[str]) -> Mapping[str, Scalar]:
    """What a return says to these, blank cells left out. What is joined from returns of shorter periods says nothing
    here: there is no cell to look at, and its parts were looked at."""
    if not submission.file:
        return {}
    return {
        v.item: v.value for v in submission.values if v.row == 0 and v.item in codes and v.value is not None
    }


def numbers(said: Mapping[str, Scalar]) -> dict[str, float]:
    """Those of the answers that are numbers, 0 too, and not "không phát sinh"."""
    return {code: float(value) for code, value in said.items() if isinstance(value, int | float)}
