"""The words above the tables say the period and the section whose numbers stand below."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from offices import NOW, find_marker

from qcdc_xl.verbs.consolidate import consolidate

OLD, NEW = "6 tháng đầu năm 2022", "6 tháng đầu năm 2023"


def _edited(master: Path, marks: bool) -> None:
    """Another period, body and titles in the catalogue; without ``marks`` the master of an earlier version."""
    book = openpyxl.load_workbook(master, keep_vba=True)
    catalogue = book["Danh mục"]
    _set(catalogue, "settings", "key", "period", "value", "2023-H1")
    _set(catalogue, "settings", "key", "issuing_body", "value", "BAN CHỈ ĐẠO XÃ")
    _set(catalogue, "sections", "code", "III.1", "title", "Dân chủ ở xã")
    for sheet in () if marks else book.worksheets:
        for r in range(1, 6):
            if str(sheet.cell(r, 1).value).startswith("#text"):
                sheet.cell(r, 1).value = None
    book["II.2"].title = "Mục hai"
    book.save(master)


def _set(sheet: object, table: str, key: str, wanted: str, column: str, value: str) -> None:
    row, first = find_marker(sheet, table)  # type: ignore[arg-type,misc]
    names = {sheet.cell(row, c).value: c for c in range(first + 1, 20)}  # type: ignore[attr-defined]
    for r in range(row + 1, row + 99):
        if sheet.cell(r, names[key]).value == wanted:  # type: ignore[attr-defined]
            sheet.cell(r, names[column]).value = value  # type: ignore[attr-defined]
            return
    raise KeyError(wanted)


@pytest.mark.slow
@pytest.mark.parametrize("marks", [True, False], ids=["marked", "of an earlier version"])
def test_after_a_change_of_period_no_sheet_says_the_old_one(demo_folder: Path, marks: bool) -> None:
    master = demo_folder / "qcdc.xlsm"
    _edited(master, marks)
    (demo_folder / "2023-H1" / "nhan").mkdir(parents=True)
    shutil.rmtree(demo_folder / "2022-H1")
    consolidate(master, NOW)
    book = openpyxl.load_workbook(master)
    for sheet in book.worksheets:
        if sheet.sheet_state == "veryHidden":
            continue
        above = [str(c.value or "") for row in sheet.iter_rows(max_row=3) for c in row]
        assert not any(OLD in text for text in above), sheet.title
        if sheet.title != "Nguồn 2022-H1":  # hidden, and of its own period
            assert f"BAN CHỈ ĐẠO XÃ - {NEW}" in above, sheet.title
    assert book["III.1"]["B1"].value == "MỤC III.1. Dân chủ ở xã"
    assert book["Mục hai"]["B3"].value == NEW
