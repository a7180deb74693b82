"""The cells of one sheet, as other programs have written them and as we do."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from lxml import etree
from workbooks import (
    APART,
    DATA,
    MAIN,
    audit,
    formulas,
    parts_of,
    read,
    repacked,
    save_new,
    sheet_of,
    shown,
)
from workbooks import workbook as workbook  # a fixture

from qcdc_xl.xlsx.file_host import FileHost
from qcdc_xl.xlsx.host import Cell, Formula


def test_text_that_looks_like_a_formula_stays_text(workbook: Path) -> None:
    host = FileHost(workbook)
    texts = ["=1+1", "+84 263", "-", "@xa", "'x", " hai  dấu cách ", "dòng\nhai"]
    host.write(APART, 5, 0, [[text] for text in texts])
    saved = save_new(host, workbook)
    assert [row[0] for row in read(saved, APART)[5:]] == texts
    cells = openpyxl.load_workbook(saved)[APART]
    assert [cells.cell(6 + n, 1).data_type for n in range(len(texts))] == ["s"] * len(texts)


@pytest.mark.parametrize(
    ("present", "new"),
    [(10, 11), (10, "10"), (True, 1), ("a", "A"), (10, None), (10, Formula("5+5", 10)), ("", 0)],
)
def test_a_cell_that_shows_something_else_is_written(workbook: Path, present: Cell, new: Cell) -> None:
    host = FileHost(workbook)
    host.write(APART, 9, 0, [[present]])
    other = FileHost(save_new(host, workbook))
    other.write(APART, 9, 0, [[new]])
    assert other.changed


def test_cells_are_found_although_rows_and_cells_leave_out_their_numbers(tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path,
        '<row><c t="s"><v>0</v></c><c><v>5</v></c></row><row r="4"><c r="B4"><v>7</v></c></row><row><c><f>B4+1</f><v>8</v></c></row>',
    )
    host = FileHost(path)
    assert host.grid("S") == [["chữ", 5.0], ["", ""], ["", ""], ["", 7.0], [8.0, ""]]
    host.insert_rows("S", 1, 1)
    host.write("S", 0, 1, [[6]])
    saved = save_new(host, path)
    assert shown(saved, "S") == {"A1": "chữ", "B1": 6, "B5": 7}
    assert formulas(saved, "S")["A6"] == "=B5+1"


def test_texts_in_pieces_are_read_whole_and_without_pronunciation(tmp_path: Path) -> None:
    pieces = (
        '<si><r><t>Tiến</t></r><r><t xml:space="preserve"> độ</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>'
    )

    def change(name: str, content: bytes) -> bytes:
        return (
            content.replace("<si><t>chữ</t></si>".encode(), pieces.encode()) if "shared" in name else content
        )

    inline = '<c r="B1" t="inlineStr"><is><r><t>Rô</t></r><r><t xml:space="preserve"> Men</t></r></is></c>'
    path = sheet_of(tmp_path, f'<row r="1"><c r="A1" t="s"><v>0</v></c>{inline}</row>')
    host = FileHost(repacked(path.rename(tmp_path / "tay2.xlsx"), change))
    assert host.grid("S") == [["Tiến độ", "Rô Men"]]


def test_a_sheet_whose_names_have_a_prefix_is_changed_like_any_other(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, '<row r="2"><c r="B2"><f>A1+1</f><v>8</v></c></row>')

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        sheet = etree.fromstring(content)
        new = etree.Element(sheet.tag, nsmap={"x": MAIN[1:-1]})
        new.extend(list(sheet))
        etree.cleanup_namespaces(new)
        return bytes(etree.tostring(new, xml_declaration=True, encoding="UTF-8", standalone=True))

    path = repacked(path.rename(tmp_path / "tay2.xlsx"), change)
    assert b"<x:sheetData>" in parts_of(path)["xl/worksheets/sheet1.xml"]
    host = FileHost(path)
    host.insert_rows("S", 0, 1)
    host.write("S", 0, 0, [["đầu", Formula("B3", 8)], [7]])
    saved = save_new(host, path)
    assert formulas(saved, "S") == {"A1": "đầu", "B1": "=B3", "A2": 7, "B3": "=A2+1"}
    assert audit(saved) == []


def test_dates_are_numbers_of_days_in_the_files_own_calendar(tmp_path: Path) -> None:
    for options, days in (({}, 44682), ({"date_1904": True}, 43220)):
        path = tmp_path / "ngay.xlsx"
        book = xlsxwriter.Workbook(path, options)
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet("S").set_column("A:A", None, date)
        book.close()
        host = FileHost(path)
        noon = datetime.datetime(2022, 5, 1, 12)
        host.write("S", 0, 0, [[datetime.date(2022, 5, 1)], [noon]])
        assert host.grid("S") == [[days], [days + 0.5]]
        cells = openpyxl.load_workbook(save_new(host, path))["S"]
        assert [cells["A1"].value, cells["A2"].value] == [datetime.datetime(2022, 5, 1), noon]


def test_what_a_sheet_cannot_hold_is_left_out(tmp_path: Path) -> None:
    host = FileHost(sheet_of(tmp_path, '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'))
    host.write("S", 0, 0, [[float("nan"), float("inf")], ["a\x00b\x0bc\ud800d\uffff", "đ" * 40_000]])
    saved = save_new(host, tmp_path / "x.xlsx")
    assert read(saved, "S") == [["", ""], ["abcd", "đ" * 32_767]]
    assert audit(saved) == []


def test_rows_are_hidden_and_shown(workbook: Path) -> None:
    host = FileHost(workbook)
    host.hide_rows(DATA, {1: True, 2: True, 20: True})
    host.hide_rows(DATA, {2: False})
    hidden = openpyxl.load_workbook(save_new(host, workbook))[DATA].row_dimensions
    assert [hidden[n].hidden for n in (2, 3, 21)] == [True, False, True]


SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B4" si="0">A1*2+$A$1</f><v>3</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>5</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>7</v></c></row>'
    '<row><c><v>4</v></c><c><f t="shared" si="0"/><v>9</v></c></row>'
)


def test_shared_formulas_stay_with_the_others_when_one_is_overwritten(tmp_path: Path) -> None:
    host = FileHost(sheet_of(tmp_path, SHARED))
    host.write("S", 0, 1, [[3]])
    found = formulas(save_new(host, tmp_path / "x.xlsx"), "S")
    assert found == {"A1": 1, "A2": 2, "A3": 3, "A4": 4, "B1": 3, "B2": "=A2*2+$A$1", "B3": "=A3*2+$A$1", "B4": "=A4*2+$A$1"}  # fmt: skip


def test_shared_formulas_follow_an_insertion_each_by_itself(tmp_path: Path) -> None:
    host = FileHost(sheet_of(tmp_path, SHARED))
    host.insert_rows("S", 2, 1)
    found = formulas(save_new(host, tmp_path / "x.xlsx"), "S")
    assert {k: v for k, v in found.items() if k[0] == "B"} == {
        "B1": "=A1*2+$A$1",
        "B2": "=A2*2+$A$1",
        "B4": "=A4*2+$A$1",
        "B5": "=A5*2+$A$1",
    }


ARRAYS = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B3">A1:A3*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>4</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><v>6</v></c><c r="C3"><f t="array" ref="C3">SUM(A1:A3*2)</f><v>12</v></c></row>'
)


def test_arrays_stay_arrays_and_move_as_a_whole(tmp_path: Path) -> None:
    host = FileHost(sheet_of(tmp_path, ARRAYS))
    host.insert_rows("S", 0, 2)
    saved = save_new(host, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(saved)["S"]
    assert [(sheet[c].value.ref, sheet[c].value.text) for c in ("B3", "C5")] == [
        ("B3:B5", "=A3:A5*2"),
        ("C5", "=SUM(A3:A5*2)"),
    ]
    assert shown(saved, "S") == {"A3": 1, "A4": 2, "A5": 3}  # the members' results are as old as the first's
    assert audit(saved) == []


@pytest.mark.parametrize("row", [0, 1])
def test_an_array_that_is_written_into_goes_as_a_whole(tmp_path: Path, row: int) -> None:
    host = FileHost(sheet_of(tmp_path, ARRAYS))
    host.write("S", row, 1, [[8]])
    found = formulas(save_new(host, tmp_path / "x.xlsx"), "S")
    assert {k: v for k, v in found.items() if k[0] == "B"} == {f"B{row + 1}": 8}


def test_links_on_other_sheets_go_to_the_cell_that_moved(workbook: Path) -> None:
    own = workbook.with_name("lien-ket.xlsx")
    book = xlsxwriter.Workbook(own)
    book.add_worksheet(DATA)
    book.add_worksheet(APART).write_url("B1", f"internal:'{DATA}'!A5", string="Dòng cộng")
    book.close()
    host = FileHost(own)
    host.insert_rows(DATA, 2, 3)
    link = openpyxl.load_workbook(save_new(host, own))[APART]["B1"].hyperlink
    assert link.location == f"'{DATA}'!A8"


def test_nothing_is_pushed_beyond_the_last_row_and_column(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576" ht="12" customHeight="1"/>'
    path = sheet_of(tmp_path, rows)
    widths = b'<cols><col min="1" max="16384" width="9"/></cols><sheetData>'
    wide = repacked(
        path, lambda n, c: c.replace(b"<sheetData>", widths) if n.endswith("sheet1.xml") else c, "rong"
    )
    host = FileHost(wide)
    host.insert_rows("S", 0, 1)
    host.insert_columns("S", 0, 1)
    saved = save_new(host, tmp_path / "x.xlsx")
    assert formulas(saved, "S") == {"B2": 1}
    assert audit(saved) == []
    root = etree.fromstring(parts_of(saved)["xl/worksheets/sheet1.xml"])
    assert max(int(row.get("r", "0")) for row in root.iter(f"{MAIN}row")) <= 1_048_576
    assert [col.get("max") for col in root.iter(f"{MAIN}col")] == ["16384"]


def test_page_breaks_and_filters_follow_columns(tmp_path: Path) -> None:
    path = tmp_path / "loc.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    sheet.write_row(0, 0, ["Xã", "Số", "Loại"])
    sheet.autofilter("A1:C9")
    sheet.filter_column("C", "x == a")
    sheet.set_v_pagebreaks([1, 3])
    book.close()
    host = FileHost(path)
    host.insert_columns("S", 2, 2)
    saved = save_new(host, path)
    found = openpyxl.load_workbook(saved)["S"]
    assert (found.auto_filter.ref, [c.colId for c in found.auto_filter.filterColumn]) == ("A1:E9", [4])
    assert [b.id for b in found.col_breaks.brk] == [1, 5]
    assert audit(saved) == []


def test_text_that_looks_like_an_escape_is_read_as_it_was_written(tmp_path: Path) -> None:
    host = FileHost(sheet_of(tmp_path, ""))
    host.write("S", 0, 0, [["mã_x0041_", Formula('"a"', "_x000D_")]])
    assert host.grid("S") == [["mã_x0041_", "_x000D_"]]
    assert read(save_new(host, tmp_path / "x.xlsx"), "S") == [["mã_x0041_", "_x000D_"]]


def test_a_sheet_that_does_not_refer_to_the_insertion_keeps_its_bytes(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, SHARED)
    host = FileHost(path)
    host.insert_rows("T", 0, 1)
    name = "xl/worksheets/sheet1.xml"
    assert parts_of(save_new(host, path))[name] == parts_of(path)[name]


def test_rows_between_two_of_a_group_belong_to_it(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}" outlineLevel="{level}"/>' for n, level in ((2, 1), (3, 2), (4, 1), (5, 0)))
    host = FileHost(sheet_of(tmp_path, rows))
    for at in (4, 2, 1):  # behind the group, in it, before it
        host.insert_rows("S", at, 1)
    saved = openpyxl.load_workbook(save_new(host, tmp_path / "tay.xlsx"))["S"]
    assert [saved.row_dimensions[n].outlineLevel for n in range(1, 9)] == [0, 0, 1, 1, 2, 1, 0, 0]


def test_rules_for_the_last_row_hold_for_rows_put_in_behind_it_if_it_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "quy-tac.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    for columns in ("A2:A5", "B2:B9", "C5"):
        sheet.conditional_format(columns, {"type": "blanks"})
        sheet.data_validation(columns, {"validate": "integer", "criteria": ">", "value": 0})
    sheet.conditional_format("D2:D5", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("E5", {"range": "S!A5:C5"})
    sheet.set_row(7, None, None, {"hidden": True})
    book.close()
    host = FileHost(path)
    host.insert_rows("S", 5, 2)
    host.insert_rows("S", 10, 1)  # behind the hidden row
    xml = parts_of(save_new(host, path))["xl/worksheets/sheet1.xml"]
    areas = [e.get("sqref") or e.text for e in etree.fromstring(xml).iter("{*}conditionalFormatting", "{*}dataValidation", "{*}sqref")]  # fmt: skip
    assert areas == ["A2:A7", "B2:B12", "C5:C7", "D2:D7", "A2:A7", "B2:B12", "C5:C7", None, "D2:D7", "E5"]


def test_a_column_behind_a_hidden_one_is_shown_and_looks_like_the_next(tmp_path: Path) -> None:
    path = tmp_path / "an.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    bold, plain = book.add_format({"bold": True}), book.add_format({"italic": True})
    sheet.set_column("B:B", 4, None, {"hidden": True})
    sheet.set_column("C:D", 33)
    sheet.write_row(0, 1, ["ẩn"], plain)
    sheet.write_row(0, 2, ["hiện", "hiện"], bold)
    book.close()
    host = FileHost(path)
    host.insert_columns("S", 2, 2)
    saved = openpyxl.load_workbook(save_new(host, path))["S"]
    assert [(c.column, c.font.b, c.font.i, c.value) for c in saved[1][1:]] == [
        (2, False, True, "ẩn"),
        (3, True, False, None),
        (4, True, False, None),
        (5, True, False, "hiện"),
        (6, True, False, "hiện"),
    ]
    widths = saved.column_dimensions
    assert (widths["B"].min, widths["B"].max, widths["B"].hidden) == (2, 2, True)
    assert (widths["C"].min, widths["C"].max, widths["C"].hidden, int(widths["C"].width)) == (3, 6, False, 33)


def test_rows_fit_their_texts_unless_a_user_and_not_openpyxl_has_fixed_them(tmp_path: Path) -> None:
    rows = '<row r="1" ht="15" customHeight="1"/><row r="2" ht="34.5" customHeight="true"/><row r="3" ht="70" customHeight="1"/><row r="4" ht="70"/>'
    host = FileHost(sheet_of(tmp_path, rows))
    host.fit_rows("S", {0: 50.25, 1: 18.75, 2: 18.75, 3: 18.75, 4: 18.75}, ours=(15, 34.5).__contains__)
    xml = etree.fromstring(parts_of(save_new(host, tmp_path / "tay.xlsx"))["xl/worksheets/sheet1.xml"])
    assert [(r.get("ht"), r.get("customHeight")) for r in xml.iter(f"{MAIN}row")] == [
        ("50.25", None),
        ("18.75", None),
        ("70", "1"),
        ("18.75", None),
        ("18.75", None),
    ]


def test_the_view_shows_rows_put_in_at_its_edge(tmp_path: Path) -> None:
    path = tmp_path / "xem.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("S").freeze_panes(2, 1)
    book.add_worksheet("T").freeze_panes(2, 1, 8, 1)
    book.close()
    host = FileHost(path)
    for sheet in ("S", "T"):
        host.insert_rows(sheet, 2, 3)
    panes = [s.sheet_view.pane for s in openpyxl.load_workbook(save_new(host, path))]
    assert [(p.ySplit, p.topLeftCell) for p in panes] == [(2, "B3"), (2, "B12")]
