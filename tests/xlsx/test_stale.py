"""Results that may be old are not shown: by whatever way a formula depends on what changed."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree
from workbooks import parts_of, repacked, save_new, shown

from qcdc_xl.xlsx.file_host import FileHost


def _after_a_change(tmp_path: Path, formula: str) -> Path:
    """Sheets S, Giữa, U: S is changed; U has the formula in A1, with the result 7."""
    path = tmp_path / "so.xlsx"
    book = xlsxwriter.Workbook(path)
    changed, between, own = (book.add_worksheet(name) for name in ("S", "Giữa", "U"))
    changed.add_table("A1:A3", {"name": "Bang", "columns": [{"header": "Số"}]})
    between.write(0, 0, 1)
    own.write_formula("A1", "=" + formula, None, 7)
    book.define_name("Goc", "=S!$A$2")
    book.define_name("Theo_goc", "=Goc*2")
    book.define_name("Khac", "='Giữa'!$A$1")
    book.close()
    host = FileHost(path)
    host.write("S", 1, 0, [[5]])
    return save_new(host, path)


@pytest.mark.parametrize(
    "formula",
    [
        "S!A2",
        "s!A2",
        "SUM(Bang[Số])",
        "Theo_goc",
        "THEO_GOC+1",
        "SUM(S:U!C9)",
        "SUM(S!A1:INDEX(S!A:A,3))",
        'INDIRECT("S!A"&2)',
    ],
)
def test_a_result_that_may_be_old_is_not_shown(tmp_path: Path, formula: str) -> None:
    assert shown(_after_a_change(tmp_path, formula), "U") == {}


@pytest.mark.parametrize(
    "formula", ["'Giữa'!A1", "Khac+1", "3+4", 'LEN("S!A2")+5', "SUM('Giữa:U'!C9)", "B1+7"]
)
def test_a_result_that_depends_on_nothing_changed_is_shown(tmp_path: Path, formula: str) -> None:
    assert shown(_after_a_change(tmp_path, formula), "U") == {"A1": 7}


def test_members_of_a_shared_formula_depend_on_what_the_first_one_names(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("S")
    own = book.add_worksheet("U")
    own.write_formula("A1", "=S!A1", None, 1)
    own.write_formula("A2", "=S!A2", None, 2)
    book.close()

    def change(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return content
        first = content.replace(b"<f>S!A1</f>", b'<f t="shared" ref="A1:A2" si="0">S!A1</f>')
        return first.replace(b"<f>S!A2</f>", b'<f t="shared" si="0"/>')

    host = FileHost(repacked(path, change))
    host.write("S", 0, 0, [[9]])
    assert shown(save_new(host, path), "U") == {}


def test_charts_of_names_and_whole_columns_lose_their_old_numbers(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    sheet.write_column(0, 0, [1, 2])
    book.define_name("S!Cot", "=S!$A$1:$A$2")
    chart = book.add_chart({"type": "line"})
    for values in ("=S!$A$1:$A$2", "=S!Cot", "=S!$A:$A"):
        chart.add_series({"values": values, "values_data": [1, 2]})
    sheet.insert_chart("C1", chart)
    book.close()
    host = FileHost(path)
    host.write("S", 0, 0, [[5]])
    root = etree.fromstring(parts_of(save_new(host, path))["xl/charts/chart1.xml"])
    points = [[v.text for v in s.iterfind(".//{*}val//{*}v")] for s in root.iter("{*}ser")]
    assert points == [["5", "2"], [], []]


def test_charts_of_sheets_that_only_depend_on_a_changed_one_are_not_old_either(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("S").write(0, 0, 1)
    own = book.add_worksheet("U")
    own.write_formula("A1", "=S!A1", None, 1)
    own.write("A2", 3)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=U!$A$1:$A$2"})
    own.insert_chart("C1", chart)
    book.close()
    host = FileHost(path)
    assert host.grid("U") == [[1.0], [3.0]]  # read before: the old result must not come back from there
    host.write("S", 0, 0, [[5]])
    root = etree.fromstring(parts_of(save_new(host, path))["xl/charts/chart1.xml"])
    assert [v.text for v in root.iterfind(".//{*}val//{*}v")] == ["3"]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ("(S!$A$1:$A$2,S!$A$4)", ["5", "2", "4"]),
        ("S!$A$1:$A$2,S!$A$4", ["5", "2", "4"]),  # as LibreOffice writes it
        ("[0]!Cot", []),  # as Excel writes a name of the workbook; how far it reaches we do not know
        ("S!$A$1:$A$2,T!$A$1", []),
        ("T!$A$1:$A$2", ["1", "2"]),
        ("[1]S!$A$1:$A$2", ["1", "2"]),  # another workbook's sheet of that name
        ('"Nhãn"', ["1", "2"]),
    ],
)
def test_charts_of_several_areas_or_names_are_not_left_old(
    tmp_path: Path, values: str, shown: list[str]
) -> None:
    path = tmp_path / "so.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet("S"), book.add_worksheet("T")
    sheet.write_column(0, 0, [1, 2, 3, 4])
    other.write_column(0, 0, [1, 2])
    book.define_name("Cot", "=S!$A$1:$A$2")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=T!$A$1:$A$2", "values_data": [1, 2]})
    other.insert_chart("C1", chart)
    book.close()

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"T!$A$1:$A$2", values.encode()) if "charts/" in name else content

    path = repacked(path, change)
    host = FileHost(path)
    host.write("S", 0, 0, [[5]])
    root = etree.fromstring(parts_of(save_new(host, path))["xl/charts/chart1.xml"])
    assert [v.text for v in root.iterfind(".//{*}val//{*}v")] == shown


def test_a_chart_whose_numbers_stay_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    sheet.write_column(0, 0, [1, 2, 3])
    for last in (2, 3):
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": f"=S!$A$1:$A${last}"})
        sheet.insert_chart("C1", chart)
    book.close()
    path = repacked(path, lambda name, content: content.replace(b"<c:chart>", b"<c:chart >"))
    host = FileHost(path)
    host.write("S", 2, 0, [[9]])
    old, new = parts_of(path), parts_of(save_new(host, path))
    assert old["xl/charts/chart1.xml"] == new["xl/charts/chart1.xml"]
    assert b"<c:v>9</c:v>" in new["xl/charts/chart2.xml"]
