"""Vietnamese as offices write it: typography, names, numbers and dates as they come."""

from qcdc_xl.vietnamese.encodings import decoded
from qcdc_xl.vietnamese.names import same_name
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
    unclear,
    visible,
)

__all__ = [
    "clean",
    "composed",
    "date",
    "decoded",
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
    "same_name",
    "unclear",
    "visible",
]
