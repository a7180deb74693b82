"""Law 6: the formulas in forms and master say on a live spreadsheet what Python says, on any data."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from agreement import cached, differences
from live import Calc
from offices import NOW
from random_returns import submissions, values_of

from qcdc_xl.forms import write_form
from qcdc_xl.model import CatalogueAt, Receipt
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.demo import ISSUED
from qcdc_xl.verbs.desk import ClosedDesk
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_master
from qcdc_xl.verbs.whole import with_whole


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("unit", ["24886", "VPUBND", "UBMTTQ", "LDLD", "BCD"])
def test_forms_check_themselves_as_python_does(
    unit: str, seed: int, catalogue: CatalogueAt, calc: Calc, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    values = values_of(random.Random(f"{unit}{seed}"), catalogue, catalogue.unit[unit], wild=seed % 2 == 1)
    write_form(catalogue, catalogue.unit[unit], path, ISSUED, values)
    assert differences(path, calc) == []


def test_random_forms_break_and_keep_rules_so_that_the_comparison_means_something(
    catalogue: CatalogueAt, tmp_path: Path
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
    seed: int, catalogue: CatalogueAt, calc: Calc, tmp_path: Path
) -> None:
    master = init(tmp_path / "viec", NOW).master
    accepted = submissions(seed, catalogue, missing=(0.0, 0.2, 0.5, 0.9, 1.0)[seed])
    receipts = {u: Receipt(u, NOW) for u in accepted}
    book = with_whole(BookAt(catalogue, accepted, receipts=receipts, today=NOW.date()), ())
    assert ClosedDesk(master).fill(book, NOW, "tổng hợp") or not accepted
    assert differences(master, calc) == []
    again = open_master(master, NOW.date()).book
    assert again is not None
    assert again.figures.values == book.figures.values


def test_lists_that_became_shorter_are_still_what_a_spreadsheet_computes(
    catalogue: CatalogueAt, calc: Calc, tmp_path: Path
) -> None:
    master = init(tmp_path / "viec", NOW).master
    accepted = submissions(0, catalogue, missing=0.0)
    shorter = {u: replace(s, values=tuple(v for v in s.values if v.row < 2)) for u, s in accepted.items()}
    for found in (accepted, shorter):
        book = with_whole(BookAt(catalogue, found, today=NOW.date()), ())
        assert ClosedDesk(master).fill(book, NOW, "tổng hợp")
    assert any(isinstance(v, tuple) and v for v in book.figures.values.values())
    assert differences(master, calc) == []
