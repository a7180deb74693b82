"""The originals of all returns, used or not, kept below luu/ by unit and hash; beside them what came with a return."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qcdc_xl import vietnamese
from qcdc_xl.folder.names import safe_name
from qcdc_xl.folder.originals import keep
from qcdc_xl.intake.recognised import What
from qcdc_xl.master.sources import archive_path
from qcdc_xl.model.received import Received
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.inbox import InInbox, with_waiting

OF_NOBODY = "khong-ro"
"""Where originals are kept that do not say whose they are, or name a unit that nobody knows."""


def keep_originals(master: Path, found: InInbox) -> InInbox:
    """Keep the original of every return; those whose bytes are no longer what was read wait for the next run."""
    changed = [file for file in found.files if not _keep(master, found, file)]
    return with_waiting(found, changed) if changed else found


def _keep(master: Path, found: InInbox, file: Received) -> bool:
    target = master.parent / original_of(found.book, file)
    return bool(file.sha256) and keep(found.paths[file.file], target, file.sha256)


def original_of(book: BookAt, file: Received) -> str:
    """Where a return's original is kept, from the working folder. What a file says of its unit leads nowhere else."""
    unit = file.unit if file.unit in book.catalogue.unit else OF_NOBODY
    return archive_path(book.catalogue.period.code, unit, file.sha256, file.file)


def keep_beside(master: Path, found: InInbox) -> None:
    """Keep what came with a return, a signed PDF or a photo, beside its original: "HASH kem ban ky.pdf".

    What lies in the same letter, archive or folder as the returns of one unit came with them; elsewhere a name that begins
    like a return's does.
    """
    returns = [file for file in found.files if file.unit in found.book.catalogue.unit and file.sha256]
    for other in found.others:
        if other.sha256 and other.findings[0].values.get("what") in _SHOWN:
            for file in _came_with(other.file, returns):
                original = master.parent / original_of(found.book, file)
                name = safe_name(f"{original.stem} kem {other.file.rpartition('/')[2]}", 150)
                keep(found.paths[other.file], original.with_name(name), other.sha256)


def _came_with(name: str, returns: Sequence[Received]) -> list[Received]:
    folder, _, last = name.rpartition("/")
    near = [file for file in returns if folder and file.file.rpartition("/")[0] == folder]
    if len({file.unit for file in near}) != 1:
        near = [file for file in returns if _alike(last, file.file.rpartition("/")[2])]
    return near if len({file.unit for file in near}) == 1 else []


def _alike(one: str, other: str) -> bool:
    short, long = sorted((vietnamese.fold(Path(n).stem) for n in (one, other)), key=len)
    return len(short) >= _LIKENESS and long.startswith(short)


_SHOWN = (What.PDF, What.PICTURE)
_LIKENESS = 5
"""So many letters must be the same from the beginning on."""
