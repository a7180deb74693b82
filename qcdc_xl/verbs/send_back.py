"""The answers to faulty returns, in PERIOD/tra-lai/: written where something is new, taken away where nothing is faulty any more."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Container, Iterable, Mapping
from functools import partial
from pathlib import Path

from qcdc_xl import __version__
from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.folder.answers import FILE, MADE_OF, UNIT, Lying, answers_in, take_away
from qcdc_xl.folder.names import safe_below
from qcdc_xl.folder.whole import write_whole
from qcdc_xl.letters.answer import answer, sent_by_another
from qcdc_xl.letters.faults import answer_names, write_list
from qcdc_xl.marked import legible
from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.finding import as_json
from qcdc_xl.model.received import Received
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.unit_past import UnitPast
from qcdc_xl.verbs.progress import Progress


def send_back(
    folder: Path, book: BookAt, files: Iterable[Received], now: datetime.datetime, progress: Progress
) -> frozenset[Path]:
    """Write the answers to these files, in the sub-folders of the inbox; where they lie, new or as before.

    What somebody has changed or put there is left alone: an answer then has another name.
    """
    lying = answers_in(folder)
    made_of = {file.file: _made_of(book.catalogue, file) for file in files}

    def others(name: str, file: str) -> bool:
        path = safe_below(folder, name)
        there = lying.get(path)
        return path.exists() and not (there and (there.untouched or there.made_of == made_of[file]))

    names = answer_names(made_of, others)
    new = [
        f
        for f in files
        if (there := lying.get(safe_below(folder, names[f.file]))) is None or there.made_of != made_of[f.file]
    ]
    for number, file in enumerate(new):
        progress("đang soạn tệp trả lại", number, len(new))
        target = safe_below(folder, names[file.file])
        target.parent.mkdir(parents=True, exist_ok=True)
        marks = {MADE_OF: made_of[file.file], FILE: file.file[:255], UNIT: legible(file.unit)[:120] or "-"}
        write_whole(target, partial(_write, book, file, now.date(), marks))
    return frozenset(safe_below(folder, name) for name in names.values())


def take_away_old(
    folder: Path, kept: Container[Path], book: BookAt, read: Container[str], whole: bool
) -> None:
    """Remove the answers, as the program wrote them, to what is not faulty any more: of units that are in, of files that
    were ``read`` in this run, or, where the ``whole`` inbox was, of all files."""
    for path, lying in answers_in(folder).items():
        if path not in kept and lying.untouched and (whole or _mended(lying, book, read)):
            take_away(path)


def _mended(lying: Lying, book: BookAt, read: Container[str]) -> bool:
    return lying.unit in book.accepted or lying.file in read


def _write(
    book: BookAt, file: Received, today: datetime.date, marks: Mapping[str, str], target: Path
) -> None:
    from qcdc_xl.forms import write_form

    made, catalogue = answer(book.catalogue, file), book.catalogue
    if made is None:
        unit_told = "" if sent_by_another(catalogue, file) else file.unit
        write_list(catalogue, file.file, unit_told, file.findings, target, marks)
        return
    unit = catalogue.unit[file.unit]
    write_form(catalogue, unit, target, today, past=UnitPast(book, unit), answer=made, marks=marks)


def _made_of(catalogue: CatalogueAt, file: Received) -> str:
    """A digest of all that the answer to a file says."""
    unit = catalogue.unit.get(file.unit)
    form = catalogue.form_of(unit) if unit else None
    stamp = form_stamp(catalogue, form) if form else ""
    said = [as_json(found) for found in file.findings]
    whole = [__version__, stamp, repr(unit), repr(catalogue.period), file.file, file.sha256, said]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()[:32]
