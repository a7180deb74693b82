"""From one period to the next: the master keeps the past and compares with it."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import openpyxl
import pytest
from offices import NOW, find_marker, returned

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.model.finding import message
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.totals.book_at import previous_period
from qcdc_xl.verbs.check import check
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.forms import forms
from qcdc_xl.verbs.status import status


def set_period(master: Path, period: str) -> None:
    """What a clerk types into the settings."""
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet = next(s for s in book if find_marker(s, "settings"))
    row = next(r for r in range(1, 200) if sheet.cell(r, 2).value == "period")
    sheet.cell(row, 3).value = period
    book.save(master)


@pytest.fixture
def second_half(demo_folder: Path) -> Path:
    """The demo's master, gone on to the second half of 2022, with the new folders."""
    master = demo_folder / "qcdc.xlsm"
    set_period(master, "2022-H2")
    forms(master, NOW, ["24886"])
    return master


@pytest.mark.slow
def test_a_new_period_begins_empty_and_keeps_the_old_one(second_half: Path) -> None:
    book = status(second_half, NOW)
    assert book.accepted == {} and len(book.others["2022-H1"].returns) == 34
    assert previous_period(book.catalogue) == "2022-H1"
    assert book.figures.values["tthc_tiep_nhan"] is None
    outcome = consolidate(second_half, NOW)
    assert len(outcome.missing) == 34 and outcome.book.status("24886") in ("Chưa nộp", "Quá hạn")
    set_period(second_half, "2022-H1")
    again = status(second_half, NOW)
    assert len(again.accepted) == 34 and again.figures.values["tthc_tiep_nhan"] == 7554
    original = next((second_half.parent / "2022-H1" / "luu" / "24877").iterdir())
    assert (
        again.accepted["24877"].sha256 == hashlib.sha256(original.read_bytes()).hexdigest() == original.stem
    )


@pytest.mark.slow
def test_returns_are_compared_with_the_period_before(second_half: Path) -> None:
    catalogue = status(second_half, NOW).catalogue
    inbox = second_half.parent / "2022-H2" / "nhan"
    returned(catalogue, "24886", inbox)
    (rejected,) = consolidate(second_half, NOW).rejected
    rules = {f.values["rule"]: f for f in rejected.findings if f.code == "RULE_BROKEN"}
    assert {"LK1C", "LK2C", "LK3C"} <= rules.keys()
    assert rules["LK1C"].place.cell and "(869)" in message(rules["LK1C"])
    before = status(second_half, NOW).others["2022-H1"].returns["24886"]
    old = {v.item: v.value for v in before.values}
    assert isinstance(old["tthc_tiep_nhan_nam"], int)
    right = {
        f"{c}_nam": int(str(old[f"{c}_nam"])) + int(str(old[c]))
        for c in ("tthc_tiep_nhan", "tiep_cong_dan_luot", "don_tiep_nhan")
    }
    returned(catalogue, "24886", inbox, right, "sua.xlsx")
    outcome = consolidate(second_half, NOW)
    assert [f.unit for f in outcome.accepted] == ["24886"] and outcome.rejected == ()


def test_a_return_of_the_old_period_is_refused_in_the_new_one(demo_folder: Path, second_half: Path) -> None:
    old = next((demo_folder / "2022-H1" / "nhan").glob("*24877*"))
    (file,) = check([old], NOW, second_half).files
    codes = {f.code for f in file.findings}
    assert "PERIOD_WRONG" in codes and "RULE_BROKEN" not in codes


@pytest.mark.slow
def test_a_return_that_is_all_blank_but_asks_nothing_stays_received(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet, (row, _) = next((s, f) for s in book if (f := find_marker(s, "indicators")))
    names = {sheet.cell(row, c).value: c for c in range(1, 20)}
    for number in range(row + 1, 200):
        sheet.cell(number, names["required"]).value = None
    book.save(master)
    catalogue = status(master, NOW).catalogue
    form = forms(master, NOW, ["24877"]).forms[0]
    (demo_folder / "2022-H1" / "nhan" / "trang.xlsx").write_bytes(form.read_bytes())
    outcome = consolidate(master, NOW)
    assert outcome.book.returns.values.loc["24877"].dropna().empty
    again = status(master, NOW)
    assert "24877" in again.accepted and again.status("24877").startswith("Đã nhận")
    assert catalogue.unit["24877"].name == "Xã Rô Men"


def test_the_same_code_cannot_be_two_units_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "danh-muc"
    folder.mkdir()
    for table in shipped(CATALOGUE).glob("*.csv"):
        (folder / table.name).write_bytes(table.read_bytes())
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        file.write("24886,2025-07-01,,Xã Phi Liêng mới,Phi Liêng,,xa,xa,LAMDONG,\n")
    assert read_catalogue(folder)[1] == ()
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        file.write("24886,2021-07-01,,Xã Phi Liêng khác,Phi Liêng,,xa,xa,LAMDONG,\n")
    (found,) = read_catalogue(folder)[1]
    assert (found.code, found.place.cell, found.values["first"]) == ("CATALOGUE_CODE_DOUBLED", "A37", "A28")


def set_valid_to(master: Path, unit: str, day: datetime.date | None) -> None:
    """What a clerk types when a unit has been merged, or when that was a mistake."""
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet = next(s for s in book if find_marker(s, "units"))
    top, column = find_marker(sheet, "units") or (0, 0)
    columns = {sheet.cell(top, c).value: c for c in range(column + 1, sheet.max_column + 1)}
    row = next(r for r in range(top, 200) if sheet.cell(r, columns["code"]).value in (unit, int(unit)))
    sheet.cell(row, columns["valid_to"]).value = day
    book.save(master)


@pytest.mark.slow
def test_a_unit_that_is_merged_after_it_has_reported_counts_no_more_and_is_not_lost(
    demo_folder: Path,
) -> None:
    master = demo_folder / "qcdc.xlsm"
    own = status(master, NOW).returns.values.at["24877", "tthc_tiep_nhan"]
    set_valid_to(master, "24877", datetime.date(2022, 3, 31))
    book = status(master, NOW)
    assert (len(book.accepted), len(book.catalogue.active_units)) == (33, 33)
    assert book.figures.values["tthc_tiep_nhan"] == 7554 - own
    (rejected,) = consolidate(master, NOW).rejected
    assert [f.code for f in rejected.findings] == ["UNIT_UNKNOWN"]
    assert status(master, NOW).figures.values["tthc_tiep_nhan"] == 7554 - own
    set_valid_to(master, "24877", None)
    again = status(master, NOW)
    assert (len(again.accepted), again.figures.values["tthc_tiep_nhan"]) == (34, 7554)
