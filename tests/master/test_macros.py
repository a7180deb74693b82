"""VBA and ribbon of the master: from text into the workbook, out again, and the buttons pressed."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from build_workbook import build, vba_project
from pyopenvba.apps.excel import ExcelApplication
from pyvbaanalysis import analyze_office_file

from qcdc_xl.master.macros import Macros, finish, read_macros
from qcdc_xl.shipped import shipped

SOURCES = shipped("workbook/vba")
RIBBON = shipped("workbook/ribbon/customUI.xml").read_bytes()
NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"
BUTTONS = list(ElementTree.fromstring(RIBBON).iter(NAMESPACE + "button"))

CONTROL = "Public Tag As String"
PRESS = """
Sub Press(ByVal tag As String)
    Dim control As New FakeControl
    control.Tag = tag
    QcdcShow control
End Sub
"""


@pytest.fixture(scope="module")
def macros() -> Macros:
    """The macro parts, made from the sources now."""
    return Macros(vba_project(SOURCES), RIBBON)


def workbook(path: Path, macros: Macros, markers: dict[str, tuple[str, str]]) -> Path:
    """A workbook as the builder makes it, with a marker a sheet: sheet → (cell, text)."""
    with xlsxwriter.Workbook(path) as book:
        for name, (cell, text) in markers.items():
            book.add_worksheet(name).write(cell, text)
        book.add_vba_project(io.BytesIO(macros.vba), is_stream=True)
    finish(path, macros.ribbon)
    return path


def excel(path: Path) -> ExcelApplication:
    """The workbook open, with a button that can be pressed from here."""
    app = ExcelApplication.open(path)
    app.add_module(CONTROL, name="FakeControl", kind="class")
    app.add_module(PRESS, name="Fingers")
    return app


@pytest.mark.parametrize(
    ("cell", "why"),
    [("A4", "as built"), ("C90", "after the user inserted rows and columns"), ("Z1", "far right")],
)
def test_a_button_goes_to_the_sheet_with_its_table_whatever_its_name(
    tmp_path: Path, macros: Macros, cell: str, why: str
) -> None:
    path = workbook(
        tmp_path / "sổ.xlsm", macros, {"Đầu": ("A1", "#table log"), "Tên mới": (cell, "#table progress")}
    )
    app = excel(path)
    app.run("Press", "progress")
    assert app.evaluate("ActiveSheet.Name") == "Tên mới", why
    assert app.dialogs == []


def test_a_table_whose_name_only_begins_alike_is_not_taken(tmp_path: Path, macros: Macros) -> None:
    markers = {"Một": ("A1", "#table logs"), "Hai": ("A1", "#table log")}
    app = excel(workbook(tmp_path / "sổ.xlsm", macros, markers))
    app.run("Press", "log")
    assert app.evaluate("ActiveSheet.Name") == "Hai"


def test_a_hidden_sheet_is_shown(tmp_path: Path, macros: Macros) -> None:
    path = tmp_path / "sổ.xlsm"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Đầu")
        hidden = book.add_worksheet("Ẩn")
        hidden.write("A1", "#table guide")
        hidden.hide()
        book.add_vba_project(io.BytesIO(macros.vba), is_stream=True)
    app = excel(path)
    app.run("Press", "guide")
    assert app.evaluate("ActiveSheet.Name") == "Ẩn"
    assert app.evaluate("ActiveSheet.Visible") == -1  # xlSheetVisible


def test_a_missing_sheet_is_said_politely_in_vietnamese(tmp_path: Path, macros: Macros) -> None:
    app = excel(workbook(tmp_path / "sổ.xlsm", macros, {"Đầu": ("A1", "#table log")}))
    app.run("Press", "progress")
    assert app.dialogs == [
        (
            "MsgBox",
            "Không tìm thấy trang này. Có thể trang đã bị xóa; hãy hoàn tác hoặc tạo lại sổ tổng hợp.",
            "Quy chế dân chủ cơ sở",
            48,  # vbExclamation
        )
    ]


def test_where_the_code_page_lacks_letters_the_same_words_come_without_accents(
    tmp_path: Path, macros: Macros
) -> None:
    app = excel(workbook(tmp_path / "sổ.xlsm", macros, {"Đầu": ("A1", "#table log")}))
    app.run("Press", "progress")
    ansi = "Public Function Asc(letter As String) As Integer\n  Asc = 63 ' what a code page without it gives: ?\nEnd Function"
    app.add_module(ansi, name="CodePage")
    app.run("Press", "progress")
    (_, text, title, _), (_, plain_text, plain_title, _) = app.dialogs
    assert [plain_text, plain_title] == [bare(text), bare(title)]
    assert plain_text != text


def bare(text: str) -> str:
    """Vietnamese without its accents."""
    marks = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in marks if not unicodedata.combining(c))


@pytest.mark.parametrize("button", BUTTONS, ids=lambda b: b.get("id"))
def test_no_button_of_the_shipped_master_is_dead(button: ElementTree.Element) -> None:
    app = excel(shipped("workbook/qcdc.xlsm"))
    app.run("Press", button.get("tag"))
    expected = {
        "Progress": "Tiến độ",
        "Findings": "Kiểm tra",
        "Footnotes": "Chú thích",
        "Catalogue": "Danh mục",
        "Log": "Nhật ký",
        "Guide": "Hướng dẫn",
    }
    assert app.evaluate("ActiveSheet.Name") == expected[str(button.get("id"))]


def test_every_button_tells_in_vietnamese_what_it_does_and_has_a_key_of_its_own() -> None:
    for button in BUTTONS:
        assert all(button.get(name) for name in ("label", "screentip", "supertip", "imageMso", "keytip"))
    keys = [button.get("keytip") for button in BUTTONS]
    assert len(set(keys)) == len(keys)
    groups = [g.get("label") for g in ElementTree.fromstring(RIBBON).iter(NAMESPACE + "group")]
    assert groups == ["2. Thu nhận", "3. Tổng hợp", "4. Báo cáo", "5. Trợ giúp"]


def test_vba_sources_are_plain_ascii_and_short_enough_for_the_editor() -> None:
    for source in SOURCES.glob("*.bas"):
        lines = source.read_text(encoding="ascii").splitlines()
        assert lines[0] == f'Attribute VB_Name = "{source.stem}"'
        assert max(len(line) for line in lines) <= 1023  # the VBA editor's limit


def test_the_compiler_would_find_nothing_wrong_with_the_shipped_vba() -> None:
    problems = analyze_office_file(str(shipped("workbook/qcdc.xlsm")))
    assert set(problems) == {"QcdcRibbon", "Sheet1", "ThisWorkbook"}
    assert [p for found in problems.values() for p in found if p.severity.value in ("error", "warning")] == []


def test_every_callback_of_the_ribbon_is_a_procedure_that_takes_the_button() -> None:
    code = (SOURCES / "QcdcRibbon.bas").read_text(encoding="ascii")
    callbacks = {button.get("onAction") for button in BUTTONS}
    declared = set(re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)$", code, re.MULTILINE))
    assert callbacks == declared


def test_the_macro_parts_come_out_of_a_workbook_as_they_went_in(tmp_path: Path, macros: Macros) -> None:
    path = workbook(tmp_path / "sổ.xlsm", macros, {"Đầu": ("A1", "#table log")})
    assert read_macros(path) == macros
    assert not path.with_name("sổ.xlsm.ribbon").exists()


def test_another_reader_finds_the_source_text_in_the_project(tmp_path: Path, macros: Macros) -> None:
    path = workbook(tmp_path / "so.xlsm", macros, {"Đầu": ("A1", "#table log")})
    # as a command: imported, it calls pyparsing by names that warn
    command = [sys.executable, "-m", "oletools.olevba", "-j", str(path)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    (found,) = (entry["macros"] for entry in json.loads(run.stdout) if "macros" in entry)
    code = {module["vba_filename"]: module["code"] for module in found}
    source = (SOURCES / "QcdcRibbon.bas").read_text(encoding="ascii").splitlines()[1:]
    assert code["QcdcRibbon.bas"].splitlines() == source
    assert set(code) == {"QcdcRibbon.bas", "ThisWorkbook.cls", "Sheet1.cls"}


def test_the_ribbon_is_related_to_the_package_and_all_parts_are_dated_alike(
    tmp_path: Path, macros: Macros
) -> None:
    path = workbook(tmp_path / "sổ.xlsm", macros, {"Đầu": ("A1", "#table log")})
    with zipfile.ZipFile(path) as package:
        relations = ElementTree.fromstring(package.read("_rels/.rels"))
        dates = {entry.date_time for entry in package.infolist()}
    targets = {r.get("Type", "").rsplit("/", 1)[-1]: r.get("Target") for r in relations}
    assert targets["extensibility"] == "customUI/customUI.xml"
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_sources_give_the_same_project(macros: Macros) -> None:
    assert vba_project(SOURCES) == macros.vba


def test_the_shipped_workbook_is_the_one_that_the_sources_build(tmp_path: Path) -> None:
    build(tmp_path / "qcdc.xlsm")
    assert contents(tmp_path / "qcdc.xlsm") == contents(shipped("workbook/qcdc.xlsm"))


def contents(path: Path) -> dict[str, bytes]:
    """Every part of a package; compressed bytes may differ from one zlib to another."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_office_would_find_nothing_wrong_with_the_package(tmp_path: Path, macros: Macros) -> None:
    path = workbook(tmp_path / "so.xlsm", macros, {"Đầu": ("A1", "#table log"), "Hai": ("A1", "x")})
    command = [sys.executable, "-m", "openxml_audit", "-o", "json", str(path)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert [report["errors"] for report in json.loads(run.stdout)] == [[]]
