"""A foreign file → its sheets: what it is, how much it is, and which of two readers is safe for it.

An archive (.xlsx, .xlsm) is looked through first (``parts``, ``unseen``); then calamine reads it, or where that would break on
it, or does break, the careful reader. The rest (.xls, .xlsb, .ods) calamine alone can read. What cannot be read raises
:class:`Damaged` or :class:`TooMuch`, whatever is in the file, and nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from qcdc_xl.intake.careful import CarefulSheet, carefully
from qcdc_xl.intake.formats import DISGUISE, looks
from qcdc_xl.intake.limits import CELLS, COLUMNS, SHEETS, TooMuch
from qcdc_xl.intake.ods import CONTENT, with_what_is_seen
from qcdc_xl.intake.parts import Damaged, Parts, related, sheet_parts, tree, workbook_part
from qcdc_xl.intake.unseen import Area, Cell, disguised, familiar, marker_texts, uncalculated
from qcdc_xl.intake.xls import OLE, SheetRecords, records_of
from qcdc_xl.marked import Grid, legible

_ZIP = b"PK\3\4"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""In the directory of a workbook that Office has encrypted ([MS-OFFCRYPTO])."""
_PANIC = "PanicException"
"""What a bug of the fast reader raises: no ``Exception``, so that it must be caught by its name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a foreign file: its name, its grid, and what a grid cannot say.

    ``uncalculated``: cells of formulas without a result, blank in the grid. ``disguised``: cells whose format shows something
    else than they hold. ``merged``: merged areas. ``far``: address and value of the first mark so
    far from any form that it was not read. ``zeros``: cells of an .xls file whose formula gives 0, which may be a lost text.
    """

    name: str
    grid: Grid
    uncalculated: frozenset[Cell] = frozenset()
    zeros: frozenset[Cell] = frozenset()
    disguised: frozenset[Cell] = frozenset()
    merged: tuple[Area, ...] = ()
    far: tuple[str, object] | None = None


Unseen = tuple[frozenset[Cell], frozenset[Cell]]
"""Of a sheet, the cells of formulas without a result, and those that show something else than they hold."""
_NOTHING: Unseen = (frozenset(), frozenset())

Otherwise = Callable[[Path], list[Sheet]]
"""Another way to read a file."""


class Locked(Damaged):
    """The file has a password."""


class NoReader(Damaged):
    """On this computer no other process can be started to read the file in."""


def sheets_of(path: Path, content: bytes, otherwise: Otherwise | None = None) -> list[Sheet]:
    """All sheets of a file with these bytes. Raises :class:`Damaged`, :class:`Locked`, :class:`TooMuch`.

    ``otherwise`` reads, in some safer place, what was not seen to be harmless; without it that is read here too.
    """
    if content.startswith(_ZIP):
        parts = Parts(content)
        if "xl/workbook.bin" not in parts and CONTENT not in parts:
            read = _harmless(path, content, parts)
            if read is not None:
                return read
            return otherwise(path) if otherwise else _careful(content)
        parts.weigh()
    if otherwise:
        return otherwise(path)
    if content.startswith(_ZIP) and CONTENT in parts and (anew := with_what_is_seen(parts)):
        return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(anew)), None)
    return _of_xls(path, content) if content.startswith(OLE) else _fast(path, content)


def _harmless(path: Path, content: bytes, parts: Parts) -> list[Sheet] | None:
    """The sheets, of one without a marked table only the name: nobody asks for more. ``None`` for the careful reader."""
    part = workbook_part(parts)
    relations = related(parts, part)
    unseen = _looked_through(parts, sheet_parts(parts, tree(parts.read(part)), relations), relations)
    if unseen is None:
        return None
    parts.weigh()
    try:
        read = _fast(path, content, unseen)
    except Locked:
        raise
    except Damaged:
        return None
    if any(len(row) > COLUMNS for sheet in read for row in sheet.grid[:1]):
        return None
    return [
        replace(s, uncalculated=seen[0], disguised=seen[1])
        for s in read
        for seen in [unseen.get(s.name, _NOTHING)]
    ]


def _looked_through(
    parts: Parts, listed: list[tuple[str, str]], relations: dict[str, tuple[str, str]]
) -> dict[str, Unseen] | None:
    """By sheet with a marked table, what its grid will not say; ``None`` for a file to be read carefully."""
    strings = next((target for kind, target in relations.values() if kind == "sharedStrings"), "")
    texts = marker_texts(parts.read(strings) if strings in parts else b"<sst>")
    styles = _styles(parts, relations)
    found = {}
    for name, target in listed:
        xml = parts.read(target)
        if not familiar(xml):
            return None
        if any(text in xml for text in texts):
            cells = uncalculated(xml)
            if cells is None:
                return None
            found[name] = cells, disguised(xml, styles)
    return found


def _styles(parts: Parts, relations: dict[str, tuple[str, str]]) -> tuple[int, ...]:
    """The styles of cells that show something else than they hold."""
    part = next((target for kind, target in relations.values() if kind == "styles"), "")
    shapes = looks(parts.read(part)) if part in parts else ()
    return tuple(n for n, look in enumerate(shapes) if look == DISGUISE)


def _of_xls(path: Path, content: bytes) -> list[Sheet]:
    if ENCRYPTED in content:
        raise Locked
    records = records_of(content)
    read = _fast(path, content)
    if len(read) != len(records):
        raise Damaged
    return [_with_records(sheet, record) for sheet, record in zip(read, records, strict=True)]


def _with_records(sheet: Sheet, records: SheetRecords) -> Sheet:
    grid = [[legible(v) if isinstance(v, str) else v for v in row] for row in sheet.grid]
    for (row, column), word in records.errors.items():
        grid += [[] for _ in range(row + 1 - len(grid))]
        grid[row] += [""] * (column + 1 - len(grid[row]))
        grid[row][column] = word
    return replace(sheet, grid=grid, zeros=frozenset(records.zeros), disguised=frozenset(records.disguised))


def _careful(content: bytes) -> list[Sheet]:
    return [_taken(sheet) for sheet in carefully(Parts(content))]


def _taken(sheet: CarefulSheet) -> Sheet:
    return Sheet(
        sheet.name, sheet.grid, sheet.uncalculated,
        disguised=sheet.disguised, merged=sheet.merged, far=sheet.far,
    )  # fmt: skip


def _fast(path: Path, content: bytes, only: Container[str] | None = None) -> list[Sheet]:
    """The sheets, without cells but those named in ``only`` if that is given. By its path a file is read without the interpreter's lock, so that threads help; but a path's ending is believed,
    and offices rename .xls to .xlsx: then the content says what it is."""
    try:
        return _guarded(lambda: CalamineWorkbook.from_path(str(path)), only)
    except Locked:
        raise
    except Damaged:
        return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)), only)


def _guarded(opened: Callable[[], CalamineWorkbook], only: Container[str] | None) -> list[Sheet]:
    """What the fast reader reads; whatever it raises is :class:`Damaged`."""
    try:
        return list(_read(opened(), only))
    except PasswordError as error:
        raise Locked from error
    except (CalamineError, ValueError, TypeError, OverflowError, OSError) as error:
        raise Damaged from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise Damaged from error


def _read(workbook: CalamineWorkbook, only: Container[str] | None) -> Iterator[Sheet]:
    names = workbook.sheet_names
    if len(names) > SHEETS:
        raise TooMuch(f"gồm hơn {SHEETS} trang")
    left = CELLS
    for name in names:
        if only is not None and name not in only:
            yield Sheet(name, ())
            continue
        sheet = workbook.get_sheet_by_name(name)
        grid = sheet.to_python(skip_empty_area=False)
        left -= len(grid) * len(grid[0]) if grid else 0
        if left < 0:
            raise TooMuch(f"gồm hơn {CELLS} ô")
        yield Sheet(name, grid, merged=tuple(sheet.merged_cell_ranges or ()))
