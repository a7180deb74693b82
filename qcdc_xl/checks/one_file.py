"""Step 4, file by file: one returned file checked by itself: whose, for when, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable

from qcdc_xl.checks.answers import answered
from qcdc_xl.checks.cells import clean
from qcdc_xl.checks.identity import identity
from qcdc_xl.checks.in_words import in_words
from qcdc_xl.checks.structure import structure
from qcdc_xl.intake.limits import FINDINGS
from qcdc_xl.model import CatalogueAt, Submission
from qcdc_xl.model.finding import ERROR, Finding, Place, finding
from qcdc_xl.model.received import Received


def check_one(
    catalogue: CatalogueAt, file: str, sha256: str, read: Submission | None, found: Iterable[Finding]
) -> Received:
    """The file with what was ``found`` in reading it and what is found here; findings name its unit."""
    if read is None:
        return Received(file, sha256, None, _told(file, tuple(found)))
    who = identity(catalogue, read)
    findings, original = [*in_words(catalogue, read, found), *who], read.values
    if not any(f.code in ("FORM_WRONG", "UNIT_UNKNOWN") for f in who) and read.unit:
        findings += structure(catalogue, read)
        for step in (clean, answered):
            read, more = step(catalogue, read)
            findings += in_words(catalogue, read, more)
    named = tuple(f.at(unit=f.place.unit or read.unit) for f in findings)
    return Received(file, sha256, read, _told(file, named), original)


def _told(file: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """All findings; of more than people can read the first, errors before warnings, and FINDINGS_MORE."""
    if len(findings) <= FINDINGS:
        return findings
    first = sorted(findings, key=lambda f: f.severity is not ERROR)[:FINDINGS]
    more = finding("FINDINGS_MORE", Place(first[0].place.unit, file), count=len(findings) - FINDINGS)
    return (*first, more)
