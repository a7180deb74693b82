"""Where a master lies while it is worked on: a closed file here, the workbook open in Excel in ``excel.desk``.

The flow reads and fills either through the same three words, and knows nothing of Excel.
"""

from __future__ import annotations

import datetime
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from qcdc_xl.folder.backups import back_up
from qcdc_xl.folder.lock import is_open
from qcdc_xl.folder.whole import write_whole
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.trouble import Busy, Trouble


class Desk(Protocol):
    """A master that can be read and filled."""

    @property
    def path(self) -> Path:
        """The master's own place; the folders of the work lie around it."""

    def contents(self) -> Path:
        """A file that holds what the master says now."""

    def ready(self) -> None:
        """Raises :class:`Trouble` if the master cannot be filled now."""

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
        """It must not be open in Excel."""
        if is_open(self.path):
            raise Trouble(f"“{self.path.name}” đang mở trong Excel. Lưu, đóng sổ rồi chạy lại.")

    def fill(
        self, book: BookAt, now: datetime.datetime, what: str, only: Container[str] | None = None
    ) -> bool:
        """A backup, a new file, a rename."""
        from qcdc_xl.master.fill import fill
        from qcdc_xl.xlsx.file_host import FileHost
        from qcdc_xl.xlsx.package import PackageError

        try:
            host = FileHost(self.path)
        except PackageError as error:
            raise Trouble(
                f"“{self.path.name}” không phải sổ tổng hợp dạng .xlsm. Mở bằng Excel và lưu lại dạng .xlsm."
            ) from error
        fill(host, book, only)
        if not host.changed:
            return False
        try:
            if what:
                back_up(self.path, now, what)
            write_whole(self.path, host.save)
        except Busy as error:
            raise Trouble(
                f"Không ghi được “{self.path.name}”: sổ đang mở trong Excel hoặc chỉ cho đọc. Đóng sổ rồi chạy lại."
            ) from error
        return True


def desk_of(master: Path | Desk) -> Desk:
    """The desk of a master named by its path; a desk is one already."""
    return ClosedDesk(master) if isinstance(master, Path) else master
