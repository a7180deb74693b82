"""Installing and uninstalling, with a Windows played here: what would be written where, and what clerks read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import install
import pytest
from install import PYTHON_VARIABLE, TEMP_VARIABLE, Places, Trouble, chosen_folder, home_of, main

import qcdc_xl
from qcdc_xl.master.layout import SETTINGS

SCRIPTS = Path(install.__file__).parent


@dataclass
class FakeWindows:
    """A computer: folders by variable, short names, what was run, written and unblocked."""

    folders: dict[str, Path]
    shorts: dict[Path, Path] = field(default_factory=dict)
    versions: list[str] = field(default_factory=lambda: ["16.0"])
    variables: dict[str, str | None] = field(default_factory=dict)
    keys: dict[str, dict[str, str | int]] = field(default_factory=dict)
    commands: list[list[str]] = field(default_factory=list)
    unblocked: list[str] = field(default_factory=list)
    fails: str = ""
    others: dict[Path, str] = field(default_factory=dict)

    def pythons(self) -> list[Path]:
        return list(self.others)

    def kind(self, python: Path) -> str:
        return self.others[python]

    def folder(self, variable: str) -> Path:
        return self.folders[variable]

    def short(self, path: Path) -> Path:
        return self.shorts.get(path, path)

    def run(self, command: Sequence[str]) -> int:
        self.commands.append(list(command))
        if "init" in command:
            (Path(command[-1]) / "qcdc.xlsm").write_bytes(b"a master")
        return 1 if self.fails and any(self.fails in word for word in command) else 0

    def set_variable(self, name: str, value: str | None) -> None:
        self.variables[name] = value

    def office_versions(self) -> list[str]:
        return self.versions

    def write_key(self, key: str, values: dict[str, str | int]) -> None:
        self.keys[key] = values

    def delete_key(self, key: str) -> None:
        self.keys.pop(key, None)

    def unblock(self, path: Path) -> None:
        self.unblocked.append(path.name)


@pytest.fixture
def windows(tmp_path: Path) -> FakeWindows:
    names = ("LOCALAPPDATA", "PUBLIC", "USERPROFILE")
    return FakeWindows({name: tmp_path / name for name in names})


@pytest.fixture(autouse=True)
def no_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making one takes seconds and is Python's own affair."""
    monkeypatch.setattr("venv.create", lambda home, with_pip: Path(home).mkdir(parents=True))


def installed(windows: FakeWindows, *arguments: str) -> tuple[int, str]:
    lines: list[str] = []
    code = main(arguments, windows, lines.append)
    return code, "\n".join(lines)


def test_everything_is_in_the_persons_own_profile(windows: FakeWindows, tmp_path: Path) -> None:
    work = tmp_path / "QCDC"
    code, told = installed(windows, str(work))
    home = tmp_path / "LOCALAPPDATA" / "qcdc"
    assert code == 0
    assert windows.variables == {
        PYTHON_VARIABLE: str(Places(home, work).python),
        TEMP_VARIABLE: str(home / "temp"),
    }
    assert (home / "temp").is_dir()
    assert windows.keys == {
        r"Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations\QCDC": {
            "Path": f"{work}\\",
            "AllowSubFolders": 0,  # below it lies what came by mail
            "Description": "QCDC",
        }
    }
    assert windows.unblocked == ["qcdc.xlsm"]
    assert [line[:5] for line in told.splitlines()[:8]] == [f"[{n}/8]" for n in range(1, 9)]
    assert (
        told.splitlines()[-1]
        == f"Xong. Mở “{work / 'qcdc.xlsm'}” bằng Excel, vào thẻ QCDC, bắt đầu từ nút Hướng dẫn."
    )


def test_the_workbook_asks_for_the_variable_that_the_installer_sets() -> None:
    settings = dict(SETTINGS)
    assert settings["INTERPRETER_WIN"] == f"%{PYTHON_VARIABLE}%"
    assert settings["TEMP DIR"] == f"%{TEMP_VARIABLE}%"
    assert settings["QCDC_VERSION"] == qcdc_xl.__version__
    vba = (SCRIPTS.parent / "workbook" / "vba" / "QcdcRibbon.bas").read_text(encoding="ascii")
    assert f'"\\{install.VERSION_NOTE}"' in vba


def test_packages_come_with_hashes_from_the_internet_or_from_the_wheels_of_a_bundle(
    windows: FakeWindows, tmp_path: Path
) -> None:
    source = tmp_path / "bo-cai"
    places = Places(tmp_path / "home", tmp_path / "QCDC", source)
    install.install_packages(places, windows)
    (source / "wheels").mkdir(parents=True)
    (source / "wheels" / "qcdc_xl-0.1.0-py3-none-any.whl").touch()
    install.install_packages(places, windows)
    online, own, offline, wheel = (" ".join(c) for c in windows.commands)
    assert "--require-hashes" in online and "--no-index" not in online
    assert own.endswith(str(tmp_path)) and "--no-deps" in own
    assert f"--no-index --find-links {source / 'wheels'} --require-hashes" in offline
    assert wheel.endswith("qcdc_xl-0.1.0-py3-none-any.whl") and "--no-index" in wheel


@pytest.mark.parametrize(
    ("user", "short", "expected"),
    [
        ("Lan", "Lan", "Lan"),
        ("Nguyễn Văn A", "NGUYNV~1", "NGUYNV~1"),  # the 8.3 name
        ("Nguyễn Văn A", "Nguyễn Văn A", "Public"),  # Windows has none
    ],
)
def test_the_environments_path_is_ascii_whatever_the_person_is_called(
    user: str, short: str, expected: str
) -> None:
    own = Path(f"/Users/{user}")
    system = FakeWindows(
        {"LOCALAPPDATA": own, "PUBLIC": Path("/Users/Public")}, {own: Path(f"/Users/{short}")}
    )
    assert home_of(system) == Path(f"/Users/{expected}/qcdc")


def test_a_working_folder_with_a_master_is_left_as_it_is(windows: FakeWindows, tmp_path: Path) -> None:
    work = tmp_path / "QCDC"
    work.mkdir()
    (work / "qcdc.xlsm").write_bytes(b"somebody's work")
    code, told = installed(windows, str(work))
    assert code == 0
    assert (work / "qcdc.xlsm").read_bytes() == b"somebody's work"
    assert f"Giữ nguyên sổ đã có trong “{work}”." in told
    assert installed(windows, str(work))[0] == 0  # again: repairs and updates


def test_the_mark_of_the_internet_stays_on_everything_but_the_master(
    windows: FakeWindows, tmp_path: Path
) -> None:
    inbox = tmp_path / "QCDC" / "2022-H1" / "nhan"
    inbox.mkdir(parents=True)
    (inbox / "bao cao.xlsm").write_bytes(b"from the mail")
    assert installed(windows, str(tmp_path / "QCDC"))[0] == 0
    assert windows.unblocked == ["qcdc.xlsm"]


@pytest.mark.parametrize("user", ["O'Brien", "a & b", "100%"])
def test_whatever_the_user_is_called_paths_are_arguments_and_never_code(
    windows: FakeWindows, tmp_path: Path, user: str
) -> None:
    windows.folders["LOCALAPPDATA"] = windows.folders["PUBLIC"] = tmp_path / user
    assert installed(windows, str(tmp_path / "QCDC"))[0] == 0
    (noted,) = (c for c in windows.commands if "write_text" in c[2])
    assert str(windows.folders["LOCALAPPDATA"]) not in noted[2]
    compile(noted[2], "noted", "exec")
    assert Path(noted[3]).name == install.VERSION_NOTE


@pytest.mark.parametrize(
    ("fails", "told"),
    [
        ("requirements-run.txt", "Không cài được các thư viện: kiểm tra mạng Internet"),
        ("write_text", "Chương trình đã cài nhưng không chạy được"),
        ("qcdc_xl.verbs.proof", "Chương trình đã cài nhưng chưa chạy được trên máy này"),
        ("init", "Không tạo được sổ trong"),
    ],
)
def test_a_step_that_fails_ends_it_with_what_to_do(
    windows: FakeWindows, tmp_path: Path, fails: str, told: str
) -> None:
    windows.fails = fails
    code, said = installed(windows, str(tmp_path / "QCDC"))
    assert (code, told in said) == (1, True)
    assert "Xong." not in said


@pytest.mark.parametrize(
    ("folder", "told"),
    [(r"\\may-chu\chung\QCDC", "thư mục mạng"), ("/home/lan/Downloads/QCDC", "thư mục tạm")],
)
def test_a_folder_that_excel_would_not_trust_is_refused(folder: str, told: str) -> None:
    with pytest.raises(Trouble, match=told):
        install.check_folder(Path(folder))


def test_the_folder_is_as_given_as_typed_or_the_usual_one(tmp_path: Path) -> None:
    usual = tmp_path / "Documents" / "QCDC"
    assert chosen_folder(None, usual, lambda _: "") == usual
    assert chosen_folder(None, usual, lambda _: f' "{tmp_path / "Báo cáo"}" ') == tmp_path / "Báo cáo"
    assert chosen_folder(str(tmp_path), usual, lambda _: "not asked") == tmp_path
    assert chosen_folder(f'{tmp_path}"', usual, lambda _: "not asked") == tmp_path  # "D:\QCDC\" on Windows


def test_the_version_is_noted_for_a_person_with_an_apostrophe_in_her_name(tmp_path: Path) -> None:
    home = tmp_path / "H'Mai" / "qcdc"
    python = Places(home, tmp_path).python
    python.parent.mkdir(parents=True)

    class Run(FakeWindows):
        def run(self, command: Sequence[str]) -> int:
            return subprocess.run([sys.executable, *command[1:]], check=False).returncode

    install.note_version(Places(home, tmp_path), Run({}))
    assert python.with_name(install.VERSION_NOTE).read_text() == qcdc_xl.__version__


def test_uninstalling_leaves_the_working_folder(windows: FakeWindows, tmp_path: Path) -> None:
    work = tmp_path / "QCDC"
    installed(windows, str(work))
    code, told = installed(windows, "--uninstall")
    assert code == 0
    assert not (tmp_path / "LOCALAPPDATA" / "qcdc").exists()
    assert windows.variables == {PYTHON_VARIABLE: None, TEMP_VARIABLE: None}
    assert windows.keys == {}
    assert (work / "qcdc.xlsm").exists()
    assert "Thư mục làm việc và các báo cáo vẫn còn nguyên" in told


def test_uninstalling_takes_the_python_that_the_bundle_brought(
    windows: FakeWindows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "LOCALAPPDATA" / "qcdc-python"
    for base, left in ((own, True), (tmp_path / "Python312", False)):
        (own / "Lib").mkdir(parents=True, exist_ok=True)
        monkeypatch.setattr(sys, "base_prefix", str(base))
        assert installed(windows, "--uninstall")[0] == 0
        assert own.exists() is left  # what runs cannot take itself away: install.ps1 does, after it
    script = (SCRIPTS / "install.ps1").read_text(encoding="utf-8-sig")
    assert script.index("& $python @arguments") < script.index("{ Remove-Bundled }")


KINDS = "3.11 win_amd64\n3.12 win_amd64\n"


@pytest.mark.parametrize("own", ["3.14 win_amd64", "3.15 win_amd64", "3.12 win32"])
def test_a_python_that_the_bundle_has_no_wheels_for_gives_way_to_one_that_it_has(
    windows: FakeWindows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    (tmp_path / "pythons.txt").write_text(KINDS)
    monkeypatch.setattr(install, "HERE", tmp_path)
    monkeypatch.setattr("pythons.own_kind", lambda: own)
    right = tmp_path / "Python312" / "python.exe"
    windows.others = {tmp_path / "a.exe": own, tmp_path / "gone.exe": "", right: "3.12 win_amd64"}
    assert installed(windows, str(tmp_path / "QCDC")) == (0, "")
    assert windows.commands == [[str(right), str(tmp_path / "install.py"), str(tmp_path / "QCDC")]]


def test_where_no_python_fits_it_says_which_would_before_anything_is_changed(
    windows: FakeWindows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pythons.txt").write_text(KINDS)
    monkeypatch.setattr(install, "HERE", tmp_path)
    monkeypatch.setattr("pythons.own_kind", lambda: "3.14 win32")
    code, told = installed(windows, str(tmp_path / "QCDC"))
    assert code == 1
    assert told.startswith(
        "Bộ cài này dùng cho Python 3.11, 3.12 (64 bit), máy này chỉ có Python 3.14 (32 bit)."
    )
    assert (windows.commands, windows.variables, windows.keys) == ([], {}, {})


def test_a_bundle_for_this_python_or_a_checkout_goes_on_with_it(
    windows: FakeWindows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pythons.own_kind", lambda: "3.12 win_amd64")
    assert install.better_python(tmp_path, "3.15 win_amd64", windows) is None
    (tmp_path / "pythons.txt").write_text(KINDS)
    assert install.better_python(tmp_path, "3.12 win_amd64", windows) is None


def test_an_environment_in_use_is_said_to_be_so(
    windows: FakeWindows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "LOCALAPPDATA" / "qcdc").mkdir(parents=True)
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)  # Windows: a file in it is open
    assert "Đóng hết Excel rồi chạy lại install.cmd" in installed(windows, str(tmp_path / "QCDC"))[1]
    assert "Đóng hết Excel rồi chạy lại uninstall.cmd" in installed(windows, "--uninstall")[1]


def test_elsewhere_than_on_windows_it_says_so() -> None:
    if os.name == "nt":
        pytest.skip("this is Windows")
    run = subprocess.run(
        [sys.executable, SCRIPTS / "install.py"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, "Only for Windows" in run.stderr) == (2, True)


@pytest.mark.parametrize("name", ["install.cmd", "uninstall.cmd"])
def test_command_files_are_ascii_and_keep_the_exit_code(name: str) -> None:
    text = (SCRIPTS / name).read_text(encoding="ascii")
    assert "-ExecutionPolicy Bypass" in text
    assert text.rstrip().endswith("exit /b %CODE%")
    assert ("-Uninstall" in text) == (name == "uninstall.cmd")


def test_the_doctor_can_be_clicked() -> None:
    text = (SCRIPTS / "doctor.cmd").read_text(encoding="ascii")
    assert f'"%{PYTHON_VARIABLE}%" -X utf8 -m qcdc_xl doctor %*' in text
    assert "doctor.cmd" in (SCRIPTS.parent / "templates" / "huong-dan.md").read_text(encoding="utf-8")


def test_windows_gets_these_files_with_its_own_line_ends() -> None:
    rules = (SCRIPTS.parent / ".gitattributes").read_text(encoding="ascii")
    assert re.search(r"^\*\.cmd .*eol=crlf$", rules, re.MULTILINE)
    assert re.search(r"^\*\.ps1 .*eol=crlf$", rules, re.MULTILINE)
    for path in (*SCRIPTS.glob("*.cmd"), *SCRIPTS.glob("*.ps1")):
        content = path.read_bytes()
        assert content.count(b"\r\n") == content.count(b"\n") > 0, path.name
