"""Files on disk: the working folder, originals kept by hash, masters replaced whole or not at all.

qcdc.xlsm                       the master
2022-H1/bieu-mau/               blank forms, to send
2022-H1/nhan/                   the inbox: any name, any format
2022-H1/luu/UNIT/SHA256.xlsx    accepted originals
2022-H1/tra-lai/                lists of faults, to send back
sao-luu/                        masters before each fill
"""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

FORMS, INBOX, ACCEPTED, RETURNED, REPORT = "bieu-mau", "nhan", "luu", "tra-lai", "bao-cao"
BACKUPS = "sao-luu"
KEPT_BACKUPS = 30


class Busy(OSError):
    """A file cannot be replaced: it is open in Excel, or read-only."""


class Running(Exception):
    """Another run works on this master."""


def inbox_files(folder: Path) -> list[Path]:
    """All files below the inbox but hidden ones and Excel's lock files, in the order of their names."""
    found = (p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else ()
    return sorted(p for p in found if not p.name.startswith(("~$", ".")) and p.name != "Thumbs.db")


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


def write_whole(target: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a new file, flush it, rename it over the old: all or nothing (law 10).

    Raises :class:`Busy` if the old file is open in Excel or must not be written.
    """
    temporary = target.with_name(f".{target.stem}.{os.getpid()}.tmp{target.suffix}")
    try:
        temporary.touch()  # a folder that cannot be written to says so here, and in Python's own words
        write(temporary)
        _flush(temporary)
        os.replace(temporary, target)
    except PermissionError as error:
        raise Busy(error.errno, error.strerror, str(target)) from error
    finally:
        temporary.unlink(missing_ok=True)


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


def write_new(target: Path, write: Callable[[Path], object]) -> bool:
    """Like :func:`write_whole`, but a file that already says the same is left alone."""
    draft = target.with_name(f".{target.stem}.{os.getpid()}.new{target.suffix}")
    try:
        write(draft)
        if target.exists() and target.read_bytes() == draft.read_bytes():
            return False
        write_whole(target, lambda temporary: shutil.copyfile(draft, temporary))
        return True
    finally:
        draft.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def is_open(master: Path) -> bool:
    """Whether Excel has the workbook open: it keeps ``~$name`` beside it."""
    return master.with_name("~$" + master.name).exists()


@contextmanager
def alone(master: Path) -> Iterator[None]:
    """Nobody else works on this master meanwhile; raises :class:`Running` if somebody does already.

    The operating system lets go of the lock when a program dies, however it dies.
    """
    place = hashlib.sha256(str(master.resolve()).casefold().encode()).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"qcdc-{place}.lock", timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except Timeout as error:
        raise Running from error
    try:
        yield
    finally:
        lock.release()


def back_up(master: Path, now: datetime.datetime, what: str, copy: Path | None = None) -> Path:
    """Keep the master as it is before a fill; ``what`` is going to be done stands in the name.

    ``copy``: a file with what the master says, where the master itself is open in Excel.
    """
    folder = master.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    for number in range(1000):
        more = f" ({number})" if number else ""
        target = folder / f"{master.stem} {now:%Y-%m-%d %H-%M-%S}{more} truoc {what}{master.suffix}"
        if not target.exists():
            break
    write_whole(target, lambda temporary: shutil.copy2(copy or master, temporary))
    # the copy's own time orders the backups: two fills may fall into one second
    stamp = max([now.timestamp(), *(p.stat().st_mtime + 0.001 for p in backups(master) if p != target)])
    os.utime(target, (stamp, stamp))
    for old in backups(master)[:-KEPT_BACKUPS]:
        old.unlink()
    return target


def backups(master: Path) -> list[Path]:
    """The masters kept before each fill, the newest last."""
    found: Iterator[Path] = (master.parent / BACKUPS).glob(f"{master.stem} * truoc *{master.suffix}")
    return sorted(found, key=lambda p: p.stat().st_mtime)


def label(master: Path, backup: Path) -> tuple[datetime.datetime, str]:
    """When a backup was made, and before what."""
    made, _, what = backup.stem.removeprefix(master.stem).strip().partition(" truoc ")
    return datetime.datetime.strptime(made[:19], "%Y-%m-%d %H-%M-%S"), what


def swap(master: Path, backup: Path) -> Path:
    """Put a backup in the master's place; the present master stays beside, marked as undone."""
    undone = backup.with_name(backup.name.replace(" truoc ", " da hoan tac "))
    write_whole(undone, lambda temporary: shutil.copy2(master, temporary))
    write_whole(master, lambda temporary: shutil.copy2(backup, temporary))
    backup.unlink()
    return undone
