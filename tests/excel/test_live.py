"""The driver of the live Calc does what it says, so that tests which lean on it can be believed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import live
import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two sheets: 2 and 3 with their sum, a division by zero, a text; the other sheet doubles the sum.

    The results in the file are wrong on purpose: 0 everywhere.
    """
    path = tmp_path / "nhỏ.xlsx"
    with xlsxwriter.Workbook(path) as book:
        one, two = book.add_worksheet("Tiến độ"), book.add_worksheet("II.2")
        one.write_column(0, 1, [2, 3])
        one.write_formula(2, 1, "=SUM(B1:B2)")
        one.write_formula(3, 1, "=B1/A1")
        one.write(4, 0, "Đạ K'Nàng")
        two.write_formula(0, 0, "='Tiến độ'!B3*2")
        two.protect()
    return path


def test_values_are_those_calc_works_out_and_errors_are_texts(calc: live.Calc, small: Path) -> None:
    document = calc.open(small)
    document.recalculate()
    assert document.sheets() == ["Tiến độ", "II.2"]
    assert document.values("Tiến độ") == [["", 2], ["", 3], ["", 5], ["", "#DIV/0!"], ["Đạ K'Nàng", ""]]
    assert document.grids()["II.2"] == [[10]]
    document.close()


def test_inserted_rows_and_columns_and_new_names_move_formulas(calc: live.Calc, small: Path) -> None:
    document = calc.open(small)
    document.insert_rows("Tiến độ", 1, 2)
    document.insert_columns("Tiến độ", 0, 1)
    document.rename("Tiến độ", "Đổi tên")
    document.move("II.2", 0)
    document.new_sheet("Thêm")
    document.recalculate()
    assert document.sheets() == ["II.2", "Đổi tên", "Thêm"]
    assert document.formulas("Đổi tên")[4][2] == "=SUM(C1:C4)"
    assert document.values("II.2") == [[10]]
    document.close()


def test_typed_text_stays_text_and_only_a_formula_is_one(calc: live.Calc, small: Path) -> None:
    document = calc.open(small)
    document.set("Tiến độ", 0, 1, [[7], [None]])
    document.set("Tiến độ", 5, 0, [["=1+1"]])
    document.set_formula("Tiến độ", 6, 0, "=IF(B1>B2,SUM('II.2'!A1,B1)&\",\",0)")
    document.recalculate()
    values = document.values("Tiến độ")
    assert [row[1] for row in values[:3]] == [7, "", 7]
    assert [row[0] for row in values[5:]] == ["=1+1", "21,"]
    document.close()


def test_a_protected_sheet_takes_rows_once_it_is_unprotected(calc: live.Calc, small: Path) -> None:
    document = calc.open(small)
    with pytest.raises(RuntimeError, match="insert_rows"):
        document.insert_rows("II.2", 0, 1)
    document.unprotect_all()
    document.insert_rows("II.2", 0, 1)
    document.recalculate()
    assert document.values("II.2") == [[""], [10]]
    document.close()


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_a_saved_copy_reads_as_it_was_shown(
    calc: live.Calc, small: Path, tmp_path: Path, suffix: str
) -> None:
    document = calc.open(small)
    document.recalculate()
    document.save_as(str(tmp_path / f"bản sao{suffix}"))
    document.close()
    copy = CalamineWorkbook.from_path(tmp_path / f"bản sao{suffix}")
    assert copy.get_sheet_by_name("II.2").to_python() == [[10]]


def test_a_saved_pdf_holds_the_text(calc: live.Calc, small: Path, tmp_path: Path) -> None:
    document = calc.open(small)
    document.save_as(str(tmp_path / "in.pdf"))
    document.close()
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "in.pdf"), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    assert "Đạ K'Nàng" in text.stdout


def test_closing_one_document_leaves_the_others_as_they_are(
    calc: live.Calc, small: Path, tmp_path: Path
) -> None:
    first, second = calc.open(small), tmp_path / "hai.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Hai"
    book.save(second)
    kept = calc.open(second)
    first.close()
    third = calc.open(small)
    assert kept.sheets() == ["Hai"]
    assert third.sheets() == ["Tiến độ", "II.2"]
    kept.close()
    third.close()


def test_what_fails_is_an_exception_and_the_office_goes_on(
    calc: live.Calc, small: Path, tmp_path: Path
) -> None:
    with pytest.raises(RuntimeError, match="open"):
        calc.open(tmp_path / "không có.xlsx")
    document = calc.open(small)
    with pytest.raises(RuntimeError, match="values"):
        document.values("không có")
    assert document.sheets() == ["Tiến độ", "II.2"]
    document.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_closed_office_leaves_no_process_and_no_profile(small: Path, calc: live.Calc) -> None:
    own = live.Calc()
    own.open(small)
    own.close()
    assert not own.folder.exists()
    commands = [p.read_bytes() for p in Path("/proc").glob("[0-9]*/cmdline") if p.exists()]
    assert not [c for c in commands if own.folder.name.encode() in c]
