"""What expressions come to, over many units at once. Every expected value was written down by hand.

The values of ROUND are those of Microsoft's own page about the function, the serial days of dates those
that Excel shows (1/1/2022 is 44562).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc_xl.expression.evaluate import Column, Frame, Result, Rows, column, evaluate
from qcdc_xl.expression.syntax import parse
from qcdc_xl.model import NIL, Scalar

MISSING, FAILED = "(thiếu)", "(không tính được)"
Cells = Sequence[Scalar]


def made(cells: Cells) -> Column:
    """A column of texts if there is a text in it, else of numbers or dates."""
    return column(cells, numeric=not any(isinstance(c, str) and c != NIL for c in cells))


def frame_of(
    cells: Mapping[str, Cells], size: int | None = None, past: Mapping[str, Cells] | None = None
) -> Frame:
    """Single values by name, a unit an entry."""
    columns = {name: made(values) for name, values in cells.items()}
    length = size if size is not None else max(map(len, cells.values()), default=1)
    before = {name: made(values) for name, values in (past or {}).items()}
    return Frame(length, columns.__getitem__, past=lambda when, name: before[f"{when} {name}"])


def told(result: Result) -> list[object]:
    """The outcome, entry by entry: a value, or a word where there is none."""
    return [
        FAILED if failed else MISSING if missing else NIL if nil else value
        for value, missing, failed, nil in zip(
            result.values.tolist(), result.missing, result.failed, result.nil, strict=True
        )
    ]


def outcome(text: str, **cells: Cells) -> list[object]:
    """What an expression comes to on these cells."""
    return told(evaluate(parse(text), frame_of(cells)))


def counted(text: str, **cells: Cells) -> list[object]:
    """The same where a blank operand shall count as 0 (a rule's ``missing`` is ``zero``)."""
    return evaluate(parse(text), frame_of(cells)).values.tolist()


def one(text: str) -> object:
    """The value of an expression without names."""
    (value,) = outcome(text)
    return value


# law 2: blank, 0, "không phát sinh"


def test_blank_zero_and_nothing_to_report_come_through_a_bare_name_as_three_things() -> None:
    assert outcome("a", a=[None, 0, NIL, 5]) == [MISSING, 0, NIL, 5]


def test_in_arithmetic_nothing_to_report_counts_as_zero_and_a_blank_makes_the_result_missing() -> None:
    assert outcome("a + 2", a=[None, 0, NIL, 5]) == [MISSING, 2, 2, 7]
    assert outcome("10 - a * 2", a=[None, 0, NIL, 5]) == [MISSING, 10, 10, 0]
    assert outcome("-a", a=[None, 0, NIL, 5]) == [MISSING, 0, 0, -5]
    assert outcome("ABS(a - 6)", a=[None, 0, NIL, 5]) == [MISSING, 6, 6, 1]


def test_a_blank_counts_as_zero_for_rules_that_say_so() -> None:
    assert counted("a + 2", a=[None, 0, NIL, 5]) == [2, 2, 2, 7]
    assert counted("a = b + c", a=[3, 3], b=[3, 2], c=[None, None]) == [True, False]


def test_comparisons_treat_the_three_alike_but_say_when_something_is_missing() -> None:
    assert outcome("a = 0", a=[None, 0, NIL, 5]) == [MISSING, True, True, False]
    assert outcome("a < 1", a=[None, 0, NIL, 5]) == [MISSING, True, True, False]
    assert counted("a = 0", a=[None, 0, NIL, 5]) == [True, True, True, False]


def test_one_missing_operand_is_enough() -> None:
    assert outcome("a = b + c", a=[6, 6, None], b=[2, None, 2], c=[4, 4, 4]) == [True, MISSING, MISSING]
    assert outcome("AND(a > 0, b > 0)", a=[0, 1], b=[None, 1]) == [MISSING, True]


def test_isblank_and_isnil_tell_the_three_apart_and_lack_nothing_themselves() -> None:
    assert outcome("ISBLANK(a)", a=[None, 0, NIL, 5]) == [True, False, False, False]
    assert outcome("ISNIL(a)", a=[None, 0, NIL, 5]) == [False, False, True, False]
    assert outcome("ISBLANK(t)", t=[None, "Có"]) == [True, False]


def test_isnil_knows_nothing_to_report_in_a_text_too() -> None:
    assert outcome("ISNIL(t)", t=["Có", NIL]) == [False, True]


# IF


def test_if_lacks_only_what_the_branch_taken_names() -> None:
    assert outcome("IF(ISBLANK(a), 0, a)", a=[None, 5, NIL]) == [0, 5, 0]
    assert outcome("IF(c = 1, a, b)", c=[1, 2, 1, 2], a=[7, None, None, 7], b=[None, 8, 8, None]) == [
        7,
        8,
        MISSING,
        MISSING,
    ]


def test_if_without_its_condition_is_missing() -> None:
    assert outcome("IF(c = 1, 2, 3)", c=[None, 1]) == [MISSING, 2]


def test_if_fails_only_in_the_branch_taken() -> None:
    assert outcome("IF(b = 0, 0, a / b)", a=[6, 6], b=[0, 3]) == [0, 2]
    assert outcome("IF(b = 0, a / b, 1)", a=[6, 6], b=[0, 3]) == [FAILED, 1]


def test_if_chooses_among_texts_and_within_an_if() -> None:
    assert outcome('IF(a >= 90, "tốt", IF(a >= 50, "khá", "yếu"))', a=[95, 50, 49.9]) == ["tốt", "khá", "yếu"]


# arithmetic and comparison as in a spreadsheet


def test_division_by_zero_fails_and_does_not_stop_the_other_units() -> None:
    assert outcome("100 * a / b", a=[1, 1, 1, 1], b=[4, 0, NIL, None]) == [25, FAILED, FAILED, FAILED]
    assert outcome("ROUND(1 / a, 2) > 0", a=[0, 3]) == [FAILED, True]


def test_sums_of_decimals_are_equal_when_people_say_so() -> None:
    assert one("0.1 + 0.2 = 0.3") is True
    assert one("0.1 + 0.2 <> 0.3") is False
    assert one("0.1 + 0.2 > 0.3") is False
    assert one("0.1 + 0.2 <= 0.3") is True
    assert one("0.3 >= 0.1 + 0.2") is True
    assert one("0.3 < 0.1 + 0.2") is False
    assert one("0.3 - 0.1 - 0.2") == 0
    assert one("1.1 * 3 = 3.3") is True


def test_numbers_that_differ_do_differ() -> None:
    assert one("99999999999 = 99999999998") is False
    assert one("99999999998 < 99999999999") is True
    assert one("0.3 = 0.3000001") is False
    assert one("0 = 0.0000000001") is False
    assert one("-3 < -2") is True


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ROUND(2.15, 1)", 2.2),  # this and the next six: Microsoft's examples
        ("ROUND(2.149, 1)", 2.1),
        ("ROUND(-1.475, 2)", -1.48),
        ("ROUND(21.5, -1)", 20),
        ("ROUND(626.3, -3)", 1000),
        ("ROUND(1.98, -1)", 0),
        ("ROUND(-50.55, -2)", -100),
        ("ROUND(1.005, 2)", 1.01),
        ("ROUND(2.675, 2)", 2.68),
        ("ROUND(0.5, 0)", 1),
        ("ROUND(1.5, 0)", 2),
        ("ROUND(2.5, 0)", 3),
        ("ROUND(-0.5, 0)", -1),
        ("ROUND(-2.5, 0)", -3),
        ("ROUND(100 * 7029 / 7088, 2)", 99.17),
        ("ROUND(100 * 59 / 7088, 2)", 0.83),
        ("ROUND(7554, 2)", 7554),
    ],
)
def test_round_goes_half_away_from_zero(text: str, wanted: float) -> None:
    assert one(text) == wanted


@given(st.integers(-(10**9), 10**9))
def test_round_agrees_with_counting_in_thousandths(thousandths: int) -> None:
    hundredths = (abs(thousandths) + 5) // 10  # half away from zero, in whole numbers
    wanted = hundredths / 100 if thousandths >= 0 else -hundredths / 100
    assert outcome("ROUND(a, 2)", a=[thousandths / 1000]) == [wanted]


def test_rounding_to_more_places_than_there_are_changes_nothing() -> None:
    assert outcome("ROUND(a, b)", a=[5, 5], b=[2, 30]) == [5, 5]


def test_logical_functions() -> None:
    a, b = [1, 1, 0, 0], [1, 0, 1, 0]
    assert outcome("AND(a = 1, b = 1)", a=a, b=b) == [True, False, False, False]
    assert outcome("OR(a = 1, b = 1)", a=a, b=b) == [True, True, True, False]
    assert outcome("NOT(a = 1)", a=a, b=b) == [False, False, True, True]
    assert outcome("(a = 1) = (b = 1)", a=a, b=b) == [True, False, False, True]
    assert outcome("(a = 1) <> (b = 1)", a=a, b=b) == [False, True, True, False]


# texts


def test_texts_compare_without_case_but_with_their_marks() -> None:
    assert outcome('t = "có"', t=["Có", "CÓ", "có", "co", "Không", None]) == [
        True,
        True,
        True,
        False,
        False,
        MISSING,
    ]
    assert outcome('t <> "ĐẠ TÔNG"', t=["Đạ Tông", "Da Tong"]) == [False, True]


def test_texts_and_numbers_are_joined_as_they_are_written() -> None:
    assert outcome('a & " xã"', a=[8, 2.5, 0]) == ["8 xã", "2.5 xã", "0 xã"]
    assert outcome('t & "; " & t', t=["Rô Men", None]) == ["Rô Men; Rô Men", MISSING]
    assert one('"a" & 0.1 + 0.2') == "a0.3"


# dates


def test_a_date_is_the_day_that_excel_counts() -> None:
    first, eighth = datetime.date(2022, 1, 1), datetime.date(2022, 6, 8)
    assert outcome("d", d=[first, eighth]) == [44562, 44720]
    assert outcome("d - e", d=[datetime.date(2022, 6, 30)], e=[first]) == [180]
    assert outcome("d <= e", d=[first, eighth], e=[eighth, first]) == [True, False]


def test_datetext_writes_a_date_as_documents_do() -> None:
    days = [
        datetime.date(2022, 6, 8),
        datetime.date(2022, 2, 10),
        datetime.date(2022, 5, 18),
        datetime.date(2022, 12, 1),
        None,
    ]
    assert outcome('"ngày " & DATETEXT(d)', d=days) == [
        "ngày 08/6/2022",
        "ngày 10/02/2022",
        "ngày 18/5/2022",
        "ngày 01/12/2022",
        MISSING,
    ]


# aggregates over names


def test_a_sum_leaves_out_blanks_and_is_nothing_to_report_only_if_all_say_so() -> None:
    found = outcome("SUM(a, b)", a=[1, None, NIL, NIL, NIL, NIL, 0], b=[2, None, NIL, None, 3, 0, None])
    assert found == [3, MISSING, NIL, NIL, 3, 0, 0]


def test_the_other_aggregates_do_not_count_nothing_to_report_as_a_zero() -> None:
    cells: dict[str, Cells] = {"a": [4, NIL, None], "b": [NIL, NIL, None], "c": [9, None, None]}
    assert outcome("MIN(a, b, c)", **cells) == [4, NIL, MISSING]
    assert outcome("MAX(a, b, c)", **cells) == [9, NIL, MISSING]
    assert outcome("AVERAGE(a, b, c)", **cells) == [6.5, NIL, MISSING]
    assert outcome("COUNT(a, b, c)", **cells) == [2, 0, MISSING]


def test_nothing_to_report_from_a_sum_counts_as_zero_in_further_arithmetic() -> None:
    assert outcome("SUM(a) + 1", a=[NIL, None]) == [1, MISSING]


def test_the_largest_of_negative_numbers_is_negative() -> None:
    assert outcome("MAX(a, b)", a=[-5], b=[-7]) == [-5]
    assert outcome("MIN(a, b)", a=[5], b=[7]) == [5]


# aggregates over rows of many units

OWNERS = [0, 0, 0, 1, 1]  # three rows of the first unit, two of the second, none of the third
ANSWERED = [True, True, True, False]  # the fourth has not reported


def rows_frame(**cells: Cells) -> Frame:
    """Four units with a list ``l`` of five rows."""
    answered, owner = np.array(ANSWERED), np.array(OWNERS, dtype=np.intp)
    found = {f"l.{name}": Rows(made(values), owner, answered) for name, values in cells.items()}
    found["l"] = Rows(made([None] * 5), owner, answered)
    return Frame(4, {"u": made([1, 2, 3, 4])}.__getitem__, found.__getitem__)


def over_rows(text: str, **cells: Cells) -> list[object]:
    """What an expression comes to for the four units."""
    return told(evaluate(parse(text), rows_frame(**cells)))


def test_each_unit_gets_the_aggregate_of_its_own_rows() -> None:
    n: Cells = [10, None, NIL, 5, 7]
    assert over_rows("SUM(l.n)", n=n)[:2] == [10, 12]
    assert over_rows("MIN(l.n)", n=n)[:2] == [10, 5]
    assert over_rows("MAX(l.n)", n=n)[:2] == [10, 7]
    assert over_rows("AVERAGE(l.n)", n=n)[:2] == [10, 6]


def test_no_row_is_zero_but_no_report_is_missing() -> None:
    n: Cells = [10, None, NIL, 5, 7]
    assert over_rows("ROWS(l)") == [3, 2, 0, MISSING]
    assert over_rows("COUNT(l.n)", n=n) == [1, 2, 0, MISSING]
    assert over_rows("COUNTIF(l.n, 7)", n=n) == [0, 1, 0, MISSING]
    assert over_rows('SUMIF(l.t, "a", l.n)', n=n, t=["a"] * 5) == [10, 12, 0, MISSING]


def test_rows_and_a_units_own_value_meet_in_one_expression() -> None:
    assert over_rows("u = ROWS(l) - 2") == [True, False, False, MISSING]
    assert over_rows("SUM(l.n, u)", n=[1, 1, 1, 1, 1]) == [4, 4, 3, 4]


def test_countif_counts_texts_without_case_and_takes_no_patterns() -> None:
    t: Cells = ["HĐND", "hđnd", None, "Quốc hội", "H*"]
    assert over_rows('COUNTIF(l.t, "HĐND")', t=t) == [2, 0, 0, MISSING]
    assert over_rows('COUNTIF(l.t, "H*")', t=t) == [0, 1, 0, MISSING]
    assert over_rows('COUNTIF(l.t, "")', t=t) == [0, 0, 0, MISSING]


def test_countif_of_zero_counts_no_blank_and_no_nothing_to_report() -> None:
    assert over_rows("COUNTIF(l.n, 0)", n=[0, None, NIL, 0, 0]) == [1, 2, 0, MISSING]
    assert over_rows("COUNTIF(l.n, 0.3)", n=[0.1 + 0.2, 0.3, 3, 1, 2]) == [2, 0, 0, MISSING]


def test_sumif_adds_the_rows_that_fit() -> None:
    t: Cells = ["HĐND", "Quốc hội", "hđnd", "Quốc hội", "HĐND"]
    n: Cells = [10, 20, NIL, 5, None]
    assert over_rows('SUMIF(l.t, "HĐND", l.n)', t=t, n=n) == [10, 0, 0, MISSING]
    assert over_rows('SUMIF(l.t, "Quốc hội", l.n)', t=t, n=n) == [20, 5, 0, MISSING]


def whole(columns: Mapping[str, Cells], figures: Mapping[str, Cells] | None = None) -> Frame:
    """All units together: one result, columns with an entry a unit, figures by name."""

    def rows(code: str) -> Rows:
        cells = columns[code]
        answered = np.array([any(c is not None for c in cells)])
        return Rows(made(cells), np.zeros(len(cells), dtype=np.intp), answered)

    singles = {name: made(values) for name, values in (figures or {}).items()}
    return Frame(1, singles.__getitem__, rows)


def test_across_units_a_column_comes_to_one_value() -> None:
    frame = whole(
        {"x": [4, 1, NIL, None, 2], "none": [None, None], "nil": [NIL, None], "t": ["xa", "xa", "cq"]}
    )
    assert told(evaluate(parse("SUM(x)"), frame)) == [7]
    assert told(evaluate(parse("COUNT(x)"), frame)) == [3]
    assert told(evaluate(parse("SUM(none)"), frame)) == [MISSING]
    assert told(evaluate(parse("SUM(nil)"), frame)) == [NIL]
    assert told(evaluate(parse('COUNTIF(t, "xa")'), frame)) == [2]


def test_a_unit_behind_the_at_sign_gives_its_own_value() -> None:
    frame = whole({"x@UBMTTQ": [4], "x@HND": [NIL], "x@HCCB": [None]})
    assert told(evaluate(parse("x@UBMTTQ"), frame)) == [4]
    assert told(evaluate(parse("x@HND"), frame)) == [NIL]
    assert told(evaluate(parse("x@UBMTTQ + x@HND"), frame)) == [4]
    assert told(evaluate(parse("SUM(x@UBMTTQ, x@HND, x@HCCB)"), frame)) == [4]
    assert told(evaluate(parse("x@UBMTTQ + x@HCCB"), frame)) == [MISSING]


def test_a_bare_name_is_another_figure_even_inside_an_aggregate() -> None:
    frame = whole({"x": [1, 2]}, {"f": [59], "g": [7029], "x": [100]})
    assert told(evaluate(parse("f + g"), frame)) == [7088]
    assert told(evaluate(parse("SUM(f, g)"), frame)) == [7088]
    assert told(evaluate(parse("SUM(x) + x"), frame)) == [103]


# lists, settings, the last period


def list_frame(answered: bool = True) -> Frame:
    """A list ``h`` of four conferences."""
    columns = {
        "h.noi": made(["Rô Men", "Đạ Long", None, "Phi Liêng"]),
        "h.cap": made(["Quốc hội", "HĐND", "HĐND", "hđnd"]),
        "h.n": made([5, 0, 7, None]),
    }
    rows = Frame(4, columns.__getitem__)
    owners = Rows(made([None] * 4), np.zeros(4, dtype=np.intp), np.array([answered]))
    return Frame(1, {}.__getitem__, lambda code: owners, lambda code: rows)


def test_a_list_holds_the_texts_of_the_chosen_rows_in_their_order() -> None:
    for text, wanted in {
        "LIST(h.noi)": ("Rô Men", "Đạ Long", "Phi Liêng"),
        'LIST(h.noi, h.cap = "HĐND")': ("Đạ Long", "Phi Liêng"),
        'LIST(h.cap & " " & h.n, h.n > 4)': ("Quốc hội 5", "HĐND 7"),
        "LIST(h.noi, h.n > 100)": (),
    }.items():
        assert told(evaluate(parse(text), list_frame())) == [wanted]


def test_a_list_that_nobody_reported_is_missing() -> None:
    assert told(evaluate(parse("LIST(h.noi)"), list_frame(answered=False))) == [MISSING]


def test_a_setting_is_the_same_for_every_unit_and_missing_when_blank() -> None:
    frame = Frame(2, {}.__getitem__, settings={"khoa": 15, "tinh": "Lâm Đồng", "trong": None})
    assert told(evaluate(parse("SETTING(khoa) + 1"), frame)) == [16, 16]
    assert told(evaluate(parse('SETTING(tinh) & "."'), frame)) == ["Lâm Đồng.", "Lâm Đồng."]
    assert told(evaluate(parse("SETTING(trong)"), frame)) == [MISSING, MISSING]


def test_previous_is_the_last_periods_value_of_the_same_unit() -> None:
    frame = frame_of({"x_nam": [30, 30, 30], "x": [10, 10, 10]}, past={"previous x_nam": [20, 19, None]})
    assert told(evaluate(parse("x_nam = PREVIOUS(x_nam) + x"), frame)) == [True, False, MISSING]
    nothing = frame_of({"x": [10]}, past={"previous x": [NIL]})
    assert told(evaluate(parse("PREVIOUS(x)"), nothing)) == [NIL]
    assert told(evaluate(parse("PREVIOUS(x) + x"), nothing)) == [10]


@pytest.mark.parametrize(
    ("function", "when"), [("PREVIOUS", "previous"), ("LASTYEAR", "last_year"), ("YTD", "ytd")]
)
def test_each_function_asks_for_its_own_period(function: str, when: str) -> None:
    past = {f"{word} x": [value] for word, value in (("previous", 1), ("last_year", 2), ("ytd", 3))}
    frame = frame_of({"x": [10]}, past=past)
    assert told(evaluate(parse(f"{function}(x) + x"), frame)) == [10 + past[f"{when} x"][0]]


# whole columns at once


@pytest.mark.parametrize("text", ["a + 1 = 2", "ROUND(a / 3, 2)", "IF(a > 1, a, 0)", "SUM(a)", 'a & ""'])
def test_no_unit_at_all_is_no_result_and_no_error(text: str) -> None:
    assert outcome(text, a=[]) == []


CELL = st.one_of(st.none(), st.just(NIL), st.integers(-9, 9), st.sampled_from([0.1, 0.2, 0.3, 2.5]))


@pytest.mark.parametrize(
    "text",
    [
        "a - b * 2",
        "a / b",
        "IF(a > b, a / b, ROUND(b, 0))",
        "IF(ISBLANK(a), b, a)",
        "AND(a >= b, NOT(ISNIL(a)))",
        "SUM(a, b)",
        "AVERAGE(a, b)",
        "COUNT(a, b) & MAX(a, b)",
        "COUNTIF(a, 2.5) + SUMIF(a, 0.3, b)",
    ],
)
@given(pairs=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8))
def test_every_unit_gets_what_it_would_get_alone(text: str, pairs: list[tuple[Scalar, Scalar]]) -> None:
    together = outcome(text, a=[a for a, _ in pairs], b=[b for _, b in pairs])
    alone = [value for a, b in pairs for value in outcome(text, a=[a], b=[b])]
    assert together == alone
