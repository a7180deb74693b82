"""What ``qcdc doctor`` finds on computers played here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from qcdc_xl import __version__
from qcdc_xl.windows.doctor import Question, Result, State, examine

OFFICE = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"


@dataclass
class Computer:
    """A Windows where all is well, until a test breaks something."""

    python: Path
    windows: bool = True
    python_version: tuple[int, int] = (3, 12)
    variables: dict[str, str] = field(default_factory=dict)
    registry: dict[tuple[str, str], str] = field(default_factory=dict)
    missing: str = ""
    marked: bool = False

    def variable(self, name: str) -> str:
        return self.variables.get(name, "")

    def package(self, name: str) -> str:
        return "" if name == self.missing else "1.0"

    def key(self, path: str, name: str) -> str:
        return self.registry.get((path, name), "")

    def keys(self, path: str) -> list[str]:
        return sorted({k.rpartition("\\")[2] for k, _ in self.registry if k.rpartition("\\")[0] == path})

    def from_internet(self, path: Path) -> bool:
        return self.marked


@pytest.fixture
def computer(tmp_path: Path, demo_folder: Path) -> Computer:
    python = tmp_path / "qcdc" / "python.exe"
    python.parent.mkdir()
    python.touch()
    python.with_name("qcdc-version.txt").write_text(__version__, encoding="ascii")
    registry = {
        (r"HKCR\Excel.Application\CurVer", ""): "Excel.Application.16",
        (rf"{OFFICE}\QCDC", "Path"): f"{demo_folder}\\",
        (rf"{OFFICE}\QCDC", "AllowSubFolders"): "0",
    }
    notes = python.parent / "temp"
    notes.mkdir()
    variables = {"QCDC_PYTHON": str(python), "QCDC_TEMP": str(notes)}
    return Computer(python, variables=variables, registry=registry)


def to_mend(computer: Computer, master: Path | None) -> list[Result]:
    return [r for r in examine(Question(computer, master)) if r.state is State.MEND]


def test_a_computer_where_all_is_well_has_nothing_to_mend(computer: Computer, demo_folder: Path) -> None:
    results = examine(Question(computer, demo_folder / "qcdc.xlsm"))
    assert {r.state for r in results} == {State.FINE}, results
    assert len(results) == 11


def test_elsewhere_than_on_windows_the_checks_about_excel_do_not_apply(computer: Computer) -> None:
    computer.windows = False
    states = {r.name: r.state for r in examine(Question(computer))}
    assert states["Excel"] is State.NOT_HERE
    assert states["Python"] is State.FINE


@pytest.mark.parametrize(
    ("breaks", "name", "advice"),
    [
        ({"python_version": (3, 10)}, "Python", "chạy lại install.cmd"),
        ({"missing": "pywin32"}, "Thư viện", "Thiếu pywin32"),
        ({"variables": {}}, "Khai báo với Excel", "QCDC_PYTHON"),
        ({"variables": {}}, "Thư mục tạm cho Excel", "QCDC_TEMP"),
        ({"variables": {"QCDC_TEMP": "/gone"}}, "Thư mục tạm cho Excel", "Chạy lại install.cmd"),
        ({"variables": {"QCDC_PYTHON": "/gone/python.exe"}}, "Khai báo với Excel", "Không còn tệp"),
        ({"registry": {}}, "Excel", "chưa cài Microsoft Excel"),
        ({"registry": {(r"HKCR\Excel.Application\CurVer", ""): "Excel.Application.14"}}, "Excel", "quá cũ"),
        ({"registry": {(POLICY, "VBAWarnings"): "4"}}, "Macro", "cấm mọi macro"),
        (
            {"registry": {(POLICY + r"\Trusted Locations", "AllLocationsDisabled"): "1"}},
            "Macro",
            "thư mục tin cậy",
        ),
        ({"registry": {}}, "Thư mục tin cậy", "Chạy install.cmd"),
        ({"marked": True}, "Chặn của Windows", "Unblock"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(
    computer: Computer, demo_folder: Path, breaks: dict[str, object], name: str, advice: str
) -> None:
    for what, value in breaks.items():
        setattr(computer, what, value)
    (found,) = (r for r in to_mend(computer, demo_folder / "qcdc.xlsm") if r.name == name)
    assert advice in found.text


def test_a_path_that_vba_cannot_read_is_told(computer: Computer, tmp_path: Path) -> None:
    folder = tmp_path / "Nguyễn"
    folder.mkdir()
    (folder / "python.exe").touch()
    computer.variables["QCDC_PYTHON"] = str(folder / "python.exe")
    assert any("có dấu" in r.text for r in to_mend(computer, None))


def test_a_folder_for_notes_that_vba_cannot_write_to_is_told(computer: Computer, tmp_path: Path) -> None:
    folder = tmp_path / "Nguyễn" / "temp"
    folder.mkdir(parents=True)
    computer.variables["QCDC_TEMP"] = str(folder)
    (found,) = (r for r in to_mend(computer, None) if r.name == "Thư mục tạm cho Excel")
    assert "có dấu" in found.text


def test_another_version_is_told(computer: Computer) -> None:
    computer.python.with_name("qcdc-version.txt").write_text("0.0.1", encoding="ascii")
    assert any("0.0.1" in r.text for r in to_mend(computer, None))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("AppData/Local/Microsoft/Windows/INetCache/Content.Outlook/X", "thư mục tạm của thư điện tử"),
        ("OneDrive - Huyện", "OneDrive"),
        ("x" * 120 + "/" + "y" * 60, "quá dài"),
    ],
)
def test_a_bad_place_for_the_master_is_told(
    computer: Computer, demo_folder: Path, tmp_path: Path, place: str, told: str
) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    (folder / "qcdc.xlsm").write_bytes((demo_folder / "qcdc.xlsm").read_bytes())
    assert any(r.name == "Nơi để sổ" and told in r.text for r in to_mend(computer, folder / "qcdc.xlsm"))


@pytest.mark.parametrize("content", [b"no workbook", None])
def test_a_broken_master_or_one_without_buttons_is_told(
    computer: Computer, demo_folder: Path, content: bytes | None
) -> None:
    master = demo_folder / "qcdc.xlsm"
    form = next((demo_folder / "2022-H1" / "bieu-mau").glob("*.xlsx"))
    master.write_bytes(content or form.read_bytes())
    assert any("đã mất các nút" in r.text for r in to_mend(computer, master))


def test_the_command_prints_it_and_ends_with_1_if_something_is_to_be_mended(demo_folder: Path) -> None:
    if os.name == "nt":
        pytest.skip("what is wrong with this Windows is not for a test to say")
    command = [sys.executable, "-m", "qcdc_xl", "doctor"]
    run = subprocess.run(
        [*command, str(demo_folder), "--json"], capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0
    assert {entry["state"] for entry in json.loads(run.stdout)} == {"đạt", "không áp dụng"}
    (demo_folder / "qcdc.xlsm").write_bytes(b"no workbook")
    run = subprocess.run([*command, str(demo_folder)], capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, "1 việc cần sửa." in run.stdout) == (1, True)
