"""Random returns: what units might enter, right or wrong, blank, zero and "không phát sinh"."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Mapping

from qcdc_xl.model import NIL, CatalogueAt, Indicator, ListColumn, Scalar, Submission, Unit, Value
from qcdc_xl.values import kind_of

WORDS = (
    "Nghị quyết",
    "về “nông thôn mới”",
    "kế hoạch; 2022",
    "a < b & c",
    "x=1",
    "  khoảng trắng",
    "ĐẠ M'RÔNG",
)


def value_for(
    rng: random.Random, catalogue: CatalogueAt, asked: Indicator | ListColumn, wild: bool
) -> Scalar:
    """A value of the right type, at times none, "không phát sinh" or (``wild``) something quite wrong."""
    dice = rng.random()
    if dice < 0.12:
        return None
    if wild and dice < 0.3:
        return rng.choice(("abc", -3, 2.5, "7.554", "0", 1e6))
    if kind_of(asked).numeric and dice < 0.4 and isinstance(asked, Indicator):
        return NIL
    return _RIGHT[asked.type](rng, catalogue.choices_of(asked.choices))


_RIGHT: Mapping[str, Callable[[random.Random, tuple[str, ...]], Scalar]] = {
    "integer": lambda rng, choices: rng.randrange(6),
    "decimal": lambda rng, choices: round(rng.random() * 9, 2),
    "text": lambda rng, choices: rng.choice(WORDS).strip(),
    "select_one": lambda rng, choices: rng.choice(choices),
    "select_multiple": lambda rng, choices: "; ".join(c for c in choices if rng.random() < 0.5) or choices[0],
    "yes_no": lambda rng, choices: rng.choice(("Có", "Không")),
    "money": lambda rng, choices: rng.choice((0, 12_500_000, 1000.4, rng.randrange(10**9))),
    "date": lambda rng, choices: datetime.date(2022, 1, 1) + datetime.timedelta(days=rng.randrange(180)),
}
"""A right value of every kind."""


def values_of(
    rng: random.Random, catalogue: CatalogueAt, unit: Unit, wild: bool = False
) -> tuple[Value, ...]:
    """A unit's entries: indicators and up to four rows of each record list, or “không phát sinh” instead of rows; ``wild``
    ones leave that out at times, or say both."""
    form = catalogue.form_of(unit)
    assert form is not None
    made = [
        Value(i.code, 0, value_for(rng, catalogue, i, wild), "Số liệu", "F1")
        for i in catalogue.indicators_of(form.code)
        if not i.expression
    ]
    for records in catalogue.lists_of(form.code):
        count = rng.randrange(5)
        if (count == 0) != (wild and rng.random() < 0.3):
            made.append(Value(f"list:{records.code}", 0, NIL, "Số liệu", "G1"))
        for row in range(1, count + 1):
            typed = [c for c in records.columns if not c.expression]
            cells = [value_for(rng, catalogue, c, wild=False) for c in typed]
            cells[0] = (
                cells[0]
                if any(c is not None for c in cells)
                else value_for(random.Random(1), catalogue, typed[0], False)
            )
            for column, cell in zip(typed, cells, strict=True):
                made.append(Value(f"{records.code}.{column.code}", row, cell, "Bảng kê", f"C{row}"))
    return tuple(made)


def submissions(seed: int, catalogue: CatalogueAt, missing: float = 0.2) -> dict[str, Submission]:
    """Returns of most units."""
    rng = random.Random(seed)
    found = {}
    for unit in catalogue.active_units:
        if rng.random() >= missing:
            form = catalogue.form_of(unit)
            assert form is not None
            values = values_of(rng, catalogue, unit)
            when = datetime.datetime(2022, 6, 1, 8, rng.randrange(60))
            sha = f"{rng.getrandbits(256):064x}"
            found[unit.code] = Submission(
                unit.code, form.code, "2022-H1", "", f"{unit.code}.xlsx", sha, when, values
            )
    return found
