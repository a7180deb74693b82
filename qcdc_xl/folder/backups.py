"""The masters kept before each fill, and how one comes back."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from qcdc_xl.folder.whole import new_file, write_whole

BACKUPS = "sao-luu"
KEPT_BACKUPS = 30


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


@contextmanager
def backed_up(master: Path, now: datetime.datetime, what: str) -> Iterator[None]:
    """A backup before what is done within; if that fails there is nothing to undo, and the backup goes again."""
    backup = back_up(master, now, what)
    try:
        yield
    except BaseException:
        backup.unlink(missing_ok=True)
        raise


def backups(master: Path) -> list[Path]:
    """The masters kept before each fill, the newest last."""
    found = (master.parent / BACKUPS).glob(f"{escape(master.stem)} * truoc *{escape(master.suffix)}")
    return sorted(found, key=lambda p: p.stat().st_mtime)


def label(master: Path, backup: Path) -> tuple[datetime.datetime, str]:
    """When a backup was made, and before what."""
    made, _, what = backup.stem.removeprefix(master.stem).strip().partition(" truoc ")
    return datetime.datetime.strptime(made[:19], "%Y-%m-%d %H-%M-%S"), what


def swap(master: Path, backup: Path) -> Path:
    """Put a backup in the master's place; the present master stays beside, marked as undone."""
    undone = backup.with_name(backup.name.replace(" truoc ", " da hoan tac "))
    with new_file(undone):
        write_whole(undone, lambda temporary: shutil.copy2(master, temporary))
        write_whole(master, lambda temporary: shutil.copy2(backup, temporary))
    backup.unlink()
    return undone
