"""Why work cannot be done, said to people: raised by the flow and what it stands on, shown by the doors."""

from __future__ import annotations

from collections.abc import Sequence

from qcdc_xl.model.finding import Finding


class Trouble(Exception):
    """The work cannot be done; the text says in Vietnamese why and what to do (exit 2)."""


class CatalogueTrouble(Exception):
    """The catalogue or the master's tables have errors (exit 1)."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = tuple(findings)
