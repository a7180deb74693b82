"""Steps 3 and 4 together: which of the files in the inbox are used, and what became of the others.

Of a unit's files the one that arrived last and has no errors is used; earlier ones are superseded,
faulty ones are rejected. What arrived when is known from the log; files not yet in it are the newest.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from qcdc_xl.checks.cells import clean
from qcdc_xl.checks.derived import derived_cells
from qcdc_xl.checks.identity import identity
from qcdc_xl.checks.rules import form_rules
from qcdc_xl.model import ACCEPTED, REJECTED, REPLACED, SUPERSEDED, CatalogueAt, LogRow, Receipt, Submission
from qcdc_xl.model.finding import Finding, Place, errors, finding
from qcdc_xl.totals.book_at import BookAt


@dataclass(frozen=True, eq=False)
class Received:
    """A file of the inbox, read and checked by itself. ``submission`` is ``None`` if unreadable."""

    file: str
    sha256: str
    submission: Submission | None
    findings: tuple[Finding, ...]

    @property
    def unit(self) -> str:
        """Whose it is, as the file says; "" if it does not."""
        return self.submission.unit if self.submission else ""

    @property
    def faulty(self) -> bool:
        """Whether an error keeps it out of the totals."""
        return self.submission is None or bool(errors(self.findings))


@dataclass(frozen=True)
class Outcome:
    """What a run of consolidation makes of the inbox: the new book, and the files by what became of them."""

    book: BookAt
    accepted: tuple[Received, ...] = ()
    rejected: tuple[Received, ...] = ()
    superseded: tuple[Received, ...] = ()
    received: int = 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the run."""
        return self.book.findings

    @property
    def missing(self) -> tuple[str, ...]:
        """The units whose return is not in, in the catalogue's order."""
        units = (u.code for u in self.book.catalogue.active_units)
        return tuple(u for u in units if u not in self.book.accepted)


def check_one(
    catalogue: CatalogueAt, file: str, sha256: str, read: Submission | None, found: Iterable[Finding]
) -> Received:
    """A file checked by itself: whose, for when, cell by cell."""
    if read is None:
        return Received(file, sha256, None, tuple(found))
    who = identity(catalogue, read)
    findings = [*found, *who]
    if not any(f.code in ("FORM_WRONG", "UNIT_UNKNOWN") for f in who) and read.unit:
        read, more = clean(catalogue, read)
        findings += more
    named = tuple(f.at(unit=f.place.unit or read.unit) for f in findings)
    return Received(file, sha256, read, named)


def with_rules(catalogue: CatalogueAt, files: Sequence[Received], book: BookAt) -> list[Received]:
    """The files with what the form's rules find, evaluated over all units at once, a file of each a round."""
    waiting = {n: f for n, f in enumerate(files) if f.unit in catalogue.unit and not _of_another_form(f)}
    done = dict(enumerate(files))
    while waiting:
        chosen: dict[str, int] = {}
        for number, file in waiting.items():
            chosen.setdefault(file.unit, number)
        batch = {unit: _submission(waiting[number]) for unit, number in chosen.items()}
        by_unit: dict[str, list[Finding]] = {}
        returns = replace(book, accepted=batch).returns
        for found in (*form_rules(returns), *derived_cells(returns)):
            by_unit.setdefault(found.unit, []).append(found)
        for unit, number in chosen.items():
            file = waiting.pop(number)
            done[number] = replace(file, findings=(*file.findings, *by_unit.get(unit, ())))
    return [done[n] for n in range(len(files))]


def _of_another_form(file: Received) -> bool:
    """Its values are raw: nothing of them is asked of this unit."""
    return any(f.code == "FORM_WRONG" for f in file.findings)


def _submission(file: Received) -> Submission:
    assert file.submission is not None
    return file.submission


def settle(book: BookAt, files: Sequence[Received], now: datetime.datetime) -> Outcome:
    """Choose each unit's return and write the book anew; see the module's docstring for the order."""
    distinct = list({f.sha256 or f.file: f for f in files}.values())
    checked = with_rules(book.catalogue, distinct, book)
    book = _without_faulty(book, checked)
    arrival = _arrival(book, checked)
    accepted, superseded = _choose(book, checked, arrival)
    overtaken = _overtaken(book, checked, accepted, arrival)
    superseded = [*superseded, *overtaken]
    rejected = tuple(f for f in checked if f.faulty and f not in overtaken)
    chosen = dict(book.accepted) | {f.unit: _submission(f) for f in accepted}
    receipts = _receipts(book, chosen, checked, arrival, now)
    log = (*book.log, *_log_rows(book, checked, accepted, superseded, now))
    findings = (
        *(f for file in checked if file not in superseded for f in file.findings),
        *_kept(superseded, chosen),
    )
    new = replace(book, accepted=chosen, receipts=receipts, log=log, findings=findings)
    return Outcome(new, tuple(accepted), rejected, tuple(superseded), len(files))


def _without_faulty(book: BookAt, files: Sequence[Received]) -> BookAt:
    """A return in use that has errors by now, because the catalogue was changed, is no longer in use."""
    faulty = {f.sha256 for f in files if f.faulty}
    kept = {unit: s for unit, s in book.accepted.items() if s.sha256 not in faulty}
    return replace(book, accepted=kept)


def _kept(superseded: Sequence[Received], chosen: Mapping[str, Submission]) -> list[Finding]:
    return [finding("RETURN_SUPERSEDED", Place(f.unit, f.file), kept=chosen[f.unit].file) for f in superseded]


def _arrival(book: BookAt, files: Sequence[Received]) -> dict[str, int]:
    """The order of arrival by hash: as logged, then the new ones by the time of their last change."""
    order: dict[str, int] = {}
    for row in book.log:
        order.setdefault(row.sha256, len(order))
    for file in sorted(files, key=_changed):
        order.setdefault(file.sha256, len(order))
    return order


def _changed(file: Received) -> tuple[datetime.datetime, str]:
    modified = file.submission.modified if file.submission else None
    return modified or datetime.datetime.min, file.file


def _choose(
    book: BookAt, files: Sequence[Received], arrival: Mapping[str, int]
) -> tuple[list[Received], list[Received]]:
    accepted: list[Received] = []
    superseded: list[Received] = []
    of_unit = _by_unit(files)
    for unit in (u.code for u in book.catalogue.active_units):
        good = sorted((f for f in of_unit.get(unit, ()) if not f.faulty), key=lambda f: arrival[f.sha256])
        if not good:
            continue
        used = book.accepted.get(unit)
        if (
            used
            and used.sha256 not in {f.sha256 for f in good}
            and arrival.get(used.sha256, -1) > arrival[good[-1].sha256]
        ):
            superseded += good  # the one in use came later, though its file is no longer in the inbox
            continue
        accepted.append(good[-1])
        superseded += good[:-1]
    return accepted, superseded


def _by_unit(files: Iterable[Received]) -> dict[str, list[Received]]:
    found: dict[str, list[Received]] = {}
    for file in files:
        found.setdefault(file.unit, []).append(file)
    return found


def _overtaken(
    book: BookAt, files: Sequence[Received], accepted: Sequence[Received], arrival: Mapping[str, int]
) -> list[Received]:
    """Faulty files after which the unit sent one without errors: their errors are mended."""
    used = {unit: submission.sha256 for unit, submission in book.accepted.items()}
    used |= {f.unit: f.sha256 for f in accepted}
    ranks = {unit: arrival.get(sha256, -1) for unit, sha256 in used.items()}
    return [f for f in files if f.faulty and arrival[f.sha256] < ranks.get(f.unit, -1)]


def _receipts(
    book: BookAt,
    chosen: Mapping[str, Submission],
    files: Sequence[Received],
    arrival: Mapping[str, int],
    now: datetime.datetime,
) -> dict[str, Receipt]:
    found: dict[str, Receipt] = {}
    of_unit = _by_unit(files)
    for unit in (u.code for u in book.catalogue.active_units):
        before, used = book.receipts.get(unit, Receipt(unit)), chosen.get(unit)
        own = of_unit.get(unit, [])
        in_use = next((f for f in own if used and f.sha256 == used.sha256), None)
        rank = arrival.get(used.sha256, -1) if used else -1
        faults = [f for f in own if f.faulty and arrival[f.sha256] > rank]
        same = used is not None and unit in book.accepted and book.accepted[unit].sha256 == used.sha256
        warnings = len(in_use.findings) if in_use else before.warnings
        number = len(errors(max(faults, key=lambda f: arrival[f.sha256]).findings)) if faults else 0
        found[unit] = Receipt(unit, before.received if same else now if used else None, number, warnings)
    return found


def _log_rows(
    book: BookAt,
    files: Sequence[Received],
    accepted: Sequence[Received],
    superseded: Sequence[Received],
    now: datetime.datetime,
) -> list[LogRow]:
    """A line for every file whose outcome is new; running again adds nothing."""
    last = {(row.sha256, row.file): row.outcome for row in book.log}
    rows = []
    for file in sorted(files, key=_changed):
        outcome, text = _outcome(book, file, accepted, superseded)
        known = last.get((file.sha256, file.file))
        if known == outcome or (known == REPLACED and outcome == ACCEPTED):
            continue
        rows.append(LogRow(now, file.file, file.sha256, file.unit, outcome, text))
    return rows


def _outcome(
    book: BookAt, file: Received, accepted: Sequence[Received], superseded: Sequence[Received]
) -> tuple[str, str]:
    if file.faulty and file not in superseded:
        return REJECTED, f"{len(errors(file.findings))} lỗi; xem trang Kiểm tra"
    if file in superseded:
        kept = next((f.file for f in accepted if f.unit == file.unit), "")
        return SUPERSEDED, f"đã có bản mới hơn: {kept}" if kept else "đã có bản mới hơn"
    before = book.accepted.get(file.unit)
    older = [f.file for f in superseded if f.unit == file.unit and not f.faulty]
    if before and before.sha256 != file.sha256:
        return REPLACED, f"thay {before.file}"
    return (REPLACED, f"thay {older[-1]}") if older else (ACCEPTED, "")
