"""``select_one``: one text of a list of choices, picked from a dropdown."""

from __future__ import annotations

from dataclasses import replace

from qcdc_xl import vietnamese
from qcdc_xl.expression.render import literal
from qcdc_xl.model import Scalar
from qcdc_xl.values.kind import REFUSED, Asked, Misfit, Validation
from qcdc_xl.values.states import NOT_CHOICE, OK
from qcdc_xl.values.text import Text


class SelectOne(Text):
    """One choice. Stored as the list has it, also when it was typed without case or marks."""

    narrative, needs_choices, width, lines = False, True, 22, 2

    def read(self, value: Scalar, asked: Asked) -> Scalar:
        """The choice or ``None``; VALUE_NOT_CHOICE and what is found of any text."""
        try:
            text = super().read(value, asked)
        except Misfit as misfit:
            if misfit.code == "VALUE_DECODED":
                raise replace(misfit, kept=chosen(str(misfit.kept), asked.choices)) from None
            raise
        if text is None or text in asked.choices:
            return text
        return chosen(str(text), asked.choices)

    def validation(self, asked: Asked, choices: str) -> Validation:
        """A dropdown."""
        return {**REFUSED, "validate": "list", "source": f"={choices}",
                "error_message": "Đề nghị chọn một mục trong danh sách."}  # fmt: skip

    def check_formula(self, asked: Asked, cell: str, choices: str) -> str:
        """One of the texts; compared, not counted, as COUNTIF takes "*" for any text."""
        return f"IF(SUMPRODUCT(--({choices}=TRIM({cell})))>0,{literal(OK)},{literal(NOT_CHOICE)})"

    def check(self, asked: Asked, value: Scalar) -> str:
        """The same in Python."""
        return OK if value in asked.choices else NOT_CHOICE

    def answers(self, asked: Asked) -> tuple[str, ...]:
        """Every choice."""
        return asked.choices


def chosen(text: str, choices: tuple[str, ...]) -> str:
    """The one choice that a text means, case and missing marks apart; VALUE_NOT_CHOICE if there is none, or more than one."""
    meant = [choice for choice in choices if vietnamese.same_name(text, choice)]
    if len(meant) > 1:  # all marks are there: the others only have more
        meant = [choice for choice in meant if vietnamese.same_name(choice, text)]
    if len(meant) != 1:
        raise Misfit("VALUE_NOT_CHOICE", {"value": text, "choices": "; ".join(choices)})
    return meant[0]
