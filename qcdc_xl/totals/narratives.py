"""Narratives from below: texts that units sent, gathered by section, for the writer to use or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qcdc_xl.model import NIL, Indicator, Section, Unit, Value
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.values import kind_of


@dataclass(frozen=True, slots=True)
class Narrative:
    """What one unit wrote under one indicator of type text."""

    section: Section
    unit: Unit
    asked: Indicator
    value: Value

    @property
    def key(self) -> str:
        """Its key in the master: unit and indicator."""
        return f"{self.unit.code}.{self.asked.code}"

    @property
    def text(self) -> str:
        """The text itself, as the unit wrote it."""
        return str(self.value.value)


def narratives(book: BookAt) -> Iterator[Narrative]:
    """All texts of the present period: by section, then by indicator, then by unit."""
    sent = {
        unit: {v.item: v for v in submission.values if v.row == 0}
        for unit, submission in book.accepted.items()
    }
    for section in book.catalogue.sections:
        for asked in book.catalogue.indicators:
            if asked.section != section.code or not kind_of(asked).narrative:
                continue
            for unit in book.catalogue.active_units:
                value = sent.get(unit.code, {}).get(asked.code)
                if value is not None and value.value not in (None, "", NIL):
                    yield Narrative(section, unit, asked, value)
