"""Whether somebody else works on a master: another run of ours, on this computer or another, or Excel.

The lock lies beside the master, so that a drive which several computers share is guarded too. Whoever holds it clears away what
a run that was killed has left half written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from qcdc_xl.folder.litter import clear_litter
from qcdc_xl.trouble import Running, Trouble, unusable


def is_open(master: Path) -> bool:
    """Whether Excel has the workbook open: it keeps ``~$name`` beside it."""
    return master.with_name("~$" + master.name).exists()


def lock_of(master: Path) -> Path:
    """The lock's place: hidden, beside the master."""
    return master.with_name(f".{master.name}.lock")


@contextmanager
def alone(master: Path) -> Iterator[None]:
    """Nobody else works on this master meanwhile; raises :class:`Running` if somebody does already.

    The operating system lets go of the lock when a program dies, however it dies. Where there is no folder there is nothing
    to guard: whoever reads the master says so.
    """
    if not master.parent.is_dir():
        yield
        return
    place = lock_of(master.resolve())
    lock = FileLock(place, timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except Timeout as error:
        raise Running(master) from error
    except OSError as error:
        raise Trouble(unusable(master.parent)) from error
    try:
        if lock.lock_counter == 1:
            clear_litter(master.parent)
        yield
    finally:
        if lock.lock_counter == 1 and os.name == "posix":
            with suppress(
                OSError
            ):  # while it is held: who opened it meanwhile sees that it is gone, and begins anew
                place.unlink()
        lock.release()
