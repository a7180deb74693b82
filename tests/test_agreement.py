"""Law 6: the formulas in forms and master say on a live spreadsheet what Python says, on any data."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from live import Calc
from offices import NOW
from python_calamine import CalamineWorkbook
from random_returns import submissions, values_of

from qcdc_xl import flow
from qcdc_xl.desk import ClosedDesk
from qcdc_xl.forms import write_form
from qcdc_xl.master.book import Book, Receipt
from qcdc_xl.model import Catalogue
from qcdc_xl.sample import ISSUED


def cached(path: Path) -> dict[str, list[list[Any]]]:
    """What a reader sees that does not calculate."""
    book = CalamineWorkbook.from_path(str(path))
    return {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}


def differences(path: Path, calc: Calc) -> list[tuple[str, int, int, object, object]]:
    """Cells that say something else after the live spreadsheet has computed everything anew."""
    document = calc.open(path)
    document.recalculate()
    live = document.grids()
    document.close()
    found = []
    for sheet, grid in cached(path).items():
        height, width = (
            max(len(g) for g in (grid, live[sheet])),
            max(map(len, (*grid, *live[sheet])), default=0),
        )
        for row in range(height):
            for column in range(width):
                value, other = at(grid, row, column), at(live[sheet], row, column)
                if not same(value, other):
                    found.append((sheet, row + 1, column + 1, value, other))
    return found


def at(grid: list[list[Any]], row: int, column: int) -> Any:
    """A cell of a grid, blank beyond its edge."""
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


def same(value: Any, other: Any) -> bool:
    """Equal, where the live sheet gives dates and logicals as numbers."""
    if hasattr(value, "year"):
        return isinstance(other, float)
    if isinstance(value, float | bool) and isinstance(other, float):
        return abs(float(value) - other) < 1e-9
    return bool(value == other)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("unit", ["24886", "VPUBND", "UBMTTQ", "LDLD", "BCD"])
def test_forms_check_themselves_as_python_does(
    unit: str, seed: int, catalogue: Catalogue, calc: Calc, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    values = values_of(random.Random(f"{unit}{seed}"), catalogue, catalogue.unit[unit], wild=seed % 2 == 1)
    write_form(catalogue, catalogue.unit[unit], path, ISSUED, values)
    assert differences(path, calc) == []


def test_random_forms_break_and_keep_rules_so_that_the_comparison_means_something(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    said = set()
    for seed in range(4):
        path = tmp_path / "form.xlsx"
        values = values_of(
            random.Random(f"24886{seed}"), catalogue, catalogue.unit["24886"], wild=seed % 2 == 1
        )
        write_form(catalogue, catalogue.unit["24886"], path, ISSUED, values)
        said |= {
            cell for grid in cached(path).values() for row in grid for cell in row if isinstance(cell, str)
        }
    assert {"Đạt", "Chưa đạt", "Cần xem lại", "Chưa đủ số liệu", "Chưa nhập", "Sai: phải là số"} <= said


@pytest.mark.parametrize("seed", range(5))
def test_a_filled_master_shows_what_a_spreadsheet_computes(
    seed: int, catalogue: Catalogue, calc: Calc, tmp_path: Path
) -> None:
    master = flow.init(tmp_path / "viec", NOW)
    accepted = submissions(seed, catalogue, missing=(0.0, 0.2, 0.5, 0.9, 1.0)[seed])
    receipts = {u: Receipt(u, NOW) for u in accepted}
    book = flow.with_whole(Book(catalogue, accepted, receipts=receipts, today=NOW.date()), ())
    assert ClosedDesk(master).fill(book, NOW, "tổng hợp") or not accepted
    assert differences(master, calc) == []
    again = flow.open_book(master, NOW.date()).book
    assert again is not None
    assert again.figures.values == book.figures.values


def test_lists_that_became_shorter_are_still_what_a_spreadsheet_computes(
    catalogue: Catalogue, calc: Calc, tmp_path: Path
) -> None:
    master = flow.init(tmp_path / "viec", NOW)
    accepted = submissions(0, catalogue, missing=0.0)
    shorter = {u: replace(s, values=tuple(v for v in s.values if v.row < 2)) for u, s in accepted.items()}
    for found in (accepted, shorter):
        book = flow.with_whole(Book(catalogue, found, today=NOW.date()), ())
        assert ClosedDesk(master).fill(book, NOW, "tổng hợp")
    assert any(isinstance(v, tuple) and v for v in book.figures.values.values())
    assert differences(master, calc) == []
