"""An .ods file for the fast reader, which gives a blank for an error: LibreOffice writes no value for one, only its words;
and which gives 0.85 for a cell that shows 85%.

[OpenDocument 1.3, part 3, 19.385]: without ``office:string-value`` the value of a text cell is the text in it, so such cells
are made texts: what is seen in them is read, and refused where a number is asked.
"""

from __future__ import annotations

import io
import re
import zipfile

from qcdc_xl.intake.parts import Parts

CONTENT = "content.xml"
_NEEDED = ("mimetype", "META-INF/manifest.xml")
_ERROR = b'calcext:value-type="error"'
_CELL = re.compile(rb"<table:table-cell [^>]*" + _ERROR + rb"[^>]*>")
_PERCENT = b'office:value-type="percentage"'
_PERCENTS = re.compile(_PERCENT + rb' office:value="[^"]*"')
_VALUE = re.compile(rb' office:string-value="[^"]*"')


def with_what_is_seen(parts: Parts) -> bytes | None:
    """The file anew, its errors and percentages as the words that stand in their cells; ``None`` if it has none."""
    xml = parts.read(CONTENT)
    if _ERROR not in xml and _PERCENT not in xml:
        return None
    xml = _CELL.sub(lambda cell: _VALUE.sub(b"", cell[0]), xml)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in _NEEDED:
            if name in parts:
                archive.writestr(name, parts.read(name))
        archive.writestr(CONTENT, _PERCENTS.sub(b'office:value-type="string"', xml))
    return made.getvalue()
