"""Masters and forms as other programs save them again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from agreement import cached
from live import Calc
from lxml import etree
from offices import NOW, find_marker, returned
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.status import status

LIBRE, OPEN = "LibreOffice", "openpyxl"


BEFORE, AFTER = "before the first fill", "after a fill"


SAVED = [
    (BEFORE, (".xlsx", LIBRE)),
    (AFTER, (".xlsx", LIBRE)),
    (BEFORE, (".xlsm", OPEN)),
    (AFTER, (".xlsm", OPEN)),
    (BEFORE, (".xlsm", LIBRE, OPEN)),
]


"""When and how a master was saved again: its suffix, and by which programs one after the other."""


DRESSED = [(".xlsm", OPEN), (".xlsm", LIBRE)]


SECTION, OWN, LIVE = "III.1", "Của tôi", "Của Calc"


NEW = {"code": "24999", "name": "Xã Mới Lập", "valid_from": "2021-01-01", "valid_to": None, "aliases": None}


Dress = Callable[[openpyxl.Workbook], None]


def named(kind: Sequence[str]) -> str:
    return "-".join(kind[1:]) + kind[0]


@pytest.fixture(scope="module")
def correction(demo_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corrected return of one commune, later than all others."""
    catalogue = status(demo_made / "qcdc.xlsm", NOW).catalogue
    path = returned(catalogue, "24877", tmp_path_factory.mktemp("sua"), {"to_tu_quan": 77}, "sửa.xlsx")
    os.utime(path, (1_655_400_000, 1_655_400_000))
    return path


@pytest.fixture(scope="module")
def masters(demo_made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A master never filled, and one that has been."""
    fresh = init(tmp_path_factory.mktemp("moi"), NOW).master
    return {BEFORE: fresh, AFTER: demo_made / "qcdc.xlsm"}


@pytest.fixture(scope="module")
def filled(
    demo_made: Path, correction: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], Path]:
    """Fill a copy of a master with the demo's returns and the correction."""

    def fill(master: Path) -> Path:
        folder = tmp_path_factory.mktemp("viec")
        inbox = Path(shutil.copytree(demo_made / "2022-H1" / "nhan", folder / "2022-H1" / "nhan"))
        shutil.copy2(correction, inbox)
        copied = Path(shutil.copy(master, folder / f"qcdc{master.suffix}"))
        consolidate(copied, NOW)
        return copied

    return fill


def resaved(master: Path, kind: Sequence[str], calc: Calc, folder: Path, dress: Dress | None = None) -> Path:
    """The master as other programs save it; before that, openpyxl may put something in."""
    suffix, *programs = kind
    if dress:
        master = _by_openpyxl(master, folder / "mac.xlsm", dress)
    for number, program in enumerate(programs):
        target = folder / f"{number}{suffix}"
        if program == OPEN:
            _by_openpyxl(master, target)
        else:
            _by_libreoffice(master, target, calc, dress is not None)
        master = target
    return master


def _by_openpyxl(master: Path, target: Path, dress: Dress | None = None) -> Path:
    book = openpyxl.load_workbook(master, keep_vba=target.suffix == ".xlsm")
    if dress:
        dress(book)
    book.save(target)
    return target


def _by_libreoffice(master: Path, target: Path, calc: Calc, more: bool) -> None:
    document = calc.open(master)
    if more:
        document.new_sheet(LIVE)
        document.set(LIVE, 0, 0, [["gõ trong Calc"]])
        document.set_formula(LIVE, 1, 0, f"=SUM('{SECTION}'!F9:F16)")
        document.set_formula(LIVE, 2, 0, "=ROUND(10/4,0)")
        document.recalculate()
    document.save_as(str(target))
    document.close()


def dress_up(book: openpyxl.Workbook) -> None:
    """What a clerk does: a sheet of their own, notes in a section, a new unit and a new indicator."""
    own, section = book.create_sheet(OWN), book[SECTION]
    for row, value in enumerate(["Ghi chú riêng", f"='{SECTION}'!F9*2", "=1+1", 1234.5, "=Tong"], start=1):
        own.cell(row, 1).value = value
    own["A4"].number_format = "#,##0.000"
    own.merge_cells("C1:D2")
    own.column_dimensions["B"].width = 33
    section["R3"], section["R3"].fill = "đã đối chiếu", PatternFill("solid", fgColor="FF00FF00")
    section["C12"].comment, section["S17"].comment = Comment("hỏi lại", "tôi"), Comment("cộng lại", "tôi")
    for row in range(9, 17):
        cell = section.cell(row, 19)
        cell.value, cell.number_format, cell.font = f"=F{row}*2", '0.00" ha"', Font(italic=True)
        cell.border = Border(*[Side("thin")] * 4)
    section["S18"] = "=SUM(S9:S16)"
    section.merge_cells("R20:S21")
    section.column_dimensions["C"].width = 55
    choice = DataValidation(type="list", formula1='"A,B"', sqref="T9:T16")
    section.add_data_validation(choice)
    red = PatternFill("solid", bgColor="FFFF0000")
    section.conditional_formatting.add(
        "S9:S16", CellIsRule(operator="greaterThan", formula=["$F$9"], fill=red)
    )
    book.defined_names["Tong"] = DefinedName("Tong", attr_text=f"'{SECTION}'!$S$18")
    _add_row(book, "units", "24877", NEW)
    _add_row(book, "indicators", "to_tu_quan", {"code": "to_moi", "label": "Số tổ mới"})


def _add_row(book: openpyxl.Workbook, table: str, like: str, changes: dict[str, Any]) -> None:
    """A row in the first blank one of a catalogue table, for the rest like another."""
    sheet = next(s for s in book if find_marker(s, table))
    row, column = find_marker(sheet, table) or (0, 0)
    keys = {sheet.cell(row, c).value: c for c in range(column + 1, sheet.max_column + 1)}
    rows = range(row + 1, sheet.max_row + 1)
    blank = next(r for r in rows if sheet.cell(r, keys["code"]).value is None)
    model = next(r for r in rows if sheet.cell(r, keys["code"]).value == like)
    for key, place in keys.items():
        sheet.cell(blank, place).value = changes.get(key, sheet.cell(model, place).value)
        sheet.cell(blank, place).number_format = sheet.cell(model, place).number_format


@pytest.fixture(scope="module", params=DRESSED, ids=named)
def dressed(
    request: pytest.FixtureRequest,
    masters: dict[str, Path],
    filled: Callable[[Path], Path],
    calc: Calc,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, Path]:
    """A master with a user's own things, saved by another program, before and after a fill.

    On III.1 the fill puts in column Q for the new indicator and row 17 for the new unit.
    """
    folder = tmp_path_factory.mktemp("mac")
    before = resaved(masters[AFTER], request.param, calc, folder, dress_up)
    return before, filled(before)


def shown(path: Path) -> dict[tuple[str, int, int], object]:
    """The cells that are not blank, by calamine."""
    return {
        (sheet, r, c): value
        for sheet, grid in cached(path).items()
        for r, row in enumerate(grid, start=1)
        for c, value in enumerate(row, start=1)
        if value != ""
    }


def told(path: Path) -> tuple[object, ...]:
    """What our own reader makes of a master."""
    book = status(path, NOW)
    return (book.accepted, book.others, book.receipts, book.log, book.figures.values, book.footnotes)


@pytest.fixture(scope="module")
def never(masters: dict[str, Path], filled: Callable[[Path], Path]) -> dict[str, tuple[object, ...]]:
    """What the masters say and look like after a fill that nobody else has saved meanwhile."""
    made = {when: filled(master) for when, master in masters.items()}
    return {when: (shown(path), told(path), looks(path)) for when, path in made.items()}


def looks(path: Path) -> dict[tuple[str, str], object]:
    """Row heights and formats of all cells; LibreOffice writes the same formats in other words."""
    found: dict[tuple[str, str], object] = {}
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            found[sheet.title, str(row[0].row)] = sheet.row_dimensions[row[0].row].height or 15
            found |= {(sheet.title, c.coordinate): look(c) for c in row if c.has_style or c.value}
    return {place: value for place, value in found.items() if value != look(None)}


def look(cell: Cell | None) -> tuple[object, ...]:
    """Number format, font, fill, borders and alignment of a cell; of none, those of an untouched one."""
    if cell is None:
        return ("General", False, False, None, None, None, "general", False)
    fill = cell.fill.fgColor.rgb if cell.fill.patternType else None
    return (
        *(cell.number_format.replace("\\", ""), bool(cell.font.b), bool(cell.font.i), fill),
        *(cell.border.left.style, cell.border.bottom.style),
        *(cell.alignment.horizontal or "general", bool(cell.alignment.wrap_text)),
    )


def _drawn(chart: bytes) -> list[str | None]:
    return [e.text for e in etree.fromstring(chart).iter("{*}f", "{*}v")]
