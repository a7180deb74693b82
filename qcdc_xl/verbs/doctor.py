"""``doctor``: what this computer lacks to use the master in Excel."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.proof import proof
from qcdc_xl.windows.doctor import Question, Result, State, ThisMachine, examine


@dataclass(frozen=True)
class Examined:
    """What was looked at, each with its state and what to do."""

    results: tuple[Result, ...]

    @property
    def to_mend(self) -> int:
        """How many things have to be put right."""
        return sum(r.state is State.MEND for r in self.results)

    def told(self) -> str:
        """How much there is to do."""
        return f"{self.to_mend} việc cần sửa." if self.to_mend else "Không có gì phải sửa."


def doctor(master: Path | None = None, period: str = "") -> Examined:
    """Look at this computer, and at a master if one is named; nothing is changed."""
    asked = Question(ThisMachine(), master.resolve() if master else None)
    if asked.master and not asked.master.is_file():
        raise Trouble(f"Không thấy sổ tổng hợp “{asked.master}”. Kiểm tra đường dẫn.")
    if asked.master and period:
        open_book(asked.master, datetime.date.min, period)
    return Examined((*examine(asked), _tried()))


def _tried() -> Result:
    """Whether the program runs at all, as the installer tries it."""
    wrong = proof()
    fine = "Nạp đủ thư viện, tạo và đọc được một biểu mẫu."
    return Result("Chạy thử", State.MEND if wrong else State.FINE, wrong or fine)
