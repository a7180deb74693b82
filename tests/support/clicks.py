"""A click as in Excel: VBA's callback in pyOpenVBA, what it hands to Python on the workbook open in live Calc."""

from __future__ import annotations

import sys
from pathlib import Path

import xlwings as xw
from calc_engine import Desk
from live import Document
from vba_office import VbaOffice


def click(desk: Desk, master: Path, button: str, source: str = "") -> Document:
    """Click a button of the master; ``source``: the ribbon's module, where it is not the one of now."""
    office = VbaOffice(master, source=source)
    office.press(button)
    assert office.heard("Told") == ""
    xw.Book(str(master)).set_mock_caller()
    hook = sys.excepthook
    try:
        exec(office.heard("Commands"), {})
    finally:
        sys.excepthook = hook
    return desk.books[master.name].document
