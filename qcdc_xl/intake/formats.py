"""What the number formats of cells make of a number: a day, a duration, or something that is not the number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from qcdc_xl.intake.parts import local, tree

DATE, DURATION, DISGUISE, PLAIN = "date", "duration", "disguise", ""
"""A format of days; of durations; one that shows another number or none: 85% for 0.85, 12 for 12000; any other."""

_DATES, _TIMES, _PERCENTS = frozenset((14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 47)), frozenset((46,)), (9, 10)
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DIGITS_BEHIND = re.compile(r'[0#?][,.]?("[^"]*\d[^"]*"|(\\\d)+)')
"""Digits that stand in a text of the format: 0"000" shows 12000 for 12."""
_SCALED = re.compile(r"[0#?],+(?![0#?.])")
"""Commas behind the last digit: each shows a thousandth."""


@lru_cache(maxsize=16)
def looks(styles: bytes) -> Sequence[str]:
    """For each style of cells what its format does; ``styles`` is the part of that name. Raises :class:`Damaged`."""
    root = tree(styles)
    codes = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iter() if local(e.tag) == "numFmt"}
    cells = next((e for e in root.iter() if local(e.tag) == "cellXfs"), ())
    return tuple(look(e.get("numFmtId", "0"), codes) for e in cells)


def look(number: str, codes: Mapping[str, str]) -> str:
    """What a format does, by its number: one of the file's own ``codes``, or one that every spreadsheet program knows."""
    if number in codes:
        return _of_code(codes[number].partition(";")[0], hides=";" in codes[number])
    builtin = int(number) if number.isdigit() else 0
    if builtin in _PERCENTS:
        return DISGUISE
    return DURATION if builtin in _TIMES else DATE if builtin in _DATES else PLAIN


def _of_code(code: str, hides: bool) -> str:
    """What the part of a code for positive numbers does; one without anything shows nothing."""
    bare = _QUOTED.sub("", code).lower()
    if "[" in bare:
        return DURATION
    if re.search("[dmyhs]", bare.replace("general", "")):
        return DATE
    disguised = (
        "%" in bare or _SCALED.search(bare) or _DIGITS_BEHIND.search(code) or (hides and not code.strip())
    )
    return DISGUISE if disguised else PLAIN
