"""The catalogue: a form's stamp, printed in the form and checked on return.

Old forms keep circulating. The stamp changes when anything that the form shows or checks changes, and only then: a
new footnote, a width, a field that records gain, blanks in an expression do not make the forms out there old. So it is
made of a text that names what is shown, in an order of its own, and leaves out what is blank. Unit, period, day due and
the receiving body are no part of it: they are held against by themselves, or say where the form goes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from qcdc_xl.catalogue.first_stamp import first_stamp
from qcdc_xl.catalogue.scopes import rules_of
from qcdc_xl.expression.syntax import Call, ExpressionError, names, parse, walk, written
from qcdc_xl.model import SAME, CatalogueAt, Form, Indicator, ListColumn, RecordList, Rule


@lru_cache(maxsize=256)
def form_stamp(catalogue: CatalogueAt, form: Form) -> str:
    """Eight hexadecimal digits over all that the form shows and checks at the catalogue's period."""
    return hashlib.sha256(shown_text(catalogue, form).encode()).hexdigest()[:8]


@lru_cache(maxsize=256)
def stamps_without_answers(catalogue: CatalogueAt, form: Form) -> frozenset[str]:
    """The stamps of forms that are as this one is but for “không phát sinh” of record lists: as the first programs made
    them, and later ones. A form without lists asks what it always did."""
    if not catalogue.lists_of(form.code):
        return frozenset()
    shown = shown_text(catalogue, form, answers=False)
    bare = frozenset((hashlib.sha256(shown.encode()).hexdigest()[:8], first_stamp(catalogue, form)))
    return bare | _same(catalogue, form, bare)


@lru_cache(maxsize=256)
def present_stamps(catalogue: CatalogueAt, form: Form) -> frozenset[str]:
    """The stamps of forms that ask and check what this one does: as made now, as earlier programs made them, and of
    forms that said the same in other words, as the table ``form_versions`` has it."""
    own = frozenset((form_stamp(catalogue, form), first_stamp(catalogue, form)))
    return own | stamps_without_answers(catalogue, form) | _same(catalogue, form, own)


def _same(catalogue: CatalogueAt, form: Form, stamps: frozenset[str]) -> frozenset[str]:
    """The stamps of forms that said what those with these stamps say in other words."""
    rows = (v for v in catalogue.form_versions if (v.form, v.kind) == (form.code, SAME))
    return frozenset(v.stamp for v in rows if v.code in stamps)


def shown_text(catalogue: CatalogueAt, form: Form, answers: bool = True) -> str:
    """What a form shows and checks, as one text; without ``answers`` as before lists could be answered by a word."""
    indicators, lists = catalogue.indicators_of(form.code), catalogue.lists_of(form.code)
    rules = rules_of(catalogue, form)
    asked: list[Indicator | ListColumn] = [*indicators, *(c for r in lists for c in r.columns)]
    expressions = [a.expression for a in asked] + [t for r in rules for t in (r.expression, r.relevant)]
    titles = {s.code: s.title for s in catalogue.sections}
    shown = {
        "form": {"number": form.number, "title": form.title},
        "sections": [[s, titles.get(s, "")] for s in dict.fromkeys(i.section for i in indicators)],
        "indicators": [_indicator(i) for i in indicators],
        "lists": [_list(r) for r in lists],
        "choices": _choices(catalogue, (a.choices for a in asked)),
        "rules": [_rule(r) for r in rules],
        "settings": {code: catalogue.settings.get(code, "") for code in _settings(expressions)},
    }
    if answers and lists:
        shown["answers"] = [r.code for r in lists]
    return json.dumps(shown, ensure_ascii=False, sort_keys=True)


def _said(**shown: Any) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if value not in ("", None, False)}


def _indicator(asked: Indicator) -> dict[str, Any]:
    return _said(
        code=asked.code, section=asked.section, label=asked.label, unit_of_measure=asked.unit_of_measure,
        type=asked.type, required=asked.required, min=asked.min, max=asked.max, choices=asked.choices,
        expression=_canonical(asked.expression), hint=asked.hint,
    )  # fmt: skip


def _list(records: RecordList) -> dict[str, Any]:
    columns = [_column(c) for c in records.columns]
    return _said(
        code=records.code, label=records.label, rows=records.rows, hint=records.hint, columns=columns
    )


def _column(asked: ListColumn) -> dict[str, Any]:
    return _said(
        code=asked.code, label=asked.label, type=asked.type, choices=asked.choices, required=asked.required,
        min=asked.min, max=asked.max, expression=_canonical(asked.expression),
    )  # fmt: skip


def _rule(rule: Rule) -> dict[str, Any]:
    return _said(
        code=rule.code, severity=rule.severity, expression=_canonical(rule.expression),
        relevant=_canonical(rule.relevant), missing=rule.missing, message=rule.message,
    )  # fmt: skip


def _canonical(expression: str) -> str:
    """An expression as it is understood, however it is written; as it stands if it is not understood."""
    try:
        return written(parse(expression)) if expression else ""
    except ExpressionError:
        return expression


def _choices(catalogue: CatalogueAt, used: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """What the dropdowns offer; the words that explain a choice are not in the form."""
    return {name: catalogue.choices_of(name) for name in sorted(set(used) - {""})}


def _settings(expressions: Iterable[str]) -> list[str]:
    found: set[str] = set()
    for text in filter(None, expressions):
        try:
            calls = [n for n in walk(parse(text)) if isinstance(n, Call) and n.function == "SETTING"]
        except ExpressionError:
            continue
        found |= {name.code for call in calls for name in names(call)}
    return sorted(found)
