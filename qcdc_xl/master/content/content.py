"""The shape in which contents are handed to the builder and to the fill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qcdc_xl.expression.render import literal
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.model import Scalar
from qcdc_xl.xlsx.host import Cell, Formula

Writer = Callable[[MasterPlaces, int, int], Sequence[Cell]]
"""(places, number of the row in the content from 0, row on the sheet from 0) → the row's cells."""


@dataclass(frozen=True)
class Content:
    """The rows of one table.

    ``columns`` are those written; others on the sheet stay. ``keys``: one a row, or ``None`` for a
    table without keys, which has ``count`` rows. ``output``: the rows are the catalogue's own, staff
    add and remove them; only the columns named are written beside them.
    """

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...] | None
    count: int
    write: Writer
    output: bool = False


def keyed(
    name: str, columns: Sequence[str], keys: Sequence[str], write: Writer, output: bool = False
) -> Content:
    """A table whose rows are found by key."""
    return Content(name, tuple(columns), tuple(keys), len(keys), write, output)


def listed(name: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Content:
    """A table without keys, of values only."""
    return Content(name, tuple(columns), None, len(rows), lambda places, number, row: rows[number])


def link(target: str, text: str) -> Formula:
    """A cell that opens a place of this workbook ("#'Sheet'!A1") or a file when clicked."""
    return Formula(f"HYPERLINK({literal(target)},{literal(text)})", text)


def shown(value: Scalar) -> Scalar:
    """A formula's result as it is cached: a blank result is the empty text."""
    return "" if value is None else value
