"""``undo``: the master as it was before the last fill."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from qcdc_xl import vietnamese
from qcdc_xl.folder.backups import backups, label, swap, where_backups_are
from qcdc_xl.folder.lock import alone
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.desk import ClosedDesk, host_of
from qcdc_xl.verbs.open_master import grids_in, open_book


@dataclass(frozen=True)
class Undone:
    """Which backup came back, how many are left; ``period``: its working period, if it can be read."""

    period: str | None
    backup: Path
    left: int

    @property
    def restored(self) -> str:
        """The backup's name."""
        return self.backup.name

    def told(self) -> str:
        """How often it can still be done."""
        return f"Còn hoàn tác được {self.left} lần nữa."


def undo(master: Path, period: str = "") -> Undone:
    """The master as it was before the last fill; the present one is kept beside the backups."""
    ClosedDesk(master).ready()
    if not master.is_file():
        raise Trouble(f"Không thấy sổ tổng hợp “{master}”. Kiểm tra đường dẫn.{where_backups_are(master)}")
    last, left = _last(master)
    if period:
        open_book(master, datetime.date.min, period)
    with alone(master):
        _whole(last)
        swap(master, last)
    return Undone(_working_period(master), last, left)


def _whole(backup: Path) -> None:
    """A damaged backup never takes the place of a master. Raises :class:`Trouble`."""
    try:
        grids_in(backup)
        host_of(backup)
    except Trouble as error:
        raise Trouble(
            f"Bản sao lưu “{backup.name}” bị hỏng nên không lấy lại; sổ giữ nguyên. Muốn lấy bản trước đó nữa: chuyển tệp này ra khỏi thư mục “sao-luu” rồi hoàn tác lại."
        ) from error


def _working_period(master: Path) -> str | None:
    try:
        return open_book(master, datetime.date.min).catalogue.period.code
    except Trouble:
        return None


def last_backup(master: Path) -> str:
    """Which run ``undo`` would take back: "tổng hợp, 15:30 ngày 15/6/2022"."""
    when, what = label(master, _last(master)[0])
    return f"{what}, {when:%H:%M} ngày {vietnamese.date(when.date())}"


def _last(master: Path) -> tuple[Path, int]:
    """The newest backup, and how many there are besides."""
    kept = backups(master)
    if not kept:
        raise Trouble(f"“{master.name}” chưa được điền lần nào nên không có gì để hoàn tác.")
    return kept[-1], len(kept) - 1
