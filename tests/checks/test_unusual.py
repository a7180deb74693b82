"""What is sound and odd: against the unit's own past, across units of a kind, and how it is told.

Numbers in the tables are typed; what is odd among them was worked out by hand from the thresholds in the docstrings.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from clean_returns import clean_values
from small_catalogue import Tables, read, small

from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.checks.unusual import MOST, unusual
from qcdc_xl.model import NIL, CatalogueAt, Scalar, Submission, Value
from qcdc_xl.model.finding import WARNING, Finding, message
from qcdc_xl.totals.consolidate import Returns, consolidate
from qcdc_xl.verbs.demo import sample_values

Sent = Mapping[str, Mapping[str, Scalar]]
MANY = ("a", "b", "c", "d", "e", "f", "g", "h")


def tables(units: int = 1) -> Tables:
    """The small catalogue with so many communes ("1", "2" …) and eight flows that they count, a stock, a ratio."""
    made = small()
    made["units"][1:] = [
        [str(n), "2021-01-01", "", f"Xã {n}", "", "", "xa", "xa", "DAMRONG", ""] for n in range(1, units + 1)
    ]
    made["indicators"][0].append("over_time")
    for row in made["indicators"][1:]:
        row.append("last" if row[0] == "so_thon" else "")
    for code in MANY:
        row = [code, "III.1", "XA", f"Số {code}", "cuộc", "integer", "", "0", "", "", "", "SUM", "", "sum"]
        made["indicators"].append(row)
    row = ["diem", "III.1", "XA", "Điểm", "", "decimal", "", "0", "", "", "", "NONE", "", "none"]
    made["indicators"].append(row)
    return made


def table(catalogue: CatalogueAt, sent: Sent, **past: Returns) -> Returns:
    """Returns in which these numbers stand in F1, F2 …; ``past`` by the words for other periods."""
    form = catalogue.forms[0]
    received = {
        unit: Submission(
            unit, form.code, catalogue.period.code, form_stamp(catalogue, form), f"{unit}.xlsx",
            values=tuple(Value(c, 0, v, "Số liệu", f"F{n}") for n, (c, v) in enumerate(cells.items(), 1)),
        )
        for unit, cells in sent.items()
    }  # fmt: skip
    return consolidate(catalogue, received, past.get)


def after(folder: Path, before: Mapping[str, Scalar], now: Mapping[str, Scalar]) -> tuple[Finding, ...]:
    """What is found in one commune's return of the second half of 2022, the first half's being held."""
    catalogue = read(tables(), folder)
    past = table(catalogue, {"1": before})
    return unusual(table(catalogue.at("2022-H2"), {"1": now}, previous=past))


def codes(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(f.code, f.place.indicator) for f in findings]


MOVED: list[tuple[str, Scalar, Scalar, str]] = [
    ("a", 12, 120, "VALUE_JUMPED"),
    ("a", 12, 119, ""),
    ("a", 0, 50, "VALUE_JUMPED"),
    ("a", 4, 49, ""),  # below five is a few
    ("a", NIL, 50, "VALUE_JUMPED"),
    ("a", None, 5000, ""),  # not answered then
    ("a", 5000, None, ""),  # not answered now: another finding's business
    ("a", 20, 0, "VALUE_DROPPED"),
    ("a", 20, NIL, "VALUE_DROPPED"),
    ("a", 19, 0, ""),
    ("a", 500, 1, ""),
    ("so_thon", 8, 88, "VALUE_JUMPED"),  # a stock too
    ("so_thon", 30, 0, "VALUE_DROPPED"),
    ("diem", 9.5, 950, ""),  # a ratio is what it is
]


@pytest.mark.parametrize(("code", "before", "now", "found"), MOVED)
def test_a_number_that_jumped_or_fell_to_nothing(
    code: str, before: Scalar, now: Scalar, found: str, tmp_path: Path
) -> None:
    assert codes(after(tmp_path, {code: before}, {code: now})) == ([(found, code)] if found else [])


def test_what_is_computed_is_not_looked_at(tmp_path: Path) -> None:
    before = {"so_thon": 1000, "thon_huong_uoc": 1}
    assert after(tmp_path, before, {"so_thon": 300, "thon_huong_uoc": 4}) == ()  # a ratio of 0.1 and of 1.33


def test_the_line_stands_at_the_oddest_cell_and_counts_the_others(tmp_path: Path) -> None:
    before: dict[str, Scalar] = {"a": 12, "b": 10, "c": 10, "d": 30, "e": 40}
    now: dict[str, Scalar] = {"a": 120, "b": 7088, "c": 1000, "d": 0, "e": NIL}
    jumped, dropped = after(tmp_path, before, now)
    assert (jumped.place.unit, jumped.place.file, jumped.place.cell) == ("1", "1.xlsx", "F2")
    assert message(jumped) == (
        "“Số b” (mã số 06) là 7.088, trong khi kỳ “6 tháng đầu năm 2022” là 10; và 2 chỉ tiêu khác cũng như vậy. "
        "Đề nghị xem có ghi thừa chữ số hoặc nhầm dòng không; nếu số đúng thì không cần làm gì."
    )
    assert message(dropped).startswith(
        "“Số e” (mã số 09) là “không phát sinh”, trong khi kỳ “6 tháng đầu năm 2022” là 40; và 1 chỉ tiêu khác cũng như vậy."
    )
    assert {f.severity for f in (jumped, dropped)} == {WARNING}


def test_the_same_half_of_last_year_speaks_too(tmp_path: Path) -> None:
    """What comes back every spring has not jumped; without a period before, last year is what is held."""
    catalogue = read(tables(), tmp_path)
    spring = table(catalogue, {"1": {"a": 600}})
    autumn = table(catalogue.at("2022-H2"), {"1": {"a": 10}})
    later = catalogue.at("2023-H1")
    assert unusual(table(later, {"1": {"a": 700}}, previous=autumn, last_year=spring)) == ()
    assert codes(unusual(table(later, {"1": {"a": 700}}, previous=autumn))) == [("VALUE_JUMPED", "a")]
    (fell,) = unusual(table(later, {"1": {"a": 0}}, last_year=spring))
    assert (fell.code, fell.values["period"]) == ("VALUE_DROPPED", "6 tháng đầu năm 2022")


def test_a_unit_that_was_another_one_then_has_no_past(tmp_path: Path) -> None:
    catalogue = read(tables(), tmp_path)
    then = replace(catalogue, units=tuple(replace(u, name="Xã khác") for u in catalogue.units))
    past = table(then, {"1": {"a": 1}})
    assert unusual(table(catalogue.at("2022-H2"), {"1": {"a": 9999}}, previous=past)) == ()


def test_numbers_that_grow_as_they_please_in_all_units_have_not_jumped(tmp_path: Path) -> None:
    catalogue = read(tables(7), tmp_path)
    past = table(catalogue, {str(n): {"a": 10} for n in range(1, 8)})

    def grown(*times: int) -> list[str]:
        sent: Sent = {str(n): {"a": 10 * t} for n, t in enumerate(times, start=1)}
        return [
            f.place.unit
            for f in unusual(table(catalogue.at("2022-H2"), sent, previous=past))
            if f.code == "VALUE_JUMPED"
        ]

    assert grown(1, 1, 2, 1, 1, 1, 10) == ["7"]
    assert grown(1, 20, 3, 40, 8, 2, 12) == []
    assert grown(11, 12, 11, 12, 11, 12, 11) == []


BEFORE: dict[str, Scalar] = dict(zip(MANY, (11, 3, 25, 7, 2, 19, 40, 5), strict=True))
COPIES: list[tuple[dict[str, Scalar], dict[str, Scalar], bool]] = [
    (BEFORE, BEFORE, True),
    (BEFORE, {**BEFORE, "a": 12, "b": 4}, True),  # six of eight
    (BEFORE, {**BEFORE, "a": 12, "b": 4, "c": 26}, False),
    (
        {"a": 11, "c": 25, "f": 19, "b": 3, "h": 0},
        {"a": 11, "c": 25, "f": 19, "b": 3, "h": 0},
        False,
    ),  # four numbers
    ({"a": 11, "c": 25, "g": 40, "b": 3, "h": 1}, {"a": 11, "c": 25, "g": 40, "b": 3, "h": 1}, True),
    (
        {"a": 9, "c": 25, "g": 40, "b": 3, "h": 1},
        {"a": 9, "c": 25, "g": 40, "b": 3, "h": 1},
        False,
    ),  # two large ones
    ({"a": 11, "c": 25, "g": 40, "b": 3, "h": NIL}, {"a": 11, "c": 25, "g": 40, "b": 3, "h": NIL}, False),
    (
        {"a": 11, "c": 25, "g": 40, "b": 3},
        {"a": 11, "c": 25, "g": 40, "b": 3, "so_thon": 8},
        False,
    ),  # nor by stocks
]


@pytest.mark.parametrize(("before", "now", "found"), COPIES)
def test_numbers_copied_from_last_time(
    before: dict[str, Scalar], now: dict[str, Scalar], found: bool, tmp_path: Path
) -> None:
    assert codes(after(tmp_path, {"so_thon": 8, **before}, now)) == (
        [("VALUES_COPIED", "g")] if found else []
    )


def test_a_copy_is_told_with_its_count_and_an_example(tmp_path: Path) -> None:
    (found,) = after(tmp_path, BEFORE, {**BEFORE, "b": 4})
    assert message(found) == (
        "Có 7 trong 8 số liệu của báo cáo này giống hệt kỳ “6 tháng đầu năm 2022”, ví dụ “Số g” (mã số 11) cùng là 40. "
        "Đề nghị xem đơn vị có gửi lại số liệu của kỳ trước không; nếu số đúng thì không cần làm gì."
    )


OUTLIERS: list[tuple[Sequence[Scalar], list[str]]] = [
    ((20, 25, 30, 22, 18, 27, 2500), ["7"]),
    ((20, 25, 30, 22, 18, 27, 249), []),  # not ten times the usual 25
    ((100, 400, 300, 220, 150, 270, 2), []),  # as far from 220 as others are
    ((200, 250, 300, 220, 180, 270, 2), ["7"]),  # they are within 40, it is 218 away
    ((200, 201, 200, 199, 200, 201, 2), ["7"]),
    ((0, 0, 0, 0, 0, 0, 45), ["7"]),
    ((0, 0, 0, 0, 0, 0, 44), []),
    ((1, 10, 100, 1000, 10000, 3, 30), []),  # who differ so much differ anyway
    ((20, 25, 30, 22, 18, 2500), []),  # six are too few to know
    ((20, 25, 30, 22, 18, NIL, 2500), []),
    ((20, 25, 30, 22, 18, None, 2500), []),
    ((0, 0, 0, 0, 0, 0, NIL), []),
]


@pytest.mark.parametrize(("numbers", "odd"), OUTLIERS)
def test_a_number_far_from_what_others_of_the_kind_have(
    numbers: Sequence[Scalar], odd: list[str], tmp_path: Path
) -> None:
    catalogue = read(tables(7), tmp_path)
    found = unusual(table(catalogue, {str(n): {"a": v} for n, v in enumerate(numbers, 1)}))
    assert [(f.code, f.place.unit) for f in found] == [("VALUE_OUTLYING", unit) for unit in odd]


@pytest.mark.parametrize("code", ["so_thon", "diem"])
def test_stocks_sums_since_january_and_ratios_are_not_held_against_others(code: str, tmp_path: Path) -> None:
    numbers = (20, 25, 30, 22, 18, 27, 2500)
    found = unusual(table(read(tables(7), tmp_path), {str(n): {code: v} for n, v in enumerate(numbers, 1)}))
    assert found == ()


def test_an_outlier_is_told_with_what_is_usual(tmp_path: Path) -> None:
    sent: Sent = {str(n): {"a": v, "b": v} for n, v in enumerate((20, 25, 30, 22, 18, 27, 2500), 1)}
    (found,) = unusual(table(read(tables(7), tmp_path), sent))
    assert message(found) == (
        "“Số a” (mã số 05) là 2.500, khác xa các đơn vị cùng loại (thường khoảng 25); và 1 chỉ tiêu khác cũng như vậy. "
        "Đề nghị xem có ghi thừa hoặc thiếu chữ số, nhầm dòng không; nếu số đúng thì không cần làm gì."
    )


def test_a_run_has_so_many_lines_the_oddest_first_and_one_for_the_rest(tmp_path: Path) -> None:
    units = MOST + 8
    catalogue = read(tables(units), tmp_path)
    past = table(catalogue, {str(n): {MANY[n % 8]: 10} for n in range(1, units + 1)})
    sent: Sent = {str(n): {MANY[n % 8]: 1000 + n} for n in range(1, units + 1)}
    found = unusual(table(catalogue.at("2022-H2"), sent, previous=past))
    assert [f.place.unit for f in found[:-1]] == [str(n) for n in range(units, units - MOST, -1)]
    assert message(found[-1]).startswith(
        "Còn 8 chỗ có số liệu khác thường so với kỳ trước hoặc so với các đơn vị cùng loại, ít khác hơn những chỗ đã nêu "
        "nên không liệt kê; của: Xã 8, Xã 7, Xã 6, Xã 5, Xã 4 và 3 đơn vị khác."
    )


def test_an_older_form_s_own_number_and_words_are_told(tmp_path: Path) -> None:
    (tmp_path / "form_versions.csv").write_text(
        "form,stamp,kind,code,number,label\nXA,aaaaaaaa,indicator,a,02,Số buổi\n", encoding="utf-8"
    )
    catalogue = read(tables(), tmp_path)
    past = table(catalogue, {"1": {"a": 1}})
    returns = table(catalogue.at("2022-H2"), {"1": {"a": 999}}, previous=past)
    old = replace(returns.received["1"], catalogue="aaaaaaaa")
    (found,) = unusual(replace(returns, received={"1": old}))
    assert found.values["what"] == "“Số buổi” (mã số 02)"


def of_sample(catalogue: CatalogueAt, values: Mapping[str, Sequence[Value]], **past: Returns) -> Returns:
    """Returns of the shipped catalogue's units."""
    sent = {unit: {v.item: v.value for v in said if v.row == 0} for unit, said in values.items()}
    received = {
        u.code: Submission(u.code, form.code, "", form_stamp(catalogue, form), "a.xlsx",
                           values=tuple(Value(c, 0, v, "S", "F1") for c, v in sent[u.code].items()))
        for u in catalogue.active_units if (form := catalogue.form_of(u))
    }  # fmt: skip
    return consolidate(catalogue, received, past.get)


def test_nothing_in_the_sample_is_odd(catalogue: CatalogueAt) -> None:
    assert unusual(of_sample(catalogue, sample_values(catalogue))) == ()


def test_hardly_anything_in_clean_returns_is_odd(catalogue: CatalogueAt) -> None:
    """1,020 random returns, each number drawn by itself: at most one line for a hundred."""
    rng, lines = random.Random(20221126), 0
    for _ in range(30):
        lines += len(
            unusual(
                of_sample(
                    catalogue, {u.code: clean_values(rng, catalogue, u) for u in catalogue.active_units}
                )
            )
        )
    assert lines <= 10


def test_hardly_anything_is_odd_in_a_second_half_that_goes_on_as_the_first(catalogue: CatalogueAt) -> None:
    """Each number of 1,020 clean returns a third more or less than before, and as chance has it."""
    rng, lines, later = random.Random(20221127), 0, catalogue.at("2022-H2")
    for _ in range(30):
        first = {u.code: clean_values(rng, catalogue, u) for u in catalogue.active_units}
        second = {unit: [_gone_on(rng, v) for v in said] for unit, said in first.items()}
        lines += len(unusual(of_sample(later, second, previous=of_sample(catalogue, first))))
    assert lines <= 10


def _gone_on(rng: random.Random, value: Value) -> Value:
    if value.row or not isinstance(value.value, int) or not value.value:
        return value
    expected = value.value * math.exp(rng.gauss(0, 0.33))
    return value._replace(value=max(0, round(rng.gauss(expected, math.sqrt(expected)))))
