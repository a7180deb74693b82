"""An .xls file made byte by byte, as [MS-CFB] and [MS-XLS] have it: what old programs leave in one."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

SECTOR, FREE, END, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass(frozen=True)
class Formula:
    """A formula with the eight bytes of its result."""

    result: bytes


@dataclass(frozen=True)
class Error:
    """A constant error by its number."""

    code: int


ZERO = Formula(bytes(8))
NOT_AVAILABLE = Formula(b"\x02\0\x2a\0\0\0\xff\xff")


def as_xls(path: Path, changes: Mapping[tuple[str, str], object]) -> Path:
    """A workbook's values as .xls (no formula of it comes along), some cells (sheet, address) changed."""
    book = openpyxl.load_workbook(path)
    sheets = {}
    for sheet in book:
        cells = {(c.row - 1, c.column - 1): c.value for row in sheet.iter_rows() for c in row}
        cells = {at: v for at, v in cells.items() if v is not None and not str(v).startswith("=")}
        for (name, address), value in changes.items():
            if name == sheet.title:
                cell = sheet[address]
                cells[cell.row - 1, cell.column - 1] = value
        sheets[sheet.title] = cells
    target = path.with_suffix(".xls")
    target.write_bytes(compound(workbook(sheets)))
    return target


def workbook(sheets: Mapping[str, Mapping[tuple[int, int], object]]) -> bytes:
    """The stream of records."""
    bodies = [_begin(0x10) + b"".join(_cell(*at, v) for at, v in sorted(c.items(), key=lambda p: p[0])) + _record(0x0A) for c in sheets.values()]  # fmt: skip
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in sheets]
    head = _begin(5) + _record(0x42, struct.pack("<H", 1200))
    at = len(head) + sum(10 + len(name) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        head += _record(0x85, struct.pack("<IBB", at, 0, 0) + name)
        at += len(body)
    return head + _record(0x0A) + b"".join(bodies)


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 1996, 0, 6))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, Formula):
        return _record(0x06, place + value.result + struct.pack("<HIH", 0, 0, 3) + b"\x1e\0\0")
    if isinstance(value, Error):
        return _record(0x205, place + bytes([value.code, 1]))
    if isinstance(value, int | float):
        return _record(0x203, place + struct.pack("<d", value))
    text = str(value)
    return _record(0x204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def compound(stream: bytes, directory_goes_on_at: int = END) -> bytes:
    """A compound file with one stream, "Workbook"; the directory's chain can be made to lead anywhere."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    fats = 1
    while fats * 128 < count + fats + 1:
        fats += 1
    chain = [FAT] * fats + [directory_goes_on_at] + [*range(fats + 2, fats + 1 + count), END]
    chain += [FREE] * (fats * 128 - len(chain))
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(fats), *[FREE] * (109 - fats))
    directory = (
        _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, fats + 1, len(stream)) + bytes(256)
    )
    return head + struct.pack(f"<{fats * 128}I", *chain) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    body = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child) + bytes(36)
    return body + struct.pack("<IQ", start, size)
