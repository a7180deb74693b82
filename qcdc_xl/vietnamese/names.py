"""Whether two spellings are one name. Folding alone is not enough: "Đam Rông" and "Đạ M'Rông" fold alike and are two places."""

from __future__ import annotations

import re
import unicodedata

from qcdc_xl.vietnamese.typography import fold

_TONES, _VOWELS = "\u0300\u0301\u0303\u0309\u0323", "aeiouy"
"""Grave, acute, tilde, hook above, dot below; circumflex, breve and horn make other letters."""
_LETTER = re.compile(r"[^\W_]")


def same_name(typed: str, name: str) -> bool:
    """Whether what was typed means the name: case, missing marks and the place of a tone apart.

    Marks may be left out, other marks are another name. Words may be written together, but are not parted elsewhere than
    in the name, whose apostrophe and hyphen may be spaces.

    >>> same_name("da mrong", "Đạ M'Rông"), same_name("Đam Rông", "Đạ M'Rông"), same_name("dam rong", "Đạ M'Rông")
    (True, False, False)
    >>> same_name("HOÀ THẮNG", "Hòa Thắng"), same_name("Ðạ M Rông", "Đạ M'Rông")
    (True, True)
    """
    if typed == name:
        return True
    if fold(typed) != fold(name) or not _breaks(typed, " ") <= _breaks(name, " '’‘`-–/.,"):
        return False
    if _breaks(name, " ") - _breaks(typed, " '’‘`-–/.,") and _breaks(typed, " ") - _breaks(name, " "):
        return False
    return set(_marks(typed)) <= set(_marks(name))


def _plain(text: str) -> str:
    """Letters decomposed from their marks; the Icelandic Ð of old keyboards is a đ."""
    lowered = text.casefold().replace("ð", "đ")
    return unicodedata.normalize("NFD", lowered)


def _breaks(text: str, between: str) -> frozenset[int]:
    """After how many letters and digits one of these characters stands between words."""
    count, found = 0, set()
    for character in _plain(text):
        if _LETTER.match(character):
            count += 1
        elif character in between and count:
            found.add(count)
    return frozenset(found - {count})


def _marks(text: str) -> tuple[tuple[int, str], ...]:
    """Each mark with the letter that it belongs to; a tone with the first vowel of its run, so that hòa and hoà are one."""
    found: list[tuple[int, str]] = []
    letter, run = -1, -1
    before = ""
    for character in _plain(text):
        if unicodedata.combining(character):
            found.append((run if character in _TONES else letter, character))
        elif _LETTER.match(character):
            letter += 1
            if character not in _VOWELS or before not in _VOWELS or not before:
                run = letter
            before = character
            if character == "đ":
                found.append((letter, character))
    return tuple(sorted(found))
