"""``status``: who has handed in, who is late, what is wrong."""

from __future__ import annotations

import datetime
from pathlib import Path

from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.desk import Desk
from qcdc_xl.verbs.open_master import open_book


def status(master: Path | Desk, now: datetime.datetime, period: str = "") -> BookAt:
    """The master's book, for showing who has handed in."""
    return open_book(master, now.date(), period)
