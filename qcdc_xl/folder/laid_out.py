"""Files that came packed, laid out in the inbox beside what they came in: in a folder of their own, all of them or none.

The folder carries the hash of the packed file, so that the same is never laid out twice, wherever it is moved to. What Windows
would run has another ending afterwards, and everything carries the mark of the internet.
"""

from __future__ import annotations

import datetime
import os
import re
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from qcdc_xl.folder.names import safe_below, safe_name

_OF_HASH = re.compile(r" \(mo-([0-9a-f]{8})\)$")
_HARMLESS = frozenset((
    ".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".xltm", ".ods", ".csv", ".pdf", ".jpg", ".jpeg", ".png", ".gif", ".bmp",
    ".tif", ".tiff", ".heic", ".webp", ".docx", ".doc", ".odt", ".txt", ".rar", ".7z", ".zip", ".eml", ".msg",
))  # fmt: skip
_LEFT_ALONE = ".khong-mo"
_MARK = "[ZoneTransfer]\r\nZoneId=3\r\n"


def laid_out(folder: Path) -> frozenset[str]:
    """The beginnings of the hashes of what has been laid out somewhere in an inbox."""
    found = (_OF_HASH.search(p.name) for p in folder.rglob("* (mo-*)") if p.is_dir())
    return frozenset(one[1] for one in found if one)


def was_packed(name: str) -> bool:
    """Whether a file, by its path below the inbox, came out of something packed: it is not unpacked again."""
    return any(_OF_HASH.search(part) for part in name.split("/")[:-1])


def lay_out(
    packed: Path, sha256: str, files: Iterable[tuple[str, bytes, datetime.datetime | None]]
) -> list[Path]:
    """Lay out the files that came in ``packed``: what each was called there, its bytes, its time."""
    longest = max(12, min(60, 180 - len(str(packed.parent.resolve()))))
    target = packed.with_name(f"{safe_name(packed.stem, longest)} (mo-{sha256[:8]})")
    aside = packed.with_name(f".{sha256[:8]}.{os.getpid()}.tmp")
    newest = packed.stat().st_mtime
    try:
        aside.mkdir()
        names = [_write(aside, name, content, when, newest) for name, content, when in files]
        os.replace(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return [target / name for name in names]


def _write(folder: Path, name: str, content: bytes, when: datetime.datetime | None, newest: float) -> str:
    """Write one file; nothing that lies within is newer than what it came in."""
    safe = safe_below(folder, name.replace("\\", "/").rpartition("/")[2] or "tep").name
    stem, suffix = os.path.splitext(safe)
    if suffix.lower() not in _HARMLESS:
        stem, suffix = safe, _LEFT_ALONE
    there = {p.name.casefold() for p in folder.iterdir()}
    taken, number = stem + suffix, 1
    while taken.casefold() in there:
        number += 1
        taken = f"{stem} ({number}){suffix}"
    path = folder / taken
    path.write_bytes(content)
    with suppress(OSError, OverflowError, ValueError):
        stamp = min(when.timestamp() if when else newest, newest)
        os.utime(path, (stamp, stamp))
    mark_of_the_internet(path)
    return taken


def mark_of_the_internet(path: Path) -> None:
    """On Windows, what a browser would write beside a file: programs then open it without its macros."""
    if sys.platform == "win32":
        with suppress(OSError), open(f"{path}:Zone.Identifier", "w", newline="", encoding="ascii") as stream:
            stream.write(_MARK)
