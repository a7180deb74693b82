"""The JSON shapes that other programs rely on."""

from __future__ import annotations

from dataclasses import asdict

from qcdc_xl.choose import Outcome, Received
from qcdc_xl.model.finding import as_json as finding_json
from qcdc_xl.report.reported import Reported


def received_json(file: Received) -> dict[str, object]:
    """A returned file: whose it is (null if it does not say), and what was found."""
    return {
        "unit": file.unit or None,
        "file": file.file,
        "findings": [finding_json(f) for f in file.findings],
    }


def outcome_json(outcome: Outcome) -> dict[str, object]:
    """The contract of ``consolidate --json``."""
    figures = outcome.book.figures.values
    return {
        "period": outcome.book.catalogue.period.code,
        "received": outcome.received,
        "accepted": [{"unit": f.unit, "file": f.file, "sha256": f.sha256} for f in outcome.accepted],
        "rejected": [received_json(f) for f in outcome.rejected],
        "superseded": [{"unit": f.unit, "file": f.file, "sha256": f.sha256} for f in outcome.superseded],
        "missing": list(outcome.missing),
        "figures": {code: list(v) if isinstance(v, tuple) else v for code, v in figures.items()},
        "findings": [finding_json(f) for f in outcome.findings],
    }


def report_json(made: Reported) -> dict[str, object]:
    """What ``report --json`` says: files (null if there is none), whether it is a draft, what changed."""
    return {
        "file": str(made.file) if made.file else None,
        "pdf": str(made.pdf) if made.pdf else None,
        "draft": bool(made.draft),
        "received": len(made.book.accepted),
        "expected": len(made.book.catalogue.active_units),
        "since": made.since or None,
        "changes": [asdict(change) for change in made.changes],
        "findings": [finding_json(f) for f in made.findings],
    }
