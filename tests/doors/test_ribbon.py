"""The ribbon's verbs through xlwings on a live Calc: cells, messages and files that people would see."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import word
import xlwings as xw
from calc_engine import ComError, Desk
from live import Document
from offices import NOW
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

import qcdc_xl
from qcdc_xl.doors import ribbon
from qcdc_xl.doors.ribbon import Answer
from qcdc_xl.excel import desk as excel
from qcdc_xl.folder.backups import backups
from qcdc_xl.folder.lock import alone
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.status import status

VERSION = qcdc_xl.__version__
Grids = dict[str, list[list[object]]]


@dataclass
class Office:
    """A working folder with its master open in the spreadsheet, and a person before it."""

    desk: Desk
    master: Path

    @property
    def book(self) -> xw.Book:
        return xw.Book(impl=self.desk.books[self.master.name])

    @property
    def inbox(self) -> Path:
        return self.master.parent / "2022-H1" / "nhan"

    def click(self, verb: str, now: datetime.datetime = NOW) -> Answer:
        return ribbon.answer(self.book, verb, VERSION, now)

    def says(self) -> Grids:
        """What all sheets say, with texts, numbers and results."""
        return self.desk.books[self.master.name].document.grids()

    def formulas(self) -> Grids:
        document = self.desk.books[self.master.name].document
        return {sheet: document.formulas(sheet) for sheet in document.sheets()}

    def column(self, sheet: str, table: str, column: str) -> list[object]:
        """A column of a marked table, read by hand."""
        rows = self.says()[sheet]
        top = next(n for n, row in enumerate(rows) if row[0] == f"#table {table}")
        place = rows[top].index(column)
        end = next(n for n, row in enumerate(rows) if n > top and row[0] == "#end")
        return [row[place] for row in rows[top + 1 : end]]


def opened(desk: Desk, master: Path) -> Office:
    xw.Book(str(master))
    return Office(desk, master)


@pytest.fixture
def office(excel: Desk, tmp_path: Path, demo_made: Path) -> Office:
    """A fresh master, open, with the demo's returns in the inbox; nothing consolidated yet."""
    folder = tmp_path / "Báo cáo QCDC"
    init(folder, datetime.datetime(2022, 5, 20, 8))
    shutil.copytree(demo_made / "2022-H1" / "nhan", folder / "2022-H1" / "nhan", dirs_exist_ok=True)
    return opened(excel, folder / "qcdc.xlsm")


@pytest.fixture
def filled(excel: Desk, demo_folder: Path) -> Office:
    """The demo's master, consolidated, open."""
    return opened(excel, demo_folder / "qcdc.xlsm")


def test_consolidating_fills_the_open_workbook_and_says_what_was_done(office: Office) -> None:
    answer = office.click("consolidate")
    assert answer.good, answer.text
    assert "Đã đọc 35 tệp: nhận 34, trả lại 0, bản cũ 1" in answer.text
    assert "34/34 đơn vị và đã được lưu" in answer.text
    assert "Việc tiếp theo:" in answer.text
    assert office.desk.books["qcdc.xlsm"].document.active() == "Tiến độ"
    assert len(list((office.master.parent / "2022-H1" / "luu").rglob("*.xlsx"))) == 35


def test_a_live_fill_and_the_command_line_fill_leave_the_same_in_every_cell_formulas_too(
    office: Office, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(office.master.parent, tmp_path / "khác"))
    office.click("consolidate")
    consolidate(other / "qcdc.xlsm", NOW)
    by_file = opened(office.desk, _renamed(other))
    for live, closed in ((office.says(), by_file.says()), (office.formulas(), by_file.formulas())):
        assert list(live) == list(closed)
        for sheet, rows in closed.items():
            assert _plain(live[sheet]) == _plain(rows), sheet


def _renamed(folder: Path) -> Path:
    """A spreadsheet cannot have two workbooks of one name open."""
    return (folder / "qcdc.xlsm").rename(folder / "sổ khác.xlsm")


def _plain(rows: list[list[object]]) -> list[list[object]]:
    kept = [[c if not isinstance(c, float) else round(c, 9) for c in row] for row in rows]
    while kept and not any(c != "" for c in kept[-1]):
        kept.pop()
    width = max((n + 1 for row in kept for n, c in enumerate(row) if c != ""), default=0)
    return [row[:width] for row in kept]


def test_what_users_made_their_own_stays_through_a_live_fill(excel: Desk, demo_folder: Path) -> None:
    path = demo_folder / "qcdc.xlsm"
    with_notes(path)
    office = opened(excel, path)
    shutil.copy(next(office.inbox.glob("*24877*")), office.inbox / "gửi lại.xlsx")
    _mark(office.inbox / "gửi lại.xlsx")
    answer = office.click("consolidate")
    assert "nhận 34" in answer.text
    after = load_workbook(path)
    own, section = after["Ghi chú riêng"], after["III.1"]
    assert [c.value for c in own[1]] == ["Việc của tôi", "='III.1'!F12*2", "=SUM(B1:B1)"]
    assert own["A1"].font.color.rgb == "FFFF0000"
    assert section["D12"].fill.start_color.rgb == "FF00B0F0"
    assert section["D12"].comment is not None
    assert "Hỏi lại xã" in section["D12"].comment.text
    assert round(section.column_dimensions["D"].width) == 33
    assert after["Nguồn"]["A3"].value == before_note
    live = office.says()
    assert live["Ghi chú riêng"][0][1] == 2 * live["III.1"][11][5]


before_note = "Ghi chú của chị Hoa"


def with_notes(path: Path) -> None:
    """Somebody works in the master: an own sheet, a formula, a comment, a colour, a width, a remark."""
    book = load_workbook(path, keep_vba=True)
    own = book.create_sheet("Ghi chú riêng", 1)
    own.append(["Việc của tôi", "='III.1'!F12*2", "=SUM(B1:B1)"])
    own["A1"].font = Font(color="FFFF0000")
    section = book["III.1"]
    section["D12"].fill = PatternFill("solid", start_color="FF00B0F0")
    section["D12"].comment = Comment("Hỏi lại xã", "Hoa")
    section.column_dimensions["D"].width = 33
    book["Nguồn"]["A3"] = before_note
    book.save(path)


def _mark(path: Path) -> None:
    """The same return sent again: other bytes, a later time."""
    book = load_workbook(path)
    book.properties.title = "gửi lại"
    book.save(path)


def test_office_finds_no_more_in_the_saved_master_after_a_live_fill_than_before(
    office: Office, tmp_path: Path
) -> None:
    document = office.desk.books["qcdc.xlsm"].document
    document.save_as(str(tmp_path / "before.xlsm"))  # Calc has faults of its own: charts, no theme
    office.click("consolidate")
    assert audited(office.master) == audited(tmp_path / "before.xlsm")


def audited(path: Path) -> set[str]:
    """What the Open XML SDK's rules say of a file."""
    command = [sys.executable, "-m", "openxml_audit", "-o", "json", str(path)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return {error["description"] for report in json.loads(run.stdout) for error in report["errors"]}


def test_after_a_live_fill_the_saved_file_reads_back_as_the_golden_figures(office: Office) -> None:
    office.click("consolidate")
    book = status(office.master, NOW)
    assert (book.figures.values["tthc_tiep_nhan"], len(book.accepted)) == (7554, 34)
    assert sum(v for v in book.returns.values["tthc_tiep_nhan"] if isinstance(v, int)) == 7554


def test_consolidating_again_writes_nothing_and_keeps_no_further_backup(office: Office) -> None:
    office.click("consolidate")
    office.desk.calls.clear()
    assert office.click("consolidate").good
    assert [
        kind for kind, _ in office.desk.calls if kind in ("formula", "value", "insert", "hidden", "run")
    ] == []
    assert len(backups(office.master)) == 1


def test_a_faulty_return_is_told_and_the_findings_are_shown(office: Office) -> None:
    for path in office.inbox.glob("*(sửa)*"):
        path.unlink()
    answer = office.click("consolidate")
    assert not answer.good
    assert "trả lại 1" in answer.text
    assert "1 lỗi" in answer.text
    assert office.desk.books["qcdc.xlsm"].document.active() == "Kiểm tra"
    assert office.column("Kiểm tra", "findings", "severity")[0] == "Lỗi"
    assert len(list((office.master.parent / "2022-H1" / "tra-lai").glob("can-sua *.xlsx"))) == 1


def test_undo_brings_the_master_back_and_says_which_run_it_undid(office: Office) -> None:
    before = office.says()
    office.click("consolidate")
    office.desk.answers = ["yes"]
    answer = office.click("undo")
    assert answer.text == (
        "Đã hoàn tác lần điền tổng hợp, 10:00 ngày 14/6/2022: sổ trở lại như trước đó. Còn hoàn tác được 0 lần nữa."
    )
    assert office.says() == before
    assert len(list((office.master.parent / "sao-luu").glob("* da hoan tac *.xlsm"))) == 1


def test_a_click_on_undo_leaves_the_closing_to_another_process_with_the_same_workbook(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = office.says()
    office.click("consolidate")
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: started.append(command))
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=qcdc.xlsm", "--from_xl=1", "--hwnd=77"])
    office.desk.answers = ["yes"]
    office.book.set_mock_caller()
    ribbon.click("undo", VERSION)
    ((python, *_, code, name, called, window),) = started
    assert (python, name, called, window) == (sys.executable, "--wb=qcdc.xlsm", "--from_xl=1", "--hwnd=77")
    assert len(office.desk.alerts) == 1  # the question; the message comes from the other process
    monkeypatch.setattr(ribbon, "_UNTIL_VBA_ENDS", 0)
    exec(code, {})
    assert office.desk.alerts[-1][1].startswith("Đã hoàn tác lần điền tổng hợp")
    assert office.says() == before


def test_undo_asks_first_and_no_means_no(office: Office) -> None:
    office.click("consolidate")
    before = office.says()
    office.desk.answers = ["no"]
    assert office.click("undo").text == "Không hoàn tác; sổ giữ nguyên."
    assert office.says() == before


def test_undo_without_a_fill_says_that_there_is_nothing_to_undo(office: Office) -> None:
    answer = office.click("undo")
    assert (answer.good, "chưa được điền lần nào" in answer.text) == (False, True)


def test_checking_writes_the_findings_and_no_totals(office: Office) -> None:
    before = office.says()
    answer = office.click("check")
    assert "Đã kiểm tra 35 tệp: 34 tệp dùng được, 0 tệp có lỗi, 1 bản cũ" in answer.text
    after = office.says()
    assert [sheet for sheet in before if before[sheet] != after[sheet]] == ["Kiểm tra"]
    assert backups(office.master) == []


def test_checking_an_empty_inbox_says_what_to_do(office: Office) -> None:
    for path in office.inbox.iterdir():
        path.unlink()
    answer = office.click("check")
    assert "Chưa có báo cáo nào" in answer.text
    assert "Nhận báo cáo" in answer.text


def emptied(inbox: Path) -> None:
    """What lies in the inbox counts at once, so nothing may lie there."""
    for path in inbox.iterdir():
        path.unlink()


def test_progress_is_as_of_today(office: Office) -> None:
    emptied(office.inbox)
    answer = office.click("status", datetime.datetime(2022, 8, 1))
    assert "đã nhận 0/34 đơn vị" in answer.text
    assert "34 đơn vị chưa nộp, trong đó 34 quá hạn" in answer.text
    assert set(office.column("Tiến độ", "progress", "status")) == {"Quá hạn"}


def test_forms_are_made_beside_the_open_workbook(office: Office) -> None:
    answer = office.click("forms")
    assert answer.opens == office.master.parent / "2022-H1" / "bieu-mau"
    assert len(list(answer.opens.glob("*.xlsx"))) == 34
    assert "Đã tạo 34 biểu mẫu" in answer.text


def test_receiving_copies_what_was_picked_and_leaves_what_is_there(office: Office, tmp_path: Path) -> None:
    kept = sorted(office.inbox.iterdir())
    letters = tmp_path / "Downloads"
    letters.mkdir()
    new = shutil.copy(kept[0], letters / "báo cáo mới.xlsx")
    kept[0].unlink()
    (letters / kept[1].name).write_bytes(b"something else")
    office.desk.picked = [str(new), str(kept[1]), str(letters / kept[1].name)]
    answer = office.click("receive")
    assert "Đã đưa 2 tệp" in answer.text
    assert "1 tệp dùng được, 1 tệp có lỗi" in answer.text
    assert "1 tệp đã có sẵn" in answer.text
    added = {p.name for p in office.inbox.iterdir()} - {p.name for p in kept[1:]}
    assert added == {"báo cáo mới.xlsx", f"{kept[1].stem} (2).xlsx"}


def test_receiving_nothing_changes_nothing(office: Office) -> None:
    assert office.click("receive").text == "Chưa chọn tệp nào; không có gì thay đổi."


def test_footnotes_follow_the_text_that_staff_have_changed_in_the_open_workbook(filled: Office) -> None:
    rows = filled.says()["Chú thích"]
    top = next(n for n, row in enumerate(rows) if row[0] == "#table footnotes")
    place = rows[top].index("text")
    document = filled.desk.books["qcdc.xlsm"].document
    document.unprotect_all()
    document.set("Chú thích", top + 1, place, [["Đã tiếp nhận {tthc_tiep_nhan:.} hồ sơ."]])
    answer = filled.click("footnotes")
    assert "Đã điền 8 chú thích" in answer.text
    assert filled.column("Chú thích", "footnotes", "result")[0] == "Đã tiếp nhận 7.554 hồ sơ."
    assert len(backups(filled.master)) == 3


def test_unsaved_changes_of_the_user_count(office: Office) -> None:
    rows = office.says()["Danh mục"]
    line = next(n for n, row in enumerate(rows) if "due" in row and row[0] == "#table periods")
    place = rows[line].index("due")
    key = next(n for n, row in enumerate(rows) if n > line and row[rows[line].index("code")] == "2022-H1")
    office.desk.books["qcdc.xlsm"].document.set("Danh mục", key, place, [[44561]])  # 31/12/2021
    emptied(office.inbox)
    office.click("status")
    assert set(office.column("Tiến độ", "progress", "status")) == {"Quá hạn"}


# what can go wrong around the workbook


def test_a_workbook_that_was_never_saved(office: Office) -> None:
    office.desk.full_name = "Book1"
    assert "chưa được lưu" in office.click("consolidate").text


def test_a_workbook_that_is_read_only(office: Office) -> None:
    office.desk.read_only = True
    before = office.says()
    assert "chế độ chỉ đọc" in office.click("consolidate").text
    assert "chế độ chỉ đọc" in office.click("undo").text
    assert office.says() == before


@pytest.mark.parametrize(
    "name",
    [
        r"/C:\Users\a\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\AB12\qcdc.xlsm",
        r"/C:\Users\a\AppData\Local\Temp\Temp1_QCDC.zip\qcdc.xlsm",
    ],
)
def test_a_workbook_opened_from_a_letter_or_a_packed_file(office: Office, name: str) -> None:
    office.desk.full_name = name
    assert "mở thẳng từ thư điện tử hoặc tệp nén" in office.click("consolidate").text


def test_a_workbook_on_onedrive_without_a_copy_on_this_computer(office: Office) -> None:
    office.desk.full_name = "https://d.docs.live.net/1234/QCDC/qcdc.xlsm"
    assert "OneDrive" in office.click("consolidate").text


def test_a_workbook_that_is_not_the_master(excel: Desk, demo_made: Path, tmp_path: Path) -> None:
    form = shutil.copy(next((demo_made / "2022-H1" / "bieu-mau").glob("*.xlsx")), tmp_path / "khác.xlsx")
    answer = opened(excel, Path(form)).click("consolidate")
    assert not answer.good
    assert "Danh mục thiếu bảng" in answer.text


@pytest.mark.parametrize("number", [-2147418111, -2146777998])
def test_a_cell_that_is_being_edited(office: Office, number: int) -> None:
    before = office.says()
    office.desk.error = lambda: ComError(number, "Call was rejected by callee.")
    office.desk.fails_at = 20
    office.desk.calls.clear()
    answer = office.click("consolidate")
    assert (answer.good, "Excel đang bận" in answer.text) == (False, True)
    assert office.says() == before


def test_a_second_run_while_one_is_going_is_refused(office: Office) -> None:
    code = (
        "import datetime, sys; from pathlib import Path; from qcdc_xl.verbs.consolidate import consolidate\n"
        "consolidate(Path(sys.argv[1]), datetime.datetime(2022, 6, 16))"
    )
    command = [sys.executable, "-X", "utf8", "-c", code, str(office.master)]
    with alone(office.master):
        run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert "“qcdc.xlsm” đang được xử lý ở một lần bấm nút hoặc dòng lệnh khác" in run.stderr


def test_a_click_while_the_command_line_works_on_the_master_is_refused(office: Office) -> None:
    code = (
        "import sys; from pathlib import Path; from qcdc_xl.folder.lock import alone\n"
        "with alone(Path(sys.argv[1])):\n  print('working', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(office.master)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "working\n"
        before = office.says()
        for verb in ("consolidate", "check"):
            if verb == "check":
                (office.inbox / "hỏng.xlsx").write_bytes(b"no workbook")
            assert "đang được xử lý ở một lần bấm nút hoặc dòng lệnh khác" in office.click(verb).text
        assert office.says() == before
        other.communicate()
    assert office.click("check").text.startswith("Đã kiểm tra 36 tệp")


def test_a_sheet_with_a_password_is_named_and_nothing_is_changed(excel: Desk, demo_folder: Path) -> None:
    path = demo_folder / "qcdc.xlsm"
    book = load_workbook(path, keep_vba=True)
    book["Nhật ký"].protection.set_password("bí mật")
    book.save(path)
    office = opened(excel, path)
    shutil.copy(next(office.inbox.glob("*24877*")), office.inbox / "gửi lại.xlsx")
    _mark(office.inbox / "gửi lại.xlsx")
    before = office.formulas()
    answer = office.click("consolidate")
    assert "Trang “Nhật ký” đang được bảo vệ bằng mật khẩu" in answer.text, answer.text
    assert office.formulas() == before


def test_sheets_that_were_protected_are_protected_again(office: Office) -> None:
    document = office.desk.books["qcdc.xlsm"].document
    protected = document.protected()
    office.click("consolidate")
    assert document.protected() == protected
    assert len(protected) == 24


def test_renamed_and_moved_sheets_are_filled_all_the_same(office: Office) -> None:
    document = office.desk.books["qcdc.xlsm"].document
    document.unprotect_all()
    document.rename("III.1", "Cấp xã")
    document.move("Nguồn", 0)
    document.insert_rows("Cấp xã", 0, 2)
    document.insert_columns("Cấp xã", 3, 1)
    assert office.click("consolidate").good
    values = dict(
        zip(_keys(office, "Cấp xã"), office.column("Cấp xã", "section:III.1", "so_thon"), strict=False)
    )
    book = status(office.master, NOW)
    assert values["24877"] == book.returns.values.at["24877", "so_thon"]


def _keys(office: Office, sheet: str) -> list[object]:
    rows = office.says()[sheet]
    top = next(n for n, row in enumerate(rows) if str(row[0]).startswith("#table"))
    return [row[0] for row in rows[top + 1 :]]


@pytest.mark.parametrize("at", ["SaveCopyAs", "run", 7, 10, 14, 18, 22, 26, 27, "Save"])
def test_whatever_call_fails_the_workbook_is_as_it_was(office: Office, at: int | str) -> None:
    document = office.desk.books["qcdc.xlsm"].document
    document.activate("Biểu đồ")
    before, protected = office.formulas(), document.protected()
    office.desk.calls.clear()
    if isinstance(at, int):
        office.desk.fails_at = at
    else:
        office.desk.fails_on = at
    answer = office.click("consolidate")
    assert not answer.good
    assert "sổ không thay đổi" in answer.text.lower()
    assert office.formulas() == before
    assert (document.protected(), document.active()) == (protected, "Biểu đồ")
    assert list((office.master.parent / "sao-luu").glob("*")) == []
    assert office.click("consolidate").good


def test_an_excel_that_stops_answering_is_told_with_what_to_do_and_the_file_is_whole(office: Office) -> None:
    before = status(office.master, NOW)
    office.desk.calls.clear()
    office.desk.dies_at = 25
    answer = office.click("consolidate")
    assert "chọn Không lưu (Don't Save)" in answer.text
    office.desk.dies_at = 0
    assert status(office.master, NOW).accepted == before.accepted == {}


def test_an_unforeseen_failure_is_a_sentence_and_a_log_with_the_details(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("qcdc_xl.verbs.consolidate.consolidate", broken)
    answer = office.click("consolidate")
    (log,) = tmp_path.glob("qcdc-*.log")
    assert (
        answer.text
        == f"Chương trình gặp lỗi ngoài dự kiến; sổ không thay đổi. Gửi tệp “{log}” cho người hỗ trợ."
    )
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_a_master_of_another_version_is_refused_with_what_to_do(office: Office) -> None:
    answer = ribbon.answer(office.book, "consolidate", "9.1.0", NOW)
    assert "phiên bản 9.1.0" in answer.text
    assert "install.cmd" in answer.text
    assert office.desk.alerts == []


def test_a_click_in_an_older_master_asks_and_no_goes_on_with_the_click(office: Office) -> None:
    office.desk.answers = ["no"]
    answer = ribbon.answer(office.book, "status", "0.1.0", NOW)
    assert "Cập nhật sổ ngay?" in office.desk.alerts[0][1]
    assert "đơn vị" in answer.text


def test_a_click_in_an_older_master_brings_it_up_to_date_in_another_process(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.click("consolidate")
    before = office.says()
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: started.append(command))
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=qcdc.xlsm", "--from_xl=1", "--hwnd=77"])
    office.desk.answers = ["yes"]
    office.book.set_mock_caller()
    ribbon.click("consolidate", "0.1.0")
    ((*_, code, _, _, _),) = started
    monkeypatch.setattr(ribbon, "_UNTIL_VBA_ENDS", 0)
    exec(code, {})
    assert office.desk.alerts[-1][1].startswith("Sổ tổng hợp đã")
    assert office.says() == before


def test_errors_in_the_catalogue_are_told_with_their_cells(office: Office) -> None:
    rows = office.says()["Danh mục"]
    line = next(n for n, row in enumerate(rows) if row[0] == "#table periods")
    place = rows[line].index("end")
    office.desk.books["qcdc.xlsm"].document.set("Danh mục", line + 1, place, [["cuối năm"]])
    answer = office.click("forms")
    assert "Danh mục có lỗi nên chưa làm gì" in answer.text
    assert "trang “Danh mục”, ô " in answer.text


def test_a_full_disk_is_told_in_vietnamese(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "D:\\QCDC\\sao-luu")

    monkeypatch.setattr("qcdc_xl.excel.desk.back_up", full)
    before = office.formulas()
    assert "Không đọc hoặc ghi được “D:\\QCDC\\sao-luu”" in office.click("consolidate").text
    assert office.formulas() == before


def test_the_report_is_written_from_what_the_open_workbook_says(filled: Office) -> None:
    document = filled.desk.books["qcdc.xlsm"].document
    _type_into(document, "paragraphs", "text", "Đoạn vừa gõ, chưa lưu: {don_tiep_nhan} đơn.")
    answer = filled.click("report")
    assert answer.good
    assert answer.opens == filled.master.parent / "2022-H1" / "bao-cao" / "bao-cao-2022-H1-2.docx"
    assert word.read(answer.opens).texts[3] == "Đoạn vừa gõ, chưa lưu: 89 đơn."
    assert answer.opens.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert "1 thay đổi so với bản trình ký lúc 09:00 ngày 22/6/2022" in answer.text
    assert "Việc tiếp theo: mở báo cáo bằng Word" in answer.text
    assert document.active() == "Thay đổi"
    assert any("Đoạn vừa gõ, chưa lưu: {don_tiep_nhan} đơn." in row for row in document.values("Thay đổi"))


def test_a_report_with_something_to_mend_says_what_and_where(filled: Office) -> None:
    document = filled.desk.books["qcdc.xlsm"].document
    _type_into(document, "paragraphs", "text", "Có {khong_co} đơn[^77].")
    answer = filled.click("report")
    assert not answer.good and answer.opens is not None
    assert "• trang “Nội dung”, ô D6: Nội dung có {khong_co}" in answer.text
    assert "dấu chú thích [^77]" in answer.text


def test_a_report_from_an_unfit_template_is_not_written(office: Office) -> None:
    office.master.with_name("mau-bao-cao.docx").write_bytes(b"no document")
    answer = office.click("report")
    assert not answer.good and answer.opens is None
    assert "Chưa xuất báo cáo" in answer.text and "mau-bao-cao.docx" in answer.text


def _type_into(document: Document, table: str, column: str, text: str) -> None:
    """Type into the first row of a table of the open workbook."""
    for name, grid in document.grids().items():
        for number, cells in enumerate(grid):
            if f"#table {table}" in cells:
                document.set(name, number + 1, cells.index(column), [[text]])


def test_progress_is_shown_in_the_status_bar(office: Office) -> None:
    office.click("consolidate")
    assert office.desk.bar == [
        "QCDC: đang đọc 11/35 …",
        "QCDC: đang điền sổ tổng hợp …",
    ]


# the click itself


def test_a_click_ends_with_one_message(office: Office) -> None:
    office.book.set_mock_caller()
    ribbon.click("status", VERSION)
    ((mode, text),) = office.desk.alerts
    assert mode == "info"
    assert text.startswith("6 tháng đầu năm 2022")


def test_a_folder_of_results_can_be_opened_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_folders: list[Path] = []
    monkeypatch.setattr(os, "startfile", opened_folders.append, raising=False)
    office.book.set_mock_caller()
    office.desk.answers = ["yes"]
    ribbon.click("forms", VERSION)
    ((_, text),) = office.desk.alerts
    assert text.endswith("Mở thư mục này ngay?")
    assert opened_folders == [office.master.parent / "2022-H1" / "bieu-mau"]


def test_a_click_that_finds_no_excel_ends_in_a_plain_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def nobody() -> None:
        raise RuntimeError("no caller")

    (tmp_path / "H'Mai Niê").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "H'Mai Niê"))
    monkeypatch.setattr(xw.Book, "caller", nobody)
    with pytest.raises(SystemExit) as ended:
        ribbon.click("status", VERSION)
    told = capsys.readouterr().err
    assert ended.value.code == 1
    assert told.startswith("Khong ket noi duoc voi Excel.")
    assert told.isascii()


def test_a_path_on_onedrive_that_is_synchronised_is_worked_with(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.desk.full_name = str(office.master)  # what xlwings makes of the URL
    assert excel.place_of(office.book) == office.master


@pytest.mark.parametrize("verb", sorted(ribbon.VERBS))
def test_every_verb_tells_a_person_whatever_goes_wrong(
    office: Office, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: Callable[..., None] = lambda *_, **__: (_ for _ in ()).throw(RuntimeError("boom"))  # noqa: E731
    monkeypatch.setitem(ribbon.VERBS, verb, broken)  # type: ignore[arg-type]
    answer = office.click(verb)
    assert "Chương trình gặp lỗi ngoài dự kiến" in answer.text
