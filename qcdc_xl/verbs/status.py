"""``status``: who has handed in, who is late, what is wrong: as the last consolidation left it, and what has come since."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from qcdc_xl.choose import distinct, in_order_of_change
from qcdc_xl.folder.originals import sha256_of
from qcdc_xl.folder.places import ACCEPTED, inbox_files, names_below
from qcdc_xl.folder.useless import known_useless
from qcdc_xl.model import Receipt
from qcdc_xl.model.finding import errors
from qcdc_xl.model.received import Received
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.clerks_word import clerk, signed
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.progress import Progress, silent
from qcdc_xl.verbs.returned_files import inbox_of, read_returns, with_rules


def status(
    master: Path | Desk, now: datetime.datetime, period: str = "", progress: Progress = silent
) -> BookAt:
    """The master's book, with the decisions typed signed, and with the returns that lie in the inbox and are not known yet
    in the receipts of their units; only these are read. Nothing is written."""
    desk = desk_of(master)
    book = signed(open_book(desk, now.date(), period), now, clerk())
    return arrived(book, _new_in_inbox(book, desk.path, progress))


def _new_in_inbox(book: BookAt, master: Path, progress: Progress) -> list[Received]:
    """The returns in the inbox whose bytes neither the log nor a receipt knows, read and checked."""
    inbox = inbox_of(master, book)
    known = {row.sha256 for row in book.own_log} | {r.sha256 for r in book.receipts.values()}
    known |= {used.sha256 for used in book.accepted.values()}
    named = names_below(inbox, inbox_files(inbox))
    new = {path: name for path, name in named.items() if (sha := sha256_of(path)) and sha not in known}
    if not new:
        return []
    useless = known_useless(master.parent / book.catalogue.period.code / ACCEPTED)
    book, read = read_returns(book, master, new, progress, useless)
    return with_rules(book, distinct(f for f in read if f.submission))


def arrived(book: BookAt, files: Iterable[Received]) -> BookAt:
    """The book with returns in the receipts of their units, the newest of each: it waits, or has errors."""
    receipts = dict(book.receipts)
    for file in sorted(files, key=in_order_of_change):
        if file.unit in book.catalogue.unit and not file.of_another_period:
            before = receipts.get(file.unit, Receipt(file.unit))
            wrong = len(errors(file.findings))
            receipts[file.unit] = replace(before, errors=wrong, file=file.file, sha256=file.sha256)
    return replace(book, receipts=receipts)
