"""Bold and italic words inside a cell, as staff set them in Excel (Ctrl+B, Ctrl+I on a part of the text).

Values are read with python-calamine, which sees no formats; only the few cells of texts are read again here,
with openpyxl. Law 9: nothing but values and these two formats is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from qcdc_xl import vietnamese


class Face(NamedTuple):
    """How letters are set."""

    bold: bool = False
    italic: bool = False


Emphasis = Mapping[tuple[str, str], Sequence[Face]]
"""By sheet and cell: the face of every letter of the cell's text. Cells in one plain face are left out."""

PLAIN = Face()


def cut(text: str, faces: Sequence[Face]) -> Iterator[tuple[str, Face]]:
    """A text in runs of one face."""
    for face, letters in groupby(zip(text, faces, strict=True), key=lambda pair: pair[1]):
        yield "".join(letter for letter, _ in letters), face


def read(master: Path, cells: Iterable[tuple[str, str, str]]) -> Emphasis:
    """The faces in some cells of a master, each given as sheet, cell and its text as read before.

    A cell that says something else than that text is left plain: better no bold than a wrong one.
    """
    from openpyxl import load_workbook

    wanted: dict[str, dict[str, str]] = {}
    for sheet, cell, text in cells:
        wanted.setdefault(sheet, {})[cell] = text
    found: dict[tuple[str, str], Sequence[Face]] = {}
    workbook = load_workbook(master, read_only=True, rich_text=True, data_only=True)
    try:
        for sheet, texts in wanted.items():
            for row in workbook[sheet].iter_rows() if sheet in workbook.sheetnames else ():
                for cell in row:
                    address = getattr(cell, "coordinate", "")
                    if address in texts:
                        faces = _faces(cell, texts[address])
                        if any(face != PLAIN for face in faces):
                            found[sheet, address] = faces
    finally:
        workbook.close()
    return found


def _faces(cell: object, text: str) -> Sequence[Face]:
    """The face of every letter of a text, from the cell's font and from the runs within it."""
    font, value = getattr(cell, "font", None), getattr(cell, "value", None)
    whole = Face(bool(getattr(font, "b", False)), bool(getattr(font, "i", False)))
    runs = value if isinstance(value, list) else [value]
    letters: list[tuple[str, Face]] = []
    for run in runs:
        own = getattr(run, "font", None)
        face = whole if own is None else Face(bool(own.b), bool(own.i))
        part = getattr(run, "text", run)
        letters += [(letter, face) for letter in vietnamese.composed(part if isinstance(part, str) else "")]
    joined = "".join(letter for letter, _ in letters)
    start = joined.find(text)
    if start < 0 or joined.strip() != text:
        return ()
    return [face for _, face in letters[start : start + len(text)]]
