"""Work grows with the units and not with their square: steps are counted, not seconds, so that a busy machine is no excuse."""

from __future__ import annotations

import datetime
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qcdc_xl.model import CatalogueAt, Submission
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.verbs.demo import sample_values
from qcdc_xl.verbs.desk import ClosedDesk
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_book

NOW = datetime.datetime(2022, 6, 14, 10, 0)
FIRST, *SIZES = 1, 10, 20, 40
"""The second step of growth is twice the first; before both comes what is only done once in a process."""

Work = Callable[[], object]


def of_communes(folder: Path, count: int) -> Path:
    """A master of the example's units and so many communes more."""
    tables = Path(shutil.copytree(shipped(CATALOGUE), folder / "danh mục"))
    with (tables / "units.csv").open("a", encoding="utf-8") as file:
        for n in range(count):
            file.write(f"{90_000 + n},2021-01-01,,Xã số {n},Số {n},,xa,xa,DAMRONG,\n")
    return init(folder / "sổ", NOW, tables).master


def returns_of(catalogue: CatalogueAt, model: Submission) -> dict[str, Submission]:
    """The same return from every commune added."""
    units = [u.code for u in catalogue.active_units if u.code.startswith("90")]
    return {u: replace(model, unit=u, file=f"{u}.xlsx", sha256=u * 12) for u in units}


@pytest.fixture(scope="module")
def model(catalogue: CatalogueAt) -> Submission:
    """What the commune with the most rows has sent."""
    given = sample_values(catalogue)
    communes = (u.code for u in catalogue.active_units if u.type == "xa")
    values = tuple(v._replace(sheet="Biểu", cell="F1") for v in max((given[u] for u in communes), key=len))
    return Submission("", "XA", catalogue.period.code, "", "", "", NOW, values)


def steps(work: Work) -> int:
    """How many calls, Python's own and of C, and how many resumed generators some work takes."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def measured(folder: Path, model: Submission, count: int) -> dict[str, int]:
    """The steps of building, filling, reading and filling again for so many communes."""
    found = {"build": steps(lambda: of_communes(folder, count))}
    desk = ClosedDesk(folder / "sổ" / "qcdc.xlsm")
    empty = open_book(desk, NOW.date())
    full = replace(empty, accepted=returns_of(empty.catalogue, model))
    found["first fill"] = steps(lambda: desk.fill(full, NOW, "tổng hợp"))
    found["read"] = steps(lambda: open_book(desk, NOW.date()))
    changed = returns_of(empty.catalogue, replace(model, values=model.values[:-1]))
    again = replace(open_book(desk, NOW.date()), accepted=changed)
    found["second fill"] = steps(lambda: desk.fill(again, NOW, "tổng hợp"))
    return found


@pytest.mark.slow
def test_twice_the_units_are_twice_the_work(tmp_path: Path, model: Submission) -> None:
    measured(tmp_path / "first", model, FIRST)
    few, more, most = (measured(tmp_path / str(n), model, n) for n in SIZES)
    growth = {what: (most[what] - more[what]) / (more[what] - few[what]) for what in few}
    assert all(1.8 < g <= 2.1 for g in growth.values()), growth
