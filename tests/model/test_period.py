"""A period's code alone says what it is called, when it begins and when it ends."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest

from qcdc_xl.model import Period, period_of
from qcdc_xl.model.period import just_before, last_year, year_to_date


@pytest.mark.parametrize(
    ("code", "label", "start", "end", "kind", "number"),
    [
        ("2026-H1", "6 tháng đầu năm 2026", "2026-01-01", "2026-06-30", "half", 1),
        ("2026-H2", "6 tháng cuối năm 2026", "2026-07-01", "2026-12-31", "half", 2),
        ("2026-Q1", "Quý I năm 2026", "2026-01-01", "2026-03-31", "quarter", 1),
        ("2026-Q2", "Quý II năm 2026", "2026-04-01", "2026-06-30", "quarter", 2),
        ("2026-Q4", "Quý IV năm 2026", "2026-10-01", "2026-12-31", "quarter", 4),
        ("2026-9T", "9 tháng năm 2026", "2026-01-01", "2026-09-30", "nine_months", 1),
        ("2026", "Năm 2026", "2026-01-01", "2026-12-31", "year", 1),
        ("2026-05", "Tháng 5 năm 2026", "2026-05-01", "2026-05-31", "month", 5),
        ("2026-12", "Tháng 12 năm 2026", "2026-12-01", "2026-12-31", "month", 12),
        ("2028-02", "Tháng 2 năm 2028", "2028-02-01", "2028-02-29", "month", 2),
    ],
)
def test_a_code_says_all(code: str, label: str, start: str, end: str, kind: str, number: int) -> None:
    found = period_of(code)
    assert found is not None
    assert (found.label, found.start.isoformat(), found.end.isoformat()) == (label, start, end)
    assert (found.kind, found.number, found.due) == (kind, number, None)


@pytest.mark.parametrize(
    "code", ["", "26", "2026-H3", "2026-Q0", "2026-Q5", "2026-6T", "2026-00", "2026-13", "2026-5", "2026-H1 "]
)
def test_what_is_no_code_of_a_period(code: str) -> None:
    assert period_of(code) is None


def test_months_follow_one_another_without_gap() -> None:
    months = [period_of(f"{year}-{month:02}") for year in (2023, 2024) for month in range(1, 13)]
    for before, after in pairwise(months):
        assert before and after and before.end + datetime.timedelta(1) == after.start


def test_a_code_of_ones_own_is_of_no_kind() -> None:
    day = datetime.date(2026, 1, 1)
    assert (Period("2026-dot-1", "Đợt 1", day, day).kind, Period("2026-dot-1", "Đợt 1", day, day).number) == (
        "",
        1,
    )


@pytest.mark.parametrize(
    ("code", "before", "year_ago", "to_date"),
    [
        ("2026-H1", "2025-H2", "2025-H1", "2026-H1"),
        ("2026-H2", "2026-H1", "2025-H2", "2026"),
        ("2026-Q1", "2025-Q4", "2025-Q1", "2026-Q1"),
        ("2026-Q2", "2026-Q1", "2025-Q2", "2026-H1"),
        ("2026-Q3", "2026-Q2", "2025-Q3", "2026-9T"),
        ("2026-9T", "", "2025-9T", "2026-9T"),
        ("2026", "2025", "2025", "2026"),
        ("2026-01", "2025-12", "2025-01", "2026-01"),
        ("2026-03", "2026-02", "2025-03", "2026-Q1"),
        ("2026-05", "2026-04", "2025-05", "2026-5T"),
        ("2026-11", "2026-10", "2025-11", "2026-11T"),
        ("2026-12", "2026-11", "2025-12", "2026"),
    ],
)
def test_the_periods_that_one_is_compared_with(code: str, before: str, year_ago: str, to_date: str) -> None:
    found = period_of(code)
    assert found is not None
    assert (just_before(found), last_year(found), year_to_date(found)) == (before, year_ago, to_date)
    since = period_of(to_date)
    assert since is not None
    assert (since.start, since.end) == (found.start.replace(month=1, day=1), found.end)
