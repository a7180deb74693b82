"""What keeps a report a draft (law 13): faults, units neither in nor excused, texts not filled in, labels of other periods.

Each can be lifted by the clerk with a reason, on the sheet *Còn lại trước khi trình*; what concerns the numbers the report then
says itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qcdc_xl.model import Unit
from qcdc_xl.model.finding import Finding, Place, message, unanswered
from qcdc_xl.model.leftover import UNITS, Leftover
from qcdc_xl.totals.book_at import BookAt

_ALSO = ("TEXT_BRACE", "TEXT_OTHER_PERIOD", "TEXT_FIGURE_MISSING")
"""Warnings that stand in the way of a final report all the same."""
_NAMED = 6
"""So many units are named one by one."""


def leftovers(book: BookAt, found: Iterable[Finding]) -> tuple[Leftover, ...]:
    """All that is left, each once, with the reasons that the clerk has given. ``found``: of the files, the whole, the texts."""
    missing = _missing(book)
    made = [
        *([_of_units(book, missing)] if missing else []),
        *_of_findings(book, tuple(found), bool(missing)),
    ]
    reasons = {one.key: one.reason for one in book.left}
    once = {one.key: replace(one, reason=reasons.get(one.key, "")) for one in made}
    return tuple(once.values())


def draft(book: BookAt, left: Iterable[Leftover]) -> str:
    """What makes it a draft: "đã nhận 33/34 đơn vị; còn 2 nội dung chưa xử lý"; blank for a final report."""
    open_ = [one for one in left if not one.reason]
    units = [_received(book) for one in open_ if one.of_units]
    more = len(open_) - len(units)
    return "; ".join([*units, *([f"còn {more} nội dung chưa xử lý"] if more else [])])


def remarks(book: BookAt, left: Iterable[Leftover]) -> tuple[str, ...]:
    """What a report says of itself: of which units it has no numbers, and what the clerk has answered for."""
    lines = [f"{one.text} ({one.reason})." for one in left if one.figures and one.reason and not one.of_units]
    absent = [u for u in book.catalogue.active_units if u.code not in book.returns.received]
    if not absent:
        return tuple(lines)
    lifted = next((one.reason for one in left if one.of_units), "")
    reasons = {code: d.reason for code, d in book.not_expected.items()}
    named = ", ".join(f"{u.name} ({reasons.get(u.code) or lifted})" for u in absent)
    expected = len(book.catalogue.active_units)
    begin = f"Báo cáo tổng hợp từ {expected - len(absent)}/{expected} đơn vị, không có báo cáo của: {named}."
    return (begin, *lines)


def _missing(book: BookAt) -> list[Unit]:
    there = {*book.returns.received, *book.not_expected}
    return [u for u in book.catalogue.active_units if u.code not in there]


def _received(book: BookAt) -> str:
    return f"đã nhận {len(book.returns.received)}/{len(book.catalogue.active_units)} đơn vị"


def _of_units(book: BookAt, missing: Sequence[Unit]) -> Leftover:
    names = [u.name for u in missing[:_NAMED]]
    more = f" và {len(missing) - _NAMED} đơn vị khác" if len(missing) > _NAMED else ""
    text = f"Mới {_received(book)}, chưa có báo cáo của: {', '.join(names)}{more}"
    return Leftover(UNITS + _digest(u.code for u in missing), text, figures=True)


def _of_findings(book: BookAt, found: Sequence[Finding], lacking: bool) -> Iterator[Leftover]:
    """A leftover a file with faults, one a finding of another place; a figure is no further matter while units are missing."""
    errors = {id(f) for f in unanswered(found)}
    files: dict[str, list[Finding]] = {}
    for one in found:
        if id(one) in errors and one.place.file and not one.in_master:
            files.setdefault(one.place.file, []).append(one)
        elif id(one) in errors or (one.code in _ALSO and not (lacking and one.code == "TEXT_FIGURE_MISSING")):
            figures = one.code in ("RULE_BROKEN", "TEXT_FIGURE_MISSING")
            place = Place(sheet=one.place.sheet, cell=one.place.cell)
            where = f"{place}: " if str(place) else ""
            key = _digest((one.code, one.place.unit, one.place.indicator, message(one)))
            yield Leftover(key, f"{where}{message(one).rstrip('.')}", figures)
    for file, own in files.items():
        unit = book.catalogue.unit.get(own[0].place.unit)
        whose = f" của {unit.name}" if unit else ""
        text = f"Báo cáo “{file}”{whose} còn {len(own)} lỗi nên chưa được tính"
        yield Leftover(_digest((file, *sorted(message(f) for f in own))), text, figures=True)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
