"""Which Python of a computer the bundle's wheels are for: found among all that are installed.

Part of the installer: only the standard library is there. A Python's kind is its version and platform as wheels name
them: "3.12 win_amd64". The bundle says in ``pythons.txt`` which kinds it has wheels for, a line each.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

SERVED = "pythons.txt"
BITS = {"win_amd64": "64 bit", "win32": "32 bit", "win_arm64": "ARM 64 bit"}
ASK = "import sys, sysconfig; print(sys.version_info[0], sys.version_info[1], sysconfig.get_platform())"


def served(source: Path) -> frozenset[str]:
    """The kinds that a bundle has wheels for; none if this is no bundle, and any Python will do."""
    note = source / SERVED
    return frozenset(note.read_text(encoding="ascii").splitlines()) if note.is_file() else frozenset()


def own_kind() -> str:
    """The kind of the Python that runs us."""
    return _kind(f"{sys.version_info[0]} {sys.version_info[1]} {sysconfig.get_platform()}")


def kind_of(python: Path) -> str:
    """The kind of another Python, asked of itself; "" if it does not run."""
    command = [str(python), "-I", "-c", ASK]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return _kind(asked.stdout) if asked.returncode == 0 else ""


def _kind(words: str) -> str:
    major, minor, platform = words.split()
    return f"{major}.{minor} {platform.replace('-', '_').replace('.', '_')}"


def fitting(kinds: frozenset[str], pythons: Iterable[Path], kind: Callable[[Path], str]) -> Path | None:
    """The first Python of one of the kinds."""
    return next((python for python in pythons if kind(python) in kinds), None)


def told(kinds: Iterable[str]) -> str:
    """Kinds for people: "3.11, 3.12 (64 bit)"."""
    by_bits: dict[str, list[str]] = {}
    for kind in sorted(kinds, key=lambda k: [int(n) for n in re.findall(r"\d+", k.split()[0])]):
        version, _, platform = kind.partition(" ")
        by_bits.setdefault(BITS.get(platform, platform), []).append(version)
    return "; ".join(f"{', '.join(versions)} ({bits})" for bits, versions in by_bits.items())


def installed() -> Iterator[Path]:
    """Every Python that Windows knows: of the launcher, of the registry (PEP 514), on the path; the store's stand-ins are none."""
    seen: set[str] = set()
    for path in (*_of_launcher(), *_of_registry(), *_on_path()):
        name = str(path).lower()
        if name not in seen and "\\windowsapps\\" not in name:
            seen.add(name)
            yield path


def _lines(*command: str) -> list[str]:
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=30, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return run.stdout.splitlines()


def _of_launcher() -> list[Path]:
    """As ``py -0p`` lists them: " -V:3.12 *  C:\\…\\python.exe"."""
    found = (re.search(r"([A-Za-z]:\\.*\.exe)\s*$", line) for line in _lines("py", "-0p"))
    return [Path(match[1]) for match in found if match]


def _on_path() -> list[Path]:
    return [Path(line.strip()) for line in _lines("where", "python") if line.strip()]


def _of_registry() -> list[Path]:
    found: list[Path] = []
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                found += _below(root, view)
    return found


def _below(root: int, view: int) -> list[Path]:
    """The interpreters that one part of the registry names."""
    found: list[Path] = []
    if sys.platform == "win32":
        import winreg

        top = r"Software\Python\PythonCore"
        try:
            with winreg.OpenKey(root, top, 0, winreg.KEY_READ | view) as core:
                tags = [winreg.EnumKey(core, n) for n in range(winreg.QueryInfoKey(core)[0])]
        except OSError:
            return []
        for tag in tags:
            try:
                with winreg.OpenKey(root, rf"{top}\{tag}\InstallPath", 0, winreg.KEY_READ | view) as key:
                    found.append(Path(str(winreg.QueryValueEx(key, "ExecutablePath")[0])))
            except OSError:
                continue
    return found
