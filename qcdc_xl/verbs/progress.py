"""How a verb says how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, how many there are."""


def silent(what: str, done: int, of: int) -> None:
    """Progress for those who do not look."""
