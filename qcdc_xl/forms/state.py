"""Step 1: what the checking cells of a form say, as a formula and, for the cached result, in Python.

Both stand side by side here so that one reads them together; tests compare them on a live spreadsheet.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from qcdc_xl.expression.render import literal
from qcdc_xl.intake.workbook import ERROR_STATUS
from qcdc_xl.model import NIL, Indicator, ListColumn, Scalar

OK, EMPTY, BOTH = "Đạt", "Chưa nhập", "Sai: chọn một trong hai"
NOT_NUMBER, NOT_WHOLE, OUTSIDE = "Sai: phải là số", "Sai: phải là số nguyên", "Sai: ngoài khoảng cho phép"
NOT_CHOICE, NOT_DATE, BROKEN = "Sai: không có trong danh sách", "Sai: phải là ngày", ERROR_STATUS
LACKS = "Thiếu: "
READY, NOT_READY = "SẴN SÀNG GỬI", "CHƯA SẴN SÀNG"
COLOURS: Mapping[str, str] = {OK: "green", EMPTY: "amber", "Sai": "red", LACKS.strip(): "amber"}


def status_formula(asked: Indicator, cell: str, nil: str, choices: str) -> str:
    """The state of an indicator's row; ``cell`` and ``nil`` are addresses, ``choices`` a range."""
    blank = _quoted(EMPTY) if asked.required and not asked.expression else '""'
    both = f'IF(AND(TRIM({cell})<>"",TRIM({nil})<>""),{_quoted(BOTH)},' if asked.numeric else "("
    nothing = f"{cell}&{nil}" if asked.numeric else cell
    told = f"IF(TRIM({nothing})={_quoted(NIL)},{_quoted(OK)}," if asked.numeric else "("
    typed = _typed_formula(asked, cell, choices)
    return f'IFERROR(IF(TRIM({nothing})="",{blank},{both}{told}{typed}))),{_quoted(BROKEN)})'


def _typed_formula(asked: Indicator | ListColumn, cell: str, choices: str) -> str:
    if asked.type == "select_one":
        return f"IF(COUNTIF({choices},{cell})>0,{_quoted(OK)},{_quoted(NOT_CHOICE)})"
    if asked.type == "date":
        return f"IF(ISNUMBER({cell}),{_quoted(OK)},{_quoted(NOT_DATE)})"
    if not asked.numeric:
        return _quoted(OK)
    limits = _limits_formula(asked, cell)
    whole = f"IF({cell}<>INT({cell}),{_quoted(NOT_WHOLE)},{limits})" if asked.type == "integer" else limits
    return f"IF(NOT(ISNUMBER({cell})),{_quoted(NOT_NUMBER)},{whole})"


def _limits_formula(asked: Indicator | ListColumn, cell: str) -> str:
    least, most = getattr(asked, "min", None), getattr(asked, "max", None)
    tests = [f"{cell}<{literal(least)}"] * (least is not None)
    tests += [f"{cell}>{literal(most)}"] * (most is not None)
    if not tests:
        return _quoted(OK)
    return f"IF(OR({','.join(tests)}),{_quoted(OUTSIDE)},{_quoted(OK)})"


def status(asked: Indicator, value: Scalar, choices: tuple[str, ...]) -> str:
    """The same in Python, for a value as it stands in the cell (NIL for a choice of it)."""
    if value is None or value == "":
        return EMPTY if asked.required and not asked.expression else ""
    return OK if asked.numeric and value == NIL else _typed(asked, value, choices)


def _typed(asked: Indicator | ListColumn, value: Scalar, choices: tuple[str, ...]) -> str:
    if asked.type == "select_one":
        return OK if value in choices else NOT_CHOICE
    if asked.type == "date":
        return OK if isinstance(value, datetime.date) else NOT_DATE
    if not asked.numeric:
        return OK
    if not isinstance(value, int | float):
        return NOT_NUMBER
    if asked.type == "integer" and value != int(value):
        return NOT_WHOLE
    least, most = getattr(asked, "min", None), getattr(asked, "max", None)
    outside = (least is not None and value < least) or (most is not None and value > most)
    return OUTSIDE if outside else OK


def row_formula(columns: Mapping[ListColumn, str], choices: Mapping[str, str]) -> str:
    """The state of a list's row: blank if nothing is entered, what is lacking or wrong, or fine."""
    everything = "&".join(columns.values())
    steps = ""
    depth = 0
    for asked, cell in columns.items():
        if asked.required:
            steps += f'IF(TRIM({cell})="",{_quoted(LACKS + asked.label)},'
            depth += 1
        wrong = _typed_formula(asked, cell, choices.get(asked.choices, ""))
        if wrong != _quoted(OK):
            steps += f'IF(AND(TRIM({cell})<>"",{wrong}<>{_quoted(OK)}),{wrong},'
            depth += 1
    inner = f"{steps}{_quoted(OK)}{')' * depth}"
    return f'IFERROR(IF(TRIM({everything})="","",{inner}),{_quoted(BROKEN)})'


def row_status(row: Mapping[ListColumn, Scalar], choices: Mapping[str, tuple[str, ...]]) -> str:
    """The same in Python."""
    if all(value is None for value in row.values()):
        return ""
    for asked, value in row.items():
        if value is None:
            if asked.required:
                return LACKS + asked.label
            continue
        found = _typed(asked, value, choices.get(asked.choices, ()))
        if found != OK:
            return found
    return OK


def _quoted(text: str) -> str:
    return literal(text)
