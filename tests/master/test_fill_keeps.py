"""A fill loses nothing that a user put into the master, and shows readers the numbers of a spreadsheet."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from agreement import cached, differences
from live import Calc
from offices import NOW, returned
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.status import status
from qcdc_xl.verbs.undo import undo

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff"
    "a2b3d9e50000000049454e44ae426082"
)


def _dress_up(master: Path) -> None:
    """What a clerk does to a workbook of their own."""
    book = openpyxl.load_workbook(master, keep_vba=True)
    own = book.create_sheet("Của tôi")
    own["A1"] = "Ghi chú riêng"
    own["A2"] = "='II.2'!E8*2"
    own["A3"] = "=1+1"
    section = book["III.1"]
    section["R3"] = "đã đối chiếu với xã"
    section["R3"].fill = PatternFill("solid", fgColor="FF00FF00")
    section["C9"].comment = Comment("hỏi lại", "cán bộ")
    section.column_dimensions["C"].width = 55
    book["Biểu tổng hợp"].title = "TH của tôi"
    book.save(master)


@pytest.mark.slow
def test_own_sheets_texts_formats_and_names_stay(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    _dress_up(master)
    returned(
        status(master, NOW).catalogue,
        "24877",
        demo_folder / "2022-H1" / "nhan",
        {"to_tu_quan": 77},
        "moi.xlsx",
    )
    consolidate(master, NOW)
    book = openpyxl.load_workbook(master, keep_vba=True)
    assert [book["Của tôi"][c].value for c in ("A1", "A2", "A3")] == ["Ghi chú riêng", "='II.2'!E8*2", "=1+1"]
    section = book["III.1"]
    assert section["R3"].value == "đã đối chiếu với xã" and section["R3"].fill.fgColor.rgb == "FF00FF00"
    assert section["C9"].comment.text == "hỏi lại" and section.column_dimensions["C"].width == 55
    assert "TH của tôi" in book.sheetnames and book.vba_archive is not None


def test_parts_that_nobody_needs_to_change_keep_every_byte(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    with zipfile.ZipFile(master, "a") as package:
        package.writestr("xl/media/cua-toi.png", PNG)
    before = _parts(master)
    returned(
        status(master, NOW).catalogue,
        "24877",
        demo_folder / "2022-H1" / "nhan",
        {"to_tu_quan": 77},
        "moi.xlsx",
    )
    consolidate(master, NOW)
    after = _parts(master)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed and all(
        n.startswith(("xl/worksheets/", "xl/charts/")) or n == "xl/workbook.xml" for n in changed
    )
    for name in ("xl/vbaProject.bin", "customUI/customUI.xml", "xl/media/cua-toi.png", "xl/styles.xml"):
        assert before[name] == after[name]


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {n: package.read(n) for n in package.namelist()}


def test_an_inserted_row_and_column_above_the_tables_changes_no_result(demo_folder: Path, calc: Calc) -> None:
    master = demo_folder / "qcdc.xlsm"
    expected = status(master, NOW).figures.values
    document = calc.open(master)
    document.unprotect_all()
    for sheet in ("III.2", "Biểu tổng hợp", "Số liệu", "Kiểm tra", "Nhật ký", "DM Chỉ tiêu"):
        document.insert_rows(sheet, 1, 2)
        document.insert_columns(sheet, 1, 1)
    document.rename("III.2", "Hành chính")
    document.save_as(str(demo_folder / "moi.xlsx"))
    document.close()
    moved = demo_folder / "moi.xlsx"
    catalogue = status(moved, NOW).catalogue
    returned(catalogue, "24877", demo_folder / "2022-H1" / "nhan", {"to_tu_quan": 77}, "moi.xlsx")
    outcome = consolidate(moved, NOW)
    assert {k: v for k, v in outcome.book.figures.values.items() if k != "to_tu_quan"} == {
        k: v for k, v in expected.items() if k != "to_tu_quan"
    }
    assert differences(moved, calc) == []


def test_after_a_fill_the_cached_numbers_are_those_of_a_spreadsheet(demo_folder: Path, calc: Calc) -> None:
    master = demo_folder / "qcdc.xlsm"
    assert differences(master, calc) == []
    _dress_up(master)
    returned(
        status(master, NOW).catalogue,
        "24877",
        demo_folder / "2022-H1" / "nhan",
        {"to_tu_quan": 77},
        "moi.xlsx",
    )
    consolidate(master, NOW)
    wrong = differences(master, calc)
    # the user's own formulas, saved without results by openpyxl, are left for Excel: blank, never an old number
    assert wrong == [("Của tôi", 2, 1, "", 26.0), ("Của tôi", 3, 1, "", 2.0)]


def test_undo_brings_back_the_former_master_byte_for_byte(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    before = master.read_bytes()
    returned(
        status(master, NOW).catalogue,
        "24877",
        demo_folder / "2022-H1" / "nhan",
        {"to_tu_quan": 77},
        "moi.xlsx",
    )
    consolidate(master, NOW)
    assert status(master, NOW).returns.values.at["24877", "to_tu_quan"] == 77
    undone = undo(master)
    assert "tổng hợp" in undone.backup.name
    assert master.read_bytes() == before


def test_a_copied_master_alone_goes_on_elsewhere(demo_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "may khac"
    folder.mkdir()
    (folder / "qcdc.xlsm").write_bytes((demo_folder / "qcdc.xlsm").read_bytes())
    master = folder / "qcdc.xlsm"
    catalogue = status(master, NOW).catalogue
    returned(catalogue, "24877", folder / "2022-H1" / "nhan", {"to_tu_quan": 77}, "moi.xlsx")
    outcome = consolidate(master, NOW)
    assert len(outcome.book.accepted) == 34
    assert outcome.book.figures.values["tthc_tiep_nhan"] == 7554
    assert outcome.book.log[-1].outcome == "Nhận, thay bản trước"
    assert cached(master)["III.1"]


def test_a_footnotes_own_text_has_room_beside_a_shorter_result(demo_made: Path) -> None:
    sheet = openpyxl.load_workbook(demo_made / "qcdc.xlsm")["Chú thích"]
    (marker,) = (row for row in sheet.iter_rows() if row[0].value == "#table footnotes")
    place = [cell.value for cell in marker].index("text")
    for row in sheet.iter_rows(min_row=marker[0].row + 1):
        text, width = row[place].value, sheet.column_dimensions[row[place].column_letter].width
        if isinstance(text, str):
            height = sheet.row_dimensions[row[0].row].height or 15
            assert height >= 15 * (len(text) / width), text  # 15 points a line at the very least
