"""The expression language: evaluated over all units, or all rows, at once.

A :class:`Column` is a vector of values with two masks: ``blank`` (nothing entered) and ``nil`` ("không
phát sinh"). In arithmetic and comparison both count as 0, as ``N()`` does in Excel; whether a blank
operand makes the result blank, too, is decided outside by ``Result.missing`` (law 2, rule.missing).

The numbers agree with a spreadsheet: comparison tolerates the last bits (2^-48, as LibreOffice; Excel
compares 15 digits), ROUND rounds half away from zero, text compares without case.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from qcdc_xl import vietnamese
from qcdc_xl.expression.operators import Mask, Values, applied, as_texts, close, folded, plain_number
from qcdc_xl.expression.schema import PAST
from qcdc_xl.expression.syntax import Binary, Call, Logical, Name, Negative, Node, Number, Text, names
from qcdc_xl.expression.tolerance import compared
from qcdc_xl.model import NIL, Scalar

_EPOCH = 693594  # ordinal of 1899-12-30, day 0 of Excel's calendar


@dataclass(frozen=True)
class Column:
    """Values of one code: floats, texts (object) or logicals; 0 or "" where blank or nil."""

    values: Values
    blank: Mask
    nil: Mask


@dataclass(frozen=True)
class Rows:
    """Many values to be aggregated; ``owner`` says for each which result it goes into.

    ``answered`` tells for each result whether anybody reported at all: no row is 0, no report is blank.
    """

    column: Column
    owner: npt.NDArray[np.intp]
    answered: Mask


@dataclass(frozen=True)
class Frame:
    """What an expression is evaluated on: ``size`` results at once.

    ``names``: single values; ``rows``: what aggregates run over, by code or ``code@unit``; ``lists``:
    for each record list the frame of its rows (for LIST) and the rows' owners; ``settings``.
    ``past``: a single value at another period, by a word of ``PAST`` and its code.
    All are looked up lazily through functions, so that only what is used is converted.
    """

    size: int
    names: Callable[[str], Column]
    rows: Callable[[str], Rows] | None = None
    lists: Callable[[str], Frame] | None = None
    settings: Mapping[str, Scalar] = field(default_factory=dict)
    past: Callable[[str, str], Column] | None = None
    tolerances: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """Outcome of an expression: ``values`` with masks.

    ``missing``: some operand was blank; ``failed``: division by zero; ``nil``: "không phát sinh" came
    through unchanged (only a bare name and SUM let it through).
    """

    values: Values
    missing: Mask
    failed: Mask
    nil: Mask


def column(cells: Sequence[Scalar], numeric: bool) -> Column:
    """A column from cells: ``None`` is blank, :data:`NIL` is nil, dates become Excel's serial days."""
    blank = np.fromiter((c is None for c in cells), bool, len(cells))
    nil = np.fromiter((c == NIL for c in cells), bool, len(cells))
    if numeric:
        numbers = np.fromiter((_number(c) for c in cells), float, len(cells))
        return Column(numbers, blank, nil)
    texts = np.array([_text(c) for c in cells], dtype=object)
    return Column(texts, blank, nil)


def _number(cell: Scalar) -> float:
    if isinstance(cell, int | float):
        return float(cell)
    return float(cell.toordinal() - _EPOCH) if isinstance(cell, datetime.date) else 0.0


def _text(cell: Scalar) -> str:
    if isinstance(cell, float):
        return plain_number(cell)
    return "" if cell is None else str(cell)


def evaluate(node: Node, frame: Frame) -> Result:
    """Evaluate a checked expression; every array has ``frame.size`` entries."""
    handler = _HANDLERS[type(node)]
    result: Result = handler(node, frame)
    return result


def _constant(value: Scalar, size: int) -> Result:
    kind: Any = bool if isinstance(value, bool) else float if isinstance(value, int | float) else object
    no = np.zeros(size, bool)
    return Result(np.full(size, value, dtype=kind), no, no, no)


def _of(column: Column) -> Result:
    return Result(column.values, column.blank, np.zeros(len(column.values), bool), column.nil)


def _name(name: Name, frame: Frame) -> Result:
    if name.unit and frame.rows:
        return _of(frame.rows(name.text).column)
    return _of(frame.names(name.code))


def _negative(node: Negative, frame: Frame) -> Result:
    inner = evaluate(node.operand, frame)
    return replace(inner, values=-inner.values, nil=np.zeros(frame.size, bool))


def _binary(node: Binary, frame: Frame) -> Result:
    left, right = evaluate(node.left, frame), evaluate(node.right, frame)
    within = compared(node, frame.tolerances)
    values, failed = applied(node.operator, left.values, right.values, within)
    no = np.zeros(frame.size, bool)
    return Result(values, left.missing | right.missing, left.failed | right.failed | failed, no)


def _call(call: Call, frame: Frame) -> Result:
    if call.function in _ROW_FUNCTIONS:
        return _ROW_FUNCTIONS[call.function](call, frame)
    if call.function in _NAME_FUNCTIONS:
        return _NAME_FUNCTIONS[call.function](call, frame)
    inner = [evaluate(a, frame) for a in call.arguments]
    missing = np.logical_or.reduce([r.missing for r in inner])
    failed = np.logical_or.reduce([r.failed for r in inner])
    if call.function == "IF":
        # only the branch taken can fail, as in Excel, and only what it names can be missing
        chosen = inner[0].values
        missing = inner[0].missing | np.where(chosen, inner[1].missing, inner[2].missing)
        failed = inner[0].failed | np.where(chosen, inner[1].failed, inner[2].failed)
    values = _PLAIN_FUNCTIONS[call.function]([r.values for r in inner])
    return Result(values, missing, failed, np.zeros(frame.size, bool))


def _round(arguments: list[Values]) -> Values:
    return np.array([_half_up(v, int(d)) for v, d in zip(*arguments, strict=True)], dtype=float)


def _half_up(value: float, digits: int) -> float:
    if digits > 15:  # more places than a number has
        return value
    # 15 significant digits first: 1.005 is 1.00499999999999989 in binary, Excel makes 1.01 of it
    exact = Decimal(f"{value:.15g}")
    return float(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _date_text(arguments: list[Values]) -> Values:
    days = [datetime.date.fromordinal(int(v) + _EPOCH) for v in arguments[0]]
    return np.array([vietnamese.date(d) for d in days], dtype=object)


_PLAIN_FUNCTIONS: Mapping[str, Callable[[list[Values]], Values]] = {
    "IF": lambda a: np.where(a[0], a[1], a[2]),
    "AND": lambda a: np.logical_and.reduce(a),
    "OR": lambda a: np.logical_or.reduce(a),
    "NOT": lambda a: ~a[0],
    "ROUND": _round,
    "ABS": lambda a: np.abs(a[0]),
    "DATETEXT": _date_text,
}


def _argument(call: Call, index: int = 0) -> Name:
    argument = call.arguments[index]
    assert isinstance(argument, Name)
    return argument


def _about(call: Call, frame: Frame) -> Result:
    found = _name(_argument(call), frame)
    values = found.missing if call.function == "ISBLANK" else found.nil
    no = np.zeros(frame.size, bool)
    return Result(values, no, no, no)


def _setting(call: Call, frame: Frame) -> Result:
    value = frame.settings[_argument(call).code]
    found = _constant("" if value is None else value, frame.size)
    return replace(found, missing=np.full(frame.size, value is None))


def _past(call: Call, frame: Frame) -> Result:
    assert frame.past is not None
    return _of(frame.past(PAST[call.function], _argument(call).code))


_NAME_FUNCTIONS: Mapping[str, Callable[[Call, Frame], Result]] = {
    "ISBLANK": _about,
    "ISNIL": _about,
    "SETTING": _setting,
    **dict.fromkeys(PAST, _past),
}


def _gathered(node: Node, frame: Frame) -> Rows:
    """The values behind a name: many if it is a column, else its own single value."""
    assert isinstance(node, Name)
    if frame.rows:
        try:
            return frame.rows(node.text)
        except KeyError:
            pass
    own = frame.names(node.code)
    return Rows(own, np.arange(frame.size), ~own.blank)


def _aggregate(call: Call, frame: Frame) -> Result:
    parts = [_gathered(a, frame) for a in call.arguments]
    owner = np.concatenate([p.owner for p in parts])
    values = np.concatenate([p.column.values for p in parts]).astype(float)
    blank = np.concatenate([p.column.blank for p in parts])
    nil = np.concatenate([p.column.nil for p in parts])
    counted = ~blank & ~nil
    count = np.bincount(owner[counted], minlength=frame.size).astype(float)
    nothing = np.bincount(owner[nil], minlength=frame.size) > 0
    result = _REDUCED[call.function](owner[counted], values[counted], frame.size, count)
    answered = np.logical_or.reduce([p.answered for p in parts])
    if call.function == "COUNT":
        missing, nil_result = ~answered, np.zeros(frame.size, bool)
    else:
        missing, nil_result = (count == 0) & ~nothing, (count == 0) & nothing
    return Result(result, missing, np.zeros(frame.size, bool), nil_result)


def _extreme(ufunc: np.ufunc, start: float) -> Callable[..., Values]:
    def reduce(owner: Values, values: Values, size: int, count: Values) -> Values:
        found = np.full(size, start)
        ufunc.at(found, owner, values)
        return np.where(count > 0, found, 0.0)

    return reduce


def _total(owner: Values, values: Values, size: int, count: Values) -> Values:
    return np.bincount(owner, values, minlength=size)


_REDUCED: Mapping[str, Callable[..., Values]] = {
    "SUM": _total,
    "COUNT": lambda owner, values, size, count: count,
    "AVERAGE": lambda owner, values, size, count: _total(owner, values, size, count) / np.maximum(count, 1),
    "MIN": _extreme(np.minimum, np.inf),
    "MAX": _extreme(np.maximum, -np.inf),
}


def _conditional(call: Call, frame: Frame) -> Result:
    rows, wanted = _gathered(call.arguments[0], frame), call.arguments[1]
    assert isinstance(wanted, Number | Text)
    if isinstance(wanted, Text):
        hit = folded(rows.column.values) == wanted.value.casefold()
    else:
        hit = close(rows.column.values, np.array(wanted.value)) & ~rows.column.nil
    hit = np.asarray(hit, bool) & ~rows.column.blank
    weights = None
    if call.function == "SUMIF":
        summed = _gathered(call.arguments[2], frame).column
        weights = np.where(summed.blank | summed.nil, 0.0, summed.values.astype(float))[hit]
    values = np.bincount(rows.owner[hit], weights, minlength=frame.size).astype(float)
    no = np.zeros(frame.size, bool)
    return Result(values, ~rows.answered, no, no)


def _count_rows(call: Call, frame: Frame) -> Result:
    assert frame.rows is not None
    rows = frame.rows(_argument(call).code)
    values = np.bincount(rows.owner, minlength=frame.size).astype(float)
    no = np.zeros(frame.size, bool)
    return Result(values, ~rows.answered, no, no)


def _list(call: Call, frame: Frame) -> Result:
    assert frame.lists is not None and frame.rows is not None
    code = names(call)[0].code.partition(".")[0]
    rows = frame.lists(code)
    items = evaluate(call.arguments[0], rows)
    chosen = np.ones(rows.size, bool)
    for condition in call.arguments[1:]:
        chosen &= evaluate(condition, rows).values.astype(bool)
    texts = tuple(t for t, c in zip(as_texts(items.values), chosen, strict=True) if c and t)
    found = np.empty(1, dtype=object)
    found[0] = texts
    no = np.zeros(1, bool)
    return Result(found, ~frame.rows(code).answered, no, no)


_ROW_FUNCTIONS: Mapping[str, Callable[[Call, Frame], Result]] = {
    **dict.fromkeys(("SUM", "COUNT", "MIN", "MAX", "AVERAGE"), _aggregate),
    "COUNTIF": _conditional,
    "SUMIF": _conditional,
    "ROWS": _count_rows,
    "LIST": _list,
}
_HANDLERS: Mapping[type, Callable[[Any, Frame], Result]] = {
    Number: lambda n, f: _constant(n.value, f.size),
    Text: lambda n, f: _constant(n.value, f.size),
    Logical: lambda n, f: _constant(n.value, f.size),
    Name: _name,
    Negative: _negative,
    Binary: _binary,
    Call: _call,
}
