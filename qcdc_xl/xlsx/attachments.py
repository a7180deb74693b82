"""What hangs on a sheet from other parts or draws on it follows an insertion: comments, drawings, list objects."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from qcdc_xl.xlsx.package import BOOK, tag
from qcdc_xl.xlsx.shift import Insertion, shift_areas, shift_formula
from qcdc_xl.xlsx.workbook import ClosedWorkbook

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_WITH_PLACES = ("comments", "threadedComment", "table", "pivotTable")
_BREAK = re.compile("_x000[aAdD]_")
_CONTROL_CELLS = ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx")
_TABLE_FORMULAS = ("calculatedColumnFormula", "totalsRowFormula")


def follow_attachments(workbook: ClosedWorkbook, insertion: Insertion) -> None:
    """What hangs on the sheet from other parts: comments, their shapes, drawings, list objects."""
    for part, root in workbook.attached(insertion.sheet, "table"):
        if not insertion.rows and _widen_table(root, insertion):
            workbook.package.touch(part)
    for part, root in workbook.attached(insertion.sheet, *_WITH_PLACES):
        if any([_follow_attribute(element, "ref", insertion) for element in root.iter("{*}*")]):
            workbook.package.touch(part)
    for part, root in workbook.attached(insertion.sheet, "drawing"):
        if any([_follow_anchor(anchor, insertion) for anchor in root.iter(_DRAWING + "from")]):
            workbook.package.touch(part)
    for _, kind, part in workbook.package.relations(workbook.parts[insertion.sheet]):
        if kind == "vmlDrawing":
            workbook.package.replace(part, _shift_vml(workbook.package.text(part), insertion))


def follow_sources(workbook: ClosedWorkbook, insertion: Insertion) -> None:
    """What draws on the sheet from anywhere: charts, text boxes, controls, list objects, pivot tables."""
    for part in workbook.charts():
        _follow_formulas(workbook, part, workbook.package.xml(part).iter("{*}f", "{*}sqref"), insertion, "")
    for sheet in workbook.parts:
        for part, root in workbook.attached(sheet, "table"):
            _follow_formulas(workbook, part, root.iter(*map(tag, _TABLE_FORMULAS)), insertion, sheet)
        for part, root in workbook.attached(sheet, "drawing"):
            links = [_follow_link(sp, "textlink", sheet, insertion) for sp in root.iter(_DRAWING + "sp")]
            if any(links):
                workbook.package.touch(part)
        for part, root in workbook.attached(sheet, "ctrlProp"):
            if any([_follow_link(root, name, sheet, insertion) for name in _CONTROL_CELLS]):
                workbook.package.touch(part)
    for _, kind, part in workbook.package.relations(BOOK):
        if kind == "pivotCacheDefinition":
            for source in workbook.package.xml(part).iter(tag("worksheetSource")):
                if source.get("sheet") == insertion.sheet and _follow_attribute(source, "ref", insertion):
                    workbook.package.touch(part)


def _follow_formulas(
    workbook: ClosedWorkbook, part: str, formulas: Iterable[etree._Element], insertion: Insertion, own: str
) -> None:
    for formula in formulas:
        text = shift_formula(formula.text or "", own, insertion)
        if text != (formula.text or ""):
            formula.text = text
            workbook.package.touch(part)


def column_names(
    workbook: ClosedWorkbook, sheet: str, write: Callable[[int, int, str | None], object]
) -> None:
    """The headings of a list object's columns and their names must be the same, or Excel repairs the file.

    A blank heading is written from its column's name through ``write`` (row, column, text).
    """
    for part, root in workbook.attached(sheet, "table"):
        if root.get("headerRowCount") == "0":
            continue
        left, top, _, _ = range_boundaries(root.get("ref", ""))
        assert left and top
        grid = workbook.grid(sheet)
        cells = grid[top - 1] if top <= len(grid) else []
        for place, column in enumerate(root.iter(tag("tableColumn")), start=left - 1):
            heading = cells[place] if place < len(cells) else ""
            if heading == "":
                write(top - 1, place, column.get("name"))
            elif (
                isinstance(heading, str)
                and heading.split() != _BREAK.sub(" ", column.get("name", "")).split()
            ):
                column.set("name", heading.replace("\n", "_x000a_"))
                workbook.package.touch(part)


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
