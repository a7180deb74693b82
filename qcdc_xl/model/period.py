"""Reporting periods: what a code alone says, and which periods lie before one.

Codes: ``2026`` a year, ``2026-H1`` a half, ``2026-Q2`` a quarter, ``2026-9T`` the first nine months,
``2026-05`` a month. Days are ``datetime.date``, both ends included.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_CODE = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<part>H[12]|Q[1-4]|9T|0[1-9]|1[0-2]))?")
_QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period, e.g. ``2022-H1``; ``due`` is the last day for handing in."""

    code: str
    label: str
    start: datetime.date
    end: datetime.date
    due: datetime.date | None = None

    @property
    def number(self) -> int:
        """Which one of its kind in the year: 2022-H2 and 2022-Q2 are 2, a whole year is 1."""
        tail = self.code.rpartition("-")[2]
        if self.kind == "month":
            return int(tail)
        return int(tail[1:]) if tail[:1].isalpha() and tail[1:].isdigit() else 1

    @property
    def kind(self) -> str:
        """``half``, ``quarter``, ``nine_months``, ``year`` or ``month``; "" for a code that is none of these."""
        found = _CODE.fullmatch(self.code)
        part = (found["part"] or "Y") if found else ""
        return _KINDS.get(part[:1], "")


_KINDS: Mapping[str, str] = {
    "H": "half", "Q": "quarter", "9": "nine_months", "Y": "year", "0": "month", "1": "month",
}  # fmt: skip

_LABELS: Mapping[str, Callable[[str, str], str]] = {
    "half": lambda year, part: f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}",
    "quarter": lambda year, part: f"Quý {_QUARTERS[int(part[1]) - 1]} năm {year}",
    "nine_months": lambda year, part: f"9 tháng năm {year}",
    "year": lambda year, part: f"Năm {year}",
    "month": lambda year, part: f"Tháng {int(part)} năm {year}",
}


def _months(kind: str, part: str) -> tuple[int, int]:
    """The first and the last month."""
    if kind in ("half", "quarter"):
        length = 6 if kind == "half" else 3
        return (int(part[1]) - 1) * length + 1, int(part[1]) * length
    if kind == "month":
        return int(part), int(part)
    return 1, 9 if kind == "nine_months" else 12


@lru_cache(maxsize=1024)
def period_of(code: str) -> Period | None:
    """The period that a code alone names, without a due date; ``None`` if it is no such code.

    >>> period_of("2026-9T").label, period_of("2026-02").end.isoformat(), period_of("2026-H3")
    ('9 tháng năm 2026', '2026-02-28', None)
    """
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    year, part = found["year"], found["part"] or ""
    kind = _KINDS[(part or "Y")[0]]
    first, last = _months(kind, part)
    end = datetime.date(int(year), last, calendar.monthrange(int(year), last)[1])
    return Period(code, _LABELS[kind](year, part), datetime.date(int(year), first, 1), end)
