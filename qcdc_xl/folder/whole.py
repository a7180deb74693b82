"""Files written whole or not at all: a new file, flushed, renamed over the old."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from qcdc_xl.trouble import Busy


def write_whole(target: Path, write: Callable[[Path], object], aside: Path | None = None) -> None:
    """Let ``write`` make a new file, flush it, rename it over the old: all or nothing.

    ``aside``: another folder on the same disk for the new file meanwhile. Raises :class:`Busy` if the old file is open in Excel or must not be written.
    """
    temporary = (aside or target.parent) / (f".{target.stem[:40]}.{os.getpid()}.tmp{target.suffix}")
    try:
        temporary.touch()  # a folder that cannot be written to says so here, and in Python's own words
        write(temporary)
        _flush(temporary)
        os.replace(temporary, target)
    except PermissionError as error:
        raise Busy(target) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with these files at once, or put them into one that is there, each of them whole."""
    temporary = target.with_name(f".{target.name[:40]}.{os.getpid()}.tmp")
    temporary.mkdir(parents=True)
    try:
        for name, content in files.items():
            (temporary / name).write_bytes(content)
            _flush(temporary / name)
        if target.exists():
            for name in files:
                os.replace(temporary / name, target / name)
        else:
            os.rename(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def new_file(target: Path) -> Iterator[None]:
    """What is written at ``target`` within goes again if the rest fails, unless there was a file before."""
    target.parent.mkdir(parents=True, exist_ok=True)
    there = target.exists()
    try:
        yield
    except BaseException:
        if not there:
            target.unlink(missing_ok=True)
        raise


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
