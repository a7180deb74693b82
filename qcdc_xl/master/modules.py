"""Our VBA modules in a master's project: which are ours, and how they are renewed beside the staff's own.

The project of a master in use is Excel's, with everything that staff have added to it. Only the modules that the
shipped workbook has are replaced or added; all others, and the code behind sheets, keep every letter. What Office
has compiled of them is left out, as [MS-OVBA] asks of whoever writes a project: Office compiles anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAModuleKind, VBAProject, compress, parse_vba_project, serialize_dir_stream

PROJECT = "xl/vbaProject.bin"
_NO_CACHE = bytes.fromhex("CC61 FFFF 00 0000")
"""The stream _VBA_PROJECT as [MS-OVBA] 2.3.4.1 wants it written: the version that says "no cache", and none."""
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
        return project_of(copy)


def project_of(saved: Path) -> bytes:
    """xl/vbaProject.bin of a workbook that pyOpenVBA has saved, without anything compiled.

    pyOpenVBA keeps the version of the Office that the project came from, zeros in the place of its cache, and the
    compiled part of modules that it did not touch ([MS-OVBA] 2.3.4.3 wants each to begin with its source).
    """
    with ZipFile(saved) as package:
        streams = CFB.from_bytes(package.read(PROJECT))
    project = parse_vba_project(streams)
    for module in project.modules:
        whole = streams.get_stream_in_storage("VBA", module.stream_name)
        streams.write_stream_in_storage("VBA", module.stream_name, whole[module.text_offset :])
        module.text_offset = 0
    streams.write_stream_in_storage("VBA", "dir", compress(serialize_dir_stream(project)))
    streams.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_CACHE)
    return bytes(streams.to_bytes())


def _renew(project: VBAProject, name: str, source: str, kind: VBAModuleKind) -> None:
    """One module: left alone if it says the same, else replaced in its place, or added.

    That its source changed must be said to pyOpenVBA, or it writes the old one again.
    """
    present = {module.name.casefold(): module for module in project.modules}.get(name.casefold())
    if present is None:
        project.add_module(name, source, kind=kind)
    elif present.source != source:
        present.source, present.dirty = source, True
