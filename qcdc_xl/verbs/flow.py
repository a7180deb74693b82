"""The whole program on one page: composes the steps, and alone touches files and the master.

Every verb is a function ``(where, …) → result``; doors (command line, ribbon) show results, they decide
nothing. The clock and progress come in as arguments.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from qcdc_xl import vietnamese
from qcdc_xl.catalogue import Entries, from_folder, load
from qcdc_xl.choose import Outcome, Received, check_one, settle, with_rules
from qcdc_xl.folder import archive
from qcdc_xl.intake import workbook as intake
from qcdc_xl.letters.faults import list_name, write_list
from qcdc_xl.master.content.sources import archive_path
from qcdc_xl.master.read import Read, read_book
from qcdc_xl.model import Book, Unit
from qcdc_xl.model.finding import Finding, errors
from qcdc_xl.report.reported import Reported
from qcdc_xl.shipped import shipped
from qcdc_xl.totals.book_at import BookAt, at
from qcdc_xl.trouble import CatalogueTrouble as CatalogueTrouble
from qcdc_xl.trouble import Trouble as Trouble
from qcdc_xl.verbs.desk import ClosedDesk, Desk

_ALSO_TOLD = ("RULE_BROKEN", "VALUE_OVERTYPED", "CATALOGUE_CODE_UNKNOWN")
"""Told with a report besides what is wrong with its texts: totals that do not agree, cells typed over, sections
that no table has."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, how many there are."""


def silent(what: str, done: int, of: int) -> None:
    """Progress for those who do not look."""


@dataclass(frozen=True)
class Undone:
    """What ``undo`` brought back: the backup's time, and which run it undid."""

    backup: Path
    left: int


def _desk(master: Path | Desk) -> Desk:
    return ClosedDesk(master) if isinstance(master, Path) else master


def open_book(master: Path | Desk, today: datetime.date) -> Read:
    """Read a master. Raises :class:`Trouble` if it is none, :class:`CatalogueTrouble` for its tables."""
    desk = _desk(master)
    path, contents = desk.path, desk.contents()
    if not contents.is_file():
        raise Trouble(
            f"Không thấy sổ tổng hợp “{path}”. Kiểm tra đường dẫn, hoặc tạo sổ mới bằng “qcdc init THƯ_MỤC”."
        )
    try:
        workbook = CalamineWorkbook.from_path(str(contents))
        grids = [
            (n, workbook.get_sheet_by_name(n).to_python(skip_empty_area=False)) for n in workbook.sheet_names
        ]
    except (CalamineError, ValueError, TypeError, OSError) as error:
        raise Trouble(
            f"Không mở được “{path.name}”: tệp hỏng, có mật khẩu hoặc không phải sổ tổng hợp."
        ) from error
    read = read_book(grids, path.name, today)
    if read.book is None:
        raise CatalogueTrouble(read.findings)
    return read


def _book(master: Path | Desk, now: datetime.datetime) -> BookAt:
    read = open_book(master, now.date())
    assert read.book is not None
    return read.book


def init(folder: Path, now: datetime.datetime, catalogue: Path | None = None) -> Path:
    """A working folder with a fresh master of the catalogue (the shipped one by default)."""
    from qcdc_xl.master.build import build_master
    from qcdc_xl.master.macros import read_macros

    target = folder / "qcdc.xlsm"
    if target.exists():
        raise Trouble(f"Thư mục “{folder}” đã có sổ tổng hợp. Chọn thư mục khác để không ghi đè.")
    entries, book = load_book(catalogue or shipped("templates/catalogue"), now.date())
    macros = read_macros(shipped("workbook/qcdc.xlsm"))
    make_folders(folder, book.catalogue.period.code)
    archive.write_whole(target, lambda path: build_master(entries, book, path, macros, now))
    return target


def load_book(catalogue: Path, today: datetime.date) -> tuple[Entries, BookAt]:
    """The empty book of a folder of catalogue tables."""
    if not catalogue.is_dir():
        raise Trouble(f"Không thấy thư mục danh mục “{catalogue}”.")
    entries, missing = from_folder(catalogue)
    found, findings = load(entries)
    if errors((*missing, *findings)):
        raise CatalogueTrouble((*missing, *findings))
    return entries, at(Book(found, today=today), found.working.period.code)


def make_folders(folder: Path, period: str) -> None:
    """The folders of a period."""
    for name in (archive.FORMS, archive.INBOX, archive.ACCEPTED, archive.RETURNED, archive.REPORT):
        (folder / period / name).mkdir(parents=True, exist_ok=True)


def forms(
    master: Path | Desk, now: datetime.datetime, units: Iterable[str] = (), progress: Progress = silent
) -> list[Path]:
    """Blank forms of all units, or of those named, into PERIOD/bieu-mau/."""
    from qcdc_xl.forms import form_name, write_form

    catalogue = _book(master, now).catalogue
    wanted = _wanted(catalogue.unit, units)
    home = _desk(master).path.parent
    folder = home / catalogue.period.code
    make_folders(home, catalogue.period.code)
    made = []
    for number, unit in enumerate(wanted):
        progress("đang tạo biểu mẫu", number, len(wanted))
        target = folder / archive.FORMS / form_name(catalogue, unit)
        archive.write_whole(target, partial(write_form, catalogue, unit, issued=now.date()))
        made.append(target)
    progress("đang tạo biểu mẫu", len(wanted), len(wanted))
    return made


def _wanted(known: Mapping[str, Unit], units: Iterable[str]) -> list[Unit]:
    codes = list(dict.fromkeys(units))
    unknown = [c for c in codes if c not in known]
    if unknown:
        raise Trouble(
            f"Không có đơn vị mã {', '.join(unknown)} trong danh mục của kỳ này. Xem trang “DM Đơn vị”."
        )
    return [known[c] for c in codes] if codes else list(known.values())


def check(
    files: Sequence[Path],
    now: datetime.datetime,
    master: Path | Desk | None = None,
    progress: Progress = silent,
) -> tuple[Received, ...]:
    """Findings of returned workbooks, against a master's catalogue or the shipped one; nothing is changed."""
    missing = [f for f in files if not f.is_file()]
    if missing:
        raise Trouble(f"Không thấy tệp “{missing[0]}”. Kiểm tra đường dẫn.")
    if master:
        book = _book(master, now)
    else:
        _, book = load_book(shipped("templates/catalogue"), now.date())
    return tuple(with_rules(book.catalogue, read_all(book, files, progress), book))


@dataclass(frozen=True)
class Taken:
    """What ``receive`` put into the inbox: the files with what was found, how many were there already."""

    folder: Path
    files: tuple[Received, ...]
    known: int


def receive(
    master: Path | Desk, files: Sequence[Path], now: datetime.datetime, progress: Progress = silent
) -> Taken:
    """Copy returned workbooks into PERIOD/nhan/ and check them; nothing is overwritten, nothing doubled."""
    book = _book(master, now)
    folder = inbox_of(_desk(master).path, book)
    folder.mkdir(parents=True, exist_ok=True)
    known = {_hash(path) for path in archive.inbox_files(folder)}
    new: dict[str, Path] = {}
    for path in files:
        if not path.is_file():
            raise Trouble(f"Không thấy tệp “{path}”. Kiểm tra đường dẫn.")
        new.setdefault(_hash(path), path)
    taken = [archive.add(path, folder) for sha256, path in new.items() if sha256 not in known]
    checked = check(taken, now, master, progress)
    return Taken(folder, checked, len(files) - len(taken))


def read_all(book: BookAt, files: Sequence[Path], progress: Progress) -> list[Received]:
    """Read and check files; the reader lets go of the interpreter, so that as many as cores read at once."""

    def one(path: Path) -> Received:
        submission, found = intake.read(path)
        sha256 = submission.sha256 if submission else _hash(path)
        return check_one(book.catalogue, path.name, sha256, submission, found)

    read = []
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as readers:
        for number, file in enumerate(readers.map(one, files)):
            progress("đang đọc", number, len(files))
            read.append(file)
    progress("đang đọc", len(files), len(files))
    return read


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def consolidate(
    master: Path | Desk, now: datetime.datetime, inbox: Path | None = None, progress: Progress = silent
) -> Outcome:
    """Read everything in the inbox, check it, and fill the master: all of it or nothing."""
    desk = _desk(master)
    desk.ready()
    with alone_with(desk.path):
        return _consolidate(desk, now, inbox, progress)


@contextmanager
def alone_with(master: Path) -> Iterator[None]:
    """Nobody else works on this master meanwhile."""
    try:
        with archive.alone(master):
            yield
    except archive.Running as error:
        raise Trouble(
            f"Một lần chạy khác đang làm việc với “{master.name}”. Chờ lần chạy đó xong rồi chạy lại."
        ) from error


def _consolidate(desk: Desk, now: datetime.datetime, inbox: Path | None, progress: Progress) -> Outcome:
    outcome, paths = _settled(desk, now, inbox, progress)
    _keep(desk.path, outcome, paths)
    progress("đang điền sổ tổng hợp", 0, 1)
    desk.fill(outcome.book, now, "tổng hợp")
    progress("đang điền sổ tổng hợp", 1, 1)
    return outcome


def rehearse(
    master: Path | Desk, now: datetime.datetime, inbox: Path | None = None, progress: Progress = silent
) -> Outcome:
    """What ``consolidate`` would make of the inbox now; nothing is written."""
    return _settled(_desk(master), now, inbox, progress)[0]


def _settled(
    desk: Desk, now: datetime.datetime, inbox: Path | None, progress: Progress
) -> tuple[Outcome, list[Path]]:
    """The inbox read, checked and settled, with the findings about the whole; and its files."""
    read = open_book(desk, now.date())
    assert read.book is not None
    folder = inbox or inbox_of(desk.path, read.book)
    if not folder.is_dir():
        raise Trouble(
            f"Không thấy thư mục nhận báo cáo “{folder}”. Tạo thư mục và đặt các tệp nhận được vào đó."
        )
    paths = archive.inbox_files(folder)
    outcome = settle(read.book, read_all(read.book, paths, progress), now)
    return replace(outcome, book=with_whole(outcome.book, read.findings)), paths


def inbox_of(master: Path, book: BookAt) -> Path:
    """Where returns of the master's period are put."""
    return master.parent / book.catalogue.period.code / archive.INBOX


def _keep(master: Path, outcome: Outcome, paths: Sequence[Path]) -> None:
    """Keep the originals of what was accepted, and a list of faults of what was not."""
    period = outcome.book.catalogue.period.code
    by_hash = {_hash(path): path for path in paths} if outcome.accepted else {}
    for file in outcome.accepted:
        if file.sha256 not in by_hash:
            raise Trouble(f"Tệp “{file.file}” bị thay đổi trong khi đang đọc. Chạy lại khi đã sao chép xong.")
        target = master.parent / archive_path(period, file.unit, file.sha256, file.file)
        archive.keep(by_hash[file.sha256], target)
    for file in outcome.rejected:
        _send_back(master, outcome.book, file)


def _send_back(master: Path, book: BookAt, file: Received) -> None:
    """The list of faults of a rejected file, for its sender; written again only if it says something new."""
    folder = master.parent / book.catalogue.period.code / archive.RETURNED
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / list_name(file.file)
    archive.write_new(target, partial(write_list, book.catalogue, file.file, file.unit, file.findings))


def with_whole(book: BookAt, found: Sequence[Finding]) -> BookAt:
    """The book with the findings about the whole: rules across units, footnotes, cells typed over."""
    from qcdc_xl.checks.rules import across_rules

    whole = across_rules(book.returns, book.figures) if book.accepted else ()
    texts = book.footnotes[1] if book.accepted else ()
    return replace(book, findings=(*book.findings, *found, *book.joined[1], *whole, *texts))


def status(master: Path | Desk, now: datetime.datetime) -> BookAt:
    """The master's book, for showing who has handed in."""
    return _book(master, now)


def report(
    master: Path | Desk,
    now: datetime.datetime,
    out: Path | None = None,
    template: Path | None = None,
    pdf: bool = True,
    progress: Progress = silent,
) -> Reported:
    """The Word report into PERIOD/bao-cao/, or to ``out``; the master keeps what it said, to compare the next.

    A report once written is never written over, people go on in it: each has a name of its own. ``template``:
    a .docx whose styles and margins are used; without it ``mau-bao-cao.docx`` beside the master, or the shipped.
    """
    desk = _desk(master)
    desk.ready()
    with alone_with(desk.path):
        return _report(desk, now, out, template, pdf, progress)


def _report(
    desk: Desk, now: datetime.datetime, out: Path | None, template: Path | None, pdf: bool, progress: Progress
) -> Reported:
    from qcdc_xl.report import changes, export

    progress("đang soạn báo cáo", 0, 1)
    read = open_book(desk, now.date())
    book = read.book
    assert book is not None
    own = desk.path.with_name(export.TEMPLATE)
    if out is not None and out.suffix.lower() != ".docx":
        raise Trouble(f"Tên tệp báo cáo “{out.name}” phải có đuôi .docx. Sửa tên rồi chạy lại.")
    if template is not None and not template.is_file():
        raise Trouble(f"Không thấy mẫu báo cáo “{template}”. Kiểm tra đường dẫn.")
    told, findings = export.prepare(book, desk.contents(), template or (own if own.is_file() else None))
    whole = [f for f in with_whole(book, read.findings).findings if f.code in _ALSO_TOLD]
    findings = (*whole, *findings)
    if told is None:
        return Reported(book, None, None, "", "", (), findings)
    folder = desk.path.parent / book.catalogue.period.code / archive.REPORT
    target = out or folder / export.next_name(folder, book.catalogue.period.code, bool(told.story.draft))
    said = changes.said(book, now, told.story.draft)
    since = changes.when(book.said, book.catalogue.period.code)
    changed = changes.changes(book.said, said) if since else ()
    with archive.new_file(target):
        archive.write_whole(target, partial(told.write, now=now))
        progress("đang soạn báo cáo", 1, 1)
        desk.fill(replace(book, said=said, changes=changed), now, "", ("changes", "draft"))
    beside = export.pdf_beside(target, progress) if pdf else None
    return Reported(book, target, beside, told.story.draft, since, changed, findings)


def last_backup(master: Path) -> str:
    """Which run ``undo`` would take back: "tổng hợp, 15:30 ngày 15/6/2022"."""
    kept = archive.backups(master)
    if not kept:
        raise Trouble(f"“{master.name}” chưa được điền lần nào nên không có gì để hoàn tác.")
    when, what = archive.label(master, kept[-1])
    return f"{what}, {when:%H:%M} ngày {vietnamese.date(when.date())}"


def undo(master: Path) -> Undone:
    """The master as it was before the last fill; the present one is kept beside the backups."""
    ClosedDesk(master).ready()
    if not master.is_file():
        raise Trouble(f"Không thấy sổ tổng hợp “{master}”. Kiểm tra đường dẫn.")
    kept = archive.backups(master)
    if not kept:
        raise Trouble(f"“{master.name}” chưa được điền lần nào nên không có gì để hoàn tác.")
    with alone_with(master):
        archive.swap(master, kept[-1])
    return Undone(kept[-1], len(kept) - 1)
