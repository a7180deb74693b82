"""Bold and italic words of cells, set with openpyxl as Excel keeps them, seen by pandoc in the report."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import openpyxl
import pytest
import word
import xlsxwriter
from offices import NOW, find_marker
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from qcdc_xl.report import emphasis
from qcdc_xl.report.emphasis import Face
from qcdc_xl.verbs.report import report


@pytest.mark.slow
def test_ctrl_b_and_ctrl_i_in_a_cell_come_out_in_word(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    book = openpyxl.load_workbook(master, keep_vba=True, rich_text=True)
    sheet = next(s for s in book if find_marker(s, "paragraphs"))
    marker, column = find_marker(sheet, "paragraphs") or (0, 0)
    place = next(c for c in range(column, sheet.max_column + 1) if sheet.cell(marker, c).value == "text")
    italic, bold = InlineFont(i=True), InlineFont(b=True)
    sheet.cell(marker + 1, place).value = CellRichText(
        "Thực hiện “",
        TextBlock(italic, "dân chủ ở xã"),
        "” năm ",
        TextBlock(bold, "{nam_bao_cao}[^1]"),
        " như sau:",
    )
    sheet.cell(marker + 3, place).font = Font(i=True)
    book.save(master)
    made = report(master, NOW, pdf=False)
    assert made.file is not None
    read = word.read(made.file)
    first, third = read.blocks[3], read.blocks[5]
    assert first.text == "Thực hiện “dân chủ ở xã” năm 2022⟦1⟧ như sau:"
    assert (first.italic, first.bold) == (["dân chủ ở xã"], ["2022"])
    assert third.italic == [third.text]
    assert not read.blocks[6].italic and not read.blocks[6].bold


def test_faces_are_found_letter_by_letter_whatever_the_writing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    decomposed = unicodedata.normalize("NFD", "dân")
    sheet["B2"] = CellRichText(TextBlock(InlineFont(b=True), f"  {decomposed}"), " chủ ")
    sheet["B3"] = "thường"
    book.save(path)
    found = emphasis.read(
        path, [("Sheet", "B2", "dân chủ"), ("Sheet", "B3", "thường"), ("Không có", "A1", "x")]
    )
    assert found == {("Sheet", "B2"): [Face(bold=True)] * 3 + [Face()] * 4}


def test_a_cell_that_says_something_else_is_left_plain(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = CellRichText(TextBlock(InlineFont(b=True), "khác"))
    book.save(path)
    assert emphasis.read(path, [("Sheet", "A1", "dân chủ")]) == {}


def test_faces_in_shared_strings_as_excel_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Nội dung")
        bold, both, whole = (
            book.add_format({"bold": True}),
            book.add_format({"bold": True, "italic": True}),
            book.add_format({"italic": True}),
        )
        sheet.write_rich_string("A1", "Một ", bold, "hai", " ba ", both, "bốn")
        sheet.write_string("A2", "nghiêng", whole)
        sheet.write_string("A3", "thường")
    cells = [
        ("Nội dung", "A1", "Một hai ba bốn"),
        ("Nội dung", "A2", "nghiêng"),
        ("Nội dung", "A3", "thường"),
    ]
    found = emphasis.read(path, cells)
    assert (
        found["Nội dung", "A1"]
        == [Face()] * 4 + [Face(bold=True)] * 3 + [Face()] * 4 + [Face(True, True)] * 3
    )
    assert found["Nội dung", "A2"] == [Face(italic=True)] * 7
    assert ("Nội dung", "A3") not in found


def test_what_is_no_package_has_no_faces(tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(b"no package")
    assert emphasis.read(tmp_path / "a.ods", [("Nội dung", "A1", "x")]) == {}
