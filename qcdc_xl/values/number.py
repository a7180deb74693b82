"""Numbers: what whole numbers, decimal numbers and amounts of money have in common."""

from __future__ import annotations

import datetime
from typing import ClassVar

from qcdc_xl import vietnamese
from qcdc_xl.expression.render import literal
from qcdc_xl.expression.schema import NUMBER
from qcdc_xl.model import NIL, Scalar
from qcdc_xl.values.entered import says_nil
from qcdc_xl.values.kind import REFUSED, Asked, Kind, Misfit, Validation, blank, shown, words
from qcdc_xl.values.states import NOT_NUMBER, NOT_WHOLE, OK, OUTSIDE


class Number(Kind):
    """A number within limits. Typed as text it is taken if it surely is one ("7.554" is 7554), with a warning."""

    numeric, in_expressions, width = True, NUMBER, 15
    whole: ClassVar[bool] = False
    word: ClassVar[str] = "số"
    """What people are told to enter."""
    widest: ClassVar[float] = 1e12
    """Up to where Excel takes a number for which no limit is set."""

    def read(self, value: Scalar, asked: Asked) -> Scalar:
        """A number, NIL or ``None``; findings VALUE_MISSING, _NOT_NUMBER, _NOT_WHOLE, _AS_TEXT, _BELOW_MIN, _ABOVE_MAX."""
        if value.__class__ is float or value.__class__ is int:  # the commonest by far
            return self._fitting(value, asked)
        if value is None:
            return blank(asked)
        if isinstance(value, bool | datetime.date):
            raise Misfit("VALUE_NOT_NUMBER", {"value": shown(value)})
        return self._of_text(words(str(value)), asked)

    def _of_text(self, text: str, asked: Asked) -> Scalar:
        if says_nil(text):
            return NIL
        number = self.parsed_text(text, asked)
        if number is None:
            raise Misfit("VALUE_NOT_NUMBER", {"value": text})
        kept = self._fitting(number, asked)
        raise Misfit("VALUE_AS_TEXT", {"text": text, "value": vietnamese.number(number)}, kept)

    def parsed_text(self, text: str, asked: Asked) -> float | None:
        """The number that a text surely is, else ``None``."""
        return vietnamese.parse_number(text)

    def _fitting(self, value: Scalar, asked: Asked) -> Scalar:
        assert isinstance(value, int | float)
        if value != value or value in (float("inf"), float("-inf")):
            raise Misfit("VALUE_NOT_NUMBER", {"value": str(value)})
        if self.whole:
            value = _whole(value)
        if asked.least is not None and value < asked.least:
            raise Misfit("VALUE_BELOW_MIN", _beside(value, asked.least))
        if asked.most is not None and value > asked.most:
            raise Misfit("VALUE_ABOVE_MAX", _beside(value, asked.most))
        return value

    def validation(self, asked: Asked, choices: str) -> Validation:
        """Between its limits, or any number at all."""
        least, most = asked.least, asked.most
        bounds = {
            "minimum": -self.widest if least is None else least,
            "maximum": self.widest if most is None else most,
        }
        floor = f" từ {vietnamese.number(least)} trở lên" if least is not None else ""
        help = f"Hãy nhập {self.word}{floor}. Nếu không có, ghi 0 hoặc chọn “không phát sinh” ở cột bên."
        validate = "integer" if self.whole else "decimal"
        return {**REFUSED, "validate": validate, "criteria": "between", **bounds, "error_message": help}

    def check_formula(self, asked: Asked, cell: str, choices: str) -> str:
        """A number, whole if need be, within its limits."""
        judged = _limits_formula(asked, cell)
        if self.whole:
            judged = f"IF({cell}<>INT({cell}),{literal(NOT_WHOLE)},{judged})"
        return f"IF(NOT(ISNUMBER({cell})),{literal(NOT_NUMBER)},{judged})"

    def check(self, asked: Asked, value: Scalar) -> str:
        """The same in Python."""
        if not isinstance(value, int | float):
            return NOT_NUMBER
        if self.whole and value != int(value):
            return NOT_WHOLE
        below = asked.least is not None and value < asked.least
        return OUTSIDE if below or (asked.most is not None and value > asked.most) else OK

    def parsed(self, text: str) -> Scalar:
        """A number with a decimal point."""
        return float(text)


def _limits_formula(asked: Asked, cell: str) -> str:
    tests = [f"{cell}<{literal(asked.least)}"] * (asked.least is not None)
    tests += [f"{cell}>{literal(asked.most)}"] * (asked.most is not None)
    return f"IF(OR({','.join(tests)}),{literal(OUTSIDE)},{literal(OK)})" if tests else literal(OK)


def _beside(value: float, limit: float) -> dict[str, object]:
    return {"value": vietnamese.number(value), "limit": vietnamese.number(limit)}


def _whole(value: float) -> int:
    if value != int(value):
        raise Misfit("VALUE_NOT_WHOLE", {"value": vietnamese.number(value), "guess": _guess(value)})
    return int(value)


def _guess(value: float) -> str:
    """A count with exactly three decimals is almost surely thousands: 7.554 was meant as 7554."""
    thousand = round(value * 1000, 6)
    exactly_three = thousand == int(thousand) and int(thousand) % 10 != 0
    return f" (có phải là {int(thousand)}?)" if exactly_three and abs(value) < 1000 else ""
