"""The catalogue: its tables as they stand in CSV files or on the master's sheets.

An :class:`Entry` is one row as texts, with the cell of every value, so that a finding about the
catalogue points at the cell to mend.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qcdc_xl import vietnamese
from qcdc_xl.catalogue.tables import TABLES, Table, called
from qcdc_xl.marked import Marked, address, key_text, records
from qcdc_xl.model.finding import Finding, Place, finding, names
from qcdc_xl.values.entered import ERRORS


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a catalogue table; ``cells`` gives the address of each column's cell."""

    table: str
    values: Mapping[str, str]
    cells: Mapping[str, str]
    file: str = ""
    sheet: str = ""

    def finding(self, code: str, column: str, **values: object) -> Finding:
        """A finding at this row's cell of a column."""
        place = Place(file=self.file, sheet=self.sheet, cell=self.cells.get(column, ""))
        in_file = not self.sheet
        here = {"table": called(self.table, in_file=in_file), "column": called(self.table, column, in_file)}
        if "target" in values:
            values["target"] = called(str(values["target"]), in_file=in_file)
        return finding(code, place, **{k: v for k, v in here.items() if k in names(code)}, **values)


@dataclass(frozen=True, slots=True)
class Entries:
    """All rows of all tables, by table."""

    rows: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    def of(self, table: str) -> tuple[Entry, ...]:
        """The rows of a table; none if it is missing."""
        return self.rows.get(table, ())


def from_folder(folder: Path) -> tuple[Entries, tuple[Finding, ...]]:
    """Read ``TABLE.csv`` for every table. Findings: missing tables and columns."""
    rows: dict[str, tuple[Entry, ...]] = {}
    findings: list[Finding] = []
    for table, spec in TABLES.items():
        path = folder / f"{table}.csv"
        if not path.is_file() and spec.optional:
            continue
        if not path.is_file():
            findings.append(
                finding("CATALOGUE_TABLE_MISSING", Place(file=str(path)), table=called(table, in_file=True))
            )
            continue
        try:
            header, *lines = _csv(path)
        except (UnicodeDecodeError, csv.Error):
            findings.append(
                finding(
                    "CATALOGUE_TABLE_UNREADABLE", Place(file=path.name), table=called(table, in_file=True)
                )
            )
            continue
        findings += _missing_columns(spec, header[1], Place(file=path.name))
        rows[table] = tuple(_entry(spec, header, line, n, path.name) for n, line in lines if any(line))
    return Entries(rows), tuple(findings)


def _csv(path: Path) -> list[tuple[int, list[str]]]:
    """The lines by their numbers; apart by commas, or by semicolons as Vietnamese Excel writes them."""
    text = path.read_text(encoding="utf-8-sig")
    head = text.partition("\n")[0]
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    return [(n, [_bare(vietnamese.clean(v)) for v in line]) for n, line in enumerate(rows)] or [(0, [])]


def as_csv(table: Table, rows: Iterable[Entry]) -> bytes:
    """A table as a CSV file that Excel opens with its letters right (UTF-8 with a mark), all its columns in their order.

    :func:`from_folder` gives the same rows back. What Excel would take for a formula gets an apostrophe in front.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(table.names)
    writer.writerows([_guarded(row.values.get(name, "")) for name in table.names] for row in rows)
    return file.getvalue().encode("utf-8-sig")


_FORMULA = re.compile(r"'*[=+\-@]")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _bare(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _entry(spec: Table, header: tuple[int, list[str]], line: list[str], number: int, file: str) -> Entry:
    names = header[1]
    padded = line + [""] * (len(names) - len(line))
    cells = {name: address(number, column) for column, name in enumerate(names)}
    return Entry(spec.name, {**_lacking(spec, names), **dict(zip(names, padded, strict=False))}, cells, file)


def _lacking(spec: Table, names: Container[str]) -> dict[str, str]:
    """What the columns that a table lacks are taken for, where that is more than blank."""
    return {c.name: c.default for c in spec.columns if c.default and c.name not in names}


def _missing_columns(spec: Table, names: Container[str], place: Place) -> list[Finding]:
    """Columns without which the table says nothing; all others take their defaults."""
    missing = [c.name for c in spec.columns if c.name not in names and not c.may_lack]
    in_file = not place.sheet
    table = called(spec.name, in_file=in_file)
    return [
        finding("CATALOGUE_COLUMN_MISSING", place, table=table, column=called(spec.name, c, in_file))
        for c in missing
    ]


def from_tables(tables: Mapping[str, list[Marked]], file: str) -> tuple[Entries, tuple[Finding, ...]]:
    """Read the catalogue from a master's marked tables; output columns beside them are ignored."""
    rows: dict[str, tuple[Entry, ...]] = {}
    findings: list[Finding] = []
    for table, spec in TABLES.items():
        parts = tables.get(table, [])
        if not parts and not spec.optional:
            findings.append(finding("CATALOGUE_TABLE_MISSING", Place(file=file), table=called(table)))
        for part in parts:
            place = Place(file=file, sheet=part.sheet, cell=address(part.marker, part.key_column))
            findings += _missing_columns(spec, part.columns, place)
        rows[table] = tuple(_marked_entries(spec, parts, file))
        findings += [f for part in parts for f in _outside(table, part, file)]
    return Entries(rows), tuple(findings)


def _outside(table: str, part: Marked, file: str) -> Iterable[Finding]:
    """A row typed just below the closing mark belongs to no table: say so instead of losing it."""
    below = part.grid[part.end + 1] if part.closed and part.end + 1 < len(part.grid) else ()
    for name in TABLES[table].names:
        column = part.columns.get(name, len(below))
        if column < len(below) and below[column] != "":
            place = Place(file=file, sheet=part.sheet, cell=address(part.end + 1, column))
            yield finding("CATALOGUE_ROW_OUTSIDE", place, table=called(table), value=below[column])
            return


def _marked_entries(spec: Table, parts: list[Marked], file: str) -> Iterable[Entry]:
    for part, row, values in records(parts):
        own = {name: as_text(values[name]) for name in spec.names if name in values}
        if any(own.values()):
            cells = {name: part.address(row.number, name) for name in own}
            yield Entry(spec.name, {**_lacking(spec, own), **own}, cells, file, part.sheet)


def error_cells(entries: Entries) -> Iterable[Finding]:
    """CATALOGUE_CELL_ERROR at every cell that shows an error of the spreadsheet's, in whatever column that staff fill in."""
    for name, table in entries.rows.items():
        for entry in table if name != "form_versions" else ():
            for column, text in entry.values.items():
                if text.startswith(ERRORS):
                    yield entry.finding("CATALOGUE_CELL_ERROR", column, value=text[:20])


def as_text(value: object) -> str:
    """A cell's value as the catalogue's text: 3.0 is "3", a date is ISO, TRUE is "yes"."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return vietnamese.clean(key_text(value))
