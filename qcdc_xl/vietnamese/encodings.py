"""Texts typed with the fonts of before Unicode, as Windows-1252 shows their bytes: TCVN3 (.VnTime) and VNI (VNI-Times).

viparse has the tables; what it may be asked to convert is decided here, from the syllables: it is a library for whole
documents, and a cell has a few words. A text is read so only when words of it that are no Vietnamese become such.
"""

from __future__ import annotations

import re

from qcdc_xl.vietnamese.syllables import is_syllable

_ENCODINGS = ("tcvn3", "vni")
_LEAST = 0.8
"""The share of words with marks that must be Vietnamese after reading, and …"""
_ODD = 0.3
"""… the share of those that must not be before."""
_WORD = re.compile(r"[^\s!-@\[-`{-~“”‘’…–—]+")
"""What stands between spaces and signs that are the same in all these fonts; some of their letters are no letters in
Unicode."""

_LETTER = re.compile("[A-Za-z]")


def decoded(text: str) -> str:
    """The text in Unicode if it was surely typed in TCVN3 or VNI, else as it is.

    >>> decoded("tËp huÊn vÒ quy chÕ d©n chñ ë c¬ së"), decoded("Hoäi nghò caùn boä"), decoded("5 m² © 2022")
    ('tập huấn về quy chế dân chủ ở cơ sở', 'Hội nghị cán bộ', '5 m² © 2022')
    """
    if text.isascii():
        return text
    own, words = _vietnamese(text)
    if words - own < max(_ODD * words, 1):
        return text
    import viparse  # late: a click does not wait for it, and hardly any text needs it

    found = [viparse.fix(text, encoding=encoding) for encoding in _ENCODINGS]
    best = max(found, key=_share)
    return best if best != text and _share(best) >= _LEAST and _vietnamese(best)[0] > own else text


def _vietnamese(text: str) -> tuple[int, int]:
    """How many of the words with letters and marks can be Vietnamese, and how many there are."""
    marked = [word for word in _WORD.findall(text) if not word.isascii() and _LETTER.search(word)]
    return sum(map(is_syllable, marked)), len(marked)


def _share(text: str) -> float:
    own, words = _vietnamese(text)
    return own / words if words else 0.0
