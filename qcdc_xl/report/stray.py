"""What staff have left in a text by oversight: a place not filled in, a sample, the label of another of our periods.

Other years are listed and never in the way: a report names the years of resolutions, plans, comparisons.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.finding import Finding, finding

_UNFILLED = re.compile(
    r"\[(?!\^|thiếu:)[^\[\]]*[^\W\d_][^\[\]]{2,}\]"  # "[điền tên]", not "[a]"
    r"|……+|\.{4,}|_{3,}|…\s*/\s*…"
    r"|\b(?:NỘI DUNG|ĐOẠN|LỜI) MẪU\b"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SHOWN = 60


def stray(catalogue: CatalogueAt, typed: str) -> Iterator[Finding]:
    """TEXT_UNFILLED, TEXT_OTHER_PERIOD in what was ``typed``: a text without the figures put into it."""
    for place in _UNFILLED.finditer(typed):
        yield finding("TEXT_UNFILLED", text=place.group(0)[:_SHOWN])
    words = _plain(typed).replace(_plain(catalogue.period.label), "")
    for label in _other_labels(catalogue):
        if _plain(label) in words:
            yield finding("TEXT_OTHER_PERIOD", period=label, own=catalogue.period.label)


def other_years(catalogue: CatalogueAt, typed: Iterable[str]) -> Iterator[Finding]:
    """TEXT_OTHER_YEARS, once, for all years named in the texts that are not the period's."""
    own = {catalogue.period.start.year, catalogue.period.end.year}
    years = {int(year) for text in typed for year in _YEAR.findall(text)} - own
    if years:
        yield finding("TEXT_OTHER_YEARS", years=", ".join(map(str, sorted(years))))


def _other_labels(catalogue: CatalogueAt) -> Iterator[str]:
    """The labels of our other periods; not of years, nor of those that begin when this one ends: their tasks are named."""
    own = catalogue.period
    after = own.end + datetime.timedelta(days=1)
    for period in catalogue.periods:
        if period.kind != "year" and period.start != after and period.label and period.label != own.label:
            yield period.label


def _plain(text: str) -> str:
    """Small letters, single spaces, "06 tháng" as "6 tháng"."""
    return re.sub(r"\b0(\d)\b", r"\1", " ".join(text.split()).casefold())
