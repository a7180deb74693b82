"""Marked tables, found wherever users have moved them. Sheets are drawn here cell by cell: ``.`` is blank."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter, quote_sheetname

from qcdc_xl.marked import Marked, address, find, key_text, letters, quoted, records
from qcdc_xl.model.finding import Finding

Cells = list[list[object]]


def drawn(text: str) -> Cells:
    """A grid from a drawing with ``|`` between the cells."""
    lines = [line.strip().strip("|") for line in text.strip().splitlines()]
    return [["" if cell.strip() == "." else cell.strip() for cell in line.split("|")] for line in lines]


def only(grid: Cells, name: str) -> Marked:
    """The one part of a table on one sheet."""
    tables, findings = find([("Số liệu", grid)])
    assert findings == []
    (part,) = tables[name]
    return part


def rows(part: Marked) -> list[tuple[str, dict[str, object]]]:
    """The rows that hold something, by key."""
    return [(row.key, values) for _, row, values in records([part])]


PLAIN = """
| #table meta | value |
| unit        | 24886 |
| period      | 2022-H1 |
| #end        | .     |
"""


def test_a_table_is_read_from_its_marker_to_its_end() -> None:
    part = only(drawn(PLAIN), "meta")
    assert rows(part) == [("unit", {"value": "24886"}), ("period", {"value": "2022-H1"})]
    assert (part.marker, part.key_column, part.end, part.closed) == (0, 0, 3, True)
    assert part.address(2, "value") == "B3"


def test_columns_may_have_gaps_between_them() -> None:
    part = only(
        drawn("""
        | #table indicators | . | label   | . | . | value | note |
        | so_thon           | 1 | Số thôn | x | . | 6     | .    |
        | to_tu_quan        | 2 | Số tổ   | . | y | 9     | gộp  |
        | #end              | . | .       | . | . | .     | .    |
        """),
        "indicators",
    )
    assert rows(part) == [
        ("so_thon", {"label": "Số thôn", "value": "6", "note": ""}),
        ("to_tu_quan", {"label": "Số tổ", "value": "9", "note": "gộp"}),
    ]
    assert part.address(2, "value") == "F3"


def test_rows_and_columns_inserted_before_and_within_a_table_only_move_it() -> None:
    part = only(
        drawn("""
        | . | BIỂU SỐ 01 | .           | . | .       |
        | . | .          | .           | . | .       |
        | . | .          | #table meta | . | value   |
        | . | .          | unit        | . | 24886   |
        | . | ghi chú    | .           | . | .       |
        | . | .          | period      | . | 2022-H1 |
        | . | .          | #end        | . | .       |
        | . | người lập  | unit        | . | 99999   |
        """),
        "meta",
    )
    assert rows(part) == [("unit", {"value": "24886"}), ("period", {"value": "2022-H1"})]
    assert [r.number for r in part.rows()] == [3, 4, 5]
    assert part.address(5, "value") == "E6"


def test_two_tables_side_by_side_do_not_see_each_others_columns() -> None:
    grid = drawn("""
    | #table left | value | . | #table right | value | note |
    | a           | 1     | . | x            | 10    | .    |
    | b           | 2     | . | y            | 20    | n    |
    | #end        | .     | . | z            | 30    | .    |
    | .           | .     | . | #end         | .     | .    |
    """)
    assert rows(only(grid, "left")) == [("a", {"value": "1"}), ("b", {"value": "2"})]
    assert rows(only(grid, "right")) == [
        ("x", {"value": "10", "note": ""}),
        ("y", {"value": "20", "note": "n"}),
        ("z", {"value": "30", "note": ""}),
    ]


def test_two_tables_side_by_side_may_begin_on_different_rows() -> None:
    grid = drawn("""
    | .           | .     | #table right | value |
    | #table left | value | x            | 10    |
    | a           | 1     | #end         | .     |
    | #end        | .     | .            | .     |
    """)
    assert rows(only(grid, "right")) == [("x", {"value": "10"})]
    left = only(grid, "left")
    assert left.columns["value"] == 1
    assert [(row.key, row.at(1)) for row in left.rows()] == [("a", "1")]


def test_two_tables_one_below_the_other_are_two() -> None:
    grid = drawn("""
    | #table one | value |
    | a          | 1     |
    | #end       | .     |
    | #table two | value |
    | a          | 2     |
    | #end       | .     |
    """)
    assert rows(only(grid, "one")) == [("a", {"value": "1"})]
    assert rows(only(grid, "two")) == [("a", {"value": "2"})]


def test_tables_of_one_name_are_one_table_in_sheet_order() -> None:
    second = drawn("""
    | #table meta | value |
    | form        | XA    |
    | #end        | .     |
    """)
    tables, findings = find([("B", second), ("A", drawn(PLAIN))])
    assert findings == []
    assert [part.sheet for part in tables["meta"]] == ["B", "A"]
    found = [(part.sheet, row.key) for part, row, _ in records(tables["meta"])]
    assert found == [("B", "form"), ("A", "unit"), ("A", "period")]


def no_end(text: str) -> tuple[dict[str, list[Marked]], Finding]:
    """Tables of a drawing in which one closing mark is gone."""
    tables, (found,) = find([("Trang 1", drawn(text))], "bao cao.xlsx")
    assert found.code == "TABLE_NO_END"
    return tables, found


def test_without_its_end_a_table_goes_to_the_end_of_the_sheet_and_is_found() -> None:
    tables, found = no_end("""
    | .           | .     |
    | #table meta | value |
    | unit        | 24886 |
    | .           | .     |
    | period      | 2022  |
    """)
    assert [key for key, _ in rows(tables["meta"][0])] == ["unit", "period"]
    assert (found.place.file, found.place.sheet, found.place.cell) == ("bao cao.xlsx", "Trang 1", "A2")
    assert found.values == {"table": "meta"}
    assert found.severity == "warning"


def test_without_its_end_a_table_stops_where_the_next_begins() -> None:
    tables, found = no_end("""
    | #table one | value |
    | a          | 1     |
    | #table two | value |
    | b          | 2     |
    | #end       | .     |
    """)
    assert rows(tables["one"][0]) == [("a", {"value": "1"})]
    assert rows(tables["two"][0]) == [("b", {"value": "2"})]
    assert (found.place.cell, found.values["table"]) == ("A1", "one")
    assert (tables["one"][0].closed, tables["two"][0].closed) == (False, True)


def test_an_end_in_another_column_closes_nothing() -> None:
    _, found = no_end("""
    | #table meta | value |
    | unit        | #end  |
    """)
    assert found.place.cell == "A1"


def test_a_marker_in_the_last_row_is_an_empty_table_without_end() -> None:
    tables, _ = no_end("| #table meta | value |")
    assert rows(tables["meta"][0]) == []


def test_keys_of_which_excel_made_numbers_are_the_codes_again() -> None:
    grid: Cells = [
        ["#table units", "so_thon"],
        [24886.0, 6.0],
        [24889, 7.0],
        ["24877 ", 8.0],
        [True, 1.0],
        [2.5, 1.0],
        ["#end"],
    ]
    keys = [key for key, _ in rows(only(grid, "units"))]
    assert keys == ["24886", "24889", "24877", "True", "2.5"]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(24886.0, "24886"), (0.0, "0"), (-3.0, "-3"), (1e6, "1000000"), (" a ", "a"), ("", "")],
)
def test_a_key_as_text(value: object, wanted: str) -> None:
    assert key_text(value) == wanted


def test_rows_shorter_than_the_table_are_blank_at_their_end() -> None:
    grid: Cells = [["#table l", "ngay", "noi"], ["", "8/6/2022"], [], ["", "", "Rô Men"], ["#end"]]
    assert rows(only(grid, "l")) == [
        ("", {"ngay": "8/6/2022", "noi": ""}),
        ("", {"ngay": "", "noi": "Rô Men"}),
    ]


def test_blank_rows_of_a_record_list_are_left_out_and_zeros_are_not() -> None:
    grid: Cells = [["#table l", "n"], ["", ""], ["", 0.0], ["khoa", ""], ["", False], ["#end"]]
    found = [(row.number, values["n"]) for _, row, values in records([only(grid, "l")])]
    assert found == [(2, 0.0), (4, False)]


def test_a_column_key_written_twice_counts_where_it_stands_first() -> None:
    part = only(
        drawn("""
        | #table meta | value | value |
        | unit        | 1     | 2     |
        | #end        | .     | .     |
        """),
        "meta",
    )
    assert rows(part) == [("unit", {"value": "1"})]


def test_spaces_around_names_and_column_keys_do_not_matter() -> None:
    grid: Cells = [["#table  meta ", " value "], ["unit", "1"], ["#end "]]
    assert rows(only(grid, "meta")) == [("unit", {"value": "1"})]


def test_a_sheet_of_the_users_own_has_no_tables() -> None:
    own = drawn("""
    | #tables | #TABLE x | table meta |
    | ghi chú | #end     | 5          |
    """)
    assert find([("Riêng", own), ("Trống", []), ("Trống 2", [[]])]) == ({}, [])


# addresses


@given(st.integers(0, 16383))
def test_column_letters_are_those_of_openpyxl(column: int) -> None:
    assert letters(column) == get_column_letter(column + 1)


def test_addresses_as_in_excel() -> None:
    assert address(0, 0) == "A1"
    assert address(11, 5) == "F12"
    assert address(1048575, 16383) == "XFD1048576"
    assert address(41, 27, absolute=True) == "$AB$42"


@pytest.mark.parametrize("sheet", ["Số liệu", "Đạ M'Rông", "a'b'c", "II.2"])
def test_sheet_names_are_quoted_as_formulas_write_them(sheet: str) -> None:
    assert quoted(sheet) == quote_sheetname(sheet)


# any sheet, anywhere


@given(
    st.integers(0, 5),
    st.integers(0, 5),
    st.lists(st.integers(0, 2), min_size=1, max_size=4),
    st.dictionaries(st.from_regex(r"[a-z]{1,4}", fullmatch=True), st.integers(1, 99), max_size=6),
)
def test_a_table_is_the_same_wherever_it_stands_and_however_wide_its_gaps(
    down: int, right: int, gaps: list[int], values: dict[str, int]
) -> None:
    places, column = {}, right
    for number, gap in enumerate(gaps):
        column += gap + 1
        places[f"c{number}"] = column
    grid: Cells = [[""] * (column + 1) for _ in range(down + len(values) + 2)]
    grid[down][right] = "#table t"
    grid[-1][right] = "#end"
    for name, place in places.items():
        grid[down][place] = name
    for number, (key, value) in enumerate(values.items(), start=down + 1):
        grid[number][right] = key
        for offset, place in enumerate(places.values()):
            grid[number][place] = value + offset
    wanted = [(k, {f"c{n}": v + n for n in range(len(gaps))}) for k, v in values.items()]
    assert rows(only(grid, "t")) == wanted
