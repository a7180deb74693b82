"""The answers to faulty returns as they lie in tra-lai/: which of them the program wrote and nobody has changed since.

An answer says of itself, in its properties, to which file it is the answer and of what it was made. A program that saves a
workbook writes when it did so: what was saved after it was made is somebody's work, and neither written over nor taken away.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

MADE_OF, FILE, UNIT = "QCDC", "Tệp đã nhận", "Mã đơn vị"
"""The names of the properties: a digest of all that the answer says, the file answered, whose it is."""
_CORE, _CUSTOM = "docProps/core.xml", "docProps/custom.xml"
_LARGEST = 100_000
"""Bytes of such a part; ours have a thousand."""
_OLD_TITLE = "Nội dung cần sửa: "
"""Of the lists of earlier versions, which had no such properties."""


@dataclass(frozen=True, slots=True)
class Lying:
    """An answer in the folder. ``made_of``: what it was made of; "" for a list of an earlier version."""

    made_of: str
    file: str
    unit: str
    untouched: bool


def answers_in(folder: Path) -> dict[Path, Lying]:
    """All answers below a folder; what else lies there is not the program's."""
    found = ((path, answer_at(path)) for path in sorted(folder.rglob("*.xlsx")))
    return {path: lying for path, lying in found if lying}


def answer_at(path: Path) -> Lying | None:
    """The answer that a file is; ``None`` if it is none, or cannot be read."""
    try:
        with zipfile.ZipFile(path) as package:
            core = _texts(package, _CORE)
            custom = _texts(package, _CUSTOM) if _CUSTOM in package.namelist() else {}
    except (
        OSError,
        ValueError,
        KeyError,
        RuntimeError,
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
    ):
        return None
    title, untouched = core.get("title", ""), core.get("created", "") == core.get("modified")
    if MADE_OF in custom:
        return Lying(custom[MADE_OF], custom.get(FILE, ""), custom.get(UNIT, ""), untouched)
    return Lying("", title.removeprefix(_OLD_TITLE), "", untouched) if title.startswith(_OLD_TITLE) else None


def _texts(package: zipfile.ZipFile, part: str) -> Mapping[str, str]:
    """The properties in a part by name; by the element's own name where it has no attribute for that."""
    if package.getinfo(part).file_size > _LARGEST:
        raise ValueError(part)
    root = ElementTree.fromstring(package.read(part))
    return {e.get("name") or e.tag.rpartition("}")[2]: "".join(e.itertext()) for e in root}


def take_away(path: Path) -> None:
    """Remove an answer; one that is open in Excel stays until the next run."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return
