"""What only real Excel and Word can answer: run by ``scripts/check_live.py`` on a Windows that has them.

Everywhere else each test is skipped with that reason. The questions stand in the README, in the same order.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spreadsheet
import xlwings as xw
from agreement import at, cached, same

from qcdc_xl.forms import write_form
from qcdc_xl.model import CatalogueAt
from qcdc_xl.unloadable import TITLE
from qcdc_xl.verbs.demo import ISSUED, sample_values

pytestmark = pytest.mark.skipif(
    not spreadsheet.real_excel(), reason="asks real Excel: python scripts/check_live.py on Windows"
)
_CLOSE = 0x10
"""WM_CLOSE."""


@pytest.fixture
def app() -> Iterator[xw.App]:
    """Excel, seen, with nothing open."""
    with xw.App(visible=True, add_book=False) as app:
        yield app


@pytest.fixture
def master(demo_made: Path, tmp_path: Path) -> Path:
    """The example's master in a folder whose name has blanks, letters and signs."""
    folder = shutil.copytree(demo_made, tmp_path / "Sổ (1) & a^b 100% Đạ M'Rông")
    return Path(folder) / "qcdc.xlsm"


def opened(app: xw.App, path: Path) -> xw.Book:
    """A workbook as a person opens it; a repaired one says so in its title."""
    book = app.books.open(str(path))
    caption = str(app.api.ActiveWindow.Caption)
    assert "[" not in caption.replace(path.name, ""), caption
    return book


def differences(app: xw.App, path: Path) -> list[tuple[object, ...]]:
    """Cells that say something else after Excel has computed everything anew."""
    held = cached(path)
    book = opened(app, path)
    app.api.CalculateFullRebuild()
    found: list[tuple[object, ...]] = []
    for name, grid in held.items():
        height, width = len(grid), max(map(len, grid), default=0)
        if not height or not width:
            continue
        area = book.sheets[name].range((1, 1), (height, width))
        live = [[spreadsheet.days(c) for c in row] for row in area.options(ndim=2, empty="").value]
        for row in range(height):
            for column in range(width):
                value, other = at(grid, row, column), at(live, row, column)
                if not same(value, other):
                    found.append((name, row + 1, column + 1, value, other))
    book.close()
    return found


def test_forms_open_unrepaired_and_excel_computes_what_they_say(
    app: xw.App, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    for unit in {catalogue.form_of(u): u for u in catalogue.active_units}.values():
        for number, values in enumerate(((), sample_values(catalogue)[unit.code])):
            path = tmp_path / f"{unit.code} {number}.xlsx"
            write_form(catalogue, unit, path, ISSUED, values)
            assert differences(app, path) == [], path.name


def test_the_master_opens_unrepaired_and_excel_computes_what_it_says(app: xw.App, master: Path) -> None:
    assert differences(app, master) == []


def test_the_vba_compiles_and_a_button_without_python_goes_to_its_sheet(app: xw.App, master: Path) -> None:
    book = opened(app, master)
    for table in ("progress", "findings", "settings", "values"):
        app.api.Run(f"'{master.name}'!QcdcRibbon.ShowTable", table)
        cells = book.sheets.active.used_range.options(ndim=2, empty="").value
        assert any(cell == f"#table {table}" for row in cells for cell in row), table
    book.close()


def test_a_button_with_python_works_from_the_click_to_its_message(app: xw.App, master: Path) -> None:
    if not os.environ.get("QCDC_PYTHON"):
        pytest.skip("the program is not installed here: run scripts\\install.cmd, then again")
    book = opened(app, master)
    closer = Closer()
    app.api.Run(f"'{master.name}'!QcdcRibbon.Work", "status")
    assert closer.closed(), "no message came"
    assert str(app.api.StatusBar) in ("False", "")
    book.close()


def test_word_opens_the_report_with_its_footnotes(demo_made: Path, tmp_path: Path) -> None:
    client: Any = pytest.importorskip("win32com.client", reason="asks real Word, through COM")
    report = max((demo_made / "2022-H1" / "bao-cao").glob("*.docx"), key=lambda p: p.stat().st_mtime)
    word = client.DispatchEx("Word.Application")
    try:
        document = word.Documents.Open(str(report), ReadOnly=True)
        assert document.Footnotes.Count == 8
        document.ExportAsFixedFormat(str(tmp_path / "bao-cao.pdf"), 17)
        assert (tmp_path / "bao-cao.pdf").stat().st_size > 10_000
    finally:
        word.Quit(0)


class Closer:
    """Presses the message away that the program shows, as a person would, within two minutes."""

    def __init__(self) -> None:
        self._pressed = False
        self._waiting = threading.Thread(target=self._wait, daemon=True)
        self._waiting.start()

    def closed(self) -> bool:
        """Whether there was one."""
        self._waiting.join(120)
        return self._pressed

    def _wait(self) -> None:
        if sys.platform == "win32":
            user = ctypes.windll.user32
            for _ in range(240):
                window = user.FindWindowW(None, TITLE)
                if window:
                    user.PostMessageW(window, _CLOSE, 0, 0)
                    self._pressed = True
                    return
                time.sleep(0.5)
