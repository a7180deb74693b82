"""What choosing means for the book: the returns in use, receipts, lines of the log, findings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from qcdc_xl import __version__
from qcdc_xl.checks.reported import reported
from qcdc_xl.choose import Choice, choose, in_order_of_change, usable
from qcdc_xl.model import (
    ACCEPTED,
    ACCEPTED_WITH_ERRORS,
    DECIDED,
    LEFT,
    REJECTED,
    REPLACED,
    SUPERSEDED,
    LogRow,
    Receipt,
    Submission,
)
from qcdc_xl.model.decision import ACCEPTING
from qcdc_xl.model.finding import Finding, Place, errors, finding, message
from qcdc_xl.model.received import Received
from qcdc_xl.totals.book_at import BookAt, recounted
from qcdc_xl.values import kinds_of
from qcdc_xl.verbs.clerks_word import withdrawn, without_ended

UPDATED = f"Sổ tổng hợp đã được cập nhật theo phiên bản {__version__} của chương trình; bản trước khi cập nhật nằm trong thư mục “sao-luu”."


@dataclass(frozen=True)
class Outcome:
    """What a run of consolidation makes of the inbox: the new book, and the files by what became of them."""

    book: BookAt
    accepted: tuple[Received, ...] = ()
    rejected: tuple[Received, ...] = ()
    superseded: tuple[Received, ...] = ()
    set_aside: tuple[Received, ...] = ()
    received: int = 0
    waiting: tuple[str, ...] = ()
    """The names of what was being copied or open elsewhere; the next run reads it."""
    updated: bool = False
    """Whether the master was of an earlier program and has been brought up to date on the way."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the run."""
        return self.book.findings

    @property
    def missing(self) -> tuple[str, ...]:
        """The units whose return is neither in nor excused, in the catalogue's order."""
        units = (u.code for u in self.book.catalogue.reporting_units)
        return tuple(u for u in units if u not in self.book.accepted and u not in self.book.not_expected)

    @property
    def accepted_with_errors(self) -> tuple[Received, ...]:
        """Those of the accepted files that have errors, by word of the clerk."""
        return tuple(f for f in self.accepted if f.faulty)

    def told(self) -> str:
        """What became of the files."""
        with_errors, aside = len(self.accepted_with_errors), len(self.set_aside)
        more = f" (trong đó {with_errors} báo cáo còn lỗi, nhận theo quyết định)" if with_errors else ""
        left = f", để lại theo quyết định {aside}" if aside else ""
        files = f"Đã đọc {self.received} tệp: nhận {len(self.accepted)}{more}, trả lại {len(self.rejected)}, bản cũ {len(self.superseded)}{left}."
        if self.waiting:
            files += f" Để lần sau {len(self.waiting)} tệp đang mở hoặc đang được sao chép."
        return f"{files} {UPDATED}" if self.updated else files

    @property
    def held(self) -> str:
        """How many units are in: "33/34"."""
        return f"{len(self.book.accepted)}/{len(self.book.catalogue.reporting_units)}"


def settle(book: BookAt, files: tuple[Received, ...], received: int, now: datetime.datetime) -> Outcome:
    """Choose each unit's return among distinct checked files and write the book anew."""
    word = {d.sha256: d.decision for d in book.decided.decisions if d.sha256}
    out = {f.sha256 for f in files if not usable(f, word)} | withdrawn(book, files, word)
    book = replace(book, accepted={u: s for u, s in book.accepted.items() if s.sha256 not in out})
    in_use = {unit: s.sha256 for unit, s in book.accepted.items()}
    units = [u.code for u in book.catalogue.reporting_units]
    logged = (row.sha256 for row in book.own_log if row.outcome != DECIDED)
    choice = choose(files, in_use, logged, units, word)
    accepted = {u: s for u, s in book.accepted.items() if choice.used.get(u) == s.sha256}
    accepted |= {f.unit: _keeping(book, f) for f in choice.accepted}
    new = replace(
        book,
        accepted=accepted,
        receipts=_receipts(book, files, choice, now),
        log=(*book.log, *_log_rows(book, files, choice, now)),
        findings=(*_of_files(book, files, choice), *_superseded(accepted, choice)),
    )
    new = without_ended(new, choice, files, now)
    return Outcome(
        recounted(new), choice.accepted, choice.rejected, choice.superseded, choice.set_aside, received
    )


def _keeping(book: BookAt, file: Received) -> Submission:
    """What counts of a file. The same bytes read again keep what the catalogue has ceased to ask: it comes back when it
    is asked again."""
    assert file.submission is not None
    used = reported(file.submission, file.findings)
    before = book.accepted.get(used.unit)
    if before is None or before.sha256 != used.sha256:
        return used
    asked = kinds_of(book.catalogue)
    gone = tuple(v for v in before.values if v.item not in asked)
    return replace(used, values=(*used.values, *gone)) if gone else used


def _of_files(book: BookAt, files: Iterable[Received], choice: Choice) -> list[Finding]:
    """The findings of the files that count; those of superseded ones, and of those set aside, are nobody's business any
    more. What the clerk has answered for says so; DECISION_REFUSED where it cannot be."""
    old = {f.file for f in (*choice.superseded, *choice.set_aside)}
    taken = {f.file for f in choice.accepted}
    accepting = {d.sha256: d.reason for d in book.decided.decisions if d.decision in ACCEPTING}
    found: list[Finding] = []
    for file in (f for f in files if f.file not in old):
        reason = accepting.get(file.sha256, "")
        if reason and file.file in taken:
            found += (replace(f, answered=reason) for f in file.findings)
            continue
        found += file.findings
        if reason and file.faulty:
            found += refused(file)
    return found


def refused(file: Received) -> list[Finding]:
    """DECISION_REFUSED at a file that no word can let in."""
    return [
        finding("DECISION_REFUSED", Place(file.unit, file.file), reason=message(why).rstrip("."))
        for why in (file.refused or file.findings)[:1]
    ]


def _superseded(accepted: Mapping[str, Submission], choice: Choice) -> list[Finding]:
    return [
        finding("RETURN_SUPERSEDED", Place(f.unit, f.file), kept=accepted[f.unit].file)
        for f in choice.superseded
    ]


def _receipts(
    book: BookAt, files: Iterable[Received], choice: Choice, now: datetime.datetime
) -> dict[str, Receipt]:
    own: dict[str, list[Received]] = {}
    for file in files:
        own.setdefault(file.unit, []).append(file)
    return {
        u.code: _receipt(book, u.code, own.get(u.code, ()), choice, now)
        for u in book.catalogue.reporting_units
    }


def _receipt(
    book: BookAt, unit: str, own: Iterable[Received], choice: Choice, now: datetime.datetime
) -> Receipt:
    """When the return in use came in and its warnings; the newest file after it, faulty or set aside, and its errors."""
    before, used = book.receipts.get(unit, Receipt(unit)), choice.used.get(unit)
    rank = choice.arrival.get(used, -1) if used is not None else -1
    aside = {f.sha256 for f in choice.set_aside}
    faults = [f for f in own if (f.faulty or f.sha256 in aside) and choice.arrival[f.sha256] > rank]
    newest = max(faults, key=lambda f: choice.arrival[f.sha256], default=None)
    in_use = next((f for f in own if f.sha256 == used), None)
    same = used is not None and unit in book.accepted and book.accepted[unit].sha256 == used
    return Receipt(
        unit,
        before.received if same else now if used is not None else None,
        len(errors(newest.findings)) if newest and newest.sha256 not in aside else 0,
        len(in_use.findings) - len(errors(in_use.findings)) if in_use else before.warnings,
        newest.file if newest else "",
        newest.sha256 if newest else "",
    )


def _log_rows(
    book: BookAt, files: Iterable[Received], choice: Choice, now: datetime.datetime
) -> list[LogRow]:
    """A line for every file whose outcome is new; running again adds nothing."""
    last = {(row.sha256, row.file): row.outcome for row in book.own_log if row.outcome != DECIDED}
    became = _became(book, choice)
    rows, period = [], book.catalogue.period.code
    for file in sorted((f for f in files if f.file in became), key=in_order_of_change):
        outcome, text = became[file.file]
        # lines of earlier versions have the bare name of a file in a sub-folder
        known = last.get((file.sha256, file.file)) or last.get((file.sha256, file.file.rpartition("/")[2]))
        if known == outcome or (known == REPLACED and outcome == ACCEPTED):
            continue
        rows.append(LogRow(now, file.file, file.sha256, file.unit, outcome, text, period))
    return rows


def _became(book: BookAt, choice: Choice) -> dict[str, tuple[str, str]]:
    """The outcome of each file, by its name, and what the log says of it."""
    kept = {f.unit: f.file for f in choice.accepted}
    older = {f.unit: f.file for f in choice.superseded if not f.faulty}
    found = {
        f.file: (REJECTED, f"{len(errors(f.findings))} lỗi; xem trang Kiểm tra") for f in choice.rejected
    }
    for file in choice.superseded:
        newer = f"đã có bản mới hơn: {kept[file.unit]}" if file.unit in kept else "đã có bản mới hơn"
        found[file.file] = (SUPERSEDED, newer)
    found |= {f.file: (LEFT, "để lại theo quyết định") for f in choice.set_aside}
    for file in choice.accepted:
        before = book.accepted.get(file.unit)
        instead = before.file if before and before.sha256 != file.sha256 else older.get(file.unit)
        found[file.file] = (REPLACED, f"thay {instead}") if instead else (ACCEPTED, "")
        if file.faulty:
            found[file.file] = (
                ACCEPTED_WITH_ERRORS,
                f"{len(errors(file.findings))} lỗi, nhận theo quyết định",
            )
    return found
