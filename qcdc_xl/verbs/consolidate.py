"""``consolidate``: everything in the inbox read, checked, chosen and filled into the master; ``rehearse`` writes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qcdc_xl.checks.unusual import unusual
from qcdc_xl.choose import distinct
from qcdc_xl.folder.journal import write_journal
from qcdc_xl.folder.lock import alone
from qcdc_xl.folder.places import ACCEPTED, RETURNED
from qcdc_xl.folder.useless import known_useless, write_down
from qcdc_xl.master.read import Read
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.clerks_word import clerk, signed
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.earlier_forms import learn
from qcdc_xl.verbs.inbox import read_inbox
from qcdc_xl.verbs.kept import keep_beside, keep_originals
from qcdc_xl.verbs.open_master import on_view, open_master
from qcdc_xl.verbs.outcome import Outcome, settle
from qcdc_xl.verbs.progress import Progress, silent
from qcdc_xl.verbs.returned_files import inbox_of, with_rules
from qcdc_xl.verbs.send_back import send_back, take_away_old
from qcdc_xl.verbs.verify import a_few
from qcdc_xl.verbs.whole import with_whole


def consolidate(
    master: Path | Desk,
    now: datetime.datetime,
    inbox: Path | None = None,
    progress: Progress = silent,
    period: str = "",
) -> Outcome:
    """Read everything in the inbox, check it, and fill the master: all of it or nothing."""
    desk = desk_of(master)
    desk.ready()
    with alone(desk.path):
        updated = desk.outdated()
        read = open_master(desk, now.date(), period)
        if updated and read.book:
            read = replace(read, book=learn(read.book, desk.path))
        if read.book:
            read = replace(read, book=signed(read.book, now, clerk()))
        outcome, paths = _settled(desk, read, now, inbox, progress, keeping=True)
        back = desk.path.parent / outcome.book.catalogue.period.code / RETURNED
        answers = send_back(back, outcome.book, outcome.rejected, now, progress)
        progress("đang điền sổ tổng hợp", 0, 1)
        desk.fill(on_view(outcome.book), now, "tổng hợp")
        progress("đang điền sổ tổng hợp", 1, 1)
        write_journal(back.with_name(ACCEPTED), outcome.book.own_log, outcome.book.decisions)
        take_away_old(back, answers, outcome.book, paths, inbox is None)
        return replace(outcome, updated=updated)


def rehearse(
    master: Path | Desk,
    now: datetime.datetime,
    inbox: Path | None = None,
    progress: Progress = silent,
    period: str = "",
) -> Outcome:
    """What ``consolidate`` would make of the inbox now; nothing is written."""
    desk = desk_of(master)
    return _settled(desk, open_master(desk, now.date(), period), now, inbox, progress)[0]


def _settled(
    desk: Desk,
    read: Read,
    now: datetime.datetime,
    inbox: Path | None,
    progress: Progress,
    keeping: bool = False,
) -> tuple[Outcome, Mapping[str, Path]]:
    """The inbox read, checked and settled, with the findings about the whole; and its files by their names. ``keeping``: the originals are kept first, so
    that the master never says what they do not; one that is changed meanwhile waits."""
    assert read.book is not None
    folder = inbox or inbox_of(desk.path, read.book)
    if not folder.is_dir():
        raise Trouble(
            f"Không thấy thư mục nhận báo cáo “{folder}”. Tạo thư mục và đặt các tệp nhận được vào đó."
        )
    kept = desk.path.parent / read.book.catalogue.period.code / ACCEPTED
    found = read_inbox(read.book, desk.path, folder, now, progress, known_useless(kept))
    if keeping:
        found = keep_originals(desk.path, found)
        keep_beside(desk.path, found)
        write_down(kept, found.others)
        found = replace(found, findings=(*found.findings, *a_few(found.book, desk.path, now)))
    outcome = settle(found.book, tuple(with_rules(found.book, distinct(found.files))), len(found.files), now)
    outcome = replace(outcome, waiting=found.waiting)
    odd = unusual(outcome.book.returns)
    whole = with_whole(outcome.book, (*found.findings, *read.findings, *odd))
    return replace(outcome, book=whole), found.paths
