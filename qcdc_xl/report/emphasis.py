"""Bold, italic, underlined, raised and lowered words inside a cell, as staff set them in Excel on a part of the text.

Values are read with python-calamine, which sees no formats; openpyxl sees them only with the whole workbook in
memory. So the few cells of texts are looked up in the package. Law 9: values and these formats, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from qcdc_xl import vietnamese
from qcdc_xl.xlsx.package import BOOK, Package, PackageError, sheet_parts, tag, unescaped


class Face(NamedTuple):
    """How letters are set; ``script`` is "", "superscript" or "subscript"."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    script: str = ""


Emphasis = Mapping[tuple[str, str], Sequence[Face]]
"""By sheet and cell: the face of every letter of the cell's text. Cells in one plain face are left out."""

PLAIN = Face()
SCRIPTS = ("superscript", "subscript")


def cut(text: str, faces: Sequence[Face]) -> Iterator[tuple[str, Face]]:
    """A text in runs of one face."""
    for face, letters in groupby(zip(text, faces, strict=True), key=lambda pair: pair[1]):
        yield "".join(letter for letter, _ in letters), face


def read(master: Path, cells: Iterable[tuple[str, str, str]]) -> Emphasis:
    """The faces in some cells of a master, each given as sheet, cell and its text as read before.

    A cell that says something else than that text is left plain: better no bold than a wrong one.
    """
    try:
        return dict(_found(Package(master), cells))
    except PackageError:  # saved in another form than .xlsx: values can be read, formats cannot
        return {}


def _found(
    package: Package, cells: Iterable[tuple[str, str, str]]
) -> Iterator[tuple[tuple[str, str], Sequence[Face]]]:
    parts = sheet_parts(package)
    strings = [part for _, kind, part in package.relations(BOOK) if kind == "sharedStrings"]
    texts = list(package.xml(strings[0]).iter(tag("si"))) if strings else []
    fonts = _fonts(package)
    places: dict[str, dict[str, etree._Element]] = {}
    for sheet, address, text in cells:
        if sheet not in places and sheet in parts:
            places[sheet] = {c.get("r", ""): c for c in package.xml(parts[sheet]).iter(tag("c"))}
        cell = places.get(sheet, {}).get(address)
        if cell is not None:
            faces = _faces(cell, texts, fonts, text)
            if any(face != PLAIN for face in faces):
                yield (sheet, address), faces


def _fonts(package: Package) -> list[Face]:
    """The face of every cell format, by its number."""
    styles = [part for _, kind, part in package.relations(BOOK) if kind == "styles"]
    if not styles:
        return []
    root = package.xml(styles[0])
    fonts = [_face(font) for font in root.iterfind(f"{tag('fonts')}/{tag('font')}")]
    formats = (int(xf.get("fontId", 0)) for xf in root.iterfind(f"{tag('cellXfs')}/{tag('xf')}"))
    return [fonts[number] if number < len(fonts) else PLAIN for number in formats]


def _face(properties: etree._Element | None) -> Face:
    """The face that a font or a run's properties say; ``<b val="0"/>`` is not bold."""

    def on(name: str) -> bool:
        found = None if properties is None else properties.find(tag(name))
        return found is not None and found.get("val", "1") not in ("0", "false", "none")

    raised = None if properties is None else properties.find(tag("vertAlign"))
    script = "" if raised is None else raised.get("val", "")
    return Face(on("b"), on("i"), on("u"), script if script in SCRIPTS else "")


def _faces(
    cell: etree._Element, texts: Sequence[etree._Element], fonts: Sequence[Face], text: str
) -> Sequence[Face]:
    """The face of every letter of a text, from the cell's font and from the runs within it."""
    style = int(cell.get("s", 0))
    whole = fonts[style] if style < len(fonts) else PLAIN
    holder = cell.find(tag("is"))
    value = cell.findtext(tag("v"))
    if cell.get("t") == "s" and value and int(value) < len(texts):
        holder = texts[int(value)]
    if holder is None:
        return [whole] * len(text)
    letters: list[tuple[str, Face]] = []
    for run in holder.iterfind(tag("r")):
        properties = run.find(tag("rPr"))
        face = whole if properties is None else _face(properties)
        words = unescaped(run.findtext(tag("t")) or "")
        letters += [(letter, face) for letter in vietnamese.composed(words)]
    if not letters:
        return [whole] * len(text)
    joined = "".join(letter for letter, _ in letters)
    if joined.strip() != text:
        return ()
    start = joined.index(text)
    return [face for _, face in letters[start : start + len(text)]]
