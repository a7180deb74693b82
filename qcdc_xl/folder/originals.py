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


def keep(original: Path, target: Path, sha256: str) -> bool:
    """Keep an original under its hash. ``False``: its bytes are not those any more, somebody is changing it.

    Once kept it is never written again, unless what lies there has not these bytes: then it was damaged, and is put right.
    """
    if target.exists() and sha256_of(target) == sha256:
        return True
    target.parent.mkdir(parents=True, exist_ok=True)

    def copied(temporary: Path) -> None:
        shutil.copy2(original, temporary)
        if sha256_of(temporary) != sha256:
            raise _ChangedError

    try:
        write_whole(target, copied, target.parent.parent)
    except (_ChangedError, FileNotFoundError):
        return False
    return True


class _ChangedError(Exception):
    """A file has other bytes than it had."""


def sha256_of(file: Path) -> str:
    """The hash of a file's bytes; "" if it cannot be read."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""
