"""What has ended while a row that still holds names it: told at the row's own cell, for every table that can name."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_catalogue import Tables, found_in, small

from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.model.finding import WARNING, message

CASES = [
    # what ends: table, row; what names it: table, row, column
    ("sections", 3, "indicators", 2, "section"),
    ("sections", 3, "lists", 2, "section"),
    ("sections", 3, "figures", 2, "section"),
    ("sections", 3, "charts", 2, "section"),
    ("sections", 3, "footnotes", 2, "section"),
    ("sections", 2, "paragraphs", 2, "section"),
    ("indicators", 2, "indicators", 5, "expression"),
    ("indicators", 2, "rules", 2, "expression"),
    ("indicators", 2, "rules", 2, "relevant"),
    ("indicators", 2, "rules", 2, "message"),
    ("indicators", 3, "rules", 3, "expression"),
    ("indicators", 2, "rules", 4, "expression"),
    ("indicators", 2, "figures", 2, "expression"),
    ("indicators", 2, "charts", 2, "items"),
    ("figures", 2, "figures", 3, "expression"),
    ("figures", 2, "rules", 3, "message"),
    ("figures", 2, "footnotes", 2, "text"),
    ("figures", 2, "paragraphs", 2, "text"),
    ("lists", 2, "list_columns", 2, "list"),
    ("lists", 2, "figures", 4, "expression"),
    ("list_columns", 2, "list_columns", 4, "expression"),
    ("list_columns", 4, "figures", 4, "expression"),
    ("choices", 4, "list_columns", 3, "choices"),
    ("choices", 5, "charts", 2, "unit_types"),
]


def ending(tables: Tables, table: str, row: int, period: str) -> None:
    """The row (2 is the first) holds until the end of a period."""
    if "to" not in tables[table][0]:
        for number, line in enumerate(tables[table]):
            line.append("" if number else "to")
    tables[table][row - 1][tables[table][0].index("to")] = period


def told(tables: Tables, folder: Path) -> set[tuple[str, int, str]]:
    """Table, row and column of every such finding; there are no others."""
    findings = found_in(tables, folder)
    assert {(f.code, f.severity) for f in findings} <= {("CATALOGUE_ENDED", WARNING)}
    found = set()
    for one in findings:
        table = one.place.file.removesuffix(".csv")
        column = tables[table][0][ord(one.place.cell[0]) - ord("A")]
        found.add((table, int(one.place.cell[1:]), column))
    return found


@pytest.mark.parametrize(("table", "row", "naming", "line", "column"), CASES)
def test_it_is_told_where_the_name_stands(
    table: str, row: int, naming: str, line: int, column: str, tmp_path: Path
) -> None:
    tables = small()
    ending(tables, table, row, "2023")
    assert (naming, line, column) in told(tables, tmp_path)


@pytest.mark.parametrize(("table", "row", "naming", "line", "column"), CASES)
@pytest.mark.parametrize("period", ["2022", "2023"])
def test_what_ends_no_later_names_it_rightly(
    period: str, table: str, row: int, naming: str, line: int, column: str, tmp_path: Path
) -> None:
    tables = small()
    ending(tables, table, row, "2023")
    if naming == "paragraphs":
        tables[naming] = [[*cells, "" if n else "period"] for n, cells in enumerate(tables[naming])]
        tables[naming][line - 1][-1] = period
    else:
        ending(tables, naming, line, period)
    assert (naming, line, column) not in told(tables, tmp_path)


def test_a_list_of_choices_of_which_one_goes_on_has_not_ended(tmp_path: Path) -> None:
    tables = small()
    ending(tables, "choices", 2, "2023")
    assert told(tables, tmp_path) == set()


def test_what_is_told_says_until_when_and_what_to_do(tmp_path: Path) -> None:
    tables = small()
    ending(tables, "figures", 2, "2022-H2")
    (one, *_) = found_in(tables, tmp_path)
    text = message(one)
    assert "“tong_thon”" in text and "6 tháng cuối năm 2022" in text and "Áp dụng đến hết kỳ" in text


def test_every_table_that_has_its_time_and_can_be_named_is_among_the_cases() -> None:
    timed = {name for name, table in TABLES.items() if any(c.field == "to_period" for c in table.columns)}
    never_named = {"rules", "charts", "footnotes"}  # footnotes by marks in the narrative: told in the report
    assert {case[0] for case in CASES} == timed - never_named
    assert {case[2] for case in CASES} == (timed | {"paragraphs"}) - {"sections", "choices"}
