"""What the records of an .xls file say and its fast reader does not: errors, lost results, chains that never end.

calamine gives a blank for a cell with an error; it follows a damaged chain of sectors for ever, until no memory is left. And
LibreOffice writes 0 for the result of a formula that is a text: the text is not in the file. The records are those
of [MS-XLS], the sectors those of [MS-CFB].
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qcdc_xl.intake.formats import DISGUISE, look
from qcdc_xl.intake.limits import CELLS, TooMuch
from qcdc_xl.intake.parts import Damaged
from qcdc_xl.intake.unseen import Cell
from qcdc_xl.marked import address
from qcdc_xl.values.entered import ERROR_VALUE

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""With which such a file begins."""
_FORMULA, _BOUNDSHEET, _BOOLERR = 0x06, 0x85, 0x205
_FORMAT, _XF, _MANY = 0x41E, 0xE0, 0xBD
_CELLS = frozenset((_FORMULA, _BOOLERR, 0x203, 0x204, 0x27E, 0xFD, _MANY, 0xD6, 0x02, 0x03, 0x04, 0x05))
_BOF, _EOF = frozenset((0x809, 0x409, 0x209, 0x09)), 0x0A
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_SPECIAL, _IS_ERROR = b"\xff\xff", 2
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks."""


@dataclass(slots=True)
class SheetRecords:
    """Of one sheet: its errors by cell, the cells whose formula gives just 0: a number, or a text that was lost, and those
    whose format shows something else than they hold."""

    errors: dict[Cell, str] = field(default_factory=dict)
    zeros: set[Cell] = field(default_factory=set)
    disguised: set[Cell] = field(default_factory=set)
    bottom: int = 0
    right: int = 0


def records_of(content: bytes) -> list[SheetRecords]:
    """The sheets of a file, in its order. Raises :class:`Damaged`, :class:`TooMuch`."""
    stream = _stream(content)
    head = [(kind, body) for kind, _, body in _globals(stream)]
    starts = [struct.unpack_from("<I", body)[0] for kind, body in head if kind == _BOUNDSHEET]
    disguises = _disguises(head)
    found = [_sheet(stream, start, disguises) for start in starts]
    for sheet in found:
        if sheet.bottom * sheet.right > CELLS:
            raise TooMuch(f"có ô ở rất xa biểu mẫu, ô {address(sheet.bottom - 1, sheet.right - 1)}")
    return found


def _stream(content: bytes) -> bytes:
    """The workbook's stream of records."""
    import olefile  # only for the rare .xls

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            _never_in_circles(file.fat, _firsts(file))
            name = next(name for name in ("Workbook", "Book") if file.exists(name))
            stream = bytes(file.openstream(name).read())
            if len(stream) < file.get_size(name):
                raise Damaged(name)
            return stream
    except (OSError, StopIteration, ValueError, TypeError, IndexError, struct.error, OverflowError) as error:
        raise Damaged from error


def whole_streams(content: bytes, most: int) -> None:
    """Look whether all streams of such a file are there to their ends, and together no more than ``most`` bytes.

    Raises :class:`Damaged`, :class:`TooMuch`.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            _never_in_circles(file.fat, _firsts(file))
            sizes = {"/".join(path): file.get_size(path) for path in file.listdir()}
            if sum(sizes.values()) > most:
                raise TooMuch(f"giải nén ra hơn {most // 2**20} MB")
            short = [name for name, size in sizes.items() if len(file.openstream(name).read()) < size]
    except (OSError, ValueError, TypeError, IndexError, struct.error, OverflowError) as error:
        raise Damaged from error
    if short:
        raise Damaged(short[0])


def _firsts(file: object) -> list[int]:
    """Where the chains of sectors begin: the directory's, that of small streams, each stream's."""
    entries = [e for e in file.direntries if e is not None]  # type: ignore[attr-defined]
    big = [e.isectStart for e in entries if e.size >= file.minisectorcutoff or e.sid == 0]  # type: ignore[attr-defined]
    return [file.first_dir_sector, file.first_mini_fat_sector, *big]  # type: ignore[attr-defined]


def _never_in_circles(chain: Sequence[int], firsts: Sequence[int]) -> None:
    for first in firsts:
        sector, steps = first, 0
        while sector < _LAST_SECTOR:
            steps += 1
            if sector >= len(chain) or steps > len(chain):
                raise Damaged(f"sector {sector}")
            sector = chain[sector]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, bytes]]:
    """Kind, place and body of the records from a place on."""
    while 0 <= at <= len(stream) - 4:
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _globals(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    for record in _records(stream, 0):
        if record[0] == _EOF:
            return
        if record[0] != _BOUNDSHEET or len(record[2]) >= 4:
            yield record


def _disguises(head: Sequence[tuple[int, bytes]]) -> frozenset[int]:
    """The numbers of the cell formats that show something else than a cell holds."""
    codes = {
        str(body[0] | body[1] << 8): _text(body) for kind, body in head if kind == _FORMAT and len(body) > 5
    }
    numbers = [body[2] | body[3] << 8 for kind, body in head if kind == _XF and len(body) >= 4]
    return frozenset(n for n, number in enumerate(numbers) if look(str(number), codes) == DISGUISE)


def _text(body: bytes) -> str:
    """The text of a FORMAT record: its length, whether two bytes a letter, its letters."""
    length, wide = body[2] | body[3] << 8, body[4] & 1
    return body[5 : 5 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _sheet(stream: bytes, start: int, disguises: frozenset[int]) -> SheetRecords:
    sheet, depth = SheetRecords(), 0
    for kind, _, body in _records(stream, start):
        depth += (kind in _BOF) - (kind == _EOF)  # charts stand inside a sheet
        if depth == 0:
            break
        if depth == 1 and kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            sheet.bottom, sheet.right = max(sheet.bottom, row + 1), max(sheet.right, column + 1)
            _note(sheet, kind, (row, column), body)
            if disguises:
                sheet.disguised.update(_formatted(kind, body, (row, column), disguises))
    return sheet


def _formatted(kind: int, body: bytes, cell: Cell, formats: frozenset[int]) -> Iterator[Cell]:
    """The cells of a record that have one of these formats; a record of many numbers names the format of each."""
    row, first = cell
    many = (len(body) - 6) // 6 if kind == _MANY else 1
    for n in range(many):
        at = 4 + 6 * n
        if at + 2 <= len(body) and (body[at] | body[at + 1] << 8) in formats:
            yield row, first + n


def _note(sheet: SheetRecords, kind: int, cell: Cell, body: bytes) -> None:
    if kind == _BOOLERR and len(body) >= 8 and body[7]:
        sheet.errors[cell] = _ERRORS.get(body[6], ERROR_VALUE)
    elif kind == _FORMULA and len(body) >= 14:
        if body[12:14] == _SPECIAL and body[6] == _IS_ERROR:
            sheet.errors[cell] = _ERRORS.get(body[8], ERROR_VALUE)
        elif body[6:14] == bytes(8):
            sheet.zeros.add(cell)
