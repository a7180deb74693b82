"""Findings about the whole: rules across units, footnotes, what reading the master showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qcdc_xl.checks.rules import across_rules
from qcdc_xl.model.finding import Finding
from qcdc_xl.totals.amended import told
from qcdc_xl.totals.book_at import BookAt


def with_whole(book: BookAt, found: Sequence[Finding]) -> BookAt:
    """The book with the findings about the whole: rules across units, footnotes, decisions that could not be carried
    out, and those ``found`` in reading it."""
    whole = [_answered(book, f) for f in across_rules(book.returns, book.figures)] if book.answered else ()
    texts = book.footnotes[1] if book.answered else ()
    amended = (*book.understood.findings, *told(book.catalogue, book.understood.amendments, book.accepted))
    return replace(
        book,
        findings=(*book.findings, *found, *book.decided.findings, *amended, *book.joined[1], *whole, *texts),
    )


def _answered(book: BookAt, found: Finding) -> Finding:
    """A rule over all units that reads what the clerk accepted with errors is answered for by that."""
    texts = (r.expression for r in book.catalogue.rules if r.code == found.values["rule"])
    units = next((book.touched.expression(text) for text in texts), frozenset())
    return replace(found, answered=book.touched.reasons(units))
