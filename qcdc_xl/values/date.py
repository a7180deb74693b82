"""``date``: a day, day first as people write it: 08/6/2022."""

from __future__ import annotations

import datetime

from qcdc_xl import vietnamese
from qcdc_xl.expression.render import literal
from qcdc_xl.expression.schema import DATE
from qcdc_xl.model import Scalar
from qcdc_xl.values.kind import REFUSED, Asked, Kind, Misfit, Validation, blank, shown, words
from qcdc_xl.values.states import NOT_DATE, OK

_FIRST, _LAST = datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)
_EPOCH = datetime.date(1899, 12, 30)
"""Day 0 of Excel's calendar."""


class Date(Kind):
    """A day without a time. The master stores it as ISO text, which no program turns into something else."""

    in_expressions, look = DATE, "cell_date"

    def read(self, value: Scalar, asked: Asked) -> Scalar:
        """A day or ``None``; findings VALUE_MISSING, VALUE_IS_ERROR, VALUE_NOT_DATE."""
        if value is None:
            return blank(asked)
        if isinstance(value, datetime.datetime | datetime.date):
            return _possible(value.date() if isinstance(value, datetime.datetime) else value)
        if isinstance(value, int | float) and 30_000 < value < 80_000:  # a serial day that lost its format
            return _possible(_EPOCH + datetime.timedelta(days=int(value)))
        found = vietnamese.parse_date(words(value)) if isinstance(value, str) else None
        if found is None:
            raise Misfit("VALUE_NOT_DATE", {"value": shown(value)})
        return _possible(found)

    def validation(self, asked: Asked, choices: str) -> Validation:
        """A day of our time."""
        return {**REFUSED, "validate": "date", "criteria": "between", "minimum": _FIRST, "maximum": _LAST,
                "error_message": "Đề nghị nhập ngày tháng năm, ví dụ 08/6/2022."}  # fmt: skip

    def check_formula(self, asked: Asked, cell: str, choices: str) -> str:
        """A number to Excel, of our time."""
        first, last = ((day - _EPOCH).days for day in (_FIRST, _LAST))
        possible = f"IF(AND({cell}>={first},{cell}<{last + 1}),{literal(OK)},{literal(NOT_DATE)})"
        return f"IF(ISNUMBER({cell}),{possible},{literal(NOT_DATE)})"

    def check(self, asked: Asked, value: Scalar) -> str:
        """The same in Python."""
        return OK if isinstance(value, datetime.date) and _FIRST <= _day(value) <= _LAST else NOT_DATE

    def parsed(self, text: str) -> Scalar:
        """An ISO day."""
        return datetime.date.fromisoformat(text)

    def stored(self, value: Scalar) -> Scalar:
        """ISO text."""
        return value.isoformat() if isinstance(value, datetime.date) else value

    def restored(self, value: object) -> Scalar:
        """The day again."""
        return datetime.date.fromisoformat(value) if isinstance(value, str) else super().restored(value)


def _day(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _possible(value: datetime.date) -> datetime.date:
    """A day of our time; another year is a slip of the keys: 0022, 2202."""
    if not _FIRST <= value <= _LAST:
        raise Misfit("VALUE_NOT_DATE", {"value": shown(value)})
    return value
