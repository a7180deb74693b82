"""One specification a table: what is read, checked and written of it follows from there."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from small_catalogue import Tables, found_in, only, places, small, written

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.marked import letters
from qcdc_xl.model import Catalogue

TIMED = (
    "indicators",
    "lists",
    "list_columns",
    "choices",
    "figures",
    "footnotes",
    "sections",
    "charts",
    "rules",
)
"""The tables whose rows have their time."""


def test_every_table_has_its_place_in_a_catalogue_and_every_column_in_its_record() -> None:
    for table in TABLES.values():
        if table.record is None or table.name == "list_columns":  # these stand within their lists
            continue
        assert table.name in Catalogue.__dataclass_fields__
        fields = table.record.__dataclass_fields__  # type: ignore[attr-defined]
        assert [c.name for c in table.columns if (c.field or c.name) not in fields] == []
        assert set(table.key) <= set(table.names)


def test_references_name_columns_that_are_there() -> None:
    for table in TABLES.values():
        for column in table.columns:
            if column.reference:
                assert column.reference.column in TABLES[column.reference.table].names


def with_column(table: str, **more: str) -> Tables:
    """The small catalogue whose table has more columns, with a value in its first row."""
    tables = small()
    for name, value in more.items():
        tables[table][0].append(name)
        for number, line in enumerate(tables[table][1:]):
            line.append(value if number == 0 else "")
    return tables


@pytest.mark.parametrize("table", TIMED)
def test_a_row_has_its_time(table: str, tmp_path: Path) -> None:
    folder = written(with_column(table, **{"from": "2022-H1", "to": "2024"}), tmp_path)
    catalogue, findings = read_catalogue(folder)
    assert {f.code for f in findings} <= {"CATALOGUE_ENDED"}  # what names it goes on: see test_ended.py
    rows = catalogue.lists[0].columns if table == "list_columns" else getattr(catalogue, table)
    assert [(r.from_period, r.to_period) for r in rows][:2] in (
        [("2022-H1", "2024"), ("", "")], [("2022-H1", "2024")],
    )  # fmt: skip


@pytest.mark.parametrize("table", TIMED)
def test_a_row_that_ends_before_it_begins_never_holds(table: str, tmp_path: Path) -> None:
    findings = found_in(with_column(table, **{"from": "2023-Q1", "to": "2022-9T"}), tmp_path)
    assert places(findings) == [
        ("CATALOGUE_PERIODS", f"{table}.csv", f"{letters(len(small()[table][0]) + 1)}2")
    ]


@pytest.mark.parametrize("word", ["2022-H3", "2022-Q5", "2022-13", "H1-2022", "22-H1", "2022-10T", "mãi mãi"])
def test_a_period_that_is_none_is_wrong(word: str, tmp_path: Path) -> None:
    findings = found_in(with_column("charts", **{"from": word}), tmp_path)
    assert [code for code, _, _ in places(findings)] == ["CATALOGUE_VALUE_WRONG"]


@pytest.mark.parametrize("word", ["2022-H1", "2022-Q2", "2022-9T", "2022", "2022-05", "2022-12"])
def test_every_kind_of_period_may_be_the_first_and_the_last(word: str, tmp_path: Path) -> None:
    assert found_in(with_column("charts", **{"from": word, "to": word}), tmp_path) == ()


def test_a_setting_may_stand_once_a_period(tmp_path: Path) -> None:
    tables = with_column("settings", period="")
    tables["settings"] += [["ten_tinh", "Đắk Lắk", "", "2022-H2"], ["ten_tinh", "Khánh Hòa", "", "2023"]]
    catalogue, findings = read_catalogue(written(tables, tmp_path))
    assert findings == ()
    names = [catalogue.at(code).settings["ten_tinh"] for code in ("2022-H1", "2022-H2", "2023")]
    assert names == ["Lâm Đồng", "Đắk Lắk", "Khánh Hòa"]
    assert catalogue.setting_labels["ten_tinh"] == "Tên tỉnh"


def test_a_setting_that_stands_twice_for_a_period_is_doubled(tmp_path: Path) -> None:
    tables = with_column("settings", period="")
    tables["settings"] += [["ten_tinh", "Đắk Lắk", "", "2022-H2"], ["ten_tinh", "Gia Lai", "", "2022-H2"]]
    found = only(found_in(tables, tmp_path), "CATALOGUE_CODE_DOUBLED")
    assert (found.place.cell, found.values["first"]) == ("D8", "D7")


def test_over_time_follows_from_what_is_asked_where_nothing_is_said(tmp_path: Path) -> None:
    catalogue, _ = read_catalogue(written(small(), tmp_path))
    found = {code: asked.over_time for code, asked in catalogue.indicator.items()}
    assert found == {
        "so_thon": "sum", "thon_huong_uoc": "sum", "mot_cua": "last", "ty_le": "none", "giam_sat": "sum",
    }  # fmt: skip
    said, findings = read_catalogue(written(with_column("indicators", over_time="last"), tmp_path))
    assert findings == ()
    assert said.indicator["so_thon"].over_time == "last"


def test_a_unit_that_became_another_is_read(tmp_path: Path) -> None:
    written(small(), tmp_path)
    rows = "from,from_valid,to,to_valid,kind,basis\n24886,2021-01-01,24889,2025-07-01,merge,NQ 1671\n"
    (tmp_path / "unit_changes.csv").write_text(rows, encoding="utf-8")
    catalogue, findings = read_catalogue(tmp_path)
    assert findings == ()
    (change,) = catalogue.unit_changes
    assert (change.before, change.after, change.kind, change.basis) == ("24886", "24889", "merge", "NQ 1671")
    assert change.after_valid == datetime.date(2025, 7, 1)
