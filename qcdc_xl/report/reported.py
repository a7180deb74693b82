"""What an export of the report gave, and how people are told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qcdc_xl.model import Change
from qcdc_xl.model.finding import Finding
from qcdc_xl.model.leftover import Leftover
from qcdc_xl.totals.book_at import BookAt

_SHOWN = 10
"""How many changes since the last draft are told; the sheet *Thay đổi* has all."""


@dataclass(frozen=True)
class Reported:
    """What ``report`` made. ``file`` is ``None`` if nothing was written: the findings say why.

    ``draft``: what is still lacking, blank for a final report. ``changes`` since the draft named by ``since``
    ("dự thảo lúc 15:30 ngày 22/6/2022"; blank if this is the period's first).
    """

    book: BookAt
    file: Path | None
    pdf: Path | None
    draft: str
    since: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    left: tuple[Leftover, ...] = ()

    def told(self, shown: int = _SHOWN) -> list[str]:
        """What people are told, line by line, with so many of the changes."""
        if self.file is None:
            return ["Chưa xuất báo cáo: mẫu báo cáo chưa dùng được. Xử lý như trên rồi xuất lại."]
        reasons = sum(bool(one.reason) for one in self.left)
        enough = f"{reasons} nội dung còn lại đã có lý do" if reasons else "đã đủ báo cáo của các đơn vị"
        kind = f"bản dự thảo ({self.draft})" if self.draft else f"bản trình ký ({enough})"
        beside = " và bản PDF cạnh đó" if self.pdf else ""
        mend = f" Còn {len(self.findings)} nội dung cần xem lại." if self.findings else ""
        lines = [f"Đã xuất báo cáo Word, {kind}: “{self.file}”{beside}.{mend}", *self._left(shown)]
        if not self.since:
            return lines
        if not self.changes:
            return [*lines, f"Không có gì thay đổi so với {self.since}."]
        first = [f"• {c.label}: {c.told()}" for c in self.changes[:shown]]
        rest = len(self.changes) - len(first)
        more = [f"… và {rest} thay đổi nữa, xem trang Thay đổi."] if rest else []
        return [*lines, f"{len(self.changes)} thay đổi so với {self.since}:", *first, *more]

    def _left(self, shown: int) -> list[str]:
        """Why it is a draft, where that is more than units that are still to come."""
        open_ = [one for one in self.left if not one.reason]
        if not any(not one.of_units for one in open_):
            return []
        rest = len(open_) - shown
        more = [f"… và {rest} nội dung nữa, xem trang Còn lại."] if rest > 0 else []
        first = [f"• {one.text}." for one in open_[:shown]]
        return ["Còn là dự thảo vì (xử lý, hoặc ghi lý do ở trang Còn lại rồi xuất lại):", *first, *more]
