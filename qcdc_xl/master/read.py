"""Read a master: its catalogue and everything it holds, back into a ``BookAt``.

Only values are read, with python-calamine, whoever saved the file last. Cells that somebody typed over on
a section sheet are found here: the table ``values`` is the truth, and it says what the return said.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from qcdc_xl.catalogue import from_tables, load
from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Grid, Marked, find, key_text, records
from qcdc_xl.master.content.report import CHANGE_COLUMNS, SAID_COLUMNS
from qcdc_xl.master.content.sources import RETURN
from qcdc_xl.model import (
    NIL,
    Book,
    Catalogue,
    CatalogueAt,
    Change,
    LogRow,
    PeriodRecord,
    Receipt,
    Said,
    Scalar,
    Submission,
    Value,
)
from qcdc_xl.model.finding import Finding, Place, errors, finding
from qcdc_xl.report.changes import KINDS
from qcdc_xl.totals.book_at import BookAt, at
from qcdc_xl.values import UNKNOWN, kinds_of
from qcdc_xl.vietnamese import fold

WRITTEN = (
    "summary", "progress", "figures", "footnotes", "totals", "across", "findings", "log", "values", "catalogue",
)  # fmt: skip
"""Tables that the program fills and therefore needs, besides those of sections and lists."""


@dataclass(frozen=True)
class Read:
    """What reading a master gave: ``book`` is ``None`` if the catalogue has errors."""

    book: BookAt | None
    findings: tuple[Finding, ...]


def read_book(grids: Iterable[tuple[str, Grid]], file: str, today: datetime.date) -> Read:
    """The book in a master's grids, with findings about catalogue and tables."""
    tables, _ = find(grids, file)
    entries, missing = from_tables(tables, file)
    whole, found = load(entries)
    findings = (*missing, *found)
    if errors(findings):
        return Read(None, findings)
    catalogue = whole.working
    lacking = tuple(_missing_tables(catalogue, tables, file))
    if lacking:
        return Read(None, lacking)
    submissions = _submissions(whole, tables["values"])
    present = catalogue.period.code
    # the progress of another period says nothing of this one
    progress = {
        u: row for u, row in _keyed(tables["progress"]).items() if as_text(row.get("period", "")) == present
    }
    returned = {
        unit: _with_receipt(catalogue, submission, progress.get(unit, {}))
        for unit, submission in submissions.get(present, {}).items()
    }
    held = {code: PeriodRecord(returns) for code, returns in submissions.items()}
    held[present] = PeriodRecord(
        returned,
        {u: _receipt(u, row) for u, row in progress.items() if u in catalogue.unit},
        said=tuple(Said(*row) for row in _told(tables, "draft", SAID_COLUMNS)),
        changes=tuple(Change(*row) for row in _told(tables, "changes", CHANGE_COLUMNS[1:])),
        chosen=_chosen(tables),
    )
    book = at(Book(whole, held, tuple(_log(tables["log"], whole)), today), present)
    return Read(book, (*findings, *_overtyped(book, tables, file)))


def _missing_tables(catalogue: Catalogue, tables: Mapping[str, list[Marked]], file: str) -> Iterator[Finding]:
    wanted = [*WRITTEN, *(f"section:{s.code}" for s in catalogue.data_sections)]
    wanted += [f"list:{r.code}" for r in catalogue.lists]
    for name in wanted:
        if name not in tables:
            yield finding("MASTER_TABLE_MISSING", Place(file=file), table=name)


def _keyed(parts: list[Marked]) -> dict[str, dict[str, object]]:
    return {
        row.key: {name: row.at(column) for name, column in part.columns.items()}
        for part in parts
        for row in part.rows()
        if row.key and not row.key.startswith("#")
    }


def _submissions(catalogue: Catalogue, parts: list[Marked]) -> dict[str, dict[str, Submission]]:
    """Accepted returns by period and unit, from the table ``values``."""
    values: dict[tuple[str, str], list[Value]] = {}
    files: dict[tuple[str, str], tuple[str, str]] = {}
    for _, _, row in records(parts):
        key = (key_text(row["period"]), key_text(row["unit"]))
        item, number = key_text(row["item"]), row["row"]
        files[key] = (str(row["file"]), str(row["sha256"]))
        own = values.setdefault(key, [])
        if item != RETURN:
            value = _value(catalogue, item, row["value"])
            place = int(number) if isinstance(number, float) else 0
            own.append(Value(item, place, value, str(row["sheet"]), str(row["cell"])))
    found: dict[str, dict[str, Submission]] = {}
    for (period, unit), own in values.items():
        file, sha256 = files[period, unit]
        submission = Submission(unit, "", period, "", file, sha256, values=tuple(own))
        found.setdefault(period, {})[unit] = submission
    return found


def _value(catalogue: Catalogue, item: str, value: object) -> Scalar:
    """A stored value, by the kind that the catalogue gives its item."""
    return kinds_of(catalogue).get(item, UNKNOWN).restored(value)


def _with_receipt(catalogue: CatalogueAt, submission: Submission, row: Mapping[str, object]) -> Submission:
    form = catalogue.form_of(catalogue.unit[submission.unit]) if submission.unit in catalogue.unit else None
    return replace(
        submission,
        form=form.code if form else "",
        catalogue=as_text(row.get("catalogue", "")),
        modified=_time(row.get("modified", "")),
    )


def _receipt(unit: str, row: Mapping[str, object]) -> Receipt:
    errors, warnings = (int(v) if isinstance(v := row.get(k), float) else 0 for k in ("errors", "warnings"))
    return Receipt(unit, _time(row.get("received", "")), errors, warnings)


def _time(value: object) -> datetime.datetime | None:
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time())
    try:
        return datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return None


def _log(parts: list[Marked], catalogue: Catalogue) -> Iterator[LogRow]:
    codes = {u.name: u.code for u in catalogue.units}
    for _, _, row in records(parts):
        time, unit = _time(row["time"]), str(row["unit"])
        if time is not None:
            file, sha256, outcome, message = (str(row[k]) for k in ("file", "sha256", "outcome", "message"))
            yield LogRow(time, file, sha256, codes.get(unit, unit), outcome, message)


def _told(tables: Mapping[str, list[Marked]], name: str, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The rows of a table around the report, its kinds as codes; none in masters that lack it."""
    codes = {word: code for code, word in KINDS.items()}
    for _, _, row in records(tables.get(name, [])):
        kind, *rest = (as_text(row.get(column, "")) for column in columns)
        if kind in codes:
            yield codes[kind], *rest


def _chosen(tables: Mapping[str, list[Marked]]) -> frozenset[str]:
    """The texts of units that the writer has marked, by their keys."""
    rows = (row for _, _, row in records(tables.get("narratives", [])))
    marks = ("dung", "x", "co", "yes")  # "không" typed there is no mark
    return frozenset(
        as_text(row.get("key", "")) for row in rows if fold(as_text(row.get("use", ""))) in marks
    )


def _overtyped(book: BookAt, tables: Mapping[str, list[Marked]], file: str) -> Iterator[Finding]:
    """VALUE_OVERTYPED where a section sheet says something else than the returns said."""
    for section in book.catalogue.data_sections:
        typed = {i.code for i in book.catalogue.indicators if i.section == section.code and not i.expression}
        for part in tables.get(f"section:{section.code}", ()):
            for row in (r for r in part.rows() if r.key in book.accepted):
                for code in (c for c in part.columns if c in typed):
                    expected = cast(Scalar, book.returns.values.at[row.key, code])
                    found = row.at(part.columns[code])
                    if not _same(found, expected):
                        place = Place(row.key, file, part.sheet, part.address(row.number, code), code)
                        shown = {"found": _shown(found), "expected": _shown(expected)}
                        yield finding("VALUE_OVERTYPED", place, **shown)


def _same(found: object, expected: Scalar) -> bool:
    if expected is None:
        return found == ""
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(found - expected) <= 1e-9 * max(1.0, abs(expected))
    if isinstance(expected, datetime.date) and isinstance(found, datetime.date):
        return as_text(found) == as_text(expected)
    return str(found).strip() == str(expected).strip()


def _shown(value: object) -> str:
    return "(trống)" if value in ("", None) else NIL if value == NIL else as_text(value)
