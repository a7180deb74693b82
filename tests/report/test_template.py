"""Templates: restyled ones are respected, unfit ones found; document styles put on the shipped one."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
import word
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt
from lxml import etree
from offices import NOW

from qcdc_xl.catalogue.document_styles import DocumentStyle, first_values
from qcdc_xl.model.finding import message
from qcdc_xl.report.reported import Reported
from qcdc_xl.report.template import open_template, put_on
from qcdc_xl.shipped import shipped
from qcdc_xl.verbs.report import report


def part(path: Path, name: str) -> str:
    """A part of a document as text."""
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def style_of(path: Path, name: str) -> str:
    """A style's XML by its name in Word."""
    found = re.search(
        rf'<w:style [^>]*>\s*<w:name w:val="{name}"/>.*?</w:style>', part(path, "word/styles.xml"), re.S
    )
    assert found, name
    return found[0]


def restyled(path: Path) -> Path:
    """A template as somebody restyled it in Word: another typeface, size and margins."""
    document = Document(str(path))
    document.styles["Lời văn"].font.name = "Arial"
    document.styles["Lời văn"].font.size = Pt(13)
    for section in document.sections:
        section.left_margin, section.right_margin = Mm(35), Mm(20)
    document.save(str(path))
    return path


def exported(master: Path, **more: object) -> Reported:
    """An export without PDF."""
    return report(master, NOW, pdf=False, **more)  # type: ignore[arg-type]


@pytest.fixture
def master(demo_folder: Path) -> Path:
    """A master to change."""
    return demo_folder / "qcdc.xlsm"


def test_a_restyled_template_beside_the_master_is_respected(master: Path) -> None:
    restyled(Path(shutil.copy(shipped("templates/report.docx"), master.with_name("mau-bao-cao.docx"))))
    made = exported(master).file
    assert made is not None
    assert 'w:ascii="Arial"' in style_of(made, "Lời văn")
    assert 'w:val="26"' in style_of(made, "Lời văn")
    sections = re.findall(r"<w:pgMar [^>]*>", part(made, "word/document.xml"))
    assert 'w:left="1984"' in sections[0] and 'w:right="1134"' in sections[0]
    widths = re.findall(r'<w:gridCol w:w="(\d+)"', part(made, "word/document.xml"))[:2]
    assert sum(map(int, widths)) == pytest.approx(
        (210 - 55) / 25.4 * 1440, abs=3
    )  # the head fills the new width


@pytest.mark.slow
def test_a_finished_report_can_be_the_template(master: Path) -> None:
    first = exported(master).file
    assert first is not None
    own = restyled(Path(shutil.copy(first, master.with_name("mau-bao-cao.docx"))))
    second = exported(master).file
    assert second is not None and own.is_file()
    before, after = word.read(first), word.read(second)
    assert (after.texts, after.notes, after.tables) == (before.texts, before.notes, before.tables)
    assert 'w:ascii="Arial"' in style_of(second, "Lời văn")
    assert part(second, "word/footnotes.xml").count("<w:footnote ") == 8 + 2


def test_a_draft_as_template_leaves_neither_watermark_nor_pages_without_number(master: Path) -> None:
    draft = master.parent / "2022-H1" / "bao-cao" / "bao-cao-2022-H1-du-thao-1.docx"
    own = Document(str(draft))
    own.settings.odd_and_even_pages_header_footer = True
    own.sections[0].even_page_header.paragraphs[0].text = "DỰ THẢO cũ"
    own.save(str(master.with_name("mau-bao-cao.docx")))
    made = exported(master)
    assert made.file is not None and not made.draft
    document = part(made.file, "word/document.xml")
    relations = dict(
        pair
        for found in re.findall(r"<Relationship [^>]*>", part(made.file, "word/_rels/document.xml.rels"))
        for pair in [(re.search(r'Id="(\w+)"', found)[1], re.search(r'Target="([^"]+)"', found)[1])]  # type: ignore[index]
    )
    used = dict(re.findall(r'<w:headerReference w:type="(\w+)" r:id="(\w+)"', document))
    for kind in ("first", "default"):
        assert "DỰ THẢO" not in part(made.file, f"word/{relations[used[kind]]}")
    assert "<w:evenAndOddHeaders/>" not in part(made.file, "word/settings.xml")


def test_a_template_that_word_has_renumbered_is_found_by_its_styles_names(
    master: Path, tmp_path: Path
) -> None:
    own = Document(str(shipped("templates/report.docx")))
    for number, style in enumerate(own.styles):
        if style.style_id.startswith("Qcdc"):
            style.style_id = f"Kieu{number}"
    own.save(str(tmp_path / "mau.docx"))
    made = exported(master, template=tmp_path / "mau.docx").file
    assert made is not None
    used = set(re.findall(r'<w:pStyle w:val="(\w+)"', part(made, "word/document.xml")))
    assert not any(name.startswith("Qcdc") for name in used)
    assert len(word.read(made).notes) == 8


def test_a_template_without_a_style_is_found_and_no_file_is_written(master: Path) -> None:
    own = master.with_name("mau-bao-cao.docx")
    document = Document(str(shipped("templates/report.docx")))
    document.styles["Trích yếu"].delete()
    document.save(str(own))
    folder = master.parent / "2022-H1" / "bao-cao"
    before = sorted(folder.iterdir())
    made = exported(master)
    assert made.file is None
    assert [(f.code, f.place.file) for f in made.findings] == [("TEMPLATE_STYLE_MISSING", "mau-bao-cao.docx")]
    assert "“Trích yếu”" in message(made.findings[0])
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"{\\rtf1 text}"])
def test_a_template_that_is_no_word_document_is_found(master: Path, content: bytes) -> None:
    master.with_name("mau-bao-cao.docx").write_bytes(content)
    made = exported(master)
    assert (made.file, [f.code for f in made.findings]) == (None, ["TEMPLATE_UNREADABLE"])


def test_a_damaged_template_is_found(master: Path) -> None:
    content = bytearray(shipped("templates/report.docx").read_bytes())
    with zipfile.ZipFile(shipped("templates/report.docx")) as package:
        start = package.getinfo("word/styles.xml").header_offset
    content[start + 200 : start + 600] = bytes(400)
    master.with_name("mau-bao-cao.docx").write_bytes(bytes(content))
    made = exported(master)
    assert (made.file, [f.code for f in made.findings]) == (None, ["TEMPLATE_UNREADABLE"])


def test_a_style_of_letters_in_the_place_of_one_of_paragraphs_is_lacking(master: Path) -> None:
    own = Document(str(shipped("templates/report.docx")))
    own.styles["Trích yếu"].delete()
    own.styles.add_style("Trích yếu", WD_STYLE_TYPE.CHARACTER)
    own.save(str(master.with_name("mau-bao-cao.docx")))
    assert [f.code for f in exported(master).findings] == ["TEMPLATE_STYLE_MISSING"]


def test_a_document_with_macros_is_no_template_whatever_its_name(master: Path) -> None:
    with (
        zipfile.ZipFile(shipped("templates/report.docx")) as plain,
        zipfile.ZipFile(master.with_name("mau-bao-cao.docx"), "w") as other,
    ):
        for name in plain.namelist():
            content = plain.read(name)
            if name == "[Content_Types].xml":
                main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
                assert main in content
                content = content.replace(main, b"application/vnd.ms-word.document.macroEnabled.main+xml")
            other.writestr(name, content)
    made = exported(master)
    assert (made.file, [f.code for f in made.findings]) == (None, ["TEMPLATE_UNREADABLE"])


def test_a_workbook_is_no_template(master: Path) -> None:
    made = exported(master, template=shipped("workbook/qcdc.xlsm"))
    assert (made.file, [f.code for f in made.findings]) == (None, ["TEMPLATE_UNREADABLE"])


def test_one_value_of_a_style_changes_only_what_it_says() -> None:
    first = first_values()
    changed = DocumentStyle("tinh_ta", {**first, "first_line": "12.7"})
    opened, _ = open_template(shipped("templates/report.docx"))
    assert opened is not None
    before = {s.name: etree.tostring(s.element) for s in opened.styles}
    put_on(opened, changed, ["first_line"])
    after = {s.name: etree.tostring(s.element) for s in opened.styles}
    assert {name for name in after if after[name] != before[name]} == {
        "Lời văn",
        "Heading 1",
        "Heading 2",
        "Heading 3",
    }
    assert all(b'w:firstLine="720"' in after[name] for name in ("Lời văn", "Heading 1"))


FORMATS: dict[str, dict[str, tuple[str, ...]]] = {
    "hd36_2018": {
        "Quốc hiệu hoặc tiêu đề": ("<w:b/>", '<w:sz w:val="30"/>'),
        "Cơ quan cấp trên": ('<w:sz w:val="28"/>', "<w:caps/>"),
        "Địa danh ngày tháng": ("<w:i/>", '<w:sz w:val="28"/>'),
        "Tên loại văn bản": ("<w:b/>", '<w:sz w:val="32"/>'),
        "Nơi nhận": ('<w:u w:val="single"/>', '<w:sz w:val="28"/>'),
        "Danh sách nơi nhận": ('<w:sz w:val="24"/>',),
        "footnote text": ('<w:sz w:val="20"/>',),
    },
    "hd05_2026": {
        "Tên loại văn bản": ("<w:b/>", '<w:sz w:val="30"/>'),
        "Lời văn": ('w:firstLine="567"', 'w:line="360"', 'w:lineRule="exact"'),
        "Chức vụ người ký": ('<w:b w:val="0"/>',),
        "header": ('<w:sz w:val="26"/>',),
    },
    "nd30_2020": {
        "Quốc hiệu hoặc tiêu đề": ("<w:b/>", '<w:sz w:val="24"/>'),
        "Tiêu ngữ": ("<w:b/>", '<w:sz w:val="26"/>'),
        "Số ký hiệu": ('<w:sz w:val="26"/>',),
        "Nơi nhận": ("<w:b/>", "<w:i/>", '<w:sz w:val="24"/>'),
        "Danh sách nơi nhận": ('<w:sz w:val="22"/>',),
    },
}
"""What the format table (shared reference, the-thuc) says, as Word writes it: half points, twips."""


@pytest.mark.slow
@pytest.mark.parametrize("code", FORMATS)
def test_a_document_style_is_what_the_format_table_says(master: Path, code: str) -> None:
    book = openpyxl.load_workbook(master, keep_vba=True)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if (
                    cell.value == "document_style"
                    and sheet.cell(cell.row, cell.column + 1).value == "hd36_2018"
                ):
                    sheet.cell(cell.row, cell.column + 1).value = code
    book.save(master)
    made = exported(master).file
    assert made is not None
    for name, wanted in FORMATS[code].items():
        xml = style_of(made, name)
        for piece in wanted:
            assert piece in xml, (name, piece)
    margins = re.search(r"<w:pgMar [^>]*>", part(made, "word/document.xml"))
    assert margins
    for piece in ('w:top="1134"', 'w:bottom="1134"', 'w:left="1701"', 'w:right="850"'):
        assert piece in margins[0]
