"""One specification a table: what is read, checked and written of it follows from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_catalogue import Tables, small, written

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.catalogue.tables import TABLES
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
    assert findings == ()
    rows = catalogue.lists[0].columns if table == "list_columns" else getattr(catalogue, table)
    assert [(r.from_period, r.to_period) for r in rows][:2] in (
        [("2022-H1", "2024"), ("", "")], [("2022-H1", "2024")],
    )  # fmt: skip
