"""A library that does not load is told by a Vietnamese sentence, in Excel before xlwings is there, and on the terminal."""

from __future__ import annotations

import ctypes
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from types import SimpleNamespace

import bundle
import pytest

import qcdc_xl
from qcdc_xl import unloadable
from qcdc_xl.verbs import proof

ROOT = Path(qcdc_xl.__file__).parents[1]
PTH = ROOT / "scripts" / "qcdc_xl.pth"
XLWINGS = "import xlwings.utils; import sys; sys.excepthook = sys.excepthook if sys.excepthook is not sys.__excepthook__ else None"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of packages as installed: ours, found through its path, the file that runs first, an xlwings that is damaged."""
    folder = tmp_path / "site-packages"
    (folder / "xlwings").mkdir(parents=True)
    (folder / "xlwings" / "__init__.py").write_text("import pywintypes_that_is_gone\n")
    (folder / "a_path_to_ours.pth").write_text(f"{ROOT}\n")
    (folder / PTH.name).write_text(PTH.read_text())
    return folder


def click(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python as xlwings' VBA starts it."""
    code = f"import site; site.addsitedir({str(site)!r}); sys_path = __import__('sys').path; sys_path.insert(0, {str(site)!r}); {XLWINGS}"
    command = [sys.executable, "-S", "-B", "-c", code, "--wb=qcdc.xlsm", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_a_click_whose_xlwings_does_not_load_shows_a_sentence_and_no_traceback(site: Path) -> None:
    told = click(site, "--from_xl=1").stderr
    assert told.startswith(unloadable.PLAIN) and "Traceback" not in told
    log = Path(told.splitlines()[1])
    assert "pywintypes_that_is_gone" in log.read_text(encoding="utf-8")
    log.unlink()


@pytest.mark.parametrize("answer", [0, -1])
def test_a_message_that_windows_cannot_show_is_told_through_xlwings(
    answer: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tempfile.gettempdir()
    windows = SimpleNamespace(user32=SimpleNamespace(MessageBoxW=lambda *_: answer))
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    unloadable._tell(ImportError, ImportError("gone"), None)
    told = capsys.readouterr().err
    assert told.startswith(unloadable.PLAIN)
    Path(told.splitlines()[1]).unlink()


def test_the_wheel_brings_the_file_that_runs_first(tmp_path: Path) -> None:
    assert bundle.own_wheel(tmp_path, lambda command: subprocess.run(command, check=False).returncode)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        assert packed.read(PTH.name).decode() == PTH.read_text()


def test_another_use_of_the_same_python_is_as_it_ever_was(site: Path) -> None:
    assert "Traceback" in click(site).stderr


def test_the_command_says_it_too(site: Path) -> None:
    (site / "typer").mkdir()
    (site / "typer" / "__init__.py").write_text("import a_dll_that_is_gone\n")
    code = f"import sys; sys.path.insert(0, {str(site)!r}); from qcdc_xl.__main__ import main; main()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("Chương trình QCDC chưa chạy được trên máy này vì không nạp được thư viện")
    assert "Traceback" not in run.stderr


def test_where_this_program_is_sound_it_proves_itself_and_says_nothing() -> None:
    run = subprocess.run([sys.executable, "-m", proof.__name__], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_every_library_that_the_program_needs_is_tried() -> None:
    """Those of the lock's first hand; the names in code are told apart from the names of packages here."""
    import tomllib

    named = {"python-calamine": "python_calamine", "python-docx-ng": "docx", "python-oxmsg": "oxmsg"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [line.split(">=")[0].lower() for line in project["dependencies"]]
    tried = {name.split(".")[0] for name in proof.LIBRARIES}
    assert {named.get(name, name) for name in wanted} <= tried


@pytest.mark.parametrize("name", ["pandas", "lxml.etree", "xlwings"])
def test_the_proof_names_what_does_not_load(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    assert (
        proof.proof(windows=False)
        == f"Không nạp được thư viện “{name}” (ModuleNotFoundError). Chạy lại install.cmd."
    )


def test_the_proof_says_when_a_form_cannot_be_written_and_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qcdc_xl.forms.write_form", fails)
    assert proof.proof(windows=False).startswith("Không tạo và đọc lại được một biểu mẫu")
    monkeypatch.setattr("qcdc_xl.forms.write_form", lambda *_: None)
    assert proof.proof(windows=False).startswith("Biểu mẫu vừa tạo không đọc lại được")
