"""Wrong input at the terminal: a Vietnamese sentence, exit 1 or 2, never a traceback, nothing half-written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest
from command import qcdc, qcdc_apart
from offices import cell_of, returned, type_values

from qcdc_xl.doors.cli import app
from qcdc_xl.model import CatalogueAt
from qcdc_xl.verbs.demo import sample_values

VIETNAMESE = re.compile(
    "[ăâđêôơưàáạảãằắặẳẵầấậẩẫèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", re.IGNORECASE
)
ENGLISH = re.compile(r"Traceback|Error|usage|missing|No such|required|invalid|File \"", re.IGNORECASE)


def speaks_vietnamese(text: str) -> bool:
    """Whether a message is one of ours."""
    return bool(VIETNAMESE.search(text)) and not ENGLISH.search(text)


@pytest.mark.parametrize(
    "arguments",
    [
        ["consolidate"], ["khong-co-lenh"], ["forms", "x.xlsm", "--sai"], ["check"], ["undo"], ["status"],
        ["forms", "khong-co.xlsm"], ["status", "khong-co.xlsm"], ["footnotes", "khong-co.xlsm"],
        ["consolidate", "khong-co.xlsm"], ["undo", "khong-co.xlsm"], ["check", "khong-co.xlsx"],
        ["init", "x", "--catalogue", "khong-co"],
    ],
)  # fmt: skip
def test_wrong_use_ends_with_2_and_a_sentence(arguments: list[str], tmp_path: Path) -> None:
    places = [str(tmp_path / a) if a.endswith((".xlsm", ".xlsx")) or a == "x" else a for a in arguments]
    run = qcdc(*places)
    assert run.returncode == 2
    assert speaks_vietnamese(run.stderr.replace("x.xlsm", "")) and run.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_process_of_its_own_says_the_same(demo_folder: Path) -> None:
    for arguments in (["status", demo_folder], ["footnotes", demo_folder, "--json"], ["khong-co-lenh"]):
        apart, here = qcdc_apart(*arguments), qcdc(*arguments)
        assert (apart.returncode, apart.stdout, apart.stderr) == (here.returncode, here.stdout, here.stderr)
        assert len(apart.stdout + apart.stderr) > 20


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"x" * 5000])
def test_a_master_that_is_none_ends_with_2(content: bytes, tmp_path: Path) -> None:
    master = tmp_path / "qcdc.xlsm"
    master.write_bytes(content)
    for verb in ("forms", "status", "footnotes", "consolidate"):
        run = qcdc(verb, master)
        assert run.returncode == 2 and speaks_vietnamese(run.stderr), (verb, run.stderr)
    assert master.read_bytes() == content and [p.name for p in tmp_path.iterdir()] == ["qcdc.xlsm"]


def test_another_workbook_in_the_masters_place_is_told_by_its_missing_tables(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "qcdc.xlsm")
    run = qcdc("status", tmp_path / "qcdc.xlsm")
    assert run.returncode == 1
    assert "Danh mục thiếu bảng “Đơn vị báo cáo”" in run.stdout and speaks_vietnamese(run.stderr)


def test_hostile_and_broken_returns_are_findings_and_end_with_1(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    (tmp_path / "rong.xlsx").write_bytes(b"")
    (tmp_path / "rac.xls").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "van ban.txt").write_text("xin chào", encoding="utf-8")
    good = returned(catalogue, "24886", tmp_path)
    run = qcdc("check", *sorted(tmp_path.iterdir()), "--json")
    assert run.returncode == 1
    told = json.loads(run.stdout)
    assert [f["code"] for f in told["findings"]] == [
        "FILE_UNREADABLE",
        "FILE_UNREADABLE",
        "FILE_NOT_WORKBOOK",
    ]
    assert all(speaks_vietnamese(f["message"]) for f in told["findings"])
    assert qcdc("check", good).returncode == 0


def test_check_changes_nothing(catalogue: CatalogueAt, tmp_path: Path) -> None:
    path = returned(catalogue, "24886", tmp_path)
    before = path.read_bytes()
    qcdc("check", path)
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == [path.name]


def test_init_and_demo_never_write_over_work(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    before = master.read_bytes()
    for verb in ("init", "demo"):
        run = qcdc(verb, demo_folder)
        assert run.returncode == 2 and speaks_vietnamese(run.stderr)
    assert master.read_bytes() == before


def test_a_unit_that_does_not_exist_gets_no_form(demo_folder: Path) -> None:
    run = qcdc("forms", demo_folder, "--unit", "24886", "--unit", "SAI")
    assert run.returncode == 2 and "SAI" in run.stderr
    run = qcdc("forms", demo_folder, "--unit", "24886", "--json")
    assert [Path(p).name for p in json.loads(run.stdout)["forms"]] == ["2022-H1 24886 Phi Liêng.xlsx"]


def test_a_master_open_in_excel_is_not_touched(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    before = master.read_bytes()
    (demo_folder / "~$qcdc.xlsm").write_bytes(b"")
    for verb in ("consolidate", "undo"):
        run = qcdc(verb, master)
        assert run.returncode == 2 and "đang mở trong Excel" in run.stderr
    assert master.read_bytes() == before


def test_the_help_is_vietnamese() -> None:
    tables = [["catalogue", *more] for more in ([], ["export"], ["import"])]
    for arguments in ([], *tables, *([c.callback.__name__] for c in app.registered_commands if c.callback)):
        run = qcdc(*arguments, "--help")
        assert run.returncode == 0
        assert speaks_vietnamese(run.stdout.replace("<path>", "")), run.stdout


def test_status_and_undo_tell_what_they_did(demo_folder: Path) -> None:
    run = qcdc("status", demo_folder)
    assert run.returncode == 0 and "Đã nhận 34/34 đơn vị." in run.stdout
    run = qcdc("undo", demo_folder, "--json")
    assert json.loads(run.stdout)["left"] == 1
    assert "Đã nhận 33/34 đơn vị." in qcdc("status", demo_folder).stdout
    told = {u["unit"]: u["status"] for u in json.loads(qcdc("status", demo_folder, "--json").stdout)["units"]}
    assert told["24886"] == "Đã nhận (chờ tổng hợp)", "the mended one lies in the inbox"


def test_the_readme_names_every_verb_and_no_other() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    block = text[text.index("## The command line") : text.index("## Changing it")]
    named = re.findall(r"^qcdc (\w+)", block, re.MULTILINE)
    groups = [str(group.name) for group in app.registered_groups]
    assert named == [*(c.callback.__name__ for c in app.registered_commands if c.callback), *groups]


def test_receive_puts_returned_files_into_the_inbox_and_checks_them(
    demo_folder: Path, tmp_path: Path
) -> None:
    inbox = demo_folder / "2022-H1" / "nhan"
    known = next(inbox.glob("*24877*"))
    letter = tmp_path / "thư.xlsx"
    letter.write_bytes(b"no workbook")
    run = qcdc("receive", str(demo_folder), str(known), str(letter), "--json")
    told = json.loads(run.stdout)
    assert run.returncode == 1
    assert (told["known"], [f["file"] for f in told["files"]]) == (1, ["thư.xlsx"])
    assert (inbox / "thư.xlsx").read_bytes() == b"no workbook"
    assert qcdc("receive", str(demo_folder), str(tmp_path / "không có.xlsx")).returncode == 2


def test_check_tells_what_was_read_in_each_cell(catalogue: CatalogueAt, tmp_path: Path) -> None:
    typed = {"so_thon": "12,000", "to_tu_quan": "7.554"}
    path = returned(catalogue, "24886", tmp_path, typed)
    type_values(path, {"hoa_giai_thu_ly": None})
    type_values(path, {"hoa_giai_thu_ly": "không phát sinh"}, column="nil")
    (file,) = json.loads(qcdc("check", path, "--values", "--json").stdout)["files"]
    said = {(v["item"], v["row"]): v for v in file["values"]}
    by_hand = openpyxl.load_workbook(path)
    sheet, row, column = cell_of(by_hand, "indicators", "to_tu_quan")
    assert said["to_tu_quan", 0] == {
        "item": "to_tu_quan", "row": 0, "value": 7554, "original": "7.554",
        "sheet": sheet.title, "cell": f"{openpyxl.utils.get_column_letter(column)}{row}",
    }  # fmt: skip
    assert (said["so_thon", 0]["value"], said["so_thon", 0]["original"]) == (None, "12,000")
    assert said["hoa_giai_thu_ly", 0]["value"] == "không phát sinh"
    computed = {i.code for i in catalogue.indicators if i.expression}
    assert not computed & {item for item, _ in said}
    asked = {i.code for i in catalogue.indicators_of("XA")} - computed
    assert asked == {item for item, row in said if row == 0}


def test_check_tells_the_rows_of_lists(catalogue: CatalogueAt, tmp_path: Path) -> None:
    path = returned(catalogue, "UBMTTQ", tmp_path)
    (file,) = json.loads(qcdc("check", path, "--values", "--json").stdout)["files"]
    days = {v["row"]: v["value"] for v in file["values"] if v["item"] == "txct.ngay"}
    given = {v.row: v.value for v in sample_values(catalogue)["UBMTTQ"] if v.item == "txct.ngay"}
    assert days == {row: day.isoformat() for row, day in given.items()} and len(days) > 1


def test_without_the_option_check_tells_no_values(catalogue: CatalogueAt, tmp_path: Path) -> None:
    path = returned(catalogue, "24886", tmp_path)
    (file,) = json.loads(qcdc("check", path, "--json").stdout)["files"]
    assert set(file) == {"unit", "file", "findings"}
