"""A rule on trial, and one whose time has not come, in the form's own check and in the program's: one verdict.

The form's words are read by openpyxl from the workbook that was written, with the results that stand in it.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from small_catalogue import Tables, read, small

from qcdc_xl.checks.one_file import check_one
from qcdc_xl.checks.rules import across_rules, form_rules
from qcdc_xl.forms import write_form
from qcdc_xl.intake import workbook as intake
from qcdc_xl.model import CatalogueAt, Scalar, Submission, Value
from qcdc_xl.totals.consolidate import consolidate
from qcdc_xl.totals.figures import compute

SENT: dict[str, Scalar] = {"so_thon": 5, "thon_huong_uoc": 6, "mot_cua": "Có"}
"""More villages with a convention than villages: not what the rule says."""


def tables(**cells: str) -> Tables:
    """The small catalogue with one rule, an error within the form, and more columns of it."""
    made = small()
    made["rules"] = [
        [*line, *more] for line, more in zip(made["rules"][:2], (cells.keys(), cells.values()), strict=True)
    ]
    return made


def form_of(catalogue: CatalogueAt, path: Path) -> list[str]:
    """All that the sheet *Kiểm tra* of the filled form says."""
    values = tuple(Value(code, 0, value, "", "") for code, value in SENT.items())
    write_form(catalogue, catalogue.unit["24886"], path, datetime.date(2022, 5, 20), values)
    sheet = openpyxl.load_workbook(path, data_only=True)["Kiểm tra"]
    return [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]


def judged(catalogue: CatalogueAt, path: Path) -> list[tuple[str, str]]:
    """What the program finds in that form: each cell and the rule."""
    submission, findings = intake.read(path)
    file = check_one(catalogue, "a.xlsx", "", submission, findings)
    assert file.submission is not None
    ruled = form_rules(consolidate(catalogue, {file.unit: file.submission}))
    return [(f.code, str(f.severity)) for f in (*file.findings, *ruled)]


TRIALS = [
    ({}, "CHƯA ĐỦ ĐIỀU KIỆN GỬI: còn 0 ô chưa nhập, 0 ô nhập sai, 1 nội dung kiểm tra chưa đạt", "Lỗi", "Chưa đạt", "error"),
    ({"trial": ""}, "CHƯA ĐỦ ĐIỀU KIỆN GỬI: còn 0 ô chưa nhập, 0 ô nhập sai, 1 nội dung kiểm tra chưa đạt", "Lỗi", "Chưa đạt", "error"),
    ({"trial": "yes"}, "ĐỦ ĐIỀU KIỆN GỬI (còn 1 nội dung cần xem lại)", "Cảnh báo", "Cần xem lại", "warning"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "ready", "severity", "word", "found"), TRIALS)
def test_a_rule_on_trial_never_keeps_a_form_back(
    cells: dict[str, str], ready: str, severity: str, word: str, found: str, tmp_path: Path
) -> None:
    catalogue = read(tables(**cells), tmp_path)
    said = form_of(catalogue, tmp_path / "a.xlsx")
    assert {ready, severity, word} <= set(said)
    assert judged(catalogue, tmp_path / "a.xlsx") == [("RULE_BROKEN", found)]


TIMES = [
    ({"from": "2022-H1"}, True, True),
    ({"from": "2022-H2"}, False, True),
    ({"to": "2022-H1"}, True, False),
    ({"to": "2021"}, False, False),
    ({"from": "2021", "to": "2022"}, True, True),
]


@pytest.mark.parametrize(("cells", "first", "second"), TIMES)
def test_a_rule_holds_in_its_time_in_the_form_and_here(
    cells: dict[str, str], first: bool, second: bool, tmp_path: Path
) -> None:
    whole = read(tables(**cells), tmp_path)
    for period, holds in (("2022-H1", first), ("2022-H2", second)):
        catalogue, path = whole.at(period), tmp_path / f"{period}.xlsx"
        assert ("Chưa đạt" in form_of(catalogue, path)) == holds
        assert judged(catalogue, path) == ([("RULE_BROKEN", "error")] if holds else [])


@pytest.mark.parametrize(
    ("cells", "first", "second"),
    [
        ({}, ["error"], ["error"]),
        ({"trial": "yes"}, ["warning"], ["warning"]),
        ({"from": "2022-H2"}, [], ["error"]),
    ],
)
def test_so_does_a_rule_over_all_units(
    cells: dict[str, str], first: list[str], second: list[str], tmp_path: Path
) -> None:
    made = tables(**cells)
    made["rules"][1][1:5] = ["across", "error", "SUM(thon_huong_uoc) <= SUM(so_thon)", ""]
    made["rules"][1][6] = "Tổng số thôn ({tong_thon}) không đúng."
    whole = read(made, tmp_path)
    for period, expected in (("2022-H1", first), ("2022-H2", second)):
        values = tuple(Value(code, 0, value, "", "") for code, value in SENT.items())
        sent = Submission("24886", "XA", period, "", "a.xlsx", values=values)
        returns = consolidate(whole.at(period), {"24886": sent})
        assert [str(f.severity) for f in across_rules(returns, compute(returns))] == expected
