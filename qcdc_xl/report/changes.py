"""What changed since the last draft: figures, units, paragraphs and footnotes.

The master keeps what the last draft said (table ``draft``, law 1); the difference is shown as a sheet and
after the export.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from qcdc_xl import vietnamese
from qcdc_xl.expression.texts import Shown, shown
from qcdc_xl.model import Change, Paragraph, Said
from qcdc_xl.model.book import DRAFT, FIGURE, FOOTNOTE, PARAGRAPH, UNIT
from qcdc_xl.report.story import with_chosen
from qcdc_xl.totals.book_at import BookAt

NEW, GONE, OTHER = "Mới", "Bỏ", "Sửa"


def said(book: BookAt, now: datetime.datetime, draft: str) -> tuple[Said, ...]:
    """All that a draft says: who is in it, its figures, its texts as they were written."""
    catalogue = book.catalogue
    name = "dự thảo" if draft else "bản trình ký"
    when = f"{now:%H:%M} ngày {vietnamese.date(now.date())}"
    rows = [Said(DRAFT, catalogue.period.code, name, when)]
    for unit in catalogue.active_units:
        if unit.code in book.accepted:
            used = book.accepted[unit.code]
            rows.append(Said(UNIT, unit.code, unit.name, f"{used.file} [{used.sha256[:8]}]"))
    for figure in catalogue.figures:
        rows.append(Said(FIGURE, figure.code, figure.label, _written(book.figures.values[figure.code])))
    titles = {s.code: s.title for s in catalogue.sections}
    for p in with_chosen(book, book.chosen):
        if isinstance(p, Paragraph):
            section, text = p.section, p.text
        else:
            section, text = p.section.code, f"{p.unit.name}: {p.text}"
        rows.append(Said(PARAGRAPH, section, f"Mục {section}. {titles.get(section, '')}", text))
    for note in catalogue.footnotes:
        rows.append(Said(FOOTNOTE, f"{note.number}.{note.order}", f"Chú thích {note.number}", note.text))
    return tuple(rows)


def _written(value: Shown) -> str:
    return (shown(value, ";" if isinstance(value, tuple) else "") or "") if value is not None else ""


def when(before: Sequence[Said], period: str) -> str:
    """Which draft it was, "dự thảo lúc 15:30 ngày 22/6/2022"; blank if there was none in this period."""
    found = (f"{row.label} lúc {row.text}" for row in before if row.kind == DRAFT and row.key == period)
    return next(found, "")


def changes(before: Sequence[Said], now: Sequence[Said]) -> tuple[Change, ...]:
    """What is new, gone or other; texts are compared as they were written, so that a figure counts once."""
    found: list[Change] = []
    for kind in (UNIT, FIGURE, FOOTNOTE):
        old = {row.key: row for row in before if row.kind == kind}
        new = {row.key: row for row in now if row.kind == kind}
        for key in [*new, *(k for k in old if k not in new)]:
            found += _change(kind, old.get(key), new.get(key))
    texts = [[row for row in rows if row.kind == PARAGRAPH] for rows in (before, now)]
    return (*found, *_paragraphs(*texts))


def _change(kind: str, old: Said | None, new: Said | None) -> Iterator[Change]:
    row = new or old
    assert row is not None
    if old is None or new is None:
        what = NEW if old is None else GONE
        yield Change(kind, row.label, what, _told(old), _told(new))
    elif old.text != new.text:
        yield Change(kind, row.label, OTHER, _told(old), _told(new))


def _told(row: Said | None) -> str:
    return "" if row is None else row.text or "(chưa có)"


def _paragraphs(before: Sequence[Said], now: Sequence[Said]) -> Iterator[Change]:
    old_keys, new_keys = ([(row.key, row.text) for row in rows] for rows in (before, now))
    for what, i, j, m, n in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
        if what != "equal":
            for old, new in zip_longest(before[i:j], now[m:n]):
                yield from _change(PARAGRAPH, old, new)
