"""Marks of notes as people type them: side by side, mistyped, where none can stand; letters set high, low, underlined."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from offices import NOW, find_marker
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from qcdc_xl.catalogue.document_styles import document_style
from qcdc_xl.model import CatalogueAt, Footnote, Paragraph, Submission
from qcdc_xl.model.finding import message
from qcdc_xl.report.inline import NoteMark, Span
from qcdc_xl.report.story import tell
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.report import report


def told(catalogue: CatalogueAt, text: str, notes: dict[int, str]) -> tuple[str, list[tuple[str, str, str]]]:
    """A paragraph as printed, marks as ⟦n⟧ and what is set high as ^x^; what is found: code, cell, sentence."""
    rows = tuple(Footnote(n, "I", 1, note, sheet="Chú thích", cell=f"E{n}") for n, note in notes.items())
    paragraph = Paragraph("I", "body", text, sheet="Nội dung", cell="D7")
    made = replace(catalogue, paragraphs=(paragraph,), footnotes=rows)
    everybody = {u.code: Submission(u.code, "", "2022-H1", "", "") for u in catalogue.active_units}
    story, findings = tell(BookAt(made, everybody), document_style(made), {})
    found = [(f.code, f.place.cell, message(f)) for f in findings if f.code != "FOOTNOTE_UNUSED"]
    return "".join(
        f"⟦{i.place + 1}⟧" if isinstance(i, NoteMark) else f"^{i.text}^" if i.face.script else i.text
        for i in story.blocks[0].line
        if isinstance(i, Span | NoteMark)
    ), found


NOTES = {1: "một", 2: "hai", 6: "sáu"}


def test_two_marks_on_one_word_stand_apart_as_word_writes_them(catalogue: CatalogueAt) -> None:
    assert told(catalogue, "Một từ[^2][^1] và lần nữa[^2].", NOTES) == ("Một từ⟦1⟧^, ^⟦2⟧ và lần nữa⟦1⟧.", [])
    assert told(catalogue, "Ba[^1][^2][^6].", NOTES)[0] == "Ba⟦1⟧^, ^⟦2⟧^, ^⟦3⟧."
    assert told(catalogue, "Xa[^1], gần[^2].", NOTES)[0] == "Xa⟦1⟧, gần⟦2⟧."


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("[^6", "FOOTNOTE_MISTYPED"), ("[6]", "FOOTNOTE_MISTYPED"), ("[^ 6]", "FOOTNOTE_MISTYPED"),
        ("[ ^6]", "FOOTNOTE_MISTYPED"), ("[^6 ]", "FOOTNOTE_MISTYPED"), ("(^6)", "FOOTNOTE_MISTYPED"),
        ("^6", "FOOTNOTE_MISTYPED"), ("^6]", "FOOTNOTE_MISTYPED"), ("[6^]", "FOOTNOTE_MISTYPED"),
        ("[ˆ6]", "FOOTNOTE_MISTYPED"), ("[ 6 ]", "FOOTNOTE_MISTYPED"), ("[^", "FOOTNOTE_MISTYPED"),
        ("[^66]", "FOOTNOTE_UNKNOWN"), ("[^x]", "FOOTNOTE_UNKNOWN"), ("[^6,2]", "FOOTNOTE_UNKNOWN"),
        ("[^]", "FOOTNOTE_UNKNOWN"), ("[^６]", "FOOTNOTE_UNKNOWN"),
    ],
)  # fmt: skip
def test_a_mistyped_mark_is_found_and_printed_as_typed(catalogue: CatalogueAt, typed: str, code: str) -> None:
    text, found = told(catalogue, f"Đã nhận hồ sơ{typed}. Hết", NOTES)
    assert text == f"Đã nhận hồ sơ{typed}. Hết"
    assert [(c, cell) for c, cell, _ in found] == [(code, "D7")]
    assert typed in found[0][2]


@pytest.mark.parametrize(
    "text", ["diện tích 5 m^2", "2[^6] việc", "hồ sơ[^6].", "(xem [^6])", "[^6] đầu dòng", "a[^6], b"]
)
def test_what_is_no_mistake_is_not_found(catalogue: CatalogueAt, text: str) -> None:
    assert told(catalogue, text, NOTES)[1] == []


@pytest.mark.parametrize(
    "text", ["hồ[^6]sơ", "7.5[^6]54 hồ sơ", "hồ[^1][^6]sơ", "{nam_bao_cao}[^6]{ky_hop_quoc_hoi}"]
)
def test_a_mark_within_a_word_or_number_is_found(catalogue: CatalogueAt, text: str) -> None:
    assert [(code, cell) for code, cell, _ in told(catalogue, text, NOTES)[1]] == [
        ("FOOTNOTE_MISPLACED", "D7")
    ]


def test_a_mark_in_a_note_is_found_at_the_note(catalogue: CatalogueAt) -> None:
    found = told(catalogue, "Một[^1].", {1: "Xem thêm[^2].", 2: "hai"})[1]
    assert [(code, cell) for code, cell, _ in found] == [("FOOTNOTE_IN_NOTE", "E1")]


def test_letters_set_high_low_and_underlined_are_so_in_word(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    book = openpyxl.load_workbook(master, keep_vba=True, rich_text=True)
    sheet = book["Nội dung"]
    row, column = find_marker(sheet, "paragraphs") or (0, 0)
    text = next(c for c in range(column, 20) if sheet.cell(row, c).value == "text")
    sheet.cell(row + 1, text).value = CellRichText(
        "Nước H", TextBlock(InlineFont(vertAlign="subscript"), "2"), "O, 5 m", TextBlock(InlineFont(vertAlign="superscript"), "2"),
        ", ", TextBlock(InlineFont(u="single"), "gạch chân"), ".",
    )  # fmt: skip
    book.save(master)
    made = report(master, NOW, pdf=False)
    assert made.file
    with zipfile.ZipFile(made.file) as package:
        xml = package.read("word/document.xml").decode()
    for face, letters in (
        ('w:vertAlign w:val="subscript"', "2"),
        ('w:vertAlign w:val="superscript"', "2"),
        ('w:u w:val="single"', "gạch chân"),
    ):
        run = next(r for r in xml.split("<w:r>") if face in r)
        assert f">{letters}</w:t>" in run
