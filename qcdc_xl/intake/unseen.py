"""What the fast reader gives a blank for, or breaks on, looked for in the bytes of a sheet before it is read.

calamine gives a blank for a formula that was never calculated, as programs other than Excel leave it; it gives a blank for an
error too, refuses a whole file for an error word that it does not know, and reserves the whole rectangle up to the last
cell: one mark in XFD1048576 asks for 549 GB. The first is noted here; at the others a sheet is left to the careful reader.
"""

from __future__ import annotations

import re
from itertools import chain

from qcdc_xl.values.states import BROKEN

Cell = tuple[int, int]
"""Row and column from 0."""

_FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]*\d{5})')
_ERROR = b' t="e"'
_RESULTLESS = re.compile(rb"</f>(?:<v></v>|<v ?/>)?</c>"), re.compile(rb"<f [^<>]*/>(?:<v></v>|<v ?/>)?</c>")
_OWN = f'"{BROKEN}")'.encode()
"""How the form's own checks of cells end, and nobody else's formula. They are blank as long as there is nothing to check and
nobody reads them; they are passed by, for there are hundreds."""
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,2})(\d{1,4})"[^>]*?( t="str")?>')


def uncalculated(xml: bytes) -> frozenset[Cell] | None:
    """The cells whose formula has no result; ``None`` if the sheet needs the careful reader.

    A formula whose result is a text of no letters has one: it is calculated.
    """
    if b"<sheetData" not in xml or _ERROR in xml or _FAR.search(xml):
        return None
    found = set()
    for match in chain.from_iterable(pattern.finditer(xml) for pattern in _RESULTLESS):
        if xml.endswith(_OWN, 0, match.start()):
            continue
        cell = _REFERENCE.match(xml, xml.rfind(b"<c ", 0, match.start()))
        if cell is None:
            return None
        if cell[3] is None:
            found.add((int(cell[2]) - 1, column_of(cell[1].decode())))
    return frozenset(found)


def column_of(letters: str) -> int:
    """The column of its letters: "A" is 0, "AA" 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
