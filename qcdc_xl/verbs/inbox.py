"""Everything in an inbox: what came packed laid out, returns read and checked, all else told in a line.

What is being copied, or open in another program, waits for the next run. What is no return is known by its hash the next time.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from qcdc_xl.folder.laid_out import laid_out, lay_out, was_packed
from qcdc_xl.folder.places import held_open, inbox_files, names_below
from qcdc_xl.intake.limits import TooMuch
from qcdc_xl.intake.packed import PACKED, Within, taken_out
from qcdc_xl.intake.parts import Damaged
from qcdc_xl.intake.workbook import DAMAGED, EMPTY, NO_READER, Known, why_unreadable
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.model.received import Received
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.progress import Progress
from qcdc_xl.verbs.returned_files import read_returns

_NO_RETURN = frozenset(("FILE_NOT_WORKBOOK", "FILE_NOT_FORM"))
_BROKEN = frozenset(("FILE_UNREADABLE", "FILE_TOO_LARGE"))
_EACH_TOLD = 20
"""So many broken files of nobody are told one by one; of more there is one summary."""
_NAMED = 8
"""How many files a summary names."""
_SECONDS_OF_COPYING = 10
"""A file that is broken, and younger than this, may be only half copied."""


@dataclass(frozen=True)
class InInbox:
    """What lies in an inbox.

    ``book``: the book, which knows more of earlier forms where that was learnt. ``files``: the returns, and what may
    have been one; ``others``: what is none; ``waiting``: the names of what is to be read the next time. ``paths``: where
    each of them lies, by its name.
    """

    book: BookAt
    files: tuple[Received, ...]
    others: tuple[Received, ...]
    waiting: tuple[str, ...]
    findings: tuple[Finding, ...]
    paths: Mapping[str, Path]


def read_inbox(
    book: BookAt,
    master: Path,
    folder: Path,
    now: datetime.datetime,
    progress: Progress,
    known: Known | None = None,
    files: Iterable[Path] | None = None,
) -> InInbox:
    """Read everything below a folder, or of it only the files given, which are known to be there as a whole.

    Findings: FILES_NOT_RETURNS, FILES_UNREADABLE, FILES_WAITING.
    """
    held = held_open(folder)
    named = names_below(folder, inbox_files(folder) if files is None else files)
    free = {path: name for path, name in named.items() if path not in held}
    book, read = read_returns(book, master, free, progress, known)
    paths = {name: path for path, name in named.items()}
    fresh, read = _unpacked(folder, read, paths)
    if fresh:
        more = names_below(folder, fresh)
        book, inner = read_returns(book, master, more, progress, known)
        read += inner
        paths |= {name: path for path, name in more.items()}
    return _sorted(
        book, read, [named[path] for path in held if path in named], paths, now if files is None else None
    )


def _unpacked(
    folder: Path, read: list[Received], paths: Mapping[str, Path]
) -> tuple[list[Path], list[Received]]:
    """What has just been laid out, and the files without the packed ones that are."""
    there = laid_out(folder)
    fresh: list[Path] = []
    rest: list[Received] = []
    for file in read:
        if not is_packed(file) or was_packed(file.file):
            rest.append(file)
        elif file.sha256[:8] not in there:
            within, wrong = within_or_wrong(file, paths[file.file])
            fresh += lay_out(paths[file.file], file.sha256, map(astuple, within)) if not wrong else []
            rest += wrong
    return fresh, rest


def is_packed(file: Received) -> bool:
    return any(f.code == "FILE_NOT_WORKBOOK" and f.values.get("what") in PACKED for f in file.findings)


def within_or_wrong(file: Received, path: Path) -> tuple[tuple[Within, ...], list[Received]]:
    """What lies within a packed file, or the file itself with what is wrong with it."""
    place, content = Place(file=file.file), b""
    try:
        content = path.read_bytes()
        return taken_out(content, path.name), []
    except OSError:
        wrong = finding("FILE_WAITING", place)
    except TooMuch as much:
        wrong = finding("FILE_TOO_LARGE", place, reason=str(much))
    except Damaged as damage:
        reason, remedy = why_unreadable(damage, content)
        wrong = finding("FILE_UNREADABLE", place, reason=reason, remedy=remedy)
    return (), [replace(file, findings=(wrong,))]


def _sorted(
    book: BookAt,
    read: Iterable[Received],
    held: Iterable[str],
    paths: Mapping[str, Path],
    now: datetime.datetime | None,
) -> InInbox:
    waiting = list(held)
    others: list[Received] = []
    broken: list[Received] = []
    files: list[Received] = []
    for file in read:
        codes = {f.code for f in file.findings}
        if "FILE_WAITING" in codes or (_half_copied(file) and _young(paths[file.file], now)):
            waiting.append(file.file)
        elif file.submission is None and codes <= _NO_RETURN:
            others.append(file)
        elif file.submission is None and codes <= _BROKEN and not _for_this_computer(file):
            broken.append(file)
        else:
            files.append(file)
    if len(broken) <= _EACH_TOLD:
        files, broken = files + broken, []
    found = _told(others, broken, waiting)
    order = {name: n for n, name in enumerate(sorted(paths))}
    files.sort(key=lambda f: order[f.file])
    return InInbox(book, tuple(files), (*others, *broken), tuple(waiting), tuple(found), paths)


def _half_copied(file: Received) -> bool:
    """Whether it looks like a file of which the rest is still to come; a password does not go away."""
    return any(
        f.code == "FILE_UNREADABLE" and f.values.get("reason") in (EMPTY, DAMAGED) for f in file.findings
    )


def _for_this_computer(file: Received) -> bool:
    return any(f.values.get("reason") == NO_READER for f in file.findings)


def with_waiting(found: InInbox, files: Iterable[Received]) -> InInbox:
    """The same with some of the returns to be read the next time instead."""
    late = [f.file for f in files]
    told = [f for f in found.findings if f.code != "FILES_WAITING"]
    told += _told([], [], [*found.waiting, *late])
    rest = tuple(f for f in found.files if f.file not in late)
    return replace(found, files=rest, waiting=(*found.waiting, *late), findings=tuple(told))


def _young(path: Path, now: datetime.datetime | None) -> bool:
    if now is None:
        return False
    try:
        age = now.timestamp() - path.stat().st_mtime
    except OSError:
        return True
    return -2 < age < _SECONDS_OF_COPYING


def _told(others: list[Received], broken: list[Received], waiting: list[str]) -> Iterable[Finding]:
    """One line for each kind of files that are not dealt with one by one."""
    if others:
        yield finding("FILES_NOT_RETURNS", count=len(others), kinds=_kinds(others))
    if broken:
        yield finding("FILES_UNREADABLE", count=len(broken), names=_names([f.file for f in broken]))
    if waiting:
        yield finding("FILES_WAITING", count=len(waiting), names=_names(waiting))


def _kinds(files: list[Received]) -> str:
    """ "2 hình ảnh (a.jpg, b.png); 1 bảng tính khác (c.xlsx)"."""
    kinds = Counter(str(f.findings[0].values["what"]) for f in files)
    by_kind = {kind: [f.file for f in files if str(f.findings[0].values["what"]) == kind] for kind in kinds}
    return "; ".join(f"{count} {kind} ({_names(by_kind[kind])})" for kind, count in kinds.most_common())


def _names(files: list[str]) -> str:
    more = f" và {len(files) - _NAMED} tệp nữa" if len(files) > _NAMED else ""
    return ", ".join(f"“{name}”" for name in files[:_NAMED]) + more
