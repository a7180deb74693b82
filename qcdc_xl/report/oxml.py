"""What no library of ours does in a Word document's XML: large tables, repeated footnote marks, a clean slate.

Element names are WordprocessingML's (ECMA-376 part 1, chapter 17).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy

from docx.document import Document as WordDocument
from docx.footnotes import Footnote
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _BaseHeaderFooter as HeaderFooter
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import SubElement, _Element

from qcdc_xl.report.annex import Table

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""


def legal(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def clear(document: WordDocument) -> None:
    """Take away a template's text and notes; its first section's pages, its styles and settings stay.

    A finished report can be a template: its last section may be the annex, lying on its side.
    """
    body = document.element.body
    pages = deepcopy(body.xpath(".//w:sectPr")[0]) if body.xpath(".//w:sectPr") else None
    for child in list(body):
        body.remove(child)
    body.append(pages if pages is not None else OxmlElement("w:sectPr"))
    for note in list(document.footnotes):
        document.footnotes._notes_elm.remove(note._note_elm)


def empty(header: HeaderFooter) -> Paragraph:
    """A header of its own with nothing in it but one paragraph, which is given back."""
    header.is_linked_to_previous = False
    element = header.part.element
    for child in list(element):
        element.remove(child)
    return header.add_paragraph()


def set_style(paragraph: Paragraph, style_id: str) -> None:
    """A paragraph's style by its id: names are looked up once, not for every paragraph."""
    paragraph._p.style = style_id


def set_note_style(note: Footnote, text_id: str, mark_id: str) -> None:
    """The note's styles by the ids that this document has for them."""
    for paragraph in note.paragraphs:
        set_style(paragraph, text_id)
    for mark in note._note_elm.xpath(".//w:r[w:footnoteRef]/w:rPr/w:rStyle"):
        mark.set(qn("w:val"), mark_id)


def set_run_style(run: Run, style_id: str) -> None:
    """A run's style by its id."""
    run._r.style = style_id


def add_field(paragraph: Paragraph, code: str, result: str, style_id: str) -> None:
    """A field with what it shows now, as Word itself writes one: readers without fields see the result."""
    for kind in ("begin", "code", "separate", "result", "end"):
        run = paragraph.add_run(result if kind == "result" else None)
        set_run_style(run, style_id)
        if kind == "code":
            element = SubElement(run._r, f"{_W}instrText")
            element.text = f" {code} "
            element.set(_SPACE, "preserve")
        elif kind != "result":
            _add(run._r, "fldChar", fldCharType=kind)


def add_table(document: WordDocument, table: Table, styles: dict[str, str]) -> None:
    """A ruled table before the last section's end, its head repeated on each page, no row cut in two.

    Built element by element: the library's own cells look through the whole table each.
    """
    body = document.element.body
    element = OxmlElement("w:tbl")
    body.insert(len(body) - 1, element)
    _properties(element, table.widths)
    sides = [styles["table_text" if words else "table_number"] for words in table.words]
    _row(element, table.head, [styles["table_head"]] * len(table.head), head=True)
    for row in table.rows:
        if row.kind == "section":
            _section_row(element, row.cells, styles["table_text"], len(table.widths))
        else:
            _row(element, row.cells, sides, bold=row.kind == "total")


def _properties(element: _Element, widths: Sequence[float]) -> None:
    properties = SubElement(element, f"{_W}tblPr")
    _add(properties, "tblW", w=str(round(sum(widths) * _TWIPS)), type="dxa")
    borders = SubElement(properties, f"{_W}tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _add(borders, side, val="single", sz="4", space="0", color="auto")
    _add(properties, "tblLayout", type="fixed")
    margins = SubElement(properties, f"{_W}tblCellMar")
    for side in ("left", "right"):
        _add(margins, side, w="57", type="dxa")
    grid = SubElement(element, f"{_W}tblGrid")
    for width in widths:
        _add(grid, "gridCol", w=str(round(width * _TWIPS)))


def _add(parent: _Element, name: str, **attributes: str) -> _Element:
    return SubElement(parent, _W + name, {_W + key: value for key, value in attributes.items()})


def _row(
    table: _Element, cells: Sequence[str], styles: Sequence[str], head: bool = False, bold: bool = False
) -> None:
    row = SubElement(table, f"{_W}tr")
    properties = SubElement(row, f"{_W}trPr")
    SubElement(properties, f"{_W}cantSplit")
    if head:
        SubElement(properties, f"{_W}tblHeader")
    for text, style in zip(cells, styles, strict=True):
        _cell(row, text, style, bold)


def _section_row(table: _Element, cells: Sequence[str], style: str, columns: int) -> None:
    """A section's code, and its title over all other columns."""
    row = SubElement(table, f"{_W}tr")
    SubElement(SubElement(row, f"{_W}trPr"), f"{_W}cantSplit")
    _cell(row, cells[0], style, True)
    _cell(row, cells[1], style, True, columns - 1)


def _cell(row: _Element, text: str, style: str, bold: bool = False, span: int = 1) -> None:
    cell = SubElement(row, f"{_W}tc")
    properties = SubElement(cell, f"{_W}tcPr")
    if span > 1:
        _add(properties, "gridSpan", val=str(span))
    _add(properties, "vAlign", val="center")
    paragraph = SubElement(cell, f"{_W}p")
    _add(SubElement(paragraph, f"{_W}pPr"), "pStyle", val=style)
    if text:
        run = SubElement(paragraph, f"{_W}r")
        if bold:
            SubElement(SubElement(run, f"{_W}rPr"), f"{_W}b")
        content = SubElement(run, f"{_W}t")
        content.text = legal(text)
        content.set(_SPACE, "preserve")
