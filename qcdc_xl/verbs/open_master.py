"""Opening a master: from the file, or the workbook open in Excel, to its book at a period."""

from __future__ import annotations

import datetime
from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from qcdc_xl.catalogue import Entries, from_folder, load
from qcdc_xl.folder.backups import where_backups_are
from qcdc_xl.intake.error_cells import error_cells
from qcdc_xl.marked import Grid
from qcdc_xl.master.read import Read, read_book
from qcdc_xl.model import Book
from qcdc_xl.model.finding import errors
from qcdc_xl.totals.book_at import BookAt, at
from qcdc_xl.trouble import CatalogueTrouble, Trouble, UnknownPeriod
from qcdc_xl.verbs.before_opening import look_at_master, look_at_tables
from qcdc_xl.verbs.desk import Desk, desk_of


def open_master(master: Path | Desk, today: datetime.date, period: str = "") -> Read:
    """Read a master, at the working period unless another is named.

    Raises :class:`Trouble` if it is none, :class:`CatalogueTrouble` for its tables, :class:`UnknownPeriod`.
    """
    desk = desk_of(master)
    read = read_book(grids_of(desk), desk.path.name, today)
    if read.book is None:
        raise CatalogueTrouble(read.findings)
    return replace(read, book=_at(read.book.book, period)) if period else read


def _at(book: Book, period: str) -> BookAt:
    """The book at a period that the table has, or of which returns are held, its own or those of its parts."""
    known = [p.code for p in book.catalogue.periods]
    if period not in known and (book.catalogue.period_of(period) is None or not at(book, period).answered):
        raise UnknownPeriod(period, known)
    return at(book, period)


def grids_of(desk: Desk) -> list[tuple[str, Grid]]:
    """All sheets of a master. Raises :class:`Trouble` if there is none, or it cannot be read."""
    path, contents = desk.path, desk.contents()
    if not contents.is_file():
        raise Trouble(
            f"Không thấy sổ tổng hợp “{path}”. Kiểm tra đường dẫn, hoặc tạo sổ mới bằng “qcdc init THƯ_MỤC”.{where_backups_are(path)}"
        )
    try:
        return grids_in(contents, name=path.name)
    except Trouble as error:
        raise Trouble(f"{error}{where_backups_are(path)}") from error


def grids_in(path: Path, only: Container[str] | None = None, name: str = "") -> list[tuple[str, Grid]]:
    """The sheets of a master's file, or only those named. Raises :class:`Trouble` if it cannot be read."""
    look_at_master(path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = [n for n in workbook.sheet_names if only is None or n in only]
        grids = [(n, workbook.get_sheet_by_name(n).to_python(skip_empty_area=False)) for n in names]
    except (CalamineError, ValueError, TypeError, OSError) as error:
        raise Trouble(
            f"Không mở được “{name or path.name}”: tệp hỏng, có mật khẩu hoặc không phải sổ tổng hợp."
        ) from error
    return _with_errors(path, grids) if only is None else list(grids)


def _with_errors(path: Path, grids: Sequence[tuple[str, list[list[Any]]]]) -> list[tuple[str, Grid]]:
    """The sheets with the words of their error cells, which are blank as they were read."""
    errors = error_cells(path)
    for name, grid in grids:
        for (row, column), word in errors.get(name, {}).items():
            if row < len(grid):
                grid[row] += [""] * (column + 1 - len(grid[row]))
                grid[row][column] = word
    return list(grids)


def on_view(book: BookAt) -> BookAt:
    """The same book at the working period, which is what the sheets show."""
    working = book.catalogue.working.period.code
    return book if working == book.catalogue.period.code else at(book.book, working)


def open_book(master: Path | Desk, today: datetime.date, period: str = "") -> BookAt:
    """The book alone of :func:`open_master`."""
    book = open_master(master, today, period).book
    assert book is not None
    return book


def load_book(catalogue: Path, today: datetime.date, period: str = "") -> tuple[Entries, BookAt]:
    """The empty book of a folder of catalogue tables, at its working period unless another is named."""
    if not catalogue.is_dir():
        raise Trouble(f"Không thấy thư mục danh mục “{catalogue}”.")
    look_at_tables(catalogue)
    entries, missing = from_folder(catalogue)
    found, findings = load(entries)
    if errors((*missing, *findings)):
        raise CatalogueTrouble((*missing, *findings))
    return entries, _at(Book(found, today=today), period or found.settings["period"])
