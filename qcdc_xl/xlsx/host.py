"""The port through which a master is read and changed: a closed file or the workbook open in Excel.

Rows and columns count from 0; a sheet goes by the name on its tab now. Only blocks, never single cells:
in a live workbook each call is a round trip of milliseconds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from xlsxwriter.utility import quote_sheetname, xl_range, xl_range_abs

Scalar = str | int | float | bool | datetime.date | datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as the file has it (no "=", English names, commas) and its present result."""

    text: str
    value: Scalar


Cell = Scalar | Formula


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of a sheet from the first to the last row and column, both counted from 0 and both within."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def local(self) -> str:
        """As the sheet itself writes it: A1:B2."""
        return str(xl_range(self.top, self.left, self.bottom, self.right))

    @property
    def reference(self) -> str:
        """As formulas and charts write it: 'Đạ M''Rông'!$A$1:$B$2."""
        return f"{quote_sheetname(self.sheet)}!{xl_range_abs(self.top, self.left, self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers in a chart. ``colours``: one (#RRGGBB) for all, in a pie one for each piece. ``name_cell``: the
    cell that the name comes from."""

    name: str
    categories: Area
    values: Area
    colours: tuple[str, ...]
    name_cell: Area | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to be drawn. Its name is its own on its sheet; staff see it nowhere but in Excel's name box.

    ``row`` and ``column``: the cell whose corner is its corner. Sizes in pixels. ``axis``: what the numbers count,
    blank for no title. ``names_size``: of the letters of the categories, in points. ``title_cell``: the cell that the
    title comes from. ``description``: for those who cannot see the chart.
    """

    name: str
    kind: Literal["column", "bar", "stacked", "pie"]
    title: str
    series: tuple[Series, ...]
    row: int
    column: int
    axis: str = ""
    names_size: int = 10
    width: int = 860
    height: int = 420
    title_cell: Area | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Like:
    """Cells that are to look like one cell of a donor's sheet: its row and column, from 0."""

    area: Area
    row: int
    column: int


class Host(Protocol):
    """What the fill needs of a workbook."""

    def sheets(self) -> list[str]:
        """The sheets' names, in the order of the tabs."""

    def grid(self, sheet: str) -> list[list[object]]:
        """All values from A1 on, ``""`` for blank; formulas give their results."""

    def insert_rows(self, sheet: str, at: int, count: int) -> None:
        """Insert rows as Excel does; they look like the row above, or below a hidden row like the one that follows."""

    def insert_columns(self, sheet: str, at: int, count: int) -> None:
        """Insert columns as Excel does; they look like the one to the left or, beside a hidden one, to the right."""

    def write(self, sheet: str, row: int, column: int, block: Sequence[Sequence[Cell]]) -> None:
        """Write a block; formats stay, ``None`` clears a cell's content."""

    def hide_rows(self, sheet: str, rows: Mapping[int, bool]) -> None:
        """Hide (true) or show rows."""

    def hide_columns(self, sheet: str, columns: Mapping[int, bool]) -> None:
        """Hide (true) or show columns."""

    def fit_rows(self, sheet: str, heights: Mapping[int, float], ours: Callable[[float], bool]) -> None:
        """Give rows the height (points) that their texts need, unless a user has set one that is not ``ours``."""

    def add_sheet(self, name: str, donor: Path, after: str) -> None:
        """Put the sheet ``name`` of the workbook file ``donor`` behind the sheet ``after``, as Excel copies a sheet.

        The donor's formulas refer to the sheet itself only. A name may be on one tab only.
        """

    def copy_rows(self, sheet: str, at: int, donor: Path, source: str, rows: range) -> None:
        """Put rows of the donor's sheet ``source`` in the place of the rows from ``at`` on, as Excel copies rows.

        With looks, heights, hidden ones, merges, dropdowns and conditional formats; not with widths of columns. What
        stood in these rows is gone: whoever calls makes room first.
        """

    def look_like(self, sheet: str, likes: Sequence[Like], donor: Path, source: str) -> None:
        """Give cells of a sheet the look, the dropdown and the column's width of cells of the donor's sheet ``source``."""

    def print_to(self, sheet: str, row: int, column: int) -> None:
        """Let what is printed reach as far as a row and a column, if only a part of the sheet is printed."""

    def hide_sheet(self, sheet: str, hidden: bool) -> object:
        """Hide or show a sheet. The last one on show stays; one that only a program can show stays hidden."""

    def charts(self, sheet: str) -> Mapping[str, str]:
        """The charts on a sheet, hidden ones too, by name: what the title says, or after "=" the cell that it comes from."""

    def add_chart(self, sheet: str, chart: Chart) -> None:
        """Draw a chart; nothing if the sheet has one of that name."""

    def title_chart(self, sheet: str, name: str, cell: Area) -> object:
        """Let the title of a chart come from a cell."""

    def hide_chart(self, sheet: str, name: str, hidden: bool) -> object:
        """Hide or show the chart of that name; nothing if there is none."""
