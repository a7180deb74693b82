"""Findings about the whole: rules across units, footnotes, what reading the master showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qcdc_xl.checks.rules import across_rules
from qcdc_xl.model.finding import Finding
from qcdc_xl.totals.book_at import BookAt


def with_whole(book: BookAt, found: Sequence[Finding]) -> BookAt:
    """The book with the findings about the whole: rules across units, footnotes, decisions that could not be carried
    out, and those ``found`` in reading it."""
    whole = across_rules(book.returns, book.figures) if book.answered else ()
    texts = book.footnotes[1] if book.answered else ()
    return replace(
        book, findings=(*book.findings, *found, *book.decided.findings, *book.joined[1], *whole, *texts)
    )
