"""The decisions signed, logged, taken back, ended: what becomes of them when the master is written."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from qcdc_xl.choose import Choice
from qcdc_xl.model import ACCEPTED_WITH_ERRORS, DECIDED, Decision, LogRow
from qcdc_xl.model.decision import ACCEPTING, BY_HAND, KEYED, KEYED_ANYWAY, NOT_EXPECTED
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.model.received import Received
from qcdc_xl.totals.book_at import BookAt

NO_NAMES: Mapping[str, str] = {}


def clerk() -> str:
    """Who works at this computer, as the system calls them; "" if it does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def signed(book: BookAt, now: datetime.datetime, who: str, named: Mapping[str, str] = NO_NAMES) -> BookAt:
    """The book with what was typed stored as decisions, signed and logged; ``named``: files by hash that only the caller
    knows."""
    before = {(d.unit, d.sha256): d for d in book.decisions}
    holds = tuple(d if d.when else replace(d, who=who, when=now) for d in book.decided.decisions)
    after = {(d.unit, d.sha256): d for d in holds}
    rows = [_row(book, d, "thu hồi", now, who) for key, d in before.items() if key not in after]
    rows += [_row(book, d, d.reason, now, who) for key, d in after.items() if before.get(key) != d]
    rows = [replace(row, file=row.file or named.get(row.sha256, "")) for row in rows]
    return replace(book, decisions=holds, typed=book.decided.left, log=(*book.log, *rows))


def _row(book: BookAt, taken: Decision, why: str, now: datetime.datetime, who: str) -> LogRow:
    by = f" ({who})" if who else ""
    file = _file_of(book, taken)
    return LogRow(now, file, taken.sha256, taken.unit, DECIDED, f"{taken.label}: {why}{by}", _period(book))


def _file_of(book: BookAt, taken: Decision) -> str:
    """The name of the file that a decision is about, as far as it is known."""
    if not taken.sha256:
        return ""
    known = {s.sha256: s.file for s in book.accepted.values()}
    known |= {r.sha256: r.file for r in book.receipts.values() if r.sha256}
    return known.get(taken.sha256) or next(
        (r.file for r in reversed(book.own_log) if r.sha256 == taken.sha256), ""
    )


def _period(book: BookAt) -> str:
    return book.catalogue.period.code


def withdrawn(book: BookAt, files: Iterable[Received], word: Mapping[str, str]) -> set[str]:
    """Returns in use that were accepted by a word that does not hold any more, their files no longer at hand."""
    here = {f.sha256 for f in files}
    last = {row.sha256: row.outcome for row in book.own_log if row.outcome != DECIDED}
    used = {s.sha256 for s in book.accepted.values()} - here
    return {s for s in used if last.get(s) == ACCEPTED_WITH_ERRORS and word.get(s) not in ACCEPTING}


def without_ended(book: BookAt, choice: Choice, files: Iterable[Received], now: datetime.datetime) -> BookAt:
    """The book without decisions that have come to an end: another return of the unit, which came later, is used
    (DECISION_ENDED), or what was accepted has no errors any more. Words on returns typed by hand find theirs."""
    sound = {f.sha256 for f in files if not f.faulty}
    kept, rows, findings = [], [], []
    for taken in (_found(d, choice, sound) for d in book.decided.decisions):
        if taken.decision in ACCEPTING - BY_HAND and taken.sha256 in sound:
            rows.append(_row(book, taken, "hết hiệu lực, báo cáo không còn lỗi", now, ""))
        elif _ended(taken, choice):
            rows.append(_row(book, taken, "hết hiệu lực, đã dùng báo cáo khác", now, ""))
            findings.append(_told(book, taken))
        else:
            kept.append(taken)
    return replace(
        book, decisions=tuple(kept), typed=book.decided.left, log=(*book.log, *rows),
        findings=(*book.findings, *findings),
    )  # fmt: skip


def _found(taken: Decision, choice: Choice, sound: Container[str]) -> Decision:
    """A word on a return typed by hand: that may have come after the word, and may have no errors any more."""
    if taken.decision == KEYED_ANYWAY and taken.sha256 in sound:
        return replace(taken, decision=KEYED)
    if taken.sha256 or taken.decision not in BY_HAND or taken.unit not in choice.used:
        return taken
    return replace(taken, sha256=choice.used[taken.unit])


def _ended(taken: Decision, choice: Choice) -> bool:
    used = choice.used.get(taken.unit)
    if used is None or used == taken.sha256:
        return False
    return taken.decision == NOT_EXPECTED or choice.arrival.get(used, -1) > choice.arrival.get(
        taken.sha256, -1
    )


def _told(book: BookAt, taken: Decision) -> Finding:
    unit, used = book.catalogue.unit.get(taken.unit), book.accepted[taken.unit]
    name = unit.name if unit else taken.unit
    return finding(
        "DECISION_ENDED", Place(taken.unit, used.file), decision=taken.label, unit=name, kept=used.file
    )
