"""What a master holds of every period: returns, receipts, findings, what reports said; and the log of all."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from qcdc_xl.model.amendment import Amendment
from qcdc_xl.model.catalogue import Catalogue
from qcdc_xl.model.decision import DECISIONS, NOT_EXPECTED, Decision, Typed
from qcdc_xl.model.finding import Finding
from qcdc_xl.model.leftover import Leftover
from qcdc_xl.model.submission import Submission

RECEIVED, RECEIVED_LATE, FAULTY, MISSING, OVERDUE = (
    "Đã nhận", "Đã nhận (quá hạn)", "Có lỗi", "Chưa nộp", "Quá hạn",
)  # fmt: skip
RECEIVED_WITH_ERRORS, EXCUSED = "Đã nhận (còn lỗi)", DECISIONS[NOT_EXPECTED]
ARRIVED = "Đã nhận (chờ tổng hợp)"
"""What *Tiến độ* says of a unit."""

ACCEPTED, REPLACED, SUPERSEDED, REJECTED = "Nhận", "Nhận, thay bản trước", "Bản cũ, không dùng", "Trả lại"
ACCEPTED_WITH_ERRORS, LEFT, DECIDED = "Nhận, còn lỗi", "Để lại", "Quyết định"
"""Outcomes of a file in *Nhật ký*; the last is a line about a decision."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a unit's hand-in: when its present file was taken in, and what was found.

    ``errors`` counts those of the newest file, which keep it out; ``warnings`` those of the file in use. ``file`` and
    ``sha256`` are that newest file's, faulty or set aside; blank where none came after the one in use.
    """

    unit: str
    received: datetime.datetime | None = None
    errors: int = 0
    warnings: int = 0
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of *Nhật ký*: a file and what became of it; ``period`` is blank in lines of earlier versions."""

    time: datetime.datetime
    file: str
    sha256: str
    unit: str
    outcome: str
    message: str = ""
    period: str = ""


DRAFT, FIGURE, UNIT, PARAGRAPH, FOOTNOTE = "draft", "figure", "unit", "paragraph", "footnote"
KINDS = {DRAFT: "Bản xuất", FIGURE: "Số liệu", UNIT: "Đơn vị", PARAGRAPH: "Nội dung", FOOTNOTE: "Chú thích"}
"""What a draft says and what can change, in the words of the sheets."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a draft said. A row of kind ``draft`` says which draft it was: period and time."""

    kind: str
    key: str
    label: str
    text: str


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two drafts; ``before`` is blank for what is new, ``now`` for what is gone."""

    kind: str
    label: str
    what: str
    before: str
    now: str

    def told(self) -> str:
        """The difference in a line for people, long texts cut."""
        before, now = (_short(text) for text in (self.before, self.now))
        if not self.before or not self.now:
            return f"{self.what.lower()}, “{now or before}”"
        return f"“{before}” → “{now}”"


@dataclass(frozen=True, slots=True)
class PeriodRecord:
    """What is held of one period.

    ``returns`` by unit, those of units that have been merged since among them; ``receipts`` by unit; ``findings``
    as last shown; ``said`` is what the last draft of the report said, ``changes`` how it differed from the one
    before; ``chosen`` are the texts of units ("unit.item") that the writer has marked for use; ``decisions`` as stored,
    ``typed`` what stands in *Tiến độ* about them; ``left`` is what kept the last report a draft, with the clerk's reasons.
    """

    returns: Mapping[str, Submission] = field(default_factory=dict)
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    said: tuple[Said, ...] = ()
    changes: tuple[Change, ...] = ()
    chosen: frozenset[str] = frozenset()
    decisions: tuple[Decision, ...] = ()
    typed: tuple[Typed, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    left: tuple[Leftover, ...] = ()


@dataclass(frozen=True, eq=False)
class Book:
    """All that a master holds: the catalogue, a record a period by its code, the log, and today's date.

    Compared by identity. ``views`` keeps what follows from it at each period, see ``totals.book_at``.
    """

    catalogue: Catalogue
    periods: Mapping[str, PeriodRecord] = field(default_factory=dict)
    log: tuple[LogRow, ...] = ()
    today: datetime.date = datetime.date.min
    views: dict[str, object] = field(default_factory=dict, init=False, repr=False)

    def record(self, period: str) -> PeriodRecord:
        """What is held of a period; an empty record where nothing is."""
        return self.periods.get(period) or PeriodRecord()

    def with_record(self, period: str, record: PeriodRecord) -> Book:
        """The book with another record of one period."""
        return replace(self, periods={**self.periods, period: record})
