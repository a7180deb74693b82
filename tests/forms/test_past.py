"""The past of a unit in its own form: what stands there, what the form says of it, and that Python says the same."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from agreement import cached, differences
from live import Calc
from offices import NOW, cell_of
from openpyxl.worksheet.worksheet import Worksheet
from random_returns import values_of

from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.checks.one_file import check_one
from qcdc_xl.checks.rules import form_rules
from qcdc_xl.forms import write_form
from qcdc_xl.intake.workbook import read
from qcdc_xl.model import (
    NIL,
    Book,
    Catalogue,
    Choice,
    Form,
    Indicator,
    ListColumn,
    PeriodRecord,
    RecordList,
    Rule,
    Scalar,
    Section,
    Submission,
    Unit,
    Value,
)
from qcdc_xl.totals.book_at import BookAt, at
from qcdc_xl.totals.unit_past import UnitPast
from qcdc_xl.verbs.forms import forms
from qcdc_xl.verbs.status import status

ASKED, ISSUED = ("I", ("XA",)), datetime.date(2022, 12, 1)
RULES = {
    "tang": ("cuoc >= PREVIOUS(cuoc)", "", "skip"),
    "nhu_cu": ("thon = PREVIOUS(thon)", "", "zero"),
    "cung_loai": ("loai = LASTYEAR(loai)", "", "fail"),
    "duoi_nghin": ("YTD(cuoc) <= 7", "", "skip"),
    "tinh_ra": ("YTD(hai) >= hai + 6", "LASTYEAR(thon) > 0", "skip"),
    "tien": ("tien <= 2 * PREVIOUS(tien)", "", "zero"),
    "cuoi": ("YTD(thon) = thon", "", "fail"),
    "khong_gop": ("YTD(y_kien) > 0", "", "skip"),
    "ngay": ("ngay > PREVIOUS(ngay)", "", "skip"),
    "tuy_luc": ("IF(cuoc > PREVIOUS(cuoc), YTD(nam), LASTYEAR(nam)) > 1", "", "skip"),
    "co_bang": ("YTD(bang) <= 9", "", "skip"),
}
"""Expression, relevant, missing of the rules against other periods."""


def catalogue() -> Catalogue:
    return Catalogue(
        settings={"period": "2022-H2"},
        units=tuple(Unit(n, f"Xã {n}", "xa") for n in ("1", "2", "3")),
        sections=(Section("I", "Số liệu", "data"),),
        forms=(Form("XA", "01", "Biểu của xã", ("xa",)),),
        indicators=(
            Indicator("cuoc", *ASKED, "Số cuộc"),
            Indicator("thon", *ASKED, "Số thôn", over_time="last"),
            Indicator("nam", *ASKED, "Từ đầu năm", over_time="last"),
            Indicator("y_kien", *ASKED, "Ý kiến", over_time="none"),
            Indicator("tien", *ASKED, "Số tiền", type="money"),
            Indicator("loai", *ASKED, "Xếp loại", type="select_one", choices="loai"),
            Indicator("ngay", *ASKED, "Ngày họp", type="date"),
            Indicator("hai", *ASKED, "Tính ra", expression="2 * cuoc + IF(ISNIL(thon), 1, thon)"),
            Indicator("bang", *ASKED, "Với bảng kê", expression="ROWS(buoi) + cuoc"),
        ),
        lists=(RecordList("buoi", *ASKED, "Buổi", (ListColumn("buoi", "nguoi", "Người", "integer"),)),),
        choices=(Choice("loai", "Tốt"), Choice("loai", "Khá")),
        rules=(
            Rule("trong_bieu", "form", "error", "thon <= cuoc", "[trong_bieu]"),
            *(
                Rule(code, "history", "warning", expression, f"[{code}]", relevant, missing)
                for code, (expression, relevant, missing) in RULES.items()
            ),
        ),
    )


def sent(unit: str, period: str, values: tuple[Value, ...]) -> Submission:
    return Submission(unit, "XA", period, "", f"{unit}.xlsx", values=values)


def book_of(whole: Catalogue, returns: dict[str, dict[str, tuple[Value, ...]]], period: str) -> BookAt:
    held = {
        code: PeriodRecord({unit: sent(unit, code, values) for unit, values in by_unit.items()})
        for code, by_unit in returns.items()
    }
    return at(Book(whole, held), period)


def random_book(seed: int, period: str) -> BookAt:
    """Of unit 1 much is held, of unit 2 only the first half of the year, of unit 3 nothing."""
    rng, whole = random.Random(seed), catalogue()
    held = {"2022-H1": ("1", "2"), "2021-H2": ("1",), "2021-H1": ("1",)}
    returns = {
        code: {unit: values_of(rng, whole.at(code), whole.units[int(unit) - 1]) for unit in units}
        for code, units in held.items()
        if code < period
    }
    return book_of(whole, returns, period)


def written(book: BookAt, unit: str, path: Path, values: tuple[Value, ...] = ()) -> Path:
    found = book.catalogue.unit[unit]
    write_form(book.catalogue, found, path, ISSUED, values, UnitPast(book, found))
    return path


def states(path: Path) -> dict[str, str]:
    """What *Kiểm tra* says of every rule that it shows."""
    rows = [row for row in cached(path)["Kiểm tra"] if str(row[2]).startswith("[")]
    return {row[2].strip("[]"): row[4] for row in rows}


def judged(book: BookAt, path: Path) -> set[str]:
    """The rules that a return breaks, as the program finds when it comes back."""
    submission, found = read(path)
    received = check_one(book.catalogue, path.name, "", submission, found)
    assert received.submission is not None
    returns = book.returns_of({received.submission.unit: received.submission})
    return {str(f.values["rule"]) for f in form_rules(returns)}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("period", "unit"), [("2022-H2", "1"), ("2022-H2", "2"), ("2022-H1", "1")])
def test_a_form_compares_with_the_past_as_a_spreadsheet_and_the_program_do(
    period: str, unit: str, seed: int, calc: Calc, tmp_path: Path
) -> None:
    book = random_book(seed, period)
    values = values_of(
        random.Random(f"{unit}{seed}"), book.catalogue, book.catalogue.unit[unit], wild=seed % 3 == 2
    )
    path = written(book, unit, tmp_path / "form.xlsx", values)
    assert differences(path, calc) == []
    if seed % 3 == 2:  # what is no answer is refused before any rule is asked
        return
    broken = {code for code, word in states(path).items() if word in ("Chưa đạt", "Cần xem lại")}
    if period == "2022-H2":  # rows of the first half are not in the form: the program alone counts them
        assert "co_bang" not in states(path)
        assert broken == judged(book, path) - {"co_bang"}
    else:
        assert broken == judged(book, path)


def test_random_forms_say_everything_so_that_the_comparison_means_something(tmp_path: Path) -> None:
    said = set()
    for seed in range(6):
        book = random_book(seed, "2022-H2")
        values = values_of(random.Random(f"1{seed}"), book.catalogue, book.catalogue.unit["1"])
        said |= set(states(written(book, "1", tmp_path / "form.xlsx", values)).items())
    assert {code for code, word in said if word == "Cần xem lại"} >= {
        "tang",
        "nhu_cu",
        "duoi_nghin",
        "tinh_ra",
        "tien",
    }
    assert {code for code, word in said if word == "Đạt"} >= {
        "tang",
        "cung_loai",
        "duoi_nghin",
        "tinh_ra",
        "ngay",
    }
    assert {word for code, word in said if code == "tinh_ra"} >= {"Không áp dụng"}
    assert ("khong_gop", "Chưa đủ số liệu") in said


def cells(**values: Scalar) -> tuple[Value, ...]:
    return tuple(Value(code, 0, value, "Số liệu", "F1") for code, value in values.items())


BEFORE = {
    "2022-H1": {"1": cells(cuoc=3, thon=7, tien=1000.5, hai=99), "2": cells(cuoc=NIL, thon=5)},
    "2021-H2": {"1": cells(thon=8, loai="Khá")},
}


def hidden(sheet: Worksheet) -> set[int]:
    """The hidden columns, counted from 0; the file has runs of columns that look the same as one."""
    runs = [d for d in sheet.column_dimensions.values() if d.hidden]
    return {number - 1 for run in runs for number in range(run.min, run.max + 1)}


def test_only_what_rules_read_is_held_hidden_and_locked(tmp_path: Path) -> None:
    book = book_of(catalogue(), BEFORE, "2022-H2")
    workbook = openpyxl.load_workbook(written(book, "1", tmp_path / "form.xlsx"), data_only=True)
    held: dict[tuple[str, str], object] = {}
    for asked in book.catalogue.indicators:
        for when in ("previous", "last_year", "ytd"):
            sheet, row, column = cell_of(workbook, "indicators", asked.code, when)
            cell = sheet.cell(row, column)
            assert column - 1 in hidden(sheet) and cell.protection.locked
            held |= {(when, asked.code): cell.value} if cell.value not in (None, "") else {}
    assert held == {
        ("previous", "cuoc"): 3, ("previous", "thon"): 7, ("previous", "tien"): 1000.5,
        ("last_year", "thon"): 8, ("last_year", "loai"): "Khá", ("ytd", "cuoc"): 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "typed", "year"), [("1", 4, 7), ("1", NIL, 3), ("2", 4, 4), ("2", NIL, NIL)]
)
def test_the_year_to_date_goes_on_with_what_is_typed(
    unit: str, typed: Scalar, year: Scalar, tmp_path: Path
) -> None:
    book = book_of(catalogue(), BEFORE, "2022-H2")
    path = written(book, unit, tmp_path / "form.xlsx", cells(cuoc=typed))
    sheet, row, column = cell_of(openpyxl.load_workbook(path, data_only=True), "indicators", "cuoc", "ytd")
    assert sheet.cell(row, column).value == year


def test_the_reader_takes_the_past_for_no_answer(tmp_path: Path) -> None:
    book = book_of(catalogue(), BEFORE, "2022-H2")
    submission, findings = read(written(book, "1", tmp_path / "form.xlsx", cells(cuoc=4)))
    assert submission is not None and findings == ()
    answers = {v.item: v.value for v in submission.values if v.row == 0 and not v.item.startswith("meta.")}
    answers.pop("hai")  # what the form computes, blank here, is read by nobody
    assert {k: v for k, v in answers.items() if v is not None} == {"cuoc": 4, "bang": 4}
    assert submission.lists == {"buoi", "buoi.nguoi"}


def test_a_form_of_which_no_past_is_known_is_silent_and_so_is_the_program(tmp_path: Path) -> None:
    book = book_of(catalogue(), BEFORE, "2022-H2")
    path = written(book, "3", tmp_path / "form.xlsx", cells(cuoc=1, thon=1))
    alone = tmp_path / "alone.xlsx"
    write_form(book.catalogue, book.catalogue.unit["3"], alone, ISSUED, cells(cuoc=1, thon=1))
    assert set(states(path)) == {"trong_bieu"} and path.read_bytes() == alone.read_bytes()
    assert judged(book, path) == judged(book_of(catalogue(), {}, "2022-H2"), path) == set()


def test_another_unit_of_the_same_code_is_no_past(tmp_path: Path) -> None:
    base = catalogue()
    then, now = datetime.date(2022, 6, 30), datetime.date(2022, 7, 1)
    units = (Unit("1", "Xã cũ", "xa", valid_to=then), Unit("1", "Xã mới", "xa", valid_from=now))
    book = book_of(replace(base, units=units), {"2022-H1": {"1": BEFORE["2022-H1"]["1"]}}, "2022-H2")
    path = written(book, "1", tmp_path / "form.xlsx", cells(cuoc=1, thon=1))
    assert not {"tang", "nhu_cu", "tien"} & set(states(path))
    assert not {"tang", "nhu_cu", "tien"} & judged(book, path)


def test_without_such_rules_a_form_is_the_same_bytes_whatever_is_held(tmp_path: Path) -> None:
    plain = replace(catalogue(), rules=catalogue().rules[:1])
    book = book_of(plain, BEFORE, "2022-H2")
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    written(book, "1", one, cells(cuoc=4))
    write_form(book.catalogue, book.catalogue.unit["1"], other, ISSUED, cells(cuoc=4))
    assert one.read_bytes() == other.read_bytes()


def test_the_stamp_is_the_same_whatever_is_held(tmp_path: Path) -> None:
    book = book_of(catalogue(), BEFORE, "2022-H2")
    stamps = set()
    for unit in ("1", "2", "3"):
        submission, _ = read(written(book, unit, tmp_path / f"{unit}.xlsx"))
        assert submission is not None
        stamps.add(submission.catalogue)
    assert stamps == {form_stamp(book.catalogue, book.catalogue.forms[0])}


def test_forms_of_the_second_half_hold_the_first(demo_folder: Path, calc: Calc) -> None:
    """What a commune sent for the first half stands in its form for the second, as the verb makes it."""
    master = demo_folder / "qcdc.xlsm"
    (form,) = forms(master, NOW, ["24886"], period="2022-H2").forms
    before = {v.item: v.value for v in status(master, NOW).accepted["24886"].values}
    sheet, row, column = cell_of(openpyxl.load_workbook(form), "indicators", "tthc_tiep_nhan_nam", "previous")
    assert sheet.cell(row, column).value == before["tthc_tiep_nhan_nam"] == 869
    assert differences(form, calc) == []
