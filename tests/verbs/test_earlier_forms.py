"""What forms of an earlier program asked is learnt from what lies in the working folder.

Forms and master are those of version 0.1.0 (tests/broken); what a form prints is read here by openpyxl, by address.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from offices import NOW, type_values

from qcdc_xl.intake.blank_form import asked_in
from qcdc_xl.model import COLUMN, INDICATOR, LIST
from qcdc_xl.model.finding import message
from qcdc_xl.verbs.check import check
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.update import update
from qcdc_xl.xlsx.file_host import FileHost

IN_USE = Path(__file__).parents[1] / "broken" / "v0.1.0"
COMMUNE, UNION = "2022-H1 24877 Rô Men.xlsx", "2022-H1 LDLD Liên đoàn lao động huyện.xlsx"
STAMP = "04a560c8"
"""What stands in the communes' forms of then."""
OLD, NEW = "Tổng số thôn", "Tổng số thôn, tổ dân phố"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder of version 0.1.0 in whose master a question to communes got other words since."""
    home = Path(shutil.copytree(IN_USE, tmp_path / "QCDC", ignore=shutil.ignore_patterns("nhan")))
    host = FileHost(home / "qcdc.xlsm")
    grid = host.grid("DM Chỉ tiêu")
    ((row, column),) = [(n, c) for n, line in enumerate(grid) for c, v in enumerate(line) if v == OLD]
    host.write("DM Chỉ tiêu", row, column, [[NEW]])
    host.save(home / "qcdc.xlsm")
    return home


def printed(form: Path) -> list[tuple[object, object, object]]:
    """Code, "Mã số" and words of a form's questions, as they stand in columns A, D and C."""
    sheet = openpyxl.load_workbook(form)["Số liệu"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=17, max_col=4)]
    return [(row[0], row[3], row[2]) for row in rows if row[0] and row[0] != "#end"]


def kept(folder: Path, stamp: str = STAMP) -> list[tuple[object, object, object]]:
    """The same as the master has it written down of the communes' form of a stamp."""
    rows = open_book(folder / "qcdc.xlsm", NOW.date()).catalogue.whole.form_versions
    return [(r.code, r.number, r.label) for r in rows if (r.form, r.stamp) == ("XA", stamp)]


def copy_in_use(folder: Path) -> Path:
    """The master of then as a fill had put it away."""
    kept = folder / "sao-luu" / "qcdc 2022-06-14 09-00-00 truoc tổng hợp.xlsm"
    kept.parent.mkdir()
    return Path(shutil.copy(IN_USE / "qcdc.xlsm", kept))


def test_blank_forms_say_what_they_ask(folder: Path) -> None:
    forms = folder / "2022-H1" / "bieu-mau"
    rows = asked_in(forms / COMMUNE)
    assert {(r.form, r.stamp, r.kind) for r in rows} == {("XA", STAMP, INDICATOR)}
    assert [(r.code, r.number, r.label) for r in rows] == printed(forms / COMMUNE)
    lists = [(r.kind, r.code, r.label) for r in asked_in(forms / UNION) if r.kind in (LIST, COLUMN)]
    assert lists[:3] == [
        (LIST, "giam_sat", ""),
        (COLUMN, "giam_sat.noi_dung", "Nội dung giám sát"),
        (COLUMN, "giam_sat.doi_tuong", "Đơn vị được giám sát"),
    ]
    assert asked_in(forms / COMMUNE, {STAMP}) == ()


def test_an_update_writes_down_what_the_blank_forms_ask(folder: Path) -> None:
    assert update(folder / "qcdc.xlsm", NOW).changed
    assert kept(folder) == printed(IN_USE / "2022-H1" / "bieu-mau" / COMMUNE)
    assert update(folder / "qcdc.xlsm", NOW).changed is False


def test_without_blank_forms_the_tables_of_masters_put_away_say_it(folder: Path) -> None:
    shutil.rmtree(folder / "2022-H1" / "bieu-mau")
    copy_in_use(folder)
    update(folder / "qcdc.xlsm", NOW)
    assert kept(folder) == printed(IN_USE / "2022-H1" / "bieu-mau" / COMMUNE)


def _row_taken_out(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    book["Số liệu"].delete_rows(20)
    book.save(form)


BAD: list[Callable[[Path], object]] = [
    lambda form: form.write_bytes(form.read_bytes()[:5000]),
    lambda form: form.write_bytes(b""),
    lambda form: form.write_text("04a560c8"),
    lambda form: shutil.copy(IN_USE / "qcdc.xlsm", form),
    _row_taken_out,
]


@pytest.mark.parametrize("spoil", BAD, ids=["cut", "empty", "text", "a master", "a row taken out"])
def test_a_bad_file_says_nothing(spoil: Callable[[Path], object], tmp_path: Path) -> None:
    form = Path(shutil.copy(IN_USE / "2022-H1" / "bieu-mau" / COMMUNE, tmp_path / "x.xlsx"))
    assert asked_in(form) != ()
    spoil(form)
    assert asked_in(form) == ()


def test_bad_files_among_them_break_nothing(folder: Path) -> None:
    form = folder / "2022-H1" / "bieu-mau" / COMMUNE
    for number, spoil in enumerate(BAD):
        spoil(Path(shutil.copy(form, form.with_stem(str(number)))))
    form.unlink()
    cut = copy_in_use(folder)
    cut.write_bytes(cut.read_bytes()[:50_000])
    assert update(folder / "qcdc.xlsm", NOW).changed
    assert kept(folder) == []


def test_a_return_of_an_unknown_form_is_held_against_its_unit_s_blank_form(folder: Path) -> None:
    forms = folder / "2022-H1" / "bieu-mau"
    for path in forms.iterdir():
        path.rename(path.with_suffix(".away"))
    update(folder / "qcdc.xlsm", NOW)
    returned = folder / "2022-H1" / "nhan" / "xa.xlsx"
    returned.parent.mkdir(exist_ok=True)
    shutil.copy(forms / COMMUNE.replace(".xlsx", ".away"), returned)
    type_values(returned, {"so_thon": 7})

    def outdated() -> str:
        (file,) = check([returned], NOW, folder / "qcdc.xlsm").files
        return next(message(f) for f in file.findings if f.code == "FORM_OUTDATED")

    assert OLD not in outdated()
    (forms / COMMUNE.replace(".xlsx", ".away")).rename(forms / COMMUNE)
    assert f"mã số 02 “{OLD}” nay là “{NEW}”" in outdated()
    assert kept(folder) == []  # checking changes nothing
