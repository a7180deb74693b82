"""What forms that went out earlier asked, where the master does not say it: it was made by an earlier program.

That is read from what still lies in the working folder: the blank forms of all periods, and the tables of the masters
kept before each fill. When a master is brought up to date all of it is looked through, once, since the fill writes it
down; for a return of an unknown form only the blank forms of its unit are.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from qcdc_xl.catalogue import from_tables, load, usable
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.catalogue.versions import given_out, version_of, with_versions
from qcdc_xl.folder.backups import backups
from qcdc_xl.folder.places import FORMS
from qcdc_xl.intake.blank_form import asked_in
from qcdc_xl.marked import find
from qcdc_xl.model import Catalogue, FormVersion
from qcdc_xl.model.received import Received
from qcdc_xl.totals.book_at import BookAt, at
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.open_master import grids_in


def learn(book: BookAt, master: Path) -> BookAt:
    """The book with what all blank forms and all masters kept in the working folder say of earlier forms."""
    forms = sorted(master.parent.glob(f"*/{FORMS}/*.xlsx"))
    blank = _of_forms(forms, _known(given_out(book.catalogue)))
    kept = (row for path in reversed(backups(master)) for row in _of_master(path))
    return _with(_with(book, blank), kept)


def learn_of(book: BookAt, master: Path, files: Iterable[Received]) -> BookAt:
    """The book with what the blank forms of those units ask whose returns are of a form that nobody knows."""
    units = {f.unit for f in files if of_unknown_form(book, f)}
    if not units:
        return book
    forms = [p for p in sorted(master.parent.glob(f"*/{FORMS}/*.xlsx")) if units & set(p.stem.split())]
    return _with(book, _of_forms(forms, _known(given_out(book.catalogue))))


def of_unknown_form(book: BookAt, file: Received) -> bool:
    """Whether nobody knows what the form asked on which a unit reports."""
    if file.submission is None or not any(f.code == "FORM_OUTDATED" for f in file.findings):
        return False
    form = book.catalogue.form_of(book.catalogue.unit[file.unit])
    return form is not None and version_of(book.catalogue, form, file.submission.catalogue) is None


def _with(book: BookAt, learnt: Iterable[FormVersion]) -> BookAt:
    whole = with_versions(book.catalogue.whole, learnt)
    if whole is book.catalogue.whole:
        return book
    return at(replace(book.book, catalogue=whole), book.catalogue.period.code)


def _known(rows: Iterable[FormVersion]) -> set[str]:
    return {row.stamp for row in rows}


def _of_forms(paths: Iterable[Path], known: Collection[str]) -> Iterator[FormVersion]:
    """What the blank forms ask, one of each stamp."""
    seen = set(known)
    for path in paths:
        rows = asked_in(path, seen)
        seen |= _known(rows)
        yield from rows


def _of_master(path: Path) -> tuple[FormVersion, ...]:
    """What the forms of an earlier master asked at its working period, and what it had written down itself.

    Only the sheets of the catalogue are read, unless somebody gave them other names; a broken file says nothing.
    """
    own = {table.sheet for table in TABLES.values()}
    catalogue = _catalogue(path, own) or _catalogue(path)
    return given_out(catalogue.working) if catalogue else ()


def _catalogue(path: Path, only: Container[str] | None = None) -> Catalogue | None:
    try:
        tables, _ = find(grids_in(path, only))
    except Trouble:
        return None
    entries, missing = from_tables(tables, path.name)
    catalogue, found = load(entries)
    return catalogue if usable((*missing, *found)) else None
