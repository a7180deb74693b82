"""What the fast reader gives a blank for, or breaks on, looked for in the bytes of a sheet before it is read.

calamine gives a blank for a formula that was never calculated, as programs other than Excel leave it; it gives a blank for an
error too, refuses a whole file for an error word that it does not know, and reserves the whole rectangle up to the last
cell: one mark in XFD1048576 asks for 549 GB. The first is noted here; at the others a sheet is left to the careful reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qcdc_xl.intake.limits import MARKERS
from qcdc_xl.marked import TABLE
from qcdc_xl.values.states import BROKEN

Cell = tuple[int, int]
"""Row and column from 0."""
Area = tuple[Cell, Cell]
"""Its first cell and its last."""

_FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]*\d{5})')
_ERROR = b' t="e"'
_RESULTLESS = re.compile(rb"</f>(?!<v>[^<])")
_SHARED = re.compile(rb"<f [^<>]*/>(?!<v>[^<])")
_OWN = f'"{BROKEN}")'.encode()
_COUNT, _NUMBER = b',"",COUNT(', b")+1)"
"""How the form's own checks of cells and numbers of rows end, and nobody else's formulas. They are blank as long as there is
nothing to check and nobody reads them; they are passed by, for there are hundreds."""
_ROW_NUMBERS = re.compile(rb',"",COUNT\([A-Z]+\$\d+:[A-Z]+\d+\)\+1\)</f><v></v>')
_MARKER = TABLE.strip().encode()
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,2})(\d{1,4})"[^>]*?( t="str")?>')


def far(xml: bytes) -> bool:
    """Whether a cell may lie far from any form."""
    return _FAR.search(xml) is not None


def marker_texts(strings: bytes) -> tuple[bytes, ...]:
    """What stands in the XML of a sheet that holds a marker, of which one must be there; the shared texts are given."""
    if b"<sst" not in strings:
        return (b"<",)  # written in some other way: any sheet may hold one
    found: list[bytes] = []
    at = strings.find(_MARKER)
    while at >= 0 and len(found) <= MARKERS:
        found.append(b"<v>%d</v>" % (strings.count(b"<si", 0, at) - 1))
        at = strings.find(_MARKER, at + 1)
    return (*found, _MARKER) if len(found) <= MARKERS else (b"<",)


def uncalculated(xml: bytes) -> frozenset[Cell] | None:
    """The cells whose formula has no result; ``None`` if the sheet needs the careful reader.

    A formula whose result is a text of no letters has one: it is calculated.
    """
    if _ERROR in xml or far(xml):
        return None
    found = set()
    for end in _resultless(xml):
        cell = _REFERENCE.match(xml, xml.rfind(b"<c ", 0, end))
        if cell is None:
            return None
        if cell[3] is None:
            found.add((int(cell[2]) - 1, column_of(cell[1].decode())))
    return frozenset(found)


def _resultless(xml: bytes) -> Iterator[int]:
    """Where the formulas end that may have no result, but for those of the form's own."""
    if not _all_have_results(xml):
        own, ends = (_OWN, _NUMBER), xml.endswith
        for match in _RESULTLESS.finditer(xml):
            end = match.start()
            if not ends(own, 0, end) or not (ends(_OWN, 0, end) or xml.find(_COUNT, end - 40, end) > 0):
                yield end
    if b"<f " in xml:
        yield from (match.start() for match in _SHARED.finditer(xml))


def _all_have_results(xml: bytes) -> bool:
    """Whether every formula has a result, but for those of the form's own: counting is many times faster than looking."""
    blank = xml.count(b"</f><v></v>")
    own = blank and xml.count(_OWN + b"</f><v></v>") + len(_ROW_NUMBERS.findall(xml))
    return blank == own and xml.count(b"</f>") == xml.count(b"</f><v>")


def column_of(letters: str) -> int:
    """The column of its letters: "A" is 0, "AA" 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def familiar(xml: bytes) -> bool:
    """Whether a sheet is written as the searches here expect: no prefixes, double quotes. A program writes all alike."""
    data = xml.find(b"<sheetData")
    first = xml.find(b"<c ", data)
    return data >= 0 and (first < 0 or b"'" not in xml[first : xml.find(b">", first)])


def disguised(xml: bytes, styles: tuple[int, ...]) -> frozenset[Cell]:
    """The cells that have one of these styles."""
    if not styles:
        return frozenset()
    found = _styled(styles).finditer(xml)
    return frozenset((int(cell[2]) - 1, column_of(cell[1].decode())) for cell in found)


@lru_cache(maxsize=16)
def _styled(styles: tuple[int, ...]) -> re.Pattern[bytes]:
    either = "|".join(map(str, styles))
    return re.compile(rf'<c r="([A-Z]{{1,2}})(\d{{1,5}})" s="(?:{either})"'.encode())


def area_of(reference: str) -> Iterator[Area]:
    """The area that "E18:F18" names, if it is one."""
    cells = [_ADDRESS.fullmatch(one) for one in reference.split(":")]
    if len(cells) == 2 and cells[0] and cells[1]:
        first, last = ((int(c[2]) - 1, column_of(c[1])) for c in cells if c)
        yield first, last
