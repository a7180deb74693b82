"""The host of the workbook that is open in Excel, through xlwings: few blocks, never single cells.

Reading costs Excel nothing: a copy of the workbook is read as a file, and everything done here is done to
the copy as well, so that it says at any moment what the workbook says. What the copy already shows is not
written again. If something fails on the way, :meth:`LiveHost.take_back` undoes it step by step.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import cast

import xlwings as xw
from openpyxl.utils import get_column_letter

from qcdc_xl.excel.charts import draw, entitle, erase, show
from qcdc_xl.trouble import Trouble
from qcdc_xl.xlsx.file_host import FileHost
from qcdc_xl.xlsx.groups import expand_shared
from qcdc_xl.xlsx.host import Area, Cell, Chart, Formula, Like
from qcdc_xl.xlsx.printed import reaching
from qcdc_xl.xlsx.surroundings import hides_column

_LONGEST = 8000
"""Longer texts cannot stand in a block of formulas (Excel's limit is 8,192 letters)."""
_MAY_TURN = re.compile(r"^[=+\-@'#]|\d|^(true|false|đúng|sai)$", re.IGNORECASE)
"""What Excel might take for a formula, number, date or truth when it is typed in."""


class LiveHost:
    """A ``Host`` over an open workbook and a copy of it.

    ``before`` is called before the first change: sheets are unprotected there. ``unlock`` is called when a sheet
    was added, which is as well protected as its donor.
    """

    def __init__(
        self,
        book: xw.Book,
        copy: FileHost,
        before: Callable[[], object] = lambda: None,
        unlock: Callable[[], object] = lambda: None,
    ) -> None:
        self._book, self._copy, self._before, self._unlock = book, copy, before, unlock
        self._sheets: dict[str, xw.Sheet] = {}
        self._done: list[Callable[[], object]] = []
        self.touched = False
        """Whether the workbook was changed, taken back or not."""

    def sheets(self) -> list[str]:
        """The sheets' names, in the order of the tabs."""
        return self._copy.sheets()

    def grid(self, sheet: str) -> list[list[object]]:
        """All values from A1 on, ``""`` for blank."""
        return self._copy.grid(sheet)

    def insert_rows(self, sheet: str, at: int, count: int) -> None:
        """Insert rows; below a hidden row they look like the row that follows."""
        rows = f"{at + 1}:{at + count}"
        origin = _origin(at > 0 and self._copy.sheet(sheet).hidden(at - 1))
        self._copy.insert_rows(sheet, at, count)
        self._do(
            lambda: self._range(sheet, rows).insert("down", origin),
            lambda: self._range(sheet, rows).delete("up"),
        )

    def insert_columns(self, sheet: str, at: int, count: int) -> None:
        """Insert columns; right of a hidden column they look like the column that follows."""
        columns = f"{get_column_letter(at + 1)}:{get_column_letter(at + count)}"
        origin = _origin(at > 0 and hides_column(self._copy.sheet(sheet).root, at - 1))
        self._copy.insert_columns(sheet, at, count)
        self._do(
            lambda: self._range(sheet, columns).insert("right", origin),
            lambda: self._range(sheet, columns).delete("left"),
        )

    def write(self, sheet: str, row: int, column: int, block: Sequence[Sequence[Cell]]) -> None:
        """Write the rows of a block from the first to the last that differ."""
        plain = self._copy.sheet(sheet).plain
        wanted = [[c if isinstance(c, Formula) else plain(c) for c in cells] for cells in block]
        present = [[self._cell(sheet, r, c) for c, _ in enumerate(cells, column)] for r, cells in enumerate(block, row)]  # fmt: skip
        changed = [n for n, cells in enumerate(wanted) if any(map(_differs, present[n], cells))]
        self._copy.write(sheet, row, column, block)
        if changed:
            part = slice(changed[0], changed[-1] + 1)
            self._put(sheet, row + changed[0], column, wanted[part], present[part])

    def hide_rows(self, sheet: str, rows: Mapping[int, bool]) -> None:
        """Hide (true) or show rows, those that follow one another at once."""
        own = self._copy.sheet(sheet)
        wrong = {n: hidden for n, hidden in rows.items() if own.hidden(n) != hidden}
        self._copy.hide_rows(sheet, wrong)
        for first, last, hidden in _alike(wrong):
            address = f"{first + 1}:{last + 1}"
            self._do(
                partial(self._hide, sheet, address, hidden), partial(self._hide, sheet, address, not hidden)
            )

    def hide_columns(self, sheet: str, columns: Mapping[int, bool]) -> None:
        """Hide (true) or show columns."""
        root = self._copy.sheet(sheet).root
        wrong = {n: hidden for n, hidden in columns.items() if hides_column(root, n) != hidden}
        self._copy.hide_columns(sheet, wrong)
        for number, hidden in wrong.items():
            act = partial(self._hide_column, sheet, get_column_letter(number + 1))
            self._do(partial(act, hidden), partial(act, not hidden))

    def fit_rows(self, sheet: str, heights: Mapping[int, float], ours: Callable[[float], bool]) -> None:
        """Nothing: a spreadsheet fits rows to what is typed in, unless a user has set their height."""

    def add_sheet(self, name: str, donor: Path, after: str) -> None:
        """Excel itself copies the sheet from the donor, which is open meanwhile."""
        self._copy.add_sheet(name, donor, after)
        self._do(partial(self._copy_sheet, name, donor, after), partial(self._remove, name), harmless=True)

    def copy_rows(self, sheet: str, at: int, donor: Path, source: str, rows: range) -> None:
        """Excel itself copies the rows from the donor, which is open meanwhile."""
        address, target = f"{rows.start + 1}:{rows.stop}", f"{at + 1}:{at + len(rows)}"
        self._copy.copy_rows(sheet, at, donor, source, rows)
        self._do(
            partial(self._copy_rows, sheet, target, donor, source, address),
            partial(self._clear, sheet, target),
            harmless=True,
        )

    def look_like(self, sheet: str, likes: Sequence[Like], donor: Path, source: str) -> None:
        """Excel itself copies looks, dropdowns and widths from the donor, which is open meanwhile."""
        self._copy.look_like(sheet, likes, donor, source)
        self._do(
            partial(self._copy_looks, sheet, likes, donor, source),
            partial(self._forget_looks, sheet, likes),
            harmless=True,
        )

    def print_to(self, sheet: str, row: int, column: int) -> None:
        """Let what is printed reach as far as a row and a column."""
        self._copy.print_to(sheet, row, column)
        setup = self._sheet(sheet).api.PageSetup
        before = str(setup.PrintArea or "")
        area = reaching(before, row, column)
        if area != before:
            self._do(partial(setattr, setup, "PrintArea", area), partial(setattr, setup, "PrintArea", before))

    def hide_sheet(self, sheet: str, hidden: bool) -> None:
        """Hide or show a sheet."""
        if self._copy.hide_sheet(sheet, hidden):
            self._do(partial(self._show, sheet, not hidden), partial(self._show, sheet, hidden))

    def charts(self, sheet: str) -> dict[str, str]:
        """The charts on a sheet with their titles."""
        return self._copy.charts(sheet)

    def add_chart(self, sheet: str, chart: Chart) -> None:
        """Draw a chart, if the sheet has none of that name."""
        if chart.name not in self.charts(sheet):
            self._copy.add_chart(sheet, chart)
            self._do(
                lambda: draw(self._sheet(sheet), chart),
                lambda: erase(self._sheet(sheet), chart.name),
                harmless=True,
            )

    def title_chart(self, sheet: str, name: str, cell: Area) -> None:
        """Let the title of a chart come from a cell."""
        before = self.charts(sheet).get(name, "")
        if self._copy.title_chart(sheet, name, cell):
            self._do(
                lambda: entitle(self._sheet(sheet), name, f"={cell.reference}"),
                lambda: entitle(self._sheet(sheet), name, before),
            )

    def hide_chart(self, sheet: str, name: str, hidden: bool) -> None:
        """Hide or show a chart."""
        if self._copy.hide_chart(sheet, name, hidden):
            self._do(
                lambda: show(self._sheet(sheet), name, not hidden),
                lambda: show(self._sheet(sheet), name, hidden),
            )

    def take_back(self) -> None:
        """Undo every change, the last first; as much as Excel lets us."""
        while self._done:
            self._done.pop()()

    def _do(self, act: Callable[[], object], undo: Callable[[], object], harmless: bool = False) -> None:
        """Do something; it is undone only if it was done whole, or if undoing it does no harm anyway."""
        if not self.touched:
            self.touched = True
            self._before()
        if harmless:
            self._done.append(undo)
        act()
        if not harmless:
            self._done.append(undo)

    def _copy_sheet(self, name: str, donor: Path, after: str) -> None:
        shown = self._book.sheets.active
        with _opened(self._book.app, donor) as workbook:
            workbook.sheets[name].copy(after=self._book.sheets[after])
        shown.api.Activate()
        self._unlock()

    def _remove(self, name: str) -> None:
        """Take an added sheet out again, if Excel came so far as to add it."""
        self._sheets.pop(name, None)
        if name in [sheet.name for sheet in self._book.sheets]:
            self._book.sheets[name].delete()

    def _copy_rows(self, sheet: str, target: str, donor: Path, source: str, address: str) -> None:
        with _opened(self._book.app, donor) as workbook:
            workbook.sheets[source].range(address).copy(self._range(sheet, target))

    def _clear(self, sheet: str, address: str) -> None:
        rows = self._range(sheet, address)
        rows.clear()
        rows.rows.hidden = False

    def _copy_looks(self, sheet: str, likes: Sequence[Like], donor: Path, source: str) -> None:
        with _opened(self._book.app, donor) as workbook:
            for like in likes:
                model = workbook.sheets[source].range((like.row + 1, like.column + 1))
                target = self._range(sheet, like.area.local)
                model.copy()
                target.paste("formats")
                target.paste("validation")
                target.column_width = max(target.column_width or 0, model.column_width or 0)

    def _forget_looks(self, sheet: str, likes: Sequence[Like]) -> None:
        for like in likes:
            self._range(sheet, like.area.local).clear_formats()

    def _show(self, sheet: str, shown: bool) -> None:
        self._book.sheets[sheet].visible = shown

    def _range(self, sheet: str, address: str) -> xw.Range:
        return self._sheet(sheet).range(address)

    def _sheet(self, sheet: str) -> xw.Sheet:
        if sheet not in self._sheets:
            if self._copy.sheet(sheet).has_password:
                raise Trouble(
                    f"Trang “{sheet}” đang được bảo vệ bằng mật khẩu nên không ghi được. Vào thẻ Xem lại (Review), bấm Bỏ bảo vệ trang tính (Unprotect Sheet), rồi bấm lại."
                )
            self._sheets[sheet] = self._book.sheets[sheet]
        return self._sheets[sheet]

    def _hide(self, sheet: str, address: str, hidden: bool) -> None:
        self._range(sheet, address).rows.hidden = hidden

    def _hide_column(self, sheet: str, letters: str, hidden: bool) -> None:
        self._range(sheet, f"{letters}:{letters}").columns.hidden = hidden

    def _cell(self, sheet: str, row: int, column: int) -> Cell:
        """What the workbook has in a cell: a formula (its result does not matter here) or a value."""
        own = self._copy.sheet(sheet)
        cell = own.cells.get(row, {}).get(column)
        if cell is None:
            return None
        formula = own.formula(cell)
        if formula == "":  # a member of a group whose formula stands in another cell
            expand_shared(own.cells)
            formula = own.formula(cell)
        return own.value(cell) if formula is None else Formula(formula, None)

    def _put(
        self, sheet: str, row: int, column: int, block: list[list[Cell]], before: list[list[Cell]]
    ) -> None:
        write = partial(self._type, sheet, row, column)
        self._do(partial(write, block), partial(write, before), harmless=True)

    def _type(self, sheet: str, row: int, column: int, block: list[list[Cell]]) -> None:
        """Type a block in, and then the texts that are too long for it."""
        rows = [["" if _too_long(cell) else _typed(cell) for cell in cells] for cells in block]
        last = f"{get_column_letter(column + len(block[0]))}{row + len(block)}"
        address = f"{get_column_letter(column + 1)}{row + 1}:{last}"
        self._range(sheet, address).options("raw").formula = rows
        for r, cells in enumerate(block, row + 1):
            for c, cell in enumerate(cells, column + 1):
                if _too_long(cell):
                    self._range(sheet, f"{get_column_letter(c)}{r}").options("raw").value = _typed(cell)


@contextmanager
def _opened(app: xw.App, donor: Path) -> Iterator[xw.Book]:
    """A donor, open only as long as something is copied from it."""
    workbook = app.books.open(str(donor))
    try:
        yield workbook
    finally:
        workbook.close()


def _origin(hidden: bool) -> str:
    """Whose format new rows or columns take: that of the ones before, unless those are hidden."""
    return "format_from_right_or_below" if hidden else "format_from_left_or_above"


def _differs(old: Cell, new: Cell) -> bool:
    """Whether a cell must be typed anew; of a formula only the text counts, its result follows."""
    if isinstance(old, Formula) or isinstance(new, Formula):
        return not (isinstance(old, Formula) and isinstance(new, Formula) and old.text == new.text)
    if isinstance(old, int | float) and isinstance(new, int | float):  # programs save 15 to 17 digits
        return isinstance(old, bool) != isinstance(new, bool) or not math.isclose(old, new, rel_tol=1e-12)
    return (old or None if isinstance(old, str) else old) != (
        new or None if isinstance(new, str) else new
    ) or (isinstance(old, bool) != isinstance(new, bool))


def _alike(rows: Mapping[int, bool]) -> Iterator[tuple[int, int, bool]]:
    """Rows that follow one another and are to be alike: first, last, hidden."""
    run: list[int] = []
    for number in sorted(rows):
        if run and (number != run[-1] + 1 or rows[number] != rows[run[0]]):
            yield run[0], run[-1], rows[run[0]]
            run = []
        run.append(number)
    if run:
        yield run[0], run[-1], rows[run[0]]


def _too_long(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) > _LONGEST


def _typed(cell: Cell) -> str | float | bool:
    """A cell as it is typed into Excel: texts stay texts; numbers, days among them, are floats."""
    if isinstance(cell, Formula):
        return "=" + cell.text
    if cell is None:
        return ""
    if isinstance(cell, str):
        return "'" + cell if _MAY_TURN.search(cell) else cell
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cast(float | bool, cell)
