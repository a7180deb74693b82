"""The numbers of headings, as each document style writes them: "IV.1.2" is 1.2. here and b) there."""

from __future__ import annotations

from collections.abc import Sequence

from qcdc_xl import vietnamese
from qcdc_xl.catalogue.document_styles import DocumentStyle

_KNOWN = ("1.1.1.", "1.1.1", "1.1.", "1.1", "I.", "I-", "I -", "I)", "1.", "1-", "1)", "a)", "a.")
"""How headings are numbered in documents, the longest first."""


def renumbered(text: str, level: int, section: str, style: DocumentStyle) -> str:
    """A heading that begins with its section's number, in the numbering of the document style.

    Any other heading stays as it was typed: nobody knows better than the writer.
    """
    parts, bare = section.split("."), text.lstrip()
    wanted = heading_number(style.text(f"heading{level}_number"), parts)
    if len(parts) != level or not wanted:
        return text
    for pattern in _KNOWN:
        typed = heading_number(pattern, parts)
        if typed and bare.startswith(typed) and bare[len(typed) :][:1].isspace():
            return wanted + bare[len(typed) :]
    return text


def heading_number(pattern: str, parts: Sequence[str]) -> str:
    """A section's number as a pattern writes it: "1.1." of IV.1.2 is "1.2.", "a)" of it is "b)".

    Blank if the section cannot be written so.
    """
    stem = pattern.rstrip(".-) ")
    tail, last = pattern[len(stem) :], parts[-1]
    if stem == "I":
        return (last if not last.isdigit() else vietnamese.roman(int(last))) + tail
    if stem == "a":
        return vietnamese.letter(int(last)) + tail if last.isdigit() else ""
    numbers = parts[-(stem.count(".") + 1) :]
    return ".".join(numbers) + tail if all(n.isdigit() for n in numbers) else ""
