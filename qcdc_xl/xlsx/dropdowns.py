"""Dropdowns of a closed workbook's cells."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from qcdc_xl.xlsx.package import tag


def offer(root: etree._Element, row: int, column: int, words: Sequence[str]) -> bool:
    """Let the dropdown of a cell offer these words too; ``True`` if it did not. One that offers others is somebody's own."""
    for rule in root.iter(tag("dataValidation")):
        formula = rule.find(tag("formula1"))
        text = (formula.text or "") if formula is not None else ""
        offered = text.strip('"').split(",")
        fewer = text.startswith('"') and set(offered) < set(words)
        if formula is not None and fewer and covers(rule.get("sqref") or "", row, column):
            formula.text = f'"{",".join(words)}"'
            return True
    return False


def covers(areas: str, row: int, column: int) -> bool:
    """Whether a cell lies in one of several areas: A1:B2 D4."""
    for left, top, right, bottom in map(range_boundaries, areas.split()):
        if left and top and right and bottom and left - 1 <= column < right and top - 1 <= row < bottom:
            return True
    return False
