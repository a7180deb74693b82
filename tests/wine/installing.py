"""From the bundle to the working program and away again, by the files that people get."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from bench import BUNDLE, PERSON, WORK, Bench

ROOT = Path(__file__).resolve().parents[2]
HOME = PERSON + r"\AppData\Local\qcdc"
"""The environment's folder, by its long name."""
PYTHON = r"C:\Python311\python.exe"
TRUSTED = r"Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations\QCDC"


def a_bundle_is_made(bench: Bench) -> list[str]:
    """By scripts/bundle, here: the wheels of the lock for Windows and Python 3.11, by their hashes."""
    target = bench.at(BUNDLE)
    command = [sys.executable, "-X", "utf8", "scripts/bundle.py", str(target), "--python", "3.11"]
    ran = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    wheels = list((target / "wheels").iterdir())
    return [f"{len(wheels)} wheels in {BUNDLE}"]


def install_py_from_start_to_finish(bench: Bench) -> list[str]:
    """pip and venv as they are, no internet: not a line of install.py is changed or played."""
    mark = bench.at(WORK) / "qcdc.xlsm"
    ran = bench.as_person(PYTHON, "-X", "utf8", rf"{BUNDLE}\install.py", WORK, seconds=1800)
    assert (ran.code, ran.err) == (0, ""), ran.told
    steps = re.findall(r"^\[(\d+)/(\d+)\]", ran.out, re.MULTILINE)
    assert steps and steps == [(str(n), str(len(steps))) for n in range(1, len(steps) + 1)], ran.out
    assert mark.is_file()
    python, notes = (registry(bench, "Environment", name) for name in ("QCDC_PYTHON", "QCDC_TEMP"))
    assert python.isascii() and notes.isascii(), (python, notes)
    assert notes == python.replace(r"\Scripts\python.exe", r"\temp") and (bench.at(HOME) / "temp").is_dir(), (
        notes
    )
    assert registry(bench, TRUSTED, "Path") == WORK + "\\"
    return [f"person {PERSON}, QCDC_PYTHON={python}", *ran.out.splitlines()[-1:]]


def every_library_can_be_imported(bench: Bench) -> list[str]:
    """What the lock says and what the program needs: imported, in the versions of the lock."""
    ran = bench.inside("imported.py", rf"{BUNDLE}\requirements-run.txt")
    assert ran.code == 0, ran.told
    return ran.out.splitlines()


def the_doctor_finds_what_is_to_be_mended(bench: Bench) -> list[str]:
    """doctor.cmd with the master: nothing but Excel is lacking; and nothing, once the registry knows an Excel."""
    without = doctor(bench)
    assert without.count(": cần sửa") == 1 and "Máy này chưa cài Microsoft Excel" in without, without
    key = r"HKCR\Excel.Application\CurVer"
    assert bench.machine.run(["reg", "add", key, "/ve", "/d", "Excel.Application.16", "/f"]).code == 0
    with_excel = doctor(bench)
    assert ": cần sửa" not in with_excel, with_excel
    return [
        f"{with_excel.count('đạt')} checks are fine",
        "Excel is played: a key in the registry, and no more",
    ]


def doctor(bench: Bench) -> str:
    """What doctor.cmd tells."""
    return bench.as_person(rf"{BUNDLE}\doctor.cmd", rf"{WORK}\qcdc.xlsm").told


def uninstall_takes_all_away_but_the_work(bench: Bench) -> list[str]:
    """Environment, variable and trusted location are gone; the working folder is as it was."""
    before = sorted(p.name for p in bench.at(WORK).rglob("*"))
    ran = bench.as_person(PYTHON, "-X", "utf8", rf"{BUNDLE}\install.py", "--uninstall")
    assert ran.code == 0, ran.told
    assert [registry(bench, "Environment", name) for name in ("QCDC_PYTHON", "QCDC_TEMP")] == ["", ""]
    assert registry(bench, TRUSTED, "Path") == ""
    assert not bench.at(HOME).exists()
    assert sorted(p.name for p in bench.at(WORK).rglob("*")) == before
    return ran.out.splitlines()[-1:]


def registry(bench: Bench, key: str, name: str) -> str:
    """A value below HKEY_CURRENT_USER, blank if it is not there."""
    code = (
        "import sys, winreg\n"
        "try: print(winreg.QueryValueEx(winreg.OpenKey(winreg.HKEY_CURRENT_USER, sys.argv[1]), sys.argv[2])[0])\n"
        "except OSError: pass"
    )
    return bench.machine.python("-c", code, key, name).out.strip()
