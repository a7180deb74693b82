"""The answer to a faulty return: the unit's form with what was read, what is to be done; mended it comes back as any return."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from offices import NOW, cell_of, edited_catalogue, find_marker, returned, type_values
from test_every_code import SCENES, printed_otherwise

from qcdc_xl.folder.answers import answers_in
from qcdc_xl.forms import write_form
from qcdc_xl.forms.tasks import TASKS
from qcdc_xl.letters.answer import answer, sent_by_another
from qcdc_xl.letters.faults import answer_names, write_list
from qcdc_xl.letters.to_unit import TO_UNIT
from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.finding import names
from qcdc_xl.model.received import Received
from qcdc_xl.verbs.check import check
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.demo import sample_values
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.outcome import Outcome

Edit = Callable[[openpyxl.Workbook], None]
RED, AMBER = "FFFBD5D5", "FFFFE8B3"


class Office:
    """A committee with one faulty return in its inbox, and the unit that gets an answer."""

    def __init__(self, master: Path) -> None:
        self.master = master
        self.inbox = master.parent / "2022-H1" / "nhan"
        self.back = master.parent / "2022-H1" / "tra-lai"
        self.catalogue = open_book(master, NOW.date()).catalogue

    def run(self) -> Outcome:
        return consolidate(self.master, NOW)

    def answers(self) -> list[str]:
        return sorted(p.relative_to(self.back).as_posix() for p in self.back.rglob("*") if p.is_file())

    def answer(self) -> Path:
        (name,) = self.answers()
        return self.back / name

    def send_again(self, change: Edit | None = None) -> Outcome:
        """The answer, mended or not, in place of what came."""
        book = openpyxl.load_workbook(self.answer())
        if change:
            change(book)
        for path in [p for p in self.inbox.rglob("*") if p.is_file()]:
            path.unlink()
        book.save(self.inbox / "gui lai.xlsx")
        return self.run()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(init(tmp_path / "viec", NOW).master)


def tasks_of(book: openpyxl.Workbook) -> list[dict[str, Any]]:
    """The rows of the first sheet, by heading; ``link``: the sheet and cell to which one comes by clicking."""
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows())
    (head,) = (n for n, row in enumerate(rows) if row[0].value == "TT")
    heads = [str(c.value) for c in rows[head]]
    found = []
    for row in rows[head + 1 :]:
        if not isinstance(row[0].value, int | float):
            continue
        told = dict(zip(heads, (c.value or "" for c in row), strict=True))
        link = row[2].hyperlink
        told["link"] = None
        if link is not None:
            sheet_name, cell = book.defined_names[link.location].attr_text.rsplit("!", 1)
            told["link"] = book[sheet_name.strip("'")][cell.replace("$", "")]
        found.append(told)
    return found


def item_at(cell: Any) -> tuple[str, int]:
    """What a cell of a form is asked for, by its hidden marks: (item, row)."""
    sheet = cell.parent
    for row in range(cell.row, 0, -1):
        mark = str(sheet.cell(row, 1).value or "")
        if mark in ("#table indicators", "#table answers"):
            return str(sheet.cell(cell.row, 1).value), 0
        if mark.startswith("#table list:"):
            return f"{mark[12:]}.{sheet.cell(row, cell.column).value}", cell.row - row
    raise AssertionError(cell.coordinate)


def right_values(catalogue: CatalogueAt, unit: str) -> dict[tuple[str, int], Any]:
    return {(v.item, v.row): v.value for v in sample_values(catalogue)[unit]}


def put(book: openpyxl.Workbook, cell: Any, value: Any, asked: tuple[str, int]) -> None:
    """Type an answer; “không phát sinh” is chosen in the cell beside."""
    if asked[0].startswith("list:"):
        cell.value = value
        return
    nil = value == "không phát sinh" and not asked[1]
    cell.value = None if nil else value
    if not asked[1]:
        beside = cell.parent.cell(cell.row, cell.column + 1)
        beside.value = "không phát sinh" if nil else None


def mending(catalogue: CatalogueAt, unit: str) -> Edit:
    """What the unit does with the list: at every cell named the right value."""
    right = right_values(catalogue, unit)

    def edit(book: openpyxl.Workbook) -> None:
        for task in tasks_of(book):
            if task["link"] is not None and task["Mức độ"] == "Cần sửa":
                put(book, task["link"], right.get(item_at(task["link"])), item_at(task["link"]))
        for cell in marked(book, RED):  # also what a broken rule compares
            if (
                cell.column_letter == "F"
                or cell.parent.title != "Số liệu"
                or item_at(cell)[0].startswith("list:")
            ):
                put(book, cell, right.get(item_at(cell)), item_at(cell))

    return edit


def filling_in(catalogue: CatalogueAt, unit: str) -> Edit:
    """The unit fills in the whole form."""

    def edit(book: openpyxl.Workbook) -> None:
        for asked, value in right_values(catalogue, unit).items():
            item, row = asked
            table, key = (f"list:{item.partition('.')[0]}", "") if row else ("indicators", item)
            if item.startswith("list:"):
                sheet, at, column = cell_of(book, "answers", item, "nil")
            elif not row:
                sheet, at, column = cell_of(book, table, key)
            else:
                sheet = next(s for s in book if find_marker(s, table))
                head, _ = find_marker(sheet, table) or (0, 0)
                column = next(c for c in range(2, 20) if sheet.cell(head, c).value == item.partition(".")[2])
                at = head + row
            put(book, sheet.cell(at, column), value, asked)

    return edit


def marked(book: openpyxl.Workbook, colour: str) -> list[Any]:
    return [
        c for s in book.worksheets[1:] for row in s.iter_rows() for c in row if c.fill.fgColor.rgb == colour
    ]


BLANK_FORM = {"PERIOD_PRINTED", "PERIOD_WRONG", "FORM_WRONG"}
"""After these nobody knows whose numbers they are: the form goes back blank."""
OF_A_RETURN = sorted(
    code
    for code in SCENES
    if code.startswith(("VALUE_", "LIST_", "ROW_", "TABLE_", "COLUMN_TWICE", "RULE", "PERIOD", "FORM_WRONG"))
    and code not in ("VALUE_OVERTYPED", "VALUE_ABOVE_MAX", "VALUE_CHOICE_TWICE", "VALUE_AMENDED", "VALUE_NOT_OF_ORIGINAL")
    and code not in ("VALUE_JUMPED", "VALUE_DROPPED", "VALUE_OUTLYING")  # of a whole run, not of one file
)  # fmt: skip


def scene_of(code: str, catalogue: CatalogueAt, folder: Path) -> Path:
    """The file of a code's scene."""
    SCENES[code](catalogue, folder)
    files = sorted(
        (p for p in folder.iterdir() if p.suffix in (".xlsx", ".xls")), key=lambda p: len(p.suffix)
    )
    return files[0]


def answered(catalogue: CatalogueAt, file: Received, folder: Path) -> Path:
    """The answer to a faulty return."""
    made = answer(catalogue, file)
    assert made is not None
    path = folder / "can-sua.xlsx"
    write_form(catalogue, catalogue.unit[file.unit], path, NOW.date(), answer=made)
    return path


def checked(path: Path) -> Received:
    (file,) = check([path], NOW).files
    return file


@pytest.mark.parametrize("code", OF_A_RETURN)
def test_every_kind_of_error_is_answered_mended_and_accepted(
    code: str, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    file = checked(scene_of(code, catalogue, tmp_path))
    wrong = {f.code for f in file.findings if f.severity == "error"}
    if not wrong or file.submission is None:
        return
    path = answered(catalogue, file, tmp_path)
    assert checked(path).faulty, "an answer that nobody has mended must not be taken"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == TASKS
    told = [t for t in tasks_of(book) if t["Mức độ"] == "Cần sửa"]
    cells = [t["link"] for t in told if t["link"] is not None]
    assert len(told) >= len(wrong)
    assert all(c.fill.fgColor.rgb == RED and c.comment for c in cells)
    assert bool(cells) != bool(wrong & BLANK_FORM)
    assert all(t["link"] is not None or t["Ở tệp đã gửi"] for t in told)
    edit = filling_in if wrong & BLANK_FORM else mending
    edit(catalogue, file.unit)(book)
    book.save(path)
    mended = checked(path)
    assert mended.findings == ()
    assert mended.submission
    got = {(v.item, v.row): v.value for v in mended.submission.values if v.value is not None}
    for asked, value in right_values(catalogue, file.unit).items():
        assert got.get(asked) == value, asked


def test_an_answer_mended_in_the_inbox_is_a_return_as_any(office: Office) -> None:
    returned(office.catalogue, "24886", office.inbox, {"so_thon": "sáu bảy", "kho_khan": "#REF!"})
    assert [f.unit for f in office.run().rejected] == ["24886"]
    assert not office.send_again().accepted
    mended = office.send_again(mending(office.catalogue, "24886"))
    assert [(f.unit, f.findings) for f in mended.accepted] == [("24886", ())]
    assert office.answers() == []


def test_every_sentence_to_a_unit_needs_no_more_than_its_finding_has() -> None:
    for code, text in TO_UNIT.items():
        assert set(re.findall(r"{(\w+)}", text)) <= names(code)
        assert not re.search(r"đơn vị này|danh mục|quy tắc|\bHãy\b|Vui lòng", text)


def test_what_was_typed_stands_in_the_cell_and_text_stays_text(office: Office) -> None:
    path = returned(office.catalogue, "24886", office.inbox)
    typed = {
        "to_tu_quan": "nhiều",
        "de_xuat": '=HYPERLINK("http://x";"y")',
        "kho_khan": "-Kinh phí ít",
        "so_thon": None,
    }
    book = openpyxl.load_workbook(path)
    for code, value in typed.items():
        sheet, row, column = cell_of(book, "indicators", code)
        sheet.cell(row, column).value = value
        if value:
            sheet.cell(row, column).data_type = "s"
    book.save(path)
    assert office.run().rejected
    answer = openpyxl.load_workbook(office.answer())
    for code, value in typed.items():
        sheet, row, column = cell_of(answer, "indicators", code)
        cell = sheet.cell(row, column)
        assert (cell.value, cell.data_type) == (value, "s" if value else "n")
        if value and value[0] in "=-":
            assert cell.quotePrefix
    texts = [str(c.value) for row in answer.worksheets[0].iter_rows() for c in row if c.value]
    assert not any(
        isinstance(c.value, str) and c.data_type == "f"
        for s in answer.worksheets[:1]
        for r in s.iter_rows()
        for c in r
    )
    assert any("“nhiều”" in text for text in texts)


def test_what_has_no_place_is_told_with_its_cell_in_the_units_own_file(office: Office) -> None:
    path = returned(office.catalogue, "UBMTTQ", office.inbox)
    book = openpyxl.load_workbook(path)
    sheet = next(s for s in book if find_marker(s, "list:txct"))
    head, _ = find_marker(sheet, "list:txct") or (0, 0)
    end = next(r for r in range(head, 999) if sheet.cell(r, 1).value == "#end")
    sheet.cell(end + 2, 5).value = "Rô Men"
    book.copy_worksheet(sheet)
    book.save(path)
    office.run()
    told = tasks_of(openpyxl.load_workbook(office.answer()))
    below = next(t for t in told if "Rô Men" in t["Nội dung và cách sửa"])
    assert below["Ở tệp đã gửi"] == f"trang “{sheet.title}”, ô E{end + 2}"
    assert below["link"].value == "=NA()"
    assert any(t["Ở tệp đã gửi"].startswith(f"trang “{sheet.title} Copy") for t in told)


def test_rows_beyond_those_that_a_form_offers_come_back_too(office: Office) -> None:
    offered = office.catalogue.list["txct"].rows
    path = returned(office.catalogue, "UBMTTQ", office.inbox)
    book = openpyxl.load_workbook(path)
    sheet = next(s for s in book if find_marker(s, "list:txct"))
    head, _ = find_marker(sheet, "list:txct") or (0, 0)
    end = next(r for r in range(head, 999) if sheet.cell(r, 1).value == "#end")
    for row in range(end, end + 10):
        for column in range(1, 10):
            sheet.cell(row, column).value = sheet.cell(head + 1, column).value if column > 2 else None
    sheet.cell(end + 10, 1).value = "#end"
    for row in range(head + 1, end):
        for column in range(3, 8):
            sheet.cell(row, column).value = sheet.cell(head + 1, column).value
    sheet.cell(head + 1, 3).value = "hôm qua"
    book.save(path)
    (file,) = office.run().rejected
    assert max(v.row for v in file.original) == offered + 10
    again = office.send_again().rejected[0]
    assert max(v.row for v in again.original) == offered + 10


def test_lists_of_what_was_mended_go_and_what_staff_changed_or_added_stays(office: Office) -> None:
    for unit in ("24886", "24889", "24877"):
        returned(office.catalogue, unit, office.inbox, {"so_thon": "sáu bảy"}, f"{unit}.xlsx")
    office.run()
    assert office.answers() == [f"can-sua {u}.xlsx" for u in ("24877", "24886", "24889")]
    own = office.back / "ghi chu.xlsx"
    openpyxl.Workbook().save(own)
    changed = office.back / "can-sua 24877.xlsx"
    book = openpyxl.load_workbook(changed)
    book.worksheets[0]["A1"].value = "Đã gọi điện"
    book.save(changed)
    before = {p.name: p.stat().st_mtime_ns for p in office.back.iterdir()}
    office.run()
    assert {p.name: p.stat().st_mtime_ns for p in office.back.iterdir()} == before, "nothing is new"
    for unit in ("24877", "24889"):
        returned(office.catalogue, unit, office.inbox, name=f"{unit} lan 2.xlsx")
    office.run()
    assert office.answers() == ["can-sua 24877.xlsx", "can-sua 24886.xlsx", "ghi chu.xlsx"]


def test_only_what_is_new_is_written_and_a_changed_answer_is_not_written_over(office: Office) -> None:
    for unit in ("24886", "24889"):
        returned(office.catalogue, unit, office.inbox, {"so_thon": "sáu bảy"}, f"{unit}.xlsx")
    office.run()
    changed = office.back / "can-sua 24889.xlsx"
    book = openpyxl.load_workbook(changed)
    book.save(changed)
    before = {p.name: p.read_bytes() for p in office.back.iterdir()}
    type_values(office.inbox / "24889.xlsx", {"to_tu_quan": "tám"})
    office.run()
    assert office.answers() == ["can-sua 24886.xlsx", "can-sua 24889 (2).xlsx", "can-sua 24889.xlsx"]
    assert all((office.back / name).read_bytes() == content for name, content in before.items())


def test_an_answer_that_comes_back_faulty_is_not_called_by_two_names() -> None:
    assert answer_names(["xa/can-sua a.xlsx"]) == {"xa/can-sua a.xlsx": "xa/can-sua a.xlsx"}


def test_another_inbox_takes_away_only_what_it_knows(office: Office, tmp_path: Path) -> None:
    returned(office.catalogue, "24886", office.inbox, {"so_thon": "sáu bảy"}, "a.xlsx")
    office.run()
    other = tmp_path / "zalo"
    returned(office.catalogue, "24889", other, name="b.xlsx")
    consolidate(office.master, NOW, other)
    assert office.answers() == ["can-sua a.xlsx"]
    returned(office.catalogue, "24886", other, name="c.xlsx")
    consolidate(office.master, NOW + datetime.timedelta(hours=1), other)
    assert office.answers() == []


def test_lists_of_earlier_versions_are_known_as_ours(office: Office) -> None:
    from xlsxwriter import Workbook

    for name, day in (("can-sua cu.xlsx", datetime.datetime(2020, 1, 1)),):
        book = Workbook(office.back / name)
        book.set_properties({"title": "Nội dung cần sửa: cu.xlsx", "created": day})
        book.add_worksheet("Cần sửa")
        book.close()
    assert [a.file for a in answers_in(office.back).values()] == ["cu.xlsx"]
    office.run()
    assert office.answers() == []


def test_an_older_form_is_answered_with_the_form_of_now(tmp_path: Path, catalogue: CatalogueAt) -> None:
    line = "moi,III.1,XA,Số cuộc họp thôn,cuộc,integer,yes,0,,,,SUM,Đếm các cuộc."
    office = Office(
        init(tmp_path / "viec", NOW, edited_catalogue(tmp_path / "dm", {"indicators": [line]})).master
    )
    returned(catalogue, "24886", office.inbox, {"so_thon": "sáu bảy"})
    office.run()
    told = tasks_of(openpyxl.load_workbook(office.answer()))
    new = next(t for t in told if t["Chỉ tiêu"] == "Số cuộc họp thôn")
    assert new["link"].value is None and new["Mức độ"] == "Cần sửa" and new["Mã số"]


def cells_with_comments(book: openpyxl.Workbook) -> Iterator[Any]:
    return (c for s in book for row in s.iter_rows() for c in row if c.comment)


def test_warnings_of_a_faulty_return_are_amber_and_named_as_such(office: Office) -> None:
    returned(office.catalogue, "24886", office.inbox, {"so_thon": "sáu bảy", "to_tu_quan": "6"})
    office.run()
    book = openpyxl.load_workbook(office.answer())
    (amber,) = marked(book, AMBER)
    assert amber.value == 6 and amber.comment.text.startswith("Cần xem lại: ")
    assert {c.fill.fgColor.rgb for c in cells_with_comments(book)} == {RED, AMBER}


@pytest.mark.parametrize("code", ["UNIT_PRINTED", "STAMP_TWICE"])
def test_what_another_unit_may_have_sent_is_answered_without_anybody_s_form(
    code: str, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    """A form of one unit that goes back to another comes in again with the other's numbers."""
    file = checked(scene_of(code, catalogue, tmp_path))
    assert code in {f.code for f in file.findings}
    assert sent_by_another(catalogue, file)
    assert answer(catalogue, file) is None
    path = tmp_path / "can-sua.xlsx"
    write_list(catalogue, file.file, "", file.findings, path, {})
    (sheet,) = openpyxl.load_workbook(path).worksheets
    told = " ".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value)
    assert "Đơn vị báo cáo: chưa rõ" in told
    assert "biểu mẫu này" not in told
    assert "biểu mẫu đã giao cho chính đơn vị gửi tệp này" in told


def test_a_form_whose_printed_name_is_nobody_s_goes_back_blank(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    """No other of our units is named there."""
    printed_otherwise("Đơn vị báo cáo", "Đơn vị báo cáo: Xã Phi Liêng Thượng")(catalogue, tmp_path)
    (path,) = tmp_path.iterdir()
    file = checked(path)
    assert {f.code for f in file.findings if f.severity == "error"} == {"UNIT_PRINTED"}
    made = answer(catalogue, file)
    assert made is not None
    assert made.values == ()
