"""Step 6: from the table of all units to the figures, and to the texts of the footnotes.

A figure is a number, a text or a list; blank (``None``) as long as nobody reported it. Percentages are
derived from totals, never summed (law 8), and are kept in percent: 99.17, not 0.9917.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from qcdc_xl import vietnamese
from qcdc_xl.catalogue.scopes import figure_schema_kinds, setting_value
from qcdc_xl.expression.evaluate import Column, Frame, column, evaluate
from qcdc_xl.expression.schema import DATE, NUMBER
from qcdc_xl.expression.syntax import parse
from qcdc_xl.expression.texts import WHEN, Shown, fill
from qcdc_xl.model import CatalogueAt, Footnote
from qcdc_xl.model.finding import Finding
from qcdc_xl.model.period import YEAR_TO_DATE, year_to_date
from qcdc_xl.totals.consolidate import Returns, cells, whole_frame

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}")


@dataclass(frozen=True)
class Figures:
    """The figures by code, in the catalogue's order, and the frame that rules across units need."""

    values: Mapping[str, Shown]
    frame: Frame = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class FootnoteText:
    """A footnote as printed: its number, the section it hangs in, its paragraphs."""

    number: int
    section: str
    paragraphs: tuple[str, ...]


PastFigure = Callable[[str, str], Shown]
"""A figure at another period, by a word of ``model.period`` and its code."""


class _Computed(Mapping[str, Shown]):
    """The figures of a catalogue, each computed when it is asked for, after those it uses, and then kept.

    So a figure at another period costs what it needs there and no more, however far back others compare.
    """

    def __init__(self, returns: Returns, past: PastFigure | None) -> None:
        self._catalogue, self._past = returns.catalogue, past
        self._begins_year = year_to_date(self._catalogue.period) == self._catalogue.period.code
        self._kinds = figure_schema_kinds(self._catalogue)
        self._known: dict[str, Shown] = {}
        self.frame = whole_frame(returns, self._single, self._then)

    def __getitem__(self, code: str) -> Shown:
        """The figure's value; blank for one whose expression is not sound. ``KeyError`` for what is no figure."""
        if code not in self._known:
            asked = self._catalogue.figure[code]
            self._known[code] = None  # what a circle would find
            if code in self._kinds:
                self._known[code] = _shown(asked.expression, self.frame)
        return self._known[code]

    def __iter__(self) -> Iterator[str]:
        """The codes, in the catalogue's order."""
        return iter(self._catalogue.figure)

    def __len__(self) -> int:
        """How many figures there are."""
        return len(self._catalogue.figure)

    def _single(self, code: str) -> Column:
        return self._column(code, self[code])

    def _then(self, when: str, code: str) -> Column:
        if when == YEAR_TO_DATE and self._begins_year:
            return self._single(code)
        return self._column(code, self._past(when, code) if self._past else None)

    def _column(self, code: str, value: Shown) -> Column:
        cells = [value if not isinstance(value, tuple) else None]
        return column(cells, self._kinds[code] in (NUMBER, DATE))


def compute(returns: Returns, past: PastFigure | None = None) -> Figures:
    """The figures of a catalogue without errors; without ``past`` no other period is known."""
    computed = _Computed(returns, past)
    return Figures(computed, computed.frame)


def _shown(expression: str, frame: Frame) -> Shown:
    result = evaluate(parse(expression), frame)
    if len(result.values) and isinstance(result.values[0], tuple):
        return None if result.missing[0] else result.values[0]
    value = cells(result)[0]
    return value if isinstance(value, int | float | str) else None


class TextValues(Mapping[str, Shown]):
    """All that a text may name, figures before settings of the same name; ``figure@when`` when it is asked for."""

    def __init__(
        self, catalogue: CatalogueAt, figures: Mapping[str, Shown], past: PastFigure | None = None
    ) -> None:
        settings: dict[str, Shown] = {key: _setting(text) for key, text in catalogue.settings.items()}
        self._known, self._figures, self._past = {**settings, **figures}, figures, past

    def __getitem__(self, key: str) -> Shown:
        """The value of a name; ``KeyError`` for what is neither known nor a figure at another period."""
        if key in self._known:
            return self._known[key]
        name, _, when = key.rpartition("@")
        if name not in self._figures:
            raise KeyError(key)
        return self._past(WHEN[when], name) if self._past else None

    def __iter__(self) -> Iterator[str]:
        """The names that are known of this period."""
        return iter(self._known)

    def __len__(self) -> int:
        """How many names are known of this period."""
        return len(self._known)


def _setting(text: str) -> Shown:
    """A setting in a text: a day is written as one, "2022-06-22" is 22/6/2022."""
    value = vietnamese.parse_date(text) if _DAY.fullmatch(text) else None
    if value is not None:
        return value
    plain = setting_value(text)
    return plain if isinstance(plain, int | float | str) else None


def footnotes(
    catalogue: CatalogueAt, figures: Mapping[str, Shown], past: PastFigure | None = None
) -> tuple[tuple[FootnoteText, ...], tuple[Finding, ...]]:
    """The footnotes' texts with figures in them, by number; findings for what is missing or unknown."""
    values, labels = TextValues(catalogue, figures, past), {f.code: f.label for f in catalogue.figures}
    findings: list[Finding] = []
    made: dict[int, list[tuple[Footnote, str]]] = {}
    for note in sorted(catalogue.footnotes, key=lambda f: (f.number, f.order)):
        text, found = fill(note.text, values, labels)
        findings += [f.at(sheet=note.sheet, cell=note.cell) for f in found]
        made.setdefault(note.number, []).append((note, text))
    texts = (FootnoteText(n, rows[0][0].section, tuple(t for _, t in rows)) for n, rows in made.items())
    return tuple(texts), tuple(findings)
