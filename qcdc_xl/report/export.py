"""The report put together for the flow: story, annex and template, ready to be written; names of its files."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from docx.document import Document as WordDocument

from qcdc_xl.catalogue.document_styles import DocumentStyle, document_style, first_values
from qcdc_xl.folder.whole import write_whole
from qcdc_xl.model.finding import Finding
from qcdc_xl.report import document, emphasis
from qcdc_xl.report.annex import Table, annex
from qcdc_xl.report.pdf import write_pdf
from qcdc_xl.report.story import Story, tell
from qcdc_xl.report.template import open_template, put_on
from qcdc_xl.shipped import shipped
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.trouble import Busy

TEMPLATE = "mau-bao-cao.docx"
"""The committee's own template, beside the master: any report that they have restyled in Word."""


@dataclass(frozen=True)
class Prepared:
    """A report that has only to be written."""

    document: WordDocument
    style: DocumentStyle
    story: Story
    annex: tuple[Table, ...]

    def write(self, target: Path, now: datetime.datetime) -> None:
        """Write it; once only, for the document is used up."""
        document.write(self.document, self.style, self.story, self.annex, target, now)


def prepare(
    book: BookAt, master: Path, template: Path | None, found: Sequence[Finding] = ()
) -> tuple[Prepared | None, tuple[Finding, ...]]:
    """The report of a book; ``None`` if the template cannot be used. ``found``: what is wrong with the returns and the whole.
    Findings about texts and template.

    A template of the committee's own is used as it is. The shipped one has the style hd36_2018; what the
    chosen document style says otherwise is put on it.
    """
    style = document_style(book.catalogue)
    opened, lacking = open_template(template or shipped("templates/report.docx"))
    if opened is None:
        return None, lacking
    if template is None:
        first = first_values()
        put_on(opened, style, [key for key, value in style.values.items() if value != first.get(key)])
    texts = [(p.sheet, p.cell, p.text) for p in book.catalogue.paragraphs if p.cell]
    texts += [(n.sheet, n.cell, n.text) for n in book.catalogue.footnotes if n.cell]
    faces = emphasis.read(master, texts)
    story, findings = tell(book, style, faces, book.chosen, found)
    return Prepared(opened, style, story, annex(book, document.annex_width(opened))), findings


def next_name(folder: Path, period: str, draft: bool) -> str:
    """A name that no report has yet: "bao-cao-2022-H1-du-thao-2.docx", "bao-cao-2022-H1.docx"."""
    stem = f"bao-cao-{period}" + ("-du-thao" if draft else "")
    pattern = re.compile(rf"{re.escape(stem)}(?:-(\d+))?\.(?:docx|pdf)", re.IGNORECASE)
    names = [p.name for p in folder.iterdir()] if folder.is_dir() else []
    taken = [int(found.group(1) or 1) for name in names if (found := pattern.fullmatch(name))]
    number = max(taken, default=0) + 1
    return f"{stem}-{number}.docx" if draft or number > 1 else f"{stem}.docx"


def pdf_beside(report: Path, progress: Callable[[str, int, int], None]) -> Path | None:
    """The report as PDF beside it; ``None`` if no program here makes one, or an open one is in the way."""
    progress("đang tạo bản PDF", 0, 1)
    target = report.with_suffix(".pdf")

    def write(temporary: Path) -> None:
        if not write_pdf(report, temporary):
            raise _NoProgramError

    try:
        write_whole(target, write)
    except (_NoProgramError, Busy):
        return None
    finally:
        progress("đang tạo bản PDF", 1, 1)
    return target


class _NoProgramError(Exception):
    """Nothing on this machine makes a PDF."""
