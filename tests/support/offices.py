"""What the offices do with a form, by another hand than the code under test: openpyxl types into cells."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from qcdc_xl.catalogue import from_folder, load
from qcdc_xl.forms import write_form
from qcdc_xl.model import NIL, CatalogueAt, Value
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.verbs.demo import ISSUED, sample_values

NOW = datetime.datetime(2022, 6, 14, 10, 0)


def find_marker(sheet: Worksheet, name: str) -> tuple[int, int] | None:
    """Row and column (from 1) of a table's marker."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == f"#table {name}":
                return cell.row, cell.column
    return None


def cell_of(
    book: openpyxl.Workbook, table: str, key: str, column: str = "value"
) -> tuple[Worksheet, int, int]:
    """Sheet, row and column of a keyed row's cell."""
    for sheet in book:
        found = find_marker(sheet, table)
        if not found:
            continue
        row, key_column = found
        columns = {sheet.cell(row, c).value: c for c in range(key_column + 1, sheet.max_column + 1)}
        for number in range(row + 1, sheet.max_row + 1):
            if sheet.cell(number, key_column).value == key:
                return sheet, number, columns[column]
    raise KeyError((table, key))


def type_values(
    path: Path, values: Mapping[str, object], column: str = "value", table: str = "indicators"
) -> None:
    """Type values into a form, by indicator."""
    book = openpyxl.load_workbook(path)
    for key, value in values.items():
        sheet, row, number = cell_of(book, table, key, column)
        sheet.cell(row, number).value = value  # type: ignore[union-attr]
    book.save(path)


def returned(
    catalogue: CatalogueAt,
    unit: str,
    folder: Path,
    changes: Mapping[str, object] | None = None,
    name: str = "",
) -> Path:
    """A return of a unit with the sample's values, in some cells changed by hand."""
    path = folder / (name or f"{unit}.xlsx")
    folder.mkdir(parents=True, exist_ok=True)
    values = with_lists(catalogue, unit, sample_values(catalogue)[unit])
    write_form(catalogue, catalogue.unit[unit], path, ISSUED, values)
    if changes:
        type_values(path, changes)
    return path


def filled(catalogue: CatalogueAt, unit: str, values: Sequence[Value], folder: Path) -> Path:
    """A return of a unit with just these values."""
    path = folder / f"{unit}.xlsx"
    write_form(catalogue, catalogue.unit[unit], path, ISSUED, with_lists(catalogue, unit, values))
    return path


def with_lists(catalogue: CatalogueAt, unit: str, values: Sequence[Value]) -> tuple[Value, ...]:
    """The values, and “không phát sinh” for every record list of which they say nothing."""
    form = catalogue.form_of(catalogue.unit[unit])
    assert form
    said = {v.item.partition(".")[0] for v in values} | {v.item.removeprefix("list:") for v in values}
    lists = (r.code for r in catalogue.lists_of(form.code) if r.code not in said)
    return (*values, *(Value(f"list:{code}", 0, NIL, "", "") for code in lists))


def edited_catalogue(folder: Path, changes: Mapping[str, Sequence[str]]) -> Path:
    """A copy of the shipped catalogue with CSV lines added to its tables."""
    folder.mkdir(parents=True)
    for table in shipped(CATALOGUE).glob("*.csv"):
        text = table.read_text(encoding="utf-8")
        more = "".join(line + "\n" for line in changes.get(table.stem, ()))
        (folder / table.name).write_text(text + more, encoding="utf-8")
    entries, findings = from_folder(folder)
    _, more_findings = load(entries)
    assert (*findings, *more_findings) == ()
    return folder
