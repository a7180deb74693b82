"""What was read in each cell that a form asks: for programs that hold our reading against theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qcdc_xl.model import CatalogueAt, Indicator, ListColumn, Scalar, Value
from qcdc_xl.model.received import Received
from qcdc_xl.values import Kind, kind_of
from qcdc_xl.values.kind import Told, shown


@dataclass(frozen=True, slots=True)
class ReadCell:
    """``item`` and ``row`` as in :class:`Value`; ``value`` is ``None`` for blank and for what cannot be read.

    ``original`` is what stood in the cell, as a text where it is no number, ``None`` for blank.
    """

    item: str
    row: int
    value: Told
    sheet: str
    cell: str
    original: Told


def read_cells(catalogue: CatalogueAt, file: Received) -> tuple[ReadCell, ...]:
    """The cells of a file that are asked, not those that its form computes; of a file refused for whose it is, or for
    which form it is, those that it has."""
    if file.submission is None:
        return ()
    kinds, original = _asked(catalogue), {(v.item, v.row): v.value for v in file.original}
    return tuple(
        _cell(value, kinds[value.item], original.get((value.item, value.row)))
        for value in file.submission.values
        if value.item in kinds
    )


def _cell(value: Value, kind: Kind, original: Scalar) -> ReadCell:
    told = kind.told(value.value)
    return ReadCell(value.item, value.row, told, value.sheet, value.cell, _original(original))


def _original(value: Scalar) -> Told:
    if value is None or isinstance(value, int | float):
        return value
    return shown(value) or None


def _asked(catalogue: CatalogueAt) -> Mapping[str, Kind]:
    """The kinds of all that people type, by item."""
    columns = {f"{r.code}.{c.code}": c for r in catalogue.lists for c in r.columns}
    every: dict[str, Indicator | ListColumn] = {**{i.code: i for i in catalogue.indicators}, **columns}
    return {item: kind_of(asked) for item, asked in every.items() if not asked.expression}
