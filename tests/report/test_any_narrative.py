"""Given any narrative, each paragraph comes out whole and in its order: read back by pandoc."""

from __future__ import annotations

import datetime
import re
import tempfile
import unicodedata
from dataclasses import replace
from pathlib import Path

import openpyxl
import word
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import NOW, find_marker

from qcdc_xl import flow
from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.catalogue.document_styles import document_style
from qcdc_xl.master.book import Book
from qcdc_xl.model import Catalogue, Footnote, Paragraph
from qcdc_xl.report import document
from qcdc_xl.report.story import STYLES, tell
from qcdc_xl.report.template import open_template
from qcdc_xl.shipped import shipped

WORDS = st.sampled_from(
    [
        "dân",
        "chủ",
        "cơ",
        "sở",
        "ủy",
        "hoà",
        "hòa",
        "Đắk",
        "Ðạ",
        "M'Rông",
        "“một",
        "cửa”",
        '"thẳng"',
        "‘đơn’",
        "<b>",
        "&",
        "&amp;",
        "]]>",
        "<!--",
        "--",
        "…",
        "–",
        "7.554",
        "99,17%",
        "{x}",
        "{",
        "}",
        "{{",
        "}}",
        "{ky_ngan}",
        "{khong_co:02}",
        "{tthc_qua_han:.}",
        "[^1]",
        "[^2]",
        "[^99]",
        "[^]",
        "[^x",
        "y]",
        "[^1",
        "*",
        "**",
        "_",
        "#",
        "\\",
        "/",
        "$",
        "@",
        "=SUM(A1)",
        "+1",
        "-1",
        "1.",
        "a)",
        "I.",
        "\xa0",
        "\u200b",
        "😀",
        "é",
        "\ufffe",
    ]
)
SPACES = st.sampled_from([" ", "\t", "  ", " \t "])
FREE = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30)


@st.composite
def narratives(draw: st.DrawFn) -> str:
    """A paragraph as somebody may type or paste it, now and then a very long one."""
    parts = draw(st.lists(st.one_of(WORDS, WORDS, FREE), min_size=1, max_size=25))
    text = "".join(part + draw(SPACES) for part in parts).strip()
    return (text or "x") * draw(st.sampled_from([1, 1, 1, 60]))


def expected(text: str, order: list[str]) -> str:
    """What a reader must see, put together by hand: two names with values, two notes, all else as typed."""
    text = text.replace("{ky_ngan}", "6 tháng đầu năm").replace(
        "{tthc_qua_han:.}", "[thiếu: Giải quyết quá hạn]"
    )

    def mark(found: re.Match[str]) -> str:
        if found.group(1) not in order:
            order.append(found.group(1))
            return word.NOTE.format(len(order))
        return str(
            order.index(found.group(1)) + 1
        )  # a later mark of the same note is a reference to its number

    return _seen(re.sub(r"\[\^([12])\]", mark, text))


def _seen(text: str) -> str:
    """Spaces apart, and without what XML cannot hold."""
    kept = (c for c in text if c.isspace() or not re.match("[\ufffe\uffff\ud800-\udfff]", c))
    return word.plain(unicodedata.normalize("NFC", "".join(kept)))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(STYLES[3:]), narratives()), min_size=1, max_size=12))
def test_every_paragraph_comes_out_whole_and_in_order(paragraphs: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _compare(SHIPPED, paragraphs, Path(folder) / "bao-cao.docx")


def _compare(catalogue: Catalogue, paragraphs: list[tuple[str, str]], path: Path) -> None:
    rows = tuple(Paragraph("I", style, text) for style, text in paragraphs)
    notes = (Footnote(1, "I", 1, "một"), Footnote(2, "I", 1, "hai"))
    made = Book(replace(catalogue, paragraphs=rows, footnotes=notes))
    style = document_style(catalogue)
    story, _ = tell(made, style, {})
    opened, _ = open_template(shipped("templates/report.docx"))
    assert opened is not None
    document.write(opened, style, story, (), path, datetime.datetime(2022, 6, 22))
    read = word.read(path)
    order: list[str] = []
    wanted = []
    for kind, text in paragraphs:
        seen = expected(text, order)
        dashed = kind == "bullet" and not text.lstrip().startswith(("-", "–", "+", "*", "•"))
        wanted.append(f"- {seen}" if dashed else seen)
    assert [_seen(t) for t in read.texts[3:]] == [w for w in wanted if w not in ("", "-")]
    assert read.notes == [[{"1": "một", "2": "hai"}[n]] for n in order]


SHIPPED, _ = read_catalogue(shipped("templates/catalogue"))
NASTY = (
    'Chữ “cong”, "thẳng", ‘đơn’ và <thẻ> & ký hiệu ]]> {} {{ }} [^ [^] \\ %s',
    "=SUM(A1) không phải công thức",
    "Cột\tmột\tcột hai",
    "Dài: " + "quy chế dân chủ cơ sở " * 400,
    "Đạ M'Rông, Linh Ðông, hoà hòa, ủy uỷ, 𝔘 😀",
    "Số liệu lạ {khong_co_so_nay:02} và chú thích lạ[^77]",
)


def test_a_narrative_typed_into_the_master_comes_out_whole(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet = next(s for s in book if find_marker(s, "paragraphs"))
    marker, column = find_marker(sheet, "paragraphs") or (0, 0)
    places = {sheet.cell(marker, c).value: c for c in range(column + 1, sheet.max_column + 1)}
    end = next(r for r in range(marker, 999) if sheet.cell(r, column).value == "#end")
    for row in range(marker + 1, end):
        text = NASTY[row - marker - 1] if row - marker <= len(NASTY) else None
        for name, value in (("section", "I"), ("style", "body"), ("text", text)):
            cell = sheet.cell(row, places[name])
            cell.value = value if text else None
            if text and name == "text":
                cell.data_type = "s"  # text that begins with "=" is text
    book.save(master)
    made = flow.report(master, NOW, pdf=False)
    assert made.file is not None
    assert word.read(made.file).texts[3:9] == [word.plain(t) for t in NASTY]
    found = {(f.code, f.sheet, f.cell) for f in made.findings if f.severity == "error"}
    last = sheet.cell(marker + len(NASTY), places["text"]).coordinate
    assert found == {("TEXT_FIGURE_UNKNOWN", "Nội dung", last), ("FOOTNOTE_UNKNOWN", "Nội dung", last)} | {
        ("FOOTNOTE_UNKNOWN", "Nội dung", sheet.cell(marker + 1, places["text"]).coordinate)
    }
