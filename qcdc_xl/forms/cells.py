"""Step 1: single cells of a form: how a value is written and what Excel itself refuses there."""

from __future__ import annotations

import datetime

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qcdc_xl import vietnamese
from qcdc_xl.model import Indicator, Scalar


def write_value(sheet: Worksheet, row: int, column: int, value: Scalar, form: Format) -> None:
    """A value as the right kind of cell; text never becomes a formula (law 9)."""
    if value is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()), form)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, form)
    else:
        sheet.write_string(row, column, value, form)


def validation(asked: Indicator, choices: str) -> dict[str, object]:
    """Excel's own check of an input cell; it refuses, it does not warn. Help appears with the cell."""
    shown = {"input_title": asked.label[:32], "input_message": asked.hint[:255]} if asked.hint else {}
    return {**typed_validation(asked.type, choices, asked.min, asked.max), **shown}


def typed_validation(
    of_type: str, choices: str, least: float | None = None, most: float | None = None
) -> dict[str, object]:
    """The validation of a cell by its type: whole number, decimal, date, list, length of text."""
    refused = {"error_type": "stop", "error_title": "Chưa đúng", "ignore_blank": True}
    if of_type == "select_one":
        return {**refused, "validate": "list", "source": f"={choices}",
                "error_message": "Hãy chọn một mục trong danh sách."}  # fmt: skip
    if of_type == "date":
        return {**refused, "validate": "date", "criteria": "between",
                "minimum": datetime.date(1990, 1, 1), "maximum": datetime.date(2100, 12, 31),
                "error_message": "Hãy nhập ngày tháng năm, ví dụ 08/6/2022."}  # fmt: skip
    if of_type == "text":
        return {**refused, "validate": "length", "criteria": "<=", "value": 4000,
                "error_message": "Nội dung quá dài (tối đa 4.000 ký tự)."}  # fmt: skip
    whole = of_type == "integer"
    bounds = {"minimum": -1e12 if least is None else least, "maximum": 1e12 if most is None else most}
    word = "số nguyên" if whole else "số"
    floor = f" từ {vietnamese.number(least)} trở lên" if least is not None else ""
    return {**refused, "validate": "integer" if whole else "decimal", "criteria": "between", **bounds,
            "error_message": f"Hãy nhập {word}{floor}. Nếu không có, ghi 0 hoặc chọn “không phát sinh” ở cột bên."}  # fmt: skip
