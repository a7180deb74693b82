"""Where things of a period lie in the working folder, and what a received file is called."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from qcdc_xl.folder.names import legible

FORMS, INBOX, ACCEPTED, RETURNED, REPORT = "bieu-mau", "nhan", "luu", "tra-lai", "bao-cao"
FOLDERS = (FORMS, INBOX, ACCEPTED, RETURNED, REPORT)
"""The folders of a period."""


def make_folders(folder: Path, period: str) -> None:
    """The folders of a period."""
    for name in FOLDERS:
        (folder / period / name).mkdir(parents=True, exist_ok=True)


_OF_SYSTEMS = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))
_HALF = (".tmp", ".crdownload", ".part", ".partial", ".download")
"""Endings of what a program is still writing or fetching."""


def inbox_files(folder: Path) -> list[Path]:
    """All files below the inbox in the order of their names, but what systems and programs put there for themselves:
    hidden files and folders, locks, indexes, halves."""
    found = (p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else ()
    return sorted(p for p in found if not _of_a_program(p.relative_to(folder)))


def _of_a_program(path: Path) -> bool:
    name = path.name.casefold()
    hidden = any(part.startswith(".") for part in path.parts)
    return hidden or name.startswith("~$") or name in _OF_SYSTEMS or name.endswith(_HALF)


def held_open(folder: Path) -> frozenset[Path]:
    """The files below a folder beside which a program has put its lock: they are being worked on."""
    found = [p for p in folder.rglob("*") if p.name.startswith(("~$", ".~lock."))] if folder.is_dir() else []
    return frozenset(_locked_by(p) for p in found)


def _locked_by(lock: Path) -> Path:
    """Excel puts "~$name" beside a file, LibreOffice ".~lock.name#"."""
    name = lock.name
    return lock.with_name(
        name[2:] if name.startswith("~$") else name.removeprefix(".~lock.").removesuffix("#")
    )


def names_below(folder: Path, files: Iterable[Path]) -> dict[Path, str]:
    """What received files are called: their paths below the inbox, "xa/bao cao.xlsx"; what is no letter as "�"; no two the same."""
    names: dict[Path, str] = {}
    for file in files:
        name = legible(name_below(folder, file))
        taken = set(names.values()) if name != name_below(folder, file) else ()
        stem, dot, suffix = name.rpartition(".")
        more = (f"{stem} ({n}){dot}{suffix}" for n in count(2))
        names[file] = name if name not in taken else next(n for n in more if n not in taken)
    return names


def name_below(folder: Path, file: Path) -> str:
    """What a received file is called: its path below the inbox; its name if it lies elsewhere."""
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.name
