"""Step 4a: does a returned form have what its own form had when it went out, and does it print what its codes say?

A return is held against the rows of its own stamp (table ``form_versions``): what its form did not have was not asked.
Of a form that nobody knows, ``identity`` says what may not have been asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from qcdc_xl import vietnamese
from qcdc_xl.catalogue.versions import version_of
from qcdc_xl.model import (
    ANSWER,
    COLUMN,
    INDICATOR,
    LIST,
    CatalogueAt,
    FormVersion,
    Scalar,
    Submission,
    Unit,
    Value,
)
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.model.submission import Printed
from qcdc_xl.values.entered import ERRORS

Version = Mapping[str, FormVersion]
_ENOUGH = 3
"""Two rows that agree in fewer cells may well be two things: two meetings on one day."""


def structure(catalogue: CatalogueAt, submission: Submission) -> Iterator[Finding]:
    """Findings: TABLE_MISSING, TABLE_NO_COLUMN, ROW_MISSING for what is gone; ROW_OTHER_LABEL, ROW_LABEL_CHANGED,
    UNIT_PRINTED, PERIOD_PRINTED where eye and code see two things; ROW_REPEATED for a list's row that stands twice."""
    form = next((f for f in catalogue.forms if f.code == submission.form), None)
    had = (version_of(catalogue, form, submission.catalogue) if form else None) or {}
    yield from _printed_head(catalogue, submission)
    yield from _lacking(catalogue, had, submission)
    yield from _other_labels(had, submission)
    yield from _repeated(catalogue, submission)


def _lacking(catalogue: CatalogueAt, had: Version, submission: Submission) -> Iterator[Finding]:
    """What the form had that is gone; what it computes by itself is computed here again, so nobody misses it."""
    computed = computed_items(catalogue)
    there = submission.asked
    for code, row in had.items():
        if code in there or code in computed:
            continue
        place = Place(submission.unit, submission.file, indicator=code)
        if row.kind == INDICATOR:
            yield finding("ROW_MISSING", place, label=_numbered(row, code))
        elif row.kind == ANSWER and code.removeprefix("list:") in there:
            yield finding("ROW_MISSING", place, label=f"“không phát sinh” của {_label_of(had, code[5:])}")
        elif row.kind == LIST:
            yield finding("TABLE_MISSING", place, table=row.label or code)
        elif row.kind == COLUMN and (of := code.partition(".")[0]) in there:
            yield finding("TABLE_NO_COLUMN", place, table=_label_of(had, of), column=row.label or code)


@lru_cache(maxsize=64)
def computed_items(catalogue: CatalogueAt) -> frozenset[str]:
    """The items that a form makes by itself."""
    columns = {f"{r.code}.{c.code}" for r in catalogue.lists for c in r.columns if c.expression}
    return frozenset({i.code for i in catalogue.indicators if i.expression} | columns)


def _repeated(catalogue: CatalogueAt, submission: Submission) -> Iterator[Finding]:
    """Rows of a list that say in at least three cells just what an earlier row says: pasted twice, they count twice."""
    computed = computed_items(catalogue)
    rows: dict[tuple[str, int], list[Value]] = {}
    for value in submission.values:
        if value.row and value.value is not None and value.item not in computed:
            rows.setdefault((value.item.partition(".")[0], value.row), []).append(value)
    seen: dict[tuple[str, tuple[tuple[str, Scalar], ...]], Value] = {}
    for (code, _), cells in rows.items():
        first = seen.setdefault((code, tuple((v.item, v.value) for v in cells)), cells[0])
        if first is not cells[0] and len(cells) >= _ENOUGH:
            place = Place(submission.unit, submission.file, cells[0].sheet, cells[0].cell, cells[0].item)
            yield finding("ROW_REPEATED", place, first=first.cell)


def _label_of(had: Version, code: str) -> str:
    return had[code].label if code in had and had[code].label else code


def _numbered(row: FormVersion, code: str) -> str:
    return f"{row.label or code} (mã số {row.number})" if row.number else row.label or code


def _other_labels(had: Version, submission: Submission) -> Iterator[Finding]:
    labels = {vietnamese.fold(row.label): code for code, row in had.items() if row.kind == INDICATOR}
    for said in submission.printed:
        own = had.get(said.item)
        if own is None or own.kind != INDICATOR or not own.label or own.label.startswith(ERRORS):
            continue
        key = vietnamese.fold(said.text)
        if key == vietnamese.fold(own.label):
            continue
        code = "ROW_OTHER_LABEL" if key in labels else "ROW_LABEL_CHANGED"
        place = Place(submission.unit, submission.file, said.sheet, said.cell, said.item)
        yield finding(code, place, printed=said.text, label=_numbered(own, said.item))


def _printed_head(catalogue: CatalogueAt, submission: Submission) -> Iterator[Finding]:
    unit, period = catalogue.unit.get(submission.unit), catalogue.period
    for said in submission.printed:
        place = Place(submission.unit, submission.file, said.sheet, said.cell)
        if said.item == "unit" and unit and not _names(unit, said):
            yield finding("UNIT_PRINTED", place, printed=said.text, unit=unit.name)
        elif (
            said.item == "period" and submission.period == period.code and not _same(said.text, period.label)
        ):
            yield finding("PERIOD_PRINTED", place, printed=said.text, period=period.label)


def _names(unit: Unit, said: Printed) -> bool:
    return any(_same(said.text, name) for name in (unit.name, unit.short_name, *unit.aliases) if name)


def _same(one: str, other: str) -> bool:
    """Whether a printed name is the catalogue's; one that is lost there, behind an error word, is held against nothing."""
    return other.startswith(ERRORS) or vietnamese.same_name(one, other)
