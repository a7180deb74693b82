"""Which columns of the catalogue's tables a form's stamp depends on: all of them, one by one.

The stamp must change with what the form shows or checks, and with nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from small_catalogue import Tables, small, written

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.catalogue.tables import TABLES

SHOWN = {
    ("sections", "title"): (2, "Tại xã"),
    ("forms", "number"): (1, "01a/QCDC-XA"),
    ("forms", "title"): (1, "Biểu xã"),
    ("indicators", "code"): (1, "thon"),
    ("indicators", "section"): (1, "IV"),
    ("indicators", "forms"): (1, "MT"),
    ("indicators", "label"): (1, "Tổng số thôn"),
    ("indicators", "unit_of_measure"): (1, "làng"),
    ("indicators", "type"): (1, "decimal"),
    ("indicators", "required"): (1, ""),
    ("indicators", "min"): (1, "1"),
    ("indicators", "max"): (1, "90"),
    ("indicators", "choices"): (3, "cap_txct"),
    ("indicators", "expression"): (4, "ROUND(100 * thon_huong_uoc / so_thon, 1)"),
    ("indicators", "hint"): (1, "Đếm thôn."),
    ("indicators", "from"): (1, "2023-H1"),
    ("indicators", "to"): (1, "2021-H2"),
    ("lists", "code"): (1, "tiep_xuc"),
    ("lists", "forms"): (1, "MT XA"),
    ("lists", "label"): (1, "Bảng kê khác"),
    ("lists", "rows"): (1, "12"),
    ("lists", "hint"): (1, "Mỗi cuộc một dòng."),
    ("lists", "from"): (1, "2023-H1"),
    ("lists", "to"): (1, "2021-H2"),
    ("list_columns", "list"): (1, "khac"),
    ("list_columns", "code"): (1, "hom"),
    ("list_columns", "label"): (1, "Hôm"),
    ("list_columns", "type"): (3, "integer"),
    ("list_columns", "choices"): (2, "co_khong"),
    ("list_columns", "required"): (1, ""),
    ("list_columns", "expression"): (3, "cap"),
    ("list_columns", "min"): (1, "1"),
    ("list_columns", "max"): (1, "90"),
    ("list_columns", "from"): (3, "2023-H1"),
    ("list_columns", "to"): (3, "2021-H2"),
    ("choices", "list_name"): (1, "khac"),
    ("choices", "value"): (1, "Rồi"),
    ("choices", "from"): (1, "2023-H1"),
    ("choices", "to"): (1, "2021-H2"),
    ("rules", "code"): (1, "R9"),
    ("rules", "scope"): (1, "across"),
    ("rules", "severity"): (1, "warning"),
    ("rules", "expression"): (1, "thon_huong_uoc < so_thon"),
    ("rules", "relevant"): (1, "so_thon > 1"),
    ("rules", "missing"): (1, "zero"),
    ("rules", "message"): (1, "Chưa đúng."),
    ("rules", "trial"): (1, "yes"),
    ("rules", "from"): (1, "2023-H1"),
    ("rules", "to"): (1, "2021-H2"),
}
"""A row of the small catalogue and another value in it, for each column that a form shows or checks by."""

UNSEEN = {
    ("settings", "label"): (2, "Tỉnh"),
    ("settings", "period"): (2, "2023-H1"),
    ("settings", "value"): (2, "Hà Nội"),
    ("settings", "key"): (2, "tinh"),
    ("levels", "code"): (1, "h"),
    ("levels", "label"): (1, "Huyện"),
    ("levels", "parent"): (2, ""),
    ("sections", "kind"): (1, "data"),
    ("sections", "from"): (2, "2021"),
    ("sections", "to"): (2, "2024"),
    ("forms", "unit_types"): (1, "xa phuong"),
    ("indicators", "aggregation"): (1, "NONE"),
    ("indicators", "over_time"): (1, "last"),
    ("indicators", "law"): (1, "Điều 11"),
    ("lists", "section"): (1, "I"),
    ("list_columns", "width"): (1, "20"),
    ("choices", "label"): (1, "Đã thực hiện"),
}
"""The same of columns that no form shows."""

ELSEWHERE = {
    "units", "unit_changes", "periods", "figures", "charts", "footnotes", "paragraphs", "document_styles",
    "form_versions",
}  # fmt: skip
"""Tables of which a form shows no more than who and when."""


def stamps(tables: Tables, folder: Path) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    at = read_catalogue(written(tables, folder))[0].at(
        "2022-H1"
    )  # some changes break references: that is another matter
    return {f.code: form_stamp(at, f) for f in at.forms}


def with_cell(table: str, column: str, row: int, value: str) -> Tables:
    """The small catalogue with one other cell, in a column that it may lack."""
    tables = small()
    head = tables[table][0]
    if column not in head:
        for line in tables[table]:
            line.append("")
        head[-1] = column
    line = tables[table][row]
    assert line[head.index(column)] != value
    line[head.index(column)] = value
    return tables


def test_every_column_of_every_table_is_looked_at() -> None:
    columns = {(name, c) for name, table in TABLES.items() if name not in ELSEWHERE for c in table.names}
    assert columns == {
        *SHOWN,
        *UNSEEN,
        ("sections", "code"),
        ("forms", "code"),
    }  # other codes are other things


@pytest.mark.parametrize("place", SHOWN, ids=".".join)
def test_what_a_form_shows_or_checks_by_changes_a_stamp(place: tuple[str, str], tmp_path: Path) -> None:
    assert stamps(with_cell(*place, *SHOWN[place]), tmp_path / "b") != stamps(small(), tmp_path / "a")


@pytest.mark.parametrize("place", UNSEEN, ids=".".join)
def test_what_no_form_shows_changes_none(place: tuple[str, str], tmp_path: Path) -> None:
    assert stamps(with_cell(*place, *UNSEEN[place]), tmp_path / "b") == stamps(small(), tmp_path / "a")


@pytest.mark.parametrize("table", sorted(ELSEWHERE))
def test_other_tables_change_none(table: str, tmp_path: Path) -> None:
    tables = small()
    if table not in tables:
        return
    tables[table] = tables[table][:1] if table != "units" and table != "periods" else tables[table]
    for line in tables[table][1:]:
        name = tables[table][0].index("name" if table == "units" else "label")
        line[name] = "Tên khác"
    assert stamps(tables, tmp_path / "b") == stamps(small(), tmp_path / "a")


WRITTEN = {
    ("indicators", "expression"): (4, "= round(100*thon_huong_uoc/so_thon; 2)"),
    ("rules", "expression"): (1, "(thon_huong_uoc)<=so_thon"),
    ("rules", "relevant"): (1, "=so_thon>0"),
    ("list_columns", "expression"): (3, '(cap&" ")&datetext(ngay)'),
}


@pytest.mark.parametrize("place", WRITTEN, ids=".".join)
def test_the_same_expression_written_otherwise_changes_none(place: tuple[str, str], tmp_path: Path) -> None:
    assert stamps(with_cell(*place, *WRITTEN[place]), tmp_path / "b") == stamps(small(), tmp_path / "a")
