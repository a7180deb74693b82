"""The catalogue's definitions: a record a table, what is reported by whom and checked how.

All are frozen; sequences are tuples. Names are DHIS2's and XLSForm's where those have a word. ``from_period`` and
``to_period`` (columns ``from``, ``to``) are the codes of the first and last period in which a definition holds;
blank: always.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from qcdc_xl.model.period import Period


@dataclass(frozen=True, slots=True)
class Level:
    """A level of administration, e.g. ``xa``; ``parent`` is the level it reports to ("" at the top)."""

    code: str
    label: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Who reports. After 2025 the same code can mean another commune: the key is (code, valid_from)."""

    code: str
    name: str
    type: str
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    level: str = ""
    parent: str = ""
    email: str = ""
    cc: str = ""
    contact: str = ""
    phone: str = ""

    def active(self, period: Period) -> bool:
        """Whether the unit exists on the last day of the period (a merged unit does not)."""
        begun = self.valid_from is None or self.valid_from <= period.end
        return begun and (self.valid_to is None or self.valid_to >= period.end)


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One unit that became another, in part or whole; two that merge are two rows. ``kind``: merge, split, rename,
    type. Units are named as their table does, by code and first day; ``basis`` is the resolution."""

    before: str
    before_valid: datetime.date | None
    after: str
    after_valid: datetime.date | None
    kind: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: ``II.2``. ``kind`` is ``data`` for those with a sheet of numbers."""

    code: str
    title: str
    kind: str = "text"
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of workbook that some types of unit fill in; ``number`` as printed, "01/QCDC-XA"."""

    code: str
    number: str
    title: str
    unit_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number, choice or text asked of a unit.

    ``type`` is its kind of value, by XLSForm's word (``values`` has them all). With ``expression`` it is derived:
    computed by the form, never typed. ``aggregation`` is DHIS2's: SUM, COUNT (of answers) or NONE.
    ``over_time`` says how it goes from parts to a longer period: ``sum``, ``last`` (stocks, cumulative counts)
    or ``none``. ``law`` names the article that asks for it, where it is known to stand.
    """

    code: str
    section: str
    forms: tuple[str, ...]
    label: str
    unit_of_measure: str = ""
    type: str = "integer"
    required: bool = False
    min: float | None = None
    max: float | None = None
    choices: str = ""
    expression: str = ""
    aggregation: str = "SUM"
    hint: str = ""
    over_time: str = "sum"
    law: str = ""
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a record list; with ``expression`` it is derived from the row's other columns.

    ``min``, ``max``: limits of a number; a blank ``min`` is 0, as lists count things.
    """

    list: str
    code: str
    label: str
    type: str = "text"
    choices: str = ""
    required: bool = False
    expression: str = ""
    width: float = 16
    from_period: str = ""
    to_period: str = ""
    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True)
class RecordList:
    """Rows asked of a unit: conferences, documents. ``rows`` is how many the form offers at first."""

    code: str
    section: str
    forms: tuple[str, ...]
    label: str
    columns: tuple[ListColumn, ...] = ()
    rows: int = 30
    hint: str = ""
    from_period: str = ""
    to_period: str = ""

    def column(self, code: str) -> ListColumn | None:
        """The column of that code, or ``None``."""
        return next((c for c in self.columns if c.code == code), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that may be chosen: ``value`` is the text in the cell, ``label`` explains it."""

    list_name: str
    value: str
    label: str = ""
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold. ``scope``: form, across (all units together) or history (against the last period).

    ``missing`` says what a blank operand means: ``skip`` the rule, take ``zero``, or ``fail``.
    ``message`` may hold ``{indicator}``, replaced by the value found. A rule on ``trial`` is a warning, whatever its
    row says.
    """

    code: str
    scope: str
    severity: str
    expression: str
    message: str
    relevant: str = ""
    missing: str = "skip"
    trial: bool = False
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or list in the report; ``format``: count, grouped, percent, ordinal, roman, text, list."""

    code: str
    section: str
    label: str
    expression: str
    format: str = "count"
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a section's indicators: ``column``, ``bar``, ``stacked`` over its units, or ``pie`` of a
    choice. ``unit_types`` narrows the units where their rows stand together."""

    code: str
    title: str
    type: str
    section: str
    items: tuple[str, ...]
    unit_types: tuple[str, ...] = ()
    from_period: str = ""
    to_period: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """One paragraph of a footnote; a footnote with several paragraphs has several rows in ``order``.

    ``sheet`` and ``cell`` are where its text stands in the master, blank if it came from elsewhere.
    """

    number: int
    section: str
    order: int
    text: str
    from_period: str = ""
    to_period: str = ""
    sheet: str = field(default="", compare=False)
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Narrative text of a section, with figures and footnote marks in it; its place as a footnote's."""

    section: str
    style: str
    text: str
    period: str = ""
    when: str = ""
    sheet: str = field(default="", compare=False)
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class StyleValue:
    """One value of a document style (thể thức): a length, a font, a word printed; see ``document_styles``."""

    document_style: str
    key: str
    value: str
    label: str = ""


INDICATOR, LIST, COLUMN, ANSWER = "indicator", "list", "column", "answer"
"""What a form asks, by kind."""
SAME = "same"
"""The kind of a row that says: a form of this stamp asks and checks what one of another stamp does, in other words."""


@dataclass(frozen=True, slots=True)
class FormVersion:
    """One thing that a form which went out asks: ``kind`` is indicator, list, column (its code ``list.column``) or answer
    (“không phát sinh” for a whole list, its code ``list:CODE``);
    ``number`` as printed beside it; ``label`` blank if it is not known. ``stamp`` is printed in the form, see
    ``catalogue.stamp``. In a row of the kind ``SAME`` the code is the other stamp."""

    form: str
    stamp: str
    kind: str
    code: str
    number: str = ""
    label: str = ""
