"""A file of the inbox, read and checked by itself."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from qcdc_xl.model.decision import IDENTITY, WHOSE
from qcdc_xl.model.finding import Finding, errors
from qcdc_xl.model.submission import Submission, Value


@dataclass(frozen=True, eq=False)
class Received:
    """``file`` is its path below the inbox ("xa/bao cao.xlsx"); ``submission`` is ``None`` if unreadable.

    ``original``: the values as they stood in the cells, before anybody said what they mean.
    """

    file: str
    sha256: str
    submission: Submission | None
    findings: tuple[Finding, ...]
    original: tuple[Value, ...] = ()

    @property
    def unit(self) -> str:
        """Whose it is, as the file says; "" if it does not."""
        return self.submission.unit if self.submission else ""

    @property
    def faulty(self) -> bool:
        """Whether an error keeps it out of the totals."""
        return self.submission is None or bool(errors(self.findings))

    @property
    def refused(self) -> tuple[Finding, ...]:
        """What keeps it out whatever the clerk decides."""
        return tuple(f for f in self.findings if f.code in IDENTITY or f.values.get("table") == WHOSE)

    @property
    def of_another_period(self) -> bool:
        """Whether it reports about another period: no return of this one replaces it."""
        return any(f.code == "PERIOD_WRONG" for f in self.findings)

    @property
    def changed(self) -> datetime.datetime:
        """When it was last changed; the beginning of time if that is not known."""
        return (self.submission and self.submission.modified) or datetime.datetime.min
