"""The catalogue: from rows of text to the records of ``model``.

One converter a kind of column; a value that cannot be converted is a finding at its cell and the row is
left out, so that whatever comes after works on whole records only.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from qcdc_xl import model
from qcdc_xl.catalogue.sheets import COLUMNS, Entries, Entry
from qcdc_xl.model import Catalogue
from qcdc_xl.model.finding import Finding

_CODE_HELP = "chỉ dùng chữ không dấu, số và dấu gạch dưới"


class _Unusable(ValueError):
    """A value that a column cannot take; the text says why, in Vietnamese."""


def _text(value: str) -> str:
    return value


def _words(value: str) -> tuple[str, ...]:
    return tuple(value.replace(",", " ").split())


def _names(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split("|") if part.strip())


def _integer(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise _Unusable("cần một số nguyên") from None


def _limit(value: str) -> float | None:
    try:
        return float(value.replace(",", ".")) if value else None
    except ValueError:
        raise _Unusable("cần một số") from None


def _width(value: str) -> float:
    return _limit(value) or 16


def _rows(value: str) -> int:
    return _integer(value) if value else 30


def _date(value: str) -> datetime.date | None:
    try:
        found = datetime.date.fromisoformat(value) if value else None
    except ValueError:
        found = None
    if value and (found is None or found.isoformat() != value):  # one writing only: dates compare as text
        raise _Unusable("cần một ngày, ví dụ 2022-06-30")
    return found


def _yes(value: str) -> bool:
    if value.casefold() not in ("", "yes", "no", "có", "không", "x"):
        raise _Unusable("ghi yes hoặc để trống")
    return value.casefold() in ("yes", "có", "x")


def _one_of(*allowed: str) -> Callable[[str], str]:
    def convert(value: str) -> str:
        if value not in allowed:
            raise _Unusable("chỉ nhận: " + ", ".join(a or "(để trống)" for a in allowed))
        return value

    return convert


def _code(value: str) -> str:
    bare = value.replace("@", "_").replace("-", "_").replace(".", "_")
    if not (bare.isascii() and bare.isidentifier()) and not value.isdigit():
        raise _Unusable(_CODE_HELP)
    return value


_TYPES = ("integer", "decimal", "text", "select_one", "date")


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table's rows become records: class, converters (text otherwise), required and key columns."""

    record: Callable[..., Any]
    converters: Mapping[str, Callable[[str], Any]]
    required: tuple[str, ...]
    key: tuple[str, ...]


_TABLES: Mapping[str, _Table] = {
    "levels": _Table(model.Level, {"code": _code}, ("code", "label"), ("code",)),
    "units": _Table(
        model.Unit,
        {"code": _code, "aliases": _names, "valid_from": _date, "valid_to": _date},
        ("code", "name", "type"),
        ("code", "valid_from"),
    ),
    "periods": _Table(
        model.Period,
        {"start": _date, "end": _date, "due": _date},
        ("code", "label", "start", "end"),
        ("code",),
    ),
    "sections": _Table(model.Section, {"kind": _one_of("text", "data")}, ("code", "title"), ("code",)),
    "forms": _Table(
        model.Form, {"code": _code, "unit_types": _words}, ("code", "title", "unit_types"), ("code",)
    ),
    "indicators": _Table(
        model.Indicator,
        {
            "code": _code, "forms": _words, "type": _one_of(*_TYPES), "required": _yes, "min": _limit,
            "max": _limit, "aggregation": _one_of("SUM", "COUNT", "NONE"),
        },
        ("code", "section", "forms", "label", "type"),
        ("code",),
    ),
    "lists": _Table(
        model.RecordList,
        {"code": _code, "forms": _words, "rows": _rows},
        ("code", "section", "forms", "label"),
        ("code",),
    ),
    "list_columns": _Table(
        model.ListColumn,
        {"code": _code, "type": _one_of(*_TYPES), "required": _yes, "width": _width},
        ("list", "code", "label", "type"),
        ("list", "code"),
    ),
    "choices": _Table(model.Choice, {}, ("list_name", "value"), ("list_name", "value")),
    "rules": _Table(
        model.Rule,
        {
            "code": _code, "scope": _one_of("form", "across", "history"),
            "severity": _one_of("error", "warning"), "missing": _one_of("skip", "zero", "fail"),
        },
        ("code", "scope", "severity", "expression", "missing", "message"),
        ("code",),
    ),
    "figures": _Table(
        model.Figure,
        {
            "code": _code,
            "format": _one_of("count", "grouped", "percent", "ordinal", "roman", "text", "list"),
        },
        ("code", "section", "label", "expression", "format"),
        ("code",),
    ),
    "charts": _Table(
        model.Chart,
        {
            "code": _code, "type": _one_of("column", "bar", "stacked", "pie"), "items": _words,
            "unit_types": _words,
        },
        ("code", "title", "type", "section", "items"),
        ("code",),
    ),
    "footnotes": _Table(
        model.Footnote,
        {"number": _integer, "order": _integer},
        ("number", "section", "order", "text"),
        ("number", "order"),
    ),
    "paragraphs": _Table(model.Paragraph, {}, (), ()),
    "document_styles": _Table(
        model.StyleValue,
        {"document_style": _code},
        ("document_style", "key"),
        ("document_style", "key"),
    ),
}  # fmt: skip


def build(entries: Entries) -> tuple[Catalogue, tuple[Finding, ...]]:
    """The catalogue of these rows. Findings: blank, unusable and doubled values, each at its cell."""
    findings: list[Finding] = []
    made: dict[str, Any] = {table: _records(table, entries, findings) for table in _TABLES}
    columns = made.pop("list_columns")
    lists = (replace(r, columns=tuple(c for c in columns if c.list == r.code)) for r in made["lists"])
    settings, labels = _settings(entries, findings)
    made["lists"] = tuple(lists)
    return Catalogue(settings, labels, **made), tuple(findings)


def _settings(entries: Entries, findings: list[Finding]) -> tuple[dict[str, str], dict[str, str]]:
    rows = [e for e in entries.of("settings") if e.values.get("key")]
    findings += _doubled(rows, ("key",))
    labels = {e.values["key"]: e.values.get("label", "") for e in rows}
    return {e.values["key"]: e.values.get("value", "") for e in rows}, labels


def _records(table: str, entries: Entries, findings: list[Finding]) -> tuple[Any, ...]:
    spec, rows, records = _TABLES[table], entries.of(table), []
    if table == "paragraphs":  # work in progress: rows without a text say nothing yet
        rows = tuple(entry for entry in rows if entry.values.get("text"))
    doubled = _doubled(rows, spec.key) if spec.key else []
    findings += doubled
    for entry in rows:
        wrong = list(_blank(entry, spec.required))
        values: dict[str, Any] = {}
        for column in COLUMNS[table]:
            try:
                values[column] = spec.converters.get(column, _text)(entry.values.get(column, ""))
            except _Unusable as why:
                value = entry.values.get(column, "")
                if value or column not in spec.required:
                    wrong.append(entry.finding("CATALOGUE_VALUE_WRONG", column, value=value, reason=str(why)))
        findings += wrong
        if not wrong and not any(d.cell == entry.cells.get(spec.key[-1]) for d in doubled):
            records.append(_placed(spec.record(**values), entry))
    return tuple(records)


def _placed(record: Any, entry: Entry) -> Any:
    """Texts know their cell: what is found while they are written out is found there."""
    if not isinstance(record, model.Footnote | model.Paragraph):
        return record
    return replace(record, sheet=entry.sheet, cell=entry.cells.get("text", ""))


def _blank(entry: Entry, required: tuple[str, ...]) -> Iterator[Finding]:
    for column in required:
        if not entry.values.get(column):
            yield entry.finding("CATALOGUE_VALUE_MISSING", column)


def _doubled(rows: tuple[Entry, ...] | list[Entry], key: tuple[str, ...]) -> list[Finding]:
    seen: dict[tuple[str, ...], Entry] = {}
    findings = []
    for entry in rows:
        value = tuple(entry.values.get(column, "") for column in key)
        first = seen.setdefault(value, entry)
        if first is not entry and any(value):
            shown = " ".join(filter(None, value))
            where = first.cells.get(key[-1], "")
            findings.append(entry.finding("CATALOGUE_CODE_DOUBLED", key[-1], value=shown, first=where))
    return findings
