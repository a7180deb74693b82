"""One master through several periods by verbs alone: nothing of a period is lost while another is on view.

What is expected of sums is added up here, from what the test's own hand put into the returns.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from offices import type_values
from python_calamine import CalamineWorkbook

from qcdc_xl.forms import write_form
from qcdc_xl.model.finding import message
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.demo import ISSUED, sample_values
from qcdc_xl.verbs.report import report
from qcdc_xl.verbs.status import status

LATER = datetime.datetime(2022, 12, 3, 9, 0)
UNITS = ("24886", "24889", "24877")
CUMULATIVE = ("tthc_tiep_nhan", "tiep_cong_dan_luot", "don_tiep_nhan")
SENT = {"24886": 111, "24889": 222, "24877": 333}


def set_period(master: Path, code: str) -> None:
    """The clerk chooses another working period on *Danh mục*."""
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet = book["Danh mục"]
    (row,) = (
        r
        for r in sheet.iter_rows()
        if any(c.value == "period" for c in r)
        and any(c.value == "2022-H1" or c.value == "2022-H2" or c.value == "2022" for c in r)
    )
    for cell in row:
        if cell.value in ("2022-H1", "2022-H2", "2022"):
            cell.value = code
    book.save(master)


def second_half(folder: Path) -> None:
    """Three communes send the second half's numbers: the same but for the dossiers received."""
    master = folder / "qcdc.xlsm"
    catalogue = status(master, LATER, "2022-H2").catalogue
    for unit, number in SENT.items():
        old = {v.item: v.value for v in status(master, LATER, "2022-H1").accepted[unit].values}
        grown = {f"{c}_nam": old[f"{c}_nam"] + old[c] for c in CUMULATIVE}  # type: ignore[operator]
        path = folder / "2022-H2" / "nhan" / f"{unit}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_form(catalogue, catalogue.unit[unit], path, ISSUED, sample_values(catalogue)[unit])
        type_values(path, {"to_hoa_giai": number, **grown})


def held(book: BookAt) -> dict[str, object]:
    """What people would compare: figures, who is in, when, what was found."""
    return {
        "figures": dict(book.figures.values),
        "in": {u: (s.file, s.sha256, s.catalogue, s.modified) for u, s in book.accepted.items()},
        "receipts": dict(book.receipts),
        "findings": sorted(message(f) for f in book.findings),
        "said": book.said,
        "changes": book.changes,
    }


def whole(master: Path) -> dict[str, list[list[object]]]:
    """Every sheet, hidden ones too."""
    book = CalamineWorkbook.from_path(str(master))
    return {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}


def shown(master: Path) -> dict[str, list[list[object]]]:
    """Every sheet that people see, as it stands."""
    book = CalamineWorkbook.from_path(str(master))
    seen = [m.name for m in book.sheets_metadata if str(m.visible).endswith("Visible")]
    return {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in seen}


def test_a_period_that_was_put_away_comes_back_as_it_was(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    before = held(status(master, LATER))
    set_period(master, "2022-H2")
    second_half(demo_folder)
    outcome = consolidate(master, LATER)
    assert {f.unit for f in outcome.accepted} | {f.unit for f in outcome.rejected} == set(SENT)
    assert held(status(master, LATER, "2022-H1")) == before
    set_period(master, "2022-H1")
    assert held(status(master, LATER)) == before
    consolidate(master, LATER)
    after = held(status(master, LATER))
    assert (after["figures"], after["in"], after["receipts"]) == (
        before["figures"],
        before["in"],
        before["receipts"],
    )


def test_what_changed_between_drafts_is_kept_while_another_period_is_on_view(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    before = status(master, LATER).changes
    assert before and {c.kind for c in before} <= {"figure", "unit", "paragraph", "footnote"}
    set_period(master, "2022-H2")
    second_half(demo_folder)
    consolidate(master, LATER)
    assert status(master, LATER).changes == () and status(master, LATER, "2022-H1").changes == before
    assert any("changed:" in str(cell) for row in whole(master)["Lưu các kỳ"] for cell in row)


def test_the_log_says_of_which_period_a_line_is_and_another_period_is_not_asked(demo_folder: Path) -> None:
    """A file that was refused in the first half is logged anew when it comes back in the second."""
    master = demo_folder / "qcdc.xlsm"
    lines = len(status(master, LATER).log)
    assert {row.period for row in status(master, LATER).log} == {"2022-H1"}
    old = next((demo_folder / "2022-H1" / "nhan").glob("*24877*"))
    inbox = demo_folder / "2022-H2" / "nhan"
    inbox.mkdir(parents=True)
    (inbox / old.name).write_bytes(old.read_bytes())
    for _ in range(2):  # once, however often it is run
        consolidate(master, LATER, period="2022-H2")
    book = status(master, LATER)
    assert [(row.period, row.outcome) for row in book.log[lines:]] == [("2022-H2", "Trả lại")]
    assert len(book.own_log) == lines


def test_values_of_each_period_stand_on_a_sheet_of_their_own(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    set_period(master, "2022-H2")
    second_half(demo_folder)
    consolidate(master, LATER)
    book = openpyxl.load_workbook(master)
    assert book["Nguồn 2022-H1"].sheet_state == "hidden"
    for name, code in (("Nguồn", "2022-H2"), ("Nguồn 2022-H1", "2022-H1")):
        rows = (
            CalamineWorkbook.from_path(str(master)).get_sheet_by_name(name).to_python(skip_empty_area=False)
        )
        marker = next(n for n, row in enumerate(rows) if row[0] == "#table values")
        column = rows[marker].index("period")
        assert {row[column] for row in rows[marker + 1 :] if row[column] != ""} == {code}


def test_a_run_at_another_period_changes_its_values_and_files_and_nothing_on_view(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    second_half(demo_folder)
    before = shown(master)
    outcome = consolidate(master, LATER, period="2022-H2")
    assert outcome.book.catalogue.period.code == "2022-H2"
    assert len(outcome.accepted) + len(outcome.rejected) == 3
    after = shown(master)
    log = after.pop("Nhật ký")
    assert len(log) > len(before.pop("Nhật ký"))
    assert after == before
    assert set(status(master, LATER, "2022-H2").accepted) == {f.unit for f in outcome.accepted}
    made = report(master, LATER, pdf=False, period="2022-H2")
    assert made.file is not None and made.file.parent == demo_folder / "2022-H2" / "bao-cao"
    assert status(master, LATER, "2022-H2").said and status(master, LATER).said[0].key == "2022-H1"


def test_a_year_is_made_of_its_halves(demo_folder: Path) -> None:
    """Hòa giải teams are a stock: the year has the last half's number where a unit sent one, else the first's."""
    master = demo_folder / "qcdc.xlsm"
    second_half(demo_folder)
    first = status(master, LATER).returns.values["to_hoa_giai"]
    accepted = {f.unit for f in consolidate(master, LATER, period="2022-H2").accepted}
    year = status(master, LATER, "2022").returns.values["to_hoa_giai"]
    for unit in UNITS:
        assert year[unit] == (SENT[unit] if unit in accepted else first[unit])
    dossiers = status(master, LATER, "2022").returns.values["tthc_tiep_nhan"]
    half = status(master, LATER).returns.values["tthc_tiep_nhan"]
    for unit in UNITS:
        assert dossiers[unit] == half[unit] * (2 if unit in accepted else 1)


@pytest.mark.parametrize("period", ["2022-H2", "2022"])
def test_status_is_asked_at_a_period_without_changing_the_master(demo_folder: Path, period: str) -> None:
    before = (demo_folder / "qcdc.xlsm").read_bytes()
    assert status(demo_folder / "qcdc.xlsm", LATER, period).catalogue.period.code == period
    assert (demo_folder / "qcdc.xlsm").read_bytes() == before
