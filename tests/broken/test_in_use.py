"""What a committee has in hand of an earlier version works: its masters, its returns, its forms, its tables.

Expected figures and footnotes are those of the published report (tests/golden), whatever the version.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path
from typing import Any

import clicks
import pytest
import word
from calc_engine import Desk
from command import qcdc
from conftest import GOLDEN
from live import Document
from pyopenvba import ExcelFile
from vba_office import VbaOffice

VERSIONS = sorted(path.name for path in Path(__file__).parent.glob("v*"))
NEWER, OLDER = 1655280000, 1655080000
"""File times of the corrected return and of the others."""


@pytest.fixture(params=VERSIONS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A committee's working folder as that version left it, with the filled master."""
    folder = Path(shutil.copytree(Path(__file__).parent / request.param, tmp_path / "QCDC huyện"))
    for path in (folder / "2022-H1" / "nhan").iterdir():
        when = NEWER if "(sửa)" in path.name else OLDER
        os.utime(path, (when, when))
    return folder


@pytest.fixture
def fresh(folder: Path) -> Path:
    """That folder with the master as ``init`` had made it: nothing is consolidated yet."""
    shutil.move(folder / "so-moi.xlsm", folder / "qcdc.xlsm")
    return folder


def told(*arguments: object, code: int = 0) -> Any:
    """What a verb says as JSON."""
    run = qcdc(*arguments, "--json")
    assert run.returncode == code, run.stdout + run.stderr
    return json.loads(run.stdout)


def golden_notes() -> list[list[str]]:
    return [n["paragraphs"] for n in json.loads((GOLDEN / "footnotes.json").read_text(encoding="utf-8"))]


def wrong_figures(figures: dict[str, Any]) -> list[str]:
    """Codes whose value is not the published one."""
    with (GOLDEN / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 43
    values = {c: str(len(v)) if isinstance(v, list) else str(v) for c, v in figures.items()}
    items = {row["code"]: row["items"].split("|") for row in rows if row["items"]}
    return [
        row["code"]
        for row in rows
        if values.get(row["code"]) != row["value"]
        or (row["code"] in items and figures[row["code"]] != items[row["code"]])
    ]


def codes(outcome: dict[str, Any]) -> set[str]:
    """Codes of all findings, of the run and of single files."""
    own = [f["code"] for f in outcome["findings"]]
    return {*own, *(f["code"] for file in outcome["rejected"] for f in file["findings"])}


def notes(master: Path) -> list[list[str]]:
    return [note["paragraphs"] for note in told("footnotes", master)]


def test_returns_fill_a_fresh_master_of_that_version(fresh: Path) -> None:
    outcome = told("consolidate", fresh)
    assert (outcome["received"], len(outcome["accepted"])) == (35, 34)
    assert (outcome["rejected"], outcome["missing"]) == ([], [])
    assert "FORM_OUTDATED" not in codes(outcome)
    assert wrong_figures(outcome["figures"]) == []
    assert notes(fresh) == golden_notes()


def test_a_faulty_return_is_told_and_sent_back(fresh: Path) -> None:
    (corrected,) = (fresh / "2022-H1" / "nhan").glob("*(sửa)*")
    corrected.unlink()
    outcome = told("consolidate", fresh, code=1)
    assert [(file["unit"], bool(file["findings"])) for file in outcome["rejected"]] == [("24886", True)]
    assert outcome["missing"] == ["24886"]
    assert list((fresh / "2022-H1" / "tra-lai").iterdir()) != []


def test_the_filled_master_keeps_its_figures_and_can_be_undone(folder: Path) -> None:
    before = (folder / "qcdc.xlsm").read_bytes()
    assert notes(folder) == golden_notes()
    assert wrong_figures(told("consolidate", folder)["figures"]) == []
    assert notes(folder) == golden_notes()
    assert qcdc("undo", folder).returncode == 0
    assert (folder / "qcdc.xlsm").read_bytes() == before


def test_the_filled_master_tells_its_progress(folder: Path) -> None:
    status = qcdc("status", folder)
    assert status.returncode == 0, status.stderr
    assert "34/34" in status.stdout


def test_the_filled_master_gives_the_final_report(folder: Path) -> None:
    run = qcdc("report", folder, "--no-pdf")
    assert run.returncode == 0, run.stdout + run.stderr
    (made,) = (folder / "2022-H1" / "bao-cao").glob("bao-cao-2022-H1*.docx")
    assert word.read(made).notes == golden_notes()


def test_forms_come_out_of_it_and_are_read_as_its_own(folder: Path) -> None:
    shutil.rmtree(folder / "2022-H1" / "bieu-mau")
    assert qcdc("forms", folder, "--unit", "24877", "--unit", "HND").returncode == 0
    made = list((folder / "2022-H1" / "bieu-mau").glob("*.xlsx"))
    assert len(made) == 2
    found = told("check", *made, "--master", folder, code=1)
    assert not {"FORM_OUTDATED", "FORM_WRONG", "UNIT_UNKNOWN", "PERIOD_WRONG"} & _in_files(found)


def test_forms_that_went_out_blank_are_not_outdated(folder: Path) -> None:
    blank = sorted((folder / "2022-H1" / "bieu-mau").iterdir())
    assert len(blank) == 5
    assert not {"FORM_OUTDATED", "FORM_WRONG"} & _in_files(told("check", *blank, "--master", folder, code=1))


def test_its_returns_are_checked_without_a_word_about_their_age(folder: Path) -> None:
    returns = [p for p in (folder / "2022-H1" / "nhan").iterdir() if "24886" not in p.name]
    found = told("check", *returns, "--master", folder)
    assert not {code for code in _in_files(found) if code.startswith("FORM_")}


def _in_files(checked: Any) -> set[str]:
    files = checked["files"] if isinstance(checked, dict) else checked
    return {f["code"] for file in files for f in file["findings"]}


def test_a_return_is_received(folder: Path, tmp_path: Path) -> None:
    inbox = folder / "2022-H1" / "nhan"
    letter = Path(shutil.move(next(inbox.glob("*24877*")), tmp_path / "thư của xã.xlsx"))
    assert qcdc("receive", folder, letter).returncode == 0
    assert (inbox / letter.name).read_bytes() == letter.read_bytes()


def test_its_folder_of_tables_makes_a_master(folder: Path, tmp_path: Path) -> None:
    new = tmp_path / "mới"
    made = qcdc("init", new, "--catalogue", folder / "danh-muc")
    assert made.returncode == 0, made.stdout + made.stderr
    shutil.copytree(folder / "2022-H1" / "nhan", new / "2022-H1" / "nhan", dirs_exist_ok=True)
    outcome = told("consolidate", new)
    assert "FORM_OUTDATED" not in codes(outcome)
    assert wrong_figures(outcome["figures"]) == []
    assert notes(new) == golden_notes()


def _own_vba(master: Path) -> str:
    """The module of the ribbon as that master carries it."""
    return str(ExcelFile(master).vba_project().get_module("QcdcRibbon").source)


def test_its_own_vba_still_calls_the_program(folder: Path) -> None:
    office = VbaOffice(folder / "qcdc.xlsm", source=_own_vba(folder / "qcdc.xlsm"))
    office.press("consolidate")
    assert office.heard("Told") == ""
    assert "qcdc_xl.ribbon.click('consolidate', '0.1.0')" in office.heard("Commands")


def click(desk: Desk, master: Path, button: str) -> Document:
    """By its own VBA. Asked whether the master is to be brought up to date, the clerk says no: the click goes on as it
    did before."""
    if button != "undo":
        desk.answers.insert(0, "no")
    return clicks.click(desk, master, button, _own_vba(master))


def said(desk: Desk) -> str:
    *_, (mode, text) = desk.alerts
    assert mode == "info", text
    return text


def test_clicked_open_a_fresh_master_is_filled(excel: Desk, fresh: Path) -> None:
    click(excel, fresh / "qcdc.xlsm", "consolidate")
    assert "Sổ có báo cáo của 34/34 đơn vị và đã được lưu" in said(excel)
    assert notes(fresh) == golden_notes()


@pytest.mark.parametrize(
    ("button", "says"),
    [
        ("forms", "Đã tạo 34 biểu mẫu"),
        ("status", "đã nhận 34/34 đơn vị"),
        ("check", "Đã kiểm tra 35 tệp"),
        ("footnotes", "Đã điền 8 chú thích từ báo cáo của 34/34 đơn vị"),
        ("report", "Đã xuất báo cáo Word, bản trình ký"),
    ],
)
def test_clicked_open_the_filled_master_answers(
    excel: Desk, folder: Path, button: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "startfile", raising=False)
    click(excel, folder / "qcdc.xlsm", button)
    assert says in said(excel)


def test_clicked_open_a_letter_is_received(excel: Desk, folder: Path, tmp_path: Path) -> None:
    inbox = folder / "2022-H1" / "nhan"
    letter = Path(shutil.move(next(inbox.glob("*24877*")), tmp_path / "thư của xã.xlsx"))
    excel.picked = (str(letter),)
    click(excel, folder / "qcdc.xlsm", "receive")
    assert "Đã đưa 1 tệp" in said(excel)
    assert (inbox / letter.name).read_bytes() == letter.read_bytes()


def test_clicked_open_a_fill_is_undone(excel: Desk, fresh: Path) -> None:
    click(excel, fresh / "qcdc.xlsm", "consolidate")
    excel.answers = ["yes"]
    document = click(excel, fresh / "qcdc.xlsm", "undo")
    assert said(excel).startswith("Đã hoàn tác lần điền tổng hợp")
    assert "Chưa nộp" in [row[4] for row in document.values("Tiến độ") if len(row) > 4]
