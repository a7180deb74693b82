"""The decisions signed, logged, taken back, ended: what becomes of them when the master is written."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from qcdc_xl.choose import Choice
from qcdc_xl.model import ACCEPTED_WITH_ERRORS, DECIDED, Amendment, Decision, LogRow
from qcdc_xl.model.amendment import VOID
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
    amendments = tuple(a if a.when else replace(a, who=who, when=now) for a in book.understood.amendments)
    new = {(a.sha256, a.item, a.row) for a in book.understood.amendments if not a.when}
    rows += [_amended_row(book, a, now, who) for a in amendments if (a.sha256, a.item, a.row) in new]
    rows = [replace(row, file=row.file or named.get(row.sha256, "")) for row in rows]
    return replace(
        book, decisions=holds, typed=book.decided.left, log=(*book.log, *rows),
        amendments=(*book.understood.left, *amendments),
    )  # fmt: skip


def _amended_row(book: BookAt, said: Amendment, now: datetime.datetime, who: str) -> LogRow:
    by = f" ({who})" if who else ""
    what = f"Sửa theo điện thoại “{said.item}” thành {said.new}: {said.reason}{by}"
    return LogRow(now, _file_of(book, said.sha256), said.sha256, said.unit, DECIDED, what, _period(book))


def _row(book: BookAt, taken: Decision, why: str, now: datetime.datetime, who: str) -> LogRow:
    by = f" ({who})" if who else ""
    file = _file_of(book, taken.sha256)
    return LogRow(now, file, taken.sha256, taken.unit, DECIDED, f"{taken.label}: {why}{by}", _period(book))


def _file_of(book: BookAt, sha256: str) -> str:
    """The name of the file of these bytes, as far as it is known."""
    if not sha256:
        return ""
    known = {s.sha256: s.file for s in book.accepted.values()}
    known |= {r.sha256: r.file for r in book.receipts.values() if r.sha256}
    return known.get(sha256) or next((r.file for r in reversed(book.own_log) if r.sha256 == sha256), "")


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
    amendments, void = _still_valid(book, choice)
    return replace(
        book, decisions=tuple(kept), typed=book.decided.left, log=(*book.log, *rows), amendments=amendments,
        findings=(*book.findings, *findings, *void),
    )  # fmt: skip


def _still_valid(book: BookAt, choice: Choice) -> tuple[tuple[Amendment, ...], list[Finding]]:
    """The amendments; those of returns in whose place a later one is used are void from now on, and that is told."""
    kept, findings = list(book.understood.left), []
    for said in book.understood.amendments:
        if not _later_used(said.unit, said.sha256, choice):
            kept.append(said)
            continue
        used = book.accepted[said.unit].file
        kept.append(replace(said, state=f"{VOID}: đã dùng báo cáo khác ({used})"))
        why = f"đơn vị đã có báo cáo khác được dùng (“{used}”)"
        place = Place(said.unit, used, indicator=said.item)
        findings.append(finding("AMENDMENT_VOID", place, new=f"“{said.new}”", reason=why))
    return tuple(kept), findings


def _found(taken: Decision, choice: Choice, sound: Container[str]) -> Decision:
    """A word on a return typed by hand: that may have come after the word, and may have no errors any more."""
    if taken.decision == KEYED_ANYWAY and taken.sha256 in sound:
        return replace(taken, decision=KEYED)
    if taken.sha256 or taken.decision not in BY_HAND or taken.unit not in choice.used:
        return taken
    return replace(taken, sha256=choice.used[taken.unit])


def _ended(taken: Decision, choice: Choice) -> bool:
    if taken.decision == NOT_EXPECTED:
        return choice.used.get(taken.unit, taken.sha256) != taken.sha256
    return _later_used(taken.unit, taken.sha256, choice)


def _later_used(unit: str, sha256: str, choice: Choice) -> bool:
    """Whether another return of the unit, that came later, is used."""
    used = choice.used.get(unit)
    if used is None or used == sha256:
        return False
    return choice.arrival.get(used, -1) > choice.arrival.get(sha256, -1)


def _told(book: BookAt, taken: Decision) -> Finding:
    unit, used = book.catalogue.unit.get(taken.unit), book.accepted[taken.unit]
    name = unit.name if unit else taken.unit
    return finding(
        "DECISION_ENDED", Place(taken.unit, used.file), decision=taken.label, unit=name, kept=used.file
    )
