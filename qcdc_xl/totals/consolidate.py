"""Step 5: from the accepted returns to one table of all units, and what expressions see of it.

The table has a row a unit and a column an indicator; record lists are tables of their own. Derived
indicators are computed here, never taken from what was sent. Blank stays ``None``, "không phát sinh"
stays :data:`~qcdc_xl.model.NIL` (law 2).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import cast

import numpy as np
import pandas as pd

from qcdc_xl.catalogue.scopes import (
    derived_columns,
    derived_in_order,
    kind,
    period_value,
    row_tolerances,
    setting_value,
    tolerances,
)
from qcdc_xl.expression.evaluate import Column, Frame, Result, Rows, column, evaluate
from qcdc_xl.expression.operators import Mask
from qcdc_xl.expression.schema import TEXT
from qcdc_xl.expression.syntax import parse
from qcdc_xl.model import (
    NIL,
    CatalogueAt,
    Indicator,
    ListColumn,
    RecordList,
    Scalar,
    Submission,
    Unit,
    answer_item,
)
from qcdc_xl.values import kind_of

Past = Callable[[str], "Returns | None"]
"""The returns at another period by a word of ``model.period``; ``None`` where nothing is known of it."""


@dataclass(frozen=True)
class Returns:
    """All accepted returns of one period.

    ``values``: DataFrame, index the codes of all active units in the catalogue's order, a column an
    indicator; cells are numbers, texts, dates, NIL or ``None``. ``lists``: for each record list a
    DataFrame with ``unit``, ``row`` and the list's columns, ordered by unit and row. ``received``: which
    units' returns are in. ``past``: the returns of the period before, of last year or of the year to date.
    """

    catalogue: CatalogueAt
    values: pd.DataFrame
    lists: Mapping[str, pd.DataFrame]
    received: Mapping[str, Submission]
    past: Past | None = None

    @cached_property
    def reported(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """For each unit of the table whether its return is in."""
        return np.fromiter((u in self.received for u in self.values.index), bool, len(self.values))

    def known_then(self, when: str) -> frozenset[str]:
        """The units of which the whole of another period is held too, and which were the same units then."""
        then = self.past(when) if self.past else None
        if then is None:
            return frozenset()
        same = (c for c, u in self.catalogue.unit.items() if then.catalogue.unit.get(c) == u)
        return frozenset(c for c in same if c in then.received and not then.received[c].partly)

    def value(self, unit: str, code: str) -> Scalar:
        """A unit's value; blank for what was not asked."""
        return cast(Scalar, self.values.at[unit, code]) if code in self.values else None

    def without_rows(self, list_code: str) -> tuple[str, ...]:
        """The units, in the table's order, that said “không phát sinh” to a whole record list and gave no row of it."""
        return self._without_rows[list_code]

    @cached_property
    def _without_rows(self) -> Mapping[str, tuple[str, ...]]:
        items = {answer_item(code): code for code in self.lists}
        said = {
            (items[v.item], unit)
            for unit, sent in self.received.items()
            for v in sent.values
            if v.item in items and v.value == NIL
        }
        given = {(code, unit) for code, table in self.lists.items() for unit in table["unit"]}
        left = said - given
        return {code: tuple(u for u in self.values.index if (code, u) in left) for code in self.lists}

    def column(self, code: str) -> Column:
        """An indicator's values as the expression language sees them."""
        cached = self._columns.get(code)
        if cached is None:
            asked = self.catalogue.indicator[code]
            cells = self.values[code].tolist()
            cached = self._columns[code] = _column(cells, asked)
        return cached

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {}


def consolidate(
    catalogue: CatalogueAt, received: Mapping[str, Submission], past: Past | None = None
) -> Returns:
    """Put the accepted returns, by unit, into one table; compute what is derived."""
    units = [u.code for u in catalogue.active_units]
    columns: dict[str, list[Scalar]] = {i.code: [None] * len(units) for i in catalogue.indicators}
    rows: dict[str, dict[tuple[int, int], dict[str, Scalar]]] = {r.code: {} for r in catalogue.lists}
    derived = {i.code for i in catalogue.indicators if i.expression}
    for place, unit in enumerate(units):
        for value in received[unit].values if unit in received else ():
            if value.row == 0 and value.item in columns and value.item not in derived:
                columns[value.item][place] = value.value
            elif value.row and (code := value.item.partition(".")[0]) in rows:
                name = value.item.partition(".")[2]
                rows[code].setdefault((place, value.row), {})[name] = value.value
    values = pd.DataFrame(columns, index=pd.Index(units, dtype=object), dtype=object)
    lists = {r.code: _list_table(r, rows[r.code], units) for r in catalogue.lists}
    active = set(units)
    kept = {u: s for u, s in received.items() if u in active}
    return _with_derived(Returns(catalogue, values, lists, kept, past))


@lru_cache(maxsize=256)
def _no_rows(records: RecordList) -> pd.DataFrame:
    """The table of a list that nobody filled in; nobody writes into such a table."""
    names = ("unit", "row", *(c.code for c in records.columns))
    return pd.DataFrame({name: [] for name in names}, dtype=object)


def _list_table(
    records: RecordList, rows: Mapping[tuple[int, int], Mapping[str, Scalar]], units: Sequence[str]
) -> pd.DataFrame:
    if not rows:
        return _no_rows(records)
    ordered = sorted(rows)
    table: dict[str, list[Scalar]] = {"unit": [units[place] for place, _ in ordered]}
    table["row"] = [row for _, row in ordered]
    for code in (c.code for c in records.columns):
        table[code] = [rows[key].get(code) for key in ordered]
    frame = pd.DataFrame(table, dtype=object)
    for code in derived_columns(records)[0]:
        asked = records.column(code)
        assert asked is not None
        result = evaluate(parse(asked.expression), row_frame(records, frame, qualified=False))
        frame[code] = pd.Series(cells(result), dtype=object, index=frame.index)
    return frame


def _with_derived(returns: Returns) -> Returns:
    for asked in derived_in_order(returns.catalogue):
        wanted = returns.reported & _asked(returns, asked.forms)
        result = evaluate(parse(asked.expression), unit_frame(returns, np.flatnonzero(wanted)))
        returns.values.loc[wanted, asked.code] = pd.Series(
            cells(result), dtype=object, index=returns.values.index[wanted]
        )
    return replace(returns)


def _asked(returns: Returns, forms: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    units = returns.catalogue.active_units
    of = [returns.catalogue.form_of(u) for u in units]
    return np.fromiter((f is not None and f.code in forms for f in of), bool, len(units))


def cells(result: Result) -> list[Scalar]:
    """What a derived value shows: blank where an operand is or the sum cannot be done, NIL as such."""
    return [
        None if blank else NIL if nil else _tidy(value)
        for value, blank, nil in zip(result.values, result.missing | result.failed, result.nil, strict=True)
    ]


def _tidy(value: object) -> Scalar:
    if isinstance(value, float):  # numpy's float64 is one
        return int(value) if value.is_integer() else float(value)
    return bool(value) if isinstance(value, np.bool_) else str(value)


def unit_frame(returns: Returns, which: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Frame:
    """Expressions over single units: rules within a form, derived indicators. One result a unit."""
    catalogue, size = returns.catalogue, len(which)
    units = [catalogue.active_units[n] for n in which]

    def names(code: str) -> Column:
        if code.startswith("unit."):
            return column([u.code if code == "unit.code" else u.type for u in units], numeric=False)
        constant = period_value(catalogue, code)
        if constant is not None:
            return column([constant] * size, numeric=True)
        return _take(returns.column(code), which)

    def past(when: str, code: str) -> Column:
        return _past_column(returns.past(when) if returns.past else None, units, catalogue.indicator[code])

    position = {unit.code: n for n, unit in enumerate(units)}
    # in a form its own list is always answered
    rows = partial(_list_rows, returns, lambda unit: position.get(unit, -1), np.ones(size, bool), 0)
    known, within = _settings(catalogue), tolerances(catalogue)
    return Frame(size, names, rows, settings=known, past=past, tolerances=within)


def _past_column(then: Returns | None, units: Sequence[Unit], asked: Indicator) -> Column:
    """The same units' values then; blank for a unit that was another one, though its code is the same."""
    cells: list[Scalar] = [None] * len(units)
    if then is not None and asked.code in then.values:
        known = dict(zip(then.values.index, then.values[asked.code], strict=True))
        cells = [known[u.code] if then.catalogue.unit.get(u.code) == u else None for u in units]
    return column(cells, kind(asked) != TEXT)


def whole_frame(
    returns: Returns, figures: Callable[[str], Column], past: Callable[[str, str], Column] | None = None
) -> Frame:
    """Expressions over all units together: figures, rules across units. One result in all."""
    catalogue = returns.catalogue

    def names(code: str) -> Column:
        constant = period_value(catalogue, code)
        return figures(code) if constant is None else column([constant], numeric=True)

    def rows(code: str) -> Rows:
        bare, _, unit = code.partition("@")
        if code.startswith("unit."):
            texts = [u.type if code == "unit.type" else u.code for u in catalogue.active_units]
            return _together(column(texts, numeric=False))
        if bare in catalogue.indicator:
            return _together(_of_unit(returns, bare, unit) if unit else returns.column(bare))
        name = bare.partition(".")[0]
        nothing = len(returns.without_rows(name))
        answered = bool(len(returns.lists[name]) or nothing)
        return _list_rows(returns, lambda unit: 0, np.array([answered]), nothing, code)

    def lists(code: str) -> Frame:
        return row_frame(catalogue.list[code], returns.lists[code], qualified=True)

    return Frame(1, names, rows, lists, _settings(catalogue), past, tolerances(catalogue))


def row_frame(records: RecordList, table: pd.DataFrame, qualified: bool) -> Frame:
    """Expressions over a list's rows; ``qualified`` names are ``list.column``, others bare."""

    def names(code: str) -> Column:
        asked = records.column(code.removeprefix(f"{records.code}.") if qualified else code)
        assert asked is not None, code
        return _column(table[asked.code].tolist(), asked)

    known = row_tolerances(records)
    if qualified:
        known = {f"{records.code}.{code}": within for code, within in known.items()}
    return Frame(len(table), names, tolerances=known)


def _settings(catalogue: CatalogueAt) -> dict[str, Scalar]:
    return {code: setting_value(text) for code, text in catalogue.settings.items()}


def _column(cells: Sequence[Scalar], asked: Indicator | ListColumn) -> Column:
    return column(cells, numeric=kind(asked) != TEXT)


def _take(column: Column, which: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Column:
    return Column(column.values[which], column.blank[which], column.nil[which])


def _of_unit(returns: Returns, code: str, unit: str) -> Column:
    found = np.flatnonzero(returns.values.index == unit)
    asked = returns.catalogue.indicator[code]
    return _take(returns.column(code), found) if len(found) else _column([None], asked)


def _together(column: Column) -> Rows:
    owner = np.zeros(len(column.values), dtype=np.intp)
    return Rows(column, owner, np.array([not column.blank.all()]))


def _list_rows(
    returns: Returns, owner_of: Callable[[str], int], answered: Mask, nothing: int, code: str
) -> Rows:
    """The rows of a list, or one of its columns. ``nothing``: how many units said “không phát sinh” instead, which is so
    of each number of theirs too; those are the first result's."""
    name, _, part = code.partition(".")
    records, table = returns.catalogue.list[name], returns.lists[name]
    asked = records.column(part)
    owners = np.fromiter((owner_of(u) for u in table["unit"]), np.intp, len(table))
    values = [None] * len(table) if asked is None else table[asked.code].tolist()
    if asked is not None and kind_of(asked).numeric:
        values, owners = [*values, *[NIL] * nothing], np.append(owners, np.zeros(nothing, np.intp))
    found = column(values, numeric=False) if asked is None else _column(values, asked)
    inside = np.flatnonzero(owners >= 0)
    return Rows(_take(found, inside), owners[inside], answered)


def total(returns: Returns, asked: Indicator) -> Scalar:
    """An indicator's total: sum, number of answers, or for a derived one its expression on the totals."""
    if asked.aggregation == "SUM" and kind_of(asked).numeric and not asked.expression:
        return added(returns.values[asked.code].tolist())
    if asked.aggregation == "COUNT":
        return sum(v is not None for v in returns.values[asked.code]) or None
    if asked.expression and kind_of(asked).numeric:
        frame = Frame(1, lambda code: _total_column(returns, code), tolerances=tolerances(returns.catalogue))
        return cells(evaluate(parse(asked.expression), frame))[0]
    return None


def added(values: Sequence[Scalar]) -> Scalar:
    """A sum as law 2 wants it: numbers add up; only "không phát sinh" is that; only blanks are blank."""
    numbers = [v for v in values if isinstance(v, int | float)]
    if numbers:
        result = math.fsum(numbers)
        return int(result) if result.is_integer() else round(result, 10)
    return NIL if NIL in values else None


def _total_column(returns: Returns, code: str) -> Column:
    return column([total(returns, returns.catalogue.indicator[code])], numeric=True)
