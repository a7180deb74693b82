"""Vietnamese as offices write it: typography, names, numbers and dates as they come."""

from qcdc_xl.vietnamese.typography import (
    clean,
    composed,
    date,
    fold,
    joined,
    letter,
    long_date,
    number,
    padded,
    parse_date,
    parse_number,
    percent,
    roman,
)

__all__ = [
    "clean",
    "composed",
    "date",
    "fold",
    "joined",
    "letter",
    "long_date",
    "number",
    "padded",
    "parse_date",
    "parse_number",
    "percent",
    "roman",
]
