"""``receive``: returned workbooks into the inbox, and checked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qcdc_xl.folder.originals import add, sha256_of
from qcdc_xl.folder.places import inbox_files
from qcdc_xl.model.finding import Finding
from qcdc_xl.model.received import Received
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.inbox import read_inbox
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.progress import Progress, silent
from qcdc_xl.verbs.returned_files import inbox_of, with_rules


@dataclass(frozen=True)
class Taken:
    """What was put into the inbox: the files with what was found, how many were there already."""

    period: str
    folder: Path
    known: int
    files: tuple[Received, ...]
    more: tuple[Finding, ...] = ()
    """What was found about files that are no returns, or have to wait."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found."""
        return (*(f for file in self.files for f in file.findings), *self.more)

    @property
    def faulty(self) -> int:
        """How many of the files have errors."""
        return sum(f.faulty for f in self.files)

    def told(self) -> str:
        """How many files came in, and how many of them can be used."""
        known = f" {self.known} tệp đã có sẵn nên không chép lại." if self.known else ""
        sound = len(self.files) - self.faulty
        return (
            f"Đã đưa {len(self.files)} tệp vào thư mục “{self.folder}”: "
            f"{sound} tệp dùng được, {self.faulty} tệp có lỗi.{known}"
        )


def receive(
    master: Path | Desk,
    files: Sequence[Path],
    now: datetime.datetime,
    progress: Progress = silent,
    period: str = "",
) -> Taken:
    """Copy returned workbooks into PERIOD/nhan/ and check them; nothing is overwritten, nothing doubled."""
    book = open_book(master, now.date(), period)
    folder = inbox_of(desk_of(master).path, book)
    folder.mkdir(parents=True, exist_ok=True)
    known = {sha256_of(path) for path in inbox_files(folder)}
    new: dict[str, Path] = {}
    for path in files:
        if not path.is_file():
            raise Trouble(f"Không thấy tệp “{path}”. Kiểm tra đường dẫn.")
        new.setdefault(sha256_of(path), path)
    taken = [add(path, folder) for sha256, path in new.items() if sha256 not in known]
    found = read_inbox(book, desk_of(master).path, folder, now, progress, files=taken)
    checked = tuple(with_rules(found.book, found.files))
    return Taken(book.catalogue.period.code, folder, len(files) - len(taken), checked, found.findings)
