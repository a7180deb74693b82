"""Single numbers put right on a unit's word, by telephone: the return itself stays as it came."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from qcdc_xl.model.scalar import Scalar

VOID = "Hết hiệu lực"
"""Begins the state of an amendment that another return of the unit has made void."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """One number of a return (these bytes): an indicator's (``row`` 0) or one in a list's row.

    ``unit`` and ``item`` are codes, or, as long as nobody has understood them, what was typed. ``old`` is what the return
    says, ``new`` what the unit says now; both as typed, blank is ``None``. ``sheet`` and ``cell``: where in the master;
    ``at``: in which row of its table, from 0, where it stays.
    """

    unit: str
    item: str
    row: int
    old: Scalar
    new: Scalar
    reason: str
    sha256: str = ""
    who: str = ""
    when: datetime.datetime | None = None
    state: str = ""
    sheet: str = ""
    cell: str = ""
    at: int = 0
