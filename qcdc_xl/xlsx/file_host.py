"""The host of a closed master: changes .xlsm and .xlsx in place and nothing else in them.

Own sheets, texts, formats, pictures, charts, names, macros and ribbon of the users stay because their
parts are never parsed, or only where a reference must follow an insertion.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from qcdc_xl.master.looks import is_ours
from qcdc_xl.xlsx.host import Cell, Formula
from qcdc_xl.xlsx.package import BOOK, Package, PackageError, plain_text, sheet_parts, tag
from qcdc_xl.xlsx.sheet_xml import SheetXml
from qcdc_xl.xlsx.shift import Insertion, shift_areas, shift_formula
from qcdc_xl.xlsx.stale import drop_stale, refresh_charts

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_WITH_PLACES = ("comments", "threadedComment", "table", "pivotTable")
_BREAK = re.compile("_x000[aAdD]_")
_CONTROL_CELLS = ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx")
_TABLE_FORMULAS = ("calculatedColumnFormula", "totalsRowFormula")


class FileHost:
    """A ``Host`` over a file. Nothing is written before :meth:`save`."""

    def __init__(self, path: Path) -> None:
        self.package = Package(path)
        self.workbook = self.package.xml(BOOK)
        if self.workbook.tag != tag("workbook"):
            raise PackageError(f"{path.name} is not a workbook of the usual kind")
        self._parts = sheet_parts(self.package)
        self._strings: list[str] | None = None
        self._open: dict[str, SheetXml] = {}
        self._grids: dict[str, list[list[object]]] = {}
        self._changed: set[str] = set()
        self._replaced = False
        self._fresh: set[tuple[str, int, int]] = set()

    @property
    def changed(self) -> bool:
        """Whether anything differs from the file."""
        return self._replaced or bool(self._changed)

    def sheets(self) -> list[str]:
        """The worksheets' names, in the order of the tabs."""
        return list(self._parts)

    def sheet(self, name: str) -> SheetXml:
        """A sheet's cells."""
        if name not in self._open:
            pr = self.workbook.find(tag("workbookPr"))
            date1904 = pr is not None and pr.get("date1904") in ("1", "true")
            self._open[name] = SheetXml(name, self.package.xml(self._parts[name]), self._shared(), date1904)
        return self._open[name]

    def _shared(self) -> Sequence[str]:
        if self._strings is None:
            self._strings = []
            parts = [target for _, kind, target in self.package.relations(BOOK) if kind == "sharedStrings"]
            for item in self.package.xml(parts[0]) if parts else ():
                self._strings.append(plain_text(item))
        return self._strings

    def grid(self, sheet: str) -> list[list[object]]:
        """All values from A1 on, ``""`` for blank; dates are numbers of days."""
        if sheet not in self._grids:
            self._grids[sheet] = self.sheet(sheet).values()
        return self._grids[sheet]

    def write(self, sheet: str, row: int, column: int, block: Sequence[Sequence[Cell]]) -> None:
        """Write a block. Cells that already show the same stay untouched."""
        own = self.sheet(sheet)
        for number, cells in enumerate(block, start=row):
            for place, cell in enumerate(cells, start=column):
                if isinstance(cell, Formula):
                    self._fresh.add((sheet, number, place))
                if own.write(number, place, cell):
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

    def fit_rows(self, sheet: str, heights: Mapping[int, float]) -> None:
        """Give rows the height that their texts need, unless a user has set one."""
        if self.sheet(sheet).fit(heights, is_ours):
            self._touch(sheet)

    def _touch(self, sheet: str) -> None:
        self._changed.add(sheet)
        self._grids.pop(sheet, None)
        self.package.touch(self._parts[sheet])

    def _insert(self, insertion: Insertion) -> None:
        for name in self._parts:
            if self.sheet(name).follow(insertion):
                self.package.touch(self._parts[name])
                self._grids.pop(name, None)
        self._touch(insertion.sheet)
        self._fresh = {self._moved(place, insertion) for place in self._fresh}
        for defined in self.workbook.iterfind(f"{tag('definedNames')}/{tag('definedName')}"):
            defined.text = shift_formula(defined.text or "", "", insertion)
        self.package.touch(BOOK)
        self._follow_attachments(insertion)
        self._follow_sources(insertion)

    def _moved(self, place: tuple[str, int, int], insertion: Insertion) -> tuple[str, int, int]:
        sheet, row, column = place
        if sheet != insertion.sheet:
            return place
        return (
            (sheet, insertion.moved(row), column) if insertion.rows else (sheet, row, insertion.moved(column))
        )

    def _charts(self) -> Iterator[str]:
        return (n for n in self.package.names() if re.match(r"xl/charts/chart(Ex)?\d+\.xml$", n))

    def attached(self, sheet: str, *kinds: str) -> Iterator[tuple[str, etree._Element]]:
        """The parts of these kinds that hang on a sheet."""
        for _, kind, part in self.package.relations(self._parts[sheet]):
            if kind in kinds:
                yield part, self.package.xml(part)

    def _follow_attachments(self, insertion: Insertion) -> None:
        """What hangs on the sheet from other parts: comments, their shapes, drawings, list objects."""
        for part, root in self.attached(insertion.sheet, "table"):
            if not insertion.rows and _widen_table(root, insertion):
                self.package.touch(part)
        for part, root in self.attached(insertion.sheet, *_WITH_PLACES):
            if any([_follow_attribute(element, "ref", insertion) for element in root.iter("{*}*")]):
                self.package.touch(part)
        for part, root in self.attached(insertion.sheet, "drawing"):
            if any([_follow_anchor(anchor, insertion) for anchor in root.iter(_DRAWING + "from")]):
                self.package.touch(part)
        for _, kind, part in self.package.relations(self._parts[insertion.sheet]):
            if kind == "vmlDrawing":
                self.package.replace(part, _shift_vml(self.package.text(part), insertion))
        self._name_table_columns(insertion.sheet)

    def _follow_sources(self, insertion: Insertion) -> None:
        """What draws on the sheet from anywhere: charts, text boxes, controls, list objects, pivot tables."""
        for part in self._charts():
            self._follow_formulas(part, self.package.xml(part).iter("{*}f", "{*}sqref"), insertion, "")
        for sheet in self._parts:
            for part, root in self.attached(sheet, "table"):
                self._follow_formulas(part, root.iter(*map(tag, _TABLE_FORMULAS)), insertion, sheet)
            for part, root in self.attached(sheet, "drawing"):
                links = [_follow_link(sp, "textlink", sheet, insertion) for sp in root.iter(_DRAWING + "sp")]
                if any(links):
                    self.package.touch(part)
            for part, root in self.attached(sheet, "ctrlProp"):
                if any([_follow_link(root, name, sheet, insertion) for name in _CONTROL_CELLS]):
                    self.package.touch(part)
        for _, kind, part in self.package.relations(BOOK):
            if kind == "pivotCacheDefinition":
                for source in self.package.xml(part).iter(tag("worksheetSource")):
                    if source.get("sheet") == insertion.sheet and _follow_attribute(source, "ref", insertion):
                        self.package.touch(part)

    def _follow_formulas(
        self, part: str, formulas: Iterable[etree._Element], insertion: Insertion, own: str
    ) -> None:
        for formula in formulas:
            text = shift_formula(formula.text or "", own, insertion)
            if text != (formula.text or ""):
                formula.text = text
                self.package.touch(part)

    def _name_table_columns(self, sheet: str) -> None:
        """The headings of a list object's columns and their names must be the same, or Excel repairs the file."""
        for part, root in self.attached(sheet, "table"):
            if root.get("headerRowCount") == "0":
                continue
            left, top, _, _ = range_boundaries(root.get("ref", ""))
            assert left and top
            grid = self.grid(sheet)
            cells = grid[top - 1] if top <= len(grid) else []
            for place, column in enumerate(root.iter(tag("tableColumn")), start=left - 1):
                heading = cells[place] if place < len(cells) else ""
                if heading == "":
                    self.write(sheet, top - 1, place, [[column.get("name")]])
                elif (
                    isinstance(heading, str)
                    and heading.split() != _BREAK.sub(" ", column.get("name", "")).split()
                ):
                    column.set("name", heading.replace("\n", "_x000a_"))
                    self.package.touch(part)

    def save(self, target: Path) -> None:
        """Write the changed workbook; whoever calls sees to it that it replaces the old one whole."""
        for sheet in sorted(self._changed):
            self._name_table_columns(sheet)
        if self._changed:
            affected = drop_stale(self, self._changed, self._fresh)
            refresh_charts(self, list(self._charts()), affected)
            self._recalculate()
        self.package.save(target)

    def _recalculate(self) -> None:
        """Let Excel compute everything anew when it opens the file; an old order of computing goes."""
        found = self.workbook.find(tag("calcPr"))
        if found is None:
            found = etree.Element(tag("calcPr"))
            before = ("definedNames", "externalReferences", "functionGroups", "sheets")
            anchor = next(e for e in map(self.workbook.find, map(tag, before)) if e is not None)
            anchor.addnext(found)
        found.set("fullCalcOnLoad", "1")
        self.package.touch(BOOK)
        self.package.drop("xl/calcChain.xml", BOOK)

    def replace_part(self, name: str, content: bytes) -> None:
        """Put other bytes in the place of a part that no sheet has, such as the ribbon."""
        self._replaced |= self.package.put(name, content)

    def touch_sheet(self, sheet: str) -> None:
        """Say that a sheet's XML was changed from outside."""
        self._grids.pop(sheet, None)
        self.package.touch(self._parts[sheet])


def _follow_attribute(element: etree._Element, name: str, insertion: Insertion) -> bool:
    """``True`` if the areas in the attribute moved."""
    areas = element.get(name)
    moved = shift_areas(areas, insertion) if areas else areas
    if moved is None or moved == areas:
        return False
    element.set(name, moved)
    return True


def _follow_link(element: etree._Element, name: str, sheet: str, insertion: Insertion) -> bool:
    """The cells that a text box shows or that a check box or list writes to and reads."""
    link = element.get(name)
    moved = shift_formula(link, sheet, insertion) if link else link
    if moved is None or moved == link:
        return False
    element.set(name, moved)
    return True


def _follow_anchor(start: etree._Element, insertion: Insertion) -> bool:
    """A picture, shape or chart moves with its first cell; it grows only if it is to be sized with cells."""
    anchor = start.getparent()
    name = _DRAWING + ("row" if insertion.rows else "col")
    first = start.find(name)
    kind = anchor.get("editAs", "twoCell") if anchor is not None else "absolute"
    if anchor is None or first is None or kind == "absolute":
        return False
    old = int(first.text or "0")
    first.text = str(insertion.moved(old))
    last = anchor.find(f"{_DRAWING}to/{name}")
    if last is None:
        return insertion.moved(old) != old
    end = int(last.text or "0")
    last.text = str(insertion.moved(end) if kind == "twoCell" else end + insertion.moved(old) - old)
    return int(last.text) != end


def _widen_table(table: etree._Element, insertion: Insertion) -> bool:
    """A list object into which columns are inserted gets columns with names of their own."""
    left, _, right, _ = range_boundaries(table.get("ref", ""))
    assert left and right
    columns = table.find(tag("tableColumns"))
    if columns is None or not left - 1 < insertion.at <= right - 1:
        return False
    place = insertion.at - left + 1
    known = {c.get("name", "").casefold() for c in columns}
    names = (f"Column{n}" for n in itertools.count(1) if f"column{n}" not in known)
    number = max(int(c.get("id", "0")) for c in columns)
    for offset in range(insertion.count):
        new = etree.Element(tag("tableColumn"), id=str(number + 1 + offset), name=next(names))
        columns.insert(place + offset, new)
    columns.set("count", str(len(columns)))
    for found in table.iter(tag("filterColumn")):
        column = int(found.get("colId", "0"))
        found.set("colId", str(column + insertion.count if column >= place else column))
    return True


def _shift_vml(text: str, insertion: Insertion) -> str:
    """Comment boxes: the cell they belong to and where they are drawn (numbers 0 and 4 are columns, 2 and 6 rows).

    The prefix is ``x:`` in most programs, any other in openpyxl; LibreOffice writes distances below zero.
    """

    def number(found: re.Match[str]) -> str:
        return found[1] + str(insertion.moved(int(found[2])))

    def anchor(found: re.Match[str]) -> str:
        parts = [int(p) for p in found[2].split(",")]
        for place in (2, 6) if insertion.rows else (0, 4):
            parts[place] = insertion.moved(parts[place])
        return found[1] + ", ".join(map(str, parts))

    text = re.sub(rf"(<(?:\w+:)?{'Row' if insertion.rows else 'Column'}>\s*)(\d+)", number, text)
    return re.sub(r"(<(?:\w+:)?Anchor>\s*)(-?\d+(?:\s*,\s*-?\d+){7})", anchor, text)
