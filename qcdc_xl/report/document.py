"""The report in the words of Word: header block, title, headings, text, footnotes, signature, annex.

What is said comes from ``story``, what it looks like from the template's styles; what no library does in the
XML is in ``oxml``.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.fields import page_number
from docx.footnotes import Footnote
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph
from docx.watermark import add_text_watermark

from qcdc_xl.catalogue.document_styles import DocumentStyle
from qcdc_xl.expression.texts import Kind
from qcdc_xl.report import oxml
from qcdc_xl.report.annex import SIGNS, Table
from qcdc_xl.report.inline import Inline, Line, NoteMark, Span
from qcdc_xl.report.story import Foot, Head, Note, Story
from qcdc_xl.report.template import style_ids

WATERMARK = "DỰ THẢO"
_LEFT, _RIGHT = 75, 90
"""The header block's columns, in mm on a page with the margins of the document style."""


def annex_width(document: WordDocument) -> float:
    """How wide the annex's tables may be, in mm: the page on its side, the margins turned with it."""
    section = document.sections[0]
    used = (section.top_margin or 0) + (section.bottom_margin or 0)
    return float(Length((section.page_height or Mm(297)) - used).mm)


def write(
    document: WordDocument,
    style: DocumentStyle,
    story: Story,
    annex: Sequence[Table],
    target: Path,
    now: datetime.datetime,
) -> None:
    """Write the report into a document that was opened as template, and save it."""
    oxml.clear(document)
    writer = _Writer(document, style, story, style_ids(document))
    writer.head(story.head)
    writer.blocks()
    writer.foot(story.foot)
    writer.pages(document.sections[0])
    if annex:
        writer.annex(annex)
    writer.end()
    properties = document.core_properties
    properties.title = " ".join((story.head.report_type, *story.head.subject))
    properties.author = properties.last_modified_by = " ".join(story.head.issuing_body)
    properties.created = properties.modified = now
    properties.comments, properties.language, properties.revision = "", "vi-VN", 1
    document.save(str(target))


@dataclass
class _Writer:
    """Writes one story into one document; ``ids`` are the ids of its styles."""

    document: WordDocument
    style: DocumentStyle
    story: Story
    ids: dict[str, str]
    bookmarks: dict[int, str] = field(default_factory=dict)
    """Names for the first marks of notes that have several."""

    def __post_init__(self) -> None:
        marks = (i for b in self.story.blocks for i in b.line if isinstance(i, NoteMark) and i.again)
        self.bookmarks = {mark.place: f"_RefQCDC{mark.place + 1}" for mark in marks}

    def add(self, role: str, text: str = "", where: Cell | None = None) -> Paragraph:
        """A paragraph of a style at the end of the document or of a cell."""
        paragraph = (where or self.document).add_paragraph()
        oxml.set_style(paragraph, self.ids[role])
        if text:
            paragraph.add_run(oxml.legal(text))
        return paragraph

    def head(self, head: Head) -> None:
        """Issuing body and motto side by side, below them number and date; then what the report is."""
        upper, lower = self._side_by_side(2).rows
        left, right = upper.cells
        for line in head.upper_body:
            self.add("upper_body", line, left)
        for line in (*head.issuing_body, head.body_mark):
            if line:
                self.add("issuing_body", line, left)
        self._rule("issuing_rule", left)
        self.add("motto", head.motto, right)
        if head.motto_more:
            self.add("motto_more", head.motto_more, right)
        self._rule("motto_rule", right)
        left, right = lower.cells
        self.add("number", head.number, left)
        self.add("place_date", head.place_date, right)
        for cell in (*upper.cells, *lower.cells):
            _without_first(cell)
        last = self.add("report_type", head.report_type)
        for line in (*head.subject, head.subject_mark):
            if line:
                last = self.add("subject", line)
        last = self._rule("subject_rule") or last
        last.paragraph_format.space_after = Pt(12)

    def _side_by_side(self, rows: int) -> WordTable:
        """A table without lines over the whole width of the text, its columns as 75 to 90."""
        section = self.document.sections[0]
        used = (section.left_margin or 0) + (section.right_margin or 0)
        width = max((section.page_width or Mm(210)) - used, Mm(60))
        table: WordTable = self.document.add_table(rows, 2)
        table.style, table.look.first_row = None, False
        table.autofit = False
        table.cell_margins.left = table.cell_margins.right = Mm(0)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for column, share in zip(table.columns, (_LEFT, _RIGHT), strict=True):
            column.width = Length(width * share // (_LEFT + _RIGHT))
            for cell in column.cells:
                cell.width = column.width
        for row in table.rows:
            row.dont_split = True
        return table

    def _rule(self, key: str, where: Cell | None = None) -> Paragraph | None:
        """A line in the middle, so many mm long; none if its length is 0."""
        length = Mm(self.style.length(key))
        if not length:
            return None
        section = self.document.sections[0]
        used = (section.left_margin or 0) + (section.right_margin or 0)
        room = where.width if where is not None and where.width else (section.page_width or Mm(210)) - used
        paragraph = self.add("rule", where=where)
        side = max(0, (room - length) // 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Length(side)
        return paragraph

    def blocks(self) -> None:
        """The text; its last paragraph stays with the signature."""
        last: Paragraph | None = None
        for block in self.story.blocks:
            last = self.add(block.style)
            self._line(last, block.line)
        if last is not None:
            last.paragraph_format.keep_with_next = True

    def _line(self, paragraph: Paragraph, line: Line | Sequence[Inline]) -> None:
        for inline in line:
            if isinstance(inline, Span):
                self._span(paragraph, inline)
            elif inline.again:
                self._again(paragraph, inline.place)
            else:
                self._first(paragraph, inline.place)

    def _span(self, paragraph: Paragraph, span: Span) -> None:
        text = oxml.legal(span.text)
        if not text:
            return
        run = paragraph.add_run(text)
        if span.face.bold:
            run.bold = True
        if span.face.italic:
            run.italic = True
        if span.face.underline:
            run.underline = True
        if span.face.script:
            setattr(run.font, span.face.script, True)
        if span.kind in (Kind.MISSING, Kind.WRONG):
            oxml.set_run_style(run, self.ids["missing"])

    def _first(self, paragraph: Paragraph, place: int) -> None:
        """A note's first mark, and the note itself."""
        note = self._note(self.story.notes[place])
        run = paragraph.add_run()
        run.add_footnote_reference(note)
        oxml.set_run_style(run, self.ids["footnote_mark"])
        if place in self.bookmarks:
            run.mark_bookmark_range(run, self.bookmarks[place])

    def _again(self, paragraph: Paragraph, place: int) -> None:
        """A later mark of a note: a cross-reference that Word keeps up to date."""
        code = f"NOTEREF {self.bookmarks[place]} \\f \\h"
        oxml.add_field(paragraph, code, str(place + 1), self.ids["footnote_mark"])

    def _note(self, note: Note) -> Footnote:
        made = self.document.footnotes.add_footnote()
        for number, line in enumerate(note.lines):
            paragraph = made.add_paragraph() if number else made.paragraphs[0]
            if not number:
                paragraph.add_run(" ")
            self._line(paragraph, line)
        oxml.set_note_style(made, self.ids["footnote"], self.ids["footnote_mark"])
        return made

    def foot(self, foot: Foot) -> None:
        """Who gets it on the left, who signs on the right; never parted from the text before."""
        table = self._side_by_side(1)
        left, right = table.rows[0].cells
        if foot.recipients_title:
            self.add("recipients_title", foot.recipients_title, left)
        for line in foot.recipients:
            self.add("recipients", line, left)
        if foot.authority:
            self.add("authority", foot.authority, right)
        for line in foot.signer_title:
            self.add("signer_title", line, right)
        if foot.signer_name:
            self.add("signer_name", foot.signer_name, right)
        for cell in (left, right):
            _without_first(cell)

    def end(self) -> None:
        """Word wants a paragraph behind the last table: one too small to be seen."""
        form = self.add("table_text").paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing = Pt(1)

    def pages(self, section: Section) -> None:
        """Page numbers from page 2, in the middle above; a draft says on every page that it is one."""
        section.different_first_page_header_footer = True
        self.document.settings.odd_and_even_pages_header_footer = False
        first, others = oxml.empty(section.first_page_header), oxml.empty(section.header)
        for paragraph in (first, others):
            oxml.set_style(paragraph, self.ids["page_number"])
        others.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        others.add_field(page_number(), dirty=False, simple=True, result="2")
        if not self.story.draft:
            return
        for header in (section.first_page_header, section.header):
            line = header.add_paragraph()
            oxml.set_style(line, self.ids["draft"])
            line.add_run(f"{WATERMARK} - {self.story.draft}")
        headers = (section.first_page_header, section.header)
        font = self.style.text("font")
        add_text_watermark(headers, WATERMARK, font, color="D9D9D9", bold=True, width=Pt(420), height=Pt(120))

    def annex(self, tables: Sequence[Table]) -> None:
        """The summary tables on pages on their side, each a numbered annex."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        upright = self.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = upright.page_height, upright.page_width
        section.top_margin, section.bottom_margin = upright.left_margin, upright.right_margin
        section.left_margin, section.right_margin = upright.bottom_margin, upright.top_margin
        section.different_first_page_header_footer = False
        word = self.style.text("annex_text")
        for number, table in enumerate(tables, start=1):
            label = f"{word} {number}" if len(tables) > 1 else word
            title = self.add("annex_title", f"{label}. {table.title}")
            title.paragraph_format.page_break_before = number > 1
            self.add("annex_note", f"(Kèm theo {self.story.called})")
            for line in (SIGNS, *table.remarks):
                self.add("annex_note", line)
            oxml.add_table(self.document, table, self.ids)


def _without_first(cell: Cell) -> None:
    """A new cell brings an empty paragraph; it goes as soon as there is another."""
    if len(cell.paragraphs) > 1:
        cell.paragraphs[0].delete()
