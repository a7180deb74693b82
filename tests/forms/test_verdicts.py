"""What a form's own check says of a cell and what the program finds there is one verdict (law 15): every kind of value with
every kind of mess, recalculated by the second engine.

"Ready" is accepted; what the form calls wrong or not filled in is found, as an error or, where it has one meaning and is read,
as a warning that says how; of what the program says nothing the form says nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
import pytest
import second_engine
from kinds_tables import KINDS_TABLES
from offices import cell_of, edited_catalogue, returned

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.checks.one_file import check_one
from qcdc_xl.intake import workbook as intake
from qcdc_xl.intake.sheets import Sheet
from qcdc_xl.model import NIL, CatalogueAt
from qcdc_xl.model.finding import ERROR, Finding

CELLS: tuple[object, ...] = (
    None, 0, 5, -3, 2.5, 14.999999999999998, 1e300, "abc", "5", " 5 ", "-3", "   ", "\u00a0", "\u200b", "5 vụ", "7.554",
    "12,000", "12,5", NIL, "Không phát sinh", "khong phat sinh", f" {NIL} ", "không có", True, False, "x",
    datetime.datetime(2022, 6, 8), datetime.datetime(2031, 6, 8), datetime.datetime(1980, 6, 8), 44720, 22, "08/6/2022",
    "8.6.2022", "31/02/2022", "Có", "CÓ", "co", " Có ", "có  ", "Có; Không", "1", "0", "=NA()", "=1/0", "Hội nghị",
    "hoi nghi", "HỘI NGHỊ", "Hội nghị; Niêm yết", "Niêm yết ; hội nghị", "Hội nghị; Hội nghị", "Hội nghị, Niêm yết", "*",
    "Hội*", "?", "Xã, phường", "Quốc hội", "quốc hội", "HĐND", "hdnd",
)  # fmt: skip
NILS: tuple[object, ...] = (
    None,
    NIL,
    "   ",
    "\u00a0",
    f" {NIL}",
    "KHÔNG PHÁT SINH",
    "khong phat sinh",
    "x",
    0,
    15,
    "=NA()",
)
UNIT = "24886"


@dataclass(frozen=True)
class Judged:
    """A cell as the form and as the program judge it."""

    item: str
    cell: object
    beside: object
    form: str
    found: tuple[Finding, ...]

    @property
    def differs(self) -> bool:
        """Whether one lets pass what the other does not."""
        wrong = self.form.startswith(("Sai", "Chưa", "Thiếu"))
        return not self.found if wrong else any(f.severity is ERROR for f in self.found)

    @property
    def known(self) -> bool:
        """Where the two are known to differ: a formula does not see that a number is shown as a day, and words for yes, no
        and choices that are read without their marks or case are called wrong by the form only."""
        shown = isinstance(self.cell, datetime.datetime) and {f.code for f in self.found} == {
            "VALUE_NOT_NUMBER"
        }
        return shown or (not self.found and self.form.startswith(("Sai: không có trong", "Sai: có mục")))

    def __str__(self) -> str:
        return f"{self.item}: {self.cell!r} | {self.beside!r}: {self.form or '(trống)'} / {[f.code for f in self.found]}"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> CatalogueAt:
    """The shipped catalogue with all kinds of value."""
    folder = tmp_path_factory.mktemp("moi-kieu") / "danh-muc"
    catalogue, findings = read_catalogue(edited_catalogue(folder, KINDS_TABLES))
    assert findings == ()
    return catalogue.working


@dataclass(frozen=True)
class Desk:
    """A return on the table: its cells as typed and as values, its formulas, where each indicator's cells stand."""

    typed: second_engine.Entries
    values: dict[str, list[list[object]]]
    formulas: second_engine.Formulas
    places: dict[str, tuple[str, int, int, int]]
    """Sheet, row, column of the value, column of the check."""
    numeric: frozenset[str]


@pytest.fixture(scope="module")
def desk(engine: None, asked: CatalogueAt, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A commune's return, right."""
    path = returned(asked, UNIT, tmp_path_factory.mktemp("mau"))
    book, form = openpyxl.load_workbook(path, data_only=True), asked.form_of(asked.unit[UNIT])
    assert form
    places, codes = {}, [i for i in asked.indicators_of(form.code) if not i.expression]
    for one in codes:
        sheet, row, value = cell_of(book, "indicators", one.code)
        status = cell_of(book, "indicators", one.code, "status")[2]
        places[one.code] = (sheet.title, row - 1, value - 1, status - 1)
    values = {
        s.title: [["" if c.value is None else c.value for c in row] for row in s.iter_rows()] for s in book
    }
    typed, formulas = second_engine.entries(path)
    numeric = frozenset(i.code for i in codes if i.type in ("integer", "decimal", "money"))
    return Desk(typed, values, formulas, places, numeric)


def with_mess(desk: Desk, cell: object, nil: object) -> second_engine.Entries:
    """The cells as typed, the mess in those of all indicators; “không phát sinh” has a cell beside numbers only."""
    made = {name: [list(row) for row in rows] for name, rows in desk.typed.items()}
    for code, (sheet, row, column, _) in desk.places.items():
        made[sheet][row][column] = second_engine.typed(cell)
        if code in desk.numeric:
            made[sheet][row][column + 1] = second_engine.typed(nil)
    return made


def as_saved(desk: Desk, cell: object, nil: object, computed: list[object]) -> list[Sheet]:
    """The sheets as a reader gives them: results in place of formulas."""
    grids = {name: [list(row) for row in rows] for name, rows in desk.values.items()}
    for ((sheet, row, column), _, _), value in zip(desk.formulas, computed, strict=True):
        grids[sheet][row][column] = value
    for code, (sheet, row, column, _) in desk.places.items():
        grids[sheet][row][column] = _read(cell)
        if code in desk.numeric:
            grids[sheet][row][column + 1] = _read(nil)
    return [Sheet(name, grid) for name, grid in grids.items()]


def _read(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith("="):
        return {"=NA()": "#N/A", "=1/0": "#DIV/0!"}[cell]
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell)
    return "" if cell is None else cell


def judged(
    asked: CatalogueAt, desk: Desk, cell: object, nil: object, computed: list[object]
) -> Iterator[Judged]:
    """The form's verdicts, as the second engine computed them, beside the program's."""
    submission, found = intake.submission(as_saved(desk, cell, nil, computed), "a.xlsx")
    checked = check_one(asked, "a.xlsx", "", submission, found)
    shown = {place: value for (place, _, _), value in zip(desk.formulas, computed, strict=True)}
    for code, (sheet, row, _, status) in desk.places.items():
        own = tuple(
            f for f in checked.findings if f.place.indicator == code and not f.code.startswith("RULE")
        )
        beside = nil if code in desk.numeric else None
        yield Judged(code, cell, beside, str(shown[sheet, row, status]), own)


def test_form_and_program_judge_every_indicators_cell_alike(asked: CatalogueAt, desk: Desk) -> None:
    pairs = [(cell, None) for cell in CELLS] + [
        (cell, nil) for nil in NILS[1:] for cell in (None, 5, "   ", "x")
    ]
    results = second_engine.recalculated((with_mess(desk, *pair), desk.formulas) for pair in pairs)
    every = [
        one
        for pair, computed in zip(pairs, results, strict=True)
        for one in judged(asked, desk, *pair, computed)
    ]
    assert len(every) > 1000
    assert [str(one) for one in every if one.differs and not one.known] == []
