"""The catalogue: from rows of text to the records of ``model``.

Columns know how they are read; a value that cannot be converted is a finding at its cell and the row is
left out, so that whatever comes after works on whole records only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from qcdc_xl import model
from qcdc_xl.catalogue.columns import Unfit
from qcdc_xl.catalogue.sheets import Entries, Entry
from qcdc_xl.catalogue.tables import TABLES, Table
from qcdc_xl.model import Catalogue
from qcdc_xl.model.finding import Finding
from qcdc_xl.values import kind_of


def build(entries: Entries) -> tuple[Catalogue, tuple[Finding, ...]]:
    """The catalogue of these rows. Findings: blank, unusable and doubled values, each at its cell."""
    findings: list[Finding] = []
    made: dict[str, Any] = {
        name: _records(table, entries, findings) for name, table in TABLES.items() if table.record
    }
    columns = made.pop("list_columns")
    made["lists"] = tuple(
        replace(r, columns=tuple(c for c in columns if c.list == r.code)) for r in made["lists"]
    )
    made["indicators"] = tuple(map(_over_time, made["indicators"]))
    made["rules"] = tuple(replace(r, severity="warning") if r.trial else r for r in made["rules"])
    settings, period_settings, labels = _settings(entries, findings)
    return Catalogue(settings, labels, period_settings=period_settings, **made), tuple(findings)


def _settings(
    entries: Entries, findings: list[Finding]
) -> tuple[dict[str, str], dict[str, dict[str, str]], dict[str, str]]:
    """Settings of all periods by key, those of single periods by period and key, and the labels."""
    rows = [e for e in entries.of("settings") if e.values.get("key")]
    findings += _doubled(rows, TABLES["settings"]).values()
    by_period: dict[str, dict[str, str]] = {"": {}}
    labels: dict[str, str] = {}
    for entry in rows:
        _, wrong = _values(TABLES["settings"], entry)
        findings += wrong
        key = entry.values["key"]
        by_period.setdefault(entry.values.get("period", ""), {})[key] = entry.values.get("value", "")
        labels[key] = labels.get(key) or entry.values.get("label", "")
    return by_period.pop(""), by_period, labels


def _over_time(asked: model.Indicator) -> model.Indicator:
    """Where nothing is said: what is added up over units is added up over time, a percentage is not, and of texts
    and choices the last is the present one."""
    if asked.over_time:
        return asked
    ratio = "none" if asked.aggregation == "NONE" else "sum"
    return replace(asked, over_time=ratio if kind_of(asked).numeric else "last")


def _records(table: Table, entries: Entries, findings: list[Finding]) -> tuple[Any, ...]:
    rows, records = entries.of(table.name), []
    if table.draft_by:
        rows = tuple(entry for entry in rows if entry.values.get(table.draft_by))
    doubled = _doubled(rows, table)
    findings += doubled.values()
    for number, entry in enumerate(rows):
        values, wrong = _values(table, entry)
        findings += wrong
        if not wrong and number not in doubled:
            assert table.record is not None
            records.append(_placed(table.record(**values), entry))
    return tuple(records)


def _values(table: Table, entry: Entry) -> tuple[dict[str, Any], list[Finding]]:
    """The record's fields. Findings: blank cells that may not be, and texts that their column cannot take."""
    values: dict[str, Any] = {}
    wrong = []
    for column in table.columns:
        text = entry.values.get(column.name, "")
        if not text and column.required:
            wrong.append(entry.finding("CATALOGUE_VALUE_MISSING", column.name))
            continue
        try:
            values[column.field or column.name] = column.read(text)
        except Unfit as why:
            wrong.append(entry.finding("CATALOGUE_VALUE_WRONG", column.name, value=text, reason=str(why)))
    return values, wrong


def _placed(record: Any, entry: Entry) -> Any:
    """Texts know their cell: what is found while they are written out is found there."""
    if not isinstance(record, model.Footnote | model.Paragraph):
        return record
    return replace(record, sheet=entry.sheet, cell=entry.cells.get("text", ""))


def _doubled(rows: Sequence[Entry], table: Table) -> dict[int, Finding]:
    """Rows whose key an earlier row has, by their place among the rows; each at the last part of its key."""
    seen: dict[tuple[str, ...], Entry] = {}
    found = {}
    for number, entry in enumerate(rows):
        value = tuple(entry.values.get(column, "") for column in table.key)
        first = seen.setdefault(value, entry)
        if first is not entry and any(value):
            last = next(c for c in reversed(table.key) if entry.values.get(c))
            more = {"value": " ".join(filter(None, value)), "first": first.cells.get(last, "")}
            found[number] = entry.finding("CATALOGUE_CODE_DOUBLED", last, **more)
    return found
