"""The bundle for machines without internet; pip itself is not run here, its commands are looked at."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import bundle
import pytest
from bundle import LOCK, Asked, asked, place, wanted
from pythons import SERVED, kind_of, own_kind, served, told

LINES = """\
lxml==6.1.3 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via qcdc_xl
appscript==1.5.0 ; sys_platform == 'darwin' \\
    --hash=sha256:cc
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:dd
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:ee
pywin32==312 ; sys_platform == 'win32' \\
    --hash=sha256:ff
"""


def test_the_lock_is_read_for_windows_and_the_python_asked_for_not_for_this_machine() -> None:
    old = "lxml==6.1.3 --hash=sha256:aa --hash=sha256:bb\nnumpy==2.4.6 --hash=sha256:dd\npywin32==312 --hash=sha256:ff\n"
    assert wanted(LINES, "3.11", "win_amd64") == old
    assert wanted(LINES, "3.13", "win_amd64") == old.replace(
        "2.4.6 --hash=sha256:dd", "2.5.5 --hash=sha256:ee"
    )


def test_the_lock_of_the_run_time_has_what_it_needs_and_no_tools_of_ours() -> None:
    names = {
        line.split("==")[0]
        for line in wanted(LOCK.read_text(encoding="utf-8"), "3.11", "win_amd64").splitlines()
    }
    assert {
        "xlwings",
        "pywin32",
        "pandas",
        "lxml",
        "python-calamine",
        "filelock",
        "typer",
        "pyopenvba",
    } <= names
    assert not names & {"pytest", "mypy", "ruff", "hypothesis"}


def fake_pip(missing: str) -> bundle.Run:
    """pip that has no wheels for one Python."""

    def run(command: Sequence[str]) -> int:
        if "wheel" in command:
            (Path(command[command.index("--wheel-dir") + 1]) / "qcdc_xl-0.1.0-py3-none-any.whl").touch()
            return 0
        assert {"--require-hashes", "--only-binary=:all:", "--no-deps"} <= set(command)
        python = command[command.index("--python-version") + 1]
        (Path(command[command.index("--dest") + 1]) / f"lxml-{python}.whl").touch()
        return int(python == missing)

    return run


def test_the_folder_has_all_that_install_needs_and_says_for_which_pythons(tmp_path: Path) -> None:
    target = tmp_path / "qcdc-windows"
    assert bundle.bundle(target, Asked(("3.11", "3.12")), fake_pip("3.12")) == ["3.11"]
    assert {p.name for p in target.iterdir()} == {*bundle.WITH_IT, "DOC-TRUOC.txt", "wheels", SERVED}
    assert served(target) == {"3.11 win_amd64"}
    text = (target / "DOC-TRUOC.txt").read_text(encoding="utf-8-sig")
    assert "Máy cần có Python 3.11 (64 bit)" in text
    with zipfile.ZipFile(tmp_path / "qcdc-windows.zip") as packed:
        assert "qcdc-windows/wheels/qcdc_xl-0.1.0-py3-none-any.whl" in packed.namelist()


def test_a_bundle_without_our_own_wheel_serves_nobody(tmp_path: Path) -> None:
    assert bundle.bundle(tmp_path / "b", Asked(("3.11",)), lambda _: 1) == []


def test_the_installer_of_python_org_goes_into_the_bundle_with_wheels_for_its_version(tmp_path: Path) -> None:
    setup = tmp_path / "python-3.12.8-amd64.exe"
    setup.write_bytes(b"an installer")
    wish, others = asked([str(setup)], "win32")
    assert (wish, others) == (Asked(("3.12",), "win_amd64", setup), [])
    assert bundle.bundle(tmp_path / "b", wish, fake_pip("")) == ["3.12"]
    assert (tmp_path / "b" / "python" / setup.name).read_bytes() == b"an installer"
    text = (tmp_path / "b" / "DOC-TRUOC.txt").read_text(encoding="utf-8-sig")
    assert "Bộ cài có kèm Python 3.12 (64 bit); máy không cần cài gì trước." in text


@pytest.mark.parametrize(
    ("name", "version", "platform"),
    [("python-3.11.9.exe", "3.11", "win32"), ("python-3.13.1-arm64.exe", "3.13", "win_arm64")],
)
def test_the_name_of_the_installer_says_what_it_is(name: str, version: str, platform: str) -> None:
    assert asked([name], "win_amd64")[0] == Asked((version,), platform, Path(name))


def test_a_folder_after_the_versions_is_a_folder() -> None:
    assert asked(["3.11", "3.12", "D:/USB"], "win_amd64") == (Asked(("3.11", "3.12")), ["D:/USB"])


def test_a_folder_with_something_else_in_it_loses_nothing(tmp_path: Path) -> None:
    assert place(tmp_path / "new") == tmp_path / "new"
    assert place(tmp_path) == tmp_path
    (tmp_path / "letters.docx").touch()
    below = place(tmp_path)
    assert below.parent == tmp_path and below.name.startswith("qcdc-")
    bundle.bundle(below, Asked(("3.11",)), fake_pip(""))
    assert (tmp_path / "letters.docx").exists()
    assert place(below) == below  # an earlier bundle is made anew


def test_kinds_of_python_are_told_as_people_speak_of_them() -> None:
    assert told(["3.12 win_amd64", "3.9 win32", "3.11 win_amd64"]) == "3.9 (32 bit); 3.11, 3.12 (64 bit)"
    assert kind_of(Path(sys.executable)) == own_kind() != ""
    assert kind_of(Path("/gone/python")) == ""
