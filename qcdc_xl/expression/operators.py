"""The expression language: what its operators do to vectors of values, as a spreadsheet does it.

Comparison tolerates the last bits (2^-48, as LibreOffice; Excel compares 15 digits), text compares without case, and
two amounts of money by how far they are apart (:mod:`qcdc_xl.expression.tolerance`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
_CLOSE = 2.0**-48


def applied(operator: str, one: Values, other: Values, within: float = 0.0) -> tuple[Values, Any]:
    """The result and where it failed (division by nothing); comparisons agree ``within`` so much."""
    if within:
        return _WITHIN[operator](_plus(one, -other)[0], within), False
    return _OPERATIONS[operator](one, other)


def close(one: Values, other: Values) -> Mask:
    """Whether numbers are the same but for their last bits."""
    near: Mask = (one == other) | (np.abs(one - other) < np.abs(one) * _CLOSE)
    return near


def _is_text(values: Values) -> bool:
    return values.dtype == object


def folded(values: Values) -> Values:
    """Texts without case, as spreadsheets compare them."""
    return np.array([str(v).casefold() for v in values], dtype=object)


def _equal(one: Values, other: Values) -> tuple[Values, bool]:
    if _is_text(one):
        return np.asarray(folded(one) == folded(other), dtype=bool), False
    return (close(one, other) if one.dtype != bool else one == other), False


def _plus(one: Values, other: Values) -> tuple[Values, bool]:
    # a sum that should be nothing is nothing, as spreadsheets do it: 0.3 - 0.1 - 0.2 is 0
    return np.where(close(one, -other), 0.0, one + other), False


def _divide(one: Values, other: Values) -> tuple[Values, Mask]:
    nothing = other == 0
    return np.divide(one, np.where(nothing, 1.0, other)), nothing


def _join(one: Values, other: Values) -> tuple[Values, bool]:
    pairs = zip(as_texts(one), as_texts(other), strict=True)
    return np.array([a + b for a, b in pairs], dtype=object), False


def as_texts(values: Values) -> list[str]:
    """Values as "&" joins them."""
    return [v if isinstance(v, str) else plain_number(v) for v in values]


def plain_number(value: float) -> str:
    """A number as a spreadsheet makes a text of it."""
    return str(int(value)) if value == int(value) else f"{value:.15g}"


_OPERATIONS: Mapping[str, Callable[[Values, Values], tuple[Values, Any]]] = {
    "+": _plus,
    "-": lambda a, b: _plus(a, -b),
    "*": lambda a, b: (a * b, False),
    "/": _divide,
    "&": _join,
    "=": _equal,
    "<>": lambda a, b: (~_equal(a, b)[0], False),
    "<": lambda a, b: ((a < b) & ~close(a, b), False),
    ">": lambda a, b: ((a > b) & ~close(a, b), False),
    "<=": lambda a, b: ((a < b) | close(a, b), False),
    ">=": lambda a, b: ((a > b) | close(a, b), False),
}


def _at_most(values: Values, limit: float) -> Values:
    return (values < limit) | close(values, np.full(len(values), limit))


_WITHIN: Mapping[str, Callable[[Values, float], Values]] = {
    "=": lambda apart, within: _at_most(np.abs(apart), within),
    "<>": lambda apart, within: ~_at_most(np.abs(apart), within),
    "<": lambda apart, within: ~_at_most(-apart, within),
    ">": lambda apart, within: ~_at_most(apart, within),
    "<=": lambda apart, within: _at_most(apart, within),
    ">=": lambda apart, within: _at_most(-apart, within),
}
"""Comparisons of two amounts by how far apart they are."""
