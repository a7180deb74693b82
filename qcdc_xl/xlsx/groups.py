"""Formulas that belong to several cells: shared ones, and arrays with the cells that they fill.

A sheet's cells stand in a dict of rows of dicts of columns, both from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from qcdc_xl.xlsx.package import MAIN, child
from qcdc_xl.xlsx.shift import translate_formula

Cells = Mapping[int, Mapping[int, etree._Element]]
Place = tuple[int, int]
_F = f"{{{MAIN}}}f"


def formulas(cells: Cells) -> Iterator[tuple[Place, etree._Element, etree._Element]]:
    """Every formula with its place and its cell."""
    for row, own in cells.items():
        for column, cell in own.items():
            formula = child(cell, _F)
            if formula is not None:
                yield (row, column), cell, formula


def expand_shared(cells: Cells) -> None:
    """Write shared formulas out cell by cell, so that one of them can change without the others."""
    first: dict[str, tuple[str, Place]] = {}
    found = [(place, f) for place, _, f in formulas(cells) if f.get("t") == "shared"]
    for place, formula in found:
        if formula.text:
            first.setdefault(formula.get("si", ""), (formula.text, place))
    for (row, column), formula in found:
        text, origin = first.get(formula.get("si", ""), ("", (row, column)))
        if not formula.text:
            formula.text = translate_formula(text, row - origin[0], column - origin[1])
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, "")


def texts(cells: Cells) -> Iterator[tuple[Place, etree._Element, str]]:
    """Every cell that shows a result, with the formula that it is from, as the first of its group has it."""
    first: dict[str, str] = {}
    for place, cell, formula in formulas(cells):
        text = formula.text or ""
        if formula.get("t") == "shared":
            text = first.setdefault(formula.get("si", ""), text)
        yield place, cell, text
        for other in array_places(formula):
            member = cells.get(other[0], {}).get(other[1])
            if other != place and member is not None and child(member, _F) is None:
                yield other, member, text


def array_places(formula: etree._Element) -> Iterator[Place]:
    """The cells that an array formula fills; none for any other formula."""
    if formula.get("t") == "array" and formula.get("ref"):
        left, top, right, bottom = range_boundaries(formula.get("ref", ""))
        assert left and top and right and bottom
        for row in range(top - 1, bottom):
            yield from ((row, column) for column in range(left - 1, right))


def arrays(data: etree._Element) -> dict[Place, tuple[Place, ...]]:
    """Of every cell of a sheet's data filled by an array: all cells of that array."""
    found: dict[Place, tuple[Place, ...]] = {}
    for formula in data.iter(_F):
        places = tuple(array_places(formula))
        found |= dict.fromkeys(places, places)
    return found
