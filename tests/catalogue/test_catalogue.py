"""What is wrong with a catalogue's tables is found at the file and cell to mend.

Each test changes a cell or two of a small catalogue, by address as in Excel.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from small_catalogue import Tables, changed, found_in, only, places, small, written

from qcdc_xl.catalogue import from_tables, load, read_catalogue
from qcdc_xl.marked import find
from qcdc_xl.model import Catalogue
from qcdc_xl.model.finding import CODES, Finding, message
from qcdc_xl.shipped import CATALOGUE, shipped


def test_the_small_catalogue_is_sound_and_read_as_written(tmp_path: Path) -> None:
    catalogue, findings = read_catalogue(written(small(), tmp_path))
    assert findings == ()
    assert catalogue.settings == {
        "period": "2022-H1",
        "ten_tinh": "Lâm Đồng",
        "document_style": "hd36_2018",
        "annex": "đủ",
        "report_date": "2022-06-22",
    }
    assert catalogue.working.period.end == datetime.date(2022, 6, 30)
    assert [u.code for u in catalogue.working.active_units] == ["24886", "HND"]
    assert catalogue.units[0].aliases == ("UBND xã Phi Liêng", "Phi Lieng")
    asked = catalogue.indicator["giam_sat"]
    assert (asked.forms, asked.required, asked.min, asked.max) == (("MT",), True, 0.0, 99.5)
    assert catalogue.indicator["thon_huong_uoc"].required is False
    assert [c.code for c in catalogue.list["txct"].columns] == ["ngay", "cap", "dong"]
    assert catalogue.list["txct"].rows == 10
    assert catalogue.choices_of("co_khong") == ("Có", "Không")
    assert catalogue.charts[0].items == ("so_thon", "thon_huong_uoc")
    assert [(n.number, n.order) for n in catalogue.footnotes] == [(1, 1), (1, 2)]


def test_the_shipped_catalogue_has_no_finding() -> None:
    catalogue, findings = read_catalogue(shipped(CATALOGUE))
    assert findings == ()
    assert len(catalogue.units) == 34


# one changed cell, one finding at that cell


class Case(NamedTuple):
    """A cell, what is typed into it, what is found there."""

    table: str
    cell: str
    value: str
    code: str


MISSING, WRONG, UNKNOWN = "CATALOGUE_VALUE_MISSING", "CATALOGUE_VALUE_WRONG", "CATALOGUE_CODE_UNKNOWN"
DOUBLED, EXPRESSION, CIRCULAR = "CATALOGUE_CODE_DOUBLED", "CATALOGUE_EXPRESSION", "CATALOGUE_CIRCULAR"
DATES, FIGURE = "CATALOGUE_DATES", "TEXT_FIGURE_UNKNOWN"

CASES = [
    # nothing where something is needed
    Case("levels", "B3", "", MISSING),
    Case("units", "D2", "", MISSING),
    Case("periods", "B3", "", MISSING),
    Case("periods", "D3", "", MISSING),
    Case("sections", "B2", "", MISSING),
    Case("forms", "C2", "", MISSING),
    Case("indicators", "D6", "", MISSING),
    Case("indicators", "J4", "", MISSING),
    Case("lists", "D2", "", MISSING),
    Case("list_columns", "C3", "", MISSING),
    Case("list_columns", "E3", "", MISSING),
    Case("choices", "B3", "", MISSING),
    Case("rules", "D3", "", MISSING),
    Case("rules", "G2", "", MISSING),
    Case("figures", "C3", "", MISSING),
    Case("figures", "D3", "", MISSING),
    Case("charts", "B2", "", MISSING),
    Case("footnotes", "D2", "", MISSING),
    Case("document_styles", "A2", "", MISSING),
    Case("document_styles", "B2", "", MISSING),
    # what a column cannot take
    Case("levels", "A2", "cấp huyện", WRONG),
    Case("units", "A2", "xã 1", WRONG),
    Case("units", "B2", "01/01/2021", WRONG),
    Case("units", "C3", "hết năm", WRONG),
    Case("periods", "C3", "2022-07-32", WRONG),
    Case("periods", "E2", "15/6", WRONG),
    Case("sections", "C2", "bảng", WRONG),
    Case("indicators", "A6", "giám_sát", WRONG),
    Case("indicators", "F6", "số", WRONG),
    Case("indicators", "G6", "bắt buộc", WRONG),
    Case("indicators", "H6", "không âm", WRONG),
    Case("indicators", "I6", "1.000.000", WRONG),
    Case("indicators", "L6", "TỔNG", WRONG),
    Case("lists", "E2", "nhiều", WRONG),
    Case("list_columns", "D3", "chọn", WRONG),
    Case("list_columns", "F3", "?", WRONG),
    Case("list_columns", "H3", "rộng", WRONG),
    Case("rules", "B2", "unit", WRONG),
    Case("rules", "C2", "lỗi", WRONG),
    Case("rules", "F2", "bỏ qua", WRONG),
    Case("figures", "E3", "number", WRONG),
    Case("figures", "E3", "list", WRONG),
    Case("figures", "E4", "text", WRONG),
    Case("charts", "C2", "tròn", WRONG),
    Case("footnotes", "A2", "một", WRONG),
    Case("footnotes", "C2", "1.5", WRONG),
    Case("settings", "B5", "một nửa", WRONG),
    Case("settings", "B6", "hôm nay", WRONG),
    Case("document_styles", "B2", "le_trai", WRONG),
    Case("document_styles", "C2", "3 cm", WRONG),
    Case("document_styles", "C2", "", WRONG),
    Case("document_styles", "C2", "99", WRONG),
    Case("document_styles", "C3", "đậm", WRONG),
    Case("document_styles", "C3", "14 đậm", WRONG),
    Case("document_styles", "C3", "140", WRONG),
    # the same code twice
    Case("settings", "A3", "period", DOUBLED),
    Case("levels", "A3", "huyen", DOUBLED),
    Case("periods", "A3", "2022-H1", DOUBLED),
    Case("sections", "A3", "I", DOUBLED),
    Case("forms", "A3", "XA", DOUBLED),
    Case("indicators", "A6", "so_thon", DOUBLED),
    Case("list_columns", "B3", "ngay", DOUBLED),
    Case("choices", "B3", "Có", DOUBLED),
    Case("rules", "A3", "R1", DOUBLED),
    Case("figures", "A3", "tong_thon", DOUBLED),
    Case("footnotes", "C3", "1", DOUBLED),
    Case("document_styles", "B3", "margin_left", DOUBLED),
    # a code that its table does not have
    Case("settings", "B2", "2021-H1", UNKNOWN),
    Case("levels", "C3", "tinh", UNKNOWN),
    Case("units", "G2", "thon", UNKNOWN),
    Case("units", "H2", "xom", UNKNOWN),
    Case("forms", "D2", "xa xom", UNKNOWN),
    Case("indicators", "B6", "IX", UNKNOWN),
    Case("indicators", "C6", "MT, ZZ", UNKNOWN),
    Case("indicators", "J4", "mau", UNKNOWN),
    Case("lists", "B2", "IX", UNKNOWN),
    Case("lists", "C2", "ZZ", UNKNOWN),
    Case("list_columns", "A3", "txcc", UNKNOWN),
    Case("list_columns", "E3", "mau", UNKNOWN),
    Case("rules", "G2", "Số thôn ({so_thom}) không đúng.", UNKNOWN),
    Case("rules", "G3", "Tổng số thôn ({tong_thom}) không đúng.", UNKNOWN),
    Case("figures", "B2", "IX", UNKNOWN),
    Case("charts", "D2", "IX", UNKNOWN),
    Case("charts", "E2", "so_thon so_nha", UNKNOWN),
    Case("charts", "F2", "xom", UNKNOWN),
    Case("footnotes", "B2", "IX", UNKNOWN),
    Case("paragraphs", "A2", "IX", UNKNOWN),
    Case("settings", "B4", "tinh_ta", UNKNOWN),
    # expressions
    Case("indicators", "K5", "ROUND(100 * thon_huong_uoc / so_thom, 2)", EXPRESSION),
    Case("indicators", "K5", "giam_sat * 2", EXPRESSION),
    Case("list_columns", "G4", "cap & ngay", EXPRESSION),
    Case("list_columns", "G4", "txct.cap", EXPRESSION),
    Case("rules", "D2", "thon_huong_uoc <= (so_thon", EXPRESSION),
    Case("rules", "D2", "so_thon <= giam_sat", EXPRESSION),
    Case("rules", "D2", "so_thon = PREVIOUS(so_thon)", EXPRESSION),
    Case("rules", "D2", "so_thon + 1", EXPRESSION),
    Case("rules", "E2", "so_thon", EXPRESSION),
    Case("rules", "E2", "so_thon >", EXPRESSION),
    Case("rules", "D3", "so_thon = 1", EXPRESSION),
    Case("rules", "D4", "so_thon = PREVIOUS(so_thom)", EXPRESSION),
    Case("figures", "D3", "so_thon", EXPRESSION),
    Case("figures", "D3", "tong_thom * 2", EXPRESSION),
    Case("figures", "D3", "giam_sat@HCCB", EXPRESSION),
    Case("figures", "D3", "SETTING(ten_huyen)", EXPRESSION),
    Case("figures", "D4", "LIST(txct.dongg)", EXPRESSION),
    # circles
    Case("indicators", "K5", "ty_le + 1", CIRCULAR),
    Case("figures", "D2", "gap_doi / 2", CIRCULAR),
    Case("figures", "D3", "gap_doi + tong_thon", CIRCULAR),
    # dates in the wrong order
    Case("periods", "D2", "2021-12-31", DATES),
    Case("units", "C3", "2020-12-31", DATES),
    # texts
    Case("footnotes", "D2", "Có {tong_thom:02} thôn.", FIGURE),
    Case("footnotes", "D3", "Có {so_thon} thôn.", FIGURE),
    Case("paragraphs", "C3", "Tỉnh {ten_tinh_cu}.", FIGURE),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.code}-{c.table}-{c.cell}-{c.value}")
def test_a_mistyped_cell_is_found_where_it_is(case: Case, tmp_path: Path) -> None:
    findings = found_in(changed(case.table, {case.cell: case.value}), tmp_path)
    assert (case.code, f"{case.table}.csv", case.cell) in places(findings)


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if c.code in (EXPRESSION, DATES, FIGURE, UNKNOWN)],
    ids=lambda c: f"{c.table}-{c.cell}-{c.value}",
)
def test_such_a_mistake_is_said_once_and_nothing_else_with_it(case: Case, tmp_path: Path) -> None:
    findings = found_in(changed(case.table, {case.cell: case.value}), tmp_path)
    assert places(findings) == [(case.code, f"{case.table}.csv", case.cell)]


def test_the_narrative_is_work_in_progress_and_blocks_nothing(tmp_path: Path) -> None:
    tables = small()
    tables["paragraphs"] += [["I", "body", ""], ["", "", "Chưa chọn mục."], ["IX", "body", "Có {khong_co}."]]
    catalogue, findings = read_catalogue(written(tables, tmp_path))
    assert [p.text for p in catalogue.paragraphs][2:] == ["Chưa chọn mục.", "Có {khong_co}."]
    assert {(f.code, f.place.cell, str(f.severity)) for f in findings} == {
        ("CATALOGUE_CODE_UNKNOWN", "A6", "warning"),
        ("TEXT_FIGURE_UNKNOWN", "C6", "warning"),
    }


def test_every_code_about_catalogues_has_a_test_here() -> None:
    elsewhere = {"CATALOGUE_TABLE_MISSING", "CATALOGUE_COLUMN_MISSING", "CATALOGUE_ROW_OUTSIDE"}  # below
    elsewhere |= {
        "CATALOGUE_TABLE_UNREADABLE",
        "CATALOGUE_PERIODS",
        "CATALOGUE_ENDED",
        "CATALOGUE_CELL_ERROR",
    }
    codes = {code for code in CODES if code.startswith("CATALOGUE_")} | {"TEXT_FIGURE_UNKNOWN"}
    assert {case.code for case in CASES} | elsewhere == codes


# what the finding says


def in_file(found: Finding, what: str) -> str:
    """The name in the file of a table or column that a finding also calls as people do: “Loại” (type)."""
    heading, _, name = str(found.values[what]).partition("” (")
    assert heading.startswith("“") and name.endswith(")")
    return name[:-1]


def test_tables_and_columns_are_called_as_their_headings_call_them_in_a_file_by_their_names_too(
    tmp_path: Path,
) -> None:
    found = only(found_in(changed("indicators", {"F2": "số nguyên"}), tmp_path), WRONG)
    assert message(found).startswith(
        "“số nguyên” không dùng được ở cột “Loại” (type) của bảng “Chỉ tiêu giao các đơn vị báo cáo” (indicators): "
    )


@pytest.mark.parametrize(
    ("table", "cell", "expression", "position"),
    [
        #                               1234567890123456789012345678901
        ("indicators", "K5", "ROUND(100 * thon_huong_uoc / so_thom, 2)", 30),
        ("list_columns", "G4", "cap & ngay", 7),
        ("rules", "D2", "thon_huong_uoc <= (so_thon", 27),
        ("rules", "D2", "so_thon <= giam_sat", 12),
        ("rules", "D2", "so_thon + 1", 1),
        ("figures", "D3", "2 * tong_thom", 5),
    ],
)
def test_a_bad_expression_is_shown_with_the_place_in_it(
    table: str, cell: str, expression: str, position: int, tmp_path: Path
) -> None:
    found = only(found_in(changed(table, {cell: expression}), tmp_path), EXPRESSION)
    assert (found.values["position"], found.values["expression"]) == (position, expression)
    assert f"vị trí {position}" in message(found)


def test_a_doubled_code_names_the_cell_of_the_first(tmp_path: Path) -> None:
    found = only(found_in(changed("indicators", {"A6": "so_thon"}), tmp_path), DOUBLED)
    assert (found.values["value"], found.values["first"]) == ("so_thon", "A2")


def test_a_circle_is_written_out(tmp_path: Path) -> None:
    found = only(found_in(changed("figures", {"D2": "gap_doi / 2"}), tmp_path), CIRCULAR)
    assert found.values["cycle"] == "tong_thon → gap_doi → tong_thon"


@pytest.mark.parametrize(
    ("table", "cell", "value", "word", "target"),
    [
        ("indicators", "C6", "MT, ZZ", "ZZ", "forms"),
        ("charts", "E2", "so_thon so_nha", "so_nha", "indicators"),
        ("units", "H2", "xom", "xom", "choices"),
        ("settings", "B2", "2021-H1", "2021-H1", "periods"),
    ],
)
def test_an_unknown_code_is_named_with_the_table_that_lacks_it(
    table: str, cell: str, value: str, word: str, target: str, tmp_path: Path
) -> None:
    found = only(found_in(changed(table, {cell: value}), tmp_path), UNKNOWN)
    assert (found.values["value"], in_file(found, "target")) == (word, target)


def test_several_mistakes_are_all_found_in_one_pass(tmp_path: Path) -> None:
    tables = changed("figures", {"D3": "1 +", "E4": "text"})
    tables["periods"][1][3] = "2021-12-31"
    tables["footnotes"][1][3] = "{la}"
    assert set(places(found_in(tables, tmp_path))) == {
        (EXPRESSION, "figures.csv", "D3"),
        (WRONG, "figures.csv", "E4"),
        (DATES, "periods.csv", "D2"),
        (FIGURE, "footnotes.csv", "D2"),
    }


# units over time


def test_one_code_for_two_units_at_one_time_is_found_at_the_second(tmp_path: Path) -> None:
    tables = changed("units", {"A3": "24886", "B3": "2022-01-01"})
    found = only(found_in(tables, tmp_path), DOUBLED)
    assert (found.place.cell, found.values["first"]) == ("A3", "A2")


def test_one_code_may_mean_another_unit_after_the_first_is_gone(tmp_path: Path) -> None:
    tables = changed("units", {"C2": "2022-06-30", "A3": "24886", "B3": "2022-07-01"})
    assert found_in(tables, tmp_path) == ()


def test_the_same_unit_twice_is_found_at_its_date(tmp_path: Path) -> None:
    found = only(found_in(changed("units", {"A3": "24886"}), tmp_path), DOUBLED)
    assert (found.place.cell, found.values["first"]) == ("B3", "B2")


# files


@pytest.mark.parametrize("table", [t for t in small() if t not in ("charts", "document_styles")])
def test_a_table_without_its_file_is_missed_by_name(table: str, tmp_path: Path) -> None:
    tables = small()
    del tables[table]
    found = only(found_in(tables, tmp_path), "CATALOGUE_TABLE_MISSING")
    assert found.place.file == str(tmp_path / f"{table}.csv")
    assert in_file(found, "table") == table


@pytest.mark.parametrize("table", ["charts", "document_styles"])
def test_a_catalogue_can_do_without_charts_and_document_styles(table: str, tmp_path: Path) -> None:
    tables = small()
    tables.pop(table, None)
    assert found_in(tables, tmp_path) == ()


DEFAULTS = """
settings label
levels parent
units short_name aliases level parent email
periods due
forms number
indicators unit_of_measure required min max aggregation hint
lists rows hint
list_columns required width min max
choices label
rules severity missing
charts type unit_types
paragraphs style
document_styles label
"""
"""The columns that a table can do without; all others are needed."""


def without(table: str, column: str) -> Tables:
    """The small catalogue with the heading of a column gone."""
    tables = small()
    tables[table][0] = [c if c != column else "cot_khac" for c in tables[table][0]]
    return tables


def lackable() -> list[tuple[str, str]]:
    """The pairs of table and column of :data:`DEFAULTS`."""
    lines = (line.split() for line in DEFAULTS.strip().splitlines())
    return [(table, column) for table, *columns in lines for column in columns]


NEEDED = [(t, c) for t, lines in small().items() for c in lines[0] if (t, c) not in lackable()]


@pytest.mark.parametrize(("table", "column"), NEEDED)
def test_a_needed_column_without_its_heading_is_missed_by_name(
    table: str, column: str, tmp_path: Path
) -> None:
    found = only(found_in(without(table, column), tmp_path), "CATALOGUE_COLUMN_MISSING")
    assert (found.place.file, in_file(found, "table"), in_file(found, "column")) == (
        f"{table}.csv",
        table,
        column,
    )


@pytest.mark.parametrize(("table", "column"), lackable())
def test_a_catalogue_can_do_without_other_columns(table: str, column: str, tmp_path: Path) -> None:
    assert found_in(without(table, column), tmp_path) == ()


def test_a_lacking_column_is_what_a_blank_cell_is(tmp_path: Path) -> None:
    tables = small()
    for table, column in [("lists", "rows"), ("list_columns", "width"), ("indicators", "aggregation"),
                          ("rules", "missing"), ("rules", "severity"), ("charts", "type")]:  # fmt: skip
        tables[table][0] = [c if c != column else "cot_khac" for c in tables[table][0]]
    catalogue, findings = read_catalogue(written(tables, tmp_path))
    assert findings == ()
    assert catalogue.list["txct"].rows == 30
    assert {c.width for c in catalogue.list["txct"].columns} == {16}
    assert {i.aggregation for i in catalogue.indicators} == {"SUM"}
    assert {(r.severity, r.missing) for r in catalogue.rules} == {("error", "skip")}
    assert catalogue.charts[0].type == "column"


def test_an_empty_file_is_missed_column_by_column(tmp_path: Path) -> None:
    folder = written(small(), tmp_path)
    (folder / "charts.csv").write_text("", encoding="utf-8")
    _, findings = read_catalogue(folder)
    missing = [in_file(f, "column") for f in findings if f.code == "CATALOGUE_COLUMN_MISSING"]
    assert missing == ["code", "title", "section", "items"]


def test_columns_may_stand_in_any_order_among_others_and_cells_follow(tmp_path: Path) -> None:
    tables = small()
    tables["paragraphs"] = [["ghi_chu", *reversed(line)] for line in tables["paragraphs"]]
    tables["paragraphs"][0] = ["ghi_chu", "text", "style", "section"]
    assert found_in(tables, tmp_path) == ()
    tables["paragraphs"][2][1] = "{la}"
    assert places(found_in(tables, tmp_path)) == [(FIGURE, "paragraphs.csv", "B3")]


def test_lines_within_a_cell_and_blank_rows_do_not_shift_the_addresses(tmp_path: Path) -> None:
    tables = small()
    tables["paragraphs"][1][2] = "Dòng một,\n“dòng hai”.\n\nDòng ba."
    tables["paragraphs"] += [["", "", ""], ["I", "body", "Có {la}."]]
    assert places(found_in(tables, tmp_path)) == [(FIGURE, "paragraphs.csv", "C5")]


def test_files_as_excel_saves_them_in_utf_8_are_read(tmp_path: Path) -> None:
    folder = written(small(), tmp_path)
    for path in folder.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_catalogue(folder)[1] == ()


def test_a_file_as_excel_saves_it_in_the_old_encoding_is_a_finding(tmp_path: Path) -> None:
    folder = written(small(), tmp_path)
    (folder / "sections.csv").write_bytes("code,title,kind\nI,Khái quát,text\n".encode("cp1252"))
    assert any(f.place.file.endswith("sections.csv") for f in read_catalogue(folder)[1])


# what is not found yet, or wrongly


def test_a_catalogue_without_a_period_is_found_in_the_settings(tmp_path: Path) -> None:
    found = only(found_in(changed("settings", {"A2": "ky"}), tmp_path), UNKNOWN)
    assert found.place.file == "settings.csv"


def test_a_list_column_that_uses_itself_is_a_circle(tmp_path: Path) -> None:
    findings = found_in(changed("list_columns", {"G4": 'dong & "."'}), tmp_path)
    assert places(findings) == [(CIRCULAR, "list_columns.csv", "G4")]


def test_a_date_written_without_hyphens_is_not_before_every_other(tmp_path: Path) -> None:
    findings = found_in(changed("periods", {"C2": "20220101"}), tmp_path)
    assert DATES not in {f.code for f in findings}


def test_a_date_written_without_hyphens_does_not_stop_the_search_for_doubled_units(tmp_path: Path) -> None:
    findings = found_in(changed("units", {"A3": "24886", "B3": "20220101"}), tmp_path)
    assert (DOUBLED, "units.csv", "A3") in places(findings) or WRONG in {f.code for f in findings}


# the same tables on a master's sheets

Grid = list[list[object]]


def on_sheets(tables: Tables, change: Callable[[str, Grid], None] | None = None) -> list[tuple[str, Grid]]:
    """Each table on a sheet of its own, marked, one row and one column from the edge."""
    sheets: list[tuple[str, Grid]] = []
    for name, (header, *lines) in tables.items():
        grid: Grid = [[], ["", f"#table {name}", *header]]
        grid += [["", "", *line] for line in lines]
        grid += [["", "#end"], ["", "", *([""] * len(header))]]
        if change:
            change(name, grid)
        sheets.append((f"Trang {name}", grid))
    return sheets


def from_sheets(sheets: list[tuple[str, Grid]]) -> tuple[Catalogue, tuple[Finding, ...]]:
    """The catalogue of a master's sheets."""
    found, findings = find(sheets)
    entries, more = from_tables(found, "qcdc.xlsm")
    catalogue, rest = load(entries)
    return catalogue, (*findings, *more, *rest)


def same(one: Catalogue, other: Catalogue) -> bool:
    """Whether two catalogues hold the same records."""
    names = [field.name for field in dataclasses.fields(Catalogue)]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def test_a_master_holds_the_same_catalogue_as_the_files(tmp_path: Path) -> None:
    on_file, _ = read_catalogue(written(small(), tmp_path))
    in_master, findings = from_sheets(on_sheets(small()))
    assert findings == ()
    assert same(on_file, in_master)


def test_numbers_and_dates_that_excel_made_of_texts_are_the_same_catalogue(tmp_path: Path) -> None:
    def as_excel(name: str, grid: Grid) -> None:
        for row in grid[2:]:
            for place, value in enumerate(row):
                if isinstance(value, str) and value.isdigit():
                    row[place] = float(value)
                elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                    row[place] = datetime.date.fromisoformat(value)

    on_file, _ = read_catalogue(written(small(), tmp_path))
    in_master, findings = from_sheets(on_sheets(small(), as_excel))
    assert findings == ()
    assert same(on_file, in_master)


def test_a_mistake_in_a_master_is_found_at_its_sheet_and_cell() -> None:
    _, (found,) = from_sheets(on_sheets(changed("figures", {"D3": "tong_thom * 2"})))
    # the table's cell D3 stands one row lower and two columns to the right
    assert (found.code, found.place.file, found.place.sheet, found.place.cell) == (
        EXPRESSION,
        "qcdc.xlsm",
        "Trang figures",
        "F4",
    )


def test_a_row_typed_below_the_end_of_a_table_is_found() -> None:
    def typed_below(name: str, grid: Grid) -> None:
        if name == "units":
            grid[5][2] = "24999"

    _, findings = from_sheets(on_sheets(small(), typed_below))
    (found,) = findings
    assert (found.code, found.place.sheet, found.place.cell) == ("CATALOGUE_ROW_OUTSIDE", "Trang units", "C6")
    assert "24999" in message(found)


def test_a_table_or_a_column_gone_from_a_master_is_found() -> None:
    def without_heading(name: str, grid: Grid) -> None:
        if name == "paragraphs":
            grid[1][4] = ""

    _, findings = from_sheets([s for s in on_sheets(small(), without_heading) if s[0] != "Trang rules"])
    missing = {(f.code, f.place.file, f.place.sheet, f.place.cell) for f in findings}
    assert missing == {
        ("CATALOGUE_TABLE_MISSING", "qcdc.xlsm", "", ""),
        ("CATALOGUE_COLUMN_MISSING", "qcdc.xlsm", "Trang paragraphs", "B2"),
    }


def test_blank_spare_rows_of_a_master_are_no_rows() -> None:
    def spare(name: str, grid: Grid) -> None:
        width = len(grid[1])
        grid.insert(3, [""] * width)
        grid[-2:-2] = [[""] * width for _ in range(5)]

    catalogue, findings = from_sheets(on_sheets(small(), spare))
    assert findings == ()
    assert len(catalogue.indicators) == 5
