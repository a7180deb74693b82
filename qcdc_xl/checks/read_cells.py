"""What was read in each cell that a form asks: for programs that hold our reading against theirs."""

from __future__ import annotations

from dataclasses import dataclass

from qcdc_xl.checks.structure import computed_items
from qcdc_xl.model import CatalogueAt, Scalar, Value, answer_item
from qcdc_xl.model.received import Received
from qcdc_xl.values import Kind, kinds_of
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
    """The cells of a file that are asked, not those that its form computes or that answer for a whole list; of a file refused for whose it is, or for
    which form it is, those that it has."""
    if file.submission is None:
        return ()
    kinds = kinds_of(catalogue)
    others = computed_items(catalogue) | {answer_item(r.code) for r in catalogue.lists}
    original = {(v.item, v.row): v.value for v in file.original}
    return tuple(
        _cell(value, kinds[value.item], original.get((value.item, value.row)))
        for value in file.submission.values
        if value.item in kinds and value.item not in others
    )


def _cell(value: Value, kind: Kind, original: Scalar) -> ReadCell:
    told = kind.told(value.value)
    return ReadCell(value.item, value.row, told, value.sheet, value.cell, _original(original))


def _original(value: Scalar) -> Told:
    if value is None or isinstance(value, int | float):
        return value
    return shown(value) or None
