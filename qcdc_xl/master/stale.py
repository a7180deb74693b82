"""What a fill leaves behind that is no longer true: results of users' formulas, caches of charts.

A reader that does not calculate (preview, phone, another program) must not be shown an old number. The
results of formulas that depend on a changed sheet are removed, Excel computes them on opening; charts
get the new numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from qcdc_xl.master.package import Package
from qcdc_xl.master.sheet_xml import tag
from qcdc_xl.master.shift import sheet_of, sheets_in

if TYPE_CHECKING:
    from qcdc_xl.master.file_host import FileHost

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def drop_stale(host: FileHost, changed: set[str], fresh: set[tuple[str, int, int]]) -> None:
    """Remove results of formulas that depend, over any number of sheets, on a changed one."""
    names = _names(host)
    outside = [
        (sheet, cell, _depends(text, sheet, names))
        for sheet in host.sheets()
        for row, column, cell, text in host.sheet(sheet).formulas()
        if (sheet, row, column) not in fresh
    ]
    affected = set(changed)
    while True:
        more = {sheet for sheet, _, depends in outside if depends & affected} - affected
        if not more:
            break
        affected |= more
    for sheet, cell, depends in outside:
        result = cell.find(tag("v"))
        if depends & affected and result is not None:
            cell.remove(result)
            cell.attrib.pop("t", "")
            host.touch_sheet(sheet)


def _names(host: FileHost) -> dict[str, set[str]]:
    """The sheets behind every defined name."""
    found = host.workbook.iterfind(f"{tag('definedNames')}/{tag('definedName')}")
    return {n.get("name", ""): sheets_in(n.text or "", "") for n in found}


def _depends(text: str, own: str, names: dict[str, set[str]]) -> set[str]:
    found = sheets_in(text, own) if text else {own}
    return found | {sheet for name in found for sheet in names.get(name, ())}


def refresh_charts(
    package: Package, charts: list[str], changed: set[str], grid: Callable[[str], list[list[object]]]
) -> None:
    """Put the present numbers into the caches of charts that draw a changed sheet."""
    for part in charts:
        for formula in package.xml(part).iter(f"{_C}f"):
            sheet, _, area = (formula.text or "").rpartition("!")
            holder = formula.getparent()
            if sheet_of(sheet) in changed and holder is not None:
                _refresh(holder, _cells(grid(sheet_of(sheet)), area))
                package.touch(part)


def _cells(grid: list[list[object]], area: str) -> list[object]:
    first_column, first_row, last_column, last_row = range_boundaries(area.replace("$", ""))
    assert first_row and last_row and first_column and last_column
    return [
        grid[row - 1][column - 1] if row <= len(grid) and column <= len(grid[row - 1]) else ""
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
    ]


def _refresh(holder: etree._Element, cells: list[object]) -> None:
    numeric = holder.tag == f"{_C}numRef"
    cache = holder.find(f"{_C}{'numCache' if numeric else 'strCache'}")
    if cache is None:
        return
    for old in [*cache.iterfind(f"{_C}pt"), *cache.iterfind(f"{_C}ptCount")]:
        cache.remove(old)
    etree.SubElement(cache, f"{_C}ptCount", val=str(len(cells)))
    for index, value in enumerate(cells):
        if isinstance(value, float) or (not numeric and value != ""):
            point = etree.SubElement(cache, f"{_C}pt", idx=str(index))
            text = f"{value:.15g}" if isinstance(value, float) else str(value)
            etree.SubElement(point, f"{_C}v").text = text
