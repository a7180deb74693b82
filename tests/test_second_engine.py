"""Forms and masters in a second formula engine: it computes what stands in the cells, 0 may differ."""

from __future__ import annotations

import datetime
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import second_engine
import spreadsheet
import xlsxwriter
from excel_2010 import Lint
from kinds_tables import KINDS_TABLES
from offices import NOW, edited_catalogue
from random_returns import values_of
from second_engine import Compared, by_function

import qcdc_xl
from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.doors import ribbon
from qcdc_xl.forms import write_form
from qcdc_xl.model import CatalogueAt
from qcdc_xl.verbs.demo import ISSUED, sample_values
from qcdc_xl.verbs.init import init

Compare = Callable[[Sequence[Path]], list[Compared]]


@pytest.fixture
def compare(engine: None, record_property: Callable[[str, object], None]) -> Compare:
    """Compares workbooks and tells at the end of the run how many cells, by function."""

    def compared(paths: Sequence[Path]) -> list[Compared]:
        cells = second_engine.compare(paths)
        functions = ", ".join(f"{name} {count}" for name, count in by_function(cells).most_common())
        differ = sum(not c.agrees for c in cells)
        record_property(
            "told",
            f"second engine: {len(paths)} workbooks, {len(cells)} cells, {differ} differ ({functions})",
        )
        return cells

    return compared


def one_of_each_form(catalogue: CatalogueAt) -> list[str]:
    """The first unit of every form."""
    first = {catalogue.form_of(u): u.code for u in reversed(catalogue.active_units)}
    return list(first.values())


def written(catalogue: CatalogueAt, folder: Path) -> list[Path]:
    """Each form blank, with the sample's values where there are some, and with random entries right and wrong."""
    sample = sample_values(catalogue)
    made = []
    for unit in one_of_each_form(catalogue):
        rng = random.Random(unit)
        wild = [values_of(rng, catalogue, catalogue.unit[unit], wild=seed % 2 == 1) for seed in range(2)]
        for number, values in enumerate(((), sample[unit], *wild)):
            path = folder / f"{unit} {number}.xlsx"
            write_form(catalogue, catalogue.unit[unit], path, ISSUED, values)
            made.append(path)
    return made


def wrong(cells: Sequence[Compared]) -> list[Compared]:
    return [c for c in cells if not c.agrees]


@pytest.mark.slow
def test_all_forms_check_themselves_alike(catalogue: CatalogueAt, compare: Compare, tmp_path: Path) -> None:
    cells = compare(written(catalogue, tmp_path))
    assert len(cells) > 1000 and wrong(cells) == []


@pytest.mark.slow
def test_the_kinds_that_the_shipped_forms_do_not_ask_for_too(compare: Compare, tmp_path: Path) -> None:
    asked, findings = read_catalogue(edited_catalogue(tmp_path / "danh-muc", KINDS_TABLES))
    assert findings == ()
    cells = compare(written(asked.working, tmp_path))
    assert len(cells) > 1000 and wrong(cells) == []


@pytest.mark.slow
def test_a_master_fresh_and_filled(demo_made: Path, compare: Compare, tmp_path: Path) -> None:
    fresh = init(tmp_path / "mới", NOW).master
    cells = compare([fresh, demo_made / "qcdc.xlsm"])
    assert len(cells) > 1000 and wrong(cells) == []


def test_a_master_that_was_filled_while_it_was_open(
    running: spreadsheet.Spreadsheet, demo_made: Path, compare: Compare, tmp_path: Path
) -> None:
    folder = tmp_path / "mở"
    init(folder, datetime.datetime(2022, 5, 20, 8))
    shutil.copytree(demo_made / "2022-H1" / "nhan", folder / "2022-H1" / "nhan", dirs_exist_ok=True)
    book = running.open(folder / "qcdc.xlsm")
    answer = ribbon.answer(book, "consolidate", qcdc_xl.__version__, NOW)
    assert answer.good, answer.text
    book.api.SaveCopyAs(str(tmp_path / "live.xlsm"))
    running.close(book)
    cells = compare([tmp_path / "live.xlsm"])
    assert len(cells) > 1000 and wrong(cells) == []
    assert Lint().issues(tmp_path / "live.xlsm") == []


def test_a_wrong_result_is_seen(engine: None, tmp_path: Path) -> None:
    path = workbook_of(tmp_path, {"A1": (1, None), "A2": ("=A1+1", 5), "A3": ('=IF(A1=1,"một","")', "một")})
    assert [(c.cell, c.held, c.computed) for c in wrong(second_engine.compare([path]))] == [("A2", 5.0, 2.0)]


def test_a_function_that_the_engine_lacks_is_no_pass_though_an_error_would_be_hidden(
    engine: None, tmp_path: Path
) -> None:
    path = workbook_of(tmp_path, {"A1": ('=IFERROR(NHUNG.GI(1),"")', "")})
    with pytest.raises(AssertionError, match=r"NHUNG\.GI"):
        second_engine.compare([path])


def workbook_of(folder: Path, cells: Mapping[str, tuple[object, object]]) -> Path:
    """A workbook with these entries, formulas with the results that it is to hold."""
    path = folder / "nhỏ.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, (entry, result) in cells.items():
            if str(entry).startswith("="):
                sheet.write_formula(place, entry, None, result)
            else:
                sheet.write(place, entry)
    return path
