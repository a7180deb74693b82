"""A book at one of its periods: what is held of it, and what follows from that.

``model.Book`` is all that a master holds; :func:`at` gives it at a period. Neither knows a sheet or a cell.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

from qcdc_xl.expression.texts import Shown
from qcdc_xl.model import (
    ARRIVED,
    EXCUSED,
    FAULTY,
    MISSING,
    OVERDUE,
    RECEIVED,
    RECEIVED_LATE,
    RECEIVED_WITH_ERRORS,
    Amendment,
    Book,
    CatalogueAt,
    Change,
    Decision,
    LogRow,
    Period,
    PeriodRecord,
    Receipt,
    Said,
    Submission,
    Typed,
)
from qcdc_xl.model.decision import ACCEPTING, BY_HAND, LEAVING, NOT_EXPECTED
from qcdc_xl.model.finding import Finding
from qcdc_xl.model.leftover import Leftover
from qcdc_xl.model.period import (
    LAST_YEAR,
    PREVIOUS,
    YEAR_TO_DATE,
    before,
    just_before,
    last_year,
    year_to_date,
)
from qcdc_xl.totals.amended import Understood, understood
from qcdc_xl.totals.consolidate import Returns, consolidate
from qcdc_xl.totals.decided import Decided, decided
from qcdc_xl.totals.departed import departed_units
from qcdc_xl.totals.figures import Figures, FootnoteText, compute, footnotes
from qcdc_xl.totals.over_time import joined
from qcdc_xl.totals.touched import Touched


@dataclass(frozen=True, eq=False)
class BookAt:
    """A book at a period: the catalogue there, the returns accepted for it, and the rest of its record.

    ``accepted`` by unit; ``others`` the records of other periods, and under this period's own code the returns of
    units that do not exist in it any more: not counted, not lost. The rest as in ``model.PeriodRecord``.
    """

    catalogue: CatalogueAt
    accepted: Mapping[str, Submission] = field(default_factory=dict)
    others: Mapping[str, PeriodRecord] = field(default_factory=dict)
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    log: tuple[LogRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    said: tuple[Said, ...] = ()
    changes: tuple[Change, ...] = ()
    chosen: frozenset[str] = frozenset()
    today: datetime.date = datetime.date.min
    decisions: tuple[Decision, ...] = ()
    typed: tuple[Typed, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    left: tuple[Leftover, ...] = ()

    @cached_property
    def book(self) -> Book:
        """The whole book, with this period as it is here."""
        period = self.catalogue.period.code
        left = self.others.get(period, PeriodRecord()).returns
        own = PeriodRecord(
            {**left, **self.accepted}, self.receipts, self.findings, self.said, self.changes, self.chosen,
            self.decisions, self.typed, self.amendments, self.left,
        )  # fmt: skip
        made = Book(self.catalogue.whole, {**self.others, period: own}, self.log, self.today)
        made.views[period] = self
        return made

    @property
    def own_log(self) -> tuple[LogRow, ...]:
        """The lines of the log about this period, and those of which nobody knows of which they are."""
        return tuple(row for row in self.log if row.period in ("", self.catalogue.period.code))

    @cached_property
    def decided(self) -> Decided:
        """The decisions that hold, with what was typed since they were stored."""
        return decided(self.decisions, self.typed, self.accepted, self._called)

    @cached_property
    def understood(self) -> Understood:
        """The amendments that can be carried out, and those that cannot."""
        about = {u: s.sha256 for u, s in self.accepted.items() if s.sha256}
        about |= {u: r.sha256 for u, r in self.receipts.items() if r.sha256}
        return understood(self.catalogue, self.amendments, about)

    def _called(self, unit: str) -> str:
        return self.catalogue.unit[unit].name if unit in self.catalogue.unit else unit

    @cached_property
    def accepted_with_errors(self) -> dict[str, Decision]:
        """By unit the decision by which its return counts in spite of errors."""
        return self._in_use_by(ACCEPTING)

    @cached_property
    def touched(self) -> Touched:
        """What these returns, and those of shorter periods that this one is joined from, touch."""
        marked = {**self._joined_with_errors, **self.accepted_with_errors}
        ordered = {u.code: marked[u.code] for u in self.catalogue.active_units if u.code in marked}

        def past(when: str) -> Touched | None:
            then = self.past(when)
            return then.touched if then else None

        return Touched(self.catalogue, ordered, past)

    @property
    def _joined_with_errors(self) -> dict[str, Decision]:
        found: dict[str, Decision] = {}
        for code in sorted(self.others) if self.joined[0] else ():
            part = self.catalogue.period_of(code)
            if part and self.catalogue.period.start <= part.start and part.end <= self.catalogue.period.end:
                found |= at(self.book, code).accepted_with_errors
        return {unit: taken for unit, taken in found.items() if unit in self.joined[0]}

    @cached_property
    def keyed(self) -> dict[str, Decision]:
        """By unit the decision that says that its return was typed by the clerk."""
        return self._in_use_by(BY_HAND)

    def _in_use_by(self, words: Container[str]) -> dict[str, Decision]:
        on = {u: s.sha256 for u, s in self.accepted.items()}
        held = (d for d in self.decided.decisions if d.decision in words)
        return {d.unit: d for d in held if d.sha256 and on.get(d.unit) == d.sha256}

    @cached_property
    def not_expected(self) -> dict[str, Decision]:
        """By unit the decision that it does not report in this period; none for units that do, or tried to since."""
        sent = {u for u, r in self.receipts.items() if r.errors or self.waits(u)} | {
            *self.accepted,
            *self.catalogue.departed,
        }
        held = (d for d in self.decided.decisions if d.decision == NOT_EXPECTED)
        return {d.unit: d for d in held if d.unit in self.catalogue.unit and d.unit not in sent}

    @cached_property
    def joined(self) -> tuple[dict[str, Submission], tuple[Finding, ...]]:
        """Returns of this period that its parts give, for units that sent none for it; see ``over_time``."""
        held = {code: record.returns for code, record in self.others.items()}
        return joined(self.catalogue, {**held, self.catalogue.period.code: self.accepted})

    @property
    def answered(self) -> bool:
        """Whether anything is known of this period: returns of its own, or of its parts."""
        return bool(self.accepted or self.joined[0])

    def past(self, when: str) -> BookAt | None:
        """The book at the period before, last year's or the year to date (words of ``model.period``).

        ``None`` if there is no such period or nothing is known of it; a year to date that begins with this
        period is the period itself.
        """
        code = self._code(when)
        if not code or code == self.catalogue.period.code:
            return self if code else None
        found = at(self.book, code)
        return found if found.answered else None

    def _code(self, when: str) -> str:
        period = self.catalogue.period
        if when == PREVIOUS:
            return self._previous
        return last_year(period) if when == LAST_YEAR else year_to_date(period)

    @cached_property
    def _previous(self) -> str:
        return before(self.catalogue.period, self._known)

    @property
    def _known(self) -> tuple[Period, ...]:
        """The periods of the table, those held, and the one just before if its parts give it."""
        codes = [code for code, record in self.others.items() if record.returns]
        near = just_before(self.catalogue.period)
        if near and at(self.book, near).answered:
            codes.append(near)
        held = (self.catalogue.period_of(code) for code in codes)
        return (*self.catalogue.periods, *(p for p in held if p))

    @cached_property
    def returns(self) -> Returns:
        """The table of all units, what they sent before what their parts give."""
        return consolidate(self.catalogue, {**self.joined[0], **self.accepted}, self.past_returns)

    def returns_of(self, received: Mapping[str, Submission]) -> Returns:
        """The table of other returns of this period, by unit and nothing else, compared with the past of this book.

        Only the year to date has these returns in it, so all that lies before is worked out once for all of them.
        """
        with_them = replace(self, accepted=received)

        def past(when: str) -> Returns | None:
            return (with_them if when == YEAR_TO_DATE else self).past_returns(when)

        return consolidate(self.catalogue, received, past)

    def past_returns(self, when: str) -> Returns | None:
        """The table of another period, by a word of ``model.period``; ``None`` where nothing is known of it."""
        then = self.past(when)
        return then.returns if then else None

    @cached_property
    def figures(self) -> Figures:
        """The report's figures."""
        return compute(self.returns, self.past_figure)

    def past_figure(self, when: str, code: str) -> Shown:
        """A figure at another period, by the definitions that held there; blank where there is none."""
        then = self.past(when)
        return then.figures.values.get(code) if then else None

    @cached_property
    def footnotes(self) -> tuple[tuple[FootnoteText, ...], tuple[Finding, ...]]:
        """The footnotes' texts and what was found in writing them."""
        return footnotes(self.catalogue, self.figures.values, self.past_figure)

    def waits(self, unit: str) -> bool:
        """Whether a return without errors lies in the inbox and is not consolidated yet."""
        receipt = self.receipts.get(unit, Receipt(unit))
        left = {d.sha256 for d in self.decided.decisions if d.decision in LEAVING}
        return bool(receipt.sha256) and not receipt.errors and receipt.sha256 not in left

    def status(self, unit: str) -> str:
        """What *Tiến độ* says of a unit; the numbers of one that is gone are in."""
        if unit in self.catalogue.departed:
            return RECEIVED
        receipt, due = self.receipts.get(unit, Receipt(unit)), self.catalogue.period.due
        if unit in self.accepted_with_errors:
            return RECEIVED_WITH_ERRORS
        if unit in self.not_expected:
            return EXCUSED
        if unit in self.accepted:
            late = due and receipt.received and receipt.received.date() > due
            return RECEIVED_LATE if late else RECEIVED
        if receipt.errors:
            return FAULTY
        if self.waits(unit):
            return ARRIVED
        return OVERDUE if due and self.today > due else MISSING


def at(book: Book, period: str) -> BookAt:
    """The book at a period, made once. Raises ``KeyError`` for a code that is no period's."""
    found = book.views.get(period)
    if found is None:
        found = book.views[period] = _made(book, period)
    return cast(BookAt, found)


def recounted(book: BookAt) -> BookAt:
    """The book after other returns were accepted: of units that are gone, those that count now."""
    held = {code: record.returns for code, record in book.others.items()}
    gone = departed_units(book.catalogue, {**held, book.catalogue.period.code: book.accepted})
    if gone == book.catalogue.departed:
        return book
    return replace(book, catalogue=replace(book.catalogue, departed=gone))


def _made(book: Book, period: str) -> BookAt:
    catalogue, record = book.catalogue.at(period), book.record(period)
    accepted = {unit: s for unit, s in record.returns.items() if unit in catalogue.unit}
    left = {unit: s for unit, s in record.returns.items() if unit not in accepted}
    others = {code: r for code, r in book.periods.items() if code != period}
    if left:
        others[period] = PeriodRecord(left)
    held = {code: r.returns for code, r in book.periods.items()}
    if gone := departed_units(catalogue, held):
        catalogue = replace(catalogue, departed=gone)
    own = (record.receipts, book.log, record.findings, record.said, record.changes, record.chosen)
    kept = (record.decisions, record.typed, record.amendments, record.left)
    made = BookAt(catalogue, accepted, others, *own, book.today, *kept)
    vars(made)["book"] = book  # a view of this very book, so that all its views are made once
    return made


def previous_period(catalogue: CatalogueAt) -> str | None:
    """The period of the same kind in the table that ended last before the present one began."""
    return before(catalogue.period, catalogue.periods) or None
