"""The host of a closed master: changes .xlsm and .xlsx in place and nothing else in them.

Own sheets, texts, formats, pictures, charts, names, macros and ribbon of the users stay because their
parts are never parsed, or only where a reference must follow an insertion.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from lxml import etree

from qcdc_xl.xlsx.attachments import column_names, follow_attachments, follow_sources
from qcdc_xl.xlsx.charts import chart_titles, hide_chart, put_chart, title_chart
from qcdc_xl.xlsx.dropdowns import offer
from qcdc_xl.xlsx.graft import graft_looks, graft_rows, graft_sheet
from qcdc_xl.xlsx.host import Area, Cell, Chart, Formula, Like
from qcdc_xl.xlsx.package import BOOK, Package, tag
from qcdc_xl.xlsx.printed import print_to
from qcdc_xl.xlsx.sheet_xml import SheetXml
from qcdc_xl.xlsx.shift import Insertion, shift_formula
from qcdc_xl.xlsx.stale import drop_stale, refresh_charts
from qcdc_xl.xlsx.surroundings import hide_column
from qcdc_xl.xlsx.tabs import hide_sheet
from qcdc_xl.xlsx.workbook import ClosedWorkbook


class FileHost:
    """A ``Host`` over a file. Nothing is written before :meth:`save`."""

    def __init__(self, path: Path) -> None:
        self.workbook = ClosedWorkbook(path)
        self._changed: set[str] = set()
        self._fresh: set[tuple[str, int, int]] = set()
        self._donors: dict[Path, ClosedWorkbook] = {}

    @property
    def package(self) -> Package:
        """The parts of the file."""
        return self.workbook.package

    @property
    def changed(self) -> bool:
        """Whether anything differs from the file."""
        return bool(self._changed) or self.package.touched

    def sheets(self) -> list[str]:
        """The worksheets' names, in the order of the tabs."""
        return self.workbook.sheets()

    def sheet(self, name: str) -> SheetXml:
        """A sheet's cells."""
        return self.workbook.sheet(name)

    def grid(self, sheet: str) -> list[list[object]]:
        """All values from A1 on, ``""`` for blank; dates are numbers of days."""
        return self.workbook.grid(sheet)

    def write(self, sheet: str, row: int, column: int, block: Sequence[Sequence[Cell]]) -> None:
        """Write a block. Cells that already show the same stay untouched."""
        own, changed = self.sheet(sheet), False
        for number, cells in enumerate(block, start=row):
            for place, cell in enumerate(cells, start=column):
                if isinstance(cell, Formula):
                    self._fresh.add((sheet, number, place))
                changed |= own.write(number, place, cell)
        if changed:
            self._touch(sheet)

    def insert_rows(self, sheet: str, at: int, count: int) -> None:
        """Insert rows before row ``at``."""
        self._insert(Insertion(sheet, at, count, rows=True))

    def insert_columns(self, sheet: str, at: int, count: int) -> None:
        """Insert columns before column ``at``."""
        self._insert(Insertion(sheet, at, count, rows=False))

    def hide_rows(self, sheet: str, rows: Mapping[int, bool]) -> None:
        """Hide (true) or show rows."""
        for number, hidden in rows.items():
            if self.sheet(sheet).hide(number, hidden):
                self._touch(sheet)

    def hide_columns(self, sheet: str, columns: Mapping[int, bool]) -> None:
        """Hide (true) or show columns."""
        for number, hidden in columns.items():
            if hide_column(self.sheet(sheet).root, number, hidden):
                self._touch(sheet)

    def fit_rows(self, sheet: str, heights: Mapping[int, float], ours: Callable[[float], bool]) -> None:
        """Give rows the height that their texts need, unless a user has set one that is not ``ours``."""
        if self.sheet(sheet).fit(heights, ours):
            self._touch(sheet)

    def add_sheet(self, name: str, donor: Path, after: str) -> None:
        """Put the sheet ``name`` of the donor behind the sheet ``after``."""
        graft_sheet(self.workbook, self._donor(donor), name, after)
        self._changed.add(name)

    def copy_rows(self, sheet: str, at: int, donor: Path, source: str, rows: range) -> None:
        """Put rows of the donor's sheet in the place of the rows from ``at`` on."""
        graft_rows(self.workbook, sheet, at, self._donor(donor), source, rows)
        self._changed.add(sheet)

    def look_like(self, sheet: str, likes: Sequence[Like], donor: Path, source: str) -> None:
        """Give cells the look, the dropdown and the column's width of the donor's."""
        graft_looks(self.workbook, sheet, likes, self._donor(donor), source)
        self._changed.add(sheet)

    def _donor(self, path: Path) -> ClosedWorkbook:
        if path not in self._donors:
            self._donors[path] = ClosedWorkbook(path)
        return self._donors[path]

    def print_to(self, sheet: str, row: int, column: int) -> None:
        """Let what is printed reach as far as a row and a column."""
        print_to(self.workbook, sheet, row, column)

    def hide_sheet(self, sheet: str, hidden: bool) -> bool:
        """Hide or show a sheet."""
        return hide_sheet(self.workbook, sheet, hidden)

    def charts(self, sheet: str) -> dict[str, str]:
        """The charts on a sheet with their titles."""
        return chart_titles(self.workbook, sheet)

    def add_chart(self, sheet: str, chart: Chart) -> None:
        """Draw a chart, if the sheet has none of that name."""
        if chart.name not in self.charts(sheet):
            put_chart(self.workbook, sheet, chart)

    def title_chart(self, sheet: str, name: str, cell: Area) -> bool:
        """Let the title of a chart come from a cell."""
        return title_chart(self.workbook, sheet, name, cell)

    def hide_chart(self, sheet: str, name: str, hidden: bool) -> bool:
        """Hide or show a chart."""
        return hide_chart(self.workbook, sheet, name, hidden)

    def _touch(self, sheet: str) -> None:
        self._changed.add(sheet)
        self.workbook.touch(sheet)

    def _insert(self, insertion: Insertion) -> None:
        for name in self.sheets():
            if self.sheet(name).follow(insertion):
                self.workbook.touch(name)
        self._touch(insertion.sheet)
        self._fresh = {self._moved(place, insertion) for place in self._fresh}
        for defined in self.workbook.defined_names():
            defined.text = shift_formula(defined.text or "", "", insertion)
        self.package.touch(BOOK)
        follow_attachments(self.workbook, insertion)
        self._name_table_columns(insertion.sheet)
        follow_sources(self.workbook, insertion)

    def _moved(self, place: tuple[str, int, int], insertion: Insertion) -> tuple[str, int, int]:
        sheet, row, column = place
        if sheet != insertion.sheet:
            return place
        return (
            (sheet, insertion.moved(row), column) if insertion.rows else (sheet, row, insertion.moved(column))
        )

    def _name_table_columns(self, sheet: str) -> None:
        column_names(self.workbook, sheet, partial(self._write_text, sheet))

    def _write_text(self, sheet: str, row: int, column: int, text: str | None) -> None:
        self.write(sheet, row, column, [[text]])

    def save(self, target: Path) -> None:
        """Write the changed workbook; whoever calls sees to it that it replaces the old one whole."""
        for sheet in sorted(self._changed):
            self._name_table_columns(sheet)
        if self._changed:
            affected = drop_stale(self.workbook, self._changed, self._fresh)
            refresh_charts(self.workbook, self.workbook.charts(), affected)
            self._recalculate()
        self.package.save(target)

    def offer(self, sheet: str, row: int, column: int, words: Sequence[str]) -> None:
        """Let the dropdown of a cell offer these words, if it offers some of them only."""
        if offer(self.sheet(sheet).root, row, column, words):
            self._touch(sheet)

    def replace_part(self, name: str, content: bytes) -> None:
        """Put other bytes in the place of a part that no sheet has, such as the ribbon."""
        if name in self.package.names() and self.package.read(name) != content:
            self.package.replace(name, content)

    def _recalculate(self) -> None:
        """Let Excel compute everything anew when it opens the file; an old order of computing goes."""
        root = self.workbook.root
        found = root.find(tag("calcPr"))
        if found is None:
            found = etree.Element(tag("calcPr"))
            before = ("definedNames", "externalReferences", "functionGroups", "sheets")
            anchor = next(e for e in map(root.find, map(tag, before)) if e is not None)
            anchor.addnext(found)
        found.set("fullCalcOnLoad", "1")
        self.package.touch(BOOK)
        self.package.drop("xl/calcChain.xml", BOOK)
