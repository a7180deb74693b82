"""The catalogue: kinds of column of its tables: how a cell's text is read, and how it stands on a sheet.

A :class:`Column` says all about one column of one table; ``tables`` has them all. Reading gives what the records of
``model`` take; a text that a column cannot take raises :class:`Unfit`, which says why, in Vietnamese.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qcdc_xl.model import period_of
from qcdc_xl.model.finding import ERROR, Severity


class Unfit(ValueError):
    """A text that a column cannot take; the message says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of column: ``read`` makes the record's value of a cell's text; ``stands`` is what the cell holds on a
    sheet: ``text``, ``date``, ``number`` (whole numbers as numbers, all else as text)."""

    read: Callable[[str], Any]
    stands: str = "text"


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose words are codes of another ``table``, found in its column ``column``; with ``list_name`` only
    in rows of that list of choices. ``several``: words apart by blanks or commas."""

    table: str
    column: str = "code"
    list_name: str = ""
    several: bool = False
    severity: Severity = ERROR


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a catalogue table.

    ``head`` and ``width`` (in characters) are those of the sheet. A ``required`` cell may not be blank. ``default``
    is what a blank cell means, and what a lacking column means. ``needed``: lacking, the table makes no sense.
    ``words`` are offered in the sheet's dropdown. ``field`` is the record's, where it has another name.
    """

    name: str
    head: str
    width: float = 13
    kind: Kind = Kind(str)
    required: bool = False
    default: str = ""
    needed: bool = False
    words: tuple[str, ...] = ()
    reference: Reference | None = None
    field: str = ""

    @property
    def may_lack(self) -> bool:
        """Whether a table without this column still says something: its default."""
        return not self.needed and (not self.required or bool(self.default))

    @property
    def heading(self) -> str:
        """What stands over the column: words for people, and the name that manuals and findings use."""
        return f"{self.head}\n({self.name})"

    @property
    def is_date(self) -> bool:
        """Whether its cells hold days."""
        return self.kind.stands == "date"

    def read(self, text: str) -> Any:
        """The record's value. Raises :class:`Unfit`."""
        return self.kind.read(text or self.default)

    def cell(self, text: str) -> str | int | datetime.date | None:
        """The text as it stands in a sheet's cell: days and whole numbers as such, so that Excel shows them right."""
        if not text:
            return None
        if self.is_date:
            return datetime.date.fromisoformat(text)
        whole = self.kind.stands == "number" and text.isdigit() and str(int(text)) == text
        return int(text) if whole else text


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Unfit("cần một số nguyên") from None


def _limit(text: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        raise Unfit("cần một số") from None


def _width(text: str) -> float:
    return _limit(text) or 16


def _date(text: str) -> datetime.date | None:
    try:
        found = datetime.date.fromisoformat(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or found.isoformat() != text):  # one writing only: dates compare as text
        raise Unfit("cần một ngày, ví dụ 2022-06-30")
    return found


def _yes(text: str) -> bool:
    if text.casefold() not in ("", "yes", "no", "có", "không", "x"):
        raise Unfit("ghi yes hoặc để trống")
    return text.casefold() in ("yes", "có", "x")


def _code(text: str) -> str:
    bare = text.replace("@", "_").replace("-", "_").replace(".", "_")
    if not (bare.isascii() and bare.isidentifier()) and not text.isdigit():
        raise Unfit("chỉ dùng chữ không dấu, số và dấu gạch dưới")
    if _DEVICE.fullmatch(text):
        raise Unfit("Windows dùng tên này cho thiết bị nên không đặt tên thư mục như vậy được")
    return text


_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
_FOLDER = re.compile(r"\w(?:[\w.@ -]{0,38}\w)?")


def _folder(text: str) -> str:
    """A code after which a folder is named: nothing in it leads elsewhere."""
    if not _FOLDER.fullmatch(text) or ".." in text or _DEVICE.fullmatch(text.partition(".")[0]):
        raise Unfit("mã này là tên thư mục: chỉ dùng chữ, số, dấu gạch, nhiều nhất 40 ký tự, ví dụ 2022-H1")
    return text


def _period(text: str) -> str:
    found = period_of(text)
    if text and (found is None or found.kind == "months"):  # so many months to date are no reporting period
        raise Unfit("ghi mã kỳ như 2022-H1, 2022-Q2, 2022-9T, 2022 hoặc 2022-05")
    return text


def one_of(*allowed: str) -> Kind:
    """A kind of column that takes only these words."""

    def read(text: str) -> str:
        if text not in allowed:
            raise Unfit("chỉ nhận: " + ", ".join(a or "(để trống)" for a in allowed))
        return text

    return Kind(read)


TEXT = Kind(str)
VALUE = Kind(str, "number")
"""A text that may be a number, and then stands as one: a setting, a choice."""
CODE = Kind(_code)
FOLDER = Kind(_folder)
"""A code that becomes the name of a folder."""
WORDS = Kind(_words)
NAMES = Kind(_names)
"""Names that may hold blanks, apart by ``|``."""
INTEGER = Kind(_integer, "number")
LIMIT = Kind(_limit, "number")
WIDTH = Kind(_width, "number")
DATE = Kind(_date, "date")
YES = Kind(_yes)
PERIOD = Kind(_period)
"""The code of a period."""
