"""How high the rows of a table are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qcdc_xl.master.layout import SheetColumn
from qcdc_xl.xlsx.host import Cell, Formula

LINE, SPACE, HIGHEST = 15.75, 3.0, 400
"""Height of a line of Times New Roman 12, of the space around, and of the highest row, in points."""

_PLAIN = 15.0


def row_height(columns: Sequence[SheetColumn], cells: Mapping[str, Cell]) -> float:
    """How high a row must be for its wrapped texts: no program but Excel fits rows by itself."""
    lines = 1
    for column in columns:
        cell = cells.get(column.key)
        text = cell.value if isinstance(cell, Formula) else cell
        if isinstance(text, str) and not column.hidden:
            room = max(column.width * 0.95, 4)  # headings are bold and wide
            lines = max(lines, sum(max(1, -(-len(part) // int(room))) for part in text.split("\n")))
    return min(lines * LINE + SPACE, HIGHEST)


def is_ours(height: float) -> bool:
    """Whether a row is as high as the program makes rows, or as high as all are that nobody has touched.

    openpyxl marks every height that it saves as set by a user, so the mark alone does not tell.
    """
    return height in (_PLAIN, HIGHEST) or (height >= LINE + SPACE and (height - SPACE) % LINE == 0)
