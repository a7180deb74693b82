"""Numbers: what whole numbers, decimal numbers and amounts of money have in common."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import ClassVar

from qcdc_xl import vietnamese
from qcdc_xl.expression.render import literal
from qcdc_xl.expression.schema import NUMBER
from qcdc_xl.model import NIL, Scalar
from qcdc_xl.values.entered import LOST, says_nil
from qcdc_xl.values.kind import REFUSED, Asked, Kind, Misfit, Validation, blank, shown, words
from qcdc_xl.values.states import NOT_NUMBER, NOT_WHOLE, OK, OUTSIDE

NOISE = "0.000000001"
"""How far from a whole number the sums of a spreadsheet may lie and still be meant as one."""
_BEFORE = re.compile(r"^'?\+?(?=\d)")
_STOP = re.compile(r"\d\.$")
_WITH_WORDS = re.compile(r"(?P<number>-?\d[\d.,\s]*?)\s*(?P<words>[^\d\s.,].*)$", re.DOTALL)


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
        if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
            return self._of_moment(value, asked)
        if isinstance(value, bool):
            raise Misfit("VALUE_NOT_NUMBER", {"value": shown(value)})
        if value == LOST:
            raise Misfit("VALUE_ZERO_BY_FORMULA", {})
        return self._of_text(words(str(value)), asked)

    def _of_moment(self, value: datetime.date | datetime.time | datetime.timedelta, asked: Asked) -> Scalar:
        """A number in a cell that has the format of dates or times: VALUE_AS_DATE if only a number can be meant."""
        number = _behind(value)
        if number is None:
            raise Misfit("VALUE_NOT_NUMBER", {"value": shown(value)})
        try:
            kept = self._fitting(number, asked)
        except Misfit as misfit:  # a day after all: nobody can accept that as a number
            raise replace(misfit, kept=None) from None
        raise Misfit("VALUE_AS_DATE", {"shown": shown(value), "value": vietnamese.number(number)}, kept)

    def _of_text(self, text: str, asked: Asked) -> Scalar:
        if says_nil(text):
            return NIL
        if vietnamese.unclear(text):
            one, other = text.split(",")
            raise Misfit("VALUE_UNCLEAR", {"text": text, "one": one, "other": f"{one}.{other}"})
        number = self.parsed_text(_bare(text, asked.unit_of_measure), asked)
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
        least, most = self.limits(asked)
        kept = value if abs(value) <= self.widest else None
        if value < least:
            raise Misfit("VALUE_BELOW_MIN", _beside(value, least), kept)
        if value > most:
            raise Misfit("VALUE_ABOVE_MAX", _beside(value, most), kept)
        return value

    def limits(self, asked: Asked) -> tuple[float, float]:
        """The least and the largest number that are taken, Excel's own where nobody set any."""
        least = -self.widest if asked.least is None else asked.least
        return least, self.widest if asked.most is None else asked.most

    def validation(self, asked: Asked, choices: str) -> Validation:
        """Between its limits, or any number at all."""
        least, most = self.limits(asked)
        bounds = {"minimum": least, "maximum": most}
        floor = f" từ {vietnamese.number(least)} trở lên" if asked.least is not None else ""
        nil = " Trong kỳ không có việc: chọn “không phát sinh” ở cột bên." if asked.nil else ""
        help = f"Đề nghị nhập {self.word}{floor}. Có việc mà kết quả bằng không: ghi 0.{nil}"
        validate = "integer" if self.whole else "decimal"
        return {**REFUSED, "validate": validate, "criteria": "between", **bounds, "error_message": help}

    def check_formula(self, asked: Asked, cell: str, choices: str) -> str:
        """A number, whole if need be, within its limits."""
        least, most = self.limits(asked)
        outside = f"OR({cell}<{literal(least)},{cell}>{literal(most)})"
        judged = f"IF({outside},{literal(OUTSIDE)},{literal(OK)})"
        if self.whole:
            judged = f"IF(ABS({cell}-ROUND({cell},0))>{NOISE},{literal(NOT_WHOLE)},{judged})"
        return f"IF(NOT(ISNUMBER({cell})),{literal(NOT_NUMBER)},{judged})"

    def check(self, asked: Asked, value: Scalar) -> str:
        """The same in Python."""
        if not isinstance(value, int | float):
            return NOT_NUMBER
        if self.whole and abs(value - round(value)) > float(NOISE):
            return NOT_WHOLE
        least, most = self.limits(asked)
        return OK if least <= value <= most else OUTSIDE

    def parsed(self, text: str) -> Scalar:
        """A number with a decimal point."""
        return float(text)


def _beside(value: float, limit: float) -> dict[str, object]:
    return {"value": vietnamese.number(value), "limit": vietnamese.number(limit)}


_EPOCH, _SHIFTED, _DOUBTFUL = (
    datetime.date(1899, 12, 30),
    datetime.date(1900, 3, 1),
    datetime.date(1900, 2, 28),
)
"""Day 0 of Excel's calendar, the day up to which it is one too many, and the day that stands for 59 and for 60."""
_TYPED_FROM = datetime.date(1990, 1, 1)
"""From here on a day may have been typed as one: "5/6" becomes 05/6/2026."""


def _behind(value: datetime.date | datetime.time | datetime.timedelta) -> float | None:
    """The number that a cell with the format of dates or times holds; ``None`` where a day or an hour may be meant."""
    if isinstance(value, datetime.time):
        return None if value != datetime.time() else 0
    if isinstance(value, datetime.timedelta):
        return value.days if value == datetime.timedelta(value.days) else None
    part = datetime.timedelta()
    if isinstance(value, datetime.datetime):
        part = value - datetime.datetime.combine(value, datetime.time())
        value = value.date()
    if value == _DOUBTFUL or value >= _TYPED_FROM:
        return None
    days = (value - _EPOCH).days - (value < _SHIFTED)
    return days + part / datetime.timedelta(1) if part else days


def _bare(text: str, unit_of_measure: str) -> str:
    """A text without what does not change its number: an apostrophe or a plus before it, a full stop behind, the unit of
    measure that is asked: "15 vụ", "15vụ" where cases are counted."""
    text = _BEFORE.sub("", text)
    if _STOP.search(text):
        text = text[:-1]
    found = _WITH_WORDS.match(text)
    fits = found and unit_of_measure and vietnamese.same_name(found["words"], unit_of_measure)
    return found["number"] if found and fits else text


def _whole(value: float) -> int:
    """The whole number that a spreadsheet's sum was, though it left 14.999999999999998."""
    if abs(value - round(value)) > float(NOISE):
        raise Misfit("VALUE_NOT_WHOLE", {"value": vietnamese.number(value), "guess": _guess(value)})
    return round(value)


def _guess(value: float) -> str:
    """A count with exactly three decimals is almost surely thousands: 7.554 was meant as 7554."""
    thousand = round(value * 1000, 6)
    exactly_three = thousand == int(thousand) and int(thousand) % 10 != 0
    return f" (có phải là {int(thousand)}?)" if exactly_three and abs(value) < 1000 else ""
