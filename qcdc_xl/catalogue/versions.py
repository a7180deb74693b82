"""The catalogue: what each form that went out asks, by its stamp (table ``form_versions``).

A return is held against the rows of its own stamp: what its form did not have was not asked. The rows of a form as it
is now follow from the tables; those of earlier ones were written down when they went out,
or learnt from what still lies in the working folder (``verbs.earlier_forms``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from qcdc_xl.catalogue.scopes import all_names, derived_columns, derived_in_order
from qcdc_xl.catalogue.stamp import form_stamp, present_stamps, stamps_without_answers
from qcdc_xl.expression.syntax import parse
from qcdc_xl.model import (
    ANSWER,
    COLUMN,
    INDICATOR,
    LIST,
    SAME,
    Catalogue,
    CatalogueAt,
    Form,
    FormVersion,
    Submission,
    answer_item,
)


def present_version(catalogue: CatalogueAt, form: Form, stamp: str = "") -> tuple[FormVersion, ...]:
    """What the form asks at the catalogue's period, in its order, with the numbers that it prints ("07").

    Under one of its earlier stamps it did not ask “không phát sinh” for its lists.
    """
    stamp = stamp or form_stamp(catalogue, form)
    rows = [FormVersion(form.code, stamp, *row) for row in _rows(catalogue, form)]
    if stamp not in stamps_without_answers(catalogue, form):
        lists = catalogue.lists_of(form.code)
        rows += [FormVersion(form.code, stamp, ANSWER, answer_item(r.code), "", r.label) for r in lists]
    return tuple(rows)


def _rows(catalogue: CatalogueAt, form: Form) -> Iterator[tuple[str, str, str, str]]:
    for number, asked in enumerate(catalogue.indicators_of(form.code), start=1):
        yield INDICATOR, asked.code, f"{number:02}", asked.label
    for records in catalogue.lists_of(form.code):
        yield LIST, records.code, "", records.label
        for column in records.columns:
            yield COLUMN, f"{records.code}.{column.code}", "", column.label


def with_versions(catalogue: Catalogue, learnt: Iterable[FormVersion]) -> Catalogue:
    """The catalogue that also knows what these forms asked: those of its forms' stamps that it did not know."""
    known = {(v.form, v.stamp) for v in catalogue.form_versions}
    forms = {f.code for f in catalogue.forms}
    new = {(v.form, v.stamp, v.code): v for v in learnt if v.form in forms and (v.form, v.stamp) not in known}
    return replace(catalogue, form_versions=(*catalogue.form_versions, *new.values())) if new else catalogue


def given_out(catalogue: CatalogueAt) -> tuple[FormVersion, ...]:
    """All rows of the table: those written down before, and what the forms of this period ask under each of their stamps."""
    known = {(v.form, v.stamp) for v in catalogue.form_versions}
    new = (
        row
        for form in catalogue.forms
        for stamp in sorted(present_stamps(catalogue, form))
        if (form.code, stamp) not in known
        for row in present_version(catalogue, form, stamp)
    )
    return (*catalogue.form_versions, *new)


@lru_cache(maxsize=256)
def version_of(catalogue: CatalogueAt, form: Form, stamp: str) -> Mapping[str, FormVersion] | None:
    """What the form of that stamp asks, by code (a list's column: ``list.column``); ``None`` if nobody knows."""
    known = [v for v in catalogue.form_versions if v.form == form.code]
    same = next((v.code for v in known if (v.kind, v.stamp) == (SAME, stamp)), stamp)
    if present_stamps(catalogue, form).intersection((stamp, same)):
        rows = present_version(catalogue, form, stamp)
    else:
        rows = tuple(v for v in known if v.stamp == same and v.kind != SAME)
    return {v.code: v for v in rows} or None


def own_words(catalogue: CatalogueAt, submission: Submission) -> Mapping[str, FormVersion]:
    """What a return's older form asks, by code, as it calls it; nothing for a form of now or one that nobody knows."""
    form = next((f for f in catalogue.forms if f.code == submission.form), None)
    if form is None or submission.catalogue in present_stamps(catalogue, form):
        return {}
    return version_of(catalogue, form, submission.catalogue) or {}


def called(catalogue: CatalogueAt, submission: Submission, code: str, label: str) -> str:
    """What is asked, in the words and with the number ("mã số 07") of the return's own form, if it is an older one."""
    row = own_words(catalogue, submission).get(code)
    number = f" (mã số {row.number})" if row and row.number else ""
    return f"{row.label or label}{number}" if row else label


def not_asked(catalogue: CatalogueAt, submission: Submission) -> frozenset[str]:
    """Codes of what its form asks now and the return's own did not, or nobody knows whether it did and the file has no
    room for it; and of all that is derived from those. Indicators, lists, columns (``list.column``)."""
    form = next((f for f in catalogue.forms if f.code == submission.form), None)
    if form is None:
        return frozenset()
    known = version_of(catalogue, form, submission.catalogue)
    return _beyond(catalogue, form, submission.asked if known is None else frozenset(known))


@lru_cache(maxsize=256)
def _beyond(catalogue: CatalogueAt, form: Form, asked: frozenset[str]) -> frozenset[str]:
    lists = catalogue.lists_of(form.code)
    derived = {i.code: i.expression for i in derived_in_order(catalogue) if form.code in i.forms}
    columns = [(r, c) for r in lists for code in derived_columns(r)[0] if (c := r.column(code))]
    computed = derived.keys() | {f"{r.code}.{c.code}" for r, c in columns}
    lacking = {v.code for v in present_version(catalogue, form)} - asked - computed
    for records, column in columns:
        used = {f"{records.code}.{name}" for name in all_names(parse(column.expression))}
        if {*used, records.code} & lacking:
            lacking.add(f"{records.code}.{column.code}")
    for code, expression in derived.items():
        if all_names(parse(expression)) & lacking:
            lacking.add(code)
    return frozenset(lacking)


def differences(catalogue: CatalogueAt, form: Form, submission: Submission) -> str:
    """In words, what a return's older form does not ask, or may not, and what it calls otherwise."""
    present = {v.code: v for v in present_version(catalogue, form) if v.kind != ANSWER}
    old = version_of(catalogue, form, submission.catalogue)
    if old is None:
        return _sentence(
            "Không rõ biểu mẫu đó có hỏi hay không", present, present.keys() - submission.asked, ""
        )
    added = _sentence(
        "Biểu mẫu đó chưa hỏi", present, present.keys() - old.keys(), ", nên không tính là thiếu"
    )
    named = [v for v in old.values() if v.label and v.code in present and v.label != present[v.code].label]
    changed = "; ".join(f"{_called(v)} nay là “{present[v.code].label}”" for v in named)
    told = added + (f" Đã đổi tên gọi: {changed}." if changed else "")
    return (
        told or " Vẫn hỏi các chỉ tiêu như hiện nay; chỉ cách kiểm tra, lựa chọn hoặc lời giải thích đã khác."
    )


def _sentence(begin: str, rows: Mapping[str, FormVersion], codes: set[str], end: str) -> str:
    """One by one, in the form's order; a list that is named stands for its columns."""
    named = [v for v in rows.values() if v.code in codes and v.code.rpartition(".")[0] not in codes]
    return f" {begin}: {'; '.join(f'“{v.label}”' for v in named)}{end}." if named else ""


def _called(row: FormVersion) -> str:
    return f"mã số {row.number} “{row.label}”" if row.number else f"“{row.label}”"
