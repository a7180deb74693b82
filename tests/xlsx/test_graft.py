"""Sheets, rows and charts put into a closed workbook: what a library that did not write them reads there."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from workbooks import audit, parts_of

from qcdc_xl.xlsx.file_host import FileHost
from qcdc_xl.xlsx.host import Area, Chart, Series
from qcdc_xl.xlsx.package import Package

NEW = "Mục II.9"
PIE = Chart("tỉ lệ", "pie", "Tỉ lệ", (Series("", Area("S", 0, 0, 1, 0), Area("S", 0, 1, 1, 1), ("#2F5597", "#C55A11")),), 4, 3)  # fmt: skip
BARS = Chart("thanh", "stacked", "Số cuộc", (Series("Cuộc", Area("S", 0, 0, 1, 0), Area("S", 0, 1, 1, 1), ("#548235",)),), 30, 3, "Số cuộc")  # fmt: skip


def made_donor(path: Path) -> Path:
    """A sheet with one of each of what a builder's sheet has."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Trang khác").print_area(0, 0, 1, 1)
        sheet = book.add_worksheet(NEW)
        head = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 14, "bg_color": "#FFF2CC", "border": 1})  # fmt: skip
        money = book.add_format({"num_format": '#,##0" đ"', "locked": False})
        sheet.set_column(0, 0, 4, None, {"hidden": True})
        sheet.set_column(1, 1, 40)
        sheet.write(0, 1, "MỤC II.9", head)
        sheet.write_row(2, 0, ["#table section:II.9", "name", "X9"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.write(3, 1, "<Đạ K'Nàng> & khác")
        sheet.write(3, 2, 12500, money)
        sheet.write_datetime(
            3, 3, datetime.datetime(2022, 6, 1), book.add_format({"num_format": "dd/mm/yyyy"})
        )
        sheet.write_rich_string(4, 1, head, "đậm", " thường")
        sheet.write_formula(5, 2, "=SUM(C4:C5)", money, 12500)
        sheet.write_url(6, 1, "https://example.com/a")
        sheet.merge_range(7, 1, 7, 3, "gộp", head)
        sheet.data_validation(3, 1, 4, 1, {"validate": "list", "source": ["a", "b"]})
        sheet.conditional_format(3, 2, 4, 2, {"type": "cell", "criteria": ">", "value": 10, "format": book.add_format({"bg_color": "#FFC7CE"})})  # fmt: skip
        sheet.freeze_panes(3, 2)
        sheet.autofilter(2, 1, 4, 3)
        sheet.print_area(0, 1, 7, 3)
        sheet.repeat_rows(1, 2)
        sheet.set_tab_color("#2F5597")
        sheet.protect("", {"format_columns": True})
        sheet.set_landscape()
    return path


@pytest.fixture
def donor(tmp_path: Path) -> Path:
    return made_donor(tmp_path / "mẫu.xlsx")


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """Two sheets with looks of their own; the second has a print area, is on view, and has a chart."""
    path = tmp_path / "sổ.xlsx"
    with xlsxwriter.Workbook(path) as book:
        own = book.add_format({"italic": True, "num_format": "0.000", "bg_color": "#E2EFDA"})
        first, last = book.add_worksheet("S"), book.add_worksheet("Cuối")
        first.write_row(0, 0, ["Rô Men", 3], own)
        first.write_row(1, 0, ["Đạ Tông", 5], own)
        first.conditional_format(0, 1, 1, 1, {"type": "cell", "criteria": ">", "value": 4, "format": book.add_format({"bold": True})})  # fmt: skip
        last.print_area(0, 0, 5, 5)
        last.activate()
        chart = book.add_chart({"type": "line", "name": "của cơ quan"})
        chart.add_series({"values": "=S!$B$1:$B$2"})
        last.insert_chart(1, 1, chart)
    return path


def saved(host: FileHost, folder: Path) -> Path:
    target = folder / "sau.xlsx"
    host.save(target)
    assert audit(target) == []
    return target


def test_a_sheet_comes_with_its_cells_and_looks(master: Path, donor: Path, tmp_path: Path) -> None:
    host = FileHost(master)
    host.add_sheet(NEW, donor, "S")
    book = openpyxl.load_workbook(saved(host, tmp_path))
    there, here = openpyxl.load_workbook(donor)[NEW], book[NEW]
    assert book.sheetnames == ["S", NEW, "Cuối"]
    for row in there.iter_rows():
        for cell in row:
            copy = here[cell.coordinate]
            assert copy.value == cell.value
            for aspect in ("font", "fill", "border", "number_format", "protection", "alignment"):
                assert repr(getattr(copy, aspect)) == repr(getattr(cell, aspect)), (cell.coordinate, aspect)
    assert (here.column_dimensions["A"].hidden, here.column_dimensions["B"].width) == (True, there.column_dimensions["B"].width)  # fmt: skip
    assert here.row_dimensions[3].hidden
    assert here["B7"].hyperlink.target == "https://example.com/a"
    assert book["S"]["A1"].font.i and book["S"]["A1"].number_format == "0.000"


def test_a_sheet_comes_with_its_rules_and_its_page(master: Path, donor: Path, tmp_path: Path) -> None:
    host = FileHost(master)
    host.add_sheet(NEW, donor, "S")
    book = openpyxl.load_workbook(saved(host, tmp_path))
    here = book[NEW]
    assert [(str(v.sqref), v.formula1) for v in here.data_validations.dataValidation] == [("B4:B5", '"a,b"')]
    rules = {str(a.sqref): r for a, found in here.conditional_formatting._cf_rules.items() for r in found}
    assert rules["C4:C5"].dxf.fill.bgColor.rgb == "FFFFC7CE"
    old = {str(a.sqref): r for a, found in book["S"].conditional_formatting._cf_rules.items() for r in found}
    assert old["B1:B2"].dxf.font.b
    assert (here.freeze_panes, here.auto_filter.ref) == ("C4", "B3:D5")
    assert (here.print_area, here.print_title_rows) == (f"'{NEW}'!$B$1:$D$8", "$2:$3")
    assert (here.sheet_properties.tabColor.rgb, here.page_setup.orientation) == ("FF2F5597", "landscape")
    assert here.protection.sheet and not here.protection.formatColumns
    assert [str(m) for m in here.merged_cells.ranges] == ["B8:D8"]


def test_what_counts_sheets_by_their_place_follows(master: Path, donor: Path, tmp_path: Path) -> None:
    host = FileHost(master)
    host.add_sheet(NEW, donor, "S")
    book = openpyxl.load_workbook(saved(host, tmp_path))
    assert book["Cuối"].print_area == "'Cuối'!$A$1:$F$6"
    assert book.active is not None and book.active.title == "Cuối"
    assert [s.title for s in book if s.sheet_view.tabSelected] == ["Cuối"]


def test_a_second_sheet_of_the_same_donor_brings_no_look_twice(
    master: Path, donor: Path, tmp_path: Path
) -> None:
    with xlsxwriter.Workbook(tmp_path / "hai.xlsx") as book:
        look = book.add_format({"bold": True, "bg_color": "#FFF2CC"})
        for name in ("Một", "Hai"):
            book.add_worksheet(name).write(0, 0, name, look)
    host = FileHost(master)
    host.add_sheet("Một", tmp_path / "hai.xlsx", "S")
    once = len(host.package.xml("xl/styles.xml").find("{*}cellXfs"))
    host.add_sheet("Hai", tmp_path / "hai.xlsx", "Một")
    assert len(host.package.xml("xl/styles.xml").find("{*}cellXfs")) == once
    assert openpyxl.load_workbook(saved(host, tmp_path)).sheetnames == ["S", "Một", "Hai", "Cuối"]


def test_rows_come_with_looks_rules_and_merges_to_where_they_are_wanted(master: Path, donor: Path, tmp_path: Path) -> None:  # fmt: skip
    host = FileHost(master)
    host.copy_rows("S", 20, donor, NEW, range(2, 8))
    book = openpyxl.load_workbook(saved(host, tmp_path))
    here = book["S"]
    assert [c.value for c in here[21]] == ["#table section:II.9", "name", "X9", None]
    assert here.row_dimensions[21].hidden
    assert (here["C22"].value, here["C22"].number_format, here["C24"].value) == (12500, '#,##0" đ"', "=SUM(C22:C23)")  # fmt: skip
    assert [str(v.sqref) for v in here.data_validations.dataValidation] == ["B22:B23"]
    assert {str(a.sqref) for a in here.conditional_formatting} == {"B1:B2", "C22:C23"}
    assert [str(m) for m in here.merged_cells.ranges] == ["B26:D26"]
    assert here["A1"].value == "Rô Men"


@pytest.mark.parametrize("sheet", ["S", "Cuối"], ids=["without drawing", "beside another"])
@pytest.mark.parametrize("chart", [PIE, BARS], ids=["pie", "stacked"])
def test_a_chart_is_drawn_beside_what_is_drawn_already(master: Path, tmp_path: Path, sheet: str, chart: Chart) -> None:  # fmt: skip
    host = FileHost(master)
    before = len(host.charts(sheet))
    host.add_chart(sheet, chart)
    host.add_chart(sheet, chart)
    assert len(host.charts(sheet)) == before + 1
    found = openpyxl.load_workbook(saved(host, tmp_path))[sheet]._charts
    assert len(found) == before + 1
    made = next(c for c in found if (c.anchor._from.row, c.anchor._from.col) == (chart.row, chart.column))
    assert made.series[0].val.numRef.f == "S!$B$1:$B$2"
    assert [p.v for p in made.series[0].val.numRef.numCache.pt] == [3, 5]
    assert [p.v for p in made.series[0].cat.strRef.strCache.pt] == ["Rô Men", "Đạ Tông"]


def test_a_chart_is_hidden_and_shown_again(master: Path, tmp_path: Path) -> None:
    host = FileHost(master)
    host.hide_chart("Cuối", "của cơ quan", True)
    drawing = parts_of(saved(host, tmp_path))["xl/drawings/drawing1.xml"]
    assert b'name="c\xe1\xbb\xa7a c\xc6\xa1 quan" hidden="1"' in drawing
    host.hide_chart("Cuối", "của cơ quan", False)
    assert b'hidden="1"' not in parts_of(saved(host, tmp_path))["xl/drawings/drawing1.xml"]


def test_a_hidden_sheet_is_not_the_one_on_view_and_the_last_one_stays(master: Path, tmp_path: Path) -> None:
    host = FileHost(master)
    host.hide_sheet("Cuối", True)
    host.hide_sheet("S", True)
    book = openpyxl.load_workbook(saved(host, tmp_path))
    assert {s.title: s.sheet_state for s in book} == {"S": "visible", "Cuối": "hidden"}
    assert book.active is not None and book.active.title == "S"
    host.hide_sheet("Cuối", False)
    assert openpyxl.load_workbook(saved(host, tmp_path))["Cuối"].sheet_state == "visible"


def test_nothing_asked_for_is_nothing_changed(master: Path) -> None:
    host = FileHost(master)
    host.hide_sheet("S", False)
    host.hide_chart("S", "không có", True)
    host.replace_part("xl/không có.bin", b"x")
    assert not host.changed


def test_parts_are_added_read_and_replaced(master: Path, tmp_path: Path) -> None:
    package = Package(master)
    package.add("customUI/customUI.xml", b"<a/>", "application/xml")
    key = package.relate("", "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility", "customUI/customUI.xml")  # fmt: skip
    package.replace("customUI/customUI.xml", b"<b/>")
    package.set_content_type("xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    package.save(tmp_path / "sau.xlsm")
    again = Package(tmp_path / "sau.xlsm")
    assert again.read("customUI/customUI.xml") == b"<b/>"
    assert (key, "extensibility", "customUI/customUI.xml") in list(again.relations(""))
    assert again.content_type("xl/workbook.xml").endswith("macroEnabled.main+xml")
    assert again.content_type("customUI/customUI.xml") == "application/xml"
