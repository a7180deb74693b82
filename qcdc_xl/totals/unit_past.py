"""What a book knows of one unit's past, to compare the unit's return with: for its own form.

A book of a thousand units is asked this for each of them, so only the table of the unit itself is made, beside the
tables of earlier periods, which all forms share.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from qcdc_xl.model import CatalogueAt, Scalar, Submission, Unit
from qcdc_xl.model.period import YEAR_TO_DATE, year_to_date
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.consolidate import Returns, consolidate
from qcdc_xl.totals.over_time import Held, goes_on, joined


@dataclass(frozen=True, eq=False)
class UnitPast:
    """The past of one unit that reports in the book's period."""

    book: BookAt
    unit: Unit

    def returns(self, present: Submission) -> Returns:
        """The table of this return alone, compared with the past; the year to date has the return in it."""

        def past(when: str) -> Returns | None:
            return self._year(present) if when == YEAR_TO_DATE else self.book.past_returns(when)

        return consolidate(self._alone(self.book.catalogue), {self.unit.code: present}, past)

    @cached_property
    def blank(self) -> Returns:
        """The table of a return that says nothing yet."""
        return self.returns(self._nothing)

    def value(self, when: str, code: str) -> Scalar:
        """The unit's value at the other period; of a year that goes on what its earlier parts say together."""
        then = self.blank.past(when) if self.blank.past else None
        held = self.unit.code in self.blank.known_then(when)
        return then.value(self.unit.code, code) if then and held else None

    @property
    def year_begins(self) -> bool:
        """Whether the year to date is the period itself."""
        return self._year_code == self.book.catalogue.period.code

    @cached_property
    def year_goes_on(self) -> bool:
        """Whether the year to date is made of parts, the last of them the return that is still to come."""
        if not self._year_code or self.year_begins:
            return False
        period = self.book.catalogue.period.code
        return goes_on(self.year_catalogue, self._held(self._nothing), self.unit.code, period)

    @cached_property
    def year_catalogue(self) -> CatalogueAt:
        """The catalogue at the year to date, with this unit alone; only where there is a year to date."""
        return self._alone(self.book.catalogue.at(self._year_code))

    @property
    def _year_code(self) -> str:
        return year_to_date(self.book.catalogue.period)

    def _year(self, present: Submission) -> Returns | None:
        if not self._year_code:
            return None
        held = self._held(present)
        own = held.get(self._year_code, {}).get(self.unit.code)
        made = joined(self.year_catalogue, held)[0] if own is None else {self.unit.code: own}
        return consolidate(self.year_catalogue, made)

    def _held(self, present: Submission) -> Held:
        others = {code: record.returns for code, record in self.book.others.items()}
        return {**others, self.book.catalogue.period.code: {self.unit.code: present}}

    def _alone(self, catalogue: CatalogueAt) -> CatalogueAt:
        return replace(catalogue, units=(self.unit,), departed={})

    @property
    def _nothing(self) -> Submission:
        return Submission(self.unit.code, "", self.book.catalogue.period.code, "", "")
