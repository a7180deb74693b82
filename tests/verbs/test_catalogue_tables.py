"""A master's tables as CSV files and back: what is read again is what was there, and no value is lost."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest
from offices import NOW

from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.trouble import CatalogueTrouble, Trouble
from qcdc_xl.verbs.catalogue_export import catalogue_export
from qcdc_xl.verbs.catalogue_import import catalogue_import
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.undo import undo

NEW = {
    "code": "so_to_dan_pho", "section": "III.1", "forms": "XA", "label": "=Số tổ dân phố", "unit_of_measure": "tổ",
    "type": "integer", "aggregation": "SUM", "hint": "+ cả tổ mới",
}  # fmt: skip


def records(book: BookAt) -> dict[str, object]:
    """All tables as records, settings as they are."""
    whole = book.catalogue.whole
    return {name: getattr(whole, name) for name in (*TABLES, "period_settings") if hasattr(whole, name)}


def values(book: BookAt) -> dict[str, object]:
    return {unit: (s.sha256, s.values) for unit, s in book.accepted.items()}


def edit(folder: Path, table: str, change: dict[str, str], row: int | None = None) -> None:
    """A line more, or other cells in the row of that number, as somebody types them in Excel."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    if row is None:
        lines.append([change.get(name, "") for name in head])
    else:
        lines[row] = [change.get(name, old) for name, old in zip(head, lines[row], strict=True)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *lines])


@pytest.fixture
def exported(demo_folder: Path, tmp_path: Path) -> Path:
    made = catalogue_export(demo_folder / "qcdc.xlsm", tmp_path / "danh muc")
    assert made.findings == () and [p.stem for p in made.files] == list(TABLES)
    return made.folder


def test_a_master_made_of_the_exported_tables_has_the_same_records(
    demo_folder: Path, exported: Path, tmp_path: Path
) -> None:
    before = open_book(demo_folder / "qcdc.xlsm", NOW.date())
    begun = init(tmp_path / "moi", NOW, exported)
    assert records(open_book(begun.master, NOW.date())) == records(before)


def test_nothing_is_written_over(demo_folder: Path, exported: Path) -> None:
    with pytest.raises(Trouble, match=r"đã có tệp “settings\.csv”"):
        catalogue_export(demo_folder / "qcdc.xlsm", exported)


@pytest.mark.slow
def test_tables_go_back_into_the_master_and_every_value_stays(demo_folder: Path, exported: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    before, content = open_book(master, NOW.date()), master.read_bytes()
    edit(exported, "indicators", NEW)
    edit(exported, "units", {"contact": "Ông K'Bin"}, row=0)
    (exported / "charts.csv").unlink()
    imported = catalogue_import(master, exported, NOW)
    after = open_book(master, NOW.date())
    assert (imported.period, imported.tables) == ("2022-H1", len(TABLES) - 1)
    asked = after.catalogue.indicator["so_to_dan_pho"]
    assert (asked.label, asked.hint) == ("=Số tổ dân phố", "+ cả tổ mới")
    assert after.catalogue.units[0].contact == "Ông K'Bin"
    assert after.catalogue.charts == before.catalogue.charts
    assert values(after) == values(before) and after.figures.values == before.figures.values
    labels = [
        c for row in openpyxl.load_workbook(master)["DM Chỉ tiêu"] for c in row if c.value == NEW["label"]
    ]
    assert [c.data_type for c in labels] == ["s"]  # text, no formula
    undo(master)
    assert master.read_bytes() == content


def test_tables_with_an_error_change_nothing(demo_folder: Path, exported: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    content = master.read_bytes()
    edit(exported, "indicators", {"section": "X.9"}, row=2)
    with pytest.raises(CatalogueTrouble) as told:
        catalogue_import(master, exported, NOW)
    (found,) = told.value.findings
    assert (found.code, found.place.file, found.place.cell) == (
        "CATALOGUE_CODE_UNKNOWN",
        "indicators.csv",
        "B4",
    )
    assert master.read_bytes() == content


def test_what_an_older_master_has_no_column_for_is_told(tmp_path: Path) -> None:
    in_use = Path(__file__).parents[1] / "broken" / "v0.1.0" / "qcdc.xlsm"
    master = Path(shutil.copy(in_use, tmp_path / "qcdc.xlsm"))
    with pytest.raises(Trouble, match="chưa có chỗ cho cột “Cách gộp nhiều kỳ”"):
        catalogue_import(master, shipped(CATALOGUE), NOW)
    assert master.read_bytes() == in_use.read_bytes()
