"""Users move, rename, insert and re-save: no number changes (a live Calc does what they do)."""

from __future__ import annotations

from pathlib import Path

import pytest
from live import Calc
from offices import NOW, returned

from qcdc_xl.checks.cells import clean
from qcdc_xl.intake import workbook as intake
from qcdc_xl.model import CatalogueAt, Scalar
from qcdc_xl.verbs.check import check

UNITS = ("24886", "UBMTTQ", "BCD", "VPUBND")


def read(path: Path, catalogue: CatalogueAt) -> tuple[dict[tuple[str, int], Scalar], list[str]]:
    """The values of a return by item and row, and the codes of its findings."""
    submission, findings = intake.read(path)
    assert submission is not None, [f.code for f in findings]
    typed, more = clean(catalogue, submission)
    derived = {i.code for i in catalogue.indicators if i.expression}
    derived |= {f"{r.code}.{c.code}" for r in catalogue.lists for c in r.columns if c.expression}
    values = {(v.item, v.row): v.value for v in typed.values if v.value is not None and v.item not in derived}
    values |= {("unit", 0): typed.unit, ("period", 0): typed.period, ("form", 0): typed.form}
    (checked,) = check([path], NOW).files
    return values, [f.code for f in (*findings, *more, *checked.findings)]


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
@pytest.mark.parametrize("unit", UNITS)
def test_resaving_in_any_format_changes_no_value(
    unit: str, suffix: str, catalogue: CatalogueAt, calc: Calc, tmp_path: Path
) -> None:
    original = returned(catalogue, unit, tmp_path)
    expected, none = read(original, catalogue)
    assert none == [] and len(expected) > 8
    document = calc.open(original)
    document.save_as(str(tmp_path / f"luu lai{suffix}"))
    document.close()
    assert read(tmp_path / f"luu lai{suffix}", catalogue) == (expected, [])


@pytest.mark.parametrize("unit", UNITS)
def test_moving_everything_about_changes_no_value(
    unit: str, catalogue: CatalogueAt, calc: Calc, tmp_path: Path
) -> None:
    original = returned(catalogue, unit, tmp_path)
    expected, _ = read(original, catalogue)
    document = calc.open(original)
    document.unprotect_all()
    for number, sheet in enumerate(document.sheets()):
        document.insert_rows(sheet, 0, 2)
        document.insert_rows(sheet, 9, 1)
        document.insert_rows(sheet, 20, 3)
        document.insert_columns(sheet, 0, 1)
        document.insert_columns(sheet, 3, 2)
        document.insert_columns(sheet, 8, 1)
        document.rename(sheet, f"Trang của tôi {number}")
    for sheet in document.sheets():
        document.move(sheet, 0)
    document.save_as(str(tmp_path / "doi.xlsx"))
    document.close()
    assert read(tmp_path / "doi.xlsx", catalogue) == (expected, [])


def test_a_note_outside_the_table_is_no_error(catalogue: CatalogueAt, calc: Calc, tmp_path: Path) -> None:
    original = returned(catalogue, "24886", tmp_path)
    expected, _ = read(original, catalogue)
    document = calc.open(original)
    document.unprotect_all()
    document.set("Số liệu", 70, 2, [["ghi chú riêng", 5]])
    document.save_as(str(tmp_path / "ghi.xlsx"))
    document.close()
    assert read(tmp_path / "ghi.xlsx", catalogue) == (expected, [])


def test_a_findings_cell_is_where_the_sender_sees_it_now(
    catalogue: CatalogueAt, calc: Calc, tmp_path: Path
) -> None:
    original = returned(catalogue, "24886", tmp_path)
    document = calc.open(original)
    document.unprotect_all()
    document.insert_columns("Số liệu", 0, 1)
    document.rename("Số liệu", "Của xã")
    row = next(n for n, r in enumerate(document.values("Của xã")) if r[1] == "tthc_tiep_nhan")
    document.set("Của xã", row, 6, [["nhiều"]])
    document.save_as(str(tmp_path / "sai.ods"))
    document.close()
    submission, _ = intake.read(tmp_path / "sai.ods")
    assert submission is not None
    (found,) = clean(catalogue, submission)[1]
    assert (found.code, found.place.sheet, found.place.cell) == ("VALUE_NOT_NUMBER", "Của xã", f"G{row + 1}")
