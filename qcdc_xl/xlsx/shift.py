"""What inserting rows or columns does to references, as Excel does it.

A range grows when the insertion is inside it and moves when the insertion is at or before its first
row. References to other workbooks, names, texts and function names (LOG10) stay as they are, and so does
every other character: only the corners of references are exchanged. (openpyxl's tokenizer, which we used
first, puts line breaks into other places and does not see the A1 in ``A1:INDEX(...)``.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

from openpyxl.utils import get_column_letter

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})$")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})()()$")
_LETTERS = re.compile(r"\$?([A-Za-z]+)")
_ROW = re.compile(r"()()(\$?)([1-9]\d{0,6})$")
_BRACKETS = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
_OPERAND = re.compile(
    r'"(?:[^"]|"")*"'  # a text
    rf"|((?:'(?:[^']|'')*'|{_BRACKETS}|[^\s\"'\[\](){{}},;+\-*/&^<>=%@]++)+)(\(?)"
)
_COLON = re.compile(r":(?=(?:[^']*'[^']*')*[^']*$)")  # not one within quotes

Change = Callable[[str, str], str]
"""What becomes of a corner ("$A$1", "C" of "C:C") of a reference, by its sheet and text."""


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
    wanted = insertion.sheet.casefold()
    if wanted != own_sheet.casefold() and not _mentions(text, wanted):
        return text

    def change(sheet: str, corner: str) -> str:
        return _shift_corner(corner, insertion) if sheet.casefold() == wanted else corner

    return _changed(text, own_sheet, change)


def translate_formula(text: str, rows: int, columns: int) -> str:
    """A formula as copied ``rows`` down and ``columns`` to the right: what has no ``$`` moves along.

    >>> translate_formula("A1+$A$1+SUM(B:B)", 2, 1)
    'B3+$A$1+SUM(C:C)'
    """
    return _changed(text, "", lambda _, corner: _translate_corner(corner, rows, columns))


def _changed(text: str, own_sheet: str, change: Change) -> str:
    return _OPERAND.sub(partial(_change_operand, own_sheet, change), text)


def _change_operand(own_sheet: str, change: Change, found: re.Match[str]) -> str:
    """An operand or, with the bracket that opens it, a function, perhaps ``A1:INDEX(``."""
    operand, call = found.group(1), found.group(2)
    if not operand:
        return found.group()
    return ":".join(_changed_ends(operand, call, own_sheet, change)) + (call or "")


def _changed_ends(operand: str, call: str, own_sheet: str, change: Change) -> Iterator[str]:
    ends = [_parted(end) for end in _COLON.split(operand)]
    last = len(ends) - 1 if call else len(ends)
    kinds = {_kind(corner) for _, corner in ends}
    known = ("cell",) if len(kinds) > 1 or len(ends) == 1 else ("cell", "column", "row")
    sheet = own_sheet
    for number, (prefix, corner) in enumerate(ends):
        sheet = sheet_of(prefix[:-1]) if prefix else sheet
        of_several_sheets = not ends[0][0] and any(p for p, _ in ends[1:])
        if number < last and not of_several_sheets and _kind(corner) in known:
            corner = change(sheet, corner)
        yield prefix + corner


def _parted(end: str) -> tuple[str, str]:
    """A sheet's name with its "!", and what follows."""
    prefix, mark, corner = end.rpartition("!")
    return prefix + mark, corner


def _kind(corner: str) -> str:
    """ "cell", "column", "row", or "" for what is no place on a sheet: XFE1 is a name."""
    for kind, pattern in (("cell", _CELL), ("column", _COLUMN), ("row", _ROW)):
        found = pattern.match(corner)
        if found:
            name, number = found.group(2), found.group(4)
            fits = _number(name) <= MAX_COLUMNS and int(number or "1") <= MAX_ROWS
            return kind if fits else ""
    return ""


def sheet_of(prefix: str) -> str:
    """The sheet that a reference's prefix names; of another workbook, the prefix itself, which is none."""
    if prefix.startswith("'") and prefix.endswith("'"):
        return prefix[1:-1].replace("''", "'")
    return prefix


def sheets_in(text: str, own_sheet: str) -> set[str]:
    """The sheets, names and tables that a formula refers to; of several sheets at once, "first:last"."""
    found: set[str] = set()
    for match in _OPERAND.finditer(text):
        operand, call = match.group(1), match.group(2)
        if operand:
            ends = _COLON.split(operand)
            found |= _sheets_of(ends[:-1] if call else ends, own_sheet)
    return found


def _sheets_of(ends: list[str], own_sheet: str) -> set[str]:
    if len(ends) == 2 and "!" in ends[1] and "!" not in ends[0]:
        return {f"{ends[0]}:{_parted(ends[1])[0][:-1]}"}
    found: set[str] = set()
    sheet = own_sheet
    for end in ends:
        prefix, corner = _parted(end)
        kind = _kind(corner)
        sheet = sheet_of(prefix[:-1]) if prefix else sheet
        if prefix or kind == "cell" or (kind and len(ends) > 1):
            found.add(sheet)
        elif corner and not corner[0].isdigit():
            found.add(corner.partition("[")[0] or own_sheet)
    return found


def _mentions(text: str, sheet: str) -> bool:
    folded = text.casefold()
    return sheet in folded or sheet.replace("'", "''") in folded


def shift_area(area: str, insertion: Insertion) -> str:
    """ "A1", "$A$1:B2", "C:C" or "3:5" after the insertion on its own sheet; anything else unchanged."""
    ends = _changed_ends(area, "", insertion.sheet, lambda _, corner: _shift_corner(corner, insertion))
    return ":".join(ends)


def _shift_corner(text: str, insertion: Insertion) -> str:
    """Each corner moves by itself; that the last one moves when the first stays makes a range grow."""
    mark, column, mark2, row = _corner(text)
    if row and insertion.rows:
        row = str(min(insertion.moved(int(row) - 1) + 1, MAX_ROWS))
    if column and not insertion.rows:
        column = get_column_letter(1 + min(insertion.moved(_number(column) - 1), MAX_COLUMNS - 1))
    return mark + column + mark2 + row


def _translate_corner(text: str, rows: int, columns: int) -> str:
    """Beyond an edge it goes on at the opposite one, as shared formulas do in Excel."""
    mark, column, mark2, row = _corner(text)
    if row and not mark2:
        row = str((int(row) - 1 + rows) % MAX_ROWS + 1)
    if column and not mark:
        column = get_column_letter((_number(column) - 1 + columns) % MAX_COLUMNS + 1)
    return mark + column + mark2 + row


def _corner(text: str) -> tuple[str, str, str, str]:
    """Mark and column, mark and row; empty what the corner of a whole row or column has not."""
    found = next(m for m in (_CELL.match(text), _COLUMN.match(text), _ROW.match(text)) if m)
    mark, column, mark2, row = found.groups()
    return mark, column, mark2, row


@cache
def _number(column: str) -> int:
    """The number of a column's letters, from 1; of none, 0."""
    number = 0
    for letter in column.upper():
        number = number * 26 + ord(letter) - 64
    return number


def shift_areas(areas: str, insertion: Insertion) -> str:
    """A list of areas separated by blanks, as ``sqref`` has it."""
    return " ".join(shift_area(area, insertion) for area in areas.split())


def grow_areas(areas: str, insertion: Insertion) -> str:
    """The same of formats and rules: what comes right behind an area belongs to it, as in new rows of a list.

    >>> grow_areas("B2:B9 D9 D1", Insertion("S", 9, 2))
    'B2:B11 D9:D11 D1'
    """
    behind = replace(insertion, at=insertion.at - 1)
    grown = []
    for area in areas.split():
        first, last = shift_area(area, insertion).split(":")[0], shift_area(area, behind).split(":")[-1]
        grown.append(f"{first}:{last}" if ":" in area or first != last else first)
    return " ".join(grown)


def column_of(reference: str) -> int:
    """The column, from 0, of an address or area: 2 of "C5", "$C$5" or "C5:D9"."""
    found = _LETTERS.match(reference)
    return _number(found.group(1)) - 1 if found else 0
