"""A sheet, or rows of one, taken over from a donor: a workbook file that was made to be copied from.

What Excel does when a sheet is copied into another workbook: cells, looks, widths, protection, page set-up, panes,
rules and names of the sheet come along; texts become the sheet's own, styles are counted anew.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from qcdc_xl.xlsx.dropdowns import covers
from qcdc_xl.xlsx.host import Like
from qcdc_xl.xlsx.order import put_in_order
from qcdc_xl.xlsx.package import BOOK, DOCUMENT_RELATIONS, Package, PackageError, tag
from qcdc_xl.xlsx.sheet_xml import SheetXml
from qcdc_xl.xlsx.shift import translate_formula
from qcdc_xl.xlsx.styles import StyleMerge
from qcdc_xl.xlsx.surroundings import set_width, width_of
from qcdc_xl.xlsx.workbook import ClosedWorkbook

_ID = f"{{{DOCUMENT_RELATIONS}}}id"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_NOT_CARRIED = ("table", "pivotTable", "ctrlProp", "oleObject")
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
_RULE_FORMULAS = ("formula", "formula1", "formula2")
_CELL, _ROW = tag("c"), tag("row")


def graft_sheet(workbook: ClosedWorkbook, donor: ClosedWorkbook, name: str, after: str) -> None:
    """Put the donor's sheet ``name`` behind the sheet ``after``."""
    part = workbook.package.free_name("xl/worksheets/sheet{}.xml")
    root = deepcopy(donor.package.xml(donor.parts[name]))
    _own_texts(root, donor)
    _own_styles(root, _merge(workbook, donor))
    _forget_view(root)
    workbook.package.add(part, b"<worksheet/>", _SHEET_TYPE)
    _carry_relations(donor.package, donor.parts[name], workbook.package, part, root)
    workbook.package.replace(
        part, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    )
    _enter(workbook, name, after, part)
    _carry_names(workbook, donor, name)
    _forget_titles(workbook.package)
    workbook.reload()


def _merge(workbook: ClosedWorkbook, donor: ClosedWorkbook) -> StyleMerge:
    part, theirs = _styles(workbook.package), _styles(donor.package)
    workbook.package.touch(part)
    return StyleMerge(workbook.package.xml(part), donor.package.xml(theirs))


def _styles(package: Package) -> str:
    return next(target for _, kind, target in package.relations(BOOK) if kind == "styles")


def _own_texts(root: etree._Element, donor: ClosedWorkbook) -> None:
    """Texts that stand in the donor's common list come to stand in the cells, with their letters' formats."""
    strings = donor.shared_strings()
    for cell in root.iter(_CELL):
        value = cell.find(tag("v"))
        if cell.get("t") == "s" and value is not None:
            cell.remove(value)
            cell.set("t", "inlineStr")
            etree.SubElement(cell, tag("is")).extend(map(deepcopy, strings[int(value.text or "0")]))


def _own_styles(root: etree._Element, merge: StyleMerge) -> None:
    for element in root.iter(_CELL, _ROW):
        if element.get("s"):
            element.set("s", merge.cell(element.get("s")))
        elif element.tag == _CELL:
            _set_default(element, merge)
    for column in root.iter(tag("col")):
        if column.get("style"):
            column.set("style", merge.cell(column.get("style")))
    for rule in root.iter("{*}cfRule"):
        if rule.get("dxfId"):
            rule.set("dxfId", merge.difference(rule.get("dxfId", "0")))


def _set_default(cell: etree._Element, merge: StyleMerge) -> None:
    """A cell without a style has the donor's first one, which may be another than the first one here."""
    style = merge.cell("0")
    if style != "0":
        cell.set("s", style)


def _forget_view(root: etree._Element) -> None:
    """A copy is not the sheet on view, and has no module in the workbook's VBA."""
    for view in root.iter(tag("sheetView")):
        view.attrib.pop("tabSelected", "")
    for properties in root.iterfind(tag("sheetPr")):
        properties.attrib.pop("codeName", "")


def _carry_relations(source: Package, owner: str, target: Package, part: str, root: etree._Element) -> None:
    """Links and what hangs on the sheet (drawings with their charts, comments) come along under new names."""
    ids = {}
    for link in source.links(owner):
        ids[link.get("Id")] = _carry_link(source, owner, target, part, link)
    for element in root.iter("{*}*"):
        for name, value in element.attrib.items():
            if str(name).startswith(f"{{{DOCUMENT_RELATIONS}}}") and value in ids:
                element.set(name, ids[value])


def _carry_link(source: Package, owner: str, target: Package, part: str, link: etree._Element) -> str:
    kind, goal = link.get("Type", ""), link.get("Target", "")
    if link.get("TargetMode") == "External":
        return target.relate(part, kind, goal, external=True)
    if kind.rpartition("/")[2] in _NOT_CARRIED:
        raise PackageError(f"a donor's sheet has a part of the kind {kind.rpartition('/')[2]}")
    whole = goal.lstrip("/") if goal.startswith("/") else posixpath.join(posixpath.dirname(owner), goal)
    return target.relate(part, kind, carry_part(source, posixpath.normpath(whole), target))


def carry_part(source: Package, name: str, target: Package) -> str:
    """Copy a part with all that it refers to; gives its new name."""
    stem, suffix = posixpath.splitext(name)
    new = target.free_name(stem.rstrip("0123456789") + "{}" + suffix)
    target.add(new, source.read(name), source.content_type(name))
    if source.links(name):
        root = target.xml(new)
        _carry_relations(source, name, target, new, root)
        target.touch(new)
    return new


def _enter(workbook: ClosedWorkbook, name: str, after: str, part: str) -> None:
    """Into the list of sheets; whatever counts them by their place follows."""
    holder = workbook.root.find(tag("sheets"))
    assert holder is not None
    kind = f"{DOCUMENT_RELATIONS}/worksheet"
    place = next(n for n, s in enumerate(holder) if s.get("name") == after) + 1
    number = max(int(s.get("sheetId", "0")) for s in holder) + 1
    new = etree.Element(tag("sheet"), name=name, sheetId=str(number))
    new.set(_ID, workbook.package.relate(BOOK, kind, part))
    holder.insert(place, new)
    for defined in workbook.defined_names():
        _follow_place(defined, "localSheetId", place)
    for view in workbook.root.iter(tag("workbookView")):
        _follow_place(view, "activeTab", place)
        _follow_place(view, "firstSheet", place)
    workbook.package.touch(BOOK)


def _follow_place(element: etree._Element, attribute: str, place: int) -> None:
    number = element.get(attribute)
    if number is not None and int(number) >= place:
        element.set(attribute, str(int(number) + 1))


def _place_of(workbook: ClosedWorkbook, name: str) -> str:
    sheets = workbook.root.iterfind(f"{tag('sheets')}/{tag('sheet')}")
    return next(str(n) for n, s in enumerate(sheets) if s.get("name") == name)


def _carry_names(workbook: ClosedWorkbook, donor: ClosedWorkbook, name: str) -> None:
    """The names of the sheet alone: what is printed, what is repeated, what is filtered."""
    there, here = _place_of(donor, name), _place_of(workbook, name)
    for defined in donor.defined_names():
        if defined.get("localSheetId") == there:
            new = deepcopy(defined)
            new.set("localSheetId", here)
            _names(workbook.root).append(new)


def _names(root: etree._Element) -> etree._Element:
    found = root.find(tag("definedNames"))
    if found is None:
        found = etree.Element(tag("definedNames"))
        before = [e for e in map(root.find, map(tag, _BEFORE_NAMES)) if e is not None]
        before[-1].addnext(found)
    return found


def _forget_titles(package: Package) -> None:
    """The file's properties list its sheets, for those who only look at the file; no list is better than a false one."""
    if "docProps/app.xml" in package.names():
        for found in list(package.xml("docProps/app.xml").iter("{*}HeadingPairs", "{*}TitlesOfParts")):
            package.xml("docProps/app.xml").remove(found)
            package.touch("docProps/app.xml")


def graft_rows(
    workbook: ClosedWorkbook, sheet: str, at: int, donor: ClosedWorkbook, source: str, rows: range
) -> None:
    """Put rows of the donor's sheet in the place of the rows from ``at`` on, with looks, heights, merges and rules."""
    root = deepcopy(donor.package.xml(donor.parts[source]))
    _own_texts(root, donor)
    _own_styles(root, _merge(workbook, donor))
    theirs, own = SheetXml(source, root, (), False), workbook.sheet(sheet)
    for number in rows:
        _put_row(own, at + number - rows.start, theirs, number, at - rows.start)
    for element, areas in _ruled(root, rows, at - rows.start):
        _put_rule(own.root, element, areas)
    workbook.touch(sheet)


def _put_row(own: SheetXml, row: int, theirs: SheetXml, number: int, down: int) -> None:
    cells = [(column, deepcopy(cell)) for column, cell in sorted(theirs.cells.get(number, {}).items())]
    for _, cell in cells:
        for formula in cell.iter(tag("f")):
            formula.text = translate_formula(formula.text or "", down, 0)
    own.put_row(row, theirs.rows.get(number), cells)


def _ruled(root: etree._Element, rows: range, down: int) -> Iterator[tuple[etree._Element, str]]:
    """What holds for these rows and no others: merges, dropdowns, conditional formats; with their areas to be."""
    for element in root.iter(tag("mergeCell"), tag("dataValidation"), tag("conditionalFormatting")):
        areas = element.get("ref") or element.get("sqref") or ""
        kept = [area for area in areas.split() if _within(area, rows)]
        if kept:
            for formula in element.iter(*map(tag, _RULE_FORMULAS)):
                formula.text = translate_formula(formula.text or "", down, 0)
            yield element, " ".join(translate_formula(area, down, 0) for area in kept)


def _within(area: str, rows: range) -> bool:
    _, top, _, bottom = range_boundaries(area)
    return bool(top and bottom) and top - 1 in rows and bottom - 1 in rows


def _put_rule(root: etree._Element, rule: etree._Element, areas: str) -> None:
    name = etree.QName(rule).localname
    rule.set("ref" if name == "mergeCell" else "sqref", areas)
    if name == "conditionalFormatting":
        priorities = [int(r.get("priority", "0")) for r in root.iter(tag("cfRule"))]
        for number, found in enumerate(rule.iter(tag("cfRule")), start=max(priorities, default=0) + 1):
            found.set("priority", str(number))
        put_in_order(root, rule)
        return
    holder = root.find(tag(f"{name}s"))
    if holder is None:
        holder = etree.Element(tag(f"{name}s"))
        put_in_order(root, holder)
    holder.append(rule)
    holder.set("count", str(len(holder)))


def graft_looks(
    workbook: ClosedWorkbook, sheet: str, likes: Sequence[Like], donor: ClosedWorkbook, source: str
) -> None:
    """Give cells the style of cells of the donor, with their dropdowns; columns get their width."""
    root = deepcopy(donor.package.xml(donor.parts[source]))
    merge, own = _merge(workbook, donor), workbook.sheet(sheet)
    theirs = SheetXml(source, root, (), False)
    for like in likes:
        cell = theirs.cells.get(like.row, {}).get(like.column)
        style = merge.cell(cell.get("s") if cell is not None else None)
        for row in range(like.area.top, like.area.bottom + 1):
            own.restyle(row, range(like.area.left, like.area.right + 1), style)
        set_width(own.root, like.area.left, width_of(root, like.column))
    for rule in root.iter(tag("dataValidation")):
        held = rule.get("sqref") or ""
        areas = [like.area.local for like in likes if covers(held, like.row, like.column)]
        if areas:
            _put_rule(own.root, deepcopy(rule), " ".join(areas))
    workbook.touch(sheet)
