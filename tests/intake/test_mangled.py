"""Returns mangled at random are findings or numbers, never a crash, and never change other units' numbers."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import openpyxl
import pytest
from offices import NOW, returned

from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.finding import message
from qcdc_xl.verbs.check import check
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.status import status

JUNK = (
    None, "", " ", "#table indicators", "#table list:lạ", "#table", "#end", "#table meta", "value", "nil", -1, 1e300, 0.5,
    True, datetime.datetime(2022, 6, 8), datetime.time(3, 4), "không phát sinh", "KHÔNG  PHÁT SINH", "7.554", "=1+1",
    "+84", "@cmd", "x" * 5000, "\u200b", "Đạ M’Rông", "24886", 24886.0, "so_thon", "2022-H1", "{so_thon}", "[^1]",
)  # fmt: skip


def mangle(path: Path, seed: int) -> None:
    """Put junk into thirty cells anywhere, marker rows and hidden columns too; at times delete a sheet."""
    rng = random.Random(seed)
    book = openpyxl.load_workbook(path)
    if rng.random() < 0.2:
        del book[rng.choice(book.sheetnames)]
    for _ in range(30):
        sheet = book[rng.choice(book.sheetnames)]
        row, column = rng.randrange(1, max(2, sheet.max_row)), rng.randrange(1, 10)
        cell = sheet.cell(row, column)
        if not isinstance(cell, openpyxl.cell.cell.MergedCell):
            cell.value = rng.choice(JUNK)
    book.save(path)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["24886", "UBMTTQ", "VPUBND"])
def test_mangled_returns_are_read_without_a_crash(unit: str, catalogue: CatalogueAt, tmp_path: Path) -> None:
    found = set()
    for seed in range(12):
        path = returned(catalogue, unit, tmp_path, name=f"{seed}.xlsx")
        mangle(path, seed)
        (file,) = check([path], NOW).files
        assert all(message(f) for f in file.findings)
        found |= {f.code for f in file.findings}
    assert len(found) > 3


@pytest.mark.slow
def test_a_mangled_inbox_is_consolidated_and_leaves_the_others_alone(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    inbox = demo_folder / "2022-H1" / "nhan"
    catalogue = status(master, NOW).catalogue
    before = status(master, NOW).returns.values
    for seed, unit in enumerate(("24886", "UBMTTQ", "BCD", "LDLD")):
        mangle(returned(catalogue, unit, inbox, name=f"hong {unit}.xlsx"), 100 + seed)
    (inbox / "~$khoa.xlsx").write_bytes(b"x")
    (inbox / "thu muc con").mkdir()
    returned(catalogue, "24874", inbox / "thu muc con", {"to_tu_quan": 55}, "x.xlsx")
    outcome = consolidate(master, NOW)
    after = status(master, NOW).returns.values
    touched = {"24886", "UBMTTQ", "BCD", "LDLD", "24874"}
    for unit in before.index:
        if unit not in touched:
            assert after.loc[unit].equals(before.loc[unit])
    assert after.at["24874", "to_tu_quan"] == 55
    assert outcome.received == 40


def test_a_form_of_another_kind_under_this_units_name_is_refused_without_a_crash(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "UBMTTQ", tmp_path)
    book = openpyxl.load_workbook(path)
    for row in book["Số liệu"].iter_rows(max_row=8):
        for cell in row:
            if cell.value == "UBMTTQ":
                cell.value = "24886"
    book.save(path)
    (file,) = check([path], NOW).files
    assert [f.code for f in file.findings] == ["FORM_WRONG"]


def test_an_old_format_under_a_new_ending_is_read_by_what_it_is(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    for name in ("thanh.xls", "thanh.ods", "thanh.xlsb"):
        (tmp_path / name).write_bytes(path.read_bytes())
        (file,) = check([tmp_path / name], NOW).files
        assert file.findings == (), name
