"""A live LibreOffice Calc for tests: recalculates, inserts rows, renames sheets, saves as other formats.

The venv's Python may differ from the one that has ``uno``, so a worker runs under Debian's Python and is
spoken to in JSON lines. One soffice a test session, with a profile of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SYSTEM_PYTHON = "/usr/bin/python3"
WORKER = Path(__file__).with_name("live_worker.py")


def missing() -> str:
    """Why there is no live Calc here; "" if there is."""
    if shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not installed"
    if not Path(SYSTEM_PYTHON).exists():
        return f"{SYSTEM_PYTHON} is not there"
    found = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "" if found.returncode == 0 else "python3-uno is not installed"


class Calc:
    """The running office."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="qcdc-calc-"))
        pipe = f"qcdc{os.getpid()}"
        self.office = subprocess.Popen(
            [
                "soffice", "--headless", "--norestore", "--nologo", "--nodefault",
                f"-env:UserInstallation=file://{self.folder}/profile", f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.worker = subprocess.Popen(
            [SYSTEM_PYTHON, str(WORKER), pipe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, verb: str, *arguments: object) -> Any:
        """Let the worker do something; its answer, or its error as an exception."""
        assert self.worker.stdin and self.worker.stdout
        self.worker.stdin.write(json.dumps([verb, *arguments]) + "\n")
        self.worker.stdin.flush()
        line = self.worker.stdout.readline()
        answer = json.loads(line) if line else {"error": "the worker died"}
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["value"]

    def open(self, path: Path, macros: bool = False) -> Document:
        """Open a workbook; only if told so may its macros run, when they are called."""
        return Document(self, self.ask("open", str(path), macros))

    def close(self) -> None:
        """End the office and remove its profile."""
        for process in (self.worker, self.office):
            process.terminate()
            process.wait(20)
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Document:
    """An open workbook; rows and columns count from 0.

    The worker's other verbs are methods too: sheets, values, formulas (as Calc writes them), recalculate,
    insert_rows, insert_columns, rename, move, new_sheet, unprotect_all, save_as, close.
    """

    def __init__(self, calc: Calc, number: int) -> None:
        self.calc, self.number = calc, number

    def __getattr__(self, verb: str) -> Any:
        return lambda *arguments: self.calc.ask(verb, self.number, *arguments)

    def grids(self) -> dict[str, list[list[Any]]]:
        """All values of all sheets, from A1 on; "" for blank, errors as text."""
        return {sheet: self.values(sheet) for sheet in self.sheets()}

    def set(self, sheet: str, row: int, column: int, block: Sequence[Sequence[object]]) -> None:
        """Type constants into a block; ``None`` clears."""
        self.calc.ask("set", self.number, sheet, row, column, block)

    def set_formula(self, sheet: str, row: int, column: int, text: str) -> None:
        """Type a formula as the file has it: English names, commas."""
        self.calc.ask("set_formula", self.number, sheet, row, column, text)
