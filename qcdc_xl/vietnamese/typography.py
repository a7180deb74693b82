"""Vietnamese typography: numbers, dates, names, lists. Pure functions, no state.

Sources: Hướng dẫn 36-HD/VPTW and Nghị định 30/2020/NĐ-CP (numbers and dates in documents), and the
report of 22/6/2022 for what is done in practice ("02 hội nghị", "7.554 hồ sơ", "99,17%").
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

_SOFT_HYPHEN = "\u00ad"
"""Seen by nobody, but a ư in texts of before Unicode."""
_LETTERS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _LETTERS, strict=True))
_POINTS = "abcdđeghiklmnopqrstuvxy"
_DAY_FIRST = re.compile(
    r"\s*(?:(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\s*,?\s+)?(?:ngay\s+)?(?:mung\s+)?(?P<day>\d{1,2})"
    r"(?:\s*[/.\-]\s*|\s+thang\s+|\s+)(?P<month>\d{1,2})(?:\s*[/.\-]\s*|\s*,?\s*nam\s+|\s+)(?P<year>\d{4})\s*\.?\s*$"
)
"""Of a text in small letters without marks."""
_ISO = re.compile(r"\s*(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ]00:00:00)?\s*$")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$")
_SPACED = re.compile(r"-?[1-9]\d{0,2}( \d{3})+(,\d+)?$")
_PLAIN = re.compile(r"-?\d+(,\d+)?$")
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2},\d{3}$")


def fold(text: str) -> str:
    """A key under which spellings of the same name agree: no marks, no case, only ``[a-z0-9]``.

    đ, Đ and the Icelandic Ð that old keyboards give are all d; apostrophes and spaces vanish; the
    place of the tone (hòa, hoà) does not matter. For matching only, never for prose.

    >>> fold("Đạ M’Rông") == fold("Da MRong")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d").replace("ð", "d"))
    return re.sub(r"[^a-z0-9]", "", plain)


def number(value: float, grouped: bool = False) -> str:
    """A number as printed: decimal comma, no thousands separator unless ``grouped``.

    >>> number(7554, grouped=True), number(99.17), number(50.0)
    ('7.554', '99,17', '50')
    """
    if abs(value) >= 1e21:  # nobody reads a row of zeros
        return f"{value:.3g}".replace(".", ",").replace("e+", " × 10^")
    decimal = Decimal(f"{float(value) or 0.0:.15g}").normalize()  # as many digits as Excel shows
    text = f"{decimal:,f}" if grouped else f"{decimal:f}"
    return text.translate(str.maketrans(",.", ".,"))


def percent(value: float) -> str:
    """A percentage with at most two decimals and no space: "99,17%", "50%"."""
    rounded = Decimal(repr(float(value))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return number(float(rounded)) + "%"


def padded(value: float) -> str:
    """A count as reports write it, two digits below ten: "02", "13"."""
    text = number(value)
    return text.zfill(2) if text.isdigit() else text


def roman(value: float) -> str:
    """An ordinal in Roman numerals: 15 is "XV"."""
    rest, text = int(value), ""
    for size, letters in _ROMAN:
        text, rest = text + letters * (rest // size), rest % size
    return text


def date(value: datetime.date) -> str:
    """A date as documents write it: day below 10 and months 1, 2 padded: "08/6/2022", "10/02/2022"."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"{value.day:02}/{month}/{value.year:04}"


def long_date(value: datetime.date) -> str:
    """A date as a document is dated: "ngày 22 tháng 6 năm 2022", "ngày 08 tháng 02 năm 2022"."""
    day, month, year = date(value).split("/")
    return f"ngày {day} tháng {month} năm {year}"


def letter(value: int) -> str:
    """An ordinal as the letter of a point: 1 is "a", 5 is "đ"; numbers beyond the alphabet stay numbers."""
    return _POINTS[value - 1] if 0 < value <= len(_POINTS) else str(value)


def joined(items: Sequence[str], last: str) -> str:
    """A list in a sentence: ``last`` is "và" ("a, b và c") or a separator such as ";" ("a; b; c")."""
    if not last[:1].isalpha():
        return f"{last} ".join(items)
    return f" {last} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def parse_number(text: str) -> float | None:
    """A number that arrived as text, in Vietnamese writing: "7.554" and "7 554" are 7554, "12,5" is 12.5.

    ``None`` if it is not surely a number: "1.5" is not (it may be one and a half or a slip), nor "12,000".
    """
    bare = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if unclear(bare) or not any(form.match(bare) for form in (_GROUPED, _SPACED, _PLAIN)):
        return None
    return float(bare.replace(".", "").replace(" ", "").replace(",", "."))


def unclear(text: str) -> bool:
    """Whether a text is one number to a Vietnamese and a thousand times that to Excel: "12,000"."""
    return bool(_UNCLEAR.match(text.strip()))


def parse_date(text: str) -> datetime.date | None:
    """A date typed as text, day first ("8/6/2022", "08-06-2022", "ngày 8 tháng 6 năm 2022", "thứ Tư, 08.6.2022") or ISO."""
    found = _DAY_FIRST.match(text) or _ISO.match(text) or _DAY_FIRST.match(_bare(text))
    if not found:
        return None
    try:
        return datetime.date(*(int(found[part]) for part in ("year", "month", "day")))
    except ValueError:
        return None


def _bare(text: str) -> str:
    """Small letters without marks, for what is a date only if nothing else is in the text."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def clean(text: str) -> str:
    """Text as received, made storable: NFC, no control characters, no space at the ends."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):  # nearly always, and much faster
        return text.strip()
    return composed(text).strip()


def visible(text: str) -> str:
    """What one sees of a cell's text: :func:`clean`, and no signs without width but the soft hyphen."""
    if text.isprintable():
        return clean(text)
    kept = (c for c in composed(text) if c == _SOFT_HYPHEN or unicodedata.category(c) != "Cf")
    return "".join(kept).strip()


def composed(text: str) -> str:
    """Text as :func:`clean` makes it, with the space at its ends: NFC, nothing that a sheet or XML cannot hold."""
    kept = "".join(
        c
        for c in text
        if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in "\ufffe\uffff")
    )
    return unicodedata.normalize("NFC", kept)
