"""The kinds that need a cell of their own: from form through return and check to master, totals and annex."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from agreement import cached, differences
from kinds_tables import KINDS_TABLES
from live import Calc
from offices import NOW, cell_of, edited_catalogue, find_marker, returned
from random_returns import submissions, values_of

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.forms import write_form
from qcdc_xl.model import NIL, CatalogueAt, Receipt, Scalar, Value
from qcdc_xl.report.annex import annex
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.demo import ISSUED
from qcdc_xl.verbs.desk import ClosedDesk
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_master
from qcdc_xl.verbs.status import status
from qcdc_xl.verbs.whole import with_whole


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped catalogue with things asked that need the new kinds."""
    return edited_catalogue(tmp_path_factory.mktemp("kinds") / "danh-muc", KINDS_TABLES)


@pytest.fixture(scope="module")
def asked(tables: Path) -> CatalogueAt:
    """The same, read."""
    found, findings = read_catalogue(tables)
    assert findings == ()
    return found.working


def typed(**values: Scalar) -> tuple[Value, ...]:
    """Values typed into a form."""
    return tuple(Value(code, 0, value, "Số liệu", "F1") for code, value in values.items())


STATES: list[tuple[dict[str, Scalar], list[str]]] = [
    ({"hinh_thuc_ck": "Niêm yết; Hội nghị", "da_ck": "Có", "dan_gop": 5.5}, ["Đạt", "Đạt", "Đạt"]),
    ({"hinh_thuc_ck": "niêm yết , HỘI NGHỊ ;", "da_ck": "không", "dan_gop": NIL}, ["Đạt", "Đạt", "Đạt"]),
    ({"hinh_thuc_ck": "Hội nghị\nNiêm yết", "da_ck": "x", "dan_gop": -1}, ["Đạt", "Sai: không có trong danh sách", "Sai: ngoài khoảng cho phép"]),
    ({"hinh_thuc_ck": "Hội nghị; Hội nghị", "da_ck": True, "dan_gop": "5 đồng"}, ["Sai: có mục", "Sai: không có trong danh sách", "Sai: phải là số"]),
    ({"hinh_thuc_ck": "Hội*", "da_ck": None, "dan_gop": None}, ["Sai: có mục", "Chưa nhập", ""]),
    ({"hinh_thuc_ck": ";", "da_ck": 1, "dan_gop": 0}, ["Sai: có mục", "Sai: không có trong danh sách", "Đạt"]),
    ({"hinh_thuc_ck": "Hội nghị;;;Niêm yết", "cap_ck": "Huyện, Xã, phường"}, ["Sai: có mục", "Chưa nhập", ""]),
    ({"hinh_thuc_ck": "Hội   nghị;;Niêm yết", "cap_ck": "Huyện; Xã, phường"}, ["Đạt", "Chưa nhập", ""]),
]  # fmt: skip


@pytest.mark.parametrize(("values", "said"), STATES)
def test_the_forms_check_says_what_python_says_and_both_are_right(
    values: dict[str, Scalar], said: list[str], asked: CatalogueAt, calc: Calc, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    write_form(asked, asked.unit["24886"], path, ISSUED, typed(**values))
    book = openpyxl.load_workbook(path, data_only=True)
    for code, word in zip(("hinh_thuc_ck", "da_ck", "dan_gop"), said, strict=True):
        sheet, row, column = cell_of(book, "indicators", code, "status")
        shown = str(sheet.cell(row, column).value or "")
        assert shown.startswith(word) and (word or not shown), code
    assert differences(path, calc) == []


@pytest.mark.parametrize(("unit", "seed"), [("24886", 0), ("24886", 1), ("UBMTTQ", 2), ("UBMTTQ", 3)])
def test_random_forms_check_themselves_as_python_does(
    unit: str, seed: int, asked: CatalogueAt, calc: Calc, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    values = values_of(random.Random(f"{unit}{seed}"), asked, asked.unit[unit], wild=seed % 2 == 1)
    write_form(asked, asked.unit[unit], path, ISSUED, values)
    assert differences(path, calc) == []


RULES: list[tuple[float, float, str]] = [
    (1000, 1000.4, "Đạt"),
    (1000, 1000.5, "Đạt"),
    (1000, 1000.6, "Chưa đạt"),
    (1000, 999, "Đạt"),
]


@pytest.mark.parametrize(("given", "spent", "said"), RULES)
def test_a_rule_on_money_bears_half_a_dong(
    given: float, spent: float, said: str, asked: CatalogueAt, calc: Calc, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    write_form(asked, asked.unit["24886"], path, ISSUED, typed(dan_gop=given, da_chi=spent))
    (state,) = [row[4] for row in cached(path)["Kiểm tra"] if str(row[2]).startswith("Đã chi")]
    assert state == said
    assert differences(path, calc) == []


def test_a_cell_for_several_choices_names_them_and_one_for_yes_or_no_offers_both(
    asked: CatalogueAt, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    write_form(asked, asked.unit["24886"], path, ISSUED)
    book = openpyxl.load_workbook(path)
    rules = {}
    for code in ("hinh_thuc_ck", "da_ck", "dan_gop"):
        sheet, row, column = cell_of(book, "indicators", code)
        where = sheet.cell(row, column).coordinate
        rules[code] = next(v for v in sheet.data_validations.dataValidation if where in v.sqref)
        assert sheet.cell(row, column).protection.locked is False
        money = sheet.cell(row, column).number_format
    assert money == "#,##0"
    assert rules["hinh_thuc_ck"].type == "textLength"
    assert "Hội nghị; Loa truyền thanh; Niêm yết" in rules["hinh_thuc_ck"].prompt
    assert "Ghi các hình thức đã dùng." in rules["hinh_thuc_ck"].prompt
    assert rules["da_ck"].formula1 == '"Có,Không"'
    assert rules["dan_gop"].type == "decimal"


def test_returns_go_through_to_totals_and_annex(tables: Path, calc: Calc, tmp_path: Path) -> None:
    master = init(tmp_path / "viec", NOW, tables).master
    catalogue = status(master, NOW).catalogue
    inbox = tmp_path / "viec" / "2022-H1" / "nhan"
    returned(catalogue, "24886", inbox, {"hinh_thuc_ck": "niêm yết, Hội nghị", "da_ck": "Có", "dan_gop": 1_500_000, "da_chi": 500_000.3})  # fmt: skip
    returned(catalogue, "24889", inbox, {"hinh_thuc_ck": "Hội nghị", "da_ck": "x", "dan_gop": "2.000.000 đồng", "da_chi": 0})  # fmt: skip
    returned(catalogue, "24877", inbox, {"hinh_thuc_ck": "Tờ rơi", "da_ck": "Không"})
    outcome = consolidate(master, NOW)
    codes = {(f.code, f.place.unit) for f in outcome.findings if f.code.startswith("VALUE_")}
    assert {("VALUE_AS_TEXT", "24889"), ("VALUE_NOT_CHOICE", "24877")} <= codes
    book = open_master(master, NOW.date()).book
    assert book is not None and set(book.accepted) == {"24886", "24889"}
    values = book.returns.values
    assert values.at["24886", "hinh_thuc_ck"] == "Hội nghị; Niêm yết"
    assert values.at["24889", "da_ck"] == "Có"
    assert values.at["24886", "con_lai"] == pytest.approx(999_999.7)
    assert (book.figures.values["co_ck"], book.figures.values["tong_gop"]) == (2, 3_500_000)
    workbook = openpyxl.load_workbook(master, data_only=True)
    totals = {}
    for key in ("hinh_thuc_ck", "hinh_thuc_ck=Hội nghị", "hinh_thuc_ck=Loa truyền thanh", "hinh_thuc_ck=Niêm yết",
                "da_ck=Có", "da_ck=Không", "dan_gop"):  # fmt: skip
        sheet, row, column = cell_of(workbook, "totals", key, "total")
        totals[key] = sheet.cell(row, column).value
    assert list(totals.values()) == [2, 2, 0, 1, 2, 0, 3_500_000]
    printed = {row.cells[1].strip(): row.cells[3] for row in annex(book, 257)[0].rows}
    assert (printed["Niêm yết"], printed["Nhân dân đóng góp"]) == ("1", "3.500.000")
    assert differences(master, calc) == []


def test_a_filled_master_shows_what_a_spreadsheet_computes(tables: Path, calc: Calc, tmp_path: Path) -> None:
    master = init(tmp_path / "viec", NOW, tables).master
    book = open_master(master, NOW.date()).book
    assert book is not None
    accepted = submissions(7, book.catalogue)
    full = with_whole(replace(book, accepted=accepted, receipts={u: Receipt(u, NOW) for u in accepted}), ())
    assert ClosedDesk(master).fill(full, NOW, "tổng hợp")
    assert differences(master, calc) == []
    again = open_master(master, NOW.date()).book
    assert again is not None and again.figures.values == full.figures.values
    assert find_marker(openpyxl.load_workbook(master)["DM Chỉ tiêu"], "indicators")
