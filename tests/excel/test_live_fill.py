"""The shipped master, filled through xlwings in a running spreadsheet: Calc here, real Excel by scripts/check_live.py.

Only xlwings and the program itself are spoken to, nothing of Calc's own.
"""

from __future__ import annotations

import datetime
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import spreadsheet
import xlwings as xw
from offices import NOW
from python_calamine import CalamineWorkbook

import qcdc_xl
from qcdc_xl.doors import ribbon
from qcdc_xl.folder.backups import backups
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.status import status
from qcdc_xl.xlsx.file_host import FileHost

Grids = dict[str, list[list[object]]]


@pytest.fixture
def folder(tmp_path: Path, demo_made: Path) -> Path:
    """A fresh working folder with the demo's returns; its name has Vietnamese letters and blanks."""
    made = tmp_path / "Báo cáo quý"
    init(made, datetime.datetime(2022, 5, 20, 8))
    shutil.copytree(demo_made / "2022-H1" / "nhan", made / "2022-H1" / "nhan", dirs_exist_ok=True)
    return made


@pytest.fixture
def book(running: spreadsheet.Spreadsheet, folder: Path) -> Iterator[xw.Book]:
    """Its master, open."""
    yield running.open(folder / "qcdc.xlsm")
    for left in list(running.app.books):
        running.close(left)


def saved(book: xw.Book, target: Path) -> Path:
    """A copy of what the open workbook says now."""
    book.api.SaveCopyAs(str(target))
    return target


def says(path: Path) -> Grids:
    """All values of a file, trimmed, dates as days."""
    read = CalamineWorkbook.from_path(str(path))
    return {
        name: _trimmed(read.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for name in read.sheet_names
    }


def _trimmed(rows: list[list[object]]) -> list[list[object]]:
    plain = [[_same(c) for c in row] for row in rows]
    while plain and not any(c != "" for c in plain[-1]):
        plain.pop()
    width = max((n + 1 for row in plain for n, c in enumerate(row) if c != ""), default=0)
    return [row[:width] for row in plain]


def _same(cell: object) -> object:
    day = spreadsheet.days(cell)
    return round(day, 6) if isinstance(day, float) else day


def protected(path: Path) -> list[str]:
    """The sheets that are protected."""
    host = FileHost(path)
    return [s for s in host.sheets() if host.sheet(s).root.find("{*}sheetProtection") is not None]


def test_a_live_fill_says_in_every_cell_what_a_fill_of_the_closed_file_says(
    running: spreadsheet.Spreadsheet, book: xw.Book, folder: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "khác", ignore=shutil.ignore_patterns("~$*", ".~lock*")))
    answer = ribbon.answer(book, "consolidate", qcdc_xl.__version__, NOW)
    assert answer.good, answer.text
    live = says(saved(book, tmp_path / "live.xlsm"))
    running.close(book)
    consolidate(other / "qcdc.xlsm", NOW)
    reopened = running.open((other / "qcdc.xlsm").rename(other / "khác.xlsm"))
    closed = says(saved(reopened, tmp_path / "closed.xlsm"))
    assert list(live) == list(closed)
    for sheet in closed:
        assert live[sheet] == closed[sheet], sheet


def test_a_live_fill_is_saved_with_its_sheets_protected_as_before(
    book: xw.Book, folder: Path, tmp_path: Path
) -> None:
    before = protected(saved(book, tmp_path / "before.xlsm"))
    assert ribbon.answer(book, "consolidate", qcdc_xl.__version__, NOW).good
    assert protected(folder / "qcdc.xlsm") == before
    assert status(folder / "qcdc.xlsm", NOW).figures.values["tthc_tiep_nhan"] == 7554


def test_consolidating_twice_changes_nothing_more(book: xw.Book, folder: Path, tmp_path: Path) -> None:
    assert ribbon.answer(book, "consolidate", qcdc_xl.__version__, NOW).good
    once = says(saved(book, tmp_path / "once.xlsm"))
    assert ribbon.answer(book, "consolidate", qcdc_xl.__version__, NOW).good
    assert says(saved(book, tmp_path / "twice.xlsm")) == once
    assert len(backups(folder / "qcdc.xlsm")) == 1


def test_undo_brings_the_workbook_back(
    running: spreadsheet.Spreadsheet, book: xw.Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xw.App, "alert", lambda *_, **__: "yes")
    before = says(saved(book, tmp_path / "before.xlsm"))
    assert ribbon.answer(book, "consolidate", qcdc_xl.__version__, NOW).good
    answer = ribbon.answer(book, "undo", qcdc_xl.__version__, NOW)
    assert answer.text.startswith("Đã hoàn tác lần điền tổng hợp"), answer.text
    (back,) = running.app.books
    assert says(saved(back, tmp_path / "after.xlsm")) == before


def test_a_remark_and_a_width_of_the_users_own_stay(book: xw.Book, folder: Path, tmp_path: Path) -> None:
    book.sheets["Số liệu"].range("B3").options("raw").value = "Ghi chú của tôi"
    assert ribbon.answer(book, "consolidate", qcdc_xl.__version__, NOW).good
    assert says(saved(book, tmp_path / "after.xlsm"))["Số liệu"][2][1] == "Ghi chú của tôi"


def test_a_new_unit_and_a_new_indicator_find_their_rows_and_columns_in_the_open_workbook(
    running: spreadsheet.Spreadsheet, book: xw.Book, folder: Path, tmp_path: Path
) -> None:
    assert ribbon.answer(book, "consolidate", qcdc_xl.__version__, NOW).good
    unit = {
        "code": "24999",
        "valid_from": 44197,
        "name": "Xã Mới",
        "level": "xa",
        "type": "xa",
        "parent": "DAMRONG",
    }
    asked = {"code": "so_cau", "section": "III.1", "forms": "XA", "label": "Số cầu dân tự làm", "unit_of_measure": "cầu",
             "type": "integer", "aggregation": "SUM"}  # fmt: skip
    typed(book, "DM Đơn vị", "units", unit, tmp_path)
    typed(book, "DM Chỉ tiêu", "indicators", asked, tmp_path)
    book.api.Save()
    other = Path(shutil.copytree(folder, tmp_path / "khác", ignore=shutil.ignore_patterns("~$*", ".~lock*")))
    answer = ribbon.answer(book, "consolidate", qcdc_xl.__version__, NOW)
    assert "34/35 đơn vị" in answer.text, answer.text
    live = says(saved(book, tmp_path / "live.xlsm"))
    running.close(book)
    consolidate(other / "qcdc.xlsm", NOW)
    reopened = running.open((other / "qcdc.xlsm").rename(other / "khác.xlsm"))
    closed = says(saved(reopened, tmp_path / "closed.xlsm"))
    assert {sheet for sheet in closed if live[sheet] != closed[sheet]} == set()
    assert any("Xã Mới" in row for row in live["III.1"])
    assert any("Số cầu dân tự làm" in row for row in live["III.1"])
    assert any("Số cầu dân tự làm" in row for row in live["Biểu tổng hợp"])
    row = next(n for n, cells in enumerate(closed["III.1"], start=1) if "Xã Mới" in cells)
    assert {last >= row for last in drawn(other / "khác.xlsm", "III.1")} == {True}


def drawn(path: Path, sheet: str) -> list[int]:
    """The last rows of a sheet that charts draw."""
    with zipfile.ZipFile(path) as package:
        charts = [
            package.read(n).decode("utf-8") for n in package.namelist() if n.startswith("xl/charts/chart")
        ]
    return [
        int(last)
        for chart in charts
        for last in re.findall(rf"<c:f>'?{sheet}'?!\$\w+\$\d+:\$\w+\$(\d+)<", chart)
    ]


def typed(book: xw.Book, sheet: str, table: str, values: dict[str, object], folder: Path) -> None:
    """Somebody types into the first spare row of a catalogue table."""
    rows = says(saved(book, folder / f"{table}.xlsm"))[sheet]
    top = next(n for n, row in enumerate(rows) if row[0] == f"#table {table}")
    place = rows[top].index("code")
    spare = next(n for n, row in enumerate(rows) if n > top and (len(row) <= place or row[place] == ""))
    for column, value in values.items():
        book.sheets[sheet].range((spare + 1, rows[top].index(column) + 1, 1, 1)).options("raw").value = value
