"""Forms and masters keep to what Excel 2010 takes, the oldest that offices have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from excel_2010 import Lint
from kinds_tables import KINDS_TABLES
from offices import NOW, edited_catalogue

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.forms import write_form
from qcdc_xl.model import CatalogueAt
from qcdc_xl.verbs.demo import ISSUED
from qcdc_xl.verbs.init import init

Tell = Callable[[str, object], None]


def forms_of(catalogue: CatalogueAt, folder: Path) -> list[Path]:
    """A blank form of every unit."""
    made = []
    for unit in catalogue.active_units:
        made.append(folder / f"{unit.code}.xlsx")
        write_form(catalogue, unit, made[-1], ISSUED)
    return made


def linted(paths: Sequence[Path], tell: Tell) -> None:
    lint = Lint()
    issues = [issue for path in paths for issue in lint.issues(path)]
    counts = ", ".join(f"{count} {what}" for what, count in lint.counted.most_common())
    tell("told", f"Excel 2010: {counts}; {len(issues)} issues")
    assert issues == []
    assert lint.counted["formulas of cells"] > 100


@pytest.mark.slow
def test_forms(catalogue: CatalogueAt, tmp_path: Path, record_property: Tell) -> None:
    linted(forms_of(catalogue, tmp_path), record_property)


@pytest.mark.slow
def test_forms_and_master_with_the_kinds_that_the_shipped_catalogue_does_not_ask_for(
    tmp_path: Path, record_property: Tell
) -> None:
    tables = edited_catalogue(tmp_path / "danh-muc", KINDS_TABLES)
    catalogue, findings = read_catalogue(tables)
    assert findings == ()
    master = init(tmp_path / "viec", NOW, tables).master
    linted([master, *forms_of(catalogue.working, tmp_path)], record_property)


def test_a_master_fresh_and_filled(demo_made: Path, tmp_path: Path, record_property: Tell) -> None:
    linted([init(tmp_path / "viec", NOW).master, demo_made / "qcdc.xlsm"], record_property)


WRONG = {
    "=TODAY()": "the function TODAY()",
    "=_xlfn.CONCAT(A1,B1)": "the function _xlfn.CONCAT()",
    '=A1&"' + "x" * 256 + '"': "a text within a formula",
    "=" + "ABS(" * 65 + "1" + ")" * 65: "nested too deep",
    "=SUM(" + ",".join(["1"] * 256) + ")": "more than 255 arguments",
    "=" + "+".join(["1"] * 4200): "a formula's length",
    "=SUM(A:A)": "a whole column or row",
    "=SUM(#REF!)": "an error within a formula",
    "=SUM([1]Trang!B2)": "a reference to another workbook",
    "=TRIM(A1:A9)": "an area where one cell is meant",
}


@pytest.mark.parametrize("formula", WRONG, ids=WRONG.values())
def test_what_is_over_a_limit_is_seen(formula: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_formula("C3", formula, None, 0)
    assert WRONG[formula] in [issue.what for issue in Lint().issues(path)]


def test_what_validations_formats_and_names_may_not_have_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Trang")
        sheet.conditional_format(
            "A1:A9", {"type": "formula", "criteria": "=OR(A1={1,2})", "format": book.add_format()}
        )
        book.define_name("mất", "=#REF!")
        sheet.data_validation("B1", {"validate": "custom", "value": "=OR(B1={1,2})"})
    assert {issue.what for issue in Lint().issues(path)} == {
        "an array constant in a format",
        "an array constant in a validation",
        "a broken reference",
    }
