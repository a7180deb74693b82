"""The master's contents: everything that its sheets show, as one value (law 1: the workbook is the database).

``Book`` is what a master holds; ``Results`` is what follows from it. Neither knows a sheet or a cell.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from qcdc_xl.model import (
    FAULTY,
    MISSING,
    OVERDUE,
    RECEIVED,
    RECEIVED_LATE,
    CatalogueAt,
    Change,
    LogRow,
    Receipt,
    Said,
    Submission,
)
from qcdc_xl.model.finding import Finding
from qcdc_xl.totals.consolidate import Returns, consolidate
from qcdc_xl.totals.figures import Figures, FootnoteText, compute, footnotes


@dataclass(frozen=True, eq=False)
class BookAt:
    """The master: catalogue, accepted returns of the present period, of others, receipts, log.

    ``accepted`` by unit; ``others`` by period and unit, for history and of
    units that do not exist in this period any more; ``findings`` as last shown. ``said`` is
    what the last draft of the report said, ``changes`` how it differed from the one before; ``chosen`` are the
    texts of units ("unit.item") that the writer has marked for use.
    """

    catalogue: CatalogueAt
    accepted: Mapping[str, Submission] = field(default_factory=dict)
    others: Mapping[str, Mapping[str, Submission]] = field(default_factory=dict)
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    log: tuple[LogRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    said: tuple[Said, ...] = ()
    changes: tuple[Change, ...] = ()
    chosen: frozenset[str] = frozenset()
    today: datetime.date = datetime.date.min

    @cached_property
    def returns(self) -> Returns:
        """The table of all units, with the period before for comparison."""
        past = previous_period(self.catalogue)
        found = self.others.get(past) if past else None
        before = consolidate(self.catalogue, found).values if found else None
        return consolidate(self.catalogue, self.accepted, before)

    @cached_property
    def figures(self) -> Figures:
        """The report's figures."""
        return compute(self.returns)

    @cached_property
    def footnotes(self) -> tuple[tuple[FootnoteText, ...], tuple[Finding, ...]]:
        """The footnotes' texts and what was found in writing them."""
        return footnotes(self.catalogue, self.figures.values)

    def status(self, unit: str) -> str:
        """What *Tiến độ* says of a unit."""
        receipt, due = self.receipts.get(unit, Receipt(unit)), self.catalogue.period.due
        if unit in self.accepted:
            late = due and receipt.received and receipt.received.date() > due
            return RECEIVED_LATE if late else RECEIVED
        if receipt.errors:
            return FAULTY
        return OVERDUE if due and self.today > due else MISSING


def previous_period(catalogue: CatalogueAt) -> str | None:
    """The period of the same kind that ended last before the present one began."""
    present = catalogue.period

    def kind(code: str) -> str:
        tail = code.rpartition("-")[2]
        return tail[:1] if tail[:1].isalpha() else ""

    before = [p for p in catalogue.periods if p.end < present.start and kind(p.code) == kind(present.code)]
    return max(before, key=lambda p: p.end).code if before else None
