"""What an .xls file does not show the fast reader is found in its records; one that leads in circles is not read."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from offices import NOW, cell_of, returned
from old_excel import END, NOT_AVAILABLE, ZERO, Error, Formula, as_xls, compound, workbook
from openpyxl import load_workbook

from qcdc_xl.intake.limits import TooMuch
from qcdc_xl.intake.parts import Damaged
from qcdc_xl.intake.sheets import sheets_of
from qcdc_xl.model import CatalogueAt
from qcdc_xl.verbs.check import check

TEXT = Formula(b"\0\0\0\0\0\0\xff\xff")


def place(path: Path, code: str) -> tuple[str, str]:
    sheet, row, column = cell_of(load_workbook(path), "indicators", code)
    return sheet.title, sheet.cell(row, column).coordinate


def told(path: Path) -> list[tuple[str, str]]:
    (file,) = check([path], NOW).files
    return [(f.code, f.place.cell) for f in file.findings]


@pytest.mark.parametrize(
    ("code", "cell", "found"),
    [
        ("so_thon", NOT_AVAILABLE, "VALUE_IS_ERROR"),
        ("so_thon", Error(7), "VALUE_IS_ERROR"),
        ("so_thon", ZERO, "VALUE_ZERO_BY_FORMULA"),
        ("kho_khan", ZERO, "VALUE_LOST"),
        ("kho_khan", Error(42), "VALUE_IS_ERROR"),
    ],
)
def test_what_was_lost_in_an_old_file_is_told_at_its_cell(
    code: str, cell: object, found: str, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    assert told(as_xls(path, {})) == []
    where = place(path, code)
    assert told(as_xls(path, {where: cell})) == [(found, where[1])]


def test_an_error_beyond_the_last_cell_that_has_a_value_is_there(tmp_path: Path) -> None:
    content = compound(workbook({"S": {(0, 0): 1, (2, 3): Error(23)}}))
    (tmp_path / "a.xls").write_bytes(content)
    (sheet,) = sheets_of(tmp_path / "a.xls", content)
    assert sheet.grid[0][0] == 1
    assert sheet.grid[2][3] == "#REF!"


@pytest.mark.parametrize("sector", [0, 1, 4_000_000])
def test_a_chain_that_leads_in_a_circle_or_nowhere_is_damage(sector: int, tmp_path: Path) -> None:
    content = compound(workbook({"S": {(0, 0): 1}}), directory_goes_on_at=sector)
    with pytest.raises(Damaged):
        sheets_of(tmp_path / "a.xls", content)


def test_a_stream_that_leads_back_is_damage(tmp_path: Path) -> None:
    content = bytearray(compound(workbook({"S": {(0, 0): 1}})))
    last = content.index(END.to_bytes(4, "little"), 512 + 8)
    content[last : last + 4] = (2).to_bytes(4, "little")
    with pytest.raises(Damaged):
        sheets_of(tmp_path / "a.xls", bytes(content))


def test_marks_far_apart_are_too_much(tmp_path: Path) -> None:
    content = compound(workbook({"S": {(0, 0): 1, (65535, 255): 5}}))
    with pytest.raises(TooMuch, match="IV65536"):
        sheets_of(tmp_path / "a.xls", content)


def test_a_cut_file_is_damage_or_whole(tmp_path: Path) -> None:
    content = compound(workbook({"S": {(row, 0): row for row in range(400)}}))
    path = tmp_path / "a.xls"
    read = []
    for end in range(8, len(content), 97):
        path.write_bytes(content[:end])
        with contextlib.suppress(Damaged):
            read += [sheet.grid for sheet in sheets_of(path, content[:end])]
    assert all(grid == [[row] for row in range(400)] for grid in read)
