"""References after an insertion. Expected values: what Excel's rules give, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from qcdc_xl.xlsx.shift import (
    Insertion,
    sheets_in,
    shift_area,
    shift_areas,
    shift_formula,
    translate_formula,
)

TWO_ROWS_BEFORE_ROW_5 = Insertion("S", at=4, count=2)
ONE_COLUMN_BEFORE_C = Insertion("S", at=2, count=1, rows=False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A4", "A4"),
        ("A5", "A7"),
        ("$A$5+A$5+$A5", "$A$7+A$7+$A7"),
        ("SUM(A1:A4)", "SUM(A1:A4)"),  # the insertion is just below: it stays
        ("SUM(A1:A5)", "SUM(A1:A7)"),  # inside: it grows
        ("SUM(A4:A9)", "SUM(A4:A11)"),
        ("SUM(A5:A9)", "SUM(A7:A11)"),  # at its first row: it moves
        ("SUM(A:A)+SUM($B:C)", "SUM(A:A)+SUM($B:C)"),
        ("SUM(3:5)+SUM($5:$6)", "SUM(3:7)+SUM($7:$8)"),
        ("SUM(A1:A1048576)", "SUM(A1:A1048576)"),  # the sheet has no more rows
        ("SUM(A1:A5,C9)*(B5 A5:B6)", "SUM(A1:A7,C11)*(B7 A7:B8)"),
        ("SUM(A5:INDEX(A:A,5))", "SUM(A7:INDEX(A:A,5))"),
        ("SUM(INDEX(A:A,1):A5)", "SUM(INDEX(A:A,1):A7)"),
        ("SUM(S!A1:S!A5)", "SUM(S!A1:S!A7)"),
        ("IF(A5>0,\n   B5,\r\n\tC5)\n", "IF(A7>0,\n   B7,\r\n\tC7)\n"),
    ],
)
def test_rows_inserted_move_and_grow_references_on_the_own_sheet(before: str, after: str) -> None:
    assert shift_formula(before, "S", TWO_ROWS_BEFORE_ROW_5) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("B5+C5", "B5+D5"),
        ("SUM(A1:B9)+SUM(A1:C9)+SUM(C1:D9)", "SUM(A1:B9)+SUM(A1:D9)+SUM(D1:E9)"),
        ("SUM(B:B)+SUM($C:$C)+SUM(B:C)", "SUM(B:B)+SUM($D:$D)+SUM(B:D)"),
        ("SUM(3:5)", "SUM(3:5)"),
        ("Z1+AZ1+ZZ1", "AA1+BA1+AAA1"),
        ("SUM(A1:XFD1)", "SUM(A1:XFD1)"),
    ],
)
def test_columns_inserted_move_and_grow_references(before: str, after: str) -> None:
    assert shift_formula(before, "S", ONE_COLUMN_BEFORE_C) == after


@pytest.mark.parametrize(
    "text",
    [
        '"A9"&"say ""A9"" to A9"',
        "LOG10(2)+ATAN2(1,2)+_xlfn.STDEV.S(1,2)",
        "'[x.xlsx]S'!A9+[1]S!A9+'C:\\thu muc\\[x.xlsx]S'!$A$9",
        "Other!A9+'S '!A9",
        "S1:S3!A9",
        "XFE9+ABCD9+A9B+_A9+A1048577",  # names: there is no such column, no such row
        "Bang[[#This Row],[A9]]+Bang[A9]+Bang[[A9]:[B9]]",
        "#REF!+S!#REF!+#N/A+#DIV/0!",
        "1E9+9%+{9,8;7,6}+TRUE",
    ],
)
def test_what_is_no_reference_to_the_sheet_stays_as_it_is(text: str) -> None:
    assert shift_formula(text, "S", TWO_ROWS_BEFORE_ROW_5) == text


@pytest.mark.parametrize(
    ("sheet", "before", "after"),
    [
        ("III.2", "'III.2'!A9+A9", "'III.2'!A11+A9"),
        ("Tiến độ", "SUM('Tiến độ'!$B$2:$C$9)+'tiến độ'!A9", "SUM('Tiến độ'!$B$2:$C$11)+'tiến độ'!A11"),
        ("Đạ K'Nàng", "'Đạ K''Nàng'!A9&\"'Đạ K''Nàng'!A9\"", "'Đạ K''Nàng'!A11&\"'Đạ K''Nàng'!A9\""),
        ("A9", "'A9'!A9+A9", "'A9'!A11+A9"),
        ("a!b", "'a!b'!A9", "'a!b'!A11"),
        ("S", "S!$1:$5,S!$A:$B", "S!$1:$7,S!$A:$B"),
        ("S", "SUM(Other!A9:INDEX(S!A9:A10,1))", "SUM(Other!A9:INDEX(S!A11:A12,1))"),
    ],
)
def test_formulas_on_other_sheets_follow_only_where_they_name_the_sheet(
    sheet: str, before: str, after: str
) -> None:
    assert shift_formula(before, "Own", Insertion(sheet, at=4, count=2)) == after


def test_lists_of_areas_follow_as_sheets_write_them() -> None:
    assert shift_areas("A1:B4 C5 D:D 2:9", TWO_ROWS_BEFORE_ROW_5) == "A1:B4 C7 D:D 2:11"
    assert shift_area("not_an_area", TWO_ROWS_BEFORE_ROW_5) == "not_an_area"


@pytest.mark.parametrize(
    ("text", "sheets"),
    [
        ("A1+SUM(B:B)", {"own"}),
        ("SUM('Tiến độ'!A1:B2)+1E5+\"x!A1\"", {"Tiến độ"}),
        ("Ten+SUM(Bang[Cot])", {"Ten", "Bang"}),
        ("SUM(X!A1:INDEX(Y!A:A,2))", {"X", "Y"}),
        ("SUM(S1:S3!A1)", {"S1:S3"}),
        ("SUM('S 1:S 3'!A1)", {"S 1:S 3"}),
        ("NOW()+12", set()),
    ],
)
def test_a_formula_says_which_sheets_names_and_tables_it_needs(text: str, sheets: set[str]) -> None:
    assert sheets_in(text, "own") == sheets


_ENDS = st.tuples(
    st.sampled_from(["", "$"]),
    st.integers(1, 16_000),
    st.sampled_from(["", "$"]),
    st.integers(1, 1_000_000),
)


def _named(end: tuple[str, int, str, int], rename_rows: bool, at: int, count: int) -> str:
    """The corner's address when every row (or column) from ``at`` on gets a number higher by ``count``."""
    mark, column, mark2, row = end
    if rename_rows:
        row = row + count if row > at else row
    else:
        column = column + count if column > at else column
    return f"{mark}{get_column_letter(column)}{mark2}{row}"


@given(st.lists(_ENDS, min_size=1, max_size=6), st.integers(0, 17_000), st.integers(1, 300), st.booleans())
def test_inserting_is_renaming_coordinates(
    ends: list[tuple[str, int, str, int]], at: int, count: int, rows: bool
) -> None:
    before = [_named(end, rows, 0, 0) for end in ends]
    after = [_named(end, rows, at, count) for end in ends]

    def formula(here: list[str]) -> str:
        there = before[0]
        return f"SUM({here[0]}:{here[-1]})+LOG10({'-'.join(here)})+'T''n'!{there}*\"{there}\""

    assert shift_formula(formula(before), "S", Insertion("S", at, count, rows)) == formula(after)


@given(st.text(alphabet="A1$:!'\"[](){},; +-*/&<>=%#\n\t.TIế", max_size=25), st.booleans())
def test_an_insertion_below_everything_changes_no_character_of_any_text(text: str, rows: bool) -> None:
    assert shift_formula(text, "S", Insertion("S", 16_383 if not rows else 1_048_575, 1, rows)) == text


@given(st.lists(_ENDS, min_size=2, max_size=2), st.integers(0, 40_000), st.integers(0, 300))
def test_copies_of_a_formula_are_those_of_another_library(
    ends: list[tuple[str, int, str, int]], rows: int, columns: int
) -> None:
    first, last = (_named(end, True, 0, 0) for end in ends)
    formula = f"SUM({first}:{last})+'Tiến độ'!{first}+LOG10(2)&\"{last}\"+SUM(B:$C)+SUM($2:3)"
    there = f"{get_column_letter(1 + columns)}{1 + rows}"
    expected = Translator("=" + formula, "A1").translate_formula(there)[1:]
    assert translate_formula(formula, rows, columns) == expected
