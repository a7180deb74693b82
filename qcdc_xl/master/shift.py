"""What inserting rows or columns does to references, as Excel does it.

A range grows when the insertion is inside it and moves when the insertion is at or before its first
row. References to other workbooks, names, texts and function names (LOG10) stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils.cell import column_index_from_string

from qcdc_xl.tables import letters

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})$")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})$")
_ROW = re.compile(r"(\$?)([1-9]\d{0,6})$")


@dataclass(frozen=True, slots=True)
class Insertion:
    """``count`` rows (or columns) put in before number ``at`` (from 0) of a sheet."""

    sheet: str
    at: int
    count: int
    rows: bool = True

    def moved(self, number: int) -> int:
        """Where a row (or column) is after the insertion."""
        return number + self.count if number >= self.at else number


def shift_formula(text: str, own_sheet: str, insertion: Insertion) -> str:
    """A formula (without "=") that stands on ``own_sheet``, after the insertion.

    >>> shift_formula("SUM(A1:A9)+LOG10(A5)", "S", Insertion("S", 4, 2))
    'SUM(A1:A11)+LOG10(A7)'
    """
    if insertion.sheet != own_sheet and not _mentions(text, insertion.sheet):
        return text
    return "".join(_shift_token(token, own_sheet, insertion) for token in _tokens(text))


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(Tokenizer("=" + text).items)


def _shift_token(token: Token, own_sheet: str, insertion: Insertion) -> str:
    if token.type != Token.OPERAND or token.subtype != Token.RANGE:
        return str(token.value)
    prefix, mark, area = token.value.rpartition("!")
    sheet = sheet_of(prefix) if mark else own_sheet
    return prefix + mark + shift_area(area, insertion) if sheet == insertion.sheet else str(token.value)


def sheet_of(prefix: str) -> str:
    """The sheet that a reference's prefix names; of another workbook, the prefix itself, which is none."""
    if prefix.startswith("'") and prefix.endswith("'"):
        return prefix[1:-1].replace("''", "'")
    return prefix


def sheets_in(text: str, own_sheet: str) -> set[str]:
    """The sheets, and names, that a formula refers to."""
    found: set[str] = set()
    for token in _tokens(text):
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            prefix, mark, area = token.value.rpartition("!")
            bare = not mark and not any(p.match(area.partition(":")[0]) for p in (_CELL, _COLUMN, _ROW))
            found.add(sheet_of(prefix) if mark else area if bare else own_sheet)
    return found


def _mentions(text: str, sheet: str) -> bool:
    return sheet in text or sheet.replace("'", "''") in text


def shift_area(area: str, insertion: Insertion) -> str:
    """ "A1", "$A$1:B2", "C:C" or "3:5" after the insertion on its own sheet; anything else unchanged."""
    first, colon, last = area.partition(":")
    if not colon:
        return _shift_end(first, insertion, last=False) if _CELL.match(first) else area
    if not all(any(p.match(part) for p in (_CELL, _COLUMN, _ROW)) for part in (first, last)):
        return area
    return _shift_end(first, insertion, last=False) + ":" + _shift_end(last, insertion, last=True)


def _shift_end(text: str, insertion: Insertion, last: bool) -> str:
    """One corner: the last one moves with the insertion too, which is what makes a range grow."""
    cell = _CELL.match(text)
    if cell:
        mark, column, mark2, row = cell.groups()
        if insertion.rows:
            row = str(min(insertion.moved(int(row) - 1) + 1, MAX_ROWS))
        else:
            column = _moved_column(column, insertion)
        return mark + column + mark2 + row
    found = _COLUMN.match(text) if not insertion.rows else _ROW.match(text)
    if not found:
        return text
    mark, name = found.groups()
    if insertion.rows:
        return mark + str(min(insertion.moved(int(name) - 1) + 1, MAX_ROWS))
    return mark + _moved_column(name, insertion)


def _moved_column(name: str, insertion: Insertion) -> str:
    return letters(min(insertion.moved(column_index_from_string(name) - 1), MAX_COLUMNS - 1))


def shift_areas(areas: str, insertion: Insertion) -> str:
    """A list of areas separated by blanks, as ``sqref`` has it."""
    return " ".join(shift_area(area, insertion) for area in areas.split())
