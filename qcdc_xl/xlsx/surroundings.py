"""What of a worksheet besides its cells follows an insertion: formats, rules, filters, panes, breaks, buttons."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from qcdc_xl.xlsx.order import put_in_order
from qcdc_xl.xlsx.package import tag
from qcdc_xl.xlsx.shift import MAX_COLUMNS, Insertion, column_of, grow_areas, shift_areas, shift_formula

_USUAL_WIDTH = "9.140625"
"""Of a column that nobody has set."""
_REFERENCES = ("ref", "activeCell", "topLeftCell")
_RULES = ("conditionalFormatting", "dataValidation")
_FORMULAS = ("formula", "formula1", "formula2", "f")


def follow_surroundings(root: etree._Element, sheet: str, insertion: Insertion, grows: bool) -> bool:
    """Let everything but the cells of ``sheet`` follow; ``True`` if anything changed.

    ``grows``: the new rows are like the one above, so what holds for its cells holds for theirs too.
    """
    changed = False
    for part in root:
        for element in part.iter("{*}*") if part.tag != tag("sheetData") else ():
            changed |= _follow_element(element, sheet, insertion)
            if sheet == insertion.sheet:
                changed |= _follow_areas(element, insertion, grows)
    if sheet == insertion.sheet:
        columns_only = () if insertion.rows else (_move_widths, _move_filters)
        for move in (*columns_only, _move_panes, _move_breaks, _move_controls):
            move(root, insertion)
    return changed


def _follow_element(element: etree._Element, sheet: str, insertion: Insertion) -> bool:
    changed, own = False, sheet == insertion.sheet
    name = etree.QName(element).localname
    if name in _FORMULAS and element.text:
        changed |= set_text(element, shift_formula(element.text, sheet, insertion))
    for attribute in _REFERENCES if own else ():
        value = element.get(attribute)
        if value and not (attribute == "topLeftCell" and _at_edge(value, insertion)):
            element.set(attribute, shift_areas(value, insertion))
            changed = True
    location = element.get("location") if name == "hyperlink" else None
    moved = shift_formula(location, sheet, insertion) if location else location
    if moved is not None and moved != location:
        element.set("location", moved)
        changed = True
    return changed


def _follow_areas(element: etree._Element, insertion: Insertion, grows: bool) -> bool:
    """Where formats and rules hold: in an attribute or, in the newer kind (x14), in an element."""
    inner = etree.QName(element).localname == "sqref"
    owner = element.getparent() if inner else element
    areas = element.text if inner else element.get("sqref")
    if not areas or owner is None:
        return False
    move = grow_areas if grows and etree.QName(owner).localname in _RULES else shift_areas
    if inner:
        return set_text(element, move(areas, insertion))
    element.set("sqref", move(areas, insertion))
    return True


def _at_edge(cell: str, insertion: Insertion) -> bool:
    """What is put in at the edge of the view is to be seen; the view does not move on with the old cell."""
    column, row, _, _ = range_boundaries(cell)
    return bool((row if insertion.rows else column) == insertion.at + 1)


def _move_filters(root: etree._Element, insertion: Insertion) -> None:
    """A filter's columns are counted from its first one. (Its reference has moved already.)"""
    for found in root.iterfind(tag("autoFilter")):
        first = column_of(found.get("ref", "A1"))
        for column in found.iterfind(tag("filterColumn")):
            place = int(column.get("colId", "0"))
            if first < insertion.at <= first + place:
                column.set("colId", str(place + insertion.count))


def _move_widths(root: etree._Element, insertion: Insertion) -> None:
    holder = root.find(tag("cols"))
    if holder is None:
        return
    like = _like(holder, insertion.at)
    for col in list(holder):
        first, last = _extent(col)
        start = first if col is like else insertion.moved(first)
        end = last + insertion.count if col is like or last >= insertion.at else last
        if start >= MAX_COLUMNS:
            holder.remove(col)
            continue
        col.set("min", str(start + 1))
        col.set("max", str(min(end + 1, MAX_COLUMNS)))
    if not len(holder):
        root.remove(holder)


def _like(holder: etree._Element, at: int) -> etree._Element | None:
    """Whose width new columns take: the left one's; the next one's if only the left one is hidden."""
    return _column(holder, at if _hidden(_column(holder, at - 1)) else at - 1)


def _hidden(col: etree._Element | None) -> bool:
    return col is not None and col.get("hidden") in ("1", "true")


def _column(holder: etree._Element, number: int) -> etree._Element | None:
    return next((c for c in holder if _extent(c)[0] <= number <= _extent(c)[1]), None)


def hides_column(root: etree._Element, number: int) -> bool:
    """Whether a column is hidden."""
    holder = root.find(tag("cols"))
    return holder is not None and _hidden(_column(holder, number))


def hide_column(root: etree._Element, number: int, hidden: bool) -> bool:
    """Hide or show a column; ``False`` if it is so already."""
    if hides_column(root, number) == hidden:
        return False
    own = _of_its_own(root, number)
    own.attrib.pop("hidden", "")
    if hidden:
        own.set("hidden", "1")
    return True


def width_of(root: etree._Element, number: int) -> float:
    """How wide a column is, in characters."""
    holder = root.find(tag("cols"))
    found = _column(holder, number) if holder is not None else None
    return float((found.get("width") if found is not None else None) or _USUAL_WIDTH)


def set_width(root: etree._Element, number: int, width: float) -> None:
    """Make a column as wide as that, if it is narrower."""
    if width_of(root, number) < width:
        own = _of_its_own(root, number)
        own.set("width", f"{width:g}")
        own.set("customWidth", "1")


def _of_its_own(root: etree._Element, number: int) -> etree._Element:
    """What a sheet says of one column alone; columns that were described together are so no more."""
    holder = root.find(tag("cols"))
    if holder is None:
        holder = etree.Element(tag("cols"))
        put_in_order(root, holder)
    found = _column(holder, number)
    if found is None:
        found = etree.Element(tag("col"), min=str(number + 1), max=str(number + 1), width=_USUAL_WIDTH)
        place = sum(_extent(col)[1] < number for col in holder)
        holder.insert(place, found)
        return found
    first, last = _extent(found)
    for start, end, add in ((first, number - 1, found.addprevious), (number + 1, last, found.addnext)):
        if start <= end:
            part = deepcopy(found)
            part.set("min", str(start + 1))
            part.set("max", str(end + 1))
            add(part)
    found.set("min", str(number + 1))
    found.set("max", str(number + 1))
    return found


def _extent(col: etree._Element) -> tuple[int, int]:
    """The first and the last column, from 0."""
    return int(col.get("min", "1")) - 1, int(col.get("max", "1")) - 1


def _move_panes(root: etree._Element, insertion: Insertion) -> None:
    for pane in root.iter(tag("pane")):
        name = "ySplit" if insertion.rows else "xSplit"
        split = pane.get(name)
        if split and pane.get("state", "split").startswith("frozen") and insertion.at < int(float(split)):
            pane.set(name, str(int(float(split)) + insertion.count))


def _move_breaks(root: etree._Element, insertion: Insertion) -> None:
    name = "rowBreaks" if insertion.rows else "colBreaks"
    for brk in root.iterfind(f"{tag(name)}/{tag('brk')}"):
        brk.set("id", str(insertion.moved(int(brk.get("id", "0")))))


def _move_controls(root: etree._Element, insertion: Insertion) -> None:
    """Buttons and other controls on the sheet; their older form (VML) is another part."""
    name = "row" if insertion.rows else "col"
    for anchor in root.iter(tag("anchor")):
        for number in anchor.iter(f"{{*}}{name}"):
            number.text = str(insertion.moved(int(number.text or "0")))


def set_text(element: etree._Element, text: str) -> bool:
    """``False`` if the element has this text already."""
    if element.text == text or (not text and not element.text):
        return False
    element.text = text
    return True
