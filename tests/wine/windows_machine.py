"""A Wine prefix as a Windows computer: programs are run in it, its disk is a folder here."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WINE = "/usr/lib/wine/wine64"
"""The program itself: the script ``wine`` before it asks for Wine of 32 bit."""
SERVER = "/usr/lib/wine/wineserver64"


@dataclass(frozen=True)
class Ran:
    """How a program ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """All that it wrote."""
        return self.out + self.err


@dataclass(frozen=True)
class Machine:
    """A computer at a prefix."""

    prefix: Path

    @property
    def drive(self) -> Path:
        """The disk C: as a folder of this system."""
        return self.prefix / "drive_c"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of our own; pip need not compile what may never be imported."""
        return {
            "HOME": str(self.prefix / "home"), "WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all", "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin", "WINEPATH": r"C:\Python311", "PIP_NO_COMPILE": "1",
        }  # fmt: skip

    def switched_on(self) -> Machine:
        """The same, with its server and services kept running: else they would start anew for each program.

        They inherit the streams of the first program, which nobody must wait for.
        """
        for command in ([SERVER, "-p"], [WINE, "cmd", "/c", "exit"]):
            subprocess.run(
                command, env=self.environment, cwd=self.prefix, check=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        return self

    def begin(self) -> None:
        """Set the computer up as a Windows 10 without anything."""
        self.prefix.mkdir(parents=True, exist_ok=True)
        self.run(["winecfg", "-v", "win10"], 300)

    def run(self, command: Sequence[str], seconds: float = 300) -> Ran:
        """Run a program of the computer with nothing on its standard input."""
        done = subprocess.run(
            [WINE, *command], stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False,
            env=self.environment, cwd=self.prefix,
        )  # fmt: skip
        return Ran(
            done.returncode,
            *(text.decode("utf-8", "replace").replace("\r\n", "\n") for text in (done.stdout, done.stderr)),
        )

    def python(self, *words: str, seconds: float = 300) -> Ran:
        """Run the computer's Python."""
        return self.run([r"C:\Python311\python.exe", "-X", "utf8", *words], seconds)

    def end(self) -> None:
        """Stop what still runs at this prefix, and wait until its registry is on the disk."""
        for how in ("-k", "-w"):
            subprocess.run([SERVER, how], env=self.environment, check=False)
