"""*Sửa theo điện thoại*: typed in the master, applied to these bytes, shown at the number, void with another return."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command import qcdc
from offices import type_values
from typed import typing_in

pytestmark = pytest.mark.slow

UNIT, NAME = "24877", "Xã Rô Men"
ALL, OWN = 55, 7
"""Villages of all communes in the example, and of this one."""


def returned_file(folder: Path) -> Path:
    return next((folder / "2022-H1" / "nhan").glob(f"*{UNIT}*"))


def type_amendment(folder: Path, **cells: object) -> None:
    with typing_in(folder / "qcdc.xlsm") as typist:
        typist.type("amendments", **{"unit": NAME, "item": "Tổng số thôn [so_thon]", **cells})


def consolidated(folder: Path) -> dict[str, Any]:
    run = qcdc("consolidate", folder, "--json")
    told: dict[str, Any] = json.loads(run.stdout)
    return told | {"exit": run.returncode, "own": [f for f in told["findings"] if f["unit"] == UNIT]}


def table(folder: Path, name: str) -> list[dict[str, object]]:
    """The rows of a table of the master, as openpyxl reads them."""
    with typing_in(folder / "qcdc.xlsm") as typist:
        sheet, row, columns = typist.table(name)
        return [
            {k: sheet.cell(r, c).value for k, c in columns.items()} for r in range(row + 1, sheet.max_row)
        ]


def test_a_number_is_put_right_in_the_totals_and_shown_wherever_it_stands(demo_folder: Path) -> None:
    original = returned_file(demo_folder).read_bytes()
    type_amendment(demo_folder, old=OWN, new=9, reason="chị Lan báo ngày 14/6")
    told = consolidated(demo_folder)
    assert (told["exit"], told["figures"]["so_thon"]) == (0, ALL - OWN + 9)
    assert [f["code"] for f in told["own"]] == ["VALUE_AMENDED"]
    assert "chị Lan báo ngày 14/6" in told["own"][0]["message"] and told["own"][0]["cell"]
    assert returned_file(demo_folder).read_bytes() == original
    kept = [p.read_bytes() for p in (demo_folder / "2022-H1" / "luu" / UNIT).iterdir()]
    assert original in kept
    source = next(r for r in table(demo_folder, "values") if r["unit"] == UNIT and r["item"] == "so_thon")
    assert source["value"] == 9 and "báo cáo ghi: 7" in str(source["note"])
    section = next(r for r in table(demo_folder, "section:III.1") if r["name"] == NAME)
    assert section["so_thon"] == 9 and "Nguồn (sửa cột 2)" in str(section["source"])
    row = table(demo_folder, "amendments")[0]
    assert (row["period"], row["state"]) == ("2022-H1", "Đã sửa, đang dùng số đúng") and row["who"]
    assert consolidated(demo_folder)["figures"]["so_thon"] == ALL + 2, "once, not again"
    reported = json.loads(qcdc("report", demo_folder, "--no-pdf", "--json").stdout)
    assert "VALUE_AMENDED" in [f["code"] for f in reported["findings"]]


def test_it_may_mend_what_was_wrong_and_is_checked_as_any_value(demo_folder: Path) -> None:
    type_values(returned_file(demo_folder), {"so_thon": None})
    assert len(consolidated(demo_folder)["rejected"]) == 1
    type_amendment(demo_folder, new=-3, reason="điện thoại")
    assert "VALUE_BELOW_MIN" in [f["code"] for f in consolidated(demo_folder)["own"]]
    with typing_in(demo_folder / "qcdc.xlsm") as typist:
        typist.change("amendments", {"new": -3}, new="8")
    told = consolidated(demo_folder)
    assert (told["rejected"], told["figures"]["so_thon"]) == ([], ALL - OWN + 8)


def test_it_is_void_where_the_return_says_something_else(demo_folder: Path) -> None:
    type_amendment(demo_folder, old=6, new=9, reason="điện thoại")
    told = consolidated(demo_folder)
    assert told["figures"]["so_thon"] == ALL
    assert [f["code"] for f in told["own"]] == ["AMENDMENT_VOID"]
    assert "báo cáo ghi “7”, không phải “6”" in told["own"][0]["message"]


def test_it_is_void_and_told_once_when_a_newer_return_comes(demo_folder: Path) -> None:
    type_amendment(demo_folder, old=OWN, new=9, reason="điện thoại")
    consolidated(demo_folder)
    type_values(returned_file(demo_folder), {"so_thon": 8})
    told = consolidated(demo_folder)
    assert told["figures"]["so_thon"] == ALL + 1
    assert [f["code"] for f in told["own"]] == ["AMENDMENT_VOID"]
    assert str(table(demo_folder, "amendments")[0]["state"]).startswith("Hết hiệu lực")
    assert consolidated(demo_folder)["own"] == []


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"unit": "Xã Không Có", "old": 7, "new": 9, "reason": "x"}, "AMENDMENT_UNCLEAR"),
        ({"item": "thôn", "old": 7, "new": 9, "reason": "x"}, "AMENDMENT_UNCLEAR"),
        ({"old": 7, "reason": "x"}, "AMENDMENT_UNCLEAR"),
        ({"old": 7, "new": 9}, "AMENDMENT_NO_REASON"),
    ],
)
def test_what_is_not_clear_is_told_at_its_row_and_stays_as_typed(
    demo_folder: Path, cells: dict[str, object], code: str
) -> None:
    type_amendment(demo_folder, **cells)
    told = consolidated(demo_folder)
    found = next(f for f in told["findings"] if f["code"] == code)
    assert told["exit"] == 1 and told["figures"]["so_thon"] == ALL
    sheet = openpyxl.load_workbook(demo_folder / "qcdc.xlsm")["Sửa theo điện thoại"]
    assert sheet[found["cell"]].value == cells.get("unit", NAME)


def test_a_row_stays_where_it_was_typed(demo_folder: Path) -> None:
    with typing_in(demo_folder / "qcdc.xlsm") as typist:
        sheet, row, columns = typist.table("amendments")
        for at, new in ((3, 9), (5, 8)):
            cells = {"unit": NAME, "item": "so_thon", "old": OWN, "new": new}
            for key, value in (cells if new == 8 else cells | {"reason": "x"}).items():
                sheet.cell(row + at, columns[key], value)
    told = consolidated(demo_folder)
    assert "AMENDMENT_NO_REASON" in [f["code"] for f in told["findings"]]
    typed = [n for n, r in enumerate(table(demo_folder, "amendments"), 1) if r["unit"]]
    assert typed == [3, 5]


def test_unit_and_indicator_can_be_chosen_from_lists_on_the_same_sheet(demo_folder: Path) -> None:
    rows = table(demo_folder, "amendments")
    offered = [r["unit_choice"] for r in rows], [r["item_choice"] for r in rows]
    assert NAME in offered[0] and "Tổng số thôn [so_thon]" in offered[1]
    sheet = openpyxl.load_workbook(demo_folder / "qcdc.xlsm")["Sửa theo điện thoại"]
    formulas = [str(v.formula1) for v in sheet.data_validations.dataValidation]
    assert len(formulas) == 2 and all(f.startswith("$") and "!" not in f for f in formulas)
