"""Make or update the checkout's own ``.venv`` from the lock, then run a command in it.

    python scripts/environment.py demo [FOLDER]      the 2022 example, ready to open
    python scripts/environment.py test [pytest …]    lint, types and tests; --quick: what needs no LibreOffice
    python scripts/environment.py benchmark          our reading beside the alternatives
    python scripts/environment.py bundle             what install.cmd needs on machines without internet

Needs nothing but Python 3.11 or later. The second run is quick: a stamp says what is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "scripts" / "requirements.txt"
STAMP = VENV / "stamp"
_BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = _BIN / ("python.exe" if os.name == "nt" else "python")


def wanted() -> list[str]:
    """What the environment must have been made from: lock with Python's version, and project file."""
    libraries = hashlib.sha256(sys.version.encode() + LOCK.read_bytes())
    project = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    return [libraries.hexdigest(), project.hexdigest()]


def prepare() -> None:
    """Install the locked dependencies and the project itself, as far as that is not done already."""
    stamp, want = STAMP.read_text(encoding="ascii").split() if STAMP.is_file() else [], wanted()
    if stamp == want:
        return
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--quiet"]
    if stamp[:1] != want[:1]:
        print("Preparing .venv (once; a minute or two) ...", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=True)
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    STAMP.write_text("\n".join(want), encoding="ascii")


def run(*command: str) -> int:
    """Run a Python module of the environment, in the checkout."""
    return subprocess.run([str(PYTHON), "-X", "utf8", "-m", *command], cwd=ROOT, check=False).returncode


def demo(arguments: list[str]) -> int:
    """The example in a folder of its own; an older one of ours at the usual place is replaced."""
    folder = Path(arguments[0]).resolve() if arguments else ROOT / ".demo"
    if not arguments:
        shutil.rmtree(folder, ignore_errors=True)
    return run("qcdc_xl", "demo", str(folder))


def how(arguments: list[str]) -> list[str]:
    """How pytest runs: all tests, quick or not, on all cores; with coverage, which doubles the time, when everything runs.

    Each process starts its own LibreOffice when a test needs it. The tests are dealt in their order, so that a file's stay
    together but where a process that has nothing left takes over the rest of another's.
    """
    if any(not a.startswith("-") for a in arguments):
        return []
    parallel = ["-n", "auto", "--dist", "worksteal"]
    uncovered = {"--quick", "--no-cov"}.intersection(arguments)
    return parallel if uncovered else [*parallel, "--cov", "--cov-report", "term"]


def test(arguments: list[str]) -> int:
    """Lint, format, types, tests; the first that fails ends it."""
    steps = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("pytest", *how(arguments), *arguments),
    )
    for step in steps:
        code = run(*step)
        if code:
            print(f"{step[0]} failed", file=sys.stderr)
            return code
    return 0


def benchmark(arguments: list[str]) -> int:
    """See scripts/benchmark.py."""
    return _script("benchmark.py", arguments)


def bundle(arguments: list[str]) -> int:
    """See scripts/bundle.py."""
    return _script("bundle.py", arguments)


def _script(name: str, arguments: list[str]) -> int:
    command = [str(PYTHON), "-X", "utf8", str(ROOT / "scripts" / name), *arguments]
    return subprocess.run(command, check=False).returncode


def main() -> int:
    """Do what the first argument says."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells people so
        print("Python 3.11 or later is needed: https://www.python.org/downloads/", file=sys.stderr)
        return 2
    verbs = {"demo": demo, "test": test, "benchmark": benchmark, "bundle": bundle}
    if len(sys.argv) < 2 or sys.argv[1] not in verbs:
        print(__doc__, file=sys.stderr)
        return 2
    prepare()
    return verbs[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
