"""An .ods file for the fast reader, which gives a blank for an error: LibreOffice writes no value for one, only its words.

[OpenDocument 1.3, part 3, 19.385]: without ``office:string-value`` the value of a text cell is the text in it.
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
_VALUE = re.compile(rb' office:string-value="[^"]*"')


def with_error_words(parts: Parts) -> bytes | None:
    """The file anew, its errors as the words that stand in their cells; ``None`` if it has none."""
    xml = parts.read(CONTENT)
    if _ERROR not in xml:
        return None
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in _NEEDED:
            if name in parts:
                archive.writestr(name, parts.read(name))
        archive.writestr(CONTENT, _CELL.sub(lambda cell: _VALUE.sub(b"", cell[0]), xml))
    return made.getvalue()
