"""The words and marks of a paragraph, in order: what the report is made of below its paragraphs.

A note's mark is typed ``[^6]``. What people type instead, and marks where none can stand, are found rather than printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qcdc_xl.expression.texts import Kind
from qcdc_xl.model.finding import Finding, finding
from qcdc_xl.report.emphasis import PLAIN, Face

_CARET = r"[\^ˆ＾]"
MARK = re.compile(
    r"\[\^(?P<number>[^\[\]\s]{0,20})\]"
    rf"|\[\s*{_CARET}[^\[\]\n]{{0,8}}\]"  # [^ 6]
    rf"|[\[(]\s*{_CARET}\s*\w{{0,3}}\)?"  # [^6 and no more, (^6)
    rf"|\[\s*\d{{1,3}}\s*{_CARET}?\s*\]"  # [6], [6^]
    rf"|(?<![\dm]){_CARET}\s?\d{{1,3}}\]?"  # ^6, but not m^2
)
"""A note's mark; without ``number`` it is mistyped."""
_AROUND = 12
"""So many letters on either side of a mark are told."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one face; ``kind`` says whether they were typed, filled in, are missing or wrong."""

    text: str
    kind: Kind = Kind.PLAIN
    face: Face = PLAIN


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of the note at ``place`` (from 0) among the story's notes; ``again``: not its first mark."""

    place: int
    again: bool = False


Inline = Span | NoteMark
Line = tuple[Inline, ...]
"""A paragraph's words and marks, in order."""
_BETWEEN = Span(", ", face=Face(script="superscript"))


def apart(line: Iterable[Inline]) -> Iterator[Inline]:
    """Two marks on one word are parted as Word does it: "2, 1"."""
    before: Inline | None = None
    for inline in line:
        if isinstance(inline, NoteMark) and isinstance(before, NoteMark):
            yield _BETWEEN
        yield inline
        before = inline


def misplaced(line: Sequence[Inline]) -> Iterator[Finding]:
    """FOOTNOTE_MISPLACED for marks within a word or a number."""
    text = "".join("\0" if isinstance(inline, NoteMark) else inline.text for inline in line)
    for mark in re.finditer("(?<=\\w)\0+(?=\\w)", text):
        before, after = text[: mark.start()][-_AROUND:], text[mark.end() :][:_AROUND]
        around = f"{before.split()[-1]}…{after.split()[0]}".replace("\0", "")
        yield finding("FOOTNOTE_MISPLACED", text=around)


def marks_in_note(text: str) -> Iterator[Finding]:
    """FOOTNOTE_IN_NOTE for marks in a text that can have none."""
    for mark in MARK.finditer(text):
        if "^" in mark.group(0):
            yield finding("FOOTNOTE_IN_NOTE", mark=mark.group(0))
