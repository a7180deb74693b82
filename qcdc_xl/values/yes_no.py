"""``yes_no``: “Có” or “Không”, stored as these words; 0 and “không phát sinh” are neither."""

from __future__ import annotations

from qcdc_xl import vietnamese
from qcdc_xl.expression.render import literal
from qcdc_xl.model import Scalar
from qcdc_xl.values.kind import REFUSED, Asked, Misfit, Validation
from qcdc_xl.values.states import NOT_CHOICE, OK
from qcdc_xl.values.text import Text

YES, NO = "Có", "Không"
_READ = {
    **dict.fromkeys(("co", "x", "v", "yes", "y", "true", "dung", "1"), YES),
    **dict.fromkeys(("khong", "no", "n", "false", "sai", "0"), NO),
}
"""What people type for the two, without case and marks."""
_TICKS = ("✓", "✔", "☑")


class YesNo(Text):
    """A yes or a no, picked from a dropdown; a cross, a tick, a logical value and English words are understood."""

    narrative, width, lines = False, 15, 1

    def read(self, value: Scalar, asked: Asked) -> Scalar:
        """“Có”, “Không” or ``None``; VALUE_NOT_CHOICE and what is found of any text."""
        text = super().read(value, asked)
        if text is None or text in (YES, NO):
            return text
        found = YES if text in _TICKS else _READ.get(vietnamese.fold(str(text)))
        if found is None:
            raise Misfit("VALUE_NOT_CHOICE", {"value": text, "choices": f"{YES}; {NO}"})
        return found

    def validation(self, asked: Asked, choices: str) -> Validation:
        """A dropdown of the two."""
        return {**REFUSED, "validate": "list", "source": [YES, NO],
                "error_message": f"Đề nghị chọn “{YES}” hoặc “{NO}” trong danh sách."}  # fmt: skip

    def check_formula(self, asked: Asked, cell: str, choices: str) -> str:
        """One of the two; to a spreadsheet case does not matter."""
        either = f"OR(TRIM({cell})={literal(YES)},TRIM({cell})={literal(NO)})"
        return f"IF({either},{literal(OK)},{literal(NOT_CHOICE)})"

    def check(self, asked: Asked, value: Scalar) -> str:
        """The same in Python."""
        known = (YES.casefold(), NO.casefold())
        return OK if isinstance(value, str) and value.casefold() in known else NOT_CHOICE

    def answers(self, asked: Asked) -> tuple[str, ...]:
        """Both."""
        return (YES, NO)
