"""``check``: what is wrong with returned workbooks; nothing is changed."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qcdc_xl.checks.read_cells import ReadCell, read_cells
from qcdc_xl.folder.places import name_below
from qcdc_xl.model.finding import Finding, errors
from qcdc_xl.model.received import Received
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.open_master import load_book, open_book
from qcdc_xl.verbs.progress import Progress, silent
from qcdc_xl.verbs.returned_files import inbox_of, read_all, read_returns, with_rules


@dataclass(frozen=True)
class Checked:
    """The files, in the order given, with what was found in each."""

    period: str
    files: tuple[Received, ...]
    values: tuple[tuple[ReadCell, ...], ...] = ()
    """What was read in each file, where that was asked."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found."""
        return tuple(f for file in self.files for f in file.findings)

    def told(self) -> str:
        """How many files can be used."""
        wrong, found = sum(f.faulty for f in self.files), self.findings
        return (
            f"Đã kiểm tra {len(self.files)} tệp: {len(self.files) - wrong} tệp dùng được, {wrong} tệp có lỗi, "
            f"{len(found) - len(errors(found))} cảnh báo."
        )


def check(
    files: Sequence[Path],
    now: datetime.datetime,
    master: Path | Desk | None = None,
    progress: Progress = silent,
    period: str = "",
    values: bool = False,
) -> Checked:
    """Findings of returned workbooks, against a master's catalogue or the shipped one; nothing is changed.

    ``values``: say what was read in each cell, too.
    """
    missing = [f for f in files if not f.is_file()]
    if missing:
        raise Trouble(f"Không thấy tệp “{missing[0]}”. Kiểm tra đường dẫn.")
    book = _book(master, now, period)
    if master is None:
        read = read_all(book, _named(files, None), progress)
    else:
        path = desk_of(master).path
        book, read = read_returns(book, path, _named(files, inbox_of(path, book)), progress)
    checked = tuple(with_rules(book, read))
    cells = tuple(read_cells(book.catalogue, file) for file in checked) if values else ()
    return Checked(book.catalogue.period.code, checked, cells)


def _book(master: Path | Desk | None, now: datetime.datetime, period: str) -> BookAt:
    if master:
        return open_book(master, now.date(), period)
    return load_book(shipped(CATALOGUE), now.date(), period)[1]


def _named(files: Sequence[Path], inbox: Path | None) -> dict[Path, str]:
    """What each file is called: its path below the inbox, its name, or all of its path where two have one name."""
    names = {f: name_below(inbox, f) if inbox else f.name for f in files}
    often = Counter(names.values())
    return {f: name if often[name] == 1 else f.as_posix() for f, name in names.items()}
