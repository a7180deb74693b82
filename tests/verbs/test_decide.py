"""The clerk's word through every door: what it changes, how long it holds, how it is taken back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from command import qcdc
from offices import type_values
from typed import typing_in

pytestmark = pytest.mark.slow

UNIT = "24877"
SIGN = "(*)"
ALL = 55
"""Villages of all communes in the example; 7 of them are of this unit."""


@pytest.fixture
def folder(demo_folder: Path) -> Path:
    """The example, in which one commune says that it has -6 villages."""
    type_values(returned_file(demo_folder), {"so_thon": -6})
    return demo_folder


def returned_file(folder: Path) -> Path:
    return next((folder / "2022-H1" / "nhan").glob(f"*{UNIT}*"))


def consolidated(folder: Path) -> dict[str, Any]:
    run = qcdc("consolidate", folder, "--json")
    told: dict[str, Any] = json.loads(run.stdout)
    return told | {"exit": run.returncode}


def choose_in_progress(folder: Path, word: str | None, reason: str | None, unit: str = UNIT) -> None:
    """What the clerk does on the sheet *Tiến độ*."""
    with typing_in(folder / "qcdc.xlsm") as typist:
        typist.change("progress", {"unit.code": unit}, decision=word, reason=reason)


def progress(folder: Path, unit: str = UNIT) -> dict[str, object]:
    """A unit's row in *Tiến độ*, as openpyxl reads it."""
    with typing_in(folder / "qcdc.xlsm") as typist:
        sheet, _, columns = typist.table("progress")
        row = typist.row_of("progress", {"unit.code": unit})
        return {key: sheet.cell(row, column).value for key, column in columns.items()}


def test_an_accepted_return_counts_with_its_errors_answered_for(folder: Path) -> None:
    told = consolidated(folder)
    assert (told["exit"], len(told["rejected"]), told["missing"]) == (1, 1, [])
    assert told["accepted_with_errors"] == told["set_aside"] == told["not_expected"] == []
    run = qcdc("decide", folder, returned_file(folder), "accept", "--reason", "xã xác nhận qua điện thoại")
    assert run.returncode == 0 and "Nhận dù còn lỗi" in run.stdout
    told = consolidated(folder)
    assert (told["exit"], told["rejected"], told["missing"]) == (0, [], [])
    accepted = told["accepted_with_errors"][0]
    assert (accepted["unit"], accepted["reason"]) == (UNIT, "xã xác nhận qua điện thoại")
    assert told["figures"]["so_thon"] == ALL - 7 - 6
    row = progress(folder)
    assert (row["status"], row["decision"]) == ("Đã nhận (còn lỗi)", "Nhận dù còn lỗi")
    assert {f["severity"] for f in told["findings"] if f["unit"] == UNIT} == {"error"}


def test_the_dropdown_of_the_sheet_does_the_same_as_the_command(folder: Path, tmp_path: Path) -> None:
    consolidated(folder)
    other = Path(shutil.copytree(folder, tmp_path / "cột"))
    qcdc("decide", folder, returned_file(folder).name, "accept", "--reason", "đã hỏi")
    choose_in_progress(other, "Nhận dù còn lỗi", "đã hỏi")
    one, two = consolidated(folder), consolidated(other)
    assert one == two and one["exit"] == 0 and len(one["accepted_with_errors"]) == 1


@pytest.mark.parametrize("word", ["accept", "set-aside", "not-expected"])
def test_without_a_reason_nothing_changes_and_a_finding_says_so(folder: Path, word: str) -> None:
    consolidated(folder)
    before = (folder / "qcdc.xlsm").read_bytes()
    run = qcdc("decide", folder, UNIT, word, "--json")
    assert run.returncode == 1
    assert [f["code"] for f in json.loads(run.stdout)["findings"]] == ["DECISION_NO_REASON"]
    assert (folder / "qcdc.xlsm").read_bytes() == before


def test_a_dropdown_without_a_reason_stays_and_is_told_at_its_cell_until_the_reason_comes(
    folder: Path,
) -> None:
    consolidated(folder)
    choose_in_progress(folder, "Nhận dù còn lỗi", None)
    told = consolidated(folder)
    found = next(f for f in told["findings"] if f["code"] == "DECISION_NO_REASON")
    assert (told["exit"], found["sheet"], len(told["rejected"])) == (1, "Tiến độ", 1)
    sheet = openpyxl.load_workbook(folder / "qcdc.xlsm")["Tiến độ"]
    assert sheet[found["cell"]].value == "Nhận dù còn lỗi"
    choose_in_progress(folder, "Nhận dù còn lỗi", "đã hỏi")
    assert consolidated(folder)["exit"] == 0


def test_it_holds_for_these_bytes_and_ends_when_another_return_is_used(folder: Path) -> None:
    qcdc("decide", folder, returned_file(folder), "accept", "--reason", "đã hỏi")
    assert consolidated(folder)["exit"] == 0
    type_values(returned_file(folder), {"so_thon": -8})
    told = consolidated(folder)
    assert (told["exit"], told["figures"]["so_thon"]) == (1, ALL - 13), "the accepted one stays in use"
    type_values(returned_file(folder), {"so_thon": 9})
    told = consolidated(folder)
    assert (told["exit"], told["accepted_with_errors"], told["figures"]["so_thon"]) == (0, [], ALL + 2)
    assert [f["code"] for f in told["findings"] if f["unit"] == UNIT] == ["DECISION_ENDED"]
    assert progress(folder)["decision"] is None
    assert [f for f in consolidated(folder)["findings"] if f["unit"] == UNIT] == []


def test_taken_back_it_goes_out_again_even_if_its_file_is_gone(folder: Path) -> None:
    consolidated(folder)
    choose_in_progress(folder, "Nhận dù còn lỗi", "đã hỏi")
    assert consolidated(folder)["exit"] == 0
    returned_file(folder).unlink()
    assert len(consolidated(folder)["accepted_with_errors"]) == 0
    assert progress(folder)["status"] == "Đã nhận (còn lỗi)"
    choose_in_progress(folder, None, None)
    told = consolidated(folder)
    assert (told["missing"], told["figures"]["so_thon"]) == ([UNIT], ALL - 7)


def test_a_return_set_aside_is_not_used_and_nobody_has_to_mend_it(folder: Path) -> None:
    qcdc("decide", folder, returned_file(folder), "set-aside", "--reason", "gửi nhầm")
    told = consolidated(folder)
    assert (told["exit"], told["rejected"], told["figures"]["so_thon"]) == (0, [], ALL), "the one before it"
    assert [(f["unit"], f["reason"]) for f in told["set_aside"]] == [(UNIT, "gửi nhầm")]
    assert progress(folder)["decision"] == "Để lại"
    qcdc("decide", folder, UNIT, "none")
    assert len(consolidated(folder)["rejected"]) == 1


def test_a_unit_that_does_not_report_is_not_missing(folder: Path) -> None:
    returned_file(folder).unlink()
    (folder / "qcdc.xlsm").unlink()
    qcdc("undo", folder)
    shutil.copytree(folder / "2022-H1", folder / "kỳ")
    qcdc("init", folder / "mới")
    shutil.copytree(folder / "kỳ" / "nhan", folder / "mới" / "2022-H1" / "nhan", dirs_exist_ok=True)
    new = folder / "mới"
    assert consolidated(new)["missing"] == [UNIT]
    assert qcdc("decide", new, UNIT, "not-expected", "--reason", "không có việc").returncode == 0
    told = consolidated(new)
    assert (told["missing"], told["not_expected"], told["exit"]) == ([], [UNIT], 0)
    assert progress(new)["status"] == "Không nộp"
    units = {u["unit"]: u["status"] for u in json.loads(qcdc("status", new, "--json").stdout)["units"]}
    assert units[UNIT] == "Không nộp"


def test_no_word_covers_whose_a_return_is(folder: Path) -> None:
    type_values(returned_file(folder), {"unit": "77777"}, table="meta")
    run = qcdc("decide", folder, returned_file(folder), "accept", "--reason", "x", "--json")
    assert [f["code"] for f in json.loads(run.stdout)["findings"]] == ["DECISION_REFUSED"]
    assert run.returncode == 1


def test_an_unreadable_cell_of_an_accepted_return_counts_as_not_reported(folder: Path) -> None:
    type_values(returned_file(folder), {"so_thon": "sáu"})
    qcdc("decide", folder, returned_file(folder), "accept", "--reason", "x")
    told = consolidated(folder)
    assert (told["exit"], told["figures"]["so_thon"]) == (0, ALL - 7)


def test_it_is_signed_logged_and_undone(folder: Path) -> None:
    qcdc("decide", folder, returned_file(folder), "accept", "--reason", "đã hỏi")
    with typing_in(folder / "qcdc.xlsm") as typist:
        sheet, row, columns = typist.table("decisions")
        stored = {key: sheet.cell(row + 1, column).value for key, column in columns.items()}
        log, row, columns = typist.table("log")
        rows = [
            (log.cell(r, columns["outcome"]).value, log.cell(r, columns["message"]).value)
            for r in range(row + 1, log.max_row)
        ]
    assert (stored["unit"], stored["decision"], stored["reason"]) == (UNIT, "accept", "đã hỏi")
    assert stored["period"] == "2022-H1" and stored["who"] and stored["when"]
    assert any(o == "Quyết định" and "Nhận dù còn lỗi: đã hỏi" in str(m) for o, m in rows)
    assert qcdc("undo", folder).returncode == 0
    assert len(consolidated(folder)["rejected"]) == 1


def test_what_is_neither_a_file_nor_a_unit_nor_a_decision_is_told(folder: Path) -> None:
    for arguments in (("không có.xlsx", "accept"), (UNIT, "cho-qua")):
        run = qcdc("decide", folder, *arguments, "--reason", "x")
        assert run.returncode == 2 and run.stdout == "" and len(run.stderr) > 20


def test_what_an_accepted_return_touches_carries_a_sign_on_the_sheets_and_in_word(folder: Path) -> None:
    qcdc("decide", folder, returned_file(folder), "accept", "--reason", "đã hỏi")
    assert consolidated(folder)["exit"] == 0
    made = json.loads(qcdc("report", folder, "--no-pdf", "--json").stdout)
    book = openpyxl.load_workbook(folder / "qcdc.xlsm")
    with_sign = {
        sheet.title: {str(c.value) for row in sheet.iter_rows() for c in row if SIGN in str(c.value)}
        for sheet in book.worksheets
    }
    told = f"{SIGN} Có số liệu nhận dù còn lỗi của Xã Rô Men"
    assert with_sign["III.1"] == {SIGN, f"{SIGN} Có số liệu nhận dù còn lỗi", f"Xã Rô Men {SIGN}"}
    assert with_sign["II.3"] == set(), "the communes are not asked for anything there"
    assert with_sign["Biểu tổng hợp"] == with_sign["Số liệu"] == {told}
    words = words_of(Path(made["file"]))
    assert f"8{SIGN}/8 xã" in words and f"42 {SIGN}" in words, "in the text and in the annex"
    assert "Bao gồm số liệu của Xã Rô Men" in words and "lý do: đã hỏi." in words
    choose_in_progress(folder, None, None)
    consolidated(folder)
    book = openpyxl.load_workbook(folder / "qcdc.xlsm")
    left = {
        str(c.value) for s in book.worksheets for row in s.iter_rows() for c in row if SIGN in str(c.value)
    }
    assert left == set()
    made = json.loads(qcdc("report", folder, "--no-pdf", "--json").stdout)
    assert SIGN not in words_of(Path(made["file"]))


def words_of(report: Path) -> str:
    """All words of a Word file, its tables too, as python-docx reads them."""
    document = docx.Document(str(report))
    cells = (c.text for table in document.tables for row in table.rows for c in row.cells)
    return "\n".join((*(p.text for p in document.paragraphs), *cells))


def test_what_the_clerk_typed_for_a_unit_is_checked_marked_and_counted(folder: Path) -> None:
    file = returned_file(folder)
    assert qcdc("decide", folder, file, "keyed", "--reason", "xã gửi bản giấy").returncode == 0
    assert len(consolidated(folder)["rejected"]) == 1, "through the same checks"
    type_values(file, {"so_thon": 9})
    qcdc("decide", folder, file, "keyed", "--reason", "xã gửi bản giấy")
    told = consolidated(folder)
    assert (told["exit"], told["figures"]["so_thon"], told["accepted_with_errors"]) == (0, ALL + 2, [])
    row = progress(folder)
    assert str(row["status"]).startswith("Đã nhận")
    assert (row["decision"], row["reason"]) == ("Nhập thay", "xã gửi bản giấy")
    status = json.loads(qcdc("status", folder, "--json").stdout)
    assert [u["keyed"] for u in status["units"] if u["unit"] == UNIT] == ["xã gửi bản giấy"]


def test_a_word_on_what_is_typed_for_a_unit_may_come_before_the_file(
    demo_folder: Path, tmp_path: Path
) -> None:
    qcdc("init", tmp_path / "mới")
    new = tmp_path / "mới"
    consolidated(new)
    choose_in_progress(new, "Nhập thay", "đọc qua điện thoại")
    assert consolidated(new)["exit"] == 0
    shutil.copy(returned_file(demo_folder), new / "2022-H1" / "nhan" / "a.xlsx")
    consolidated(new)
    assert str(progress(new)["status"]).startswith("Đã nhận") and progress(new)["decision"] == "Nhập thay"
    status = json.loads(qcdc("status", new, "--json").stdout)
    assert [u["unit"] for u in status["units"] if u["keyed"]] == [UNIT]


def test_taking_back_what_was_never_decided_is_said_to_change_nothing(folder: Path) -> None:
    consolidated(folder)
    run = qcdc("decide", folder, UNIT, "none")
    assert run.returncode == 0 and "chưa có quyết định nào" in run.stdout and UNIT not in run.stdout
    qcdc("decide", folder, UNIT, "accept", "--reason", "đã hỏi")
    assert "Đã bỏ quyết định" in qcdc("decide", folder, UNIT, "none").stdout
