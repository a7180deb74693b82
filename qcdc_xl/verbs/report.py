"""``report``: the Word report, and what changed since the last draft."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qcdc_xl.folder.lock import alone
from qcdc_xl.folder.places import REPORT
from qcdc_xl.folder.whole import new_file, write_whole
from qcdc_xl.master.read import Read
from qcdc_xl.model.finding import Finding
from qcdc_xl.report.reported import Reported
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.before_opening import look_at_template
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.open_master import on_view, open_master
from qcdc_xl.verbs.progress import Progress, silent
from qcdc_xl.verbs.whole import with_whole

if TYPE_CHECKING:
    from qcdc_xl.report.export import Prepared

_ALSO_TOLD = (
    "RULE_BROKEN", "VALUE_OVERTYPED", "VALUE_AMENDED", "CATALOGUE_CODE_UNKNOWN", "CATALOGUE_CELL_ERROR",
)  # fmt: skip
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
    from qcdc_xl.report import export

    desk = desk_of(master)
    desk.ready()
    with alone(desk.path):
        progress("đang soạn báo cáo", 0, 1)
        book, told, findings = _prepared(desk, open_master(desk, now.date(), period), out, template)
        if told is None:
            return Reported(book, None, None, "", "", (), findings)
        made = _written(desk, book, told, out, now)
        progress("đang soạn báo cáo", 1, 1)
        beside = export.pdf_beside(made.file, progress) if pdf and made.file else None
        return replace(made, pdf=beside, findings=findings)


def _prepared(
    desk: Desk, read: Read, out: Path | None, template: Path | None
) -> tuple[BookAt, Prepared | None, tuple[Finding, ...]]:
    """What is to be written, and all that is found in preparing it; nothing to write where the template is no use."""
    from qcdc_xl.report import export

    if out is not None and out.suffix.lower() != ".docx":
        raise Trouble(f"Tên tệp báo cáo “{out.name}” phải có đuôi .docx. Sửa tên rồi chạy lại.")
    if template is not None and not template.is_file():
        raise Trouble(f"Không thấy mẫu báo cáo “{template}”. Kiểm tra đường dẫn.")
    assert read.book is not None
    own = desk.path.with_name(export.TEMPLATE)
    whole = with_whole(replace(read.book, findings=()), read.findings).findings
    of_files = tuple(f for f in read.book.findings if f.place.file and not f.in_master)
    used = template or (own if own.is_file() else None)
    if used is not None:
        look_at_template(used)
    told, findings = export.prepare(read.book, desk.contents(), used, (*of_files, *whole))
    return read.book, told, (*(f for f in whole if f.code in _ALSO_TOLD), *findings)


def _written(desk: Desk, book: BookAt, told: Prepared, out: Path | None, now: datetime.datetime) -> Reported:
    """The report as a new file, and in the master what it says; both or neither."""
    from qcdc_xl.report import changes, export

    code = book.catalogue.period.code
    folder = desk.path.parent / code / REPORT
    target = out or folder / export.next_name(folder, code, bool(told.story.draft))
    said, since = changes.said(book, now, told.story.draft), changes.when(book.said, code)
    changed = changes.changes(book.said, said) if since else ()
    with new_file(target):
        write_whole(target, partial(told.write, now=now))
        kept = on_view(replace(book, said=said, changes=changed, left=told.story.left))
        desk.fill(kept, now, "", ("changes", "draft", "kept_drafts", "leftovers"))
    return Reported(book, target, None, told.story.draft, since, changed, (), told.story.left)
