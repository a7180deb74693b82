"""What goes back to a unit whose return has errors: its form, filled with what was read, and what is to be done in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qcdc_xl.model.finding import Severity
from qcdc_xl.model.submission import Value

At = tuple[str, int]
"""A cell of a form: the item and row of :class:`Value`."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that the unit is asked to put right, or to look at again.

    ``at``: its cell in the form that goes back, ``None`` where there is no place for it. ``label`` names what is asked,
    ``typed`` is what the unit's own file says, ``own`` where in that file; each "" where it makes no sense.
    """

    severity: Severity
    at: At | None
    label: str
    typed: str
    text: str
    own: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said at one cell of the form, in the colour of the worst of it."""

    severity: Severity
    text: str


@dataclass(frozen=True)
class Answer:
    """The answer to one faulty return. ``values``: what is filled in, as read or, where it could not be read, as typed.

    ``left_out``: why nothing of the return is filled in; "" where it is.
    """

    file: str
    tasks: tuple[Task, ...]
    values: tuple[Value, ...] = ()
    remarks: Mapping[At, Remark] = field(default_factory=dict)
    left_out: str = ""
