"""Which sheets of a closed workbook are on show."""

from __future__ import annotations

from lxml import etree

from qcdc_xl.xlsx.package import BOOK, tag
from qcdc_xl.xlsx.workbook import ClosedWorkbook


def hide_sheet(workbook: ClosedWorkbook, name: str, hidden: bool) -> bool:
    """Hide or show a sheet; ``False`` if it is so already or must stay as it is.

    The last sheet on show stays, Excel opens no file without one; what only a program can show stays hidden.
    """
    sheets = list(workbook.root.iterfind(f"{tag('sheets')}/{tag('sheet')}"))
    found = next(s for s in sheets if s.get("name") == name)
    shown = [n for n, s in enumerate(sheets) if s is not found and _on_show(s)]
    if found.get("state") == "veryHidden" or _on_show(found) != hidden or (hidden and not shown):
        return False
    found.attrib.pop("state", "")
    if hidden:
        found.set("state", "hidden")
        _look_elsewhere(workbook, sheets, sheets.index(found), shown[0])
    workbook.package.touch(BOOK)
    return True


def _on_show(sheet: etree._Element) -> bool:
    return sheet.get("state", "visible") == "visible"


def _look_elsewhere(
    workbook: ClosedWorkbook, sheets: list[etree._Element], place: int, next_one: int
) -> None:
    """The sheet on view is one that is on show."""
    for view in workbook.root.iter(tag("workbookView")):
        if view.get("firstSheet") == str(place):
            view.attrib.pop("firstSheet")
        if int(view.get("activeTab", "0")) == place:
            view.set("activeTab", str(next_one))
            _select(workbook, sheets[place].get("name", ""), False)
            _select(workbook, sheets[next_one].get("name", ""), True)


def _select(workbook: ClosedWorkbook, name: str, selected: bool) -> None:
    if name not in workbook.parts:  # a sheet of charts has no cells
        return
    for view in workbook.sheet(name).root.iter(tag("sheetView")):
        view.attrib.pop("tabSelected", "")
        if selected:
            view.set("tabSelected", "1")
    workbook.touch(name)
