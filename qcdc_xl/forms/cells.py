"""Step 1: single cells of a form: how a value is written and what Excel itself refuses there."""

from __future__ import annotations

import datetime
from textwrap import shorten

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qcdc_xl.model import Indicator, Scalar
from qcdc_xl.values import Asked, kind_of
from qcdc_xl.values.entered import NOT_KNOWN
from qcdc_xl.values.kind import Validation


def write_value(sheet: Worksheet, row: int, column: int, value: Scalar, shape: Format) -> None:
    """A value as the right kind of cell; text never becomes a formula (law 9). What is not known is Excel's error for that."""
    if value == NOT_KNOWN:
        sheet.write_formula(row, column, "=NA()", shape, NOT_KNOWN)
    elif value is None:
        sheet.write_blank(row, column, None, shape)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()), shape)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, shape)
    else:
        sheet.write_string(row, column, value, shape)


def validation(asked: Indicator, wanted: Asked, choices: str) -> Validation:
    """Excel's own check of an input cell; it refuses, it does not warn. Help appears with the cell."""
    rule = kind_of(asked).validation(wanted, choices)
    help = " ".join(str(text) for text in (rule.get("input_message"), asked.hint) if text)[:255]
    return (
        {**rule, "input_title": shorten(asked.label, 32, placeholder=" …"), "input_message": help}
        if help
        else rule
    )
