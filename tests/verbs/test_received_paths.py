"""A received file is its path below the inbox, wherever it is shown, linked or written."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import openpyxl
import pytest
from command import qcdc
from offices import NOW, find_marker, returned, type_values

from qcdc_xl.letters.faults import answer_names
from qcdc_xl.model.finding import message
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_book


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A fresh master; in its inbox two faulty files of one name, and a sound one in a sub-folder."""
    made = init(tmp_path, datetime.datetime(2022, 5, 20)).master
    catalogue = open_book(made, NOW.date()).catalogue
    inbox = tmp_path / "2022-H1" / "nhan"
    for unit, folder, value in (("24886", "xã A", "bảy"), ("24889", "xã B", "tám"), ("24877", "xã C", None)):
        path = returned(catalogue, unit, inbox / folder, name="bao cao.xlsx")
        if value:
            type_values(path, {"tthc_tiep_nhan": value})
    return made


def test_two_of_one_name_in_two_sub_folders_are_two(master: Path) -> None:
    outcome = consolidate(master, NOW)
    assert [f.file for f in outcome.rejected] == ["xã A/bao cao.xlsx", "xã B/bao cao.xlsx"]
    assert [f.file for f in outcome.accepted] == ["xã C/bao cao.xlsx"]
    back = master.parent / "2022-H1" / "tra-lai"
    for folder, value in (("xã A", "bảy"), ("xã B", "tám")):
        sheet = openpyxl.load_workbook(back / folder / "can-sua bao cao.xlsx").active
        assert sheet is not None
        texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value]
        assert sum(f"“{value}”" in text for text in texts) == 1
    assert sorted(p.name for p in back.rglob("*") if p.is_file()) == ["can-sua bao cao.xlsx"] * 2
    book = openpyxl.load_workbook(master, keep_vba=True)
    logged = [row.file for row in open_book(master, NOW.date()).log]
    assert sorted(logged) == ["xã A/bao cao.xlsx", "xã B/bao cao.xlsx", "xã C/bao cao.xlsx"]
    found = find_marker(book["Kiểm tra"], "findings")
    assert found
    links = {
        str(c.value).split('"')[1].split("#")[0]
        for row in book["Kiểm tra"].iter_rows(min_row=found[0])
        for c in row
        if "nhan" in str(c.value) and str(c.value).startswith("=HYPERLINK")
    }
    assert links == {"2022-H1\\nhan\\xã A\\bao cao.xlsx", "2022-H1\\nhan\\xã B\\bao cao.xlsx"}
    for link in links:
        assert (master.parent / link.replace("\\", "/")).is_file()


def test_running_again_logs_nothing_new_also_after_a_version_that_logged_bare_names(master: Path) -> None:
    consolidate(master, NOW)
    before = open_book(master, NOW.date()).log
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet = book["Nhật ký"]
    for row in sheet.iter_rows():
        for cell in row:
            if str(cell.value).endswith("/bao cao.xlsx"):
                cell.value = "bao cao.xlsx"
    book.save(master)
    consolidate(master, NOW + datetime.timedelta(hours=1))
    assert len(open_book(master, NOW.date()).log) == len(before) == 3


def test_a_superseded_file_says_which_of_the_same_name_is_used(master: Path) -> None:
    catalogue = open_book(master, NOW.date()).catalogue
    inbox = master.parent / "2022-H1" / "nhan"
    returned(catalogue, "24877", inbox / "xã C" / "lần 2", {"to_tu_quan": 77}, "bao cao.xlsx")
    consolidate(master, NOW)
    outcome = consolidate(master, NOW)
    told = [message(f) for f in outcome.findings if f.code == "RETURN_SUPERSEDED"]
    assert len(told) == 1 and f"“{outcome.accepted[0].file}”" in told[0]


def test_check_and_receive_name_files_by_their_path_below_the_inbox(master: Path) -> None:
    inbox = master.parent / "2022-H1" / "nhan"
    run = qcdc("check", *sorted(inbox.rglob("*.xlsx")), "--master", master, "--json")
    told = json.loads(run.stdout)
    assert run.returncode == 1 and told["period"] == "2022-H1"
    assert [f["file"] for f in told["files"]] == [f"xã {x}/bao cao.xlsx" for x in "ABC"]
    run = qcdc("check", *sorted(inbox.rglob("*.xlsx"))[:2], "--json")
    assert len({f["file"] for f in json.loads(run.stdout)["files"]}) == 2


def test_a_period_that_the_catalogue_does_not_have_ends_with_2(master: Path) -> None:
    file = master.parent / "2022-H1" / "nhan" / "xã A" / "bao cao.xlsx"
    before = master.read_bytes()
    for verb, *more in (
        ("forms",), ("receive", file), ("consolidate",), ("status",), ("footnotes",), ("report",), ("undo",), ("doctor",),
    ):  # fmt: skip
        run = qcdc(verb, master, *more, "--period", "2031-H1")
        assert run.returncode == 2, verb
        if verb != "undo":
            assert "Danh mục không có kỳ báo cáo “2031-H1”" in run.stderr, (verb, run.stderr)
    assert "2031-H1" in qcdc("check", file, "--period", "2031-H1").stderr
    assert master.read_bytes() == before


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["a.xlsx"], ["can-sua a.xlsx"]),
        (["xa/a.xlsx", "a.xlsx"], ["xa/can-sua a.xlsx", "can-sua a.xlsx"]),
        (["a.xls", "a.xls.xlsx"], ["can-sua a.xls.xlsx", "can-sua a.xls (2).xlsx"]),
        (["A.xlsx", "a.xlsx"], ["can-sua A.xlsx", "can-sua a (2).xlsx"]),
        (["a", "a.xlsx", "a (2).xlsx"], ["can-sua a.xlsx", "can-sua a (3).xlsx", "can-sua a (2).xlsx"]),
    ],
)
def test_no_two_lists_have_one_name(files: list[str], expected: list[str]) -> None:
    assert [answer_names(files)[f] for f in files] == expected
