"""The host of a closed file. What it wrote is read by three others: calamine, openpyxl, LibreOffice."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from lxml import etree
from workbooks import (
    APART,
    DATA,
    MAIN,
    OWN,
    audit,
    formulas,
    parts_of,
    read,
    recalculated,
    repacked,
    save_new,
    sheet_of,
    shown,
)
from workbooks import filled as filled
from workbooks import workbook as workbook

from qcdc_xl.xlsx.file_host import FileHost
from qcdc_xl.xlsx.host import Formula


def test_values_and_formulas_are_read_back_by_other_libraries(workbook: Path) -> None:
    saved = save_new(filled(workbook), workbook)
    rows = read(saved, DATA)
    assert [row[:3] for row in rows[:7]] == [
        ["Đơn vị", "Số", ""],
        ["Rô Men", 10.0, ""],
        ["Đạ Long", 40.0, "=1+1"],
        ["Đạ Tông", 50.0, ""],
        ["Đạ K'Nàng", 20.0, ""],
        ["=Phi Liêng", 30.0, ""],
        ["Cộng", 150.0, ""],
    ]
    found = formulas(saved, DATA)
    assert {place: found[place] for place in ("E2", "E3", "E5", "B7")} == {
        "E2": "=B2*2",
        "E3": "=B3*2",
        "E5": "=B5*2",
        "B7": "=SUM(B2:B6)",
    }
    assert {k: v for k, v in formulas(saved, OWN).items() if k.startswith("A")} == {
        "A1": f"='{DATA}'!B7+1",
        "A2": f"=SUM('{DATA}'!$B$2:$B$6)/COUNTA('{DATA}'!A2:A6)",
        "A3": "=A1*2",
        "A4": "=Tong_so",
    }


def test_every_reference_in_the_workbook_follows(workbook: Path) -> None:
    saved = save_new(filled(workbook), workbook)
    book = openpyxl.load_workbook(saved)
    data = book[DATA]
    assert book.defined_names["Tong_so"].attr_text == f"'{DATA}'!$B$7"
    assert data.print_title_rows == "$1:$1"
    assert data.print_area == f"'{DATA}'!$A$1:$E$10"
    assert data.auto_filter.ref == "A1:E6"
    assert f"'{DATA}'!$A$1:$E$6</definedName>" in parts_of(saved)["xl/workbook.xml"].decode()  # the filter's
    assert [str(area) for area in data.merged_cells.ranges] == ["A10:B10"]
    assert [(str(r.sqref), r.rules[0].formula) for r in data.conditional_formatting] == [
        ("B2:B6", ["$B$7/2"])
    ]
    assert [(str(v.sqref), v.formula1) for v in data.data_validations.dataValidation] == [
        ("B2:B6", "$B$7"),
        ("D2:D6", '"Có,B4"'),
    ]
    assert data.freeze_panes == "B2"
    assert [b.id for b in data.row_breaks.brk] == [6]
    assert data["B6"].comment.text == "Đã hỏi lại xã"
    columns = data.column_dimensions["B"]
    assert (columns.min, columns.max, round(columns.width)) == (2, 3, 18)  # the new column is as wide
    assert book[OWN]["B1"].hyperlink.location == f"'{DATA}'!B7"
    assert book[OWN]["B2"].hyperlink.target == "https://vi.example/B5"
    chart = parts_of(saved)["xl/charts/chart1.xml"].decode()
    assert all(f"'{DATA}'!${column}$2:${column}$6" in chart for column in "AB")


def test_new_rows_and_columns_look_like_their_neighbours(workbook: Path) -> None:
    data = openpyxl.load_workbook(save_new(filled(workbook), workbook))[DATA]
    assert data["B3"].font.bold  # as B2 above it
    assert not data["A3"].font.bold
    assert data["C1"].font.bold  # as B1 to its left
    assert data["C7"].font.bold


def test_comment_boxes_pictures_and_charts_stay_with_their_cells(workbook: Path) -> None:
    parts = parts_of(save_new(filled(workbook), workbook))
    vml = parts["xl/drawings/vmlDrawing1.vml"].decode()
    assert "<x:Row>5</x:Row>" in vml
    assert "<x:Column>1</x:Column>" in vml
    drawings = [etree.fromstring(v) for k, v in parts.items() if k.startswith("xl/drawings/drawing")]
    places = sorted(
        tuple(anchor.findtext(f"{{*}}{end}/{{*}}{name}") for end in ("from", "to") for name in ("col", "row"))
        for root in drawings
        for anchor in root
    )
    assert places[1] == ("6", "5", "6", "5")  # the picture, was F4
    assert places[0][:2] == ("3", "1")  # the chart, on another sheet: as it was


def test_untouched_parts_keep_their_bytes_order_and_dates(workbook: Path) -> None:
    saved = save_new(filled(workbook), workbook)
    old, new = parts_of(workbook), parts_of(saved)
    assert list(new) == list(old)
    assert {name for name in old if old[name] != new[name]} == {
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/charts/chart1.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/drawings/drawing1.xml",
    }
    with zipfile.ZipFile(workbook) as before, zipfile.ZipFile(saved) as after:
        kept = [[(e.filename, e.date_time, e.compress_type) for e in z.infolist()] for z in (before, after)]
    assert kept[0] == kept[1]


def test_saving_twice_gives_the_same_bytes(workbook: Path) -> None:
    first = save_new(filled(workbook), workbook).read_bytes()
    assert save_new(filled(workbook), workbook).read_bytes() == first


@pytest.mark.live
def test_libreoffice_computes_what_the_file_shows(workbook: Path, tmp_path: Path) -> None:
    saved = save_new(filled(workbook), workbook)
    computed = recalculated(saved, tmp_path)
    assert [row[0] for row in read(computed, OWN)] == [151.0, 30.0, 302.0, 150.0]
    for sheet in (DATA, APART):
        shown, present = read(saved, sheet), read(computed, sheet)
        pairs = [
            (shown[r][c], present[r][c])
            for r in range(len(shown))
            for c in range(len(shown[r]))
            if shown[r][c] != ""
        ]
        assert len(pairs) >= 2
        assert [a for a, _ in pairs] == [b for _, b in pairs]


def test_the_changed_file_has_no_fault_by_the_rules_of_open_xml(workbook: Path) -> None:
    assert audit(save_new(filled(workbook), workbook)) == []


def test_writing_what_is_there_already_changes_nothing(workbook: Path) -> None:
    host = FileHost(workbook)
    host.write(DATA, 1, 0, [["Rô Men", 10.0, None, Formula("B2*2", 20.0)], ["Đạ K'Nàng", 20]])
    host.write(DATA, 40, 40, [[None]])
    host.hide_rows(DATA, {1: False, 90: False})
    assert not host.changed
    assert parts_of(save_new(host, workbook)) == parts_of(workbook)


def test_the_second_fill_of_a_filled_file_changes_nothing(workbook: Path) -> None:
    saved = save_new(filled(workbook), workbook)
    again = FileHost(saved)
    again.write(DATA, 2, 0, [["Đạ Long", 40, "=1+1"], ["Đạ Tông", 50, None]])
    again.write(DATA, 2, 4, [[Formula("B3*2", 80)], [Formula("B4*2", 100)]])
    again.write(DATA, 6, 1, [[Formula("SUM(B2:B6)", 150)]])
    assert not again.changed


def test_results_that_depend_on_a_changed_sheet_are_not_shown_any_more(workbook: Path) -> None:
    host = FileHost(workbook)
    host.write(DATA, 1, 1, [[12]])
    saved = save_new(host, workbook)
    # A1 and A2 depend on it directly, A3 by way of its own sheet, A4 by way of a name
    assert shown(saved, OWN) == {"B1": "Tới dòng cộng", "B2": "Trang ngoài"}
    assert {"A5", "B2", "B4"} <= shown(saved, DATA).keys()
    assert not {"B5", "D2", "D4"} & shown(saved, DATA).keys()
    assert shown(saved, APART) == {"A1": 2, "A2": 10}
    assert formulas(saved, OWN)["A3"] == "=A1*2"


def test_results_written_now_are_shown_even_where_nothing_had_to_change(workbook: Path) -> None:
    host = FileHost(workbook)
    host.write(DATA, 1, 1, [[20], [10]])  # 10 and 20 exchanged: the sum is as it was
    host.write(DATA, 4, 1, [[Formula("SUM(B2:B4)", 60)]])
    saved = save_new(host, workbook)
    assert shown(saved, DATA)["B5"] == 60
    assert "A1" not in shown(saved, OWN)


def test_excel_is_told_to_compute_and_the_old_order_of_computing_is_dropped(workbook: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        if name == "xl/_rels/workbook.xml.rels":
            kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
            new = b'<Relationship Id="rId99" Type="' + kind + b'" Target="calcChain.xml"/></Relationships>'
            return content.replace(b"</Relationships>", new)
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
            new = b'<Override PartName="/xl/calcChain.xml" ContentType="' + kind + b'"/></Types>'
            return content.replace(b"</Types>", new)
        return content

    path = repacked(workbook, change)
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B5" i="1"/></calcChain>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/calcChain.xml", chain)
    host = FileHost(path)
    host.write(DATA, 4, 1, [[60]])
    saved = save_new(host, workbook)
    parts = parts_of(saved)
    assert "xl/calcChain.xml" not in parts
    assert b"calcChain" not in parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]
    assert etree.fromstring(parts["xl/workbook.xml"]).find(f"{MAIN}calcPr").get("fullCalcOnLoad") == "1"
    assert audit(saved) == []


def test_charts_show_the_new_numbers_without_being_computed(workbook: Path) -> None:
    root = etree.fromstring(parts_of(save_new(filled(workbook), workbook))["xl/charts/chart1.xml"])
    numbers = root.find(".//{*}val/{*}numRef/{*}numCache")
    assert [v.text for v in numbers.iterfind("{*}pt/{*}v")] == ["10", "40", "50", "20", "30"]
    texts = root.find(".//{*}cat/{*}strRef/{*}strCache")
    assert [v.text for v in texts.iterfind("{*}pt/{*}v")][1:3] == ["Đạ Long", "Đạ Tông"]


def test_a_master_with_macros_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsm"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("S").write(0, 0, 1)
    (tmp_path / "vba.bin").write_bytes(b"\xcc\x61 any bytes")
    book.add_vba_project(str(tmp_path / "vba.bin"))
    book.close()
    host = FileHost(path)
    host.write("S", 0, 0, [[2]])
    host.save(tmp_path / "moi.xlsm")
    assert parts_of(tmp_path / "moi.xlsm")["xl/vbaProject.bin"] == b"\xcc\x61 any bytes"


def test_fifty_thousand_cells_are_written_in_a_few_seconds(tmp_path: Path) -> None:
    host = FileHost(sheet_of(tmp_path, ""))
    start = time.perf_counter()
    host.write(
        "S", 0, 0, [[float(r), f"xã {r}", Formula(f"A{r + 1}*2", r * 2), None, True] for r in range(12_500)]
    )
    host.save(tmp_path / "lon.xlsx")
    assert time.perf_counter() - start < 10  # about one second here
    assert read(tmp_path / "lon.xlsx", "S")[12_499] == [12_499.0, "xã 12499", 24_998.0, "", True]
