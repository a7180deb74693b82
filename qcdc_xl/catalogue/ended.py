"""The catalogue: rows that go on naming what has ended, and so would be silent, blank or lost from then on.

Only a warning: the periods that both held are right, and a master in use goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qcdc_xl.catalogue.columns import Reference
from qcdc_xl.catalogue.scopes import bare_names
from qcdc_xl.catalogue.sheets import Entries, Entry
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.expression.syntax import Call, ExpressionError, names, parse, walk
from qcdc_xl.expression.texts import placeholders
from qcdc_xl.model import Catalogue, Period
from qcdc_xl.model.finding import Finding

Named = tuple[str, str]
"""A table and what its row is called there."""
Used = tuple[str, Named]
"""A column, and what its text names."""


def ended(catalogue: Catalogue, entries: Entries) -> tuple[Finding, ...]:
    """CATALOGUE_ENDED at each cell that names what ends before its own row does; each name once."""
    last = _last_periods(catalogue, entries)
    if not last:
        return ()
    found = []
    for entry in (entry for table in TABLES for entry in entries.of(table)):
        own = _own_end(catalogue, entry)
        for column, named in dict.fromkeys(_uses(entry)):
            end = last.get(named)
            if end and (own is None or own.end > end.end):
                found.append(entry.finding("CATALOGUE_ENDED", column, value=named[1], last=end.label))
    return tuple(found)


def _own_end(catalogue: Catalogue, entry: Entry) -> Period | None:
    """The last period of a row, ``None`` if it goes on; a paragraph's is the one that it is for."""
    column = {"paragraphs": "period", "unit_changes": ""}.get(entry.table, "to")
    return catalogue.period_of(entry.values.get(column, ""))


def _last_periods(catalogue: Catalogue, entries: Entries) -> Mapping[Named, Period]:
    """Of all that has ended the last period: of several rows of one name the latest, none if one goes on."""
    ends: dict[Named, list[Period | None]] = {}
    timed = (t.name for t in TABLES.values() if any(c.field == "to_period" for c in t.columns))
    for entry in (entry for table in timed for entry in entries.of(table)):
        for named in _called(entry):
            ends.setdefault(named, []).append(_own_end(catalogue, entry))
    closed = {named: [p for p in own if p] for named, own in ends.items() if None not in own}
    return {named: max(own, key=lambda p: p.end) for named, own in closed.items()}


def _called(entry: Entry) -> tuple[Named, ...]:
    """What others call a row; choices by their list, and each by its value in it."""
    table, values = entry.table, entry.values
    if table == "list_columns":
        return ((table, f"{values.get('list', '')}.{values.get('code', '')}"),)
    if table == "choices":
        of = values.get("list_name", "")
        return (table, of), (table, f"{of}: {values.get('value', '')}")
    return ((table, values.get("code", "")),)


def _uses(entry: Entry) -> Iterator[Used]:
    for column in TABLES[entry.table].columns:
        text = entry.values.get(column.name, "")
        if column.reference:
            yield from ((column.name, named) for named in _referred(column.reference, text))
        elif column.name in ("expression", "relevant") and text:
            yield from ((column.name, named) for named in _in_expression(entry, text))
        elif column.name in ("text", "message"):
            yield from ((column.name, named) for named in _in_text(entry, text))


def _referred(target: Reference, text: str) -> Iterator[Named]:
    words = text.replace(",", " ").split() if target.several else [text] if text else []
    return ((target.table, f"{target.list_name}: {w}" if target.list_name else w) for w in words)


def _in_expression(entry: Entry, text: str) -> Iterator[Named]:
    try:
        node = parse(text)
    except ExpressionError:
        return
    whole = entry.table == "figures" or entry.values.get("scope") == "across"
    figures = bare_names(node) if whole else set()
    calls = [n for n in walk(node) if isinstance(n, Call) and n.function == "SETTING"]
    settings = {name for call in calls for name in names(call)}
    for name in (n for n in names(node) if n not in settings):
        if name.code in figures and not name.unit:
            yield "figures", name.code
        else:
            yield from _of_units(entry, name.code)


def _of_units(entry: Entry, code: str) -> Iterable[Named]:
    """An indicator, a list or a list's column; within a list's row its own columns."""
    if entry.table == "list_columns":
        return (("list_columns", f"{entry.values.get('list', '')}.{code}"),)
    if "." in code:
        return ("list_columns", code), ("lists", code.partition(".")[0])
    return ("indicators", code), ("lists", code)


def _in_text(entry: Entry, text: str) -> Iterator[Named]:
    """A rule within forms tells indicators; all other texts tell figures."""
    whole = entry.table != "rules" or entry.values.get("scope") == "across"
    return (("figures" if whole else "indicators", place.name) for place in placeholders(text))
