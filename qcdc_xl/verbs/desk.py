"""Where a master lies while it is worked on: a closed file here, the workbook open in Excel in ``excel.desk``.

Verbs read and fill either through the same few words, and knows nothing of Excel.
"""

from __future__ import annotations

import datetime
from collections.abc import Container
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from qcdc_xl import __version__
from qcdc_xl.folder.backups import backed_up
from qcdc_xl.folder.lock import is_open
from qcdc_xl.folder.whole import write_whole
from qcdc_xl.shipped import shipped
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.trouble import Busy, OlderProgram, Trouble
from qcdc_xl.verbs.before_opening import look_at_master

if TYPE_CHECKING:
    from qcdc_xl.master.update import Maker
    from qcdc_xl.xlsx.file_host import FileHost

MASTER = "workbook/qcdc.xlsm"
"""The master as shipped, whose ribbon and VBA older ones are given."""


class Desk(Protocol):
    """A master that can be read and filled."""

    @property
    def path(self) -> Path:
        """The master's own place; the folders of the work lie around it."""

    def contents(self) -> Path:
        """A file that holds what the master says now."""

    def ready(self) -> None:
        """Raises :class:`Trouble` if the master cannot be filled now."""

    def outdated(self) -> bool:
        """Whether the next fill brings a master of an earlier program up to date."""

    def fill(
        self, book: BookAt, now: datetime.datetime, what: str, only: Container[str] | None = None
    ) -> bool:
        """Bring the master (or only the tables named) to what the book says, keeping the master as it was.

        ``what`` is being done stands in the name of the backup; blank: no backup, for views that can be
        made anew at any time. ``False`` if there was nothing to change.
        """


@dataclass(frozen=True)
class ClosedDesk:
    """A master that no program has open."""

    path: Path

    def contents(self) -> Path:
        """The file itself."""
        return self.path

    def ready(self) -> None:
        """It must not be open in Excel, nor of a newer program than this one."""
        if is_open(self.path):
            raise Trouble(f"“{self.path.name}” đang mở trong Excel. Lưu, đóng sổ rồi chạy lại.")
        made = _maker(self.path)
        if made.newer:
            raise OlderProgram(made.version, __version__)

    def outdated(self) -> bool:
        """Whether its ribbon or VBA is of an earlier program."""
        from qcdc_xl.master.macros import read_macros

        return _maker(self.path).older(read_macros(shipped(MASTER)))

    def fill(
        self, book: BookAt, now: datetime.datetime, what: str, only: Container[str] | None = None
    ) -> bool:
        """A backup, a new file, a rename; a master of an earlier program gets our ribbon and VBA too."""
        from qcdc_xl.master.fill import fill
        from qcdc_xl.master.layout import SETTINGS_SHEET
        from qcdc_xl.master.macros import read_macros
        from qcdc_xl.master.update import bring_up_to_date, maker_in

        host = host_of(self.path)
        rows = host.grid(SETTINGS_SHEET) if what and SETTINGS_SHEET in host.sheets() else []
        if maker_in(rows).older(read_macros(shipped(MASTER))):
            bring_up_to_date(host, self.path, shipped(MASTER))
        fill(host, book, only, bool(what))
        if not host.changed:
            return False
        try:
            with backed_up(self.path, now, what) if what else nullcontext():
                write_whole(self.path, host.save)
        except Busy as error:
            raise Trouble(
                f"Không ghi được “{self.path.name}”: sổ đang mở trong Excel hoặc chỉ cho đọc. Đóng sổ rồi chạy lại."
            ) from error
        return True


def host_of(master: Path) -> FileHost:
    """A closed master to be changed. Raises :class:`Trouble` for a file of another kind."""
    from qcdc_xl.xlsx.file_host import FileHost
    from qcdc_xl.xlsx.package import PackageError

    look_at_master(master)
    try:
        return FileHost(master)
    except PackageError as error:
        raise Trouble(
            f"“{master.name}” không phải sổ tổng hợp dạng .xlsm. Mở bằng Excel và lưu lại dạng .xlsm."
        ) from error


def _maker(path: Path) -> Maker:
    """Which program made a master; nothing is known of a file that is none."""
    from python_calamine import CalamineError

    from qcdc_xl.master.update import Maker, maker_of

    look_at_master(path)
    try:
        return maker_of(path)
    except (CalamineError, OSError, ValueError):  # told when it is read
        return Maker()


def desk_of(master: Path | Desk) -> Desk:
    """The desk of a master named by its path; a desk is one already."""
    return ClosedDesk(master) if isinstance(master, Path) else master
