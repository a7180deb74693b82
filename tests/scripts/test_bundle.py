"""The bundle for machines without internet; pip itself is not run here, its commands are looked at."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import bundle
from bundle import LOCK, wanted

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
    assert bundle.bundle(target, ["3.11", "3.12"], "win_amd64", fake_pip("3.12")) == ["3.11"]
    assert {p.name for p in target.iterdir()} == {*bundle.WITH_IT, "DOC-TRUOC.txt", "wheels"}
    text = (target / "DOC-TRUOC.txt").read_text(encoding="utf-8-sig")
    assert "Máy cần có Python 3.11 (64 bit)" in text
    with zipfile.ZipFile(tmp_path / "qcdc-windows.zip") as packed:
        assert "qcdc-windows/wheels/qcdc_xl-0.1.0-py3-none-any.whl" in packed.namelist()


def test_a_bundle_without_our_own_wheel_serves_nobody(tmp_path: Path) -> None:
    assert bundle.bundle(tmp_path / "b", ["3.11"], "win_amd64", lambda _: 1) == []
