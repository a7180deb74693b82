"""Our VBA modules in a master's project: which are ours, and how they are renewed beside the staff's own.

The project of a master in use is Excel's, with everything that staff have added to it. Only the modules that the
shipped workbook has are replaced or added; all others, and the code behind sheets, keep every letter.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

from pyopenvba import ExcelFile
from pyopenvba.vba import VBAModuleKind, VBAProject

PROJECT = "xl/vbaProject.bin"
_DOCUMENTS = ("ThisWorkbook", "Sheet")
"""Modules that belong to the workbook and its sheets: never ours."""


def own_modules(workbook: Path) -> Mapping[str, tuple[str, VBAModuleKind]]:
    """The modules of the workbook as shipped, by name: source and kind."""
    project = ExcelFile(workbook).vba_project()
    return {m.name: (m.source, m.kind) for m in project.modules if not m.name.startswith(_DOCUMENTS)}


def renewed(workbook: Path, shipped: Path) -> bytes:
    """xl/vbaProject.bin of ``workbook`` with our modules as ``shipped`` has them; the file itself is only read."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"so{workbook.suffix}"
        copy.write_bytes(workbook.read_bytes())
        file = ExcelFile(copy)
        project = file.vba_project()
        for name, (source, kind) in own_modules(shipped).items():
            _renew(project, name, source, kind)
        file.save()
        file.close()
        with ZipFile(copy) as package:
            return package.read(PROJECT)


def _renew(project: VBAProject, name: str, source: str, kind: VBAModuleKind) -> None:
    """One module: left alone if it says the same, else replaced in its place, or added."""
    present = {module.name.casefold(): module for module in project.modules}.get(name.casefold())
    if present is None:
        project.add_module(name, source, kind=kind)
    elif present.source != source:
        present.source = source
