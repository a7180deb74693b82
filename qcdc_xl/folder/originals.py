"""Received files, copied and never changed: into the inbox, and under their hash when they are used."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from qcdc_xl.folder.whole import write_whole


def add(file: Path, folder: Path) -> Path:
    """Copy a file into a folder; where its name is taken by another, it gets a number."""
    for number in range(1, 1000):
        target = folder / (file.name if number == 1 else f"{file.stem} ({number}){file.suffix}")
        if not target.exists():
            break
    write_whole(target, lambda temporary: shutil.copy2(file, temporary))
    return target


def keep(original: Path, target: Path) -> None:
    """Keep an original under its hash; once kept it is never written again."""
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, lambda temporary: shutil.copy2(original, temporary))


def sha256_of(file: Path) -> str:
    """The hash of a file's bytes; "" if it cannot be read."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""
