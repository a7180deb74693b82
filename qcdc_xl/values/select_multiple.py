"""``select_multiple``: several texts of a list of choices in one cell: "Hội nghị; Loa truyền thanh".

Between them stands a semicolon or a line break, and where no choice holds a comma, a comma too. Stored and printed
are the choices in the order of their list with "; " between them, so that equal answers are equal texts. Totals count
each choice by itself: a unit that chose two counts in both.
"""

from __future__ import annotations

from qcdc_xl.expression.render import literal
from qcdc_xl.model import NIL, Scalar
from qcdc_xl.values.kind import REFUSED, Asked, Misfit, Told, Validation
from qcdc_xl.values.select_one import chosen
from qcdc_xl.values.states import NOT_CHOICES, OK
from qcdc_xl.values.text import LONGEST, Text

SEPARATOR = "; "
_HELP = 255
"""Longest help that Excel shows beside a cell, in characters."""


class SelectMultiple(Text):
    """Several choices, each at most once."""

    narrative, needs_choices, width, lines = False, True, 30, 2

    def read(self, value: Scalar, asked: Asked) -> Scalar:
        """The choices as one text, or ``None``; VALUE_NOT_CHOICE, VALUE_CHOICE_TWICE and what is found of any text."""
        text = super().read(value, asked)
        if text is None:
            return None
        parts = (part.strip() for part in _parted(str(text), asked).split(";"))
        found = [chosen(part, asked.choices) for part in parts if part]
        twice = next((choice for choice in found if found.count(choice) > 1), None)
        if twice is not None:
            raise Misfit("VALUE_CHOICE_TWICE", {"value": text, "choice": twice})
        return SEPARATOR.join(choice for choice in asked.choices if choice in found) or None

    def validation(self, asked: Asked, choices: str) -> Validation:
        """Free text: Excel has no dropdown for several. The help names the choices; the form's check judges."""
        return {**REFUSED, "validate": "length", "criteria": "<=", "value": LONGEST,
                "input_message": _help(asked.choices),
                "error_message": "Nội dung quá dài (tối đa 4.000 ký tự)."}  # fmt: skip

    def check_formula(self, asked: Asked, cell: str, choices: str) -> str:
        """As many parts as there are different choices among them: so each is a choice and none stands twice."""
        parted = _parted_formula(cell, asked)
        among = f'FIND(LOWER(";"&TRIM({choices})&";"),LOWER({parted}))'
        parts = f'LEN({parted})-LEN(SUBSTITUTE({parted},";",""))-1'
        judged = f"SUMPRODUCT(--ISNUMBER({among}))={parts}"
        return f"IF({judged},{literal(OK)},{literal(NOT_CHOICES)})"

    def check(self, asked: Asked, value: Scalar) -> str:
        """The same in Python."""
        parted = _parted(str(value), asked).lower()
        among = sum(f";{_trimmed(choice).lower()};" in parted for choice in asked.choices)
        return OK if among == parted.count(";") - 1 else NOT_CHOICES

    def unfit_choice(self, text: str) -> str:
        """A choice with a separator in it would be taken apart."""
        return "không được có dấu chấm phẩy, vì chỉ tiêu này cho chọn nhiều mục" if ";" in text else ""

    def answers(self, asked: Asked) -> tuple[str, ...]:
        """Every choice."""
        return asked.choices

    def told(self, value: Scalar) -> Told:
        """A list of the choices."""
        return value.split(SEPARATOR) if isinstance(value, str) and value != NIL else super().told(value)

    def answered(self, value: Scalar, answer: str) -> bool:
        """Whether the answer is among those chosen."""
        return isinstance(value, str) and f"; {answer}; " in f"; {value}; "

    def answered_formula(self, area: str, answer: str) -> str:
        """The same in a formula; FIND knows no wildcards, as COUNTIF and SEARCH do."""
        return f'ISNUMBER(FIND({literal(f"; {answer}; ")},"; "&{area}&"; "))'


def _help(choices: tuple[str, ...]) -> str:
    """The choices by name, as many as Excel has room for; where some are left out, “…” stands for them."""
    begin, named = "Ghi một hoặc nhiều mục, cách nhau bằng dấu “;”: ", SEPARATOR.join(choices)
    if len(begin) + len(named) < _HELP:
        return f"{begin}{named}."
    kept = named[: _HELP - len(begin) - len("; …") + 1].rpartition(";")[0]
    return f"{begin}{kept}; …" if kept else f"{begin}…"


def _commas(asked: Asked) -> bool:
    """Whether a comma parts choices too."""
    return not any("," in choice for choice in asked.choices)


def _trimmed(text: str) -> str:
    """Excel's TRIM: no spaces at the ends, one between words."""
    return " ".join(filter(None, text.split(" ")))


def _parted(text: str, asked: Asked) -> str:
    """The parts of a cell between semicolons: "a , b" is ";a;b;"; step by step what the formula does."""
    bare = _trimmed(text).replace("\n", ";")
    if _commas(asked):
        bare = bare.replace(",", ";")
    bare = bare.replace("; ", ";").replace(" ;", ";")
    return f";{bare};".replace(";;", ";")


def _parted_formula(cell: str, asked: Asked) -> str:
    bare = f'SUBSTITUTE(TRIM({cell}),CHAR(10),";")'
    if _commas(asked):
        bare = f'SUBSTITUTE({bare},",",";")'
    bare = f'SUBSTITUTE(SUBSTITUTE({bare},"; ",";")," ;",";")'
    return f'SUBSTITUTE(";"&{bare}&";",";;",";")'
