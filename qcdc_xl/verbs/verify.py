"""``verify``: every original against its hash, every number of the master against its original.

What was altered or lost is put right where the right file is at hand: in an inbox, or in another folder that is given.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qcdc_xl.checks.reported import reported
from qcdc_xl.folder.lock import alone
from qcdc_xl.folder.originals import keep, sha256_of
from qcdc_xl.folder.places import ACCEPTED, INBOX
from qcdc_xl.master.sources import archive_path
from qcdc_xl.model import Scalar, Submission
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.totals.book_at import BookAt, at
from qcdc_xl.trouble import Trouble
from qcdc_xl.values import Kind, kinds_of
from qcdc_xl.values.kind import shown
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.progress import Progress, silent
from qcdc_xl.verbs.returned_files import read_returns

_OF_HASH = re.compile(r"[0-9a-f]{64}")
_AT_EACH_RUN = 100
"""So many originals are looked at in each run; by and by all of them."""


@dataclass(frozen=True)
class Verified:
    """How many originals were looked at, how many numbers were held against them, which originals were put back."""

    period: str
    originals: int
    values: int
    restored: tuple[str, ...]
    findings: tuple[Finding, ...]

    def told(self) -> str:
        """What was looked at, and whether all is well."""
        well = "khớp cả." if not self.findings else "xem các nội dung nêu trên."
        return f"Đã đối chiếu {self.originals} báo cáo gốc và {self.values} số liệu của sổ: {well}"


@dataclass(frozen=True)
class _Original:
    """The original of a return in use, by the period that it is of."""

    period: str
    used: Submission
    path: Path

    @property
    def place(self) -> Place:
        return Place(self.used.unit, self.used.file)


def verify(
    master: Path | Desk,
    now: datetime.datetime,
    folders: Sequence[Path] = (),
    progress: Progress = silent,
    period: str = "",
) -> Verified:
    """Hold a master against the originals beside it, of all periods or of the one named. ``folders``: where else a lost
    original may be found. The master is not changed.

    Findings: ORIGINAL_LOST, ORIGINAL_ALTERED, ORIGINAL_RESTORED, VALUE_NOT_OF_ORIGINAL.
    """
    desk = desk_of(master)
    missing = [f for f in folders if not f.is_dir()]
    if missing:
        raise Trouble(f"Không thấy thư mục “{missing[0]}”. Kiểm tra đường dẫn.")
    with alone(desk.path):
        book = open_book(desk, now.date(), period)
        own = list(_originals(book, desk.path, period))
        inboxes = [desk.path.parent / p / INBOX for p in book.book.periods]
        found = list(put_right(own, (*inboxes, *folders)))
        found += _unused(desk.path, own, period or "*")
        count, wrong = _numbers(
            book, desk.path, [o for o in own if sha256_of(o.path) == o.used.sha256], progress
        )
    restored = tuple(f.place.file for f in found if f.code == "ORIGINAL_RESTORED")
    return Verified(book.catalogue.period.code, len(own), count, restored, (*found, *wrong))


def a_few(book: BookAt, master: Path, now: datetime.datetime) -> list[Finding]:
    """The same for a few originals, others every day, and their hashes only: for each run."""
    own = list(_originals(book, master, ""))
    if len(own) > _AT_EACH_RUN:
        start = now.toordinal() * _AT_EACH_RUN % len(own)
        own = (own * 2)[start : start + _AT_EACH_RUN]
    return list(put_right(own, [master.parent / p / INBOX for p in book.book.periods]))


def _originals(book: BookAt, master: Path, period: str) -> Iterator[_Original]:
    """The originals of all returns in use; of lines of earlier programs without a hash nothing can be said."""
    for code, record in sorted(book.book.periods.items()):
        if period in ("", code):
            for unit, used in record.returns.items():
                if used.sha256:
                    path = master.parent / archive_path(code, unit, used.sha256, used.file)
                    yield _Original(code, used, path)


def put_right(own: Iterable[_Original], folders: Sequence[Path]) -> Iterator[Finding]:
    """What is wrong with originals, and which were put back from files with the same bytes in those folders."""
    at_hand: dict[str, Path] | None = None
    for one in own:
        there = sha256_of(one.path) if one.path.is_file() else ""
        if there == one.used.sha256:
            continue
        at_hand = _by_hash(folders) if at_hand is None else at_hand
        source = at_hand.get(one.used.sha256)
        where = one.path.parent.name + "/" + one.path.name
        if source and keep(source, one.path, one.used.sha256):
            yield finding("ORIGINAL_RESTORED", one.place, name=where, source=str(source))
        elif there:
            yield finding("ORIGINAL_ALTERED", one.place, name=where)
        else:
            yield finding("ORIGINAL_LOST", one.place, name=where)


def _by_hash(folders: Sequence[Path]) -> dict[str, Path]:
    files = (p for folder in folders if folder.is_dir() for p in sorted(folder.rglob("*")) if p.is_file())
    return {sha256: path for path in files if (sha256 := sha256_of(path))}


def _unused(master: Path, own: Iterable[_Original], period: str) -> Iterator[Finding]:
    """ORIGINAL_ALTERED for what is kept of returns that are not used and has other bytes than its name says."""
    used = {one.path for one in own}
    for path in sorted(master.parent.glob(f"{period}/{ACCEPTED}/*/*")):
        if path not in used and _OF_HASH.fullmatch(path.stem) and sha256_of(path) != path.stem:
            yield finding("ORIGINAL_ALTERED", name=f"{path.parent.name}/{path.name}")


def _numbers(
    book: BookAt, master: Path, own: Sequence[_Original], progress: Progress
) -> tuple[int, list[Finding]]:
    """How many numbers were held against their originals, and those that are not what the originals say."""
    count, wrong = 0, []
    for period in sorted({one.period for one in own}):
        then = at(book.book, period)
        named = {one.path: one.used.file for one in own if one.period == period}
        then, read = read_returns(then, master, named, progress)
        by_hash = {f.sha256: reported(f.submission, f.findings) for f in read if f.submission}
        for one in own:
            if one.period == period and one.used.sha256 in by_hash:
                said, compared = _differences(then, one, by_hash[one.used.sha256])
                wrong += said
                count += compared
    return count, wrong


def _differences(book: BookAt, one: _Original, original: Submission) -> tuple[list[Finding], int]:
    """Numbers of one return, of what is asked now: VALUE_NOT_OF_ORIGINAL at the original's cell."""
    kinds = kinds_of(book.catalogue)
    held, meant = _stored(one.used, kinds), _stored(original, kinds)
    places = {(v.item, v.row): (v.sheet, v.cell) for v in (*one.used.values, *original.values)}
    found = []
    for key in sorted(held.keys() | meant.keys()):
        if not _same(held.get(key), meant.get(key)):
            sheet, cell = places[key]
            place = replace(one.place, sheet=sheet, cell=cell, indicator=key[0])
            said = {"found": _said(held.get(key)), "expected": _said(meant.get(key))}
            found.append(finding("VALUE_NOT_OF_ORIGINAL", place, **said))
    return found, len(held)


def _stored(used: Submission, kinds: Mapping[str, Kind]) -> dict[tuple[str, int], Scalar]:
    """The values as they come back from the master's table, by item and row; blanks are not stored."""
    return {
        (v.item, v.row): kinds[v.item].restored(kinds[v.item].stored(v.value))
        for v in used.values
        if v.value is not None and v.item in kinds
    }


def _same(one: Scalar, other: Scalar) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-12)
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return one == other


def _said(value: Scalar) -> str:
    return "(trống)" if value is None else shown(value)[:80]
