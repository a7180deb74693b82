"""Step 4b: cell by cell: from what was typed to numbers, choices and dates, with findings at the cells.

What is surely meant is taken ("7.554" typed as text under Vietnamese settings is 7554, with a warning);
what is doubtful is an error that says so; nothing is guessed silently and nothing is dropped silently.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from qcdc_xl import vietnamese
from qcdc_xl.intake.workbook import BOTH
from qcdc_xl.model import NIL, CatalogueAt, Indicator, ListColumn, Scalar, Submission, Value
from qcdc_xl.model.finding import Finding, Place, finding

LONGEST = 4000
"""Longest text kept of one cell, in characters."""
_EPOCH = datetime.date(1899, 12, 30)
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#N/A!", "Err:")
_NIL_KEY = vietnamese.fold(NIL)


@dataclass(frozen=True, slots=True)
class _Trouble(Exception):
    """What is wrong with a value: the finding's code and values; ``kept`` is what it is taken for."""

    code: str
    values: Mapping[str, object]
    kept: Scalar = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """One thing asked, ready for checking: an indicator or a column of a list."""

    item: str
    label: str
    kind: str
    required: bool
    least: float | None
    most: float | None
    choices: tuple[str, ...]
    derived: bool


def clean(catalogue: CatalogueAt, submission: Submission) -> tuple[Submission, tuple[Finding, ...]]:
    """The submission with typed values: numbers, dates, choices as listed, clean text, NIL, ``None``.

    Derived cells are dropped after comparing; codes that the catalogue does not ask of this form are
    dropped with CODE_UNKNOWN. Other findings: VALUE_* and TABLE_MISSING for indicators that are gone.
    """
    asked = _asked_of(catalogue, submission.form)
    kept: list[Value] = []
    findings: list[Finding] = []
    seen = set()
    for value in submission.values:
        wanted = asked.get(value.item)
        if wanted is None:
            findings += _unknown(submission, value)
            continue
        seen.add(value.item)
        if value.value == NIL and wanted.kind in (
            "integer",
            "decimal",
        ):  # the commonest by far, no need to look on
            kept.append(value)
            continue
        try:
            typed = _KINDS[wanted.kind](value.value, wanted)
        except _Trouble as trouble:
            typed = trouble.kept
            findings.append(_at(trouble.code, submission, value, label=wanted.label, **trouble.values))
        kept.append(value if typed is value.value else Value(value[0], value[1], typed, value[3], value[4]))
    findings += _absent(asked, seen, submission)
    return replace(submission, values=tuple(kept)), tuple(findings)


@lru_cache(maxsize=64)
def _asked_of(catalogue: CatalogueAt, form: str) -> Mapping[str, _Asked]:
    asked = {i.code: _indicator(catalogue, i) for i in catalogue.indicators_of(form)}
    for records in catalogue.lists_of(form):
        for column in records.columns:
            item = f"{records.code}.{column.code}"
            asked[item] = _column(catalogue, item, column)
    return asked


def _indicator(catalogue: CatalogueAt, asked: Indicator) -> _Asked:
    choices = catalogue.choices_of(asked.choices)
    required = asked.required and not asked.expression
    kind = "text" if asked.expression and not asked.numeric else asked.type
    return _Asked(
        asked.code, asked.label, kind, required, asked.min, asked.max, choices, bool(asked.expression)
    )


def _column(catalogue: CatalogueAt, item: str, asked: ListColumn) -> _Asked:
    choices = catalogue.choices_of(asked.choices)
    return _Asked(item, asked.label, asked.type, asked.required, None, None, choices, bool(asked.expression))


def _at(code: str, submission: Submission, value: Value, /, **values: object) -> Finding:
    place = Place(submission.unit, submission.file, value.sheet, value.cell, value.item)
    return finding(code, place, **values)


def _unknown(submission: Submission, value: Value) -> Iterator[Finding]:
    computed = value.item.startswith("meta.") or value.item.rpartition(".")[2] in ("number", "status")
    if value.value is not None and not computed:
        shown = _shown(value.value)
        yield _at("CODE_UNKNOWN", submission, value, key=value.item, value=shown)


def _absent(asked: Mapping[str, _Asked], seen: set[str], submission: Submission) -> Iterator[Finding]:
    """Indicators whose row is gone: an error at no cell if they are required."""
    for item, wanted in asked.items():
        if item not in seen and wanted.required and "." not in item:
            place = Place(submission.unit, submission.file, indicator=item)
            yield finding("VALUE_MISSING", place, label=wanted.label)


def _number(value: Scalar, asked: _Asked) -> Scalar:
    if value.__class__ is float or value.__class__ is int:
        return _in_range(value, asked)
    if value is None:
        return _blank(asked)
    if isinstance(value, bool | datetime.date):
        raise _Trouble("VALUE_NOT_NUMBER", {"value": _shown(value)})
    text = _words(value, asked)
    if vietnamese.fold(text) == _NIL_KEY:
        return NIL
    number = vietnamese.parse_number(text)
    if number is None:
        raise _Trouble("VALUE_NOT_NUMBER", {"value": text})
    typed = _in_range(number, asked)
    raise _Trouble("VALUE_AS_TEXT", {"text": text, "value": vietnamese.number(number)}, typed)


def _in_range(value: Scalar, asked: _Asked) -> Scalar:
    assert isinstance(value, int | float)
    if value != value or value in (float("inf"), float("-inf")):
        raise _Trouble("VALUE_NOT_NUMBER", {"value": str(value)})
    if asked.kind == "integer":
        if value != int(value):
            raise _Trouble("VALUE_NOT_WHOLE", {"value": vietnamese.number(value), "guess": _guess(value)})
        value = int(value)
    if asked.least is not None and value < asked.least:
        limit = vietnamese.number(asked.least)
        raise _Trouble("VALUE_BELOW_MIN", {"value": vietnamese.number(value), "limit": limit})
    if asked.most is not None and value > asked.most:
        limit = vietnamese.number(asked.most)
        raise _Trouble("VALUE_ABOVE_MAX", {"value": vietnamese.number(value), "limit": limit})
    return value


def _guess(value: float) -> str:
    """A count with exactly three decimals is almost surely thousands: 7.554 was meant as 7554."""
    thousand = round(value * 1000, 6)
    exactly_three = thousand == int(thousand) and int(thousand) % 10 != 0
    return f" (có phải là {int(thousand)}?)" if exactly_three and abs(value) < 1000 else ""


def _blank(asked: _Asked) -> Scalar:
    if asked.required:
        raise _Trouble("VALUE_MISSING", {})
    return None


def _words(value: Scalar, asked: _Asked) -> str:
    """A text cell made storable; both a value and a choice of nil, and Excel's errors, are trouble."""
    text = str(value)
    if text.endswith(BOTH):
        raise _Trouble("VALUE_AND_NIL", {"value": text.removesuffix(BOTH)})
    if text.startswith(_ERRORS):
        raise _Trouble("VALUE_IS_ERROR", {"value": text})
    return vietnamese.clean(text)


def _text(value: Scalar, asked: _Asked) -> Scalar:
    if value is None:
        return _blank(asked)
    text = _words(_shown(value) if not isinstance(value, str) else value, asked)
    if len(text) > LONGEST:
        more = {"length": len(text), "limit": LONGEST}
        raise _Trouble("VALUE_TOO_LONG", more, text[:LONGEST])
    return text or _blank(asked)


def _choice(value: Scalar, asked: _Asked) -> Scalar:
    text = _text(value, asked)
    if text is None or text in asked.choices:
        return text
    key = vietnamese.fold(str(text))
    for choice in asked.choices:
        if vietnamese.fold(choice) == key:
            return choice
    raise _Trouble("VALUE_NOT_CHOICE", {"value": text, "choices": "; ".join(asked.choices)})


def _date(value: Scalar, asked: _Asked) -> Scalar:
    if value is None:
        return _blank(asked)
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, int | float) and 30_000 < value < 80_000:  # a serial day that lost its format
        return _EPOCH + datetime.timedelta(days=int(value))
    found = vietnamese.parse_date(_words(value, asked)) if isinstance(value, str) else None
    if found is None:
        raise _Trouble("VALUE_NOT_DATE", {"value": _shown(value)})
    return found


def _shown(value: Scalar) -> str:
    if isinstance(value, datetime.date):
        return vietnamese.date(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return vietnamese.number(value)
    return str(value).replace(BOTH, "")


_KINDS: Mapping[str, Callable[[Scalar, _Asked], Scalar]] = {
    "integer": _number,
    "decimal": _number,
    "text": _text,
    "select_one": _choice,
    "date": _date,
}
