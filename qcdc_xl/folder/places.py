"""Where things of a period lie in the working folder, and what a received file is called."""

from __future__ import annotations

from pathlib import Path

FORMS, INBOX, ACCEPTED, RETURNED, REPORT = "bieu-mau", "nhan", "luu", "tra-lai", "bao-cao"


def make_folders(folder: Path, period: str) -> None:
    """The folders of a period."""
    for name in (FORMS, INBOX, ACCEPTED, RETURNED, REPORT):
        (folder / period / name).mkdir(parents=True, exist_ok=True)


def inbox_files(folder: Path) -> list[Path]:
    """All files below the inbox but hidden ones and Excel's lock files, in the order of their names."""
    found = (p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else ()
    return sorted(p for p in found if not p.name.startswith(("~$", ".")) and p.name != "Thumbs.db")


def name_below(folder: Path, file: Path) -> str:
    """What a received file is called: its path below the inbox, "xa/bao cao.xlsx"; its name if it lies elsewhere."""
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.name
