"""What became of a mutant: read right, found, lost, or silently wrong."""

from __future__ import annotations

from dataclasses import dataclass

from mutants import UNKNOWN, Expect, Form, Key

from qcdc_xl.checks.read_cells import ReadCell
from qcdc_xl.model.finding import Finding, Severity
from qcdc_xl.model.received import Received

RIGHT, FOUND, LOST, SILENT = "right", "found", "lost", "silent"


@dataclass(frozen=True)
class Verdict:
    """``what`` became of it, and why."""

    what: str
    why: str = ""


def judge(form: Form, expect: Expect, file: Received, cells: tuple[ReadCell, ...]) -> Verdict:
    """Every cell against the truth, every difference against the findings; rules' findings do not count."""
    found = [f for f in file.findings if not f.code.startswith("RULE")]
    errors = [f for f in found if f.severity is Severity.ERROR]
    read: dict[Key, object] = {(c.item, c.row): c.value for c in cells}
    told = errors if not expect.warn else found
    there = [f for f in told if _there(f, expect)]
    for key in sorted(form.truth.keys() | read.keys()):
        meant = expect.meant.get(key, form.truth.get(key))
        if meant is not UNKNOWN and not _same(read.get(key), meant) and not there:
            return Verdict(SILENT, f"{key}: {read.get(key)!r} instead of {meant!r}; {_codes(found)}")
        if (
            meant is not UNKNOWN
            and not _same(read.get(key), meant)
            and not expect.either
            and not _whole(errors)
        ):
            return Verdict(LOST, f"{key}: {read.get(key)!r} instead of {meant!r}; {_codes(found)}")
    unknown = any(meant is UNKNOWN for meant in expect.meant.values())
    if (unknown or expect.must) and not there:
        return Verdict(SILENT, f"nothing told: {_read(read, expect)}; {_codes(found)}")
    if unknown or expect.must:
        return Verdict(FOUND)
    if errors and not expect.either and not expect.anywhere:
        return Verdict(LOST, f"refused: {_codes(errors)}")
    return Verdict(FOUND if errors else RIGHT)


def _there(found: Finding, expect: Expect) -> bool:
    """Whether a finding stands where it must: at the row, or at the file where the whole of it is meant."""
    if expect.anywhere:
        return True
    row = int("".join(filter(str.isdigit, found.place.cell)) or 0)
    return (found.place.sheet, row) in expect.rows


def _whole(errors: list[Finding]) -> bool:
    return any(not f.place.cell or f.code.startswith(("TABLE", "STAMP", "FILE", "COLUMN")) for f in errors)


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-6
    return (
        (one or None) == (other or None)
        if not (one == 0 or other == 0)
        else one == other and type(one) is not str
    )


def _codes(found: list[Finding]) -> str:
    return ", ".join(f"{f.code}@{f.place.sheet}!{f.place.cell}" for f in found) or "no finding"


def _read(read: dict[Key, object], expect: Expect) -> str:
    return ", ".join(f"{k}={read.get(k)!r}" for k in list(expect.meant)[:3])
