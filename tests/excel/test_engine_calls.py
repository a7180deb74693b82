"""How many calls a click costs Excel: each is a round trip to another process, so they must not grow with units."""

from __future__ import annotations

import datetime
import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import xlwings as xw
from calc_engine import Desk
from offices import NOW

import qcdc_xl
from qcdc_xl.doors import ribbon
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import load_book

AT_MOST = 40


def many_units(folder: Path, returns: list[Path], count: int) -> Path:
    """A working folder with ``count`` units, each of which sent what one of the sample's units sent."""
    tables = Path(shutil.copytree(shipped(CATALOGUE), folder / "danh mục"))
    _, book = load_book(tables, NOW.date())
    models = {
        u.code: (u, next(p for p in returns if u.code in _words(p))) for u in book.catalogue.active_units
    }
    with (tables / "units.csv").open("a", encoding="utf-8") as file:
        for number in range(count - len(models)):
            unit, _ = list(models.values())[number % len(models)]
            file.write(
                f"{90_000 + number},2021-01-01,,Đơn vị {number},,,{unit.level},{unit.type},DAMRONG,\\n".replace(
                    "\\n", "\n"
                )
            )
    master = init(folder / "sổ", datetime.datetime(2022, 5, 20), tables).master
    inbox = folder / "sổ" / "2022-H1" / "nhan"
    for number in range(count - len(models)):
        unit, path = list(models.values())[number % len(models)]
        _copy(path, inbox / f"{number}.xlsx", unit.code, str(90_000 + number))
    for _, path in models.values():
        shutil.copy(path, inbox)
    return master


def _words(path: Path) -> set[str]:
    return set(re.findall(r"[\w-]+", path.stem))


def _copy(source: Path, target: Path, old: str, new: str) -> None:
    """The same return from another unit."""
    with zipfile.ZipFile(source) as one, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as other:
        for name in one.namelist():
            content = one.read(name)
            if name == "xl/sharedStrings.xml":
                content = content.replace(f"<t>{old}</t>".encode(), f"<t>{new}</t>".encode())
            other.writestr(name, content)


@pytest.mark.parametrize("count", [34, 1000])
def test_consolidating_costs_excel_the_same_few_calls_for_any_number_of_units(
    excel: Desk, demo_made: Path, tmp_path: Path, count: int, record_property: object
) -> None:
    returns = [
        p
        for p in (demo_made / "2022-H1" / "nhan").glob("*.xlsx")
        if "24886" not in p.name or "(sửa)" in p.name
    ]
    master = many_units(tmp_path, returns, count)
    book = xw.Book(str(master))
    book.set_mock_caller()
    excel.calls.clear()
    ribbon.click("consolidate", qcdc_xl.__version__)
    assert f"Đã đọc {count} tệp" in excel.alerts[0][1]
    kinds = Counter(kind for kind, _ in excel.calls)
    print(
        f"\n{count} units: {excel.operations} calls that read or change, {len(excel.calls)} with references: {dict(kinds)}"
    )
    assert excel.operations <= AT_MOST, kinds


def test_no_click_reads_a_single_cell_from_excel(excel: Desk, demo_folder: Path) -> None:
    book = xw.Book(str(demo_folder / "qcdc.xlsm"))
    for verb in ("status", "check", "consolidate", "footnotes", "forms"):
        ribbon.answer(book, verb, qcdc_xl.__version__, NOW)
    assert [what for kind, what in excel.calls if kind == "read"] == []
