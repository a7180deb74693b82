"""A master of an earlier version that was brought up to date has what a new one has; a master in use keeps its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from offices import NOW
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from typed import typing_in

from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.update import update

IN_USE = sorted((Path(__file__).parents[1] / "broken").glob("v*"), key=lambda path: path.name)
DIFFERENT: dict[str, str] = {}
"""What may differ from a new master, each with its reason."""
GENERAL, AS_TEXT = "General", "@"
"""Cells in use keep the format that they have, for staff may have chosen it: those of new masters are formatted as text."""


def described(path: Path) -> dict[str, object]:
    """What a person sees of the tables of a master, by what it is about, as openpyxl reads it."""
    book = openpyxl.load_workbook(path)
    found: dict[str, object] = {"sheets": [(s.title, s.sheet_state) for s in book.worksheets]}
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_col=1):
            if str(row[0].value).startswith("#table "):
                found |= _table(sheet, row[0].row, str(row[0].value)[7:])
    return found


def _table(sheet: Worksheet, marker: int, name: str) -> dict[str, object]:
    end = next(r for r in range(marker, sheet.max_row + 1) if sheet.cell(r, 1).value == "#end")
    hidden = [bool(sheet.row_dimensions[r].hidden) for r in (marker, end)]
    found: dict[str, object] = {f"{name}: sheet, hidden rows": (sheet.title, hidden)}
    columns = {sheet.cell(marker, c).value: c for c in range(2, sheet.max_column + 1)}
    found[f"{name}: columns"] = [key for key in columns if key is not None]
    for key, column in columns.items():
        if key is not None:
            found[f"{name}.{key}"] = _column(sheet, marker, end, column)
    return found


def _column(sheet: Worksheet, marker: int, end: int, column: int) -> tuple[Any, ...]:
    """Heading, looks of heading and cells, whether it is hidden, what may be chosen from the first row to the last."""
    head, first = sheet.cell(marker - 1, column), sheet.cell(marker + 1, column)
    looks = tuple(
        (c.font.name, c.font.b, c.fill.fgColor.rgb, c.border.left.style, _format(c)) for c in (head, first)
    )
    offered = [
        [
            v.formula1
            for v in sheet.data_validations.dataValidation
            if sheet.cell(r, column).coordinate in v.sqref
        ]
        for r in (marker + 1, end - 1)
    ]
    described = sheet.column_dimensions.values()  # one of several columns that are alike speaks for all
    hidden = any(d.hidden for d in described if d.min <= column <= d.max)
    return head.value or None, looks, offered, hidden


def _format(cell: Cell) -> str:
    return GENERAL if cell.number_format == AS_TEXT else str(cell.number_format)


def printed(master: Path, sheet: str) -> str:
    """What is printed of a sheet."""
    return str(openpyxl.load_workbook(master)[sheet].print_area)


@pytest.mark.slow
@pytest.mark.parametrize("folder", IN_USE, ids=lambda path: path.name)
def test_brought_up_to_date_it_has_what_a_new_master_of_the_same_tables_has(
    folder: Path, tmp_path: Path
) -> None:
    master = Path(shutil.copy(folder / "so-moi.xlsm", tmp_path / "qcdc.xlsm"))
    assert update(master, NOW).changed
    new = described(init(tmp_path / "mới", NOW, folder / "danh-muc").master)
    old = described(master)
    differing = {
        key: (old.get(key), new.get(key)) for key in old.keys() | new.keys() if old.get(key) != new.get(key)
    }
    print("\n".join(f"{key}: {values[0]} / {values[1]}" for key, values in differing.items()))
    assert differing.keys() == DIFFERENT.keys()
    for sheet in ("DM Đơn vị", "DM Chỉ tiêu", "DM Quy tắc", "Số liệu"):
        assert printed(master, sheet) == printed(tmp_path / "mới" / "qcdc.xlsm", sheet)


@pytest.mark.slow
def test_a_second_time_nothing_is_lacking(tmp_path: Path) -> None:
    master = Path(shutil.copy(IN_USE[0] / "so-moi.xlsm", tmp_path / "qcdc.xlsm"))
    update(master, NOW)
    once = described(master)
    update(master, NOW)
    assert described(master) == once


def _without(typist: Any, table: str, *keys: str) -> None:
    """A table as if it had never had these columns: on a sheet of its own the columns are deleted."""
    sheet, _, columns = typist.table(table)
    for column in sorted((columns[key] for key in keys), reverse=True):
        sheet.delete_cols(column)


@pytest.mark.slow
def test_lacking_columns_come_back_and_what_staff_wrote_beside_the_table_stays(tmp_path: Path) -> None:
    master = init(tmp_path / "viec", NOW).master
    new = described(master)
    with typing_in(master) as typist:
        _without(typist, "rules", "trial", "from", "to")
        sheet, row, columns = typist.table("rules")
        own = max(columns.values()) + 1
        sheet.cell(row - 1, own).value = "Ghi chú của tôi"
        sheet.cell(row + 1, own).value = "hỏi lại Sở"
    update(master, NOW)
    assert described(master) == new
    texts = [str(c.value) for r in openpyxl.load_workbook(master)["DM Quy tắc"].iter_rows() for c in r]
    assert {"Ghi chú của tôi", "hỏi lại Sở"} <= set(texts)


@pytest.mark.slow
def test_a_lacking_table_comes_below_all_else_with_its_title(tmp_path: Path) -> None:
    master = init(tmp_path / "viec", NOW).master
    new = described(master)
    with typing_in(master) as typist:
        sheet, row, _ = typist.table("unit_changes")
        end = next(r for r in range(row, row + 99) if sheet.cell(r, 1).value == "#end")
        for cells in sheet.iter_rows(min_row=row - 2, max_row=end):
            for cell in cells:
                cell.value = None
    update(master, NOW)
    after = described(master)
    assert {key: v for key, v in after.items() if v != new[key]} == {}
    sheet = openpyxl.load_workbook(master)["Danh mục"]
    row = next(c.row for c in sheet["B"][60:] if c.value == "Sáp nhập, chia tách, đổi tên đơn vị")
    assert int(printed(master, "Danh mục").rpartition("$")[2]) > row


@pytest.mark.slow
def test_an_indicator_of_days_typed_in_gets_a_column_of_days(tmp_path: Path) -> None:
    master = init(tmp_path / "viec", NOW).master
    with typing_in(master) as typist:
        asked = {"section": "III.1", "forms": "XA", "aggregation": "NONE"}
        typist.type("indicators", code="ngay_hop", label="Ngày họp", type="date", **asked)
    consolidate(master, NOW)
    with typing_in(master) as typist:
        sheet, row, columns = typist.table("section:III.1")
    assert sheet.cell(row + 1, columns["ngay_hop"]).value == "Ngày họp"
    assert sheet.cell(row + 5, columns["ngay_hop"]).number_format == "dd/mm/yyyy"
