"""The words of error cells in a workbook of our own (#N/A, #REF!), which the fast reader gives a blank for.

In a master an error may stand in any text that staff typed or brought in by a formula; as a blank it would be gone without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from qcdc_xl.intake.limits import TooMuch
from qcdc_xl.intake.parts import Damaged, Parts, related, sheet_parts, tree, workbook_part
from qcdc_xl.intake.unseen import Cell, column_of

_CELL = re.compile(rb"<c\b([^>]*)>(?:<f[^>]*/>|<f\b.*?</f>)?<v>([^<]{1,20})</v>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = b't="e"'


def error_cells(workbook: Path) -> dict[str, dict[Cell, str]]:
    """By sheet the error cells with their words; nothing of a file that is no package of this kind."""
    try:
        parts = Parts(workbook.read_bytes())
        part = workbook_part(parts)
        listed = sheet_parts(parts, tree(parts.read(part)), related(parts, part))
        return {name: dict(_errors(parts.read(target))) for name, target in listed}
    except (Damaged, TooMuch, OSError):
        return {}


def _errors(xml: bytes) -> Iterator[tuple[Cell, str]]:
    if _ERROR not in xml:
        return
    for cell in _CELL.finditer(xml):
        place = _PLACE.search(cell[1])
        if _ERROR in cell[1] and place:
            yield (int(place[2]) - 1, column_of(place[1].decode())), cell[2].decode()
