"""What every step works with: the machine, the person who sits at it, the example as made here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from windows_machine import Machine, Ran

INSIDE = Path(__file__).resolve().parent / "inside"
PERSON = r"C:\users\H'Mai Niê"
"""Her profile: an apostrophe, as names of the Ê Đê have it, a space, a letter outside ASCII."""
WORK = r"C:\QCDC Thử & Nghiệm [2022]"
"""The working folder."""
DEMO = WORK + r"\vi dụ"
BUNDLE = r"C:\Bộ cài (QCDC) & [mới] a^b"
"""No per cent sign: Wine's cmd takes one in the name of a .cmd file for the beginning of a variable, Windows does not."""


@dataclass(frozen=True)
class Bench:
    """One run of the job."""

    machine: Machine
    here: Path
    """The example as this system made it."""

    def at(self, windows_path: str) -> Path:
        """The place of this system where something of the disk C: lies."""
        return self.machine.drive.joinpath(*windows_path.split("\\")[1:])

    def as_person(self, *command: str, seconds: float = 300) -> Ran:
        """Run a program as the person's session would: her folders, her own environment variables."""
        script = self.at(r"C:\inside\as_person.py")
        if not script.exists():
            script.parent.mkdir()
            for source in INSIDE.glob("*.py"):
                (script.parent / source.name).write_bytes(source.read_bytes())
        return self.machine.python(r"C:\inside\as_person.py", PERSON, *command, seconds=seconds)

    def inside(self, script: str, *words: str, seconds: float = 300) -> Ran:
        """Run one of our scripts in the environment that install.py made."""
        return self.as_person("%QCDC_PYTHON%", "-X", "utf8", rf"C:\inside\{script}", *words, seconds=seconds)

    def qcdc(self, *words: str, seconds: float = 300) -> Ran:
        """Run the program as installed."""
        return self.as_person("%QCDC_PYTHON%", "-X", "utf8", "-m", "qcdc_xl", *words, seconds=seconds)
