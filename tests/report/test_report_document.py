"""The Word report of the 2022 example, read back by pandoc and drawn by LibreOffice, never by our own code."""

from __future__ import annotations

import csv
import datetime
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import word
from conftest import GOLDEN

from qcdc_xl.catalogue.document_styles import document_style
from qcdc_xl.model import CatalogueAt, Paragraph
from qcdc_xl.report import document
from qcdc_xl.report.pdf import libreoffice
from qcdc_xl.report.story import tell
from qcdc_xl.report.template import open_template
from qcdc_xl.shipped import shipped
from qcdc_xl.totals.book_at import BookAt


@pytest.fixture(scope="module")
def final(demo_made: Path) -> Path:
    """The report when all units are in."""
    return demo_made / "2022-H1" / "bao-cao" / "bao-cao-2022-H1.docx"


@pytest.fixture(scope="module")
def read(final: Path) -> word.Word:
    """The same, as pandoc reads it."""
    return word.read(final)


HEADINGS = [
    (1, "I. KHÁI QUÁT ĐẶC ĐIỂM TÌNH HÌNH"),
    (1, "II. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI"),
    (2, "1. Công tác lãnh đạo, chỉ đạo của cấp ủy, chính quyền"),
    (2, "2. Vai trò của Mặt trận Tổ quốc và các đoàn thể chính trị - xã hội trong thực hiện quy chế dân chủ ở cơ sở"),
    (2, "3. Hoạt động của Ban Chỉ đạo thực hiện quy chế dân chủ cơ sở huyện, xã"),
    (1, "III. KẾT QUẢ THỰC HIỆN QUY CHẾ DÂN CHỦ Ở CƠ SỞ"),
    (2, "1. Kết quả thực hiện quy chế dân chủ ở cơ sở xã"),
    (2, "2. Thực hiện quy chế dân chủ trong hoạt động của cơ quan hành chính nhà nước và đơn vị sự nghiệp công lập"),
    (2, "3. Kết quả thực hiện quy chế dân chủ ở cơ sở tại nơi làm việc"),
    (1, "IV. ĐÁNH GIÁ CHUNG"),
    (2, "1. Những kết quả đạt được và nguyên nhân"),
    (3, "1.1. Những kết quả đạt được"),
    (3, "1.2. Nguyên nhân kết quả đạt được"),
    (2, "2. Hạn chế và nguyên nhân"),
    (3, "2.1. Hạn chế"),
    (3, "2.2. Nguyên nhân của hạn chế"),
    (1, "V. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM 2022"),
]  # fmt: skip
"""As the published report 05-BC/BCĐ of 2022 has them."""


def test_sections_one_to_five_stand_in_order_with_their_headings(read: word.Word) -> None:
    assert [(b.level, b.text) for b in read.blocks if b.level] == HEADINGS


def test_the_eight_footnotes_are_native_and_verbatim(read: word.Word) -> None:
    golden = json.loads((GOLDEN / "footnotes.json").read_text(encoding="utf-8"))
    assert read.notes == [note["paragraphs"] for note in golden]


SENTENCES = (
    "các đoàn thể huyện phối hợp tổ chức để cử tri gặp gỡ đại biểu Quốc hội và đại biểu HĐND các cấp⟦1⟧.",
    "Đầu năm, các tổ chức đã đăng ký nội dung giám sát và phản biện xã hội⟦2⟧.",
    "phân công lại nhiệm vụ của các thành viên⟦3⟧.",
    "các văn bản triển khai công tác dân vận, dân chủ trong năm⟦4⟧ và công nhận",
    "kết quả phân loại công tác dân vận của các cơ quan, đơn vị, UBND các xã⟦5⟧.",
    "đã nhận 7.554 hồ sơ, giải quyết xong 7.088 hồ sơ⟦6⟧.",
    "đã tiếp 65 lượt với 80 người; tiếp nhận 89 đơn⟦7⟧.",
    "phối hợp với người sử dụng lao động tổ chức hội nghị người lao động⟦8⟧.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_footnote_hangs_at_its_sentence(read: word.Word, sentence: str) -> None:
    assert sum(sentence in text for text in read.texts) == 1


@pytest.mark.parametrize(
    "words",
    [
        "đã hoàn thành 02 cuộc giám sát và 01 cuộc phản biện xã hội",
        "Đến nay 8/8 xã",
        "đạt 99,17%;",
        "Có 100% cơ quan hành chính",
        "nhiệm vụ trọng tâm 6 tháng cuối năm 2022 như sau:",
    ],
)
def test_figures_stand_in_the_writing_of_their_place(read: word.Word, words: str) -> None:
    assert sum(words in text for text in read.texts) == 1


def test_nothing_is_left_unfilled_or_marked(final: Path) -> None:
    xml = zipfile.ZipFile(final).read("word/document.xml").decode()
    notes = zipfile.ZipFile(final).read("word/footnotes.xml").decode()
    for part in (xml, notes):
        assert not re.search(r"[{}]|\[thiếu|\[\^", re.sub(r"<[^>]*>", "", part))
        assert "QcdcMissing" not in part
    headers = [n for n in zipfile.ZipFile(final).namelist() if "header" in n]
    assert not any("DỰ THẢO" in zipfile.ZipFile(final).read(n).decode() for n in headers)


def test_head_and_foot_say_what_the_report_of_2022_says(read: word.Word) -> None:
    head, foot = read.tables[0], read.tables[1]
    assert [cell.strip() for cell in head[0]] == [
        "HUYỆN ỦY ĐAM RÔNG\nBAN CHỈ ĐẠO THỰC HIỆN QUY CHẾ DÂN CHỦ CƠ SỞ\n*",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
    ]
    assert head[1] == ["Số 05-BC/BCĐ", "Đam Rông, ngày 22 tháng 6 năm 2022"]
    assert read.texts[:3] == [
        "BÁO CÁO",
        "Kết quả xây dựng và thực hiện quy chế dân chủ 6 tháng đầu năm",
        "Nhiệm vụ trọng tâm 6 tháng cuối năm 2022",
    ]
    assert foot[0][1] == "PHÓ BÍ THƯ - CHỦ TỊCH UBND HUYỆN\nKiêm\nTRƯỞNG BAN CHỈ ĐẠO\nTrương Hữu Đồng"
    recipients = foot[0][0].split("\n")
    assert recipients[0] == "Nơi nhận:"
    assert recipients[1] == "- Ban chỉ đạo QCDC tỉnh,"
    assert recipients[-1] == "- Lưu BCĐ QCDC huyện."
    assert len(recipients) == 10


def test_the_annex_adds_up_to_the_golden_figures(read: word.Word) -> None:
    with (GOLDEN / "figures.csv").open(encoding="utf-8", newline="") as file:
        golden = {row["code"]: row for row in csv.DictReader(file)}
    totals = {row[1]: row[3] for row in read.tables[2] if len(row) > 3}
    wanted = {
        "Số hồ sơ giải quyết đúng hạn": "tthc_dung_han",
        "Số hồ sơ giải quyết quá hạn": "tthc_qua_han",
        "Tổng số đơn tiếp nhận": "don_tiep_nhan",
        "Số lượt tiếp công dân": "tiep_cong_dan_luot",
    }
    for label, code in wanted.items():
        assert totals[label].replace(".", "") == golden[code]["value"], label


@pytest.fixture(scope="module")
def drawn(final: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report as LibreOffice prints it."""
    if libreoffice() is None:
        pytest.skip("no LibreOffice here to draw the report")
    folder = tmp_path_factory.mktemp("drawn")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(final)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / f"{final.stem}.pdf"


def page(pdf: Path, number: int) -> tuple[float, float, list[tuple[float, float, float, float, str]]]:
    """A page's size, and its words with their places, in millimetres."""
    command = ["pdftotext", "-f", str(number), "-l", str(number), "-bbox", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    size = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', text)
    assert size
    form = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    mm = 25.4 / 72
    words = [(*(float(v) * mm for v in m.groups()[:4]), m.group(5)) for m in re.finditer(form, text)]
    return float(size[1]) * mm, float(size[2]) * mm, words  # type: ignore[return-value]


def test_the_page_is_a4_with_the_margins_of_the_format(drawn: Path) -> None:
    width, height, words = page(drawn, 2)
    assert (round(width), round(height)) == (210, 297)
    body = [w for w in words if w[1] > 20]
    assert min(w[0] for w in body) == pytest.approx(30, abs=1)
    assert max(w[2] for w in body) == pytest.approx(195, abs=1)
    assert max(w[3] for w in body) <= 277.5


def test_pages_are_numbered_from_the_second_in_the_middle_above(drawn: Path) -> None:
    first = [w for w in page(drawn, 1)[2] if w[1] < 20]
    assert first == []
    for number in (2, 3):
        above = [w for w in page(drawn, number)[2] if w[1] < 19]
        assert [w[4] for w in above] == [str(number)]
        assert (above[0][0] + above[0][2]) / 2 == pytest.approx((30 + 195) / 2, abs=1)


def test_the_signature_stands_on_the_page_of_the_last_paragraph(drawn: Path) -> None:
    text = subprocess.run(
        ["pdftotext", str(drawn), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    signed = [p for p in text.split("\f") if "Trương Hữu Đồng" in p]
    assert len(signed) == 1
    assert "tổng kết hoạt động của Ban Chỉ đạo năm 2022" in " ".join(signed[0].split())
    assert "Lưu BCĐ QCDC huyện." in signed[0]


LENGTHS = range(22, 34, 2)
"""So many paragraphs, so that the last one comes to lie everywhere near the end of a page."""


@pytest.fixture(scope="module")
def printed(catalogue: CatalogueAt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of so many paragraphs, all drawn by one LibreOffice: "22.pdf" and so on."""
    if libreoffice() is None:
        pytest.skip("no LibreOffice here to draw the report")
    folder = tmp_path_factory.mktemp("printed")
    style = document_style(catalogue)
    for count in LENGTHS:
        rows = tuple(Paragraph("I", "body", f"Đoạn {n}.") for n in range(count))
        opened, _ = open_template(shipped("templates/report.docx"))
        assert opened is not None
        story, _ = tell(BookAt(replace(catalogue, paragraphs=rows, footnotes=())), style, {})
        document.write(opened, style, story, (), folder / f"{count}.docx", datetime.datetime(2022, 6, 22))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.mark.live
@pytest.mark.parametrize("count", LENGTHS)
def test_the_signature_is_never_torn_from_the_last_paragraph(count: int, printed: Path) -> None:
    command = ["pdftotext", str(printed / f"{count}.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    (signed,) = [p for p in text.split("\f") if "Trương Hữu Đồng" in p]
    assert f"Đoạn {count - 1}." in signed
    assert "Nơi nhận:" in signed and "Lưu BCĐ QCDC huyện." in signed


def test_the_annex_lies_on_its_side_and_repeats_its_head(drawn: Path) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", str(drawn), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    pages = text.split("\f")
    first = next(n for n, p in enumerate(pages, start=1) if "PHỤ LỤC 1." in p)
    width, height, _ = page(drawn, first)
    assert width > height
    following = pages[first]
    assert "PHỤ LỤC" not in following
    assert "Chỉ tiêu" in following


def test_no_table_stands_at_the_very_end_and_no_empty_page_follows(final: Path, drawn: Path) -> None:
    body = zipfile.ZipFile(final).read("word/document.xml").decode()
    assert re.search(
        r"</w:tbl><w:p>(?:(?!</w:p>).)*</w:p><w:sectPr[^>]*>(?:(?!</w:sectPr>).)*</w:sectPr></w:body>", body
    )
    text = subprocess.run(
        ["pdftotext", str(drawn), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    assert all(len(p.split()) > 10 for p in pages)


def test_a_draft_says_so_on_every_page(demo_made: Path) -> None:
    draft = demo_made / "2022-H1" / "bao-cao" / "bao-cao-2022-H1-du-thao-1.docx"
    with zipfile.ZipFile(draft) as package:
        document = package.read("word/document.xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()
        used = re.findall(r'<w:headerReference w:type="(first|default)" r:id="(\w+)"', document)
        assert sorted(kind for kind, _ in used) == ["default", "first"]
        for _, relation in used:
            name = re.search(rf'Id="{relation}"[^>]*Target="([^"]+)"', relations) or re.search(
                rf'Target="([^"]+)"[^>]*Id="{relation}"', relations
            )
            assert name
            header = package.read(f"word/{name[1]}").decode()
            assert 'string="DỰ THẢO"' in header
            assert "đã nhận 33/34 đơn vị" in header


def test_the_shipped_template_is_what_its_sources_give(tmp_path: Path) -> None:
    import build_template

    build_template.build(tmp_path / "report.docx")
    assert (tmp_path / "report.docx").read_bytes() == (shipped("templates/report.docx")).read_bytes()
