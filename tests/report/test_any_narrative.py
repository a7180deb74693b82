"""Given any narrative, each paragraph comes out whole and in its order: read back by pandoc."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import word
from conftest import GOLDEN
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import NOW, find_marker

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.catalogue.document_styles import document_style
from qcdc_xl.model import Footnote, Paragraph
from qcdc_xl.report import document
from qcdc_xl.report.story import STYLES, tell
from qcdc_xl.report.template import open_template
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.report import report

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
    return (text if _seen(text) else "x") * draw(st.sampled_from([1, 1, 1, 60]))


EMPTY = {"{ky_ngan}": "6 tháng đầu năm", "{tthc_qua_han:.}": "[thiếu: Giải quyết quá hạn]"}
DEMO = {"{ky_ngan}": "6 tháng đầu năm", "{tthc_qua_han:.}": "59"}
"""What two names mean in a master without returns, and in the demo's."""


def expected(text: str, values: Mapping[str, str], order: list[str]) -> str:
    """What a reader must see, put together by hand: two names with values, two notes, all else as typed."""
    for name, value in values.items():
        text = text.replace(name, value)

    def mark(found: re.Match[str]) -> str:
        number = found.group(1)
        if number not in order:
            order.append(number)
            return word.NOTE.format(len(order))
        return str(order.index(number) + 1)  # a later mark of a note is a reference to its number

    return _seen(re.sub(r"\[\^([12])\]", mark, text))


def _seen(text: str) -> str:
    """Spaces apart, and without what XML cannot hold."""
    kept = (c for c in text if c.isspace() or not re.match("[\ufffe\uffff\ud800-\udfff]", c))
    return word.plain(unicodedata.normalize("NFC", "".join(kept)))


def assert_whole(
    read: word.Word,
    paragraphs: list[tuple[str, str]],
    values: Mapping[str, str],
    notes: Mapping[str, list[str]],
) -> None:
    """Every paragraph is there, in its order, with its notes."""
    order: list[str] = []
    wanted = []
    for kind, text in paragraphs:
        seen = expected(text, values, order)
        dashed = kind == "bullet" and not text.lstrip().startswith(("-", "–", "+", "*", "•"))
        wanted.append(f"- {seen}" if dashed else seen)
    assert [_seen(t) for t in read.texts[3:][: len(wanted)]] == wanted
    assert read.notes == [notes[n] for n in order]


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(STYLES[3:]), narratives()), min_size=1, max_size=12))
def test_every_paragraph_comes_out_whole_and_in_order(paragraphs: list[tuple[str, str]]) -> None:
    rows = tuple(Paragraph("I", style, text) for style, text in paragraphs)
    notes = (Footnote(1, "I", 1, "một"), Footnote(2, "I", 1, "hai"))
    made = BookAt(replace(SHIPPED, paragraphs=rows, footnotes=notes))
    style = document_style(SHIPPED)
    story, _ = tell(made, style, {})
    opened, _ = open_template(shipped("templates/report.docx"))
    assert opened is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bao-cao.docx"
        document.write(opened, style, story, (), path, datetime.datetime(2022, 6, 22))
        read = word.read(path)
    assert len(read.texts[3:]) == len(paragraphs)
    assert_whole(read, paragraphs, EMPTY, {"1": ["một"], "2": ["hai"]})


SHIPPED = read_catalogue(shipped(CATALOGUE))[0].working
NASTY = (
    'Chữ “cong”, "thẳng", ‘đơn’ và <thẻ> & ký hiệu ]]> {} {{ }} [^ [^] \\ %s',
    "=SUM(A1) không phải công thức",
    "Cột\tmột\tcột hai",
    "Dài: " + "quy chế dân chủ cơ sở " * 400,
    "Đạ M'Rông, Linh Ðông, hoà hòa, ủy uỷ, 𝔘 😀",
    "Số liệu lạ {khong_co_so_nay:02} và chú thích lạ[^77]",
)


def typed_into(master: Path, paragraphs: list[tuple[str, str]]) -> list[str]:
    """Type a narrative over the one that is there; the cells of its texts."""
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet = next(s for s in book if find_marker(s, "paragraphs"))
    marker, column = find_marker(sheet, "paragraphs") or (0, 0)
    places = {sheet.cell(marker, c).value: c for c in range(column + 1, sheet.max_column + 1)}
    end = next(r for r in range(marker, 999) if sheet.cell(r, column).value == "#end")
    assert len(paragraphs) < end - marker
    for row in range(marker + 1, end):
        place = row - marker - 1
        style, text = paragraphs[place] if place < len(paragraphs) else (None, None)
        for name, value in (("section", "I" if text else None), ("style", style), ("text", text)):
            cell = sheet.cell(row, places[name])
            cell.value = value
            if text and name == "text":
                cell.data_type = "s"  # text that begins with "=" is text
    book.save(master)
    return [sheet.cell(marker + 1 + n, places["text"]).coordinate for n in range(len(paragraphs))]


@pytest.mark.slow
def test_a_narrative_typed_into_the_master_comes_out_whole(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    cells = typed_into(master, [("body", text) for text in NASTY])
    made = report(master, NOW, pdf=False)
    assert made.file is not None
    assert word.read(made.file).texts[3:9] == [word.plain(t) for t in NASTY]
    found = {(f.code, f.place.sheet, f.place.cell) for f in made.findings if f.severity == "error"}
    assert found == {
        ("TEXT_FIGURE_UNKNOWN", "Nội dung", cells[-1]),
        ("FOOTNOTE_UNKNOWN", "Nội dung", cells[-1]),
        ("FOOTNOTE_UNKNOWN", "Nội dung", cells[0]),
        ("FOOTNOTE_MISTYPED", "Nội dung", cells[0]),
    }


@pytest.mark.slow
@settings(max_examples=6)
@given(st.lists(st.tuples(st.sampled_from(STYLES[3:]), narratives()), min_size=1, max_size=30))
def test_any_narrative_typed_into_the_master_comes_out_whole(
    demo_made: Path, paragraphs: list[tuple[str, str]]
) -> None:
    kept = [(kind, re.sub("[\ufffe\uffff]", "x", text)) for kind, text in paragraphs if len(text) < 32_000]
    golden = json.loads((GOLDEN / "footnotes.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        master = Path(folder) / "qcdc.xlsm"
        shutil.copy(demo_made / "qcdc.xlsm", master)
        typed_into(master, kept)
        made = report(master, NOW, pdf=False)
        assert made.file is not None
        read = word.read(made.file)
    notes = {str(note["number"]): note["paragraphs"] for note in golden}
    assert_whole(read, kept, DEMO, notes)
