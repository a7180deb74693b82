"""Reporting periods: what a code alone says, and which periods lie before one.

Codes: ``2026`` a year, ``2026-H1`` a half, ``2026-Q2`` a quarter, ``2026-9T`` the first nine months
(any number that ends no quarter: ``2026-5T``), ``2026-05`` a month. Days are ``datetime.date``, both ends included.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_CODE = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<part>H[12]|Q[1-4]|(?:[24578]|1[01]|9)T|0[1-9]|1[0-2]))?")
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
        """``half``, ``quarter``, ``nine_months``, ``year`` or ``month``; ``months`` are the first few of a year.

        "" for a code that is none of these.
        """
        found = _CODE.fullmatch(self.code)
        return _kind(found["part"] or "") if found else ""


def _kind(part: str) -> str:
    if part.endswith("T"):
        return "nine_months" if part == "9T" else "months"
    return {"": "year", "H": "half", "Q": "quarter"}.get(part[:1], "month")


_LABELS: Mapping[str, Callable[[str, str], str]] = {
    "half": lambda year, part: f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}",
    "quarter": lambda year, part: f"Quý {_QUARTERS[int(part[1]) - 1]} năm {year}",
    "nine_months": lambda year, part: f"9 tháng năm {year}",
    "months": lambda year, part: f"{part[:-1]} tháng đầu năm {year}",
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
    return 1, 12 if kind == "year" else int(part[:-1])


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
    kind = _kind(part)
    first, last = _months(kind, part)
    end = datetime.date(int(year), last, calendar.monthrange(int(year), last)[1])
    return Period(code, _LABELS[kind](year, part), datetime.date(int(year), first, 1), end)


PREVIOUS, LAST_YEAR, YEAR_TO_DATE = "previous", "last_year", "ytd"
"""The other periods that a period is compared with."""


def last_year(period: Period) -> str:
    """The code of the same period one year back; "" where the code does not begin with a year."""
    year, rest = period.code[:4], period.code[4:]
    return f"{int(year) - 1:04}{rest}" if _CODE.fullmatch(period.code) else ""


def year_to_date(period: Period) -> str:
    """The code of the time from 1 January to the period's end; "" for what ends within a month or lasts longer."""
    end, month = period.end, period.end.month
    if period.start.year != end.year or end.day != calendar.monthrange(end.year, month)[1]:
        return ""
    if (period.start.month, period.start.day) == (1, 1):
        return period.code
    if month == 1:
        return f"{end.year}-01"
    return str(end.year) + {3: "-Q1", 6: "-H1", 9: "-9T", 12: ""}.get(month, f"-{month}T")


def before(period: Period, others: Iterable[Period]) -> str:
    """The code of the period of the same kind that ended last before this one began; "" if there is none."""
    found = [p for p in others if p.end < period.start and p.kind == period.kind]
    return max(found, key=lambda p: p.end).code if found else ""


def just_before(period: Period) -> str:
    """The code of the period of the same kind that ends the day before; "" for kinds that do not follow one another."""
    day = period.start - datetime.timedelta(1)
    tails = {"half": f"-H{(day.month + 5) // 6}", "quarter": f"-Q{(day.month + 2) // 3}"}
    tail = {**tails, "month": f"-{day.month:02}", "year": ""}.get(period.kind)
    return "" if tail is None else f"{day.year}{tail}"
