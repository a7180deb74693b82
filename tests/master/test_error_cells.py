"""An error of Excel's in a master's own tables is told at its cell; the text does not vanish, the report stays a draft."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest
from offices import NOW, find_marker
from typed import typing_in

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.trouble import CatalogueTrouble
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_book, open_master
from qcdc_xl.verbs.report import report

TEXTS = {
    "paragraphs": "text", "footnotes": "text", "settings": "value", "units": "name", "indicators": "label", "rules": "message",
    "lists": "label", "list_columns": "label", "choices": "label", "figures": "label", "sections": "title", "forms": "title",
    "periods": "label", "levels": "label",
}  # fmt: skip
"""In every table that staff edit a column of free text."""


def cells_of(master: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """By table and column the sheet and address of the cell in the last row that is filled in."""
    found = {}
    with typing_in(master) as typist:
        for name in TEXTS:
            sheet, row, columns = typist.table(name)
            end = next(r for r in range(row, sheet.max_row + 1) if sheet.cell(r, 1).value == "#end")
            last = max(
                r for r in range(row + 1, end) if any(sheet.cell(r, c).value for c in columns.values())
            )
            if name == "settings":  # of others the words are given
                last = typist.row_of(name, {"key": "place"})
            for key, column in columns.items():
                if key in TABLES[name].names:
                    found[name, key] = sheet.title, sheet.cell(last, column).coordinate
    return found


def with_errors(master: Path, cells: list[tuple[str, str]]) -> None:
    book = openpyxl.load_workbook(master, keep_vba=True)
    for sheet, cell in cells:
        book[sheet][cell].value = "#N/A"
        assert book[sheet][cell].data_type == "e"
    book.save(master)


def found_in(findings: object) -> set[tuple[str, str]]:
    return {(f.place.sheet, f.place.cell) for f in findings if f.code == "CATALOGUE_CELL_ERROR"}  # type: ignore[attr-defined]


def test_every_column_of_every_table_of_a_master(tmp_path: Path) -> None:
    master = init(tmp_path, NOW).master
    cells = [*cells_of(master).values()]
    with_errors(master, cells)
    with pytest.raises(
        CatalogueTrouble
    ) as trouble:  # among them are codes, without which nothing can be done
        open_master(master, NOW.date())
    assert found_in(trouble.value.findings) == set(cells)


def test_texts_are_told_of_and_nothing_stops_and_the_report_is_a_draft(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    where = cells_of(master)
    cells = [where[table, column] for table, column in TEXTS.items()]
    with_errors(master, cells)
    assert found_in(open_master(master, NOW.date()).findings) == set(cells)
    outcome = consolidate(master, NOW)
    assert found_in(outcome.findings) == set(cells) and len(outcome.book.accepted) == 34
    made = report(master, NOW, pdf=False)
    assert found_in(made.findings) == set(cells)
    assert made.file and made.draft == f"còn {len(cells)} nội dung chưa xử lý"
    assert [p.text for p in made.book.catalogue.paragraphs][-1] == "#N/A"


def test_every_text_column_of_the_csv_files(tmp_path: Path) -> None:
    shutil.copytree(shipped(CATALOGUE), tmp_path / "dm")
    for name, column in TEXTS.items():
        path = tmp_path / "dm" / f"{name}.csv"
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        rows[-1][rows[0].index(column)] = "#REF!"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    findings = read_catalogue(tmp_path / "dm")[1]
    told = {f.place.file for f in findings if f.code == "CATALOGUE_CELL_ERROR"}
    assert told == {f"{name}.csv" for name in TEXTS}


def test_what_is_typed_in_a_text_column_stays_text(tmp_path: Path) -> None:
    master = init(tmp_path, NOW).master
    book = openpyxl.load_workbook(master, keep_vba=True)
    for name, column in TEXTS.items():
        sheet = next(s for s in book.worksheets if find_marker(s, name))
        row, key = find_marker(sheet, name) or (0, 0)
        at = next(c for c in range(key, sheet.max_column + 1) if sheet.cell(row, c).value == column)
        end = next(r for r in range(row, sheet.max_row + 1) if sheet.cell(r, key).value == "#end")
        assert {sheet.cell(r, at).number_format for r in range(row + 1, end)} == {"@"}, name
    units = next(s for s in book.worksheets if find_marker(s, "units"))
    row, _ = find_marker(units, "units") or (0, 0)
    dates = next(c for c in range(1, 20) if units.cell(row, c).value == "valid_from")
    assert units.cell(row + 1, dates).number_format == "dd/mm/yyyy"


def test_a_reason_with_an_error_in_it_is_none(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    with typing_in(master) as typist:
        typist.type("paragraphs", section="V", style="body", text="So với 6 tháng cuối năm 2023 thì tăng.")
    assert report(master, NOW, pdf=False).draft
    with typing_in(master) as typist:
        typist.change("leftovers", {"period": "2022-H1"}, reason="#N/A")
    assert report(master, NOW, pdf=False).draft
    assert open_book(master, NOW.date()).left[0].reason == ""
