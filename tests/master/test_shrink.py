"""What is taken out of a master's own tables goes out of view with its data, and comes back with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from offices import NOW, cell_of, returned
from openpyxl.worksheet.worksheet import Worksheet
from typed import Typist, typing_in

from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_book

SECTION = {"code": "III.4", "title": "Việc mới", "kind": "data"}
ASKED = {"code": "viec_moi", "section": "III.4", "forms": "XA", "label": "Số việc mới", "type": "integer"}
LIST = {"code": "mo_hinh", "section": "III.4", "forms": "XA", "label": "Bảng kê mô hình"}
COLUMN = {"list": "mo_hinh", "code": "ten", "label": "Tên mô hình", "type": "text"}
OWN = {"code": "so_nha", "section": "III.1", "forms": "XA", "label": "Số nhà văn hóa", "type": "integer"}


def grow(typist: Typist) -> None:
    typist.type("sections", **SECTION)
    typist.type("indicators", **ASKED, aggregation="SUM")
    typist.type("indicators", **OWN, aggregation="SUM")
    typist.type("lists", **LIST)
    typist.type("list_columns", **COLUMN)


def take_away(typist: Typist) -> None:
    typist.clear("list_columns", list="mo_hinh")
    typist.clear("lists", code="mo_hinh")
    typist.clear("indicators", code="viec_moi")
    typist.clear("indicators", code="so_nha")
    typist.clear("sections", code="III.4")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master with one return that answers a section, a list and an indicator which were typed in."""
    master = init(tmp_path_factory.mktemp("shrink") / "viec", NOW).master
    with typing_in(master) as typist:
        grow(typist)
    consolidate(master, NOW)
    catalogue = open_book(master, NOW.date()).catalogue
    inbox = master.parent / "2022-H1" / "nhan"
    path = returned(catalogue, "24877", inbox, {"viec_moi": 7, "so_nha": 3})
    book = openpyxl.load_workbook(path)
    sheet, row, column = list_cell(book)
    sheet.cell(row, column).value = "Tổ tự quản"  # type: ignore[union-attr]
    sheet, row, column = cell_of(book, "answers", "list:mo_hinh", "nil")
    sheet.cell(row, column).value = None  # type: ignore[union-attr]
    book.save(path)
    assert [f.unit for f in consolidate(master, NOW).accepted] == ["24877"]
    return master


@pytest.fixture
def master(made: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(made.parent, tmp_path / "viec")) / made.name


def list_cell(book: openpyxl.Workbook) -> tuple[Worksheet, int, int]:
    """The first cell of the list's column in a form."""
    typist = Typist(book)
    sheet, row, columns = typist.table("list:mo_hinh")
    return sheet, row + 1, columns["ten"]


def sheet_of(master: Path, table: str) -> tuple[Worksheet, int, dict[str, int]]:
    return Typist(openpyxl.load_workbook(master)).table(table)


def value(master: Path, table: str, unit: str, column: str) -> object:
    sheet, row, number = cell_of(openpyxl.load_workbook(master), table, unit, column)
    return sheet.cell(row, number).value


def column_hidden(master: Path, table: str, column: str) -> bool:
    sheet, _, columns = sheet_of(master, table)
    letters = openpyxl.utils.get_column_letter(columns[column])
    return bool(sheet.column_dimensions[letters].hidden)


def told(master: Path) -> list[str]:
    """The sheets that a run says are hidden."""
    return [f.place.sheet for f in consolidate(master, NOW).findings if f.code == "SHEET_HIDDEN"]


@pytest.mark.slow
def test_a_section_and_a_list_taken_away_are_hidden_with_their_data_and_it_is_said_once(master: Path) -> None:
    with typing_in(master) as typist:
        take_away(typist)
    assert sorted(told(master)) == ["BK mô hình", "III.4"]
    assert sheet_of(master, "section:III.4")[0].sheet_state == "hidden"
    assert sheet_of(master, "list:mo_hinh")[0].sheet_state == "hidden"
    assert value(master, "section:III.4", "24877", "viec_moi") == 7
    assert sheet_of(master, "section:III.1")[0].sheet_state == "visible"
    assert told(master) == []


@pytest.mark.slow
def test_an_indicator_taken_away_leaves_a_hidden_column(master: Path) -> None:
    assert not column_hidden(master, "section:III.1", "so_nha")
    with typing_in(master) as typist:
        typist.clear("indicators", code="so_nha")
    consolidate(master, NOW)
    assert value(master, "section:III.1", "24877", "gone:so_nha") == 3
    assert column_hidden(master, "section:III.1", "gone:so_nha")
    assert not column_hidden(master, "section:III.1", "so_thon")


@pytest.mark.slow
@pytest.mark.parametrize("inbox", ["kept", "emptied"])
def test_typed_in_again_with_the_same_codes_all_comes_back_with_its_data(master: Path, inbox: str) -> None:
    with typing_in(master) as typist:
        take_away(typist)
    consolidate(master, NOW)
    if inbox == "emptied":
        shutil.rmtree(master.parent / "2022-H1" / "nhan")
        (master.parent / "2022-H1" / "nhan").mkdir()
    with typing_in(master) as typist:
        grow(typist)
    assert told(master) == []
    assert sheet_of(master, "section:III.4")[0].sheet_state == "visible"
    sheet, row, columns = sheet_of(master, "list:mo_hinh")
    assert (sheet.sheet_state, sheet.cell(row + 1, columns["ten"]).value) == ("visible", "Tổ tự quản")
    assert value(master, "section:III.4", "24877", "viec_moi") == 7
    assert value(master, "section:III.1", "24877", "so_nha") == 3
    assert not column_hidden(master, "section:III.1", "so_nha")
    assert len(openpyxl.load_workbook(master).sheetnames) == len(
        set(openpyxl.load_workbook(master).sheetnames)
    )


@pytest.mark.slow
def test_what_ends_before_the_working_period_is_hidden_too(master: Path) -> None:
    with typing_in(master) as typist:
        for table, code in (("sections", "III.4"), ("indicators", "viec_moi"), ("lists", "mo_hinh")):
            typist.change(table, {"code": code}, to="2021-H2")
    assert sorted(told(master)) == ["BK mô hình", "III.4"]
    with typing_in(master) as typist:
        for table, code in (("sections", "III.4"), ("indicators", "viec_moi"), ("lists", "mo_hinh")):
            typist.change(table, {"code": code}, to="2022-H1")
    consolidate(master, NOW)
    assert sheet_of(master, "section:III.4")[0].sheet_state == "visible"


@pytest.mark.slow
def test_a_list_under_another_code_gets_a_sheet_of_its_own_and_the_old_one_is_hidden(master: Path) -> None:
    with typing_in(master) as typist:
        typist.change("lists", {"code": "mo_hinh"}, code="mo_hinh_2")
        typist.change("list_columns", {"list": "mo_hinh"}, list="mo_hinh_2")
    assert told(master) == ["BK mô hình"]
    new, old = sheet_of(master, "list:mo_hinh_2")[0], sheet_of(master, "list:mo_hinh")[0]
    assert (new.sheet_state, old.sheet_state) == ("visible", "hidden")
    assert new.title != old.title


@pytest.mark.slow
def test_a_sheet_that_staff_have_hidden_stays_hidden_and_one_that_they_show_again_stays_on_show(
    master: Path,
) -> None:
    with typing_in(master) as typist:
        typist.book["III.2"].sheet_state = "hidden"
        take_away(typist)
    consolidate(master, NOW)
    assert openpyxl.load_workbook(master)["III.2"].sheet_state == "hidden"
    with typing_in(master) as typist:
        typist.book["III.4"].sheet_state = "visible"
    consolidate(master, NOW)
    assert openpyxl.load_workbook(master)["III.4"].sheet_state == "visible"


def test_a_master_without_anything_to_hide_keeps_every_byte(master: Path) -> None:
    consolidate(master, NOW)
    before = master.read_bytes()
    consolidate(master, NOW)
    assert master.read_bytes() == before
