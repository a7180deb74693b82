"""Every code that can be found is found here once, from a file a person could make, at the right place."""

from __future__ import annotations

import datetime
import io
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import docx
import openpyxl
import pytest
from offices import NOW, cell_of, edited_catalogue, find_marker, returned, type_values
from old_excel import ZERO, as_xls
from typed import typing_in

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.catalogue.document_styles import document_style
from qcdc_xl.checks.unusual import unusual
from qcdc_xl.intake.workbook import read
from qcdc_xl.model import CatalogueAt, Submission, Value
from qcdc_xl.model import finding as findings
from qcdc_xl.model.finding import Finding
from qcdc_xl.report.story import tell
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.consolidate import Returns
from qcdc_xl.totals.consolidate import consolidate as table_of
from qcdc_xl.totals.over_time import joined
from qcdc_xl.trouble import CatalogueTrouble
from qcdc_xl.verbs.check import check
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.decide import decide
from qcdc_xl.verbs.demo import sample_values
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_master
from qcdc_xl.verbs.report import report
from qcdc_xl.verbs.status import status
from qcdc_xl.verbs.verify import verify

Found = tuple[Finding, ...]
Scene = Callable[[CatalogueAt, Path], Found]
SCENES: dict[str, Scene] = {}


def scene(code: str) -> Callable[[Scene], Scene]:
    """Register how a code comes about."""

    def register(function: Scene) -> Scene:
        SCENES[code] = function
        return function

    return register


def checked(path: Path) -> Found:
    """What checking one file finds."""
    return check([path], NOW).files[0].findings


def with_value(code: str, value: object, unit: str = "24886") -> Scene:
    """A return with one value typed in."""
    return lambda catalogue, folder: checked(returned(catalogue, unit, folder, {code: value}))


def with_meta(key: str, value: object) -> Scene:
    """A return whose hidden meta rows were changed."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        path = returned(catalogue, "24886", folder)
        type_values(path, {key: value}, table="meta")
        return checked(path)

    return make


def with_catalogue(table: str, old: str, new: str) -> Scene:
    """A catalogue in which one text of one table was changed."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        shutil.copytree(shipped(CATALOGUE), folder / "danh-muc")
        path = folder / "danh-muc" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return read_catalogue(folder / "danh-muc")[1]

    return make


SCENES |= {
    "VALUE_NOT_NUMBER": with_value("tthc_tiep_nhan", "nhiều"),
    "VALUE_NOT_WHOLE": with_value("tthc_tiep_nhan", 7.554),
    "VALUE_AS_TEXT": with_value("so_thon", "6"),
    "VALUE_AS_DATE": with_value("so_thon", datetime.timedelta(days=6)),
    "VALUE_BELOW_MIN": with_value("so_thon", -6),
    "VALUE_UNCLEAR": with_value("so_thon", "12,000"),
    "VALUE_DECODED": with_value("kho_khan", "Kinh phÝ tËp huÊn cßn Ýt"),
    "VALUE_NOT_CHOICE": with_value("mot_cua", "Chắc là có"),
    "VALUE_MISSING": with_value("so_thon", None),
    "VALUE_TOO_LONG": with_value("kho_khan", "dài " * 1200),
    "DERIVED_CHANGED": with_value("ty_le_dung_han_dv", 12),
    "RULE_BROKEN": with_value("tthc_qua_han", 9999),
    "UNIT_MISSING": with_meta("unit", None),
    "UNIT_UNKNOWN": with_meta("unit", "77777"),
    "PERIOD_WRONG": with_meta("period", "2021-H2"),
    "FORM_WRONG": with_meta("form", "CQ"),
    "FORM_OUTDATED": with_meta("catalogue", "00000000"),
    "CATALOGUE_COLUMN_MISSING": with_catalogue("choices", "list_name,value,label", "list_name,gia_tri,label"),
    "CATALOGUE_VALUE_MISSING": with_catalogue("sections", "I,KHÁI QUÁT ĐẶC ĐIỂM TÌNH HÌNH,text", "I,,text"),
    "CATALOGUE_PERIODS": with_catalogue(
        "sections",
        "code,title,kind\nI,KHÁI QUÁT ĐẶC ĐIỂM TÌNH HÌNH,text",
        "code,title,kind,from,to\nI,KHÁI QUÁT ĐẶC ĐIỂM TÌNH HÌNH,text,2023,2022-H1",
    ),
    "CATALOGUE_ENDED": with_catalogue(
        "sections",
        "code,title,kind\nI,KHÁI QUÁT ĐẶC ĐIỂM TÌNH HÌNH,text",
        "code,title,kind,to\nI,KHÁI QUÁT ĐẶC ĐIỂM TÌNH HÌNH,text,2023",
    ),
    "CATALOGUE_VALUE_WRONG": with_catalogue("sections", "TÌNH HÌNH,text", "TÌNH HÌNH,bảng"),
    "CATALOGUE_CODE_DOUBLED": with_catalogue("indicators", "so_thon,III.1", "to_tu_quan,III.1"),
    "CATALOGUE_CODE_UNKNOWN": with_catalogue("indicators", "so_thon,III.1,XA", "so_thon,III.1,XX"),
    "CATALOGUE_EXPRESSION": with_catalogue("rules", "tthc_dung_han + tthc_qua_han", "tthc_dung_han + (tthc_qua_han"),
    "CATALOGUE_CIRCULAR": with_catalogue("figures", "SUM(so_thon)", "so_thon + 1"),
    "CATALOGUE_DATES": with_catalogue("periods", "2022-01-01,2022-06-30", "2022-07-01,2022-06-30"),
    "TEXT_FIGURE_UNKNOWN": with_catalogue("footnotes", "{don_khieu_nai}", "{don_khieu_nai_cu}"),
}  # fmt: skip


@scene("FILE_UNREADABLE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    (folder / "hong.xlsx").write_bytes(b"PK\x03\x04 rubbish")
    return checked(folder / "hong.xlsx")


@scene("FILE_NOT_WORKBOOK")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    (folder / "cong van.docx").write_bytes(b"PK")
    return checked(folder / "cong van.docx")


@scene("FILE_NOT_FORM")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    openpyxl.Workbook().save(folder / "tinh cua toi.xlsx")
    return checked(folder / "tinh cua toi.xlsx")


@scene("FILE_WAITING")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    (folder / "mat.xlsx").symlink_to(folder / "khong co")
    return read(folder / "mat.xlsx")[1]


def inbox_with(files: int, content: bytes, suffix: str = "") -> Scene:
    """An inbox with so many files of some content."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        master = init(folder / "viec", NOW).master
        for number in range(files):
            (folder / "viec" / "2022-H1" / "nhan" / f"{number}{suffix}").write_bytes(content + b"%d" % number)
        return consolidate(master, NOW).findings

    return make


SCENES |= {
    "FILES_NOT_RETURNS": inbox_with(2, b"\xff\xd8\xff anh", ".jpg"),
    "FILES_UNREADABLE": inbox_with(21, b"PK\3\4", ".xlsx"),
}


@scene("FILES_WAITING")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    master = init(folder / "viec", NOW).master
    returned(catalogue, "24886", folder / "viec" / "2022-H1" / "nhan")
    (folder / "viec" / "2022-H1" / "nhan" / "~$24886.xlsx").write_bytes(b"x")
    return consolidate(master, NOW).findings


@scene("FILE_TOO_LARGE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        for number in range(300):
            book["Lựa chọn"].cell(number + 10, 1).value = "#table values"

    return _edited(catalogue, folder, edit)


@scene("FINDINGS_MORE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        sheet, row, column = cell_of(book, "indicators", "de_xuat")
        sheet.cell(row + 1, 1).value = None
        for number in range(1000):
            sheet.cell(row + 1 + number, 1).value = f"chi_tieu_{number}"
            sheet.cell(row + 1 + number, column).value = number

    return _edited(catalogue, folder, edit)


@scene("CELL_FAR_AWAY")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        book["Số liệu"]["XFD1048576"] = 5

    return _edited(catalogue, folder, edit)


@scene("VALUE_NOT_CALCULATED")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    return with_value("so_thon", "=3+4")(catalogue, folder)


@scene("VALUE_COVERED")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        sheet, row, column = cell_of(book, "indicators", "to_tu_quan")
        sheet.merge_cells(start_row=row, end_row=row, start_column=column - 1, end_column=column)

    return _edited(catalogue, folder, edit)


@scene("VALUE_SHOWN_OTHERWISE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        sheet, row, column = cell_of(book, "indicators", "to_tu_quan")
        sheet.cell(row, column).number_format = "0%"

    return _edited(catalogue, folder, edit)


def with_lost(code: str) -> Scene:
    """A return saved as .xls, one cell of which has a formula that gives 0."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        path = returned(catalogue, "24886", folder)
        sheet, row, column = cell_of(openpyxl.load_workbook(path), "indicators", code)
        return checked(as_xls(path, {(sheet.title, sheet.cell(row, column).coordinate): ZERO}))

    return make


SCENES |= {"VALUE_LOST": with_lost("kho_khan"), "VALUE_ZERO_BY_FORMULA": with_lost("so_thon")}


def _edited(
    catalogue: CatalogueAt, folder: Path, edit: Callable[[openpyxl.Workbook], None], unit: str = "24886"
) -> Found:
    path = returned(catalogue, unit, folder)
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return checked(path)


@scene("TABLE_MISSING")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        del book["Số liệu"]

    return _edited(catalogue, folder, edit)


@scene("TABLE_NO_END")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        sheet, row, _ = cell_of(book, "indicators", "de_xuat")
        sheet.cell(row + 1, 1).value = None

    return _edited(catalogue, folder, edit)


@scene("TABLE_NO_COLUMN")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Số liệu"]
        row, _ = find_marker(sheet, "indicators") or (0, 0)
        sheet.cell(row, 6).value = None

    return _edited(catalogue, folder, edit)


def with_cells(*cells: tuple[str, int, object], sheet: str = "Số liệu", unit: str = "24886") -> Scene:
    """A return in which cells are typed in: (indicator, columns right of its value, entry)."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        def edit(book: openpyxl.Workbook) -> None:
            for code, aside, entry in cells:
                page, row, column = cell_of(book, "indicators", code)
                page.cell(row, column + aside).value = entry  # type: ignore[union-attr]

        return _edited(catalogue, folder, edit, unit)

    return make


_KEY = -5
"""How far left of its value a row's key stands."""
SCENES |= {
    "TABLE_DOUBLED": with_cells(("to_tu_quan", _KEY, "so_thon")),
    "ROW_NO_CODE": with_cells(("to_tu_quan", _KEY, None)),
    "CODE_UNKNOWN": with_cells(("to_tu_quan", _KEY, "chi_tieu_cu")),
    "VALUE_AND_NIL": with_cells(("so_thon", 1, "không phát sinh")),
    "VALUE_IN_NIL": with_cells(("to_tu_quan", 0, None), ("to_tu_quan", 1, 15)),
    "VALUE_BESIDE": with_cells(("to_tu_quan", 0, None), ("to_tu_quan", 2, 15)),
    "ROW_OTHER_LABEL": with_cells(("to_tu_quan", -3, "Số tổ hòa giải ở cơ sở")),
    "ROW_LABEL_CHANGED": with_cells(("to_tu_quan", -3, "Số tổ tự quản của thôn")),
}


@scene("ROW_REPEATED")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        sheet, (row, _) = next((s, at) for s in book.worksheets if (at := find_marker(s, "list:txct")))
        free = next(r for r in range(row + 1, sheet.max_row) if sheet.cell(r, 3).value is None)
        for column in range(3, 8):
            sheet.cell(free, column).value = sheet.cell(row + 1, column).value  # type: ignore[union-attr]

    return _edited(catalogue, folder, edit, "UBMTTQ")


@scene("ROW_MISSING")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        sheet, row, _ = cell_of(book, "indicators", "to_tu_quan")
        sheet.delete_rows(row)

    return _edited(catalogue, folder, edit)


def printed_otherwise(begins: str, text: str) -> Scene:
    """A return whose printed head was written over."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        def edit(book: openpyxl.Workbook) -> None:
            (cell,) = (
                c for row in book["Số liệu"].iter_rows() for c in row if str(c.value).startswith(begins)
            )
            cell.value = text

        return _edited(catalogue, folder, edit)

    return make


SCENES |= {
    "UNIT_PRINTED": printed_otherwise("Đơn vị báo cáo", "Đơn vị báo cáo: Xã Đạ Long"),
    "PERIOD_PRINTED": printed_otherwise("Kỳ báo cáo", "Kỳ báo cáo: 6 tháng cuối năm 2022"),
}


def in_list(edit: Callable[[openpyxl.Workbook, openpyxl.worksheet.worksheet.Worksheet, int], None]) -> Scene:
    """A return of the Front in which something is done to its list of conferences, whose marker row is given."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        def change(book: openpyxl.Workbook) -> None:
            sheet = book["Hội nghị tiếp xúc cử tri"]
            row, _ = find_marker(sheet, "list:txct") or (0, 0)
            edit(book, sheet, row)

        return _edited(catalogue, folder, change, "UBMTTQ")

    return make


def _copied(change: bool) -> Scene:
    def edit(book: openpyxl.Workbook, sheet: openpyxl.worksheet.worksheet.Worksheet, row: int) -> None:
        copy = book.copy_worksheet(sheet)
        if change:
            copy.cell(row + 1, 5).value = "Đạ Long" if copy.cell(row + 1, 5).value != "Đạ Long" else "Rô Men"

    return in_list(edit)


def _below(book: openpyxl.Workbook, sheet: openpyxl.worksheet.worksheet.Worksheet, row: int) -> None:
    end = next(r for r in range(row, sheet.max_row + 1) if sheet.cell(r, 1).value == "#end")
    sheet.cell(end + 2, 5).value = "Rô Men"


def _status_error(book: openpyxl.Workbook, sheet: openpyxl.worksheet.worksheet.Worksheet, row: int) -> None:
    status = next(c for c in range(1, 12) if sheet.cell(row, c).value == "status")
    sheet.cell(row + 1, status).value = "Sai: ô báo lỗi"  # what the form says of a row with #REF! in it


def _late(book: openpyxl.Workbook, sheet: openpyxl.worksheet.worksheet.Worksheet, row: int) -> None:
    date = next(c for c in range(1, 12) if sheet.cell(row, c).value == "ngay")
    sheet.cell(row + 1, date).value = datetime.datetime(2031, 4, 22)


def answer(list_code: str, word: object, unit: str) -> Scene:
    """A return in which something else stands in the cell for “không phát sinh” of a list."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        path = returned(catalogue, unit, folder)
        type_values(path, {f"list:{list_code}": word}, "nil", "answers")
        return checked(path)

    return make


SCENES |= {
    "LIST_UNANSWERED": answer("txct", None, "HND"),
    "LIST_AND_NIL": answer("txct", "không phát sinh", "UBMTTQ"),
    "LIST_NIL_WRONG": answer("txct", "không có", "HND"),
}


@scene("LIST_EMPTY")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    path = returned(catalogue, "HND", folder)
    type_values(path, {"catalogue": "19ba38a3"}, table="meta")  # the stamp of then
    book = openpyxl.load_workbook(path)
    row, column = find_marker(book["Số liệu"], "answers") or (0, 0)
    book["Số liệu"].cell(row, column).value = None
    book.save(path)
    return checked(path)


SCENES |= {
    "TABLE_COPIED": _copied(change=False),
    "TABLE_TWICE": _copied(change=True),
    "ROW_BELOW_END": in_list(_below),
    "ROW_HAS_ERROR": in_list(_status_error),
    "VALUE_DATE_OUTSIDE": in_list(_late),
}


@scene("STAMP_TWICE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        copy = book.copy_worksheet(book["Số liệu"])
        row, _ = find_marker(copy, "meta") or (0, 0)
        (unit,) = (r for r in range(row, row + 7) if copy.cell(r, 1).value == "unit")
        copy.cell(unit, 6).value = "24874"

    return _edited(catalogue, folder, edit)


@scene("COLUMN_TWICE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Số liệu"]
        row, _ = find_marker(sheet, "indicators") or (0, 0)
        sheet.cell(row, 8).value = "value"

    return _edited(catalogue, folder, edit)


@scene("VALUE_IS_ERROR")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        sheet, row, column = cell_of(book, "indicators", "to_tu_quan")
        sheet.cell(row, column).value = "#REF!"
        # what Excel then computes in the row's own check; openpyxl does not compute
        sheet.cell(row, cell_of(book, "indicators", "to_tu_quan", "status")[2]).value = "Sai: ô báo lỗi"

    return _edited(catalogue, folder, edit)


@scene("VALUE_NOT_DATE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = next(s for s in book if find_marker(s, "list:txct"))
        row, _ = find_marker(sheet, "list:txct") or (0, 0)
        sheet.cell(row + 1, 3).value = "hôm qua"

    return _edited(catalogue, folder, edit, "UBMTTQ")


@scene("VALUE_ABOVE_MAX")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    line = "diem_so,III.1,XA,Điểm tự chấm,điểm,decimal,,0,100,,,NONE,Theo thang điểm 100."
    tables = edited_catalogue(folder / "danh-muc", {"indicators": [line]})
    master = init(folder / "viec", NOW, tables).master
    path = returned(status(master, NOW).catalogue, "24886", folder, {"diem_so": 101})
    return check([path], NOW, master).files[0].findings


@scene("VALUE_CHOICE_TWICE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    line = "viec,III.1,XA,Việc đã làm,,select_multiple,,,,mot_cua_viec,,COUNT,Ghi các việc."
    choices = ["mot_cua_viec,Họp,", "mot_cua_viec,Loa,"]
    tables = edited_catalogue(folder / "danh-muc", {"indicators": [line], "choices": choices})
    master = init(folder / "viec", NOW, tables).master
    path = returned(status(master, NOW).catalogue, "24886", folder, {"viec": "Họp; họp"})
    return check([path], NOW, master).files[0].findings


@scene("RETURN_SUPERSEDED")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    master = init(folder / "viec", NOW).master
    inbox = folder / "viec" / "2022-H1" / "nhan"
    returned(catalogue, "24886", inbox, name="cu.xlsx")
    returned(catalogue, "24886", inbox, {"to_tu_quan": 99}, name="moi.xlsx")
    outcome = consolidate(master, NOW)
    assert outcome.book.returns.values.at["24886", "to_tu_quan"] == 99
    return outcome.findings


def with_original(change: Callable[[Path, Path], object]) -> Scene:
    """A master with one return in use, after somebody did something to the original or to its copy in the inbox."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        master = init(folder / "viec", NOW).master
        sent = returned(catalogue, "24886", folder / "viec" / "2022-H1" / "nhan")
        consolidate(master, NOW)
        (kept,) = (folder / "viec" / "2022-H1" / "luu" / "24886").iterdir()
        change(kept, sent)
        return verify(master, NOW).findings

    return make


def other_number(kept: Path, sent: Path) -> None:
    master = kept.parents[3] / "qcdc.xlsm"
    book = openpyxl.load_workbook(master, keep_vba=True)
    for row in book["Nguồn"].iter_rows():
        for at, cell in enumerate(row):
            if cell.value == "so_thon":
                row[at + 2].value = 999
    book.save(master)


SCENES |= {
    "ORIGINAL_LOST": with_original(lambda kept, sent: (kept.unlink(), sent.unlink())),
    "ORIGINAL_ALTERED": with_original(lambda kept, sent: (kept.write_bytes(b"x"), sent.unlink())),
    "ORIGINAL_RESTORED": with_original(lambda kept, sent: kept.unlink()),
    "VALUE_NOT_OF_ORIGINAL": with_original(other_number),
}


@scene("VALUE_OVERTYPED")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    master = init(folder / "viec", NOW).master
    returned(catalogue, "24886", folder / "viec" / "2022-H1" / "nhan")
    consolidate(master, NOW)
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet, row, column = cell_of(book, "section:III.1", "24886", "so_thon")
    sheet.cell(row, column).value = 1234
    book.save(master)
    outcome = consolidate(master, NOW)
    found = next(f for f in outcome.findings if f.code == "VALUE_OVERTYPED")
    assert found.place.cell == sheet.cell(row, column).coordinate
    assert open_master(master, NOW.date()).findings == ()
    return outcome.findings


@scene("SHEET_HIDDEN")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    line = "moi,III.3,XA,Bảng kê mới,10,"
    lists = {"lists": [line], "list_columns": ["moi,ten,Tên,text,,,,20"]}
    master = init(folder / "viec", NOW, edited_catalogue(folder / "danh-muc", lists)).master
    with typing_in(master) as typist:
        typist.clear("lists", code="moi")
        typist.clear("list_columns", list="moi")
    found = open_master(master, NOW.date()).findings
    assert [f.place.sheet for f in found] == ["BK mới"]
    return found


@scene("MASTER_TABLE_MISSING")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    master = init(folder / "viec", NOW).master
    book = openpyxl.load_workbook(master, keep_vba=True)
    del book["Nhật ký"]
    book.save(master)
    with pytest.raises(CatalogueTrouble) as trouble:
        consolidate(master, NOW)
    return trouble.value.findings


@scene("CATALOGUE_ROW_OUTSIDE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    master = init(folder / "viec", NOW).master
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet = next(s for s in book if find_marker(s, "units"))
    end = next(r for r in range(1, 999) if sheet.cell(r, 1).value == "#end")
    sheet.cell(end + 1, 2).value = "24999"
    book.save(master)
    with pytest.raises(CatalogueTrouble) as trouble:
        status(master, NOW)
    return trouble.value.findings


@scene("CATALOGUE_TABLE_MISSING")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    shutil.copytree(shipped(CATALOGUE), folder / "danh-muc")
    (folder / "danh-muc" / "levels.csv").unlink()
    return read_catalogue(folder / "danh-muc")[1]


@scene("CATALOGUE_TABLE_UNREADABLE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    shutil.copytree(shipped(CATALOGUE), folder / "danh-muc")
    (folder / "danh-muc" / "levels.csv").write_bytes(
        "code,label,parent\nxa,Xã,\n".encode("cp1258", "replace") + b"\xff"
    )
    return read_catalogue(folder / "danh-muc")[1]


@scene("TEXT_FIGURE_MISSING")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    master = init(folder / "viec", NOW).master
    returned(catalogue, "24886", folder / "viec" / "2022-H1" / "nhan")
    outcome = consolidate(master, NOW)
    notes = {n.number: n.paragraphs for n in outcome.book.footnotes[0]}
    assert "[thiếu: " in notes[8][0]
    return outcome.findings


@scene("TEXT_FORMAT_UNKNOWN")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    line = "9,III.2,1,Có {tthc_tiep_nhan:và} hồ sơ."
    master = init(folder / "viec", NOW, edited_catalogue(folder / "danh-muc", {"footnotes": [line]})).master
    returned(catalogue, "24886", folder / "viec" / "2022-H1" / "nhan")
    return consolidate(master, NOW).findings


def narrative(*paragraphs: str, notes: tuple[str, ...] = (), template: bytes | None = None) -> Scene:
    """The report of a fresh master with these lines of paragraphs and footnotes, by this template."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        tables = edited_catalogue(folder / "danh-muc", {})
        (tables / "paragraphs.csv").write_text(
            "\n".join(["section,style,text", *paragraphs]) + "\n", encoding="utf-8"
        )
        (tables / "footnotes.csv").write_text(
            "\n".join(["number,section,order,text", *notes]) + "\n", encoding="utf-8"
        )
        master = init(folder / "viec", NOW, tables).master
        if template is not None:
            master.with_name("mau-bao-cao.docx").write_bytes(template)
        made = report(master, NOW, pdf=False)
        assert (made.file is None) == (template is not None)
        assert all(f.place.cell for f in made.findings if f.place.sheet and f.code != "REPORT_EMPTY")
        return made.findings

    return make


def without_a_style() -> bytes:
    """The shipped template without one of its styles."""
    document = docx.Document(str(shipped("templates/report.docx")))
    document.styles["Trích yếu"].delete()
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


SCENES["CATALOGUE_CELL_ERROR"] = with_catalogue(
    "choices", "list_name,value,label\n", "list_name,value,label\nthu,#REF!,\n"
)
SCENES["TEXT_BRACE"] = narrative("I,body,Có { ky_ngan } việc.")
SCENES["FOOTNOTE_UNKNOWN"] = narrative("I,body,Câu[^9] này.")
SCENES["FOOTNOTE_MISTYPED"] = narrative("I,body,Câu[^ 4] này.", notes=("4,I,1,Bốn.",))
SCENES["FOOTNOTE_MISPLACED"] = narrative("I,body,Câ[^4]u này.", notes=("4,I,1,Bốn.",))
SCENES["FOOTNOTE_IN_NOTE"] = narrative("I,body,Câu[^4] này.", notes=("4,I,1,Bốn[^4].",))
SCENES["FOOTNOTE_UNUSED"] = narrative("I,body,Câu này.", notes=("4,I,1,Bốn.",))
SCENES["PARAGRAPH_STYLE_UNKNOWN"] = narrative("I,tieu_de,Câu này.")
SCENES["TEXT_UNFILLED"] = narrative("I,body,Đã mở …… lớp.")
SCENES["TEXT_OTHER_PERIOD"] = narrative("I,body,So với 6 tháng cuối năm 2023.")
SCENES["TEXT_OTHER_YEARS"] = narrative("I,body,Nghị quyết ngày 09/12/2021.")
SCENES["REPORT_EMPTY"] = narrative()


@scene("REPORT_SETTING_BLANK")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    without = replace(catalogue, settings={**catalogue.settings, "signer_name": ""})
    units = {u.code: Submission(u.code, "", "2022-H1", "", "a.xlsx") for u in catalogue.active_units}
    return tell(BookAt(without, units), document_style(without), {})[1]


@scene("OVER_TIME_DIFFERS")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    asked = next(
        i for i in catalogue.indicators if i.type == "integer" and not i.expression and "XA" in i.forms
    )
    given = {"2022-H1": 3, "2022-H2": 4, "2022": 8}
    returns = {
        p: {"24886": Submission("24886", "XA", p, "", "", values=(Value(asked.code, 0, n, "", ""),))}
        for p, n in given.items()
    }
    return joined(catalogue.at("2022"), returns)[1]


def second_half(folder: Path, **values: object) -> Found:
    """A commune's two returns of a year: in the second the first one's numbers but for these, and the sums since January."""
    master = init(folder / "viec", NOW).master
    for period in ("2022-H1", "2022-H2"):
        catalogue = status(master, NOW, period).catalogue
        more = {}
        if period == "2022-H2":
            before = {v.item: v.value for v in status(master, NOW, "2022-H1").accepted["24886"].values}
            grown = {c: 2 * before[c] for c in before if c.endswith("_nam")}  # type: ignore[operator]
            more = {**grown, **values}
        returned(catalogue, "24886", master.parent / period / "nhan", more)
        found = consolidate(master, NOW, period=period).findings
    return found


SCENES |= {
    "VALUE_JUMPED": lambda catalogue, folder: second_half(folder, doi_thoai_nguoi=99999),
    "VALUE_DROPPED": lambda catalogue, folder: second_half(folder, doi_thoai_cuoc=0, doi_thoai_nguoi=0),
    "VALUES_COPIED": lambda catalogue, folder: second_half(folder),
}


@scene("VALUE_OUTLYING")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    master = init(folder / "viec", NOW).master
    for unit in (u.code for u in catalogue.active_units if u.type == "xa"):
        wrong = {"tiep_cong_dan_nguoi": 99999} if unit == "24886" else {}
        returned(catalogue, unit, master.parent / "2022-H1" / "nhan", wrong)
    return consolidate(master, NOW).findings


@scene("UNUSUAL_MORE")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    """Every office sends its numbers of before, and one of them with three noughts too many."""

    def sent(of: CatalogueAt, times: int, past: Returns | None = None) -> Returns:
        made = {}
        for place, (unit, said) in enumerate(sample_values(catalogue).items()):
            numbers = [v for v in said if v.row == 0 and isinstance(v.value, int) and v.value]
            wrong = numbers[place % len(numbers)] if numbers else None
            values = [v._replace(value=cast(int, v.value) * times) if v is wrong else v for v in said]
            made[unit] = Submission(unit, "", "", "", f"{unit}.xlsx", values=tuple(values))
        return table_of(of, made, lambda when: past)

    return unusual(sent(catalogue.at("2022-H2"), 1000, sent(catalogue, 1)))


SCENES["TEMPLATE_UNREADABLE"] = narrative("I,body,Câu này.", template=b"PK no document")
SCENES["TEMPLATE_STYLE_MISSING"] = narrative("I,body,Câu này.", template=without_a_style())


def typed_in_progress(word: str, reason: str, unit: str = "24886", sent: bool = True) -> Scene:
    """A decision chosen in *Tiến độ* for a unit whose return is in use, or that has sent nothing."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        master = init(folder / "viec", NOW).master
        if sent:
            returned(catalogue, unit, master.parent / "2022-H1" / "nhan")
        consolidate(master, NOW)
        with typing_in(master) as typist:
            typist.change("progress", {"unit.code": unit}, decision=word, reason=reason)
        return consolidate(master, NOW).findings

    return make


SCENES |= {
    "DECISION_UNKNOWN": typed_in_progress("Cho qua", "đã hỏi"),
    "DECISION_NO_REASON": typed_in_progress("Để lại", ""),
    "DECISION_NO_RETURN": typed_in_progress("Nhận dù còn lỗi", "đã hỏi", sent=False),
    "DECISION_IN_USE": typed_in_progress("Không nộp", "đã giải thể"),
}


def amended(sent: bool = True, **cells: object) -> Scene:
    """A number put right by telephone, for a commune that has 8 villages in its return, or has sent none."""

    def make(catalogue: CatalogueAt, folder: Path) -> Found:
        master = init(folder / "viec", NOW).master
        if sent:
            returned(catalogue, "24886", master.parent / "2022-H1" / "nhan")
        consolidate(master, NOW)
        with typing_in(master) as typist:
            typist.type("amendments", **{"unit": "Xã Phi Liêng", "item": "so_thon", **cells})
        return consolidate(master, NOW).findings

    return make


SCENES |= {
    "VALUE_AMENDED": amended(old=8, new=9, reason="chị Lan báo"),
    "AMENDMENT_UNCLEAR": amended(old=8, reason="chị Lan báo"),
    "AMENDMENT_NO_REASON": amended(old=8, new=9),
    "AMENDMENT_NO_RETURN": amended(sent=False, old=8, new=9, reason="chị Lan báo"),
    "AMENDMENT_VOID": amended(old=7, new=9, reason="chị Lan báo"),
}


@scene("DECISION_REFUSED")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    master = init(folder / "viec", NOW).master
    file = returned(catalogue, "24886", master.parent / "2022-H1" / "nhan")
    type_values(file, {"period": "2021-H2"}, table="meta")
    return decide(master, str(file), "accept", "đã hỏi", NOW).findings


@scene("DECISION_ENDED")
def _(catalogue: CatalogueAt, folder: Path) -> Found:
    master = init(folder / "viec", NOW).master
    file = returned(catalogue, "24886", master.parent / "2022-H1" / "nhan", {"so_thon": -6})
    decide(master, str(file), "accept", "đã hỏi", NOW)
    consolidate(master, NOW)
    type_values(file, {"so_thon": 9})
    return consolidate(master, NOW).findings


@pytest.mark.parametrize("code", sorted(findings.CODES))
def test_the_code_is_found_with_its_place_and_a_sentence(
    code: str, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    found = [f for f in SCENES[code](catalogue, tmp_path) if f.code == code]
    assert found, f"nothing raised {code}"
    text = findings.message(found[0])
    for named in ("{don_khieu_nai_cu}", "{tthc_tiep_nhan:và}", "{ ky_ngan }"):
        text = text.replace(named, "")
    assert "{" not in text
    assert not re.search(r"\d\.0\b|\b(?:True|False|None|nan)\b|#table|\b(?:list|meta|indicators):", text), (
        text
    )
    assert text.endswith((".", ")")) or code == "CATALOGUE_EXPRESSION"
    about_cell = code.startswith(
        ("VALUE_", "DERIVED", "CODE_", "ROW_", "PERIOD", "FORM", "UNIT_UNKNOWN", "TABLE_D")
    )
    assert found[0].place.cell or not about_cell or code == "ROW_MISSING"  # what is gone has no cell


def test_no_scene_is_left_of_a_code_that_is_gone() -> None:
    assert set(SCENES) == set(findings.CODES)
