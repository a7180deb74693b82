"""The masters kept before each fill, and how one comes back."""

from __future__ import annotations

import datetime
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from qcdc_xl.folder.whole import new_file, write_whole

BACKUPS = "sao-luu"
KEPT_BACKUPS = 30
DONE = ("tổng hợp", "quyết định", "cập nhật", "nhập danh mục", "điền chú thích", "khôi phục")
"""Before what backups are made. Files in sao-luu/ with any other name are the users' own and are never removed."""
_NAME = re.compile(r" \d{4}-\d\d-\d\d \d\d-\d\d-\d\d( \(\d{1,3}\))? truoc (?P<what>[^\W\d_]+( [^\W\d_]+)*)")


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
    ours = [p for p in backups(master) if _before(master, p) in DONE]
    for old in ours[:-KEPT_BACKUPS]:
        with suppress(OSError):  # open in another program: it goes the next time
            old.unlink()
    return target


def _before(master: Path, backup: Path) -> str:
    """Before what a backup of this master was made; "" if the file is none."""
    found = _NAME.fullmatch(backup.stem.removeprefix(master.stem))
    return found["what"] if found and backup.name.startswith(master.stem) else ""


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
    return sorted((p for p in found if _before(master, p)), key=lambda p: p.stat().st_mtime)


def where_backups_are(master: Path) -> str:
    """For a master that is lost or cut: where its newest backup lies, and what to do with it; "" if there is none."""
    kept = backups(master)
    if not kept:
        return ""
    return f" Bản sao lưu gần nhất: “{kept[-1]}”. Chép tệp đó vào thư mục “{master.parent}”, đổi tên thành “{master.name}”, rồi làm lại."


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
