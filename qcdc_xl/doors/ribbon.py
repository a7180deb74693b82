"""Excel's door: the ribbon's buttons. One function a verb on the open workbook; one message at the end.

VBA hands a button's id to :func:`click`. Nothing heavy is imported before a verb needs it: people wait.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import time
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, TypeVar

import xlwings as xw

import qcdc_xl
from qcdc_xl.shipped import is_newer, is_older
from qcdc_xl.unloadable import TITLE

if TYPE_CHECKING:
    from qcdc_xl.excel.desk import OpenDesk
    from qcdc_xl.excel.screen import StatusBar
    from qcdc_xl.totals.book_at import BookAt

T = TypeVar("T")
_SHOWN = 12
"""How many findings a message shows."""
_UNTIL_VBA_ENDS = 1.0
"""Seconds that another process gives the click to end; VBA has only to put Excel's settings back."""


@dataclass(frozen=True)
class Answer:
    """What people are told: what was done, how many errors and warnings, what to click next.

    ``opens`` is a folder or file that can be opened at once; ``table`` is the marked table whose sheet is shown.
    """

    text: str
    good: bool = True
    opens: Path | None = None
    table: str = ""

    @property
    def mode(self) -> Literal["info", "critical"]:
        """The sign beside the text."""
        return "info" if self.good else "critical"


@dataclass(frozen=True)
class Clerk:
    """What a verb works with: the open master, the status bar, the clock."""

    desk: OpenDesk
    progress: StatusBar
    now: datetime.datetime

    @property
    def app(self) -> xw.App:
        """Excel."""
        return self.desk.book.app

    def refill(self, book: BookAt, only: Container[str], what: str = "") -> None:
        """Fill some tables of the open master."""
        from qcdc_xl.folder.lock import alone

        with alone(self.desk.path):
            self.desk.fill(book, self.now, what, only)


def forms(clerk: Clerk) -> Answer:
    """*Tạo biểu mẫu*: a blank form for every unit."""
    from qcdc_xl.verbs.forms import forms as make_forms

    made = make_forms(clerk.desk, clerk.now, progress=clerk.progress)
    if not made.forms:
        return Answer(f"{made.told()} Xem danh mục đơn vị và kỳ báo cáo.", False)
    return Answer(
        f"{made.told()}\n\nViệc tiếp theo: gửi mỗi tệp cho đơn vị ghi ở tên tệp.",
        opens=made.folder,
    )


def receive(clerk: Clerk) -> Answer:
    """*Nhận báo cáo*: copy returned files that people choose into the inbox, and check them."""
    from qcdc_xl.verbs.receive import receive as take

    picked = clerk.app.api.GetOpenFilename(
        FileFilter="Báo cáo (*.xls*;*.ods),*.xls*;*.ods,Mọi tệp (*.*),*.*",
        Title="Chọn các báo cáo nhận được",
        MultiSelect=True,
    )
    if not picked:
        return Answer("Chưa chọn tệp nào; không có gì thay đổi.")
    taken = take(clerk.desk, [Path(name) for name in picked], clerk.now, clerk.progress)
    then = ", rồi gửi trả các báo cáo có lỗi (xem trang Kiểm tra)." if taken.faulty else "."
    return Answer(
        f"{taken.told()}\n\nViệc tiếp theo: bấm Tổng hợp{then}",
        good=not taken.faulty,
    )


def status(clerk: Clerk) -> Answer:
    """*Tiến độ*: who has handed in as of today."""
    from qcdc_xl.master.tables.summary import counts_of, next_step
    from qcdc_xl.model import DECIDED
    from qcdc_xl.verbs.status import status as read_status

    book = read_status(clerk.desk, clerk.now, progress=clerk.progress)
    decided = any(row.time == clerk.now and row.outcome == DECIDED for row in book.log)
    stored = ("decisions", "amendments", "log") if decided else ()
    clerk.refill(book, ("summary", "progress", *stored), "quyết định" if decided else "")
    counts = counts_of(book)
    late = f", trong đó {counts['overdue']} quá hạn" if counts["overdue"] else ""
    return Answer(
        f"{book.catalogue.period.label}: đã nhận {counts['received']}/{counts['expected']} đơn vị; {counts['faulty']} đơn vị có lỗi; "
        f"{counts['missing']} đơn vị chưa nộp{late}.\n\nViệc tiếp theo: {next_step(counts)}",
        table="progress",
    )


def check(clerk: Clerk) -> Answer:
    """*Kiểm tra*: what consolidating would find now; totals do not change."""
    from qcdc_xl.model.finding import errors, unanswered
    from qcdc_xl.verbs.consolidate import rehearse
    from qcdc_xl.verbs.open_master import open_book

    outcome = rehearse(clerk.desk, clerk.now, progress=clerk.progress)
    if not outcome.received:
        return Answer(
            "Chưa có báo cáo nào trong thư mục nhận.\n\nViệc tiếp theo: bấm Nhận báo cáo rồi chọn các tệp đã nhận.",
            False,
        )
    present = open_book(clerk.desk, clerk.now.date())
    clerk.refill(replace(present, findings=outcome.findings), ("across", "findings"))
    faults = len(unanswered(outcome.findings))
    good = outcome.received - len(outcome.rejected) - len(outcome.superseded) - len(outcome.set_aside)
    return Answer(
        f"Đã kiểm tra {outcome.received} tệp: {good} tệp dùng được, {len(outcome.rejected)} tệp có lỗi, {len(outcome.superseded)} bản cũ. "
        f"{faults} lỗi, {len(outcome.findings) - len(errors(outcome.findings))} cảnh báo, ghi ở trang Kiểm tra. Số liệu tổng hợp chưa thay đổi.\n\nViệc tiếp theo: bấm Tổng hợp.",
        good=not faults,
        table="findings",
    )


def consolidate(clerk: Clerk) -> Answer:
    """*Tổng hợp*: read, check, add up, fill."""
    from qcdc_xl.master.tables.summary import counts_of, next_step
    from qcdc_xl.model.finding import errors, unanswered
    from qcdc_xl.verbs.consolidate import consolidate as consolidate_inbox

    outcome = consolidate_inbox(clerk.desk, clerk.now, progress=clerk.progress)
    faults = len(unanswered(outcome.findings))
    return Answer(
        f"{outcome.told()} Sổ có báo cáo của {outcome.held} đơn vị và đã được lưu.\n"
        f"{faults} lỗi, {len(outcome.findings) - len(errors(outcome.findings))} cảnh báo, ghi ở trang Kiểm tra.\n\nViệc tiếp theo: {next_step(counts_of(outcome.book))}",
        good=not faults,
        table="findings" if faults else "progress",
    )


def footnotes(clerk: Clerk) -> Answer:
    """*Điền chú thích*: figures and footnotes anew, after staff have changed their texts."""
    from qcdc_xl.verbs.footnotes import footnotes as fill_footnotes

    clerk.desk.ready()
    filled = fill_footnotes(clerk.desk, clerk.now)
    clerk.refill(filled.book, ("figures", "footnotes"), "điền chú thích")
    more = "".join(f"\n• {line}" for line in _lines(filled.findings))
    return Answer(
        filled.told()
        + (f"\n\nCần xem lại:{more}" if more else "\n\nViệc tiếp theo: đọc lại trang Chú thích."),
        good=not filled.findings,
        table="footnotes",
    )


def report(clerk: Clerk) -> Answer:
    """*Xuất báo cáo Word*: the whole report from *Nội dung*, with native footnotes, and what changed."""
    from qcdc_xl.verbs.report import report as write_report

    made = write_report(clerk.desk, clerk.now, progress=clerk.progress)
    lines = _lines(made.findings, _SHOWN // 2)
    wrong = "\n\nCần xem lại:" + "".join(f"\n• {line}" for line in lines) if lines else ""
    if made.file is None:
        return Answer("\n".join(made.told(_SHOWN // 2)) + wrong, False)
    then = "nhắc các đơn vị chưa nộp, tổng hợp rồi xuất lại" if made.draft else "đọc lại, trình ký"
    return Answer(
        "\n".join(made.told(_SHOWN // 2)) + wrong + f"\n\nViệc tiếp theo: mở báo cáo bằng Word, {then}.",
        good=not lines,
        opens=made.file,
        table="changes" if made.changes else "",
    )


def undo(clerk: Clerk) -> Answer:
    """*Hoàn tác*: the master as it was before the last fill, in place of the open one."""
    from qcdc_xl.verbs.undo import last_backup

    clerk.desk.ready()
    last = last_backup(clerk.desk.path)
    asked = f"Lấy lại sổ như trước lần điền {last}? Sổ hiện tại vẫn được giữ trong thư mục “sao-luu”."
    if clerk.app.alert(asked, TITLE, "yes_no", "info") != "yes":
        return Answer("Không hoàn tác; sổ giữ nguyên.")
    return _closed_meanwhile(clerk, "finish_undo", _take_back)


def _take_back(clerk: Clerk) -> Answer:
    from qcdc_xl.verbs.undo import last_backup
    from qcdc_xl.verbs.undo import undo as take_back

    last = last_backup(clerk.desk.path)
    undone = _reopened(clerk, take_back)
    return Answer(
        f"Đã hoàn tác lần điền {last}: sổ trở lại như trước đó. {undone.told()}",
        table="progress",
    )


def _brought_up_to_date(clerk: Clerk) -> Answer:
    from qcdc_xl.verbs.update import update

    done = _reopened(clerk, lambda path: update(path, clerk.now))
    return Answer(f"{done.told()}\n\nViệc tiếp theo: bấm lại nút vừa bấm.")


def _closed_meanwhile(clerk: Clerk, finish: str, work: Callable[[Clerk], Answer]) -> Answer:
    """Work that needs the workbook closed.

    Excel may fail if a workbook is closed while its own VBA waits for us. So a click only asks, and another
    process (``finish``) does the rest when the click is over.
    """
    if not any(argument.startswith("--from_xl") for argument in sys.argv):
        return work(clerk)
    _start_another(f"import qcdc_xl.ribbon; qcdc_xl.ribbon.{finish}()")
    return Answer("")


def _reopened(clerk: Clerk, work: Callable[[Path], T]) -> T:
    """Save and close the workbook, do something to the file, open it again whatever happens."""
    path, app = clerk.desk.path, clerk.app
    clerk.desk.book.api.Save()
    clerk.desk.book.close()
    try:
        return work(path)
    finally:
        clerk.desk.reopened(app.books.open(str(path)))


def _start_another(code: str) -> None:
    """Another Python, without a window, that finds the same workbook: it gets what xlwings was started with."""
    subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", code, *sys.argv[1:]],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _or_update(version: str, verb: Callable[[Clerk], Answer]) -> Callable[[Clerk], Answer]:
    """A verb in a workbook of an earlier program: it is offered to be brought up to date first."""

    def ask(clerk: Clerk) -> Answer:
        asked = f"Sổ này do phiên bản {version} tạo, chương trình trên máy là phiên bản {qcdc_xl.__version__}. Cập nhật sổ ngay? Sổ sẽ được lưu, đóng, cập nhật rồi mở lại; bản hiện nay được giữ trong thư mục “sao-luu”. Chọn Không để làm tiếp với sổ như hiện nay."
        if clerk.app.alert(asked, TITLE, "yes_no", "info") != "yes":
            return verb(clerk)
        clerk.desk.ready()
        return _closed_meanwhile(clerk, "finish_update", _brought_up_to_date)

    return ask


VERBS: Mapping[str, Callable[[Clerk], Answer]] = {
    verb.__name__: verb for verb in (forms, receive, status, check, consolidate, undo, footnotes, report)
}
"""What each button does, by its id."""


def click(button: str, version: str) -> None:
    """A button of the ribbon was clicked, in a workbook made by this version of the program."""
    now = datetime.datetime.now().replace(microsecond=0)
    book = _caller(now)
    _tell(book.app, answer(book, button, version, now))


def finish_undo() -> None:
    """What is left of *Hoàn tác* when the click is over and no VBA waits any more."""
    _finish(_take_back)


def finish_update() -> None:
    """What is left of bringing an older workbook up to date when the click is over."""
    _finish(_brought_up_to_date)


def _finish(work: Callable[[Clerk], Answer]) -> None:
    time.sleep(_UNTIL_VBA_ENDS)
    now = datetime.datetime.now().replace(microsecond=0)
    book = _caller(now)
    app = book.app
    _tell(app, _answer(book, work, now))


def _caller(now: datetime.datetime) -> xw.Book:
    """The workbook whose button was clicked."""
    from qcdc_xl.excel.screen import be_patient_for_a_while

    be_patient_for_a_while()
    try:
        return xw.Book.caller()
    except Exception:
        _say_plainly(now)


def _tell(app: xw.App, answered: Answer) -> None:
    """The one message at the end."""
    from qcdc_xl.excel.screen import alert

    if not answered.text:
        return
    what = "báo cáo" if answered.opens and answered.opens.suffix else "thư mục"
    if answered.opens is None or not hasattr(os, "startfile"):
        alert(app, answered.text, TITLE, "ok", answered.mode)
    elif alert(app, f"{answered.text}\n\nMở {what} này ngay?", TITLE, "yes_no", answered.mode):
        os.startfile(answered.opens)


def _say_plainly(now: datetime.datetime) -> NoReturn:
    """Excel cannot be reached: xlwings shows what stands on the error stream, letters without accents only.

    So the folder is not spelt out: it has the person's name in it.
    """
    from qcdc_xl.doors.crash import write_log

    sys.stderr.write(
        f"Khong ket noi duoc voi Excel. Dong Excel, mo lai so roi bam lai. Chi tiet: tep {write_log(now).name} trong thu muc %TEMP%\n"
    )
    sys.exit(1)


def answer(book: xw.Book, button: str, version: str, now: datetime.datetime) -> Answer:
    """Do what a button says, on an open workbook; every failure becomes a Vietnamese sentence."""
    if is_newer(version):
        from qcdc_xl.trouble import OlderProgram

        return Answer(str(OlderProgram(version, qcdc_xl.__version__)), False)
    verb = VERBS[button]
    if is_older(version) and verb is not undo:
        verb = _or_update(version, verb)
    return _answer(book, verb, now)


def _answer(book: xw.Book, verb: Callable[[Clerk], Answer], now: datetime.datetime) -> Answer:
    from qcdc_xl.excel.desk import OpenDesk
    from qcdc_xl.excel.screen import StatusBar

    desk = None
    try:
        desk = OpenDesk(book)
        answered = verb(Clerk(desk, StatusBar(book.app), now))
        with suppress(Exception):  # the work is done; a hidden sheet must not make it look as if not
            desk.show(answered.table)
        if desk.unfiltered:
            more = f"\n\nĐã bỏ lọc ở trang {desk.unfiltered} để ghi được đủ các dòng."
            return replace(answered, text=answered.text + more)
        return answered
    except Exception as error:
        return _failed(error, now)
    finally:
        if desk is not None:
            desk.close()


def _failed(error: Exception, now: datetime.datetime) -> Answer:
    from qcdc_xl.doors.failures import failure
    from qcdc_xl.excel.screen import is_busy

    if is_busy(error):
        return Answer(
            "Excel đang bận: có ô đang nhập dở hoặc hộp thoại đang mở. Nhấn Enter hoặc Esc rồi bấm lại. Sổ không thay đổi.",
            False,
        )
    failed = failure(error, now)
    lines = "".join(f"\n• {line}" for line in _lines(failed.findings))
    return Answer(f"{failed.text} Đề nghị sửa các ô sau rồi bấm lại:{lines}" if lines else failed.text, False)


def _lines(findings: Sequence[object], shown: int = _SHOWN) -> list[str]:
    """Findings as lines with their places, the first few of them."""
    from qcdc_xl.model.finding import Finding, message

    known = [f for f in findings if isinstance(f, Finding)]
    lines = [": ".join(part for part in (str(f.place), message(f)) if part) for f in known[:shown]]
    return [*lines, f"… và {len(known) - shown} nội dung nữa."] if len(known) > shown else lines
