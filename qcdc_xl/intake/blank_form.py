"""What a blank form that went out asks, read from its file: for masters that did not write it down themselves.

Blank forms still lie in the periods' folders. Whatever else lies there says nothing: a file that is no form of ours,
cannot be read, or whose printed numbers have a gap because somebody took rows out.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from qcdc_xl.intake.limits import LARGEST, TooMuch
from qcdc_xl.intake.parts import Damaged
from qcdc_xl.intake.sheets import sheets_of
from qcdc_xl.intake.workbook import submission
from qcdc_xl.marked import Marked, find, key_text
from qcdc_xl.model import ANSWER, COLUMN, INDICATOR, LIST, FormVersion

_STAMP = re.compile(r">([0-9a-f]{8})<")
_TEXTS = "xl/sharedStrings.xml"


def asked_in(path: Path, known: Container[str] = ()) -> tuple[FormVersion, ...]:
    """What the form asks, in its order, as printed; nothing if its stamp is ``known`` or the file is no blank form."""
    if all(stamp in known for stamp in _stamps(path)):
        return ()
    try:
        sheets = sheets_of(path, path.read_bytes())
    except (Damaged, TooMuch, OSError):
        return ()
    read, _ = submission(sheets, path.name)
    if read is None or not _STAMP.fullmatch(f">{read.catalogue}<") or read.catalogue in known:
        return ()
    tables, _ = find(((sheet.name, sheet.grid) for sheet in sheets), path.name)
    rows = _rows(tables)
    return tuple(FormVersion(read.form, read.catalogue, *row) for row in rows) if rows else ()


def _stamps(path: Path) -> set[str]:
    """All that may be its stamp: looked for in the file's texts, which takes a fraction of reading the sheets."""
    try:
        with zipfile.ZipFile(path) as package:
            if package.getinfo(_TEXTS).file_size > LARGEST:
                return set()
            return set(_STAMP.findall(package.read(_TEXTS).decode("utf-8", "replace")))
    except (OSError, KeyError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error):
        return set()


def _rows(tables: Mapping[str, list[Marked]]) -> list[tuple[str, str, str, str]]:
    """Kind, code, number and label of all that is asked; nothing unless the numbers run from 01 without a gap."""
    made = [row for part in tables["indicators"] for row in _indicators(part)]
    if [number for _, _, number, _ in made] != [f"{n:02}" for n in range(1, len(made) + 1)]:
        return []
    for name, parts in tables.items():
        if name.startswith("list:"):
            made += _list(name.removeprefix("list:"), parts[0])
    made += [
        (ANSWER, row.key, "", "") for part in tables.get("answers", ()) for row in part.rows() if row.key
    ]
    return made


def _indicators(part: Marked) -> Iterator[tuple[str, str, str, str]]:
    label, measure = part.columns.get("label"), part.columns.get("unit_of_measure")
    if label is None or measure is None:
        return
    for row in part.rows():
        if row.key:
            yield INDICATOR, row.key, key_text(row.at(measure - 1)), key_text(row.at(label))


def _list(code: str, part: Marked) -> Iterator[tuple[str, str, str, str]]:
    """A list prints its name in capitals only, so that its label is not known; headings stand two rows above the marker."""
    yield LIST, code, "", ""
    heads = part.grid[part.marker - 2] if part.marker > 1 else []
    for name, column in part.columns.items():
        if name not in ("number", "status"):
            head = key_text(heads[column]) if column < len(heads) else ""
            yield COLUMN, f"{code}.{name}", "", head.removesuffix(" (*)")
