"""A master that grows while it is open in Excel: typed rows get their sheets, columns and charts as in the closed file.

Only xlwings and the program itself are spoken to, nothing of Calc's own.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import spreadsheet
import xlwings as xw
from offices import NOW
from test_live_fill import protected, saved, says
from typed import typing_in

import qcdc_xl
from qcdc_xl.doors import ribbon
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.status import status

KINDS = ("integer", "decimal", "text", "select_one", "select_multiple", "yes_no", "money", "date")


def type_much(master: Path) -> None:
    """A section between two others, with an indicator and a list of all kinds; an indicator more in another section;
    a chart; a kind of unit with its form and a unit of that kind."""
    with typing_in(master) as typist:
        asked = {"forms": "XA", "type": "integer", "aggregation": "SUM"}
        typist.type_before("sections", {"code": "III.2"}, code="III.1b", title="Việc mới", kind="data")
        typist.type("indicators", code="viec_moi", section="III.1b", label="Số việc mới", **asked)
        typist.type("indicators", code="so_nha", section="III.1", label="Số nhà văn hóa", **asked)
        typist.type("lists", code="mo_hinh", section="III.1b", forms="XA", label="Bảng kê mô hình mới")
        for kind in KINDS:
            choices = "co_khong" if kind.startswith("select") else None
            typist.type("list_columns", list="mo_hinh", code=f"k_{kind}", label=f"Cột {kind}", type=kind, choices=choices)  # fmt: skip
        typist.type("charts", code="nha", title="Nhà văn hóa theo xã", type="column", section="III.1", items="so_nha")  # fmt: skip
        typist.type("choices", list_name="unit_type", value="truong", label="Trường học")
        typist.type("forms", code="TH", number="06/QCDC-TH", title="DÂN CHỦ TRƯỜNG HỌC", unit_types="truong")
        typist.type("indicators", code="so_lop", section="III.1b", label="Số lớp", **{**asked, "forms": "TH"})
        typist.type("units", code="TH01", valid_from="2021-01-01", name="Trường Rô Men", type="truong")


@pytest.fixture
def grown(demo_folder: Path) -> Path:
    """The demo's filled master with much that is new in its tables."""
    type_much(demo_folder / "qcdc.xlsm")
    return demo_folder / "qcdc.xlsm"


def click(book: xw.Book, button: str) -> ribbon.Answer:
    """A button's answer on the open master."""
    return ribbon.answer(book, button, qcdc_xl.__version__, NOW)


def test_what_is_typed_in_grows_in_the_open_workbook_as_in_the_closed_file(
    running: spreadsheet.Spreadsheet, grown: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(grown.parent, tmp_path / "khác"))
    book = running.open(grown)
    answer = click(book, "consolidate")
    assert "Sổ có báo cáo của 34/35 đơn vị" in answer.text, answer.text
    live = says(saved(book, tmp_path / "live.xlsm"))
    assert click(book, "consolidate").good is answer.good
    assert says(saved(book, tmp_path / "twice.xlsm")) == live
    running.close(book)
    consolidate(other / "qcdc.xlsm", NOW)
    reopened = running.open((other / "qcdc.xlsm").rename(other / "khác.xlsm"))
    closed = says(saved(reopened, tmp_path / "closed.xlsm"))
    running.close(reopened)
    names = list(live)
    assert names == list(closed)
    assert names[names.index("III.1") + 1] == "III.1b" and "BK mô hình mới" in names
    for sheet in closed:
        assert live[sheet] == closed[sheet], sheet
    assert {"III.1b", "BK mô hình mới"} <= set(protected(grown))
    assert status(grown, NOW).figures.values["tthc_tiep_nhan"] == 7554


def test_what_is_taken_away_is_hidden_in_the_open_workbook_with_its_data(
    running: spreadsheet.Spreadsheet, demo_folder: Path
) -> None:
    master = demo_folder / "qcdc.xlsm"
    asked = {"forms": "XA", "type": "integer", "aggregation": "SUM", "label": "Số việc"}
    with typing_in(master) as typist:
        typist.type("sections", code="III.4", title="Việc mới", kind="data")
        typist.type("indicators", code="viec_moi", section="III.4", **asked)
        typist.type("indicators", code="so_nha", section="III.1", **asked)
    consolidate(master, NOW)
    with typing_in(master) as typist:
        for table, code in (("sections", "III.4"), ("indicators", "viec_moi"), ("indicators", "so_nha")):
            typist.clear(table, code=code)
        place = typist.table("section:III.1")[2]["so_nha"] - 1
    book = running.open(master)
    assert "đã được lưu" in click(book, "consolidate").text
    assert (book.sheets["III.4"].visible, book.sheets["III.1"].visible) == (False, True)
    assert running.hidden_column(book, "III.1", place)
    assert not running.hidden_column(book, "III.1", place - 1)
    running.close(book)
