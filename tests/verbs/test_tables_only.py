"""Law 5: an indicator, a rule, a figure, a unit and a footnote are added by editing tables only."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from offices import NOW, cell_of, edited_catalogue, find_marker, returned, type_values

from qcdc_xl.model.finding import message
from qcdc_xl.verbs.check import check
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.forms import forms
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.status import status

INDICATOR = "chuyen_doi_so,III.1,XA,Số tổ công nghệ số cộng đồng,tổ,integer,,0,,,,SUM,Đếm tổ đang hoạt động."
RULE = "CDS1,form,error,chuyen_doi_so <= so_thon,,skip,Số tổ công nghệ số ({chuyen_doi_so}) không được lớn hơn số thôn ({so_thon})."
FIGURE = "tong_to_so,III.1,Tổng số tổ công nghệ số,SUM(chuyen_doi_so),count"
UNIT = "24999,2022-01-01,,Xã Mới,Mới,,xa,xa,DAMRONG,"
FOOTNOTE = "9,III.1,1,Toàn huyện có {tong_to_so:02} tổ công nghệ số cộng đồng."
ADDED = {
    "indicators": [INDICATOR],
    "rules": [RULE],
    "figures": [FIGURE],
    "units": [UNIT],
    "footnotes": [FOOTNOTE],
}


def _collect(master: Path) -> None:
    """Forms go out to two communes, one of them new; they come back with 3 and 4."""
    made = {p.name.split()[1]: p for p in forms(master, NOW, ["24886", "24999"]).forms}
    inbox = master.parent / "2022-H1" / "nhan"
    catalogue = status(master, NOW).catalogue
    for unit, count in (("24886", 3), ("24999", 4)):
        book = openpyxl.load_workbook(made[unit])
        assert cell_of(book, "indicators", "chuyen_doi_so")
        path = returned(catalogue, unit, inbox, name=f"bao cao {unit}.xlsx")
        required = {i.code: 0 for i in catalogue.indicators_of("XA") if i.required and not i.choices}
        chosen = {"mot_cua": "Có", "xep_loai_dan_van": "Hoàn thành tốt nhiệm vụ"}
        zeros = {**required, **chosen, "so_thon": 9, "ban_thanh_tra_nd": 1} if unit == "24999" else {}
        type_values(path, {**zeros, "chuyen_doi_so": count})


def _check(master: Path) -> None:
    outcome = consolidate(master, NOW)
    assert [message(f) for f in outcome.findings if f.severity == "error"] == []
    book = status(master, NOW)
    assert book.figures.values["tong_to_so"] == 7
    assert book.footnotes[0][-1].paragraphs == ("Toàn huyện có 07 tổ công nghệ số cộng đồng.",)
    saved = openpyxl.load_workbook(master, data_only=True)
    sheet, row, column = cell_of(saved, "section:III.1", "24999", "chuyen_doi_so")
    assert sheet.cell(row, column).value == 4
    total = cell_of(saved, "section:III.1", "#total", "chuyen_doi_so")
    assert total[0].cell(*total[1:]).value == 7
    summed = cell_of(saved, "totals", "chuyen_doi_so", "total")
    assert summed[0].cell(*summed[1:]).value == 7


def test_by_editing_the_csv_files(tmp_path: Path) -> None:
    tables = edited_catalogue(tmp_path / "danh-muc", ADDED)
    master = init(tmp_path / "viec", NOW, tables).master
    _collect(master)
    _check(master)


def test_by_typing_into_the_spare_rows_of_a_master_in_use(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    for path in (demo_folder / "2022-H1" / "nhan").glob("*24886*"):
        path.unlink()
    book = openpyxl.load_workbook(master, keep_vba=True)
    for table, (line,) in ADDED.items():
        sheet, (row, column) = next((s, f) for s in book if (f := find_marker(s, table)))
        free = next(
            r
            for r in range(row + 1, 999)
            if all(sheet.cell(r, c).value is None for c in range(column + 1, 9))
        )
        for offset, value in enumerate(line.split(","), start=1):
            sheet.cell(free, column + offset).value = int(value) if value.isdigit() else value or None
    book.save(master)
    _collect(master)
    _check(master)
    assert status(master, NOW).figures.values["tthc_tiep_nhan"] == 7554


def test_a_return_in_use_that_breaks_a_new_rule_is_taken_out_again(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    before = status(master, NOW).returns.values.at["24877", "tthc_tiep_nhan"]
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet, (row, column) = next((s, f) for s in book if (f := find_marker(s, "rules")))
    free = next(r for r in range(row + 1, 999) if sheet.cell(r, column + 1).value is None)
    rule = ["MOI", "form", "error", 'NOT(unit.code = "24877")', None, "skip", "Xã này phải báo cáo lại."]
    for offset, value in enumerate(rule, start=1):
        sheet.cell(free, column + offset).value = value
    book.save(master)
    outcome = consolidate(master, NOW)
    assert [f.unit for f in outcome.rejected] == ["24877"]
    assert outcome.missing == ("24877",)
    assert outcome.book.figures.values["tthc_tiep_nhan"] == 7554 - before
    assert outcome.book.status("24877") == "Có lỗi"


def test_the_new_rule_is_checked_in_the_return(tmp_path: Path) -> None:
    tables = edited_catalogue(tmp_path / "danh-muc", ADDED)
    master = init(tmp_path / "viec", NOW, tables).master
    catalogue = status(master, NOW).catalogue
    path = returned(catalogue, "24886", tmp_path / "x", {"chuyen_doi_so": 900})
    (file,) = check([path], NOW, master).files
    assert [(f.code, f.place.indicator) for f in file.findings] == [("RULE_BROKEN", "chuyen_doi_so")]
    assert "(900) không được lớn hơn số thôn (" in message(file.findings[0])
