"""``check``: what is wrong with returned workbooks; nothing is changed."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from qcdc_xl.checks.read_cells import ReadCell, read_cells
from qcdc_xl.folder.laid_out import lay_out
from qcdc_xl.folder.places import name_below
from qcdc_xl.model.finding import Finding, errors
from qcdc_xl.model.period import period_of
from qcdc_xl.model.received import Received
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.trouble import Trouble, UnknownPeriod
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.inbox import is_packed, within_or_wrong
from qcdc_xl.verbs.init import MASTER
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
    """Findings of returned workbooks, against a master's catalogue; nothing is changed. Without ``master``: that of the
    working folder in which the first of them lies, at the period whose folder that is; else the shipped catalogue.

    ``values``: say what was read in each cell, too.
    """
    missing = [f for f in files if not f.is_file()]
    if missing:
        raise Trouble(f"Không thấy tệp “{missing[0]}”. Kiểm tra đường dẫn.")
    own = ""
    if master is None and files:
        master, own = working_folder_of(files[0].resolve())
    book = _book(master, now, period, own)
    path = desk_of(master).path if master else None
    book, read = _with_packed(book, path, _named(files, inbox_of(path, book) if path else None), progress)
    checked = tuple(with_rules(book, read))
    cells = tuple(read_cells(book.catalogue, file) for file in checked) if values else ()
    return Checked(book.catalogue.period.code, checked, cells)


def working_folder_of(file: Path) -> tuple[Path | None, str]:
    """The master in whose working folder a file lies, and the period in whose folder; ``None`` and "" where in none."""
    for folder in file.parents:
        if (folder / MASTER).is_file():
            first = file.relative_to(folder).parts[0]
            return folder / MASTER, first if period_of(first) else ""
    return None, ""


def _with_packed(
    book: BookAt, master: Path | None, named: Mapping[Path, str], progress: Progress
) -> tuple[BookAt, list[Received]]:
    """The files read; in the place of packed ones what lies within: "thu.eml/bao cao.xlsx"."""
    book, read = _read(book, master, named, progress)
    paths = {name: path for path, name in named.items()}
    found: list[Received] = []
    for file in read:
        if not is_packed(file):
            found.append(file)
            continue
        within, wrong = within_or_wrong(file, paths[file.file])
        with tempfile.TemporaryDirectory() as aside:
            packed = paths[file.file]
            copy = Path(shutil.copy2(packed, Path(aside) / f"goi{packed.suffix}"))
            inner = lay_out(copy, file.sha256, map(astuple, within))
            book, more = _read(book, master, {p: f"{file.file}/{p.name}" for p in inner}, progress)
        found += [*more, *wrong]
    return book, found


def _read(
    book: BookAt, master: Path | None, named: Mapping[Path, str], progress: Progress
) -> tuple[BookAt, list[Received]]:
    return read_returns(book, master, named, progress) if master else (book, read_all(book, named, progress))


def _book(master: Path | Desk | None, now: datetime.datetime, period: str, own: str) -> BookAt:
    """``own``: the period whose folder the files lie in, if the master knows it and no other is named."""
    if master:
        try:
            return open_book(master, now.date(), period or own)
        except UnknownPeriod:
            if period or not own:
                raise
            return open_book(master, now.date())
    return load_book(shipped(CATALOGUE), now.date(), period)[1]


def _named(files: Sequence[Path], inbox: Path | None) -> dict[Path, str]:
    """What each file is called: its path below the inbox, its name, or all of its path where two have one name."""
    names = {f: name_below(inbox, f) if inbox else f.name for f in files}
    often = Counter(names.values())
    return {f: name if often[name] == 1 else f.as_posix() for f, name in names.items()}
