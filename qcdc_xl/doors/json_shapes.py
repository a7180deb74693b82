"""What ``--json`` prints: the shapes that other programs rely on.

A verb's result is shown field by field, under the names that its fields have; the few shapes that say something
else stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from enum import StrEnum
from pathlib import Path

from qcdc_xl.model.finding import Finding
from qcdc_xl.model.finding import as_json as finding_json
from qcdc_xl.model.received import Received
from qcdc_xl.report.reported import Reported
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.check import Checked
from qcdc_xl.verbs.doctor import Examined
from qcdc_xl.verbs.footnotes import Filled
from qcdc_xl.verbs.outcome import Outcome
from qcdc_xl.verbs.undo import Undone


def shape(value: object) -> object:
    """A result, or a part of one, as JSON's own kinds."""
    match value:
        case Outcome():
            return _outcome(value)
        case Reported():
            return _reported(value)
        case BookAt():
            return _status(value)
        case Checked():
            return _checked(value)
        case Filled():
            return shape(value.notes)
        case Examined():
            return shape(value.results)
        case Undone():
            return {"period": value.period, "restored": value.backup.name, "left": value.left}
        case Received():
            return _received(value)
        case Finding():
            return finding_json(value)
    return _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, Path | StrEnum):
        return str(value)
    if isinstance(value, list | tuple):
        return [shape(one) for one in value]
    if isinstance(value, Mapping):
        return {key: shape(one) for key, one in value.items()}
    if is_dataclass(value):
        return {f.name: shape(getattr(value, f.name)) for f in fields(value)}
    return value


def _checked(checked: Checked) -> dict[str, object]:
    """Files with their findings, and with the values read where these were asked for."""
    files = [_received(file) for file in checked.files]
    for file, cells in zip(files, checked.values, strict=False):
        file["values"] = [asdict(cell) for cell in cells]
    return {"period": checked.period, "files": files, "findings": shape(checked.findings)}


def _received(file: Received) -> dict[str, object]:
    return {"unit": file.unit or None, "file": file.file, "findings": shape(file.findings)}


def _outcome(outcome: Outcome) -> dict[str, object]:
    """The contract of ``consolidate --json``."""
    return {
        "period": outcome.book.catalogue.period.code,
        "received": outcome.received,
        "accepted": [_hashed(f) for f in outcome.accepted],
        "rejected": shape(outcome.rejected),
        "superseded": [_hashed(f) for f in outcome.superseded],
        "missing": list(outcome.missing),
        "figures": shape(outcome.book.figures.values),
        "findings": shape(outcome.findings),
        "accepted_with_errors": [_decided(outcome, f) for f in outcome.accepted_with_errors],
        "set_aside": [_decided(outcome, f) for f in outcome.set_aside],
        "not_expected": list(outcome.book.not_expected),
        "waiting": list(outcome.waiting),
    }


def _hashed(file: Received) -> dict[str, object]:
    return {"unit": file.unit, "file": file.file, "sha256": file.sha256}


def _decided(outcome: Outcome, file: Received) -> dict[str, object]:
    """A file on which the clerk has decided, with the reason."""
    reasons = {d.sha256: d.reason for d in outcome.book.decided.decisions}
    return {**_hashed(file), "reason": reasons.get(file.sha256, "")}


def _reported(made: Reported) -> dict[str, object]:
    """Files (null if there is none), whether it is a draft, what changed."""
    return {
        "period": made.book.catalogue.period.code,
        "file": shape(made.file),
        "pdf": shape(made.pdf),
        "draft": bool(made.draft),
        "left": [{"text": one.text, "reason": one.reason or None} for one in made.left],
        "received": len(made.book.accepted),
        "expected": len(made.book.catalogue.active_units),
        "since": made.since or None,
        "changes": [asdict(change) for change in made.changes],
        "findings": shape(made.findings),
    }


def _status(book: BookAt) -> dict[str, object]:
    """Who has handed in: a row a unit, ``file`` null where there is none."""
    rows = []
    for unit in book.catalogue.active_units:
        used, receipt = book.accepted.get(unit.code), book.receipts.get(unit.code)
        rows.append({
            "unit": unit.code,
            "name": unit.name,
            "status": book.status(unit.code),
            "file": used.file if used else None,
            "errors": receipt.errors if receipt else 0,
            "warnings": receipt.warnings if receipt else 0,
            "keyed": book.keyed[unit.code].reason if unit.code in book.keyed else None,
        })  # fmt: skip
    return {"period": book.catalogue.period.code, "received": len(book.accepted), "units": rows}
