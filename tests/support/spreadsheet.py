"""The running spreadsheet of the live tests: Calc through our engine here, real Excel with QCDC_EXCEL=1 on Windows."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

import xlwings as xw
from openpyxl.utils import get_column_letter

_EPOCH = datetime.datetime(1899, 12, 30)
_SEEN = "A1:AD60"


def real_excel() -> bool:
    """Whether the live tests are to run on Excel itself."""
    return os.environ.get("QCDC_EXCEL") == "1"


class Spreadsheet:
    """A spreadsheet program under xlwings."""

    def __init__(self, app: xw.App) -> None:
        self.app = app

    def open(self, path: Path) -> xw.Book:
        """Open a workbook."""
        return self.app.books.open(str(path))

    def seen(self, book: xw.Book, sheet: str) -> list[list[Any]]:
        """What its first cells say."""
        return book.sheets[sheet].range(_SEEN).options(ndim=2, empty="").value

    def hidden(self, book: xw.Book, sheet: str, row: int) -> bool:
        """Whether a row (from 0) is hidden."""
        return bool(book.sheets[sheet].range(f"{row + 1}:{row + 1}").rows.hidden)

    def hidden_column(self, book: xw.Book, sheet: str, column: int) -> bool:
        """Whether a column (from 0) is hidden."""
        letters = get_column_letter(column + 1)
        return bool(book.sheets[sheet].range(f"{letters}:{letters}").columns.hidden)

    def unprotect(self, book: xw.Book) -> None:
        """What the master's own VBA does: sheets without a password are unprotected."""
        for sheet in book.sheets:
            sheet.api.Unprotect()

    def drawn(self, book: xw.Book, sheet: str) -> int:
        """How many charts are drawn on a sheet."""
        return int(book.sheets[sheet].api.ChartObjects().Count)

    def close(self, book: xw.Book) -> None:
        """Close it without saving."""
        book.close()


def days(cell: object) -> object:
    """A date as Excel counts it; all else as it is."""
    if isinstance(cell, datetime.datetime):
        return (cell - _EPOCH) / datetime.timedelta(days=1)
    if isinstance(cell, datetime.date):
        return (datetime.datetime.combine(cell, datetime.time()) - _EPOCH) / datetime.timedelta(days=1)
    return cell
