"""The port through which a master is read and changed: a closed file or the workbook open in Excel.

Rows and columns count from 0; a sheet goes by the name on its tab now. Only blocks, never single cells:
in a live workbook each call is a round trip of milliseconds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Scalar = str | int | float | bool | datetime.date | datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as the file has it (no "=", English names, commas) and its present result."""

    text: str
    value: Scalar


Cell = Scalar | Formula


class Host(Protocol):
    """What the fill needs of a workbook."""

    def sheets(self) -> list[str]:
        """The sheets' names, in the order of the tabs."""

    def grid(self, sheet: str) -> list[list[object]]:
        """All values from A1 on, ``""`` for blank; formulas give their results."""

    def insert_rows(self, sheet: str, at: int, count: int) -> None:
        """Insert rows as Excel does; they look like the row above, or below a hidden row like the one that follows."""

    def insert_columns(self, sheet: str, at: int, count: int) -> None:
        """Insert columns as Excel does; they look like the one to the left or, beside a hidden one, to the right."""

    def write(self, sheet: str, row: int, column: int, block: Sequence[Sequence[Cell]]) -> None:
        """Write a block; formats stay, ``None`` clears a cell's content."""

    def hide_rows(self, sheet: str, rows: Mapping[int, bool]) -> None:
        """Hide (true) or show rows."""

    def fit_rows(self, sheet: str, heights: Mapping[int, float], ours: Callable[[float], bool]) -> None:
        """Give rows the height (points) that their texts need, unless a user has set one that is not ``ours``."""
