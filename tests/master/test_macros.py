"""VBA and ribbon of the master: from text into the workbook, out again, and the buttons pressed."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwings
from build_workbook import build, vba_project
from pyvbaanalysis import analyze_office_file
from vba_office import VbaOffice
from vba_project import assert_written_as_specified

from qcdc_xl import __version__
from qcdc_xl.master.layout import SETTINGS, SETTINGS_SHEET
from qcdc_xl.master.macros import Macros, finish, read_macros
from qcdc_xl.shipped import shipped

SOURCES = shipped("workbook/vba")
RIBBON = shipped("workbook/ribbon/customUI.xml").read_bytes()
NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"
BUTTONS = list(ElementTree.fromstring(RIBBON).iter(NAMESPACE + "button"))


@pytest.fixture(scope="module")
def macros() -> Macros:
    """The macro parts, made from the sources now."""
    return Macros(vba_project(SOURCES), RIBBON)


def workbook(path: Path, macros: Macros, markers: dict[str, tuple[str, str]]) -> Path:
    """A workbook as the builder makes it, with a marker a sheet: sheet → (cell, text)."""
    with xlsxwriter.Workbook(path) as book:
        for name, (cell, text) in markers.items():
            book.add_worksheet(name).write(cell, text)
        settings = book.add_worksheet(SETTINGS_SHEET)
        for row, setting in enumerate(SETTINGS):
            settings.write_row(row, 0, setting)
        book.add_vba_project(io.BytesIO(macros.vba), is_stream=True)
    finish(path, macros.ribbon)
    return path


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
    office = VbaOffice(path)
    office.press("status", "progress")
    assert office.app.evaluate("ActiveSheet.Name") == "Tên mới", why
    assert office.heard("Told") == ""


def test_a_table_whose_name_only_begins_alike_is_not_taken(tmp_path: Path, macros: Macros) -> None:
    markers = {"Một": ("A1", "#table logs"), "Hai": ("A1", "#table log")}
    office = VbaOffice(workbook(tmp_path / "sổ.xlsm", macros, markers))
    office.press("log", "log")
    assert office.app.evaluate("ActiveSheet.Name") == "Hai"


def test_a_hidden_sheet_is_shown(tmp_path: Path, macros: Macros) -> None:
    path = tmp_path / "sổ.xlsm"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Đầu")
        hidden = book.add_worksheet("Ẩn")
        hidden.write("A1", "#table guide")
        hidden.hide()
        book.add_vba_project(io.BytesIO(macros.vba), is_stream=True)
    office = VbaOffice(path)
    office.press("guide", "guide")
    assert office.app.evaluate("ActiveSheet.Name") == "Ẩn"
    assert office.app.evaluate("ActiveSheet.Visible") == -1  # xlSheetVisible


def test_a_missing_sheet_is_said_politely_in_vietnamese(tmp_path: Path, macros: Macros) -> None:
    office = VbaOffice(workbook(tmp_path / "sổ.xlsm", macros, {"Đầu": ("A1", "#table log")}))
    office.press("status", "progress")
    assert office.heard("Told") == (
        "|Quy chế dân chủ cơ sở: Không tìm thấy trang này. Có thể trang đã bị xóa; bấm Hoàn tác để lấy lại, hoặc lấy bản trong thư mục sao-luu."
    )


def test_a_sheet_that_cannot_be_shown_is_said_and_no_window_of_vba_opens(
    tmp_path: Path, macros: Macros
) -> None:
    """As in a workbook whose structure is protected, or while a dialog is open."""
    source = shipped("workbook/vba/QcdcRibbon.bas").read_text(encoding="ascii")
    refuses = source.replace("sheet.Activate\n", 'Err.Raise 1004, , "Activate failed"\n', 1)
    assert refuses != source
    office = VbaOffice(workbook(tmp_path / "sổ.xlsm", macros, {"Đầu": ("A1", "#table log")}), source=refuses)
    office.press("log", "log")
    assert office.heard("Told").startswith("|Quy chế dân chủ cơ sở: Không mở được trang này, vì cấu trúc sổ")


@pytest.mark.parametrize(
    ("temp", "named"),
    [("C:\\qcdc\\temp", ""), ("%QCDC_TEMP%", "QCDC_TEMP=C:\\qcdc\\temp")],
    ids=["as installed", "Excel was open while it was installed"],
)
def test_xlwings_has_a_folder_for_its_notes(demo_made: Path, temp: str, named: str) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm", temp=temp)
    office.press("check")
    assert office.heard("Named") == named
    assert "click('check'" in office.heard("Commands")


def test_python_is_handed_the_buttons_id_and_excel_is_afterwards_as_it_was(demo_made: Path) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm")
    office.app.evaluate("1")
    office.press("consolidate")
    assert (
        office.heard("Commands").partition("; import qcdc")[2]
        == f"_xl.ribbon; qcdc_xl.ribbon.click('consolidate', '{__version__}')"
    )
    assert office.heard("Events") == "False False -4105 QCDC: đang khởi động … qcdc.xlsm"  # -4105: automatic
    assert office.app.evaluate("Application.EnableEvents") is True
    assert office.app.evaluate("Application.DisplayAlerts") is True
    assert office.app.evaluate("Application.StatusBar") is False
    assert office.heard("Ribbon") == "1"  # the ribbon asks anew which buttons are enabled


def test_a_manual_calculation_is_automatic_during_the_work_and_manual_again_afterwards(
    demo_made: Path,
) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm")
    office.app.add_module(
        "Sub ByHand()\n  Application.Calculation = xlCalculationManual\nEnd Sub", name="User"
    )
    office.app.run("ByHand")
    office.press("consolidate")
    assert " -4105 " in office.heard("Events")  # xlCalculationAutomatic
    assert office.app.evaluate("Application.Calculation") == -4135  # xlCalculationManual


def test_the_master_is_worked_on_though_another_workbook_is_in_front(demo_made: Path) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm")
    office.app.activate_workbook(office.app.add_workbook())
    assert office.app.evaluate("ActiveWorkbook.Name") != "qcdc.xlsm"
    office.press("status")
    assert office.heard("Events").endswith(" qcdc.xlsm")  # xlwings takes the active one for the caller


def test_a_python_that_cannot_begin_says_a_sentence_and_no_traceback(demo_made: Path) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm")
    office.press("consolidate")
    command = office.heard("Commands").replace("import qcdc_xl.ribbon", "import no_such_module")
    run = subprocess.run([sys.executable, "-c", command], capture_output=True, encoding="ascii", check=False)
    assert run.returncode == 1  # so xlwings shows the stream
    assert (
        run.stderr
        == "Chuong trinh QCDC chua chay duoc. Chay lai tep install.cmd, roi dong het Excel va mo lai so."
    )
    assert '"' not in command  # it stands between quotation marks in a command line


def test_excel_is_as_it_was_when_python_cannot_be_run_at_all(demo_made: Path) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm", python="C:\\broken\\python.exe")
    office.press("status")
    assert office.app.evaluate("Application.EnableEvents") is True
    assert office.app.evaluate("Application.StatusBar") is False
    assert "Excel không gọi được chương trình QCDC" in office.heard("Told")
    office.press("check")  # and the next click works
    assert office.heard("Commands").count("click(") == 2


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (
            {"installed": False},
            "Máy này chưa cài chương trình QCDC nên các nút chưa chạy được. Chạy tệp install.cmd",
        ),
        (
            {"version": "0.1.0"},
            f"Sổ này cần chương trình QCDC phiên bản {__version__}, còn máy đang có phiên bản 0.1.0",
        ),
        (
            {"version": "?"},
            f"Sổ này cần chương trình QCDC phiên bản {__version__}, còn máy đang có phiên bản ?",
        ),
    ],
)
def test_opening_tells_in_one_sentence_what_is_missing_and_clicks_do_no_harm(
    demo_made: Path, how: dict[str, Any], expected: str
) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm", **how)
    office.app.run("Auto_Open")
    assert office.heard("Told").removeprefix("|Quy chế dân chủ cơ sở: ").startswith(expected)
    office.press("consolidate")
    assert office.heard("Told").count(expected) == 2
    assert office.heard("Commands") == ""


def test_where_windows_script_host_is_switched_off_a_sentence_comes_and_no_error_of_vba(
    demo_made: Path,
) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm", version="blocked")
    office.app.run("Auto_Open")
    ((kind, text, title, _),) = office.app.dialogs
    assert (kind, title) == ("MsgBox", "QCDC")
    assert text.startswith("Máy này không cho Excel dùng Windows Script Host")
    office.press("status")
    assert office.heard("Commands") == ""
    assert office.app.run("IsEnabled") is False


@pytest.mark.parametrize("version", [__version__, "0.1.99", "0.2.0", "1.0.0", "0.10.0"])
def test_opening_says_nothing_if_all_is_well(demo_made: Path, version: str) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm", version=version)
    office.app.run("Auto_Open")
    assert office.heard("Told") == ""


def test_sheets_are_unprotected_for_a_fill_and_protected_again_with_the_same_allowances(
    demo_made: Path,
) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm")
    names = [f'ThisWorkbook.Worksheets("{n}")' for n in ("Tiến độ", "Nguồn", "Danh mục")]

    def state() -> list[object]:
        asked = (".ProtectContents", ".Protection.AllowFiltering", ".Protection.AllowFormattingCells",
                 ".Protection.AllowDeletingRows", ".ProtectDrawingObjects")  # fmt: skip
        return [office.app.evaluate(name + what) for name in names for what in asked]

    before = state()
    assert before[:2] == [True, True]
    assert office.app.run("QcdcUnlock") == ""
    assert [office.app.evaluate(name + ".ProtectContents") for name in names] == [False, False, False]
    office.app.run("QcdcLock")
    assert state() == before
    office.app.run("QcdcLock")  # twice does no harm
    assert state() == before


def test_a_sheet_with_a_password_stays_as_it_is(demo_made: Path) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm")
    secret = 'Sub Secret()\n  ThisWorkbook.Worksheets(1).Unprotect\n  ThisWorkbook.Worksheets(1).Protect "x"\nEnd Sub'
    office.app.add_module(secret, name="User")
    office.app.run("Secret")
    office.app.run("QcdcUnlock")
    assert office.app.evaluate("ThisWorkbook.Worksheets(1).ProtectContents") is True
    assert office.app.evaluate("ThisWorkbook.Worksheets(3).ProtectContents") is False


def test_a_filter_on_the_programs_own_sheets_is_taken_off_and_named(demo_made: Path) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm")
    code = 'Sub Narrow()\n  With ThisWorkbook.Worksheets("Số liệu")\n    .Unprotect\n    .AutoFilter.Range.AutoFilter 1, "x"\n  End With\nEnd Sub'
    office.app.add_module(code, name="User")
    office.app.run("Narrow")
    assert office.app.run("QcdcUnlock") == "Số liệu"
    assert office.app.evaluate('ThisWorkbook.Worksheets("Số liệu").FilterMode') is False


def test_undo_is_grey_until_there_is_something_to_undo(demo_made: Path) -> None:
    office = VbaOffice(demo_made / "qcdc.xlsm")
    assert office.app.run("IsEnabled") is False
    folder = str(office.app.evaluate("ThisWorkbook.Path")) + "\\sao-luu"
    office.app.run("Play", "", "", f"|{folder}|", "qcdc 2022-06-15 15-30-00 truoc tổng hợp.xlsm", "")
    assert office.app.run("IsEnabled") is True


def test_every_button_tells_in_vietnamese_what_it_does_and_has_a_key_of_its_own() -> None:
    for button in BUTTONS:
        assert all(button.get(name) for name in ("label", "screentip", "supertip", "imageMso", "keytip"))
    keys = [button.get("keytip") for button in BUTTONS]
    assert len(set(keys)) == len(keys)
    ids = [button.get("id") for button in BUTTONS]
    assert len(set(ids)) == len(ids)
    groups = {
        str(g.get("label")): [b.get("label") for b in g]
        for g in ElementTree.fromstring(RIBBON).iter(NAMESPACE + "group")
    }
    assert groups == {
        "1. Giao biểu": ["Tạo biểu mẫu", "Soạn thư"],
        "2. Thu nhận": ["Nhận báo cáo", "Tiến độ", "Nhắc nộp"],
        "3. Tổng hợp": ["Kiểm tra", "Tổng hợp", "Hoàn tác"],
        "4. Báo cáo": ["Điền chú thích", "Xuất báo cáo Word", "Gửi cấp trên"],
        "5. Trợ giúp": ["Danh mục", "Nhật ký", "Hướng dẫn"],
    }


def test_vba_sources_are_plain_ascii_and_short_enough_for_the_editor() -> None:
    for source in SOURCES.glob("*.bas"):
        lines = source.read_text(encoding="ascii").splitlines()
        assert lines[0] == f'Attribute VB_Name = "{source.stem}"'
        assert max(len(line) for line in lines) <= 1023  # the VBA editor's limit


def test_the_project_is_written_as_its_specification_asks() -> None:
    with zipfile.ZipFile(shipped("workbook/qcdc.xlsm")) as package:
        texts = assert_written_as_specified(package.read("xl/vbaProject.bin"))
    assert texts.keys() == {"QcdcRibbon", "Sheet1", "ThisWorkbook", "xlwings", "Dictionary"}
    assert all(text.isascii() for text in texts.values())  # VBA's source has the machine's code page


def test_what_stands_in_a_cell_cannot_end_the_text_of_the_command(tmp_path: Path, macros: Macros) -> None:
    path = workbook(tmp_path / "sổ.xlsm", macros, {"Đầu": ("A1", "#table log")})
    book = openpyxl.load_workbook(path, keep_vba=True)
    sheet = book[SETTINGS_SHEET]
    (cell,) = (row[1] for row in sheet.iter_rows() if row[0].value == "QCDC_VERSION")
    cell.value = f"""{__version__}'); import os; os.remove("x") & echo %PATH% #ế"""
    book.save(path)
    office = VbaOffice(path)
    office.press("sta'tus")
    command = office.heard("Commands").partition("; import qcdc")[2]
    assert command == f"_xl.ribbon; qcdc_xl.ribbon.click('status', '{__version__}importosos.removexechoPATH')"


def test_every_text_in_vba_ends_where_it_should() -> None:
    for source in SOURCES.glob("*.bas"):
        for line in source.read_text(encoding="ascii").splitlines():
            code = line if not line.lstrip().startswith("'") else ""
            assert code.count('"') % 2 == 0, line  # a quotation mark within a text is doubled


@pytest.mark.slow
def test_the_compiler_would_find_nothing_wrong_with_the_shipped_vba() -> None:
    problems = analyze_office_file(str(shipped("workbook/qcdc.xlsm")))
    assert set(problems) == {"QcdcRibbon", "Sheet1", "ThisWorkbook", "xlwings", "Dictionary"}
    own = (found for module, found in problems.items() if module not in ("xlwings", "Dictionary"))
    assert [p for found in own for p in found if p.severity.value in ("error", "warning")] == []


def test_every_callback_of_the_ribbon_is_a_procedure_that_takes_the_button() -> None:
    code = (SOURCES / "QcdcRibbon.bas").read_text(encoding="ascii")
    callbacks = {button.get("onAction") for button in BUTTONS}
    declared = set(re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)$", code, re.MULTILINE))
    assert callbacks == declared == {"QcdcClick"}
    assert "Public Sub QcdcEnabled(control As IRibbonControl, ByRef enabled)" in code
    assert "Public Sub QcdcLoad(ribbon As IRibbonUI)" in code
    assert {b.get("getEnabled") for b in BUTTONS} == {None, "QcdcEnabled"}
    assert ElementTree.fromstring(RIBBON).get("onLoad") == "QcdcLoad"


def test_our_vba_declares_nothing_of_windows_and_runs_by_itself_only_at_opening() -> None:
    code = "".join(source.read_text(encoding="ascii") for source in SOURCES.glob("*.bas"))
    assert "Declare " not in code
    assert [n for n in re.findall(r"Sub (\w+)", code) if n.lower().startswith(("auto", "workbook_"))] == [
        "Auto_Open"
    ]


def test_xlwings_modules_are_those_of_the_installed_package() -> None:
    package = Path(xlwings.__file__).parent
    code = modules(shipped("workbook/qcdc.xlsm"))
    theirs = (package / "xlwings_custom_addin.bas").read_text(encoding="ascii")
    ours = code["xlwings.bas"].replace('"qcdc"', '"myaddin"')
    header, _, body = theirs.partition("\n")
    assert header == 'Attribute VB_Name = "xlwings"'
    assert ours.rstrip().splitlines() == body.rstrip().splitlines()
    assert f'XLWINGS_VERSION As String = "{xlwings.__version__}"' in ours
    assert "Dictionary.cls" in code


def test_the_macro_parts_come_out_of_a_workbook_as_they_went_in(tmp_path: Path, macros: Macros) -> None:
    path = workbook(tmp_path / "sổ.xlsm", macros, {"Đầu": ("A1", "#table log")})
    assert read_macros(path) == macros
    assert not path.with_name("sổ.xlsm.ribbon").exists()


def modules(path: Path) -> dict[str, str]:
    """The source text of each module, as another reader finds it."""
    # as a command: imported, it calls pyparsing by names that warn
    command = [sys.executable, "-m", "oletools.olevba", "-j", str(path)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    (found,) = (entry["macros"] for entry in json.loads(run.stdout) if "macros" in entry)
    return {module["vba_filename"]: module["code"] for module in found}


def test_another_reader_finds_the_source_text_in_the_project(tmp_path: Path, macros: Macros) -> None:
    code = modules(workbook(tmp_path / "so.xlsm", macros, {"Đầu": ("A1", "#table log")}))
    source = (SOURCES / "QcdcRibbon.bas").read_text(encoding="ascii").splitlines()[1:]
    assert code["QcdcRibbon.bas"].splitlines() == source
    assert set(code) == {"QcdcRibbon.bas", "ThisWorkbook.cls", "Sheet1.cls", "xlwings.bas", "Dictionary.cls"}


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
