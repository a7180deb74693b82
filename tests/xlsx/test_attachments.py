"""What hangs on a sheet from other parts of the package: pictures, list objects, text boxes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter
from lxml import etree
from workbooks import audit, parts_of, read, repacked, save_new

from qcdc_xl.xlsx.file_host import FileHost


def test_a_picture_that_is_not_sized_with_cells_keeps_its_size(tmp_path: Path) -> None:
    path = tmp_path / "hinh.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    for row, position in ((1, 1), (11, 2), (21, 3)):  # sized with cells; only moved with them; neither
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=S!$A$1:$A$3"})
        sheet.insert_chart(row, 2, chart, {"object_position": position, "y_scale": 0.35})
    book.close()
    before = [
        a.findtext("{*}to/{*}row") for a in etree.fromstring(parts_of(path)["xl/drawings/drawing1.xml"])
    ]
    host = FileHost(path)
    host.insert_rows("S", 3, 4)  # within the first
    host.insert_rows("S", 17, 4)  # within the second, which stands four rows lower now
    root = etree.fromstring(parts_of(save_new(host, path))["xl/drawings/drawing1.xml"])
    rows = [(int(a.findtext("{*}from/{*}row") or 0), int(a.findtext("{*}to/{*}row") or 0)) for a in root]
    grown, moved, fixed = rows
    assert grown == (1, int(before[0] or 0) + 4)
    assert moved == (15, int(before[1] or 0) + 4)
    assert fixed == (21, int(before[2] or 0))


def test_columns_put_into_a_list_object_get_headings_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    columns = [
        {"header": "Xã"},
        {"header": "Column1"},
        {"header": "Tổng", "formula": "=Bang[[#This Row],[Column1]]+S!$Z$9"},
    ]
    sheet.add_table("B3:D6", {"columns": columns, "name": "Bang"})
    book.close()
    host = FileHost(path)
    host.insert_columns("S", 2, 2)
    host.insert_rows("S", 4, 1)
    saved = save_new(host, path)
    table = openpyxl.load_workbook(saved)["S"].tables["Bang"]
    assert table.ref == table.autoFilter.ref == "B3:F7"
    assert [c.name for c in table.tableColumns] == ["Xã", "Column2", "Column3", "Column1", "Tổng"]
    assert len({c.id for c in table.tableColumns}) == 5
    assert table.tableColumns[4].calculatedColumnFormula.attr_text == "Bang[[#This Row],[Column1]]+S!$AB$10"
    assert read(saved, "S")[2][1:6] == ["Xã", "Column2", "Column3", "Column1", "Tổng"]
    assert audit(saved) == []


def test_a_list_object_beside_the_insertion_keeps_its_columns_and_follows_its_headings(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bang.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("S").add_table("B3:C6", {"columns": [{"header": "Xã"}, {"header": "Số"}]})
    book.close()
    host = FileHost(path)
    host.insert_columns("S", 1, 1)
    host.insert_columns("S", 4, 1)
    host.write("S", 2, 3, [["Số\nlượt"]])
    saved = save_new(host, path)
    table = openpyxl.load_workbook(saved)["S"].tables["Table1"]
    assert table.ref == "C3:D6"
    assert [c.name for c in table.tableColumns] == ["Xã", "Số\nlượt"]
    assert audit(saved) == []


def test_text_boxes_that_show_a_cell_follow_it(tmp_path: Path) -> None:
    path = tmp_path / "hop.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("S")
    book.add_worksheet("T").insert_textbox(1, 1, "", {"textlink": "=S!$A$9"})
    book.close()
    host = FileHost(path)
    host.insert_rows("S", 3, 2)
    assert b'textlink="S!$A$11"' in parts_of(save_new(host, path))["xl/drawings/drawing1.xml"]


def test_the_cell_of_a_check_box_follows_from_whatever_sheet(tmp_path: Path) -> None:
    path = tmp_path / "o.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("S")
    book.add_worksheet("T").write_comment("A1", "để có phần liên kết")
    book.close()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/ctrlProp"
    relation = f'<Relationship Id="rId9" Type="{kind}" Target="../ctrlProps/ctrlProp1.xml"/></Relationships>'
    space = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    control = f'<formControlPr xmlns="{space}" objectType="CheckBox" fmlaLink="S!$B$9" fmlaRange="$C$9"/>'

    def change(name: str, content: bytes) -> bytes:
        ours = name == "xl/worksheets/_rels/sheet2.xml.rels"
        return content.replace(b"</Relationships>", relation.encode()) if ours else content

    path = repacked(path, change)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/ctrlProps/ctrlProp1.xml", control)
    host = FileHost(path)
    host.insert_rows("S", 3, 2)
    host.insert_columns("T", 0, 1)
    saved = parts_of(save_new(host, path))["xl/ctrlProps/ctrlProp1.xml"]
    assert b'fmlaLink="S!$B$11" fmlaRange="$D$9"' in saved


def test_boxes_of_comments_follow_as_libreoffice_draws_them(tmp_path: Path) -> None:
    path = tmp_path / "hop.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("S").write_comment("C9", "hỏi lại")
    book.close()

    def change(name: str, content: bytes) -> bytes:
        anchor = "<x:Anchor>\n    4, 23, 7, 19, 5, -49, 11, 6</x:Anchor>"
        return (
            re.sub(rb"<x:Anchor>[^<]*</x:Anchor>", anchor.encode(), content)
            if name.endswith(".vml")
            else content
        )

    path = repacked(path, change)
    host = FileHost(path)
    host.insert_rows("S", 3, 2)
    host.insert_columns("S", 1, 1)
    box = parts_of(save_new(host, path))["xl/drawings/vmlDrawing1.vml"].decode()
    assert re.findall(r"<x:Anchor>\s*([^<]*)<", box) == ["5, 23, 9, 19, 6, -49, 13, 6"]
    assert re.findall(r"<x:(?:Row|Column)>(\d+)<", box) == ["10", "3"]
