"""What every kind of value says about itself; one module a kind, listed in :data:`qcdc_xl.values.KINDS`.

A kind says how a raw cell is read (step 4b), what Excel itself refuses in a form, what the form's own check says, as a
formula and in Python, how a cell looks, how the master stores a value and gets it back, how it is printed and what it
is in expressions. Nobody else asks for a kind by its name.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from qcdc_xl import vietnamese
from qcdc_xl.expression.render import literal
from qcdc_xl.expression.schema import TEXT
from qcdc_xl.model import Scalar
from qcdc_xl.values.entered import COVERED, DISGUISED, ERRORS, IN_NIL, LOST, UNCALCULATED, WITH_NIL

Validation = dict[str, object]
"""Excel's own check of a cell, in XlsxWriter's words."""

Told = str | float | bool | list[str] | None
"""A value as JSON has it."""

REFUSED: Mapping[str, object] = {"error_type": "stop", "error_title": "Chưa đúng", "ignore_blank": True}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked in a cell, as far as its kind must know; ``choices`` are the texts that may be chosen."""

    required: bool = False
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    unit_of_measure: str = ""
    nil: bool = False
    """Whether “không phát sinh” can be chosen beside it."""


@dataclass(frozen=True, slots=True)
class Misfit(Exception):
    """What is wrong with a value: the finding's code and values; ``kept`` is what it is taken for."""

    code: str
    values: Mapping[str, object]
    kept: Scalar = None


class Kind(ABC):
    """One kind of value. What is not said otherwise is as for a text of a few words."""

    numeric: ClassVar[bool] = False
    """A number: it adds up, and “không phát sinh” may be chosen beside it."""
    in_expressions: ClassVar[str] = TEXT
    """Its kind in the expression language."""
    needs_choices: ClassVar[bool] = False
    """It takes only texts of a list of choices."""
    narrative: ClassVar[bool] = False
    """Prose of the units': offered to the writer of the report, too long for the annex."""
    look: ClassVar[str] = "cell"
    """The cell's format, by its name in :class:`qcdc_xl.look.Look`."""
    width: ClassVar[float] = 22
    """The width of its column on a section's sheet, in characters."""
    lines: ClassVar[int] = 1
    """How many lines a form offers to type in."""

    @abstractmethod
    def read(self, value: Scalar, asked: Asked) -> Scalar:
        """The value that a raw cell means, ``None`` for blank; raises :class:`Misfit`."""

    @abstractmethod
    def validation(self, asked: Asked, choices: str) -> Validation:
        """What Excel refuses in the cell; ``choices`` is the range of the texts that may be chosen."""

    @abstractmethod
    def check_formula(self, asked: Asked, cell: str, choices: str) -> str:
        """A formula of Excel 2010 for what the form says of a cell that is not blank."""

    @abstractmethod
    def check(self, asked: Asked, value: Scalar) -> str:
        """What :meth:`check_formula` gives, in Python."""

    def parsed(self, text: str) -> Scalar:
        """A value from the text of a table of samples (CSV): numbers with a point, dates as ISO."""
        return text

    def tolerance(self, unit_of_measure: str) -> float:
        """How far apart two values may be and still be equal in rules."""
        return 0.0

    def unfit_choice(self, text: str) -> str:
        """Why a text cannot be one of its choices, in Vietnamese; blank if it can."""
        return ""

    def answers(self, asked: Asked) -> tuple[str, ...]:
        """The answers that are counted one by one in the summary tables."""
        return ()

    def answered(self, value: Scalar, answer: str) -> bool:
        """Whether a unit's value counts as that answer."""
        return value == answer

    def answered_formula(self, area: str, answer: str) -> str:
        """The same as a condition on every cell of a range of the master."""
        return f"{area}={literal(answer)}"

    def stored(self, value: Scalar) -> Scalar:
        """The value as it stands in the master's table ``values``."""
        return value

    def restored(self, value: object) -> Scalar:
        """A cell of that table as the value again, whatever a spreadsheet program made of it."""
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return value if isinstance(value, str | int | float | datetime.date) else str(value)

    def told(self, value: Scalar) -> Told:
        """A value as other programs are told of it: days as ISO texts."""
        return value.isoformat() if isinstance(value, datetime.date) else value

    def printed(self, value: Scalar) -> str:
        """A value that is there as it is printed in tables and sentences."""
        return printed(value)


def blank(asked: Asked) -> Scalar:
    """A blank cell: VALUE_MISSING if an answer is required."""
    if asked.required:
        raise Misfit("VALUE_MISSING", {"advice": NOUGHT_OR_NIL if asked.nil else ""})
    return None


NOUGHT_OR_NIL = (
    "; có việc mà kết quả bằng không thì ghi 0, trong kỳ không có việc đó thì chọn “không phát sinh”"
)
"""What is also said of a number that is missing; never of a text, a choice, a day, a list's cell."""


def words(value: str) -> str:
    """A text cell made storable; a number and “không phát sinh” at once, other words in the cell for that, and Excel's
    errors, are misfits."""
    if value.startswith(UNCALCULATED):
        raise Misfit("VALUE_NOT_CALCULATED", {})
    if value.startswith(LOST):
        raise Misfit("VALUE_LOST", {})
    if value.startswith(COVERED):
        raise Misfit("VALUE_COVERED", {"first": value.removeprefix(COVERED)})
    if value.startswith(DISGUISED):
        raise Misfit("VALUE_SHOWN_OTHERWISE", {"value": value.removeprefix(DISGUISED).partition("\0")[0]})
    if value.endswith(WITH_NIL):
        raise Misfit("VALUE_AND_NIL", {"value": value.removesuffix(WITH_NIL)})
    if IN_NIL in value:
        raise Misfit("VALUE_IN_NIL", {"value": value.partition(IN_NIL)[2]})
    if value.startswith(ERRORS):
        raise Misfit("VALUE_IS_ERROR", {"value": value})
    return vietnamese.visible(value)


def printed(value: Scalar) -> str:
    """A value that is there as tables print it: numbers grouped, days as documents write them."""
    if isinstance(value, bool):
        return "có" if value else "không"
    return shown(value, grouped=True)


def _hours(value: datetime.time | datetime.timedelta) -> str:
    """A time or a duration as its cell shows it: "14:30", "360:00"."""
    if isinstance(value, datetime.time):
        return f"{value.hour}:{value.minute:02}"
    minutes = round(abs(value).total_seconds() / 60)
    return f"{'-' if value.days < 0 else ''}{minutes // 60}:{minutes % 60:02}"


def shown(value: Scalar | datetime.time | datetime.timedelta, grouped: bool = False) -> str:
    """A raw value in a sentence."""
    if isinstance(value, datetime.date):
        return vietnamese.date(value)
    if isinstance(value, datetime.time | datetime.timedelta):
        return _hours(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return vietnamese.number(value, grouped)
    text = str(value)
    if text.startswith((UNCALCULATED, LOST, COVERED)):
        return ""
    return text.removeprefix(DISGUISED).replace(WITH_NIL, "").replace(IN_NIL, " ")
