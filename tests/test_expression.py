"""The expression language: what is refused, where, and what the rest means; numbers worked out by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc_xl.expression.evaluate import Frame, Rows, column, evaluate
from qcdc_xl.expression.render import OnlyCells, Renderer
from qcdc_xl.expression.schema import LOGICAL, NUMBER, TEXT, Schema, check
from qcdc_xl.expression.syntax import Binary, ExpressionError, Name, Number, parse
from qcdc_xl.model import NIL, Scalar

SCHEMA = Schema(
    names={"a": NUMBER, "b": NUMBER, "t": TEXT, "d": "date"},
    columns={"x": NUMBER, "loai": TEXT, "bk.cap": TEXT, "bk.so": NUMBER},
    lists=frozenset({"bk"}),
    units=frozenset({"U1"}),
    settings={"ky": NUMBER},
)


def value(text: str, **cells: Scalar) -> object:
    """The result for one row of cells; None if missing, "lỗi" if it cannot be computed, NIL if that came through."""
    numeric = {"a", "b"}
    frame = Frame(1, lambda code: column([cells.get(code)], code in numeric or code == "d"))
    check(parse(text), SCHEMA)
    found = evaluate(parse(text), frame)
    if found.missing[0]:
        return None
    return "lỗi" if found.failed[0] else NIL if found.nil[0] else found.values[0]


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("a +", 4, "thiếu tên chỉ tiêu hoặc số ở cuối"),
        ("(a + b", 7, "ngoặc mở ở vị trí 1 chưa đóng"),
        ("a b", 3, "thừa “b”"),
        ("a = “x”", 5, "dùng dấu nháy kép thẳng"),
        ("a # b", 3, "không hiểu ký tự “#”"),
        ('t = "x', 5, "dấu nháy kép chưa đóng"),
        ("  a + * b", 7, "thiếu tên chỉ tiêu hoặc số trước “*”"),
        ("SUM(a,", 7, "thiếu tên chỉ tiêu hoặc số"),
        ("= a )", 5, "thừa “)”"),
    ],
)
def test_a_mistake_is_told_with_its_position(text: str, position: int, reason: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert error.value.position == position and reason in error.value.reason


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("a + la", 5, "không có tên “la”"),
        ("TONG(a)", 1, "không có hàm “TONG”"),
        ("ROUND(a)", 1, "hàm ROUND cần 2 đối số"),
        ("a + t", 5, "chỗ này cần số"),
        ("x + 1", 1, "dùng trong hàm như SUM(x)"),
        ("x@U9", 1, "không có đơn vị mã “U9”"),
        ("bk.so@U1", 1, "không dùng được với @ đơn vị"),
        ("SUM(a + b)", 7, "chỉ nhận tên chỉ tiêu"),
        ("SUM(loai)", 5, "cần số, không phải chữ"),
        ('COUNTIF(x, "c")', 12, "không cùng loại"),
        ("COUNTIF(loai, t)", 15, "điều kiện phải là"),
        ('SUMIF(bk.cap, "c", x)', 20, "cùng một bảng"),
        ("ROWS(a)", 6, "không có bảng kê “a”"),
        ("PREVIOUS(a)", 1, "chỉ dùng trong quy tắc so với kỳ trước"),
        ("SETTING(khong_co)", 9, "không có thiết lập"),
        ("LIST(a)", 1, "đúng một bảng kê"),
        ("IF(a, 1, 2)", 4, "chỗ này cần đúng/sai"),
    ],
)
def test_what_does_not_fit_is_told_with_its_position(text: str, position: int, reason: str) -> None:
    with pytest.raises(ExpressionError) as error:
        check(parse(text), SCHEMA)
    assert error.value.position == position and reason in error.value.reason


@given(st.text(alphabet='ab1+-*/=<>&(),;". @_#éđ', max_size=30))
def test_any_text_is_parsed_or_refused_at_a_place_in_it(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert 1 <= error.position <= len(text) + 1


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    with pytest.raises(ExpressionError):
        parse("(" * 500 + "1" + ")" * 500)


def test_operators_bind_as_in_excel() -> None:
    tree = parse("a + b * 2 = 3 & 4")
    assert isinstance(tree, Binary) and tree.operator == "="
    assert value("2 + 3 * 4 - 6 / 2") == 11
    assert value("-2 * -3") == 6
    assert value("10 - 4 - 3") == 3
    assert value("IF(1 > 2; 3; 4)") == value("IF(1 > 2, 3, 4)") == 4
    assert parse("1.5") == Number(1.5, 1) and parse("x@U1") == Name("x", "U1", 1)


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("a + b", {"a": 2, "b": 3}, 5),
        ("a + b", {"a": 2, "b": NIL}, 2),
        ("a + b", {"a": 2, "b": None}, None),
        ("a + b", {"a": NIL, "b": NIL}, 0),
        ("a", {"a": NIL}, NIL),
        ("SUM(a, b)", {"a": NIL, "b": None}, NIL),
        ("SUM(a, b)", {"a": 4, "b": None}, 4),
        ("SUM(a, b)", {}, None),
        ("a / b", {"a": 1, "b": 0}, "lỗi"),
        ("a / b", {"a": 1, "b": NIL}, "lỗi"),
        ("IF(b = 0, 0, a / b)", {"a": 1, "b": 0}, 0),
        ("IF(ISBLANK(b), a, a + b)", {"a": 1}, 1),
        ("IF(ISNIL(b), 7, 8)", {"b": NIL}, 7),
        ("IF(ISNIL(b), 7, 8)", {"b": 0}, 8),
        ("ROUND(a, 2)", {"a": 1.005}, 1.01),
        ("ROUND(a, 0)", {"a": 2.5}, 3),
        ("ROUND(a, 0)", {"a": -2.5}, -3),
        ("ROUND(100 * a / b, 2)", {"a": 7029, "b": 7088}, 99.17),
        ("a + b = 0.3", {"a": 0.1, "b": 0.2}, True),
        ("a + b > 0.3", {"a": 0.1, "b": 0.2}, False),
        ('t = "quốc HỘI"', {"t": "Quốc hội"}, True),
        ('t & " số " & a', {"t": "Tờ trình", "a": 5}, "Tờ trình số 5"),
        ("AND(a > 1, NOT(b > 1))", {"a": 2, "b": 1}, True),
        ("OR(a > 1, b > 1)", {"a": 0, "b": 1}, False),
        ("ABS(a - b)", {"a": 2, "b": 5}, 3),
        ("MIN(a, b) + MAX(a, b)", {"a": 2, "b": 5}, 7),
        ("COUNT(a, b)", {"a": 2, "b": NIL}, 1),
    ],
)  # fmt: skip
def test_meaning(text: str, cells: dict[str, Scalar], expected: object) -> None:
    assert value(text, **cells) == expected


def test_aggregates_run_over_all_rows_of_their_owner() -> None:
    numbers = Rows(
        column([1, None, NIL, 4, 10], True), np.array([0, 0, 1, 2, 2]), np.array([True, True, True, False])
    )
    kinds = Rows(column(["A", "b", "a", None, "B"], False), numbers.owner, numbers.answered)
    frame = Frame(
        4, lambda code: column([None] * 4, True), {"bk.so": numbers, "bk.cap": kinds, "bk": kinds}.__getitem__
    )

    def found(text: str) -> list[object]:
        result = evaluate(parse(text), frame)
        return [
            None if m else NIL if n else float(v)
            for v, m, n in zip(result.values, result.missing, result.nil, strict=True)
        ]

    assert found("SUM(bk.so)") == [1, NIL, 14, None]
    assert found("MAX(bk.so)") == [1, NIL, 10, None]
    assert found("AVERAGE(bk.so)") == [1, NIL, 7, None]
    assert found('COUNTIF(bk.cap, "a")') == [1, 1, 0, None]
    assert found('SUMIF(bk.cap, "b", bk.so)') == [0, 0, 10, None]
    assert found("ROWS(bk)") == [2, 1, 2, None]


def test_formulas_read_numbers_as_n_and_quote_texts() -> None:
    cells = OnlyCells(lambda name: {"a": "F1", "b": "F2", "t": "F3"}[name.code])
    renderer = Renderer(SCHEMA, cells)
    assert renderer.body(parse("(a + 1) * b")) == "(N(F1)+1)*N(F2)"
    assert renderer.body(parse('t = "nói ""vâng"""')) == 'F3="nói ""vâng"""'
    assert renderer.value(parse("a / b")) == 'IF(OR(TRIM(F1)="",TRIM(F2)=""),"",IFERROR(N(F1)/N(F2),""))'
    rule = renderer.rule(parse("a = b"), None, "skip", "error")
    assert rule.count("(") == rule.count(")") and '"Chưa đủ số liệu"' in rule and '"Chưa đạt"' in rule
    assert re.fullmatch(r"[^;]*", rule)
    assert check(parse("a = b"), SCHEMA) == LOGICAL
