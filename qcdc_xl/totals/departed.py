"""Units that are gone before a longer period ends, merged or split: what they sent for its parts counts in it.

A unit is (code, valid_from), so it keeps a row of its own; what it sent of a stock counts no more, since the last part
has nothing of it. Who sent the longer period itself has told all of it: then what became part of him is not counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from qcdc_xl import vietnamese
from qcdc_xl.model import CatalogueAt, Submission, Unit
from qcdc_xl.totals.over_time import Held, same_unit, ways_held


def departed_units(catalogue: CatalogueAt, held: Held) -> dict[str, Unit]:
    """The units of the period's parts that are gone on its last day, by what they are called in the period."""
    parts = {part.code for way in ways_held(catalogue, held) for part in way}
    if not parts:
        return {}
    present, own = set(catalogue.reporting_units), held.get(catalogue.period.code, {})
    codes = {u.code for u in present}
    return {
        _called(unit, codes): unit
        for unit in catalogue.units
        if unit not in present
        and any(same_unit(catalogue, code, unit, held[code]) for code in parts)
        and not _told(catalogue, unit, own)
    }


def _called(unit: Unit, codes: set[str]) -> str:
    """Its code, with its last day where another unit has the code now."""
    if unit.code not in codes or unit.valid_to is None:
        return unit.code
    return f"{unit.code} (đến {vietnamese.date(unit.valid_to)})"


def _told(catalogue: CatalogueAt, unit: Unit, own: Mapping[str, Submission]) -> bool:
    """Whether units that came from it have sent the period itself; any unit, where the tables name none."""
    after = {
        c.after
        for c in catalogue.unit_changes
        if c.before == unit.code and c.before_valid in (None, unit.valid_from)
    }
    return bool(own.keys() & after) if after else bool(own)
