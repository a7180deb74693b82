"""Whether the program runs on this computer: all that a click needs is loaded, and a form written and read back.

``python -m qcdc_xl.verbs.proof`` for the installer: nothing is said if all is well, else a sentence, and exit code 1.
"""

from __future__ import annotations

import datetime
import importlib
import sys
import tempfile
from pathlib import Path

LIBRARIES = ("xlwings", "numpy", "pandas", "python_calamine", "olefile", "oxmsg", "viparse", "pebble", "openpyxl", "xlsxwriter", "lxml.etree", "docx", "filelock", "pyopenvba", "typer", "rich")  # fmt: skip
OF_WINDOWS = ("pythoncom", "win32api", "win32com.client", "xlwings._xlwindows")
"""What xlwings reaches Excel with."""


def proof(windows: bool = sys.platform == "win32") -> str:
    """A sentence for what does not work, "" if everything does."""
    for name in (*LIBRARIES, *(OF_WINDOWS if windows else ())):
        try:
            importlib.import_module(name)
        except Exception as error:
            return f"Không nạp được thư viện “{name}” ({type(error).__name__}). Chạy lại install.cmd."
    try:
        return _of_a_form()
    except Exception as error:
        return f"Không tạo và đọc lại được một biểu mẫu ({type(error).__name__}). Chạy lại install.cmd."


def _of_a_form() -> str:
    """The first unit's form of the shipped catalogue, written and read."""
    from qcdc_xl.catalogue import read_catalogue
    from qcdc_xl.forms import write_form
    from qcdc_xl.intake.workbook import read
    from qcdc_xl.shipped import CATALOGUE, shipped

    catalogue = read_catalogue(shipped(CATALOGUE))[0].working
    unit = catalogue.active_units[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "thu.xlsx"
        write_form(catalogue, unit, path, datetime.date(2022, 1, 1))
        submission, _ = read(path)
    fine = submission is not None and submission.unit == unit.code
    return "" if fine else "Biểu mẫu vừa tạo không đọc lại được. Chạy lại install.cmd."


def main() -> int:
    """Say what does not work; 1 if something does not."""
    wrong = proof()
    if wrong:
        sys.stderr.buffer.write(f"{wrong}\n".encode())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
