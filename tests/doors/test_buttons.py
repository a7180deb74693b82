"""Every button, from the click to what people see: VBA's callback runs in pyOpenVBA, the Python command that it hands
over runs through xlwings on a live Calc, and the cells, messages and files are looked at."""

from __future__ import annotations

import json
import os
import shutil
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
import word
import xlwings as xw
from calc_engine import Desk
from clicks import click
from conftest import GOLDEN
from vba_office import VbaOffice

from qcdc_xl.doors import ribbon
from qcdc_xl.folder.backups import backups
from qcdc_xl.shipped import shipped

_NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"
BUTTONS = list(
    ElementTree.fromstring(shipped("workbook/ribbon/customUI.xml").read_bytes()).iter(_NAMESPACE + "button")
)
WORKING = [b for b in BUTTONS if b.get("enabled") != "false"]
TAGGED = {str(b.get("id")): str(b.get("tag")) for b in WORKING if b.get("tag")}


@pytest.fixture
def master(demo_folder: Path) -> Path:
    """The demo's master with one return taken out of the inbox and put where letters are saved."""
    letters = demo_folder / "thư"
    letters.mkdir()
    path = next((demo_folder / "2022-H1" / "nhan").glob("*24877*"))
    shutil.move(path, letters)
    return demo_folder / "qcdc.xlsm"


def said(desk: Desk) -> str:
    """The one message at the end."""
    *_, (mode, text) = desk.alerts
    assert mode == "info", text
    return text


def forms(desk: Desk, master: Path) -> None:
    folder = master.parent / "2022-H1" / "bieu-mau"
    shutil.rmtree(folder)
    click(desk, master, "forms")
    assert len(list(folder.glob("*.xlsx"))) == 34
    assert said(desk).startswith(f"Đã tạo 34 biểu mẫu trong thư mục “{folder}”")


def receive(desk: Desk, master: Path) -> None:
    (letter,) = (master.parent / "thư").iterdir()
    desk.picked = (str(letter),)
    click(desk, master, "receive")
    assert (master.parent / "2022-H1" / "nhan" / letter.name).read_bytes() == letter.read_bytes()
    assert "Đã đưa 1 tệp" in said(desk)


def status(desk: Desk, master: Path) -> None:
    document = click(desk, master, "status")
    assert document.active() == "Tiến độ"
    assert "đã nhận 34/34 đơn vị" in said(desk)


def check(desk: Desk, master: Path) -> None:
    broken = master.parent / "2022-H1" / "nhan" / "tệp hỏng.xlsx"
    broken.write_bytes(b"no workbook")
    an_hour_ago = time.time() - 3600  # what is younger may be half copied, and waits
    os.utime(broken, (an_hour_ago, an_hour_ago))
    document = click(desk, master, "check")
    *_, (mode, text) = desk.alerts
    assert "Đã kiểm tra 35 tệp: 33 tệp dùng được, 1 tệp có lỗi, 1 bản cũ. 1 lỗi" in text
    assert mode == "critical"
    assert document.active() == "Kiểm tra"
    assert any("tệp hỏng.xlsx" in row for row in document.values("Kiểm tra"))


def consolidate(desk: Desk, master: Path) -> None:
    (letter,) = (master.parent / "thư").iterdir()
    shutil.copy(letter, master.parent / "2022-H1" / "nhan" / "gửi lại.xlsx")
    document = click(desk, master, "consolidate")
    assert "Sổ có báo cáo của 34/34 đơn vị và đã được lưu" in said(desk)
    assert any("gửi lại.xlsx" in row for row in document.values("Nhật ký"))
    assert len(backups(master)) == 3


def undo(desk: Desk, master: Path) -> None:
    desk.answers = ["yes"]
    document = click(desk, master, "undo")
    assert said(desk).startswith("Đã hoàn tác lần điền tổng hợp, 15:30 ngày 15/6/2022")
    assert "Có lỗi" in [row[4] for row in document.values("Tiến độ") if len(row) > 4]


def footnotes(desk: Desk, master: Path) -> None:
    document = click(desk, master, "footnotes")
    assert document.active() == "Chú thích"
    assert "Đã điền 8 chú thích từ báo cáo của 34/34 đơn vị" in said(desk)


def report(desk: Desk, master: Path) -> None:
    click(desk, master, "report")
    made = master.parent / "2022-H1" / "bao-cao" / "bao-cao-2022-H1-2.docx"
    assert said(desk).startswith(
        f"Đã xuất báo cáo Word, bản trình ký (đã đủ báo cáo của các đơn vị): “{made}”"
    )
    golden = json.loads((GOLDEN / "footnotes.json").read_text(encoding="utf-8"))
    assert word.read(made).notes == [note["paragraphs"] for note in golden]
    assert "Không có gì thay đổi so với bản trình ký lúc 09:00 ngày 22/6/2022." in said(desk)


SEEN: dict[str, Callable[[Desk, Path], None]] = {
    f.__name__: f for f in (forms, receive, status, check, consolidate, undo, footnotes, report)
}


@pytest.mark.parametrize("button", [str(b.get("id")) for b in WORKING if not b.get("tag")])
def test_a_click_does_what_the_button_says(
    excel: Desk, master: Path, button: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "startfile", raising=False)
    SEEN[button](excel, master)


@pytest.mark.parametrize(("button", "tag"), TAGGED.items())
def test_a_button_that_goes_to_a_sheet_goes_there_in_both_runtimes(
    excel: Desk, master: Path, button: str, tag: str
) -> None:
    expected = {"catalogue": "Danh mục", "log": "Nhật ký", "guide": "Hướng dẫn"}[button]
    office = VbaOffice(master)
    office.press(button, tag)
    assert (office.app.evaluate("ActiveSheet.Name"), office.heard("Commands")) == (expected, "")
    xw.Book(str(master))
    document = excel.books[master.name].document
    document.run("QcdcRibbon.ShowTable", tag)
    assert document.active() == expected


def test_every_button_that_needs_python_has_its_verb_there_and_each_verb_a_button() -> None:
    assert {str(b.get("id")) for b in WORKING if not b.get("tag")} == set(ribbon.VERBS) == set(SEEN)


def test_every_button_that_is_not_there_yet_is_grey_and_says_what_to_do_meanwhile() -> None:
    for button in BUTTONS:
        waits = button.get("enabled") == "false"
        assert waits == str(button.get("supertip")).startswith("Chưa có trong phiên bản này. Hiện nay: ")
