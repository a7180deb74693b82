"""Make the folder from which install.cmd works without internet, and a .zip of it for a USB stick.

    scripts/bundle [--python 3.11 3.12 3.13] [--platform win_amd64] [FOLDER]

Needs internet itself: pip fetches the wheels of scripts/requirements-run.txt for each Python asked for, whatever
system this runs on. Excel of 32 bit is served by Python of 64 bit too, since xlwings talks to Excel from another
process; only Windows of 32 bit needs ``--platform win32``, for which not every library has wheels.

Python itself is not in it: put the folder ``tools`` of the NuGet package "python" (a .zip by another name, from
nuget.org) into the bundle as ``python``, and machines without Python need nothing else.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from packaging.requirements import Requirement

from qcdc_xl import __version__

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "scripts" / "requirements-run.txt"
WITH_IT = ("install.cmd", "install.ps1", "install.py", "uninstall.cmd", "doctor.cmd", "requirements-run.txt")
READ_ME = """Bộ cài QCDC {version} cho Windows

1. Chép cả thư mục này vào máy (không chạy thẳng từ tệp nén).
2. Chạy install.cmd, chọn thư mục làm việc (ví dụ D:\\QCDC). Không cần quyền quản trị, không cần Internet.
3. Mở tệp qcdc.xlsm trong thư mục làm việc.

Máy cần có Python {pythons} (64 bit). Máy chưa có Python: xem tệp này có kèm thư mục python không; nếu không,
cài Python từ https://www.python.org/downloads/windows/, chọn “Install Now” (không cần quyền quản trị).
Gỡ chương trình: chạy uninstall.cmd. Thư mục làm việc và các báo cáo không bị xóa.
"""
Run = Callable[[Sequence[str]], int]


def locked(text: str) -> Iterator[tuple[Requirement, list[str]]]:
    """The entries of a lock with their hashes."""
    for entry in text.replace("\\\n", " ").splitlines():
        words = entry.split("#")[0].split("--hash=")
        if words[0].strip():
            yield Requirement(words[0].strip()), [w.strip() for w in words[1:]]


def wanted(text: str, python: str, platform: str) -> str:
    """The lock's entries for another Python on Windows, without conditions: pip would judge them by itself."""
    bits = {"win_amd64": "AMD64", "win32": "x86", "win_arm64": "ARM64"}[platform]
    there = {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": bits,
             "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython",
             "platform_python_implementation": "CPython"}  # fmt: skip
    lines = []
    for requirement, hashes in locked(text):
        if requirement.marker is None or requirement.marker.evaluate(there):
            marks = " ".join(f"--hash={h}" for h in hashes)
            lines.append(f"{requirement.name}{requirement.specifier} {marks}")
    return "\n".join(lines) + "\n"


def fetch(wheels: Path, python: str, platform: str, run: Run) -> bool:
    """The wheels for one Python; ``False`` if any is missing."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "lock.txt"
        lock.write_text(wanted(LOCK.read_text(encoding="utf-8"), python, platform), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps",
                   "--only-binary=:all:", "--require-hashes", "--implementation", "cp", "--platform", platform,
                   "--python-version", python, "--dest", str(wheels), "-r", str(lock)]  # fmt: skip
        return run(command) == 0


def own_wheel(wheels: Path, run: Run) -> bool:
    """Our own wheel, built without fetching a builder."""
    return run([sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps",
                "--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT)]) == 0  # fmt: skip


def bundle(target: Path, pythons: Sequence[str], platform: str, run: Run) -> list[str]:
    """Make the folder and its .zip; the Pythons for which everything is there."""
    shutil.rmtree(target, ignore_errors=True)
    wheels = target / "wheels"
    wheels.mkdir(parents=True)
    if not own_wheel(wheels, run):
        return []
    complete = [python for python in pythons if fetch(wheels, python, platform, run)]
    for name in WITH_IT:
        shutil.copy(ROOT / "scripts" / name, target)
    text = READ_ME.format(version=__version__, pythons=", ".join(complete))
    (target / "DOC-TRUOC.txt").write_text(text, encoding="utf-8-sig", newline="\r\n")
    shutil.make_archive(str(target), "zip", target.parent, target.name)
    return complete


def main(arguments: Sequence[str]) -> int:
    """Make the bundle and say what is in it; 1 if a Python asked for is not served."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "dist" / f"qcdc-{__version__}-windows")
    parser.add_argument("--python", nargs="+", default=["3.11", "3.12", "3.13"])
    parser.add_argument("--platform", choices=("win_amd64", "win32", "win_arm64"), default="win_amd64")
    options = parser.parse_args(arguments)
    complete = bundle(
        options.folder, options.python, options.platform, lambda c: subprocess.run(c, check=False).returncode
    )
    size = sum(p.stat().st_size for p in options.folder.rglob("*") if p.is_file()) / 1e6
    print(
        f"{options.folder}: {size:.0f} MB, for Python {', '.join(complete) or 'none'} on {options.platform}"
    )
    missing = [python for python in options.python if python not in complete]
    if missing:
        print(f"Not served, wheels are missing: {', '.join(missing)}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
