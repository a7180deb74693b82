"""Make the folder from which install.cmd works without internet, and a .zip of it for a USB stick.

    scripts/bundle [--python 3.11 3.12 3.13] [--platform win_amd64] [FOLDER]
    scripts/bundle --python python-3.12.8-amd64.exe [FOLDER]

Needs internet itself: pip fetches the wheels of scripts/requirements-run.txt for each Python asked for, whatever
system this runs on. Excel of 32 bit is served by Python of 64 bit too, since xlwings talks to Excel from another
process; only Windows of 32 bit needs ``--platform win32``, for which not every library has wheels.

With python.org's installer given as the Python, it goes into the bundle with the wheels for its version: install.cmd runs
it silently, for the person alone, and machines without Python need nothing else. In a folder that has something else in
it the bundle gets a folder of its own.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pythons
from packaging.requirements import Requirement

from qcdc_xl import __version__

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "scripts" / "requirements-run.txt"
WITH_IT = (
    "install.cmd",
    "install.ps1",
    "install.py",
    "pythons.py",
    "uninstall.cmd",
    "doctor.cmd",
    "requirements-run.txt",
)
INSTALLER = re.compile(r"python-(\d+\.\d+)\.\d+(?:-(amd64|arm64))?\.exe", re.IGNORECASE)
"""python.org's own names: python-3.12.8-amd64.exe; the one for 32 bit says nothing of it."""
READ_ME = """Bộ cài QCDC {version} cho Windows

1. Chép cả thư mục này vào máy (không chạy thẳng từ tệp nén).
2. Chạy install.cmd, chọn thư mục làm việc (ví dụ D:\\QCDC). Không cần quyền quản trị, không cần Internet.
3. Mở tệp qcdc.xlsm trong thư mục làm việc.

{needs}
Gỡ chương trình: chạy uninstall.cmd. Thư mục làm việc và các báo cáo không bị xóa.
"""
BROUGHT = "Bộ cài có kèm Python {pythons}; máy không cần cài gì trước."
NEEDED = """Máy cần có Python {pythons}. Máy chưa có: cài Python từ https://www.python.org/downloads/windows/,
chọn “Install Now” (không cần quyền quản trị)."""
Run = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Asked:
    """What a bundle is to serve: versions of Python, a platform, perhaps python.org's installer of that one version."""

    versions: tuple[str, ...]
    platform: str = "win_amd64"
    installer: Path | None = None


def asked(values: Sequence[str], platform: str) -> tuple[Asked, list[str]]:
    """What the values after ``--python`` ask for, and those that are none: a folder's name stands there too."""
    versions = tuple(v for v in values if re.fullmatch(r"\d+\.\d+", v))
    others = [v for v in values if v not in versions]
    found = next((v for v in others if INSTALLER.fullmatch(Path(v).name)), None)
    if found is None:
        return Asked(versions, platform), others
    match = INSTALLER.fullmatch(Path(found).name)
    assert match is not None
    bits = f"win_{match[2].lower()}" if match[2] else "win32"
    return Asked((match[1],), bits, Path(found)), [v for v in others if v != found]


def place(folder: Path) -> Path:
    """Where the bundle goes: the folder itself if it is new, empty or an earlier bundle, else one of its own below it."""
    mine = (folder / "install.ps1").is_file() and (folder / "wheels").is_dir()
    free = not folder.exists() or mine or not any(folder.iterdir())
    return folder if free else folder / f"qcdc-{__version__}-windows"


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


def bundle(target: Path, wish: Asked, run: Run) -> list[str]:
    """Make the folder and its .zip; the Pythons for which everything is there."""
    shutil.rmtree(target, ignore_errors=True)
    wheels = target / "wheels"
    wheels.mkdir(parents=True)
    if not own_wheel(wheels, run):
        return []
    complete = [python for python in wish.versions if fetch(wheels, python, wish.platform, run)]
    for name in WITH_IT:
        shutil.copy(ROOT / "scripts" / name, target)
    kinds = [f"{version} {wish.platform}" for version in complete]
    (target / pythons.SERVED).write_text("".join(f"{k}\n" for k in kinds), encoding="ascii", newline="\n")
    if wish.installer:
        (target / "python").mkdir()
        shutil.copy(wish.installer, target / "python")
    needs = (BROUGHT if wish.installer else NEEDED).format(pythons=pythons.told(kinds))
    text = READ_ME.format(version=__version__, needs=needs)
    (target / "DOC-TRUOC.txt").write_text(text, encoding="utf-8-sig", newline="\r\n")
    shutil.make_archive(str(target), "zip", target.parent, target.name)
    return complete


def main(arguments: Sequence[str]) -> int:
    """Make the bundle and say what is in it; 1 if a Python asked for is not served."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--python", nargs="+", default=["3.11", "3.12", "3.13"])
    parser.add_argument("--platform", choices=tuple(pythons.BITS), default="win_amd64")
    options = parser.parse_args(arguments)
    wish, others = asked(options.python, options.platform)
    folders = [*([options.folder] if options.folder else []), *map(Path, others)]
    if len(folders) > 1 or not wish.versions:
        parser.error(
            f"one folder, and versions like 3.12 or an installer of python.org: {' '.join(map(str, folders))}"
        )
    if wish.installer and not wish.installer.is_file():
        parser.error(f"{wish.installer} is not there")
    target = place(folders[0].resolve() if folders else ROOT / "dist" / f"qcdc-{__version__}-windows")
    complete = bundle(target, wish, lambda c: subprocess.run(c, check=False).returncode)
    size = sum(p.stat().st_size for p in target.rglob("*") if p.is_file()) / 1e6
    print(f"{target}: {size:.0f} MB, for Python {', '.join(complete) or 'none'} on {wish.platform}")
    missing = [python for python in wish.versions if python not in complete]
    if missing:
        print(f"Not served, wheels are missing: {', '.join(missing)}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
