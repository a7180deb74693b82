"""What the master keeps besides values: receipts, the log, what the last report said."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

RECEIVED, RECEIVED_LATE, FAULTY, MISSING, OVERDUE = (
    "Đã nhận", "Đã nhận (trễ hạn)", "Có lỗi", "Chưa nộp", "Quá hạn",
)  # fmt: skip
"""What *Tiến độ* says of a unit."""

ACCEPTED, REPLACED, SUPERSEDED, REJECTED = "Nhận", "Nhận, thay bản trước", "Bản cũ, không dùng", "Trả lại"
"""Outcomes of a file in *Nhật ký*."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a unit's hand-in: when its present file was taken in, and what was found.

    ``errors`` counts those of the newest file, which keep it out; ``warnings`` those of the file in use.
    """

    unit: str
    received: datetime.datetime | None = None
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of *Nhật ký*: a file and what became of it."""

    time: datetime.datetime
    file: str
    sha256: str
    unit: str
    outcome: str
    message: str = ""


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
