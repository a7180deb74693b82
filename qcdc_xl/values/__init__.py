"""Kinds of value, a module each: to add one, write its module and name it here.

The words are XLSForm's, as they stand in the column ``type`` of the tables ``indicators`` and ``list_columns``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from qcdc_xl.model import Catalogue, Indicator, ListColumn, answer_item
from qcdc_xl.values.date import Date
from qcdc_xl.values.decimal import Decimal
from qcdc_xl.values.integer import Integer
from qcdc_xl.values.kind import Asked, Kind, Misfit
from qcdc_xl.values.money import Money
from qcdc_xl.values.select_multiple import SelectMultiple
from qcdc_xl.values.select_one import SelectOne
from qcdc_xl.values.text import Text
from qcdc_xl.values.yes_no import YesNo

__all__ = ["KINDS", "Asked", "Kind", "Misfit", "asked_of", "kind_of", "kinds_of", "tolerance_of"]

KINDS: Mapping[str, Kind] = MappingProxyType({
    "integer": Integer(),
    "decimal": Decimal(),
    "text": Text(),
    "select_one": SelectOne(),
    "select_multiple": SelectMultiple(),
    "yes_no": YesNo(),
    "money": Money(),
    "date": Date(),
})  # fmt: skip


UNKNOWN = KINDS["decimal"]
"""What is kept of things that the catalogue does not ask any more: numbers stay numbers, texts texts."""


def kind_of(asked: Indicator | ListColumn) -> Kind:
    """The kind of value that an indicator or a list's column asks."""
    return KINDS[asked.type]


def asked_of(catalogue: Catalogue, asked: Indicator | ListColumn) -> Asked:
    """What an indicator or a list's column asks. What the form computes is not required of anybody; in lists nothing is
    below 0 unless the table says so, as there things are counted."""
    choices = catalogue.choices_of(asked.choices) if asked.choices else ()
    if isinstance(asked, ListColumn):
        least = 0 if asked.min is None and kind_of(asked).numeric else asked.min
        return Asked(asked.required, least, asked.max, choices)
    return Asked(
        asked.required and not asked.expression, asked.min, asked.max, choices, asked.unit_of_measure,
        kind_of(asked).numeric and not asked.expression,
    )  # fmt: skip


def tolerance_of(asked: Indicator | ListColumn) -> float:
    """How far apart two of its values may be and still be equal in rules."""
    return kind_of(asked).tolerance(asked.unit_of_measure if isinstance(asked, Indicator) else "")


@lru_cache(maxsize=8)
def kinds_of(catalogue: Catalogue) -> Mapping[str, Kind]:
    """The kinds of all that is asked, by item: an indicator's code, ``list.column``, or ``list:CODE`` for the words that
    answer a whole list."""
    columns = {f"{r.code}.{c.code}": kind_of(c) for r in catalogue.lists for c in r.columns}
    answers = {answer_item(r.code): KINDS["text"] for r in catalogue.lists}
    return {i.code: kind_of(i) for i in catalogue.indicators} | columns | answers
