"""A period's code alone says what it is called, when it begins and when it ends."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest

from qcdc_xl.model import Period, period_of


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
