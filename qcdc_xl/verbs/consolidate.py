"""``consolidate``: everything in the inbox read, checked, chosen and filled into the master; ``rehearse`` writes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qcdc_xl.choose import distinct
from qcdc_xl.folder.lock import alone
from qcdc_xl.folder.originals import keep, sha256_of
from qcdc_xl.folder.places import RETURNED, inbox_files, name_below
from qcdc_xl.master.read import Read
from qcdc_xl.master.sources import archive_path
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.clerks_word import clerk, signed
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.earlier_forms import learn
from qcdc_xl.verbs.open_master import on_view, open_master
from qcdc_xl.verbs.outcome import Outcome, settle
from qcdc_xl.verbs.progress import Progress, silent
from qcdc_xl.verbs.returned_files import inbox_of, read_returns, with_rules
from qcdc_xl.verbs.send_back import send_back, take_away_old
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
        outcome, paths = _settled(desk, read, now, inbox, progress)
        _keep(desk.path, outcome, paths)
        back = desk.path.parent / outcome.book.catalogue.period.code / RETURNED
        answers = send_back(back, outcome.book, outcome.rejected, now, progress)
        progress("đang điền sổ tổng hợp", 0, 1)
        desk.fill(on_view(outcome.book), now, "tổng hợp")
        progress("đang điền sổ tổng hợp", 1, 1)
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
    desk: Desk, read: Read, now: datetime.datetime, inbox: Path | None, progress: Progress
) -> tuple[Outcome, Mapping[str, Path]]:
    """The inbox read, checked and settled, with the findings about the whole; and its files by their names."""
    assert read.book is not None
    folder = inbox or inbox_of(desk.path, read.book)
    if not folder.is_dir():
        raise Trouble(
            f"Không thấy thư mục nhận báo cáo “{folder}”. Tạo thư mục và đặt các tệp nhận được vào đó."
        )
    named = {path: name_below(folder, path) for path in inbox_files(folder)}
    book, files = read_returns(read.book, desk.path, named, progress)
    outcome = settle(book, tuple(with_rules(book, distinct(files))), len(named), now)
    whole = replace(outcome, book=with_whole(outcome.book, read.findings))
    return whole, {name: path for path, name in named.items()}


def _keep(master: Path, outcome: Outcome, paths: Mapping[str, Path]) -> None:
    """Keep the originals of what was accepted."""
    period = outcome.book.catalogue.period.code
    for file in outcome.accepted:
        if sha256_of(paths[file.file]) != file.sha256:
            raise Trouble(f"Tệp “{file.file}” bị thay đổi trong khi đang đọc. Chạy lại khi đã sao chép xong.")
        keep(paths[file.file], master.parent / archive_path(period, file.unit, file.sha256, file.file))
