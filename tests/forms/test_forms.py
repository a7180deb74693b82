"""What a unit gets: a workbook without macros that asks, helps, refuses, checks itself and prints."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from live import Calc
from offices import NOW, cell_of, find_marker

from qcdc_xl.forms import form_name, write_form
from qcdc_xl.model import NIL, CatalogueAt
from qcdc_xl.values import kind_of
from qcdc_xl.verbs.demo import ISSUED, sample_values
from qcdc_xl.verbs.status import status

UNITS = ("24886", "VPUBND", "UBMTTQ", "LDLD", "BCD")
EXCEL_2010 = set(
    [
        "IF",
        "AND",
        "OR",
        "NOT",
        "SUM",
        "COUNT",
        "COUNTA",
        "COUNTIF",
        "SUMIF",
        "SUBSTITUTE",
        "SUMPRODUCT",
        "MIN",
        "MAX",
        "AVERAGE",
        "ROUND",
        "ABS",
        "N",
        "TRIM",
        "LEN",
        "LEFT",
        "TEXT",
        "DAY",
        "MONTH",
        "YEAR",
        "INT",
        "ISNUMBER",
        "IFERROR",
        "VALUE",
        "CHAR",
        "HYPERLINK",
        "TRUE",
        "FALSE",
    ]
)


@pytest.fixture(params=UNITS)
def blank(request: pytest.FixtureRequest, catalogue: CatalogueAt, tmp_path: Path) -> tuple[str, Path]:
    """A unit and its blank form."""
    path = tmp_path / "form.xlsx"
    write_form(catalogue, catalogue.unit[request.param], path, ISSUED)
    return request.param, path


def test_only_cells_to_be_filled_in_are_unlocked(blank: tuple[str, Path], catalogue: CatalogueAt) -> None:
    unit, path = blank
    form = catalogue.form_of(catalogue.unit[unit])
    assert form is not None
    book = openpyxl.load_workbook(path)
    unlocked = {
        (s.title, c.coordinate) for s in book for row in s.iter_rows() for c in row if not c.protection.locked
    }
    expected = set()
    for asked in catalogue.indicators_of(form.code):
        sheet, row, value = cell_of(book, "indicators", asked.code)
        expected.add((sheet.title, sheet.cell(row, value + 2).coordinate))
        if not asked.expression:
            expected.add((sheet.title, sheet.cell(row, value).coordinate))
        if kind_of(asked).numeric and not asked.expression:
            expected.add((sheet.title, sheet.cell(row, value + 1).coordinate))
    for records in catalogue.lists_of(form.code):
        sheet = next(s for s in book if find_marker(s, f"list:{records.code}"))
        first = (find_marker(sheet, f"list:{records.code}") or (0, 0))[0] + 1
        for row in range(first, first + records.rows):
            for number, column in enumerate(records.columns, start=3):
                if not column.expression:
                    expected.add((sheet.title, sheet.cell(row, number).coordinate))
        sheet, row, nil = cell_of(book, "answers", f"list:{records.code}", "nil")
        expected.add((sheet.title, sheet.cell(row, nil).coordinate))
    assert unlocked == expected
    for sheet in book:
        assert sheet.protection.sheet and not sheet.protection.password
        if sheet.sheet_state == "visible":  # openpyxl says of each right whether it is taken away
            assert not sheet.protection.formatColumns and not sheet.protection.autoFilter


def test_everything_that_can_be_typed_is_checked_and_refused(
    blank: tuple[str, Path], catalogue: CatalogueAt
) -> None:
    unit, path = blank
    form = catalogue.form_of(catalogue.unit[unit])
    assert form is not None
    book = openpyxl.load_workbook(path)
    checked = {s.title: [(v.sqref, v) for v in s.data_validations.dataValidation] for s in book}
    for asked in catalogue.indicators_of(form.code):
        sheet, row, column = cell_of(book, "indicators", asked.code)
        address = sheet.cell(row, column).coordinate
        own = [v for area, v in checked[sheet.title] if address in area]
        if asked.expression:
            assert own == [] and str(sheet[address].value).startswith("=")
            continue
        assert len(own) == 1 and own[0].errorStyle in (None, "stop") and own[0].showErrorMessage
        kinds = {
            "integer": "whole",
            "decimal": "decimal",
            "select_one": "list",
            "text": "textLength",
            "date": "date",
        }
        assert own[0].type == kinds[asked.type]
        assert own[0].prompt == asked.hint[:255] != ""


def test_unit_period_and_version_stand_in_the_form_and_above_it(
    blank: tuple[str, Path], catalogue: CatalogueAt
) -> None:
    unit, path = blank
    book = openpyxl.load_workbook(path)
    meta = {k: cell_of(book, "meta", k) for k in ("form", "unit", "period", "catalogue", "issued")}
    values = {k: sheet.cell(row, column).value for k, (sheet, row, column) in meta.items()}
    assert (values["unit"], values["period"], values["issued"]) == (unit, "2022-H1", "2022-05-20")
    shown = {str(c.value) for row in book["Số liệu"].iter_rows(max_row=14) for c in row if c.value}
    assert f"Đơn vị báo cáo: {catalogue.unit[unit].name}" in shown
    assert "Kỳ báo cáo: 6 tháng đầu năm 2022" in shown and "Hạn nộp: 15/6/2022" in shown
    hidden = {n for n, d in book["Số liệu"].row_dimensions.items() if d.hidden}
    marker = (find_marker(book["Số liệu"], "indicators") or (0, 0))[0]
    assert {1, 2, 7, marker} <= hidden and book["Số liệu"].column_dimensions["A"].hidden


def test_no_macros_no_links_no_functions_that_old_excel_lacks(blank: tuple[str, Path]) -> None:
    _, path = blank
    with zipfile.ZipFile(path) as package:
        assert not [n for n in package.namelist() if "vba" in n.lower() or "external" in n.lower()]
    book = openpyxl.load_workbook(path)
    formulas = [
        str(c.value) for s in book for row in s.iter_rows() for c in row if str(c.value).startswith("=")
    ]
    assert len(formulas) > 5
    used = {f for text in formulas for f in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", text))}
    assert used <= EXCEL_2010
    assert max(map(len, formulas)) < 8192


def test_every_sheet_is_set_up_for_printing(blank: tuple[str, Path]) -> None:
    _, path = blank
    for sheet in openpyxl.load_workbook(path):
        if sheet.sheet_state == "visible":
            assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToHeight == 0
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert "Trang" in sheet.oddFooter.right.text


def test_a_form_becomes_ready_when_it_is_filled_in(
    blank: tuple[str, Path], catalogue: CatalogueAt, calc: Calc
) -> None:
    unit, path = blank
    book = openpyxl.load_workbook(path)
    document = calc.open(path)
    assert any("CHƯA ĐỦ ĐIỀU KIỆN GỬI" in str(c) for c in _all(document.values("Kiểm tra"))) or unit == "BCD"
    for value in sample_values(catalogue)[unit]:
        if value.row == 0 and value.value is not None:
            sheet, row, column = cell_of(book, "indicators", value.item)
            nil = 1 if value.value == NIL else 0
            document.set(sheet.title, row - 1, column - 1 + nil, [[value.value]])
        elif value.value is not None:
            code, _, name = value.item.partition(".")
            sheet = next(s for s in book if find_marker(s, f"list:{code}"))
            marker = (find_marker(sheet, f"list:{code}") or (0, 0))[0]
            columns = {sheet.cell(marker, c).value: c for c in range(1, 15)}
            day = (value.value.toordinal() - 693594) if hasattr(value.value, "toordinal") else value.value
            document.set(sheet.title, marker - 1 + value.row, columns[name] - 1, [[day]])
    document.recalculate()
    said = [str(c) for c in _all(document.values("Kiểm tra"))]
    document.close()
    assert any(c.startswith("ĐỦ ĐIỀU KIỆN GỬI") for c in said), said[:40]


def _all(grid: list[list[object]]) -> list[object]:
    return [cell for row in grid for cell in row]


def test_file_names_are_sensible_and_legal(catalogue: CatalogueAt, demo_made: Path) -> None:
    names = [form_name(catalogue, u) for u in catalogue.active_units]
    assert len(set(names)) == 34 and "2022-H1 24859 Đạ M'Rông.xlsx" in names
    assert not any(set(n) & set('\\/:*?"<>|') for n in names)
    made = status(demo_made / "qcdc.xlsm", NOW)
    assert {p.name for p in (demo_made / "2022-H1" / "bieu-mau").iterdir()} == set(names)
    assert len(made.catalogue.active_units) == 34
