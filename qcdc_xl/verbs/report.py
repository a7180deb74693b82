"""``report``: the Word report, and what changed since the last draft."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import partial
from pathlib import Path

from qcdc_xl.folder.lock import alone
from qcdc_xl.folder.places import REPORT
from qcdc_xl.folder.whole import new_file, write_whole
from qcdc_xl.report.reported import Reported
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.open_master import on_view, open_master
from qcdc_xl.verbs.progress import Progress, silent
from qcdc_xl.verbs.whole import with_whole

_ALSO_TOLD = ("RULE_BROKEN", "VALUE_OVERTYPED", "CATALOGUE_CODE_UNKNOWN")
"""Told with a report besides what is wrong with its texts: totals that do not agree, cells typed over, sections
that no table has."""


def report(
    master: Path | Desk,
    now: datetime.datetime,
    out: Path | None = None,
    template: Path | None = None,
    pdf: bool = True,
    progress: Progress = silent,
    period: str = "",
) -> Reported:
    """The Word report into PERIOD/bao-cao/, or to ``out``; the master keeps what it said, to compare the next.

    A report once written is never written over, people go on in it: each has a name of its own. ``template``:
    a .docx whose styles and margins are used; without it ``mau-bao-cao.docx`` beside the master, or the shipped.
    """
    desk = desk_of(master)
    desk.ready()
    with alone(desk.path):
        return _report(desk, now, out, template, pdf, progress, period)


def _report(
    desk: Desk,
    now: datetime.datetime,
    out: Path | None,
    template: Path | None,
    pdf: bool,
    progress: Progress,
    period: str,
) -> Reported:
    from qcdc_xl.report import changes, export

    progress("đang soạn báo cáo", 0, 1)
    read = open_master(desk, now.date(), period)
    book = read.book
    assert book is not None
    own = desk.path.with_name(export.TEMPLATE)
    if out is not None and out.suffix.lower() != ".docx":
        raise Trouble(f"Tên tệp báo cáo “{out.name}” phải có đuôi .docx. Sửa tên rồi chạy lại.")
    if template is not None and not template.is_file():
        raise Trouble(f"Không thấy mẫu báo cáo “{template}”. Kiểm tra đường dẫn.")
    told, findings = export.prepare(book, desk.contents(), template or (own if own.is_file() else None))
    whole = [
        f for f in with_whole(replace(book, findings=()), read.findings).findings if f.code in _ALSO_TOLD
    ]
    findings = (*whole, *findings)
    if told is None:
        return Reported(book, None, None, "", "", (), findings)
    folder = desk.path.parent / book.catalogue.period.code / REPORT
    target = out or folder / export.next_name(folder, book.catalogue.period.code, bool(told.story.draft))
    said = changes.said(book, now, told.story.draft)
    since = changes.when(book.said, book.catalogue.period.code)
    changed = changes.changes(book.said, said) if since else ()
    with new_file(target):
        write_whole(target, partial(told.write, now=now))
        progress("đang soạn báo cáo", 1, 1)
        desk.fill(
            on_view(replace(book, said=said, changes=changed)), now, "", ("changes", "draft", "kept_drafts")
        )
    beside = export.pdf_beside(target, progress) if pdf else None
    return Reported(book, target, beside, told.story.draft, since, changed, findings)
