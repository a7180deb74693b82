"""``rebuild``: a master anew from the originals in luu/ and what is written down beside them, with the same numbers."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from qcdc_xl.checks.unusual import unusual
from qcdc_xl.choose import distinct
from qcdc_xl.folder.journal import read_decisions, read_log
from qcdc_xl.folder.lock import alone
from qcdc_xl.folder.originals import sha256_of
from qcdc_xl.folder.places import ACCEPTED
from qcdc_xl.intake.recognised import WORKBOOKS
from qcdc_xl.model import LogRow
from qcdc_xl.model.finding import Finding
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.desk import ClosedDesk
from qcdc_xl.verbs.earlier_forms import learn
from qcdc_xl.verbs.init import MASTER, init
from qcdc_xl.verbs.open_master import on_view, open_book
from qcdc_xl.verbs.outcome import Outcome, settle
from qcdc_xl.verbs.progress import Progress, silent
from qcdc_xl.verbs.returned_files import read_returns, with_rules
from qcdc_xl.verbs.whole import with_whole


@dataclass(frozen=True)
class Rebuilt:
    """The new master, the periods that it holds, and how many returns are in use."""

    period: str
    master: Path
    periods: tuple[str, ...]
    accepted: int
    findings: tuple[Finding, ...]

    def told(self) -> str:
        """What was made of what."""
        return (
            f"Đã lập lại sổ tổng hợp “{self.master}” từ báo cáo gốc của {len(self.periods)} kỳ: {self.accepted} báo cáo được dùng. "
            "Đối chiếu với bản in trước đó rồi dùng tiếp."
        )


def rebuild(
    folder: Path,
    now: datetime.datetime,
    catalogue: Path | None = None,
    progress: Progress = silent,
    period: str = "",
) -> Rebuilt:
    """A master anew in a working folder that has lost it; nothing is written over. ``period``: the working period."""
    target = folder / MASTER
    periods = sorted(p.parent.name for p in folder.glob(f"*/{ACCEPTED}") if _originals(p))
    if target.exists():
        raise Trouble(
            f"Thư mục “{folder}” còn tệp “{MASTER}”. Đổi tên hoặc chuyển tệp đó đi nếu sổ đã hỏng, rồi làm lại."
        )
    if not periods:
        raise Trouble(f"Thư mục “{folder}” không có báo cáo gốc nào (thư mục KỲ/luu). Kiểm tra đường dẫn.")
    with alone(target):
        aside = folder / f".qcdc.{os.getpid()}.tmp.xlsm"
        try:
            made = _made(init(folder, now, catalogue, period, aside.name).master, now, periods, progress)
            os.replace(aside, target)
        finally:
            aside.unlink(missing_ok=True)
    return replace(made, master=target)


def _made(master: Path, now: datetime.datetime, periods: Iterable[str], progress: Progress) -> Rebuilt:
    desk = ClosedDesk(master)
    working = open_book(desk, now.date()).catalogue.period.code
    known = {p.code for p in open_book(desk, now.date()).book.catalogue.periods}
    done = [code for code in periods if code in known]
    accepted = 0
    findings: list[Finding] = []
    for code in sorted(done, key=lambda code: code == working):  # what is on view last
        outcome = _settled(learn(open_book(desk, now.date(), code), master), master, now, progress)
        desk.fill(on_view(outcome.book), now, "")
        accepted += len(outcome.book.accepted)
        findings += outcome.findings
    return Rebuilt(working, master, tuple(done), accepted, tuple(findings))


def _settled(book: BookAt, master: Path, now: datetime.datetime, progress: Progress) -> Outcome:
    """One period's returns chosen as before: by the log and the clerk's word, as they were written down."""
    folder = master.parent / book.catalogue.period.code / ACCEPTED
    log = read_log(folder)
    book = replace(book, log=(*book.log, *log), decisions=read_decisions(folder))
    names = {row.sha256: row.file for row in log}
    named = {p: names.get(p.stem, f"{p.parent.name}/{p.name}") for p in _originals(folder)}
    book, files = read_returns(book, master, named, progress)
    outcome = settle(book, tuple(with_rules(book, distinct(files))), len(files), now)
    book = _received_then(outcome.book, log)
    return replace(outcome, book=with_whole(book, unusual(book.returns)))


def _received_then(book: BookAt, log: Iterable[LogRow]) -> BookAt:
    """The receipts with the times at which the returns in use came in."""
    when: dict[str, datetime.datetime] = {}
    for row in log:
        when.setdefault(row.sha256, row.time)
    used = {unit: when.get(s.sha256) for unit, s in book.accepted.items()}
    receipts = {
        unit: replace(receipt, received=used.get(unit) or receipt.received)
        for unit, receipt in book.receipts.items()
    }
    return replace(book, receipts=receipts)


def _originals(folder: Path) -> list[Path]:
    """The originals that are whole: damaged ones make no numbers."""
    found = (p for p in sorted(folder.glob("*/*")) if p.suffix in WORKBOOKS)
    return [p for p in found if sha256_of(p) == p.stem]
