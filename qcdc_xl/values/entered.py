"""Step 3: what stands in the cells of a form, before anybody says what it means.

A number has two cells: its own, and beside it one in which “không phát sinh” may be chosen (law 2). Here the two
become one value: ``None`` if both are blank, :data:`~qcdc_xl.model.NIL` if only the choice is made, and where both
are filled in a text that carries :data:`WITH_NIL`, which every kind of value refuses (VALUE_AND_NIL).
"""

from __future__ import annotations

from typing import cast

from qcdc_xl import vietnamese
from qcdc_xl.marked import key_text
from qcdc_xl.model import NIL, Scalar
from qcdc_xl.values.states import BROKEN

WITH_NIL = f"\0{NIL}"
"""Stands behind a value beside which “không phát sinh” was chosen as well."""

IN_NIL = "\0?"
"""Stands between a value and what was typed in the cell for “không phát sinh” and is not those words."""

ERROR_STATUS, ERROR_VALUE = BROKEN, "#VALUE!"
"""What a form's own check says of a cell with an error of Excel's, and what is put in its place: calamine gives a
blank for such a cell."""

ERRORS = (
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!",
    "#BUSY!", "#UNKNOWN!", "#GETTING_DATA", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!", "Err:", "#VALUE!",
)  # fmt: skip
"""How the errors of Excel and LibreOffice begin where they are stored as texts."""

UNCALCULATED = "\0chưa tính"
"""Stands in a cell whose formula has no result, since nobody has calculated it."""

LOST = "\0không giữ được"
"""Stands in a cell of an .xls file whose formula gives 0: that number, or a text that was lost when the file was saved."""

DISGUISED = "\0hiện khác "
"""Stands before a number whose cell shows another one, or none, by its format."""

COVERED = "\0gộp với "
"""Stands, before the address of the first cell, in a cell that was merged away with others."""

NOT_KNOWN = "#N/A"
"""Stands, as Excel's error, in a cell that must be answered anew: no kind of value takes it, and the form says so too."""

_NO_RESULT = (UNCALCULATED, LOST, *ERRORS)
_NIL_KEY = vietnamese.fold(NIL)


def entered(value: object, chosen: object = "") -> Scalar:
    """A cell and the choice beside it ("" is blank, and so are spaces) as one value; what it means is for its kind to judge.

    Only the words themselves mean “không phát sinh”: anything else in their cell is refused with :data:`IN_NIL`.
    """
    if chosen.__class__ is str and str(chosen).startswith(_NO_RESULT):
        return cast(Scalar, chosen)
    if value.__class__ is str and (value == "" or not vietnamese.visible(str(value))):
        value = ""
    if chosen == NIL:
        return NIL if value == "" else f"{key_text(value)}{WITH_NIL}"
    if chosen == "" or (isinstance(chosen, str) and not vietnamese.visible(chosen)):
        return None if value == "" else cast(Scalar, value)
    if isinstance(chosen, str) and says_nil(chosen):
        return NIL if value == "" else f"{key_text(value)}{WITH_NIL}"
    return f"{key_text(value)}{IN_NIL}{key_text(chosen)}"


def parted(value: Scalar) -> tuple[Scalar, str]:
    """What :func:`entered` made one, as the two cells again; the second is "" for blank.

    >>> parted("5\\0không phát sinh"), parted("không phát sinh"), parted(7)
    ((5.0, 'không phát sinh'), (None, 'không phát sinh'), (7, ''))
    """
    if value == NIL:
        return None, NIL
    if not isinstance(value, str) or "\0" not in value:
        return value, ""
    if value.endswith(WITH_NIL):
        return _typed(value.removesuffix(WITH_NIL)), NIL
    own, _, chosen = value.partition(IN_NIL)
    return _typed(own), chosen


def _typed(text: str) -> Scalar:
    try:
        return float(text)
    except ValueError:
        return text or None


def says_nil(text: str) -> bool:
    """Whether a typed text is “không phát sinh”, however it is spelt."""
    return vietnamese.fold(text) == _NIL_KEY
