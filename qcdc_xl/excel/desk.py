"""The master open in Excel: where it lies, what it says, how it is filled.

Everything goes through xlwings, and where that has no word (SaveCopyAs, Save, ReadOnly) through Excel's own. A fill is all or nothing: the workbook is copied first, written in blocks,
saved, and put back step by step if anything fails on the way.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Container
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

import xlwings as xw

from qcdc_xl.folder.backups import BACKUPS, back_up
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.trouble import Trouble

if TYPE_CHECKING:
    from qcdc_xl.excel.live_host import LiveHost

_FROM_MAIL = re.compile(r"inetcache|content\.outlook|temporary internet files|temp\d+_.*\.zip", re.IGNORECASE)
"""Folders in which Windows opens what somebody clicks in a letter or a packed file."""


class OpenDesk:
    """The master as the workbook that is open; a ``Desk``."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self.path = place_of(book)
        self._copy: Path | None = None
        self._unlocked = False
        self.unfiltered = ""
        """The sheets whose filter was taken off, so that hidden rows could be written."""

    def contents(self) -> Path:
        """A copy as a file of what the workbook says now, saved or not; made once."""
        if self._copy is None:
            folder = self.path.parent / BACKUPS
            folder.mkdir(exist_ok=True)
            for left in folder.glob(
                f".{escape(self.path.stem)}.*.tmp{self.path.suffix}"
            ):  # of a run that was killed
                _remove(left)
            self._copy = folder / f".{self.path.stem}.{os.getpid()}.tmp{self.path.suffix}"
            self.book.api.SaveCopyAs(str(self._copy))
        return self._copy

    def ready(self) -> None:
        """It must not be open for reading only."""
        if self.book.api.ReadOnly:
            raise Trouble(
                f"“{self.path.name}” đang mở ở chế độ chỉ đọc nên không ghi được. Đóng sổ, kiểm tra xem máy khác có đang mở không, rồi mở lại."
            )

    def outdated(self) -> bool:
        """Never: an open workbook keeps the ribbon and VBA that it was opened with."""
        return False

    def fill(
        self, book: BookAt, now: datetime.datetime, what: str, only: Container[str] | None = None
    ) -> bool:
        """Fill the open workbook and, after a real fill (one with a backup), save it; its ribbon and VBA stay."""
        from qcdc_xl.excel.live_host import LiveHost
        from qcdc_xl.master.fill import fill
        from qcdc_xl.xlsx.file_host import FileHost

        copy = self.contents()
        kept: list[Path] = []

        def before() -> None:
            if what:
                kept.append(back_up(self.path, now, what, copy))
            self._unlock()

        host = LiveHost(self.book, FileHost(copy), before, lambda: self._macro("QcdcUnlock"))
        try:
            fill(host, book, only)
            self._lock()
            if what:
                self.book.api.Save()
        except BaseException as error:
            self._take_back(host, error)
            for backup in kept:
                backup.unlink(missing_ok=True)
            raise
        return host.touched

    def _take_back(self, host: LiveHost, error: BaseException) -> None:
        """Put the workbook back as it was; the file on the disk was not touched yet in any case."""
        if not host.touched:
            return
        try:
            self._unlock()
            host.take_back()
            self._lock()
        except Exception:
            raise Trouble(
                f"Excel không phản hồi khi đang điền nên sổ đang mở mới được điền một phần. Đóng sổ, chọn Không lưu (Don't Save), rồi mở lại: tệp “{self.path.name}” trên đĩa vẫn nguyên như trước khi bấm."
            ) from error

    def _unlock(self) -> None:
        """VBA unprotects the sheets that have no password, and remembers how they were."""
        if not self._unlocked:
            self.unfiltered = str(self._macro("QcdcUnlock") or "")
            self._unlocked = True

    def _lock(self) -> None:
        if self._unlocked:
            self._macro("QcdcLock")
            self._unlocked = False

    def _macro(self, name: str) -> object:
        workbook = self.path.name.replace("'", "''")
        return self.book.app.macro(f"'{workbook}'!{name}").run()

    def show(self, table: str) -> None:
        """Go to the sheet with this marked table, whatever its name is now; blank: stay."""
        if not table:
            return
        from python_calamine import CalamineWorkbook

        copy = CalamineWorkbook.from_path(str(self.contents()))
        for name in copy.sheet_names:
            if any(f"#table {table}" in row for row in copy.get_sheet_by_name(name).to_python()):
                self.book.sheets[name].api.Activate()
                return

    def reopened(self, book: xw.Book) -> None:
        """The same place, another workbook."""
        self.close()
        self.book = book

    def close(self) -> None:
        """Remove the copy."""
        if self._copy is not None:
            _remove(self._copy)
            self._copy = None


def _remove(path: Path) -> None:
    """Remove a file of ours; one that another program (a virus scanner, say) holds is left for the next run."""
    with suppress(OSError):
        path.unlink()


def place_of(book: xw.Book) -> Path:
    """The folder and name of an open workbook. Raises :class:`Trouble` where no work can be done."""
    try:
        name = book.fullname
    except xw.XlwingsError:
        name = "://"
    if "://" in name:
        raise Trouble(
            "Sổ đang nằm trên OneDrive hoặc SharePoint mà máy này không có bản đồng bộ. Lưu sổ vào một thư mục trên máy (ví dụ D:\\QCDC), mở lại từ đó rồi bấm lại."
        )
    path = Path(name)
    if not path.is_absolute():
        raise Trouble("Sổ này chưa được lưu. Lưu sổ vào thư mục làm việc (Ctrl+S) rồi bấm lại.")
    if _FROM_MAIL.search(name):
        raise Trouble(
            "Sổ đang mở thẳng từ thư điện tử hoặc tệp nén nên không lưu được kết quả. Lưu sổ vào thư mục làm việc, mở lại từ đó rồi bấm lại."
        )
    return path
