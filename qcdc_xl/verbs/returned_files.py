"""Returned files, read and checked: each by itself, then by the form's rules over all at once."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from qcdc_xl.checks.derived import derived_cells
from qcdc_xl.checks.one_file import check_one
from qcdc_xl.checks.rules import form_rules
from qcdc_xl.folder.originals import sha256_of
from qcdc_xl.folder.places import INBOX
from qcdc_xl.intake import workbook as intake
from qcdc_xl.intake.apart import Readers
from qcdc_xl.intake.workbook import Known
from qcdc_xl.model import Amendment, Submission
from qcdc_xl.model.finding import Finding
from qcdc_xl.model.received import Received
from qcdc_xl.totals.amended import put_right
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.earlier_forms import learn_of, of_unknown_form
from qcdc_xl.verbs.progress import Progress, silent


def inbox_of(master: Path, book: BookAt) -> Path:
    """Where returns of the book's period are put."""
    return master.parent / book.catalogue.period.code / INBOX


def read_all(
    book: BookAt, files: Mapping[Path, str], progress: Progress, known: Known | None = None
) -> list[Received]:
    """Read and check files, each under the name given; ``known`` of them, by hash, is what is no return.

    The reader lets go of the interpreter, so that as many as cores read at once; what may be harmful is read in
    processes of their own.
    """
    amendments: dict[str, list[Amendment]] = {}
    for said in book.understood.amendments:
        amendments.setdefault(said.sha256, []).append(said)

    def one(path: Path) -> Received:
        submission, found = intake.read(path, files[path], apart.read, known)
        if submission and submission.sha256 in amendments:
            submission, more = put_right(book.catalogue, submission, amendments[submission.sha256])
            found = (*found, *more)
        sha256 = submission.sha256 if submission else sha256_of(path)
        return check_one(book.catalogue, files[path], sha256, submission, found)

    read = []
    with Readers() as apart, ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as readers:
        for number, file in enumerate(readers.map(one, files)):
            progress("đang đọc", number, len(files))
            read.append(file)
    progress("đang đọc", len(files), len(files))
    return read


def read_returns(
    book: BookAt, master: Path, files: Mapping[Path, str], progress: Progress, known: Known | None = None
) -> tuple[BookAt, list[Received]]:
    """The same for a working folder; where forms are unknown, what its blank forms say of them is learnt first."""
    read = read_all(book, files, progress, known)
    wiser = learn_of(book, master, read)
    if wiser is book:
        return book, read
    again = [
        p for p, file in zip(files, read, strict=True) if file.submission and of_unknown_form(book, file)
    ]
    anew = dict(zip(again, read_all(wiser, {path: files[path] for path in again}, silent), strict=True))
    return wiser, [anew.get(path, file) for path, file in zip(files, read, strict=True)]


def with_rules(book: BookAt, files: Sequence[Received]) -> list[Received]:
    """The files with what the form's rules find, evaluated over all units at once, a file of each a round. Rules of this
    period say nothing of a return of another."""
    asked = (n for n, f in enumerate(files) if not _of_another_form(f) and not f.of_another_period)
    waiting = {n: files[n] for n in asked if files[n].unit in book.catalogue.unit}
    done = dict(enumerate(files))
    while waiting:
        chosen: dict[str, int] = {}
        for number, file in waiting.items():
            chosen.setdefault(file.unit, number)
        by_unit = _by_rules(book, {unit: _submission(waiting[n]) for unit, n in chosen.items()})
        for unit, number in chosen.items():
            file = waiting.pop(number)
            done[number] = replace(file, findings=(*file.findings, *by_unit.get(unit, ())))
    return [done[n] for n in range(len(files))]


def _by_rules(book: BookAt, batch: Mapping[str, Submission]) -> dict[str, list[Finding]]:
    """What rules within a form and derived cells show, by unit."""
    returns = book.returns_of(batch)
    found: dict[str, list[Finding]] = {}
    for one in (*form_rules(returns), *derived_cells(returns)):
        found.setdefault(one.place.unit, []).append(one)
    return found


def _of_another_form(file: Received) -> bool:
    """Its values are raw: nothing of them is asked of this unit."""
    return any(f.code == "FORM_WRONG" for f in file.findings)


def _submission(file: Received) -> Submission:
    assert file.submission is not None
    return file.submission
