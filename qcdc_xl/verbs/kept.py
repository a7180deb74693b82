"""The originals of all returns, used or not, kept below luu/ by unit and hash; beside them what came with a return."""

from __future__ import annotations

from pathlib import Path

from qcdc_xl.folder.originals import keep
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
