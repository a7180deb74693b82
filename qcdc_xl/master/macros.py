"""The macro parts of a master: the VBA project and the ribbon, taken from the shipped workbook.

They are made from text by ``scripts/build_workbook.py``; the run time only carries them over, so it needs
no VBA library. XlsxWriter takes a VBA project but knows no ribbon: that part is added to the package.

Code names: XlsxWriter names the workbook ``ThisWorkbook`` and its sheets ``Sheet1`` to ``SheetN``, whatever is
on the tab. Our project has document modules for the workbook and for ``Sheet1`` only, since the number of
sheets depends on the catalogue; Excel makes those that are missing when it opens the file (XlsxWriter's issues
246 and 438 show it; we have no Excel to see it). So no code of ours may stand in a sheet's module or mention a
code name.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

RIBBON = "customUI/customUI.xml"
_RELATIONSHIP = (
    '<Relationship Id="rIdRibbon" '
    'Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility" '
    f'Target="{RIBBON}"/>'
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Macros:
    """``vba``: the bytes of xl/vbaProject.bin; ``ribbon``: those of customUI/customUI.xml."""

    vba: bytes
    ribbon: bytes

    @property
    def build(self) -> str:
        """A stamp of both, by which a master knows whether its own are those of the program."""
        return hashlib.sha256(self.vba + self.ribbon).hexdigest()[:8]


def read_macros(workbook: Path) -> Macros:
    """The macro parts of a macro workbook that we built."""
    with zipfile.ZipFile(workbook) as package:
        return Macros(package.read("xl/vbaProject.bin"), package.read(RIBBON))


def finish(workbook: Path, ribbon: bytes) -> None:
    """Put a ribbon (namespace 2006/01) into a saved workbook that has none; the same input, the same bytes.

    Row heights lose their mark as set by hand, so that Excel and the fill may fit rows to their texts.
    """
    temporary = workbook.with_name(workbook.name + ".ribbon")
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "_rels/.rels":
                content = content.replace(b"</Relationships>", _RELATIONSHIP.encode() + b"</Relationships>")
            if name.startswith("xl/worksheets/sheet"):
                content = content.replace(b' customHeight="1"', b"")
            new.writestr(_entry(name), content)
        new.writestr(_entry(RIBBON), ribbon)
    os.replace(temporary, workbook)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
