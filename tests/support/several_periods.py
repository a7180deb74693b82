"""Several periods of random returns in one book, and their bare sums as a hand makes them out of the raw values."""

from __future__ import annotations

import random
from collections.abc import Iterable

from qcdc_xl.model import NIL, Scalar, Submission, Value

UNITS = tuple(str(n) for n in range(1, 9))
NEW, GONE = "7", "8"
"""A unit that began on 1 July 2022, and one that was merged the day before."""
HELD = ("2021", "2022-H1", "2022-H2", "2022-Q3", "2023-H1")
BEFORE = {"2022-H2": "2022-H1", "2023-H1": "2022-H2", "2022": "2021"}
LAST_YEAR = {"2023-H1": "2022-H1", "2022": "2021"}
SINCE_JANUARY = {"2022-H2": "2022", "2022-Q3": "2022-9T"}
PARTS = {"2022": ("2022-H1", "2022-H2"), "2022-9T": ("2022-H1", "2022-Q3")}
BARE = ("cuoc", "thon", "nam", "nguoi", "so_buoi", "hai", "phan_tram")
"""Meetings (a flow), villages and a cumulative count (the last part's), people in a list, its rows, a derived one, a ratio."""

Cells = dict[str, list[Scalar]]
"""One unit's values: one of each indicator, of the list one a row."""


def random_cells(rng: random.Random) -> Cells:
    """What a unit might say: blank, nothing of the kind, 0, a few, many; up to two rows."""

    def value() -> Scalar:
        return rng.choice((None, NIL, 0, rng.randrange(1, 2000), rng.randrange(1, 20)))

    return {code: [value()] for code in ("cuoc", "thon", "nam")} | {
        "buoi": [rng.randrange(50) for _ in range(rng.randrange(3))]
    }


def random_data(seed: int) -> dict[str, dict[str, Cells]]:
    """Of every period held most units."""
    rng = random.Random(seed)
    early = ("2021", "2022-H1")
    there = {p: [u for u in UNITS if u != (NEW if p in early else GONE)] for p in HELD}
    return {p: {u: random_cells(rng) for u in there[p] if rng.random() < 0.8} for p in HELD}


def submission(unit: str, period: str, cells: Cells) -> Submission:
    """A unit's return."""
    values = [Value(code, 0, cells[code][0], "", "") for code in ("cuoc", "thon", "nam")]
    values += [Value("buoi.nguoi", n, v, "", "") for n, v in enumerate(cells["buoi"], start=1)]
    values += [] if cells["buoi"] else [Value("list:buoi", 0, NIL, "", "")]
    return Submission(unit, "XA", period, "", "", values=tuple(values))


def summed(values: Iterable[Scalar]) -> Scalar:
    """As law 2 wants it."""
    found = list(values)
    numbers = [v for v in found if isinstance(v, int)]
    return sum(numbers) if numbers else NIL if NIL in found else None


def hand(data: dict[str, dict[str, Cells]], period: str) -> dict[str, Scalar]:
    """The bare figures of a period, out of the raw values."""
    parts = PARTS.get(period, (period,))
    if not all(data.get(p) for p in parts):
        return dict.fromkeys(BARE)
    found: dict[str, Scalar] = {}
    flows = {u: summed(data[p][u]["cuoc"][0] for p in parts if u in data[p]) for u in UNITS}
    stocks = {
        code: {u: data[parts[-1]][u][code][0] for u in UNITS if u in data[parts[-1]]}
        for code in ("thon", "nam")
    }
    found["cuoc"] = summed(flows.values())
    found["thon"], found["nam"] = (summed(stocks[code].values()) for code in ("thon", "nam"))
    rows = [v for p in parts for cells in data[p].values() for v in cells["buoi"]]
    nothing = [NIL for p in parts for cells in data[p].values() if not cells["buoi"]]
    found["nguoi"], found["so_buoi"] = summed([*rows, *nothing]), len(rows)
    twice = [_twice(flows[u], stocks["nam"].get(u)) for u in UNITS]
    found["hai"] = summed(twice)
    found["phan_tram"] = ratio(found["cuoc"], found["thon"])
    return found


def _twice(cuoc: Scalar, nam: Scalar) -> Scalar:
    return None if cuoc is None or nam is None else 2 * number(cuoc) + number(nam)


def ratio(one: Scalar, other: Scalar) -> Scalar:
    """One divided by another; blank without one of them, or by nothing."""
    if one is None or other is None or not number(other):
        return None
    return number(one) / number(other)


def number(value: Scalar) -> int:
    """Nothing of the kind happened: 0."""
    return value if isinstance(value, int) else 0
