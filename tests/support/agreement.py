"""What a workbook's formulas give in a running spreadsheet, beside the results that it was written with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from live import Calc
from python_calamine import CalamineWorkbook


def cached(path: Path) -> dict[str, list[list[Any]]]:
    """What a reader sees that does not calculate."""
    book = CalamineWorkbook.from_path(str(path))
    return {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}


def differences(path: Path, calc: Calc) -> list[tuple[str, int, int, object, object]]:
    """Cells that say something else after the live spreadsheet has computed everything anew."""
    document = calc.open(path)
    document.recalculate()
    live = document.grids()
    document.close()
    found = []
    for sheet, grid in cached(path).items():
        height, width = (
            max(len(g) for g in (grid, live[sheet])),
            max(map(len, (*grid, *live[sheet])), default=0),
        )
        for row in range(height):
            for column in range(width):
                value, other = at(grid, row, column), at(live[sheet], row, column)
                if not same(value, other):
                    found.append((sheet, row + 1, column + 1, value, other))
    return found


def at(grid: list[list[Any]], row: int, column: int) -> Any:
    """A cell of a grid, blank beyond its edge."""
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


def same(value: Any, other: Any) -> bool:
    """Equal, where the live sheet gives dates and logicals as numbers."""
    if hasattr(value, "year"):
        return isinstance(other, float)
    if isinstance(value, float | bool) and isinstance(other, float):
        return abs(float(value) - other) < 1e-9
    return bool(value == other)
