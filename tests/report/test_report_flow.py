"""``qcdc report`` from the terminal and from Python: files and their names, drafts, changes, what is told."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import types
import zipfile
from pathlib import Path

import openpyxl
import pytest
import word
from command import qcdc
from offices import NOW, find_marker
from openpyxl.worksheet.worksheet import Worksheet

from qcdc_xl.folder.backups import backups
from qcdc_xl.model.book import KINDS
from qcdc_xl.model.finding import message
from qcdc_xl.report import export, pdf
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.report import report


@pytest.fixture
def master(demo_folder: Path) -> Path:
    """The demo's master, to change."""
    return demo_folder / "qcdc.xlsm"


def rows(master: Path, table: str) -> list[list[object]]:
    """The rows of a marked table as openpyxl reads them, blank ones left out."""
    book = openpyxl.load_workbook(master, data_only=True)
    sheet = next(s for s in book if find_marker(s, table))
    top, column = find_marker(sheet, table) or (0, 0)
    found = []
    for number in range(top + 1, sheet.max_row + 1):
        if sheet.cell(number, column).value == "#end":
            break
        cells = [sheet.cell(number, c).value for c in range(column + 1, sheet.max_column + 1)]
        if any(c is not None for c in cells):
            found.append(cells)
    return found


def table(book: openpyxl.Workbook, name: str) -> tuple[Worksheet, int, dict[object, int]]:
    """A table's sheet, its marker's row, and its columns."""
    sheet = next(s for s in book if find_marker(s, name))
    top, column = find_marker(sheet, name) or (0, 0)
    return sheet, top, {sheet.cell(top, c).value: c for c in range(column + 1, sheet.max_column + 1)}


@pytest.mark.live
def test_the_command_tells_that_a_pdf_lies_beside_the_report(master: Path) -> None:
    if pdf.libreoffice() is None:
        pytest.skip("no LibreOffice here to make a PDF")
    run = qcdc("report", master)
    assert run.returncode == 0, run.stderr
    assert "bao-cao-2022-H1-2.docx” và bản PDF cạnh đó." in run.stdout


@pytest.mark.slow
def test_the_command_tells_where_the_report_is_and_gives_the_contract_as_json(master: Path) -> None:
    run = qcdc("report", master, "--no-pdf")
    assert run.returncode == 0, run.stderr
    assert "Đã xuất báo cáo Word, bản trình ký (đã đủ báo cáo của các đơn vị): “" in run.stdout
    assert "bao-cao-2022-H1-2.docx”." in run.stdout
    run = qcdc("report", master.parent, "--no-pdf", "--json")
    made = json.loads(run.stdout)
    assert (made["draft"], made["received"], made["expected"], made["pdf"]) == (False, 34, 34, None)
    assert Path(made["file"]).name == "bao-cao-2022-H1-3.docx"
    assert (made["changes"], made["findings"]) == ([], [])
    assert made["since"].startswith("bản trình ký lúc ")


def test_a_report_is_never_written_over_and_drafts_are_numbered(tmp_path: Path) -> None:
    folder = tmp_path / "bao-cao"
    assert export.next_name(folder, "2022-H1", True) == "bao-cao-2022-H1-du-thao-1.docx"
    folder.mkdir()
    for name in (
        "bao-cao-2022-H1-du-thao-1.docx",
        "bao-cao-2022-H1-du-thao-7.pdf",
        "bao-cao-2022-H1.docx",
        "khac.docx",
    ):
        (folder / name).write_bytes(b"")
    assert export.next_name(folder, "2022-H1", True) == "bao-cao-2022-H1-du-thao-8.docx"
    assert export.next_name(folder, "2022-H1", False) == "bao-cao-2022-H1-2.docx"
    assert export.next_name(folder, "2022-H2", False) == "bao-cao-2022-H2.docx"


def test_the_file_named_by_the_user_is_written(master: Path, tmp_path: Path) -> None:
    target = tmp_path / "thư mục mới" / "báo cáo.docx"
    run = qcdc("report", master, "--out", target, "--no-pdf")
    assert run.returncode == 0, run.stderr
    assert len(word.read(target).notes) == 8


@pytest.mark.live
def test_the_pdf_beside_it_shows_the_same_words(master: Path) -> None:
    if pdf.libreoffice() is None:
        pytest.skip("no LibreOffice here to make a PDF")
    made = report(master, NOW)
    assert made.pdf is not None and made.file is not None
    assert made.pdf == made.file.with_suffix(".pdf")
    text = subprocess.run(
        ["pdftotext", str(made.pdf), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert "Trương Hữu Đồng" in text


def test_without_word_and_libreoffice_there_is_no_pdf_and_no_trouble(
    master: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "libreoffice", lambda: None)
    made = report(master, NOW)
    assert made.file is not None and made.pdf is None
    assert "PDF" not in made.told()[0]


class PlayedWord:
    """As much of Word as makes a PDF; ``fails`` at a word of its own."""

    def __init__(self, fails: str = "") -> None:
        self.said: list[str] = []
        self.fails = fails
        self.Documents = self

    def _do(self, what: str) -> None:
        self.said.append(what)
        if what == self.fails:
            raise OSError(what)

    def Open(self, path: str, ReadOnly: bool, AddToRecentFiles: bool) -> PlayedWord:
        assert Path(path).is_absolute() and Path(path).is_file() and ReadOnly and not AddToRecentFiles
        self._do("Open")
        return self

    def ExportAsFixedFormat(self, path: str, kind: int) -> None:
        self._do("Export")
        assert kind == 17
        Path(path).write_bytes(b"%PDF by Word")

    def Close(self, SaveChanges: bool) -> None:
        self._do("Close")

    def Quit(self, SaveChanges: bool) -> None:
        self._do("Quit")


@pytest.mark.parametrize("fails", ["", "Open", "Export", "Close", "Quit"])
def test_word_makes_the_pdf_where_it_is_and_is_always_left(
    master: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    word_ = PlayedWord(fails)
    client = types.ModuleType("win32com.client")
    client.DispatchEx = lambda name: word_  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "win32com", types.ModuleType("win32com"))
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    monkeypatch.setattr(pdf, "sys", types.SimpleNamespace(platform="win32"))
    monkeypatch.setattr(pdf, "libreoffice", lambda: None)
    made = report(master, NOW)
    assert made.file is not None
    assert word_.said[-1] == "Quit"
    if fails in ("", "Quit"):
        assert made.pdf is not None and made.pdf.read_bytes() == b"%PDF by Word"
    else:
        assert made.pdf is None and list(made.file.parent.glob("*-2.pdf")) == []


def test_a_converter_that_fails_leaves_no_half_pdf(master: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "libreoffice", lambda: Path(sys.executable))
    made = report(master, NOW)
    assert made.file is not None and made.pdf is None
    assert [p.suffix for p in made.file.parent.glob("bao-cao-2022-H1-2*")] == [".docx"]


@pytest.mark.slow
def test_what_changed_between_two_drafts_stands_in_the_master_and_is_told(master: Path) -> None:
    changed = rows(master, "changes")
    kinds = {row[1] for row in changed}
    assert kinds == {KINDS["unit"], KINDS["figure"]}
    (unit,) = [row for row in changed if row[1] == "Đơn vị"]
    assert (unit[2], unit[3]) == ("Xã Phi Liêng", "Mới")
    hamlets = next(row for row in changed if row[2] == "Tổng số thôn")
    assert hamlets[3:6] == ["Sửa", "47", "55"]

    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet, top, columns = table(book, "paragraphs")
    sheet.cell(top + 3, columns["text"]).value = "Câu đã viết lại."
    book.save(master)
    made = report(master, NOW, pdf=False)
    assert [(c.kind, c.what, c.now) for c in made.changes] == [("paragraph", "Sửa", "Câu đã viết lại.")]
    assert "1 thay đổi so với bản trình ký lúc 09:00 ngày 22/6/2022:" in made.told()
    assert [row[1:4] for row in rows(master, "changes")] == [
        ["Nội dung", "Mục I. KHÁI QUÁT ĐẶC ĐIỂM TÌNH HÌNH", "Sửa"]
    ]


@pytest.mark.slow
def test_consolidating_keeps_what_the_last_report_said(master: Path) -> None:
    before = (rows(master, "changes"), rows(master, "draft"))
    consolidate(master, NOW)
    assert (rows(master, "changes"), rows(master, "draft")) == before


def test_an_export_is_no_fill_that_undo_takes_back(master: Path) -> None:
    kept = backups(master)
    report(master, NOW, pdf=False)
    assert backups(master) == kept


@pytest.mark.slow
def test_chosen_texts_of_units_are_printed_and_stay_chosen_when_rows_move(master: Path) -> None:
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet, top, columns = table(book, "narratives")
    names = {sheet.cell(r, columns["name"]).value: r for r in range(top + 1, sheet.max_row + 1)}
    sheet.cell(names["Xã Đạ Long"], columns["use"]).value = "x"
    sheet.cell(names["Xã Liêng S'rônh"], columns["use"]).value = "không"
    chosen = sheet.cell(names["Xã Đạ Long"], columns["text"]).value
    book.save(master)
    inbox = master.parent / "2022-H1" / "nhan"
    (master.parent / "thư").mkdir()
    consolidate(master, NOW)
    for path in inbox.glob("HND*"):  # a unit before it withdraws what it wrote
        form = openpyxl.load_workbook(path)
        own, row, column = _cell_of_text(form, "Kế hoạch giám sát tập trung vào cuối năm.")
        own.cell(row, column).value = None
        form.save(path)
    consolidate(master, NOW)
    made = report(master, NOW, pdf=False)
    assert made.file is not None
    assert f"- Xã Đạ Long: {chosen}" in word.read(made.file).texts
    assert ("paragraph", "Mới", f"Xã Đạ Long: {chosen}") in [(c.kind, c.what, c.now) for c in made.changes]
    marked = [row for row in rows(master, "narratives") if row[0] == "Dùng"]
    assert [row[2] for row in marked] == ["Xã Đạ Long"]


def _cell_of_text(book: openpyxl.Workbook, text: str) -> tuple[Worksheet, int, int]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == text:
                    return sheet, cell.row, cell.column
    raise KeyError(text)


@pytest.mark.slow
def test_a_master_of_an_earlier_version_still_writes_its_report(master: Path) -> None:
    book = openpyxl.load_workbook(master, keep_vba=True)
    for name in ("Ý kiến đơn vị", "Thay đổi", "Bản xuất trước", "DM Thể thức"):
        del book[name]
    book.save(master)
    made = report(master, NOW, pdf=False)
    assert made.file is not None and made.changes == ()
    assert len(word.read(made.file).notes) == 8
    assert consolidate(master, NOW).rejected == ()


def test_a_master_that_is_open_is_told_before_anything_is_written(master: Path) -> None:
    (master.parent / "~$qcdc.xlsm").write_bytes(b"")
    before = sorted((master.parent / "2022-H1" / "bao-cao").iterdir())
    run = qcdc("report", master)
    assert (run.returncode, sorted((master.parent / "2022-H1" / "bao-cao").iterdir())) == (2, before)
    assert "đang mở trong Excel" in run.stderr


def test_a_template_that_is_not_there_is_told(master: Path) -> None:
    run = qcdc("report", master, "--template", master.with_name("khong-co.docx"))
    assert run.returncode == 2
    assert "Không thấy mẫu báo cáo" in run.stderr


@pytest.mark.slow
def test_totals_that_do_not_agree_are_told_with_the_report(master: Path) -> None:
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet, top, columns = table(book, "rules")
    row = next(r for r in range(top + 1, 999) if not sheet.cell(r, columns["code"]).value)
    rule = {"code": "thon_du", "scope": "across", "severity": "error", "expression": "so_thon = 99", "missing": "skip",
            "message": "Tổng số thôn là {so_thon}, phải là 99."}  # fmt: skip
    for name, value in rule.items():
        sheet.cell(row, columns[name]).value = value
    book.save(master)
    made = report(master, NOW, pdf=False)
    assert made.file is not None
    assert [(f.code, message(f)) for f in made.findings] == [
        ("RULE_BROKEN", "Tổng số thôn là 55, phải là 99. (Quy tắc thon_du)")
    ]


@pytest.mark.slow
def test_a_missing_figure_in_a_footnote_is_marked_there(master: Path) -> None:
    shutil.rmtree(master.parent / "2022-H1" / "nhan")
    fresh = init(master.parent / "moi", NOW).master
    made = report(fresh, NOW, pdf=False)
    assert made.file is not None
    notes = zipfile.ZipFile(made.file).read("word/footnotes.xml").decode()
    marked = re.findall(r'<w:rStyle w:val="QcdcMissing"/></w:rPr><w:t[^>]*>(.*?)</w:t>', notes)
    assert "[thiếu: Giải quyết đúng hạn]" in marked
    assert {f.place.sheet for f in made.findings} == {"Nội dung", "Chú thích"}


@pytest.mark.slow
def test_a_narrative_with_errors_is_written_all_the_same_and_exits_with_one(master: Path) -> None:
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet, top, columns = table(book, "paragraphs")
    sheet.cell(top + 1, columns["text"]).value = "Có {khong_co} việc."
    book.save(master)
    run = qcdc("report", master, "--no-pdf")
    assert run.returncode == 1
    assert "Đã xuất báo cáo Word" in run.stdout and "Còn 1 nội dung cần xem lại." in run.stdout
    assert f"trang “Nội dung”, ô {sheet.cell(top + 1, columns['text']).coordinate}" in run.stdout


@pytest.mark.parametrize("name", ["", "bao-cao.pdf", "bao-cao", "qcdc.xlsm"])
def test_a_name_that_is_no_word_documents_is_told(master: Path, name: str) -> None:
    before = master.read_bytes()
    run = qcdc("report", master, "--out", master.parent / name, "--no-pdf")
    assert (run.returncode, master.read_bytes()) == (2, before)
    assert "phải có đuôi .docx" in run.stderr


def test_a_folder_in_the_place_of_the_report_is_told(master: Path, tmp_path: Path) -> None:
    (tmp_path / "a.docx").mkdir()
    run = qcdc("report", master, "--out", tmp_path / "a.docx", "--no-pdf")
    assert run.returncode == 2
    assert "Không đọc hoặc ghi được" in run.stderr


@pytest.mark.live
def test_a_master_in_another_format_is_told_and_leaves_no_report(demo_folder: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice here to save the master as .ods")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{demo_folder}/profile"]
    command += ["--convert-to", "ods", "--outdir", str(demo_folder), str(demo_folder / "qcdc.xlsm")]
    subprocess.run(command, check=True, capture_output=True)
    with pytest.raises(Trouble, match=r"không phải sổ tổng hợp dạng \.xlsm"):
        report(demo_folder / "qcdc.ods", NOW, pdf=False)
    assert len(list((demo_folder / "2022-H1" / "bao-cao").iterdir())) == 2  # as before: nothing half done
