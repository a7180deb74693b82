"""What keeps a report a draft: something that nobody has answered for, and the clerk's reason to send the report all the same."""

from __future__ import annotations

from dataclasses import dataclass

UNITS = "units:"
"""With what the key of one about units begins that are still to come."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """``key`` is of all that it says, so that a reason ends when that changes; ``reason`` is blank until the clerk gives one.

    ``figures``: it is about the numbers that the report gives, so that the report says it with its reason.
    """

    key: str
    text: str
    figures: bool = False
    reason: str = ""

    @property
    def of_units(self) -> bool:
        """Whether it is about units that are still to come."""
        return self.key.startswith(UNITS)
