"""The host of a closed master: changes .xlsm and .xlsx in place and nothing else in them.

Own sheets, texts, formats, pictures, charts, names, macros and ribbon of the users stay because their
parts are never parsed, or only where a reference must follow an insertion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree

from qcdc_xl.master.host import Cell, Formula
from qcdc_xl.master.package import DOCUMENT_RELATIONS, Package, PackageError
from qcdc_xl.master.sheet_xml import SheetXml, tag
from qcdc_xl.master.shift import Insertion, shift_areas, shift_formula
from qcdc_xl.master.stale import drop_stale, refresh_charts

_WORKBOOK = "xl/workbook.xml"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART_F = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"


class FileHost:
    """A ``Host`` over a file. Nothing is written before :meth:`save`."""

    def __init__(self, path: Path) -> None:
        self.package = Package(path)
        self.workbook = self.package.xml(_WORKBOOK)
        if self.workbook.tag != tag("workbook"):
            raise PackageError(f"{path.name} is not a workbook of the usual kind")
        targets = {key: target for key, _, target in self.package.relations(_WORKBOOK)}
        self._parts: dict[str, str] = {}
        for sheet in self.workbook.iterfind(f"{tag('sheets')}/{tag('sheet')}"):
            part = targets.get(sheet.get(f"{{{DOCUMENT_RELATIONS}}}id", ""), "")
            if part.startswith("xl/worksheets/"):
                self._parts[sheet.get("name", "")] = part
        self._strings: list[str] | None = None
        self._open: dict[str, SheetXml] = {}
        self._grids: dict[str, list[list[object]]] = {}
        self._changed: set[str] = set()
        self._fresh: set[tuple[str, int, int]] = set()

    @property
    def changed(self) -> bool:
        """Whether anything differs from the file."""
        return bool(self._changed)

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
            parts = [
                target for _, kind, target in self.package.relations(_WORKBOOK) if kind == "sharedStrings"
            ]
            for item in self.package.xml(parts[0]) if parts else ():
                phonetic = {t for r in item.iter(tag("rPh")) for t in r.iter(tag("t"))}
                texts = (t.text or "" for t in item.iter(tag("t")) if t not in phonetic)
                self._strings.append("".join(texts))
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
        if self.sheet(sheet).fit(heights):
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
        self.package.touch(_WORKBOOK)
        self._follow_attachments(insertion)
        for part in self._charts():
            for formula in self.package.xml(part).iter(_CHART_F):
                formula.text = shift_formula(formula.text or "", "", insertion)
                self.package.touch(part)

    def _moved(self, place: tuple[str, int, int], insertion: Insertion) -> tuple[str, int, int]:
        sheet, row, column = place
        if sheet != insertion.sheet:
            return place
        return (
            (sheet, insertion.moved(row), column) if insertion.rows else (sheet, row, insertion.moved(column))
        )

    def _charts(self) -> Iterator[str]:
        return (n for n in self.package.names() if re.match(r"xl/charts/chart\d+\.xml$", n))

    def _follow_attachments(self, insertion: Insertion) -> None:
        """What hangs on the sheet from other parts: comments, their shapes, drawings, list objects."""
        for _, kind, part in self.package.relations(self._parts[insertion.sheet]):
            if kind in ("comments", "table", "threadedComment"):
                for element in self.package.xml(part).iter():
                    if isinstance(element.tag, str) and element.get("ref"):
                        element.set("ref", shift_areas(element.get("ref", ""), insertion))
                self.package.touch(part)
            elif kind == "drawing":
                name = "row" if insertion.rows else "col"
                for anchor in self.package.xml(part).iter(_DRAWING + name):
                    anchor.text = str(insertion.moved(int(anchor.text or "0")))
                self.package.touch(part)
            elif kind == "vmlDrawing":
                self.package.replace(part, _shift_vml(self.package.text(part), insertion))

    def save(self, target: Path) -> None:
        """Write the changed workbook; whoever calls sees to it that it replaces the old one whole."""
        if self._changed:
            drop_stale(self, self._changed, self._fresh)
            refresh_charts(self.package, list(self._charts()), self._changed, self.grid)
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
        self.package.touch(_WORKBOOK)
        self.package.drop("xl/calcChain.xml", _WORKBOOK)

    def touch_sheet(self, sheet: str) -> None:
        """Say that a sheet's XML was changed from outside."""
        self.package.touch(self._parts[sheet])


def _shift_vml(text: str, insertion: Insertion) -> str:
    """Comment boxes: the cell they belong to and where they are drawn (numbers 0 and 4 are columns, 2 and 6 rows)."""
    name = "Row" if insertion.rows else "Column"

    def number(found: re.Match[str]) -> str:
        return f"<x:{name}>{insertion.moved(int(found.group(1)))}</x:{name}>"

    def anchor(found: re.Match[str]) -> str:
        parts = [int(p) for p in found.group(1).split(",")]
        for place in (2, 6) if insertion.rows else (0, 4):
            parts[place] = insertion.moved(parts[place])
        return f"<x:Anchor>{', '.join(map(str, parts))}</x:Anchor>"

    text = re.sub(rf"<x:{name}>\s*(\d+)\s*</x:{name}>", number, text)
    return re.sub(r"<x:Anchor>([\d,\s]+)</x:Anchor>", anchor, text)
