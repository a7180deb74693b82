"""Step 4b: is each record list answered, by rows or by “không phát sinh” (law 14)?

A form that asks for that word in the table ``answers`` must be answered; an older one had no room for it, so that an
empty list there may mean either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from qcdc_xl.catalogue.versions import called, version_of
from qcdc_xl.model import NIL, CatalogueAt, RecordList, Scalar, Submission, Value, answer_item
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.values import Misfit
from qcdc_xl.values.kind import words


def answered(catalogue: CatalogueAt, submission: Submission) -> tuple[Submission, tuple[Finding, ...]]:
    """The submission with NIL or ``None`` in the cells for whole lists.

    Findings: LIST_UNANSWERED, LIST_AND_NIL, LIST_NIL_WRONG, VALUE_NOT_CALCULATED, VALUE_LOST, VALUE_IS_ERROR at that
    cell; LIST_EMPTY at the list's first cell in a form that did not ask. What is not in the file was not asked, or
    ``structure`` misses it.
    """
    lists = {answer_item(r.code): r for r in catalogue.lists_of(submission.form)}
    rows = _rows(submission)
    kept: list[Value] = []
    findings: list[Finding] = []
    said: set[str] = set()
    for value in submission.values:
        if value.item not in lists:
            kept.append(value)
            continue
        said.add(value.item)
        records = lists[value.item]
        found, answer = _judged(
            value.value, called(catalogue, submission, records.code, records.label), rows[records.code]
        )
        if records.code not in submission.lists:  # the list itself is gone, and missed by ``structure``
            found = [(code, more) for code, more in found if code != "LIST_UNANSWERED"]
        kept.append(value._replace(value=answer))
        place = Place(submission.unit, submission.file, value.sheet, value.cell, value.item)
        findings += (finding(code, place, **more) for code, more in found)
    findings += _not_asked(catalogue, submission, [r for item, r in lists.items() if item not in said], rows)
    return replace(submission, values=tuple(kept)), tuple(findings)


def _judged(raw: Scalar, label: str, rows: int) -> tuple[list[tuple[str, Mapping[str, object]]], Scalar]:
    """What is wrong with the answer to a list of so many rows, and what it is taken for."""
    try:
        chosen = None if raw is None else words(str(raw)) or None
    except Misfit as misfit:
        if misfit.code == "VALUE_IN_NIL":
            return [("LIST_NIL_WRONG", {"label": label, "value": misfit.values["value"]})], None
        return [(misfit.code, {"label": label, **misfit.values})], None
    if chosen is None:
        return ([] if rows else [("LIST_UNANSWERED", {"label": label})]), None
    return ([("LIST_AND_NIL", {"label": label, "rows": rows})] if rows else []), NIL


def _rows(submission: Submission) -> Counter[str]:
    """How many rows each list has: reading leaves blank ones out."""
    rows = {(v.item.partition(".")[0], v.row) for v in submission.values if v.row}
    return Counter(code for code, _ in rows)


def _not_asked(
    catalogue: CatalogueAt, submission: Submission, lists: list[RecordList], rows: Counter[str]
) -> Iterator[Finding]:
    """LIST_EMPTY for empty lists of a form that had no cell for the word."""
    form = next((f for f in catalogue.forms if f.code == submission.form), None)
    had = (version_of(catalogue, form, submission.catalogue) if form else None) or {}
    heads = {p.item: p for p in submission.printed}
    for records in lists:
        item = answer_item(records.code)
        if records.code in submission.lists and not rows[records.code] and item not in had:
            at = heads.get(item)
            place = Place(
                submission.unit, submission.file, at.sheet if at else "", at.cell if at else "", item
            )
            yield finding(
                "LIST_EMPTY", place, label=called(catalogue, submission, records.code, records.label)
            )
