"""Step 4b: cell by cell: from what was typed to numbers, choices and dates, with findings at the cells.

What is surely meant is taken ("7.554" typed as text under Vietnamese settings is 7554, with a warning);
what is doubtful is an error that says so; nothing is guessed silently and nothing is dropped silently. How one
cell is read is for its kind of value to say (``values``); here is only the way through all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from qcdc_xl import vietnamese
from qcdc_xl.catalogue.versions import called
from qcdc_xl.model import NIL, CatalogueAt, Indicator, ListColumn, Submission, Value, answer_item
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.values import KINDS, Asked, Kind, Misfit, asked_of, kind_of
from qcdc_xl.values.kind import shown


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing asked, ready for checking: an indicator or a column of a list."""

    label: str
    kind: Kind
    asked: Asked
    computed: bool
    """Whether the form makes it."""
    nil: bool
    """Whether “không phát sinh” is an answer to it."""


def clean(catalogue: CatalogueAt, submission: Submission) -> tuple[Submission, tuple[Finding, ...]]:
    """The submission with typed values: numbers, dates, choices as listed, clean text, NIL, ``None``.

    What the form computes is read as well, for ``derived`` to compare. Codes that the catalogue does not ask of this
    form are dropped with CODE_UNKNOWN. Other findings: VALUE_*.
    """
    items = _items_of(catalogue, submission.form)
    lists = {answer_item(records.code) for records in catalogue.lists_of(submission.form)}
    kept: list[Value] = []
    findings: list[Finding] = []
    for value in submission.values:
        wanted = items.get(value.item)
        if value.item in lists:  # an answer to a list as a whole, see ``answers``
            kept.append(value)
            continue
        if wanted is None:
            findings += _unknown(submission, value)
            continue
        if wanted.nil and value.value == NIL:  # the commonest by far, no need to look on
            kept.append(value)
            continue
        try:
            typed = wanted.kind.read(value.value, wanted.asked)
            if typed.__class__ is datetime.date:
                findings += _outside(catalogue, submission, value, wanted.label, typed)
        except Misfit as misfit:
            if wanted.computed and misfit.code in _WITHOUT_RESULT:
                kept.append(value._replace(value=None))
                continue
            if wanted.computed:  # held against what it must be, whatever was typed over it
                kept.append(value._replace(value=shown(value.value)))
                continue
            typed = misfit.kept
            label = called(catalogue, submission, value.item, wanted.label)
            findings.append(_at(misfit.code, submission, value, label=label, **misfit.values))
        kept.append(value if typed is value.value else Value(value[0], value[1], typed, value[3], value[4]))
    return replace(submission, values=tuple(kept)), tuple(findings)


_WITHOUT_RESULT = (
    "VALUE_NOT_CALCULATED", "VALUE_LOST", "VALUE_ZERO_BY_FORMULA", "VALUE_IS_ERROR", "VALUE_COVERED", "VALUE_SHOWN_OTHERWISE",
)  # fmt: skip
"""What is no fault in a cell that the program computes anew."""


@lru_cache(maxsize=64)
def _items_of(catalogue: CatalogueAt, form: str) -> Mapping[str, _Item]:
    items = {i.code: _item(catalogue, i) for i in catalogue.indicators_of(form)}
    columns = ((f"{r.code}.{c.code}", c) for r in catalogue.lists_of(form) for c in r.columns)
    return items | {item: _item(catalogue, column) for item, column in columns}


def _item(catalogue: CatalogueAt, asked: Indicator | ListColumn) -> _Item:
    kind = kind_of(asked)
    if isinstance(asked, Indicator) and asked.expression and not kind.numeric:
        kind = KINDS["text"]  # a sentence that the form makes
    return _Item(asked.label, kind, asked_of(catalogue, asked), bool(asked.expression), kind.numeric)


def _outside(
    catalogue: CatalogueAt, submission: Submission, value: Value, label: str, day: object
) -> Iterator[Finding]:
    """VALUE_DATE_OUTSIDE for a day that is not in the period."""
    period = catalogue.period
    assert isinstance(day, datetime.date)
    if not period.start <= day <= period.end:
        start, end = vietnamese.date(period.start), vietnamese.date(period.end)
        yield _at(
            "VALUE_DATE_OUTSIDE", submission, value, label=label, value=shown(day), start=start, end=end
        )


def _at(code: str, submission: Submission, value: Value, /, **values: object) -> Finding:
    place = Place(submission.unit, submission.file, value.sheet, value.cell, value.item)
    return finding(code, place, **values)


def _unknown(submission: Submission, value: Value) -> Iterator[Finding]:
    computed = value.item.startswith("meta.") or value.item.rpartition(".")[2] in ("number", "status")
    if value.value is not None and not computed:
        yield _at("CODE_UNKNOWN", submission, value, key=value.item, value=shown(value.value))
