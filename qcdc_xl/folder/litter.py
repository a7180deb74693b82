"""Half-written files of runs that were killed: known by their names, which carry the number of the process that wrote them."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from qcdc_xl.folder.places import FOLDERS, INBOX, RETURNED

_TEMPORARY = re.compile(r"\..+\.(\d{1,10})\.(tmp|new)(\.[A-Za-z0-9]{1,8}){0,2}", re.DOTALL)
_BACKUPS = "sao-luu"


def clear_litter(folder: Path) -> None:
    """Remove what dead processes have left in a working folder; what another program holds is left for the next run."""
    _clear(_places(folder))


def clear_beside(target: Path) -> None:
    """The same beside a folder that is to be made."""
    _clear(_in(target.parent))


def _clear(places: Iterable[Path]) -> None:
    for path in places:
        found = _TEMPORARY.fullmatch(path.name)
        if found and not _lives(int(found[1])):
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _places(folder: Path) -> Iterator[Path]:
    """Where temporary files are written: beside the master, among the backups, in the folders of each period."""
    periods = [p for p in _in(folder) if p.is_dir() and not p.name.startswith(".")]
    yield from _in(folder)
    yield from _in(folder / _BACKUPS)
    for period in periods:
        for name in FOLDERS:
            yield from _in(period / name)
        for name in (
            INBOX,
            RETURNED,
        ):  # these have sub-folders of their own; originals are written from above
            yield from list((period / name).rglob(".*.tmp*"))


def _in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return list(folder.iterdir())
    return []


def _lives(process: int) -> bool:
    """Whether a process of this number runs on this computer; our own does."""
    if process == os.getpid():
        return True
    if sys.platform == "win32":
        return _lives_on_windows(process)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _lives_on_windows(process: int) -> bool:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    synchronize, still_there = 0x00100000, 0x102
    handle = kernel.OpenProcess(synchronize, False, process)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == still_there)
    finally:
        kernel.CloseHandle(handle)
