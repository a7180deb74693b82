"""What is printed of a sheet."""

from __future__ import annotations

import re

from openpyxl.utils import column_index_from_string, get_column_letter

from qcdc_xl.xlsx.package import BOOK
from qcdc_xl.xlsx.workbook import ClosedWorkbook


def reaching(area: str, row: int, column: int) -> str:
    """A print area that reaches as far as a row and a column (from 0); what is no single area stays as it is.

    >>> reaching("'Biểu đồ'!$B$1:$O$40", 50, 3)
    "'Biểu đồ'!$B$1:$O$51"
    """
    found = re.fullmatch(r"(.*\$[A-Z]+\$\d+:)\$([A-Z]+)\$(\d+)", area)
    if found is None or "," in area:
        return area
    right, bottom = max(column_index_from_string(found[2]), column + 1), max(int(found[3]), row + 1)
    return f"{found[1]}${get_column_letter(right)}${bottom}"


def print_to(workbook: ClosedWorkbook, sheet: str, row: int, column: int) -> None:
    """Let what is printed of a sheet reach as far as a row and a column, if only a part of it is printed."""
    place = str(list(workbook.parts).index(sheet))
    for defined in workbook.defined_names():
        if defined.get("name") == "_xlnm.Print_Area" and defined.get("localSheetId") == place:
            area = reaching(defined.text or "", row, column)
            if area != defined.text:
                defined.text = area
                workbook.package.touch(BOOK)
