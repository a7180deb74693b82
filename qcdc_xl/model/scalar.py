"""What a cell can hold, as the program sees it: a number, a text, a day, blank, or "không phát sinh"."""

from __future__ import annotations

import datetime

NIL = "không phát sinh"
"""Nothing to report: a third thing beside blank and 0 (law 2). Stored as this text everywhere."""

Scalar = str | int | float | bool | datetime.date | None
"""One value of a cell; ``None`` is blank. Numbers that came from a sheet are floats or ints."""
