"""Whether somebody else works on a master: another run of ours, or Excel."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from qcdc_xl.trouble import Running


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
        raise Running(master) from error
    try:
        yield
    finally:
        lock.release()
