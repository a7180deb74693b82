"""What came back: one returned workbook and its values, each with the cell that it came from (law 3)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from qcdc_xl.model.scalar import Scalar


def answer_item(list_code: str) -> str:
    """The item of “không phát sinh” for a whole record list, as the table ``answers`` keys it: ``list:CODE``."""
    return f"list:{list_code}"


class Value(NamedTuple):
    """One value received, with the cell it came from (law 3).

    ``item`` is an indicator's code with ``row`` 0, ``list.column`` with ``row`` counting from 1, ``list:CODE`` with
    ``row`` 0 (see :func:`answer_item`), or ``meta.unit`` and its like. ``sheet`` and ``cell`` are as in the file received. A blank cell of
    something asked has the value ``None``, kept for its place; "không phát sinh" is the text :data:`NIL`.
    """

    item: str
    row: int
    value: Scalar
    sheet: str
    cell: str


class Printed(NamedTuple):
    """Something that a file prints for the eye, held against what its hidden codes say (law 15).

    ``item`` is "unit", "period", the code of the indicator in whose row it stands as the label, or ``list:CODE`` for
    the heading of a record list's first column, in whose sheet and over whose first cell it stands.
    """

    item: str
    text: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One returned workbook, read. ``file`` is its path below the inbox, ``sha256`` that of its bytes.

    ``catalogue`` is the stamp of its form. ``lists``: codes of the record lists that it has, and of their columns
    (``list.column``), filled in or not; none where it was not read from a file. ``printed``: what it says to the eye.
    ``partly``: it is joined from returns of shorter periods, and some of them are lacking.
    """

    unit: str
    form: str
    period: str
    catalogue: str
    file: str
    sha256: str = ""
    modified: datetime.datetime | None = None
    values: tuple[Value, ...] = ()
    lists: frozenset[str] = frozenset()
    partly: bool = False
    printed: tuple[Printed, ...] = ()

    @property
    def asked(self) -> frozenset[str]:
        """What the file has room for: codes of indicators, of lists, of their columns."""
        items = {v.item for v in self.values}
        return self.lists | items | {item.partition(".")[0] for item in items}
