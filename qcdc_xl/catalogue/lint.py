"""The catalogue: what is wrong with the tables themselves, each thing at its cell.

Staff edit these tables in Excel. Whatever they mistype is found here, before any form goes out or any
number is added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from qcdc_xl.catalogue.columns import Reference
from qcdc_xl.catalogue.document_styles import ANNEX, FIRST, KEYS, unfit
from qcdc_xl.catalogue.ended import ended
from qcdc_xl.catalogue.scopes import (
    all_names,
    bare_names,
    derived_columns,
    form_schema,
    in_order,
    row_schema,
    rules_of,
    whole_schema,
)
from qcdc_xl.catalogue.sheets import Entries, Entry
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.expression.schema import LIST, LOGICAL, Schema, check
from qcdc_xl.expression.syntax import Call, ExpressionError, parse
from qcdc_xl.expression.texts import placeholders
from qcdc_xl.model import Catalogue, Rule, Unit
from qcdc_xl.model.finding import ERROR, WARNING, Finding, errors
from qcdc_xl.values import KINDS, Kind
from qcdc_xl.vietnamese import parse_date

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}$")


def lint(catalogue: Catalogue, entries: Entries) -> tuple[Finding, ...]:
    """Findings about codes, expressions, texts and dates of the catalogue's tables."""
    found = [*_references(entries), *_settings(catalogue, entries), *_dates(entries), *_choices(entries)]
    found += _times(catalogue, entries)
    found += [
        *_overlaps(catalogue, entries),
        *_document_styles(catalogue, entries),
        *_report_settings(entries),
    ]
    if any(f.code == "CATALOGUE_CODE_UNKNOWN" for f in errors(found)):
        return tuple(found)  # expressions would only repeat the same trouble
    found += [*_derived(catalogue, entries), *_rules(catalogue, entries), *_figures(catalogue, entries)]
    found += _texts(catalogue, entries)
    return tuple(found) if errors(found) else (*found, *ended(catalogue, entries))


def _known(entries: Entries, target: Reference) -> set[str]:
    rows = entries.of(target.table)
    return {
        e.values.get(target.column, "")
        for e in rows
        if not target.list_name or e.values.get("list_name") == target.list_name
    }


def _references(entries: Entries) -> Iterator[Finding]:
    for table in TABLES.values():
        for column in table.columns:
            if column.reference:
                yield from _unknown(entries, table.name, column.name, column.reference)


def _unknown(entries: Entries, table: str, column: str, target: Reference) -> Iterator[Finding]:
    known = _known(entries, target)
    for entry in entries.of(table):
        value = entry.values.get(column, "")
        words = value.replace(",", " ").split() if target.several else [value] if value else []
        for word in words:
            if word not in known:
                found = entry.finding("CATALOGUE_CODE_UNKNOWN", column, value=word, target=target.table)
                yield replace(found, severity=target.severity)


def _settings(catalogue: Catalogue, entries: Entries) -> Iterator[Finding]:
    if catalogue.settings.get("period") in {p.code for p in catalogue.periods}:
        return
    rows = {e.values.get("key"): e for e in entries.of("settings")}
    first = next(iter(entries.of("settings")), Entry("settings", {}, {}))
    entry = rows.get("period", replace(first, cells={}))
    value = catalogue.settings.get("period", "")
    yield entry.finding("CATALOGUE_CODE_UNKNOWN", "value", value=value, target="periods")


def _report_settings(entries: Entries) -> Iterator[Finding]:
    """Settings that the report reads as something else than words."""
    for entry in entries.of("settings"):
        key, value = entry.values.get("key"), entry.values.get("value", "")
        reason = ""
        if key == "annex" and value.casefold() not in ANNEX:
            reason = "ghi đủ, tổng số hoặc không"
        elif key == "report_date" and value and parse_date(value) is None:
            reason = "cần một ngày, ví dụ 22/6/2022"
        if reason:
            yield entry.finding("CATALOGUE_VALUE_WRONG", "value", value=value, reason=reason)


def _document_styles(catalogue: Catalogue, entries: Entries) -> Iterator[Finding]:
    rows = entries.of("document_styles")
    for entry in rows:
        key, value = entry.values.get("key", ""), entry.values.get("value", "")
        reason = unfit(key, value) if key else ""
        if reason:
            where = "value" if key in KEYS else "key"
            more = {"value": entry.values.get(where, ""), "reason": reason}
            yield entry.finding("CATALOGUE_VALUE_WRONG", where, **more)
    chosen = catalogue.settings.get("document_style") or FIRST
    if rows and chosen not in {e.values.get("document_style") for e in rows}:
        for entry in entries.of("settings"):
            if entry.values.get("key") == "document_style":
                more = {"value": chosen, "target": "document_styles"}
                yield entry.finding("CATALOGUE_CODE_UNKNOWN", "value", **more)


def _dates(entries: Entries) -> Iterator[Finding]:
    for table, first, last in (("periods", "start", "end"), ("units", "valid_from", "valid_to")):
        for entry in entries.of(table):
            start, end = entry.values.get(first, ""), entry.values.get(last, "")
            if _ISO.match(start) and _ISO.match(end) and end < start:
                yield entry.finding("CATALOGUE_DATES", last, start=start, end=end)


def _times(catalogue: Catalogue, entries: Entries) -> Iterator[Finding]:
    """Definitions whose last period is over before their first begins."""
    for table in (t for t in TABLES.values() if any(c.field == "from_period" for c in t.columns)):
        for entry in entries.of(table.name):
            first, last = (catalogue.period_of(entry.values.get(name, "")) for name in ("from", "to"))
            if first and last and last.end < first.start:
                yield entry.finding("CATALOGUE_PERIODS", "to", first=first.code, last=last.code)


def _overlaps(catalogue: Catalogue, entries: Entries) -> Iterator[Finding]:
    """The same code may mean another unit later, but never two units in one period."""
    rows = {(e.values.get("code"), e.values.get("valid_from")): e for e in entries.of("units")}
    found = set()
    for period in catalogue.periods:
        seen: dict[str, Unit] = {}
        for unit in (u for u in catalogue.units if u.active(period)):
            first = seen.setdefault(unit.code, unit)
            if first is not unit and unit not in found:
                found.add(unit)
                entry, other = (
                    rows[u.code, u.valid_from.isoformat() if u.valid_from else ""] for u in (unit, first)
                )
                where = other.cells.get("code", "")
                yield entry.finding("CATALOGUE_CODE_DOUBLED", "code", value=unit.code, first=where)


def _choices(entries: Entries) -> Iterator[Finding]:
    for table in ("indicators", "list_columns"):
        for entry in entries.of(table):
            kind = KINDS.get(entry.values.get("type", ""))
            if kind and kind.needs_choices and not entry.values.get("choices"):
                yield entry.finding("CATALOGUE_VALUE_MISSING", "choices")
            elif kind:
                yield from _unfit_choices(entries, kind, entry.values.get("choices", ""))


def _unfit_choices(entries: Entries, kind: Kind, list_name: str) -> Iterator[Finding]:
    for entry in entries.of("choices"):
        value = entry.values.get("value", "")
        reason = kind.unfit_choice(value) if list_name and entry.values.get("list_name") == list_name else ""
        if reason:
            yield entry.finding("CATALOGUE_VALUE_WRONG", "value", value=value, reason=reason)


def _sound(
    entry: Entry, column: str, schemas: Iterable[Schema], kinds: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """Whether an expression is sound in every one of the schemas; the first mistake is enough."""
    text = entry.values.get(column, "")
    try:
        for schema in schemas:
            node = parse(text)
            kind = check(node, schema)
            if kinds and kind not in kinds:
                raise ExpressionError("biểu thức phải là một điều kiện đúng hoặc sai, ví dụ a = b", 1)
    except ExpressionError as error:
        more = {"position": error.position, "reason": error.reason, "expression": text}
        yield entry.finding("CATALOGUE_EXPRESSION", column, **more)


def _derived(catalogue: Catalogue, entries: Entries) -> Iterator[Finding]:
    for entry in entries.of("indicators"):
        found = catalogue.indicator.get(entry.values.get("code", ""))
        if found and found.expression:
            yield from _sound(entry, "expression", [form_schema(catalogue, f) for f in found.forms])
    for entry in entries.of("list_columns"):
        records = catalogue.list.get(entry.values.get("list", ""))
        if records and entry.values.get("expression"):
            yield from _sound(entry, "expression", [row_schema(records)])
    expressions = {i.code: i.expression for i in catalogue.indicators if i.expression}
    yield from _circles(entries.of("indicators"), in_order(expressions, all_names)[1])
    for records in catalogue.lists:
        rows = [e for e in entries.of("list_columns") if e.values.get("list") == records.code]
        yield from _circles(rows, derived_columns(records)[1])


def _circles(rows: Iterable[Entry], circles: list[tuple[str, ...]]) -> Iterator[Finding]:
    by_code = {e.values.get("code"): e for e in rows}
    for circle in circles:
        yield by_code[circle[0]].finding("CATALOGUE_CIRCULAR", "expression", cycle=" → ".join(circle))


def _rules(catalogue: Catalogue, entries: Entries) -> Iterator[Finding]:
    rules = {r.code: r for r in catalogue.rules}
    for entry in entries.of("rules"):
        rule = rules.get(entry.values.get("code", ""))
        if rule is None:
            continue
        schemas = _schemas_of(catalogue, rule)
        for column in ("expression", "relevant"):
            if entry.values.get(column):
                yield from _sound(entry, column, schemas, (LOGICAL,))
        names = _message_names(catalogue, rule)
        for place in placeholders(rule.message):
            if place.key not in names:
                more = {"value": place.key, "target": "indicators"}
                yield entry.finding("CATALOGUE_CODE_UNKNOWN", "message", **more)


def _schemas_of(catalogue: Catalogue, rule: Rule) -> list[Schema]:
    if rule.scope == "across":
        return [whole_schema(catalogue)]
    history = rule.scope == "history"
    forms = [f for f in catalogue.forms if rule in rules_of(catalogue, f, rule.scope)]
    if forms:
        return [form_schema(catalogue, f.code, history) for f in forms]
    return [_nearest_form(catalogue, rule, history)]


def _nearest_form(catalogue: Catalogue, rule: Rule, history: bool) -> Schema:
    """No form has all that the rule asks: judge it by the form that knows most of it, to name the rest."""
    try:
        asked = all_names(parse(rule.expression))
    except ExpressionError:
        asked = set()
    schemas = [form_schema(catalogue, f.code, history) for f in catalogue.forms] or [Schema()]
    return max(schemas, key=lambda s: len(asked & s.names.keys()))


def _message_names(catalogue: Catalogue, rule: Rule) -> set[str]:
    names = set(catalogue.figure) if rule.scope == "across" else set()
    return names | set(catalogue.indicator)


def _figures(catalogue: Catalogue, entries: Entries) -> Iterator[Finding]:
    schema = whole_schema(catalogue)
    _, circles = in_order({f.code: f.expression for f in catalogue.figures}, bare_names)
    yield from _circles(entries.of("figures"), circles)
    circular = {code for circle in circles for code in circle}
    for entry in entries.of("figures"):
        figure = catalogue.figure.get(entry.values.get("code", ""))
        if figure is None or figure.code in circular:
            continue
        wrong = list(_sound(entry, "expression", [schema]))
        yield from wrong
        if not wrong:
            yield from _list_format(entry, schema)


def _list_format(entry: Entry, schema: Schema) -> Iterator[Finding]:
    node = parse(entry.values["expression"])
    nested = not (isinstance(node, Call) and node.function == "LIST")
    is_list = check(node, schema) == LIST
    if is_list != (entry.values["format"] == "list") or (is_list and nested):
        reason = "định dạng list dùng cho biểu thức LIST(…), và chỉ cho biểu thức đó"
        value = entry.values["format"]
        yield entry.finding("CATALOGUE_VALUE_WRONG", "format", value=value, reason=reason)


def _texts(catalogue: Catalogue, entries: Entries) -> Iterator[Finding]:
    """Names that no figure has. The narrative is work in progress: there it is only a warning here."""
    known: Mapping[str, object] = {**catalogue.settings, **catalogue.figure}
    for table, severity in (("footnotes", ERROR), ("paragraphs", WARNING)):
        for entry in entries.of(table):
            for place in placeholders(entry.values.get("text", "")):
                if place.name not in (catalogue.figure if place.when else known):
                    found = entry.finding("TEXT_FIGURE_UNKNOWN", "text", figure=place.key)
                    yield replace(found, severity=severity)
