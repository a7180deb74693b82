"""Reading in processes of their own: what may take all memory, hang or die does so there, and is one finding at its file.

The processes are started when the first such file is met and import the readers only. They are few, and each may have a share of
:data:`MEMORY` and so much time a file; a file that failed for memory or time is read once more alone with all of it.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from concurrent.futures import TimeoutError as OutOfTime
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from qcdc_xl.intake.limits import MEMORY, SECONDS, SECONDS_OF_WORK, TooMuch
from qcdc_xl.intake.sheets import NoReader, Sheet, sheets_of

if TYPE_CHECKING:
    from pebble import ProcessPool

_WORKERS = min(2, os.cpu_count() or 1)
"""Less than a quarter of :data:`MEMORY` is too little for Python itself, and such files are few."""
_TURNS = 4
"""No more files than this are asked for before one is read: as many as are read at once, and one read once more."""


class Readers:
    """Reads files in other processes; used as a context, at the end of which the processes end too."""

    def __init__(self) -> None:
        self._starting, self._alone = threading.Lock(), threading.Lock()
        self._pool: ProcessPool | None = None
        self._none = False

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()

    def read(self, path: Path) -> list[Sheet]:
        """The sheets of a file, as :func:`sheets_of` gives them, raising the same."""
        from pebble import ProcessExpired

        if self._none:
            raise NoReader
        try:
            return _ask(self._shared(), path)
        except NoReader:
            self._none = True
            raise
        except (ProcessExpired, OutOfTime, MemoryError):
            with self._alone:
                return self._once_more(path)

    def _once_more(self, path: Path) -> list[Sheet]:
        from pebble import ProcessExpired

        pool = _pool(1)
        try:
            return _ask(pool, path)
        except (ProcessExpired, MemoryError) as error:
            raise TooMuch("cần quá nhiều bộ nhớ hoặc thời gian để đọc") from error
        except OutOfTime as error:
            raise TooMuch(f"đọc quá {SECONDS} giây chưa xong") from error
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _shared(self) -> ProcessPool:
        with self._starting:
            if self._pool is None:
                self._pool = _pool(_WORKERS)
            return self._pool


def _pool(workers: int) -> ProcessPool:
    from pebble import ProcessPool

    spawned = multiprocessing.get_context("spawn")
    return ProcessPool(workers, initializer=_begin, initargs=(MEMORY // workers,), context=spawned)


def _ask(pool: ProcessPool, path: Path) -> list[Sheet]:
    """What a reader says; one that never begins, as where processes cannot be started, is waited for no longer than the files
    before this one may take."""
    asked = pool.schedule(_read, args=(str(path),), timeout=SECONDS)
    try:
        sheets: list[Sheet] = asked.result(_TURNS * SECONDS)
    except OutOfTime as error:
        raise error if asked.done() else NoReader from error
    except BrokenProcessPool as error:
        raise NoReader from error
    return sheets


def _read(path: str) -> list[Sheet]:
    """In the other process: within the time for one file."""
    _limit_work()
    return sheets_of(Path(path), Path(path).read_bytes())


def _begin(memory: int) -> None:
    """In the other process, first of all: its share of memory; what a dying reader prints is for nobody."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if sys.platform == "win32":
        _in_a_job(memory)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_work() -> None:
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + 1 + SECONDS_OF_WORK
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


_job: object = None
"""Kept as long as the process lives: a job without a handle is none."""


def _in_a_job(memory: int) -> None:
    """Windows keeps a process within a job's memory."""
    import win32api
    import win32job

    global _job
    _job = win32job.CreateJobObject(None, "")
    limits = win32job.QueryInformationJobObject(_job, win32job.JobObjectExtendedLimitInformation)
    limits["BasicLimitInformation"]["LimitFlags"] |= win32job.JOB_OBJECT_LIMIT_PROCESS_MEMORY
    limits["ProcessMemoryLimit"] = memory
    win32job.SetInformationJobObject(_job, win32job.JobObjectExtendedLimitInformation, limits)
    win32job.AssignProcessToJobObject(_job, win32api.GetCurrentProcess())
