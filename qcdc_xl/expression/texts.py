"""Texts with figures in them: ``{figure}``, ``{figure:02}``, ``{list:và}``, ``{figure@trước:.}``.

The format belongs to the place, not to the figure: one report writes "02 hội nghị" and "4 hội nghị",
"7.554 hồ sơ" and "7029 hồ sơ". A text reaches figures and settings only, no attribute and no code.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from qcdc_xl import vietnamese
from qcdc_xl.model import NIL
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.model.period import LAST_YEAR, PREVIOUS, YEAR_TO_DATE

Shown = float | int | str | tuple[str, ...] | datetime.date | None
"""What a text can show: a number, a text, a list of texts, a date; ``None`` is missing."""

WHEN: Mapping[str, str] = {
    "trước": PREVIOUS, "cùng kỳ": LAST_YEAR, "lũy kế": YEAR_TO_DATE, "luỹ kế": YEAR_TO_DATE,
}  # fmt: skip
"""What may stand behind ``@``: the figure at the period before, last year's, the year to date."""
_PLACEHOLDER = re.compile(rf"\{{([^{{}}:\s]+?)(?:@({'|'.join(WHEN)}))?(?::([^{{}}]*))?\}}")

_NUMBER_FORMATS: Mapping[str, Callable[[float], str]] = {
    "": vietnamese.number,
    "02": vietnamese.padded,
    ".": lambda v: vietnamese.number(v, grouped=True),
    "%": vietnamese.percent,
    "I": vietnamese.roman,
}
_DATE_FORMATS: Mapping[str, Callable[[datetime.date], str]] = {
    "": vietnamese.date,
    "ngày": vietnamese.long_date,
}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One ``{name@when:format}`` in a text; ``when`` is blank for the present period, else a word of ``WHEN``."""

    name: str
    format: str
    when: str = ""

    @property
    def key(self) -> str:
        """Under which its value is known: ``name`` or ``name@when``."""
        return f"{self.name}@{self.when}" if self.when else self.name


class Kind(Enum):
    """What a piece of a finished text is."""

    PLAIN = auto()
    FIGURE = auto()
    MISSING = auto()
    WRONG = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a finished text; ``start`` is where it, or its ``{``, stands in the text as written; ``key``: under which
    the value of a figure is known."""

    text: str
    kind: Kind
    start: int
    key: str = ""


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """All places for figures in a text, in order."""
    return tuple(_placeholder(place) for place in _PLACEHOLDER.finditer(text))


def _placeholder(place: re.Match[str]) -> Placeholder:
    name, when, form = (part or "" for part in place.groups())
    return Placeholder(name, form, when)


def shown(value: Shown, form: str) -> str | None:
    """A value in the writing asked for; ``None`` if that writing is not for such a value.

    >>> shown(2, "02"), shown(("a", "b", "c"), "và"), shown(99.17, "%")
    ('02', 'a, b và c', '99,17%')
    """
    if isinstance(value, tuple):
        if form and form in _NUMBER_FORMATS:
            return None
        return vietnamese.joined(value, form or ";") if value else NIL
    if isinstance(value, str):
        return value if not form or value == NIL else None
    if isinstance(value, datetime.date):
        return _DATE_FORMATS[form](value) if form in _DATE_FORMATS else None
    if value is None or form not in _NUMBER_FORMATS:
        return None
    return _NUMBER_FORMATS[form](value)


def pieces(
    text: str, values: Mapping[str, Shown], labels: Mapping[str, str]
) -> tuple[list[Piece], list[Finding]]:
    """A text cut at its places for figures, with the figures put in; together the pieces are the whole text.

    A figure without a value leaves a visible mark, "[thiếu: label]", and the finding
    TEXT_FIGURE_MISSING; unknown names and unfit formats leave the braces and an error; a brace that
    belongs to no ``{name}`` stays and is found as TEXT_BRACE.
    """
    found: list[Finding] = []
    made: list[Piece] = []
    end = 0
    for place in _PLACEHOLDER.finditer(text):
        made += _plain(text[end : place.start()], end, found)
        made.append(_figure(place, values, labels, found))
        end = place.end()
    return [*made, *_plain(text[end:], end, found)], found


def _plain(text: str, start: int, found: list[Finding]) -> Iterator[Piece]:
    if "{" in text or "}" in text:
        found.append(finding("TEXT_BRACE", text=text.strip()[:60]))
    if text:
        yield Piece(text, Kind.PLAIN, start)


def _figure(
    place: re.Match[str], values: Mapping[str, Shown], labels: Mapping[str, str], found: list[Finding]
) -> Piece:
    asked = _placeholder(place)
    name, form, key = asked.name, asked.format, asked.key
    if key not in values:
        found.append(finding("TEXT_FIGURE_UNKNOWN", Place(indicator=name), figure=key))
        return Piece(place.group(0), Kind.WRONG, place.start())
    value = values[key]
    if value is None:
        label = labels.get(name, name) + (f" ({asked.when})" if asked.when else "")
        found.append(finding("TEXT_FIGURE_MISSING", Place(indicator=name), label=label))
        return Piece(f"[thiếu: {label}]", Kind.MISSING, place.start())
    text = shown(value, form)
    if text is None:
        more = {"figure": f"{key}:{form}", "format": form}
        found.append(finding("TEXT_FORMAT_UNKNOWN", Place(indicator=name), **more))
        return Piece(place.group(0), Kind.WRONG, place.start())
    return Piece(text, Kind.FIGURE, place.start(), key)


def with_numbers(text: str, values: Mapping[str, Shown]) -> str:
    """A sentence about data with its values put in; a number for which no writing is asked is grouped as in tables
    ("7.088"). A name without a value is shown as such, in braces."""
    asked = _PLACEHOLDER.sub(lambda place: _grouped(place, values), text)
    return fill(asked, values, {})[0]


def _grouped(place: re.Match[str], values: Mapping[str, Shown]) -> str:
    number = isinstance(values.get(_placeholder(place).key), int | float)
    return f"{place.group(0)[:-1]}:.}}" if number and place.group(3) is None else place.group(0)


def fill(text: str, values: Mapping[str, Shown], labels: Mapping[str, str]) -> tuple[str, list[Finding]]:
    """A text with its figures put in, as one; see :func:`pieces`."""
    made, found = pieces(text, values, labels)
    return "".join(piece.text for piece in made), found
