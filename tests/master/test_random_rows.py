"""Rows put in at random into a workbook that LibreOffice has saved: as LibreOffice itself would do it live."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from live import Calc
from lxml import etree
from resaved import look, shown
from workbooks import parts_of

from qcdc_xl.xlsx.file_host import FileHost

_SINGLE = re.compile(r"(\$[A-Z]+\$\d+):\1(?!\d)")
EDGES = (2, 8, 21, 26)
"""Rows of the data (from 0): the second; the last of an area in the charts; within a group; behind all."""

DATA, NOTES, OTHER = "Dữ liệu", "Ghi chú", "Đạ K'Nàng"


def rich(path: Path) -> Path:
    """Three sheets that refer to one another in every way that a random insertion may hurt."""
    book = xlsxwriter.Workbook(path)
    data, notes, other = (book.add_worksheet(name) for name in (DATA, NOTES, OTHER))
    bold, two, yellow = map(book.add_format, ({"bold": True}, {"num_format": "0.00", "border": 1}, {"bg_color": "yellow"}))  # fmt: skip
    data.set_column("B:B", 17, two)
    data.set_row(14, 30, yellow)
    data.set_row(20, None, None, {"level": 1})
    data.set_row(21, None, None, {"level": 1})
    data.write_row(0, 0, ["Xã", "Số", "Gấp đôi", "Lũy kế", "Có", "Tìm"], bold)
    for row in range(2, 27):
        data.write_row(row - 1, 0, [f"xã {row}", row * 10])
        formulas = [f"=B{row}*2", f"=SUM(B$2:B{row})", f"=AND(B{row}>=90,MOD(B{row},20)=0)"]
        formulas.append(f"=IF(B{row}=70,1/0,VLOOKUP(A{row},$A$2:$C$26,2,FALSE))")
        for column, formula in enumerate(formulas, start=2):
            data.write_formula(row - 1, column, formula, two)
    for column, formula in enumerate(TOTALS):
        data.write_formula(26, column, formula, bold)
    data.write_array_formula("G27:G27", "{=SUM(B2:B26*(E2:E26))}")
    for row, formula in enumerate(NOTED):
        notes.write_formula(row, 0, formula)
    notes.write_array_formula("C1:C4", f"{{='{DATA}'!B2:B5*2}}")
    other.write_column("A1", range(1, 30))
    other.write_formula("C1", "=SUM(A1:A29)")
    data.merge_range("A30:C32", "Người lập biểu", bold)
    data.merge_range("H5:I8", "dọc", bold)
    data.autofilter("A1:F26")
    data.print_area("A1:I32")
    data.repeat_rows(0)
    data.write_comment("B14", "Đã hỏi lại xã")
    data.conditional_format("B2:B26", {"type": "cell", "criteria": ">", "value": "=$B$27/9", "format": bold})
    data.conditional_format("A2:F26", {"type": "formula", "criteria": "=$E2", "format": yellow})
    data.conditional_format("C2:C26", {"type": "data_bar", "data_bar_2010": True})
    data.data_validation("A2:A26", {"validate": "list", "source": ["Có", "B4"]})
    data.data_validation("B2:B26", {"validate": "list", "source": "='Đạ K''Nàng'!$A$2:$A$9"})
    book.define_name("Cong", f"='{DATA}'!$B$27")
    for sheet in (data, notes):
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"='{DATA}'!$B$2:$B$26", "categories": f"='{DATA}'!$A$2:$A$26"})
        chart.add_series({"values": f"=('{DATA}'!$C$2:$C$9,'{DATA}'!$C$26)", "name": f"='{DATA}'!$C$1"})
        sheet.insert_chart("L3", chart)
    book.close()
    return path


TOTALS = (
    '=COUNTIF(E2:E26,TRUE)&" A1 B2:B9"',
    "=SUM(B2:B26)",
    "=SUMPRODUCT((B2:B26>50)*(C2:C26<400))",
    "=SUM(5:5)-SUM($7:$7)+SUM(C2:INDEX(C:C,9))",
    "=OFFSET(C2,3,0)+ROWS(A2:A26)+ROW(A5)",
    f"=SUM('Đạ K''Nàng'!$A$2:$A$9)+SUM('{NOTES}'!$A:$A)",
)
NOTED = (
    f"=SUM('{DATA}:{OTHER.replace(chr(39), chr(39) * 2)}'!A5)",
    "=Cong*2",
    f"=SUM('{DATA}'!$B$2:$B$26)/COUNTA('{DATA}'!A2:A26)",
    f"=SUMIFS('{DATA}'!B:B,'{DATA}'!E:E,TRUE)",
    f"=HYPERLINK(\"#B5\",'{DATA}'!A5)",
)


@pytest.fixture(scope="module")
def saved_by_libreoffice(calc: Calc, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calc")
    return _saved(calc, rich(folder / "goc.xlsx"), folder / "lo.xlsx", [])


def _saved(calc: Calc, path: Path, target: Path, steps: Sequence[tuple[str, int, int]]) -> Path:
    """The workbook as LibreOffice saves it after inserting rows and computing everything."""
    document = calc.open(path)
    for step in steps:
        document.insert_rows(*step)
    document.recalculate()
    document.save_as(str(target))
    document.close()
    return target


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl on data bars of 2010
@pytest.mark.parametrize("seed", range(8))
def test_rows_put_in_anywhere_do_what_they_do_in_a_running_libreoffice(
    seed: int, saved_by_libreoffice: Path, calc: Calc, tmp_path: Path
) -> None:
    choose = random.Random(seed)
    least = {DATA: 2, NOTES: 4, OTHER: 1}  # not above the headings, not into the array
    sheets = [choose.choice([DATA, NOTES, OTHER]) for _ in range(3)]
    steps = [(s, choose.randrange(least[s], 34), choose.randrange(1, 4)) for s in sheets]
    steps.insert(0, (DATA, EDGES[seed % len(EDGES)], choose.randrange(1, 4)))
    host = FileHost(saved_by_libreoffice)
    for step in steps:
        host.insert_rows(*step)
    host.save(tmp_path / "file.xlsx")
    ours = _saved(calc, tmp_path / "file.xlsx", tmp_path / "ours.xlsx", [])
    live = _saved(calc, saved_by_libreoffice, tmp_path / "live.xlsx", steps)
    assert shown(ours) == shown(live), steps
    assert structure(ours) == structure(live), steps


def structure(path: Path) -> dict[str, object]:
    """Formulas, formats and everything that holds for areas, by openpyxl.

    Not what LibreOffice 7 itself gets wrong: formulas of validations, targets of links.
    """
    book = openpyxl.load_workbook(path)
    parts = parts_of(path)
    charts = [etree.fromstring(parts[name]) for name in parts if name.startswith("xl/charts/chart")]
    found: dict[str, object] = {"charts": sorted(map(_drawn, charts))}
    sheets = [etree.fromstring(parts[name]) for name in parts if name.startswith("xl/worksheets/sheet")]
    found["newer rules"] = sorted(str(e.text) for sheet in sheets for e in sheet.iter("{*}sqref"))
    found["names"] = {n: name.attr_text for n, name in book.defined_names.items()}
    for sheet in book:
        cells = [c for row in sheet.iter_rows(max_col=11) for c in row]
        rules = [(str(c.sqref), r.type, r.formula) for c in sheet.conditional_formatting for r in c.rules]
        found[sheet.title] = {
            "formulas": {c.coordinate: c.value for c in cells if isinstance(c.value, str)},
            "looks": {c.coordinate: look(c) for c in cells if look(c) != look(None)},
            "merged": sorted(map(str, sheet.merged_cells.ranges)),
            "rules": sorted(rules, key=str),
            "choices": sorted(str(v.sqref) for v in sheet.data_validations.dataValidation),
            "comments": {c.coordinate: c.comment.text for c in cells if c.comment},
            "print": (sheet.print_area, sheet.print_title_rows, sheet.auto_filter.ref),
            "groups": {r: d.outlineLevel for r, d in sheet.row_dimensions.items() if d.outlineLevel},
        }
    return found


def _drawn(chart: etree._Element) -> list[str]:
    """The areas of a chart; LibreOffice writes a single one that it has moved as ``$C$1:$C$1``."""
    return [_SINGLE.sub(r"\1", e.text or "") for e in chart.iter("{*}f")]
