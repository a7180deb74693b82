"""Build workbook/qcdc.xlsm, the master as shipped, from its sources; the same sources, the same bytes.

    python scripts/build_workbook.py [TARGET]

VBA modules and ribbon are text under workbook/. pyOpenVBA puts the VBA into an empty project, whose
xl/vbaProject.bin XlsxWriter takes into the master made from templates/catalogue.
"""

from __future__ import annotations

import datetime
import sys
import tempfile
import zipfile
from pathlib import Path

from pyopenvba import ExcelFile

from qcdc_xl.flow import load_book
from qcdc_xl.master.build import build_master
from qcdc_xl.master.macros import Macros

ROOT = Path(__file__).resolve().parent.parent
MADE = datetime.datetime(2022, 1, 1)
"""The date written into the file: the build does not depend on the day."""


def vba_project(sources: Path) -> bytes:
    """xl/vbaProject.bin with every .bas module of a folder, in an empty project as Excel makes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "project.xlsm"
        file = ExcelFile.create_new(path)
        project = file.vba_project()
        project.delete_module("Module1")
        for module in sorted(sources.glob("*.bas")):
            project.add_module(module.stem, module.read_text(encoding="ascii").replace("\n", "\r\n"))
        file.save()
        file.close()
        with zipfile.ZipFile(path) as package:
            return package.read("xl/vbaProject.bin")


def build(target: Path) -> None:
    """Build the master at ``target``."""
    ribbon = (ROOT / "workbook" / "ribbon" / "customUI.xml").read_bytes()
    macros = Macros(vba_project(ROOT / "workbook" / "vba"), ribbon)
    entries, book = load_book(ROOT / "templates" / "catalogue", MADE.date())
    build_master(entries, book, target, macros, MADE)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "workbook" / "qcdc.xlsm")
