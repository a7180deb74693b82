"""Returns that once went wrong, each built again: what was silent then is found now, at its cell, or read right.

By name what an office did; then which of its cells what is found at, and what is read there. Errors and warnings that are not
named must not be there.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from grid_files import DATE, Cell, address, copied, read_grids, write_grids
from mutants import Form, Key, read_form
from offices import NOW, returned

from qcdc_xl.model import CatalogueAt
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.verbs.check import check

Found = list[tuple[str, str]]
"""Codes with the cells they stand at, "" for the file."""
Case = Callable[[Form], tuple[Found, dict[Key, object]]]

GROUPS, PEOPLE, DAY, PLACE = ("to_tu_quan", 0), ("txct.so_nguoi", 2), ("txct.ngay", 1), ("txct.dia_diem", 4)
CASES: dict[str, tuple[str, Case]] = {}


def case(unit: str, name: str) -> Callable[[Case], Case]:
    """Under this name a return of the unit is changed."""

    def keep(make: Case) -> Case:
        CASES[name] = unit, make
        return make

    return keep


def at(form: Form, key: Key, column: int = 0) -> str:
    """The address of a cell, or of one so many columns to the right of it."""
    _, row, own = form.spots[key]
    return address(row, own + column)


def typed(
    form: Form, key: Key, value: object, code: str, read: object = None, **how: object
) -> tuple[Found, dict[Key, object]]:
    """Something typed into a cell, with what is found there and what is read."""
    form.put(key, value, **how)
    return [(code, at(form, key))] if code else [], {key: read}


ENTRIES: dict[str, tuple[str, Key, object, str, object, dict[str, object]]] = {
    "an error in a list": ("UBMTTQ", PEOPLE, "#REF!", "VALUE_IS_ERROR", None, {"error": True, "formula": "A1/0"}),
    "an error word of a new Excel": ("24877", GROUPS, "#SPILL!", "VALUE_IS_ERROR", None, {"error": True, "formula": "A1:A9"}),
    "a formula that was never calculated": ("24877", GROUPS, None, "VALUE_NOT_CALCULATED", None, {"formula": "7+8", "resultless": True}),
    "a district where a commune is asked": ("UBMTTQ", PLACE, "Đam Rông", "VALUE_NOT_CHOICE", None, {}),
    "a meeting in 2031": ("UBMTTQ", DAY, datetime.datetime(2031, 5, 5), "VALUE_DATE_OUTSIDE", "2031-05-05", {"style": DATE}),
    "a document of the year 22": ("UBMTTQ", DAY, "08/6/0022", "VALUE_NOT_DATE", None, {}),
    "fewer than no voters": ("UBMTTQ", PEOPLE, -5, "VALUE_BELOW_MIN", -5, {}),
    "more groups than atoms": ("24877", GROUPS, 1e300, "VALUE_ABOVE_MAX", None, {}),
    "a number with the noise of sums": ("24877", GROUPS, 14.999999999999998, "", 15, {}),
    "spaces where nothing is meant": ("24877", GROUPS, "   ", "", None, {}),
    "a mark without width before a number": ("24877", GROUPS, "\u200b12", "VALUE_AS_TEXT", 12, {}),
    "a comma that may group or part": ("24877", GROUPS, "12,000", "VALUE_UNCLEAR", None, {}),
    "a text of the old letters": ("24877", ("kho_khan", 0), "§\xadêng ®i khã kh¨n", "VALUE_DECODED", "Đường đi khó khăn", {}),
}  # fmt: skip
"""What was typed into one cell: unit, cell, entry, finding, what is read, how it is written."""

for title, (unit, key, entry, code, read, how) in ENTRIES.items():
    CASES[title] = unit, lambda form, k=key, e=entry, c=code, r=read, h=how: typed(form, k, e, c, r, **h)  # type: ignore[misc]


@case("24877", "a number in the cell for “không phát sinh”")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    sheet, row, column = form.nil_spot(GROUPS)
    form.sheets[sheet].put(row, column, 15)
    form.put(GROUPS, None)
    return [("VALUE_IN_NIL", at(form, GROUPS))], {GROUPS: None}


@case("24877", "a space in the cell for “không phát sinh”")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    key = ("to_hoa_giai", 0)
    sheet, row, column = form.nil_spot(key)
    form.sheets[sheet].put(row, column, " ")
    form.put(key, None)
    return [("VALUE_MISSING", at(form, key))], {key: None}


@case("24877", "a number in the column for notes")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    form.sheet(GROUPS).put(form.spots[GROUPS][1], form.tables["indicators"].columns["note"], 15)
    form.put(GROUPS, None)
    return [("VALUE_BESIDE", at(form, GROUPS, 2))], {GROUPS: None}


@case("24877", "unit of measure and number merged")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    _, row, column = form.spots[GROUPS]
    form.sheet(GROUPS).merged.append((row, column - 1, row, column))
    form.put(GROUPS, None)
    return [("VALUE_COVERED", at(form, GROUPS))], {GROUPS: None}


@case("UBMTTQ", "the sheet of a list deleted")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    del form.sheets[form.tables["list:txct"].sheet]
    return [("TABLE_MISSING", "")], {}


@case("BCD", "only the first sheet sent")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    first = form.tables["meta"].sheet
    form.sheets = {first: form.sheets[first]}
    return [("TABLE_MISSING", "")], {}


@case("UBMTTQ", "the key of a required column of a list deleted")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    table = form.tables["list:txct"]
    form.sheets[table.sheet].delete(column=table.columns["cap"])
    return [("TABLE_NO_COLUMN", "")], {}


@case("UBMTTQ", "the sheet of a list copied")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    table = form.tables["list:txct"]
    form.sheets["Bản sao"] = copied({"x": form.sheets[table.sheet]})["x"]
    return [("TABLE_COPIED", address(table.marker, table.key))], {PEOPLE: form.truth[PEOPLE]}


@case("UBMTTQ", "the sheet of a list copied, and a number of the copy changed")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    table = form.tables["list:txct"]
    form.sheets["Bản sao"] = copied({"x": form.sheets[table.sheet]})["x"]
    form.sheets["Bản sao"].put(*form.spots[PEOPLE][1:], 999)
    return [("TABLE_TWICE", address(table.marker, table.key))], {}


@case("24877", "the blank first sheet of another unit pasted in")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    meta, table = form.tables["meta"], form.tables["indicators"]
    twin = copied({"x": form.sheets[meta.sheet]})["x"]
    for blank in range(table.marker + 1, table.end):
        twin.clear(blank, table.columns["value"])
        twin.clear(blank, table.columns["nil"])
    row = next(r for r in range(meta.marker, meta.end) if twin.at(r, meta.key) == "unit")
    twin.put(row, meta.columns["value"], "24874")
    form.sheets["Trang khác"] = twin
    found = [
        ("STAMP_TWICE", address(meta.marker, meta.key)),
        ("TABLE_COPIED", address(table.marker, table.key)),
    ]
    return found, {GROUPS: form.truth[GROUPS]}


@case("24877", "another unit printed than stamped")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    sheet = form.sheets[form.tables["meta"].sheet]
    spot = next(s for s, c in sheet.cells.items() if str(c.value).startswith("Đơn vị báo cáo:"))
    sheet.put(*spot, "Đơn vị báo cáo: UBND xã Liêng S'rônh")
    return [("UNIT_PRINTED", address(*spot))], {}


@case("24877", "label and number of two rows exchanged")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    other, table = ("to_hoa_giai", 0), form.tables["indicators"]
    sheet, rows = form.sheet(GROUPS), (form.spots[GROUPS][1], form.spots[("to_hoa_giai", 0)][1])
    for column in (table.columns["label"], table.columns["value"]):
        one, two = ((row, column) for row in rows)
        sheet.cells[one], sheet.cells[two] = sheet.cells[two], sheet.cells[one]
    label = table.columns["label"] - table.columns["value"]
    return [("ROW_OTHER_LABEL", at(form, GROUPS, label)), ("ROW_OTHER_LABEL", at(form, other, label))], {}


@case("UBMTTQ", "a row typed below the end of a list")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    table = form.tables["list:txct"]
    sheet, row = form.sheets[table.sheet], form.spots[DAY][1]
    for name in ("ngay", "cap", "dia_diem", "so_nguoi"):
        sheet.cells[table.end + 1, table.columns[name]] = sheet.cells[row, table.columns[name]]
    return [("ROW_BELOW_END", address(table.end + 1, table.columns["ngay"]))], {}


@case("24877", "two columns for the number")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    table = form.tables["indicators"]
    nil = table.columns["nil"]
    form.sheets[table.sheet].put(table.marker, nil + 5, "value")
    return [("COLUMN_TWICE", address(table.marker, nil + 5))], {GROUPS: form.truth[GROUPS]}


@case("24877", "the row of an optional number deleted")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    form.sheet(GROUPS).delete(row=form.spots[GROUPS][1])
    return [("ROW_MISSING", "")], {}


@case("24877", "a row's code that begins with #")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    form.sheet(GROUPS).put(form.spots[GROUPS][1], form.tables["indicators"].key, "#to_tu_quan")
    return [("ROW_NO_CODE", at(form, GROUPS)), ("ROW_MISSING", "")], {}


@case("24877", "a text typed over what the form computes")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    table, sheet = form.tables["indicators"], form.sheets[form.tables["indicators"].sheet]
    row = next(
        r for r in range(table.marker, table.end) if sheet.at(r, table.key) == "ty_le_hoa_giai_thanh_dv"
    )
    sheet.cells[row, table.columns["value"]] = Cell("91%")
    return [("DERIVED_CHANGED", address(row, table.columns["value"]))], {}


@case("24877", "the mark at the end gone, with names below")
def _(form: Form) -> tuple[Found, dict[Key, object]]:
    table = form.tables["indicators"]
    form.sheets[table.sheet].clear(table.end, table.key)
    return [("TABLE_NO_END", address(table.marker, table.key))], {GROUPS: form.truth[GROUPS]}


FAR = ((1_048_576, 1), (1_048_576, 9), (200_000, 9), (1_048_576, 16_384), (20_000, 16_384), (60, 16_384))
for spot in FAR:

    @case("24877", f"one mark in {address(*spot)}")
    def _(form: Form, spot: tuple[int, int] = spot) -> tuple[Found, dict[Key, object]]:
        form.sheets[form.tables["indicators"].sheet].put(*spot, 1)
        return [("CELL_FAR_AWAY", address(*spot))], {GROUPS: form.truth[GROUPS]}


@pytest.mark.parametrize("name", CASES)
def test_a_case(name: str, catalogue: CatalogueAt, tmp_path: Path) -> None:
    unit, change = CASES[name]
    form = read_form(
        unit, read_grids(returned(catalogue, unit, tmp_path, name="mau.xlsx")), shipped(CATALOGUE)
    )
    found, read = change(form)
    write_grids(form.sheets, tmp_path / "tra ve.xlsx")
    checked = check([tmp_path / "tra ve.xlsx"], NOW, values=True)
    told = [
        (f.code, f.place.cell) for f in checked.findings if f.code not in ("DERIVED_CHANGED", "RULE_FAILED")
    ]
    assert sorted(told) == sorted(f for f in found if f[0] != "DERIVED_CHANGED")
    assert {f for f in found if f[0] == "DERIVED_CHANGED"} <= {
        (f.code, f.place.cell) for f in checked.findings
    }
    values = {(cell.item, cell.row): cell.value for cell in checked.values[0]}
    assert {key: values.get(key) for key in read} == read
