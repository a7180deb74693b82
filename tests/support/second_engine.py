"""A second formula engine: HyperFormula (npm, GPL-3, run in tests only) recalculates what a workbook shows.

Excel is not here, and LibreOffice is the engine that everything else is held against. Where a third hand agrees with the
results that we wrote, a formula says the same to all three.
"""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula

ENGINE = Path(__file__).parents[1] / "second_engine"
FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(")
QUOTED = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')


@dataclass(frozen=True)
class Compared:
    """A formula's cell: what the workbook holds as its result, and what the engine makes of it."""

    file: str
    sheet: str
    cell: str
    formula: str
    held: object
    computed: object

    @property
    def agrees(self) -> bool:
        """Whether both are the same number, to a millionth, or the same text."""
        if isinstance(self.held, float) and isinstance(self.computed, float):
            return abs(self.held - self.computed) < 1e-6
        return self.held == self.computed


def called(formula: str) -> frozenset[str]:
    """The functions that a formula calls."""
    return frozenset(FUNCTION.findall(QUOTED.sub("", formula)))


def missing() -> str:
    """Why the engine is not here; "" if it is, put there by ``npm ci`` if need be."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "node and npm are not installed"
    if not (ENGINE / "node_modules" / "hyperformula").is_dir():
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        made = subprocess.run(command, cwd=ENGINE, capture_output=True, text=True, check=False)
        if made.returncode:
            return f"npm ci failed: {(made.stderr.strip() or made.stdout.strip()).splitlines()[-1:]}"
    return ""


def compare(paths: Iterable[Path]) -> list[Compared]:
    """Every formula of the workbooks, recalculated from the cells that are no formulas.

    A function that the engine does not have fails, also where IFERROR would hide it.
    """
    asked = [(path, *_grids(path)) for path in paths]
    answers = recalculated((sheets, formulas) for _, sheets, formulas in asked)
    return [
        Compared(path.name, sheet, _address(row, column), formula, held, value)
        for (path, _, formulas), values in zip(asked, answers, strict=True)
        for ((sheet, row, column), formula, held), value in zip(formulas, values, strict=True)
    ]


def recalculated(workbooks: Iterable[tuple[Entries, Formulas]]) -> list[list[object]]:
    """What the formulas of each workbook come to, given its cells as one would type them (:func:`entries`)."""
    asked = list(workbooks)
    lines = "".join(
        json.dumps({"sheets": sheets, "asked": [place for place, _, _ in formulas]}) + "\n"
        for sheets, formulas in asked
    )
    run = subprocess.run(
        ["node", "recalculate.mjs"], cwd=ENGINE, input=lines, capture_output=True, text=True, check=True
    )
    known, *answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(answers) == len(asked), run.stderr
    needed = {name for _, formulas in asked for _, formula, _ in formulas for name in called(formula)}
    assert needed <= set(known), f"the engine does not have {sorted(needed - set(known))}"
    return [[_plain(value) for value in values] for values in answers]


def entries(path: Path) -> tuple[Entries, Formulas]:
    """A workbook's cells as one would type them, and its formulas: sheet, row, column (from 0), text, result held."""
    return _grids(path)


def by_function(compared: Iterable[Compared]) -> Counter[str]:
    """How many of the cells call each function."""
    return Counter(name for cell in compared for name in called(cell.formula))


Entries = dict[str, list[list[object]]]
"""Rows of cells by sheet."""
Formulas = list[tuple[tuple[str, int, int], str, object]]


def _grids(path: Path) -> tuple[Entries, Formulas]:
    """The sheets as rows of cells, and the formulas with the results that the file holds."""
    macros = path.suffix == ".xlsm"
    written = openpyxl.load_workbook(path, keep_vba=macros)
    shown = openpyxl.load_workbook(path, data_only=True, keep_vba=macros)
    sheets: Entries = {}
    formulas: Formulas = []
    for sheet in written.worksheets:
        results = shown[sheet.title]
        sheets[sheet.title] = [[typed(cell.value) for cell in row] for row in sheet.iter_rows()]
        for cell in _formula_cells(sheet):
            place = (sheet.title, cell.row - 1, cell.column - 1)
            formulas.append((place, typed(cell.value)[1:], _plain(results[cell.coordinate].value)))
    return sheets, formulas


def _formula_cells(sheet: openpyxl.worksheet.worksheet.Worksheet) -> Iterator[openpyxl.cell.Cell]:
    return (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")


def typed(value: object) -> object:
    """A cell as one would type it, so that a text stays a text."""
    if isinstance(value, ArrayFormula):
        return str(value.text)
    if isinstance(value, str):
        return value if value.startswith("=") else f"'{value}"
    return None if value is None else _plain(value)


def _plain(value: object) -> object:
    """Numbers and dates as floats, blanks and texts of no letters alike, line ends as one."""
    if isinstance(value, dict):
        return value["error"]
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return float(to_excel(value))
    return "" if value is None else str(value).replace("\r\n", "\n")


def _address(row: int, column: int) -> str:
    return f"{openpyxl.utils.get_column_letter(column + 1)}{row + 1}"
