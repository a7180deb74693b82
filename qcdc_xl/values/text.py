"""``text``: prose of the units' own, such as difficulties and proposals."""

from __future__ import annotations

from qcdc_xl import vietnamese
from qcdc_xl.expression.render import literal
from qcdc_xl.marked import key_text
from qcdc_xl.model import Scalar
from qcdc_xl.values.kind import REFUSED, Asked, Kind, Misfit, Validation, blank, shown, words
from qcdc_xl.values.states import OK

LONGEST = 4000
"""Longest text kept of one cell, in characters."""


class Text(Kind):
    """Any words. A number or a date typed there is kept as it is written; text is never a formula (law 9)."""

    narrative, width, lines = True, 40, 4

    def read(self, value: Scalar, asked: Asked) -> Scalar:
        """Clean text or ``None``; findings VALUE_MISSING, VALUE_IS_ERROR, VALUE_TOO_LONG (cut), VALUE_DECODED."""
        if value is None:
            return blank(asked)
        typed = words(value if isinstance(value, str) else shown(value))
        text = vietnamese.decoded(typed).replace("\u00ad", "")
        if len(text) > LONGEST:
            raise Misfit("VALUE_TOO_LONG", {"length": len(text), "limit": LONGEST}, text[:LONGEST])
        if text != typed.replace("\u00ad", ""):
            raise Misfit("VALUE_DECODED", {"text": typed, "value": text}, text)
        return text or blank(asked)

    def validation(self, asked: Asked, choices: str) -> Validation:
        """No longer than is kept."""
        return {**REFUSED, "validate": "length", "criteria": "<=", "value": LONGEST,
                "error_message": "Nội dung quá dài (tối đa 4.000 ký tự)."}  # fmt: skip

    def check_formula(self, asked: Asked, cell: str, choices: str) -> str:
        """Any text is fine."""
        return literal(OK)

    def check(self, asked: Asked, value: Scalar) -> str:
        """The same in Python."""
        return OK

    def restored(self, value: object) -> Scalar:
        """Text, even if a spreadsheet program made a number of it."""
        return key_text(value) if isinstance(value, float) else super().restored(value)
