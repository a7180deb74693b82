"""``update``: a closed master of an earlier program gets this program's ribbon, VBA, sheets, tables and columns, and
writes down what earlier forms asked."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from qcdc_xl.folder.lock import alone
from qcdc_xl.verbs.desk import ClosedDesk
from qcdc_xl.verbs.earlier_forms import learn
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.outcome import UPDATED


@dataclass(frozen=True)
class Updated:
    """Whether there was anything to do."""

    changed: bool

    def told(self) -> str:
        """What was done, in a sentence."""
        return UPDATED if self.changed else "Sổ tổng hợp đã theo đúng phiên bản của chương trình."


def update(master: Path, now: datetime.datetime) -> Updated:
    """Bring a closed master up to date, after a backup; what it holds and what staff have put in stays."""
    desk = ClosedDesk(master)
    desk.ready()
    with alone(master):
        book = open_book(master, now.date())
        return Updated(desk.fill(learn(book, master), now, "cập nhật"))
