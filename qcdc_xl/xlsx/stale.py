"""What a fill leaves behind that is no longer true: results of users' formulas, caches of charts.

A reader that does not calculate (preview, phone, another program) must not be shown an old number. The
results of formulas that depend on a changed sheet are removed, Excel computes them on opening; charts
get the new numbers.
"""

from __future__ import annotations

import re
from itertools import chain

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from qcdc_xl.xlsx.package import tag
from qcdc_xl.xlsx.shift import sheet_of, sheets_in
from qcdc_xl.xlsx.workbook import ClosedWorkbook

_ONE = r"((?:'(?:[^']|'')*'|[^'!,():]+))!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
_AREA, _AREAS = re.compile(_ONE), re.compile(rf"\(?{_ONE}(?:,{_ONE})*\)?")
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def drop_stale(workbook: ClosedWorkbook, changed: set[str], fresh: set[tuple[str, int, int]]) -> set[str]:
    """Remove results of formulas that depend, over any number of sheets, on a changed one.

    Gives the sheets whose results may differ now: the changed ones and those that depend on them.
    """
    needs = _Needs(workbook)
    outside = [
        (sheet, cell, needs.of(text, sheet))
        for sheet in workbook.sheets()
        for row, column, cell, text in workbook.sheet(sheet).formulas()
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
            workbook.touch(sheet)
    return affected


class _Needs:
    """Which sheets a formula needs, through defined names and list objects too."""

    def __init__(self, workbook: ClosedWorkbook) -> None:
        self._sheets = {sheet.casefold(): sheet for sheet in workbook.sheets()}
        self._names: dict[str, set[str]] = {}
        for found in workbook.defined_names():
            name = self._names.setdefault(found.get("name", "").casefold(), set())
            name |= self._direct(found.text or "", "")
        for sheet in workbook.sheets():
            for _, table in workbook.attached(sheet, "table"):
                self._names[table.get("displayName", "").casefold()] = {sheet.casefold()}
        self._known: dict[tuple[str, str], set[str]] = {}

    def of(self, text: str, own: str) -> set[str]:
        """The sheets, by the names on their tabs."""
        key = (text, own)
        if key not in self._known:
            self._known[key] = self._followed(self._direct(text, own) if text else {own.casefold()})
        return self._known[key]

    def _direct(self, text: str, own: str) -> set[str]:
        """Sheets and names as written. What INDIRECT names is not known before it is computed: any sheet."""
        if "INDIRECT(" in text.upper():
            return set(self._sheets)
        return {found.casefold() for found in sheets_in(text, own)}

    def _followed(self, found: set[str]) -> set[str]:
        seen: set[str] = set()
        while found:
            seen |= found
            found = {further for name in found for further in self._names.get(name, ())} - seen
        single = {self._sheets[name] for name in seen if name in self._sheets}
        return single.union(*(self._between(name) for name in seen if ":" in name))

    def _between(self, span: str) -> set[str]:
        """The sheets of "first:last", in the order of the tabs."""
        order = list(self._sheets)
        first, _, last = span.partition(":")
        if first not in self._sheets or last not in self._sheets:
            return set()
        low, high = sorted((order.index(first), order.index(last)))
        return {self._sheets[name] for name in order[low : high + 1]}


def refresh_charts(workbook: ClosedWorkbook, charts: list[str], changed: set[str]) -> None:
    """Put the present numbers into the caches of charts that draw a changed sheet."""
    needs = _Needs(workbook)
    for part in charts:
        for formula in workbook.package.xml(part).iter(f"{_C}f"):
            # Excel writes [0]! before the names of a workbook in its own charts
            text, holder = (formula.text or "").replace("[0]!", ""), formula.getparent()
            if text and holder is not None and needs.of(text, "") & changed:
                areas = _areas(text)
                drawn = [_cells(workbook.grid(sheet), area) for sheet, area in areas if sheet in changed]
                whole = len(drawn) == len(areas)
                if _refresh(holder, list(chain.from_iterable(drawn)) if whole else []):
                    workbook.package.touch(part)


def _areas(text: str) -> list[tuple[str, str]]:
    """Sheet and area of each part of ``(S!A1:A3,S!A5)``, which LibreOffice writes without its brackets.

    None if there is a name or a whole column among them, whose extent we do not know.
    """
    found = _AREA.findall(text) if _AREAS.fullmatch(text) else []
    return [(sheet_of(sheet), area) for sheet, area in found]


def _cells(grid: list[list[object]], area: str) -> list[object]:
    """The values of an area."""
    first_column, first_row, last_column, last_row = range_boundaries(area.replace("$", ""))
    assert first_row and last_row and first_column and last_column
    return [
        grid[row - 1][column - 1] if row <= len(grid) and column <= len(grid[row - 1]) else ""
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
    ]


def _refresh(holder: etree._Element, cells: list[object]) -> bool:
    """``False`` if the cache holds these values already; then the part keeps its bytes."""
    numeric = holder.tag == f"{_C}numRef"
    cache = holder.find(f"{_C}{'numCache' if numeric else 'strCache'}")
    points = _points(cells, numeric)
    if cache is None or (cells and _cached(cache) == (len(cells), points)):
        return False
    if not cells:
        holder.remove(cache)
        return True
    for old in [*cache.iterfind(f"{_C}pt"), *cache.iterfind(f"{_C}ptCount")]:
        cache.remove(old)
    etree.SubElement(cache, f"{_C}ptCount", val=str(len(cells)))
    for index, text in points.items():
        etree.SubElement(etree.SubElement(cache, f"{_C}pt", idx=str(index)), f"{_C}v").text = text
    return True


def _points(cells: list[object], numeric: bool) -> dict[int, str]:
    """What a chart shows of cells, by place; nothing of blank ones, and of texts only as labels."""
    return {
        index: f"{value:.15g}" if isinstance(value, float) else str(value)
        for index, value in enumerate(cells)
        if isinstance(value, float) or (not numeric and value != "")
    }


def _cached(cache: etree._Element) -> tuple[int, dict[int, str]]:
    count = cache.find(f"{_C}ptCount")
    points = {int(p.get("idx", "0")): p.findtext(f"{_C}v") or "" for p in cache.iterfind(f"{_C}pt")}
    return int(count.get("val", "0")) if count is not None else 0, points
