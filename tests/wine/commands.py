"""Command lines: the one that xlwings' VBA builds for a click, and our .cmd files, with names that people give."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import xlwings
from bench import BUNDLE, WORK, Bench
from installing import registry
from pyopenvba.apps.excel import ExcelApplication

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
from vba_office import VbaOffice  # noqa: E402 - lies with the tests of VBA

XLWINGS = Path(xlwings.__file__).with_name("xlwings_custom_addin.bas")
BOOKS = (
    r"C:\QCDC\qcdc.xlsm",
    r"C:\QCDC Thử & Nghiệm\Sổ (1) & a^b 100%.xlsm",
    r"D:\Đạ M'Rông\sổ = 2; [mới], {a} !b!.xlsm",
    r"C:\Users\H'Mai Niê\OneDrive - Sở Nội vụ\qcdc.xlsm",
    "https://d.docs.live.net/1a2b/Tài liệu/qcdc.xlsm",
)
PLAYED = r"""
Public ActiveWorkbook As New PlayedBook
Public Application As New PlayedExcel
Public WScript As New PlayedShell
Public Built As String
Private Function GetConfig(key As String, Optional default As Variant = "") As Variant
    GetConfig = IIf(key = "TEMP DIR", "%QCDC_TEMP%", default)
End Function
Private Function FileExists(path As String) As Boolean
    FileExists = True
End Function
Private Function ParentFolder(path As String) As String
    ParentFolder = Left$(path, InStrRev(path, "\") - 1)
End Function
Private Function CreateGUID() As String
    CreateGUID = "guid"
End Function
Private Function Environ(name As String) As String
End Function
Private Function CheckConda(path As String) As Boolean
End Function
Private Sub ShowError(path As String)
End Sub
Public Function CommandLine(book As String, python As String, search As String, command As String) As String
    ActiveWorkbook.Name = book
    ExecuteWindows False, command, python, search
    CommandLine = Built
End Function
"""
CLASSES = {
    "PlayedBook": "Public Name As String",
    "PlayedExcel": 'Public Property Get Name() As String\n  Name = "Microsoft Excel"\nEnd Property\n'
    'Public Property Get Path() As String\n  Path = "C:\\Program Files\\Microsoft Office\\root\\Office16"\nEnd Property\n'
    'Public Property Get Hwnd() As String\n  Hwnd = "123456"\nEnd Property',
    "PlayedShell": "Public Function Run(line As String, style As Integer, wait As Boolean) As Long\n  Built = line\nEnd Function",
}


def xlwings_vba(notes: str) -> ExcelApplication:
    """xlwings' own ExecuteWindows as installed here, with what it asks of Excel, Windows and its settings played.

    ``notes``: the folder of its logs. It is left out that it deletes its log at the end.
    """
    source = XLWINGS.read_text(encoding="ascii")
    procedure = re.search(r"^Function ExecuteWindows\(.*?^End Function$", source, re.MULTILINE | re.DOTALL)
    assert procedure
    excel = ExcelApplication()
    excel.add_workbook()
    for name, code in CLASSES.items():
        excel.add_module(code, name=name, kind="class")
    code = PLAYED.replace("%QCDC_TEMP%", notes) + procedure[0].replace("Kill LOG_FILE", "")
    excel.add_module(code, name="CommandLines")
    return excel


def a_click_reaches_python_whatever_the_names(bench: Bench) -> list[str]:
    """The line that xlwings' VBA builds, through cmd.exe: Python starts, and is told the workbook's very name."""
    python, notes = (registry(bench, "Environment", name) for name in ("QCDC_PYTHON", "QCDC_TEMP"))
    excel = xlwings_vba(notes)

    def clicked(book: str, command: str) -> tuple[int, str]:
        search = f"False;{book};{book};;;;"
        line = excel.run("CommandLine", re.split(r"[\\/]", book)[-1], python, search, command)
        ran = bench.inside("shell_run.py", str(line), rf"{notes}\xlwings-guid.log")
        return ran.code, ran.out

    seen = "import sys, json; sys.stderr.write(json.dumps([sys.argv[1:], sys.prefix]))"
    for book in BOOKS:
        code, told = clicked(book, seen)
        assert code == 0, (book, told)
        words, prefix = json.loads(told)
        assert words[0] == "--wb=" + re.split(r"[\\/]", book)[-1], (book, words)
        assert words[1:] == ["--from_xl=1", r"--app=C:\Program Files\Microsoft Office\root\Office16\Microsoft Excel", "--hwnd=123456"]  # fmt: skip
        assert prefix.endswith(r"\AppData\Local\qcdc"), prefix
    return [f"{len(BOOKS)} names of workbooks, {', '.join(BOOKS)}", *broken_clicks(bench, clicked)]


def broken_clicks(bench: Bench, clicked: object) -> list[str]:
    """The button's own command where there is no Excel, and where the program cannot be imported: a sentence each.

    There is no screen here, so the second one's message cannot be shown, and xlwings is given a sentence to show.
    """
    assert callable(clicked)
    office = VbaOffice(bench.here / "qcdc.xlsm")
    office.press("status")
    command = office.heard("Commands")
    code, told = clicked(WORK + r"\qcdc.xlsm", command)
    assert code == 1 and told.startswith("Khong ket noi duoc voi Excel."), told
    assert told.isascii() and told.count("\n") == 1, told
    code, gone = clicked(
        WORK + r"\qcdc.xlsm", command.replace("import qcdc_xl.ribbon", "import no_such_module")
    )
    assert code == 1 and gone.startswith("Chuong trinh QCDC chua chay duoc."), (code, gone)
    assert "Traceback" not in gone
    return [f"no Excel to be reached: {told.strip()}", f"no program to be imported: {gone.strip()}"]


def the_cmd_files_hand_everything_on(bench: Bench) -> list[str]:
    """Each .cmd file from a folder of an awkward name: what it starts gets every word, its exit code comes back."""
    folder = BUNDLE + r"\scripts"
    bench.at(folder).mkdir()
    probe = (
        "import sys\nsys.stdout.reconfigure(encoding='utf-8')\nprint(*sys.argv[1:], sep='|')\nsys.exit(3)\n"
    )
    (bench.at(folder) / "environment.py").write_text(probe, encoding="utf-8")
    compiled_powershell(bench.at(r"C:\Python311\powershell.exe"))
    words = ("thư mục (1) & a^b", "--x=1")  # not "100%": Wine's cmd takes a variable's name for begun
    for name in ("demo", "test", "bundle", "benchmark"):
        code, out = cmd_file(bench, folder, name, *words)
        assert (code, out) == (3, ["|".join([name, *words])]), (name, code, out)
    for name, more in (("install", ()), ("uninstall", ("-Uninstall",))):
        code, out = cmd_file(bench, folder, name, *words)
        expected = [
            "-NoProfile",
            "-ExecutionPolicy",
            "Bypass",
            "-File",
            rf"{folder}\install.ps1",
            *more,
            *words,
        ]
        assert (code, [line for line in out if line in expected]) == (5, expected), (name, code, out)
    return [f"demo, test, bundle, benchmark, install, uninstall from {folder} with {' and '.join(words)}"]


def cmd_file(bench: Bench, folder: str, name: str, *words: str) -> tuple[int, list[str]]:
    """Run a copy of a .cmd file of ours; its exit code and what was written."""
    (bench.at(folder) / f"{name}.cmd").write_bytes((ROOT / "scripts" / f"{name}.cmd").read_bytes())
    ran = bench.as_person(rf"{folder}\{name}.cmd", *words)
    return ran.code, ran.out.splitlines()


def compiled_powershell(target: Path) -> None:
    """A program of PowerShell's name that only tells what it was called with, on the path before Wine's, which does nothing."""
    source = Path(__file__).with_name("native") / "powershell.c"
    subprocess.run(["x86_64-w64-mingw32-gcc", "-municode", str(source), "-o", str(target)], check=True)
