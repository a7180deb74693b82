"""Texts typed with the fonts of before Unicode: TCVN 5712:1993 as .VnTime shows it (VN3), one byte a letter.

Source: TCVN 5712:1993 (VN3) and the ABC fonts' capitals, which share the bytes of small letters; as Windows-1252 shows
the bytes. A text is read so only when its signs stand within words as they do in no other writing; letters of today's
Vietnamese among them, where somebody mended a word, stay as they are.
"""

from __future__ import annotations

import itertools
import unicodedata

_SMALL = {
    "a": "µ¸¶·¹", "ă": "»¾¼½Æ", "â": "ÇÊÈÉË", "e": "ÌÐÎÏÑ", "ê": "ÒÕÓÔÖ", "i": "×ÝØÜÞ", "o": "ßãáâä", "ô": "åèæçé",
    "ơ": "êíëìî", "u": "ïóñòô", "ư": "õøö÷ù", "y": "úýûüþ",
}  # fmt: skip
"""For each vowel the bytes for grave, acute, hook, tilde and dot below, as Windows-1252 shows them."""
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_PLAIN = {"¨": "ă", "©": "â", "ª": "ê", "«": "ô", "¬": "ơ", "\u00ad": "ư", "®": "đ",
          "¡": "Ă", "¢": "Â", "§": "Đ", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư"}  # fmt: skip
_TABLE = str.maketrans(
    _PLAIN
    | {
        byte: unicodedata.normalize("NFC", vowel + tone)
        for vowel, bytes_ in _SMALL.items()
        for byte, tone in zip(bytes_, _TONES, strict=True)
    }
)
_TELLING = frozenset("µ¸¶·¹»¾¼½¨©«¬®§¤¥¦")
"""Signs that stand within no word of any other writing."""
_QUOTES = frozenset("“”‘’–…«»")


def decoded(text: str) -> str:
    """The text in Unicode if it was surely typed in TCVN3, else as it is.

    >>> decoded("tËp huÊn vÒ quy chÕ d©n chñ ë c¬ së"), decoded("giảm 2½ giờ"), decoded("5 m² © 2022")
    ('tập huấn về quy chế dân chủ ở cơ sở', 'giảm 2½ giờ', '5 m² © 2022')
    """
    beyond = {c for c in text if ord(c) > 127} - _QUOTES
    own = {c for c in beyond if ord(c) in _TABLE}
    if not own or not _within_words(text) or (own != beyond and not own & _TELLING):
        return text
    return text.translate(_TABLE)


def _within_words(text: str) -> bool:
    """Whether a sign touches an ASCII letter as none does in "© 2022", or a capital stands behind a small letter."""
    if any(
        a.isascii() and a.islower() and not b.isascii() and b.isupper() for a, b in itertools.pairwise(text)
    ):
        return True
    return any(
        one in _TELLING and other.isascii() and other.isalpha()
        for pair in itertools.pairwise(text)
        for one, other in (pair, pair[::-1])
    )
