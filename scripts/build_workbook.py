"""Build workbook/qcdc.xlsm, the master as shipped, from its sources; the same sources, the same bytes.

    python scripts/build_workbook.py [TARGET]

VBA modules and ribbon are text under workbook/; xlwings' own modules come from the installed package, so that
the two versions always agree. pyOpenVBA puts all of them into an empty project, whose xl/vbaProject.bin
XlsxWriter takes into the master made from the catalogue dam-rong-2022.
"""

from __future__ import annotations

import datetime
import sys
import tempfile
from pathlib import Path

import xlwings
from pyopenvba import ExcelFile
from pyopenvba.vba import VBAModuleKind

from qcdc_xl.master.build import build_master
from qcdc_xl.master.macros import Macros
from qcdc_xl.master.modules import project_of
from qcdc_xl.verbs.open_master import load_book

ROOT = Path(__file__).resolve().parent.parent
MADE = datetime.datetime(2022, 1, 1)
"""The date written into the file: the build does not depend on the day."""


def xlwings_modules() -> dict[str, str]:
    """xlwings' modules for a workbook that brings its own: the settings go by our name, not by "myaddin"."""
    package = Path(xlwings.__file__).parent
    code = (package / "xlwings_custom_addin.bas").read_text(encoding="ascii")
    assert code.count('"myaddin"') == 1
    return {
        "xlwings": code.replace('"myaddin"', '"qcdc"'),
        "Dictionary": (package / "addin" / "Dictionary.cls").read_text(encoding="ascii"),
    }


def vba_project(sources: Path) -> bytes:
    """xl/vbaProject.bin with every .bas module of a folder and xlwings' own, in a project as Excel makes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "project.xlsm"
        file = ExcelFile.create_new(path)
        project = file.vba_project()
        project.delete_module("Module1")
        modules = {path.stem: path.read_text(encoding="ascii") for path in sorted(sources.glob("*.bas"))}
        for name, code in (modules | xlwings_modules()).items():
            kind = VBAModuleKind.other if name == "Dictionary" else VBAModuleKind.standard
            project.add_module(name, code.replace("\r\n", "\n").replace("\n", "\r\n"), kind=kind)
        file.save()
        file.close()
        return project_of(path)


def build(target: Path) -> None:
    """Build the master at ``target``."""
    ribbon = (ROOT / "workbook" / "ribbon" / "customUI.xml").read_bytes()
    macros = Macros(vba_project(ROOT / "workbook" / "vba"), ribbon)
    entries, book = load_book(ROOT / "templates" / "catalogues" / "dam-rong-2022", MADE.date())
    build_master(entries, book, target, macros, MADE)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "workbook" / "qcdc.xlsm")
