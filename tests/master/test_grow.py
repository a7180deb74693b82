"""A section and a list that staff type into the tables of a master in use get their sheets there."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from offices import NOW, find_marker, returned
from openpyxl.worksheet.worksheet import Worksheet

from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.status import status


def _type(book: openpyxl.Workbook, table: str, values: dict[str, object]) -> None:
    """Type a row into the first free row of a table."""
    sheet, (row, column) = next((s, at) for s in book if (at := find_marker(s, table)))
    assert isinstance(sheet, Worksheet)
    names = {sheet.cell(row, c).value: c for c in range(column + 1, sheet.max_column + 1)}
    first = names[next(iter(values))]
    free = next(r for r in range(row + 1, sheet.max_row) if sheet.cell(r, first).value in (None, ""))
    for name, value in values.items():
        sheet.cell(free, names[name]).value = value  # type: ignore[union-attr]


@pytest.mark.slow
def test_a_section_and_a_list_typed_in_get_their_sheets(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    book = openpyxl.load_workbook(master, keep_vba=True)
    _type(book, "sections", {"code": "III.4", "title": "Việc mới", "kind": "data"})
    form = status(master, NOW).catalogue.form_of(status(master, NOW).catalogue.unit["24877"])
    assert form
    asked = {"forms": form.code, "section": "III.4", "type": "integer"}
    _type(book, "indicators", {"code": "viec_moi", "label": "Số việc mới", "aggregation": "SUM", **asked})
    _type(
        book, "lists", {"code": "mo_hinh", "section": "III.4", "forms": form.code, "label": "Bảng kê mô hình"}
    )
    _type(book, "list_columns", {"list": "mo_hinh", "code": "ten", "label": "Tên mô hình", "type": "text"})
    book["III.3"].title = "Nơi làm việc"
    book.save(master)
    inbox = demo_folder / "2022-H1" / "nhan"
    catalogue = status(master, NOW).catalogue
    returned(catalogue, "24877", inbox, {"viec_moi": 7}, "moi.xlsx")
    consolidate(master, NOW)
    grown = openpyxl.load_workbook(master)
    names = grown.sheetnames
    assert names[names.index("IV.2") + 1] == "III.4" and "BK mô hình" in names
    sheet = grown["III.4"]
    assert sheet["B1"].value == "MỤC III.4. Việc mới"
    (found,) = [r for r in sheet.iter_rows(values_only=True) if r[0] == "24877"]
    assert 7 in found
    assert status(master, NOW).figures.values["tthc_tiep_nhan"] == 7554
    once = names
    consolidate(master, NOW)
    assert openpyxl.load_workbook(master).sheetnames == once
