"""The grammar of expressions: what binds to what, and where a mistake is said to be.

Precedence is Excel's, from its documentation: negation, then ``* /``, then ``+ -``, then ``&``, then the
comparisons; operators of one strength from left to right. Positions are counted on the text by hand.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcdc_xl.expression.syntax import (
    Binary,
    Call,
    ExpressionError,
    Logical,
    Name,
    Negative,
    Node,
    Number,
    Text,
    names,
    parse,
    walk,
)


def shape(node: Node) -> str:
    """The tree as text with every bracket written."""
    if isinstance(node, Number):
        return f"{node.value:g}"
    if isinstance(node, Text):
        return f"[{node.value}]"
    if isinstance(node, Logical):
        return str(node.value)
    if isinstance(node, Name):
        return node.text
    if isinstance(node, Negative):
        return f"(-{shape(node.operand)})"
    if isinstance(node, Binary):
        return f"({shape(node.left)}{node.operator}{shape(node.right)})"
    return f"{node.function}({','.join(map(shape, node.arguments))})"


def mistake(text: str) -> ExpressionError:
    """The error of a text that must not parse."""
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 + 2 * 3", "(1+(2*3))"),
        ("1 * 2 + 3", "((1*2)+3)"),
        ("(1 + 2) * 3", "((1+2)*3)"),
        ("10 - 4 - 3", "((10-4)-3)"),
        ("10 - (4 - 3)", "(10-(4-3))"),
        ("8 / 4 / 2", "((8/4)/2)"),
        ("8 / 4 * 2", "((8/4)*2)"),
        ("-a * b", "((-a)*b)"),
        ("a * -b", "(a*(-b))"),
        ("a - -b", "(a-(-b))"),
        ("--a", "(-(-a))"),
        ("+a", "a"),
        ("-(a + b)", "(-(a+b))"),
        ('"x" & 1 + 2', "([x]&(1+2))"),
        ("a & b & c", "((a&b)&c)"),
        ('a & b = "xy"', "((a&b)=[xy])"),
        ("a + b = c * d", "((a+b)=(c*d))"),
        ("a = b = c", "((a=b)=c)"),
        ("a < b <> TRUE", "((a<b)<>True)"),
        ("a + b <= c - d", "((a+b)<=(c-d))"),
        ("a<-b", "(a<(-b))"),
    ],
)
def test_operators_bind_as_in_excel(text: str, wanted: str) -> None:
    assert shape(parse(text)) == wanted


@pytest.mark.parametrize("operator", ["=", "<>", "<", "<=", ">", ">="])
def test_every_comparison_is_one_operator_and_the_weakest(operator: str) -> None:
    node = parse(f"a&b{operator}c")
    assert isinstance(node, Binary)
    assert node.operator == operator
    assert shape(node.left) == "(a&b)"


def test_a_leading_equals_sign_as_typed_in_excel_is_no_part_of_the_expression() -> None:
    assert shape(parse("=a + 1")) == shape(parse("  = a+1 ")) == "(a+1)"


def test_spaces_and_line_breaks_between_the_parts_do_not_matter() -> None:
    assert shape(parse(" SUM( a ,\n b )\t>= 2 ")) == shape(parse("SUM(a,b)>=2")) == "(SUM(a,b)>=2)"


def test_arguments_are_separated_as_in_english_or_in_vietnamese_excel() -> None:
    assert shape(parse("IF(a > 1; b; ROUND(c; 2))")) == "IF((a>1),b,ROUND(c,2))"
    assert shape(parse("IF(a > 1, b; c)")) == "IF((a>1),b,c)"


def test_functions_are_written_in_any_case_and_names_keep_theirs() -> None:
    assert shape(parse("sum(Tong) + If(true, a, FALSE)")) == "(SUM(Tong)+IF(True,a,False))"


def test_a_name_may_lead_into_a_list_or_to_a_unit() -> None:
    assert parse("txct.cap") == Name("txct.cap", "", 1)
    assert parse("giam_sat_dang_ky@UBMTTQ") == Name("giam_sat_dang_ky", "UBMTTQ", 1)
    assert parse("so_thon@24886") == Name("so_thon", "24886", 1)


def test_a_doubled_quote_in_a_text_is_one_quote() -> None:
    assert parse('"nói ""có"" rồi"') == Text('nói "có" rồi', 1)
    assert parse('""') == Text("", 1)
    assert parse('""""') == Text('"', 1)


def test_marks_and_operators_inside_a_text_are_text() -> None:
    assert shape(parse('"a + (b; c)" & "<>"')) == "([a + (b; c)]&[<>])"


def test_decimals_have_a_point() -> None:
    assert parse("0.25") == Number(0.25, 1)


def test_a_function_may_have_no_arguments_for_the_schema_to_judge() -> None:
    assert parse("SUM()") == Call("SUM", (), 1)


def test_every_part_knows_its_place_in_the_text_as_typed() -> None:
    #        123456789012345678901
    places = {shape(n): n.at for n in walk(parse(" =ROUND(a * 5; 2) + b"))}
    assert places["ROUND((a*5),2)"] == 3
    assert places["a"] == 9
    assert places["(a*5)"] == 11
    assert places["5"] == 13
    assert places["2"] == 16
    assert places["(ROUND((a*5),2)+b)"] == 19
    assert places["b"] == 21


def test_names_come_in_the_order_of_the_text() -> None:
    found = names(parse("IF(c > 0, -a, SUM(b, txct.x)) + a"))
    assert [n.text for n in found] == ["c", "a", "b", "txct.x", "a"]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("   ", 4),
        ("=", 2),
        ("  =a +", 7),
        ("a +", 4),
        ("a + * b", 5),
        ("* a", 1),
        ("a + )", 5),
        ("()", 2),
        ("SUM(a,)", 7),
        ("SUM(,a)", 5),
        ("a == b", 4),
        ("a => b", 4),
    ],
)
def test_a_missing_operand_is_shown_where_it_should_stand(text: str, position: int) -> None:
    found = mistake(text)
    assert found.position == position
    assert "thiếu tên chỉ tiêu hoặc số" in found.reason


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("a b", 3, "b"),
        ("a 5", 3, "5"),
        ("2a", 2, "a"),
        ("a + b)", 6, ")"),
        ("1,5", 2, ","),
        ("a; b", 2, ";"),
        ('a "x"', 3, '"x"'),
        ("(a) (b)", 5, "("),
    ],
)
def test_what_is_too_much_is_named_at_its_place(text: str, position: int, word: str) -> None:
    found = mistake(text)
    assert found.position == position
    assert f"thừa “{word}”" in found.reason


@pytest.mark.parametrize(
    ("text", "opened", "position"),
    [
        ("(a + b", 1, 7),
        ("a * (b + c", 5, 11),
        ("SUM(a", 1, 6),
        ("1 + SUM(a b)", 5, 11),
        ("((a)", 1, 5),
        ("  IF(a, b", 3, 10),
    ],
)
def test_a_bracket_left_open_is_named_by_its_place(text: str, opened: int, position: int) -> None:
    found = mistake(text)
    assert found.position == position
    assert f"ngoặc mở ở vị trí {opened} chưa đóng" in found.reason


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("a = #b", 5),
        ("a ^ 2", 3),
        ("a = 5%", 6),
        ("1.5.2", 4),
        ("txct.cap.x", 9),
        ("a@", 2),
        ("A1:B2", 3),
        ("Sheet!A1", 6),
        ("{a}", 1),
        ("a\n+ ?", 5),
        (" =  $A", 5),
    ],
)
def test_a_character_of_no_meaning_is_shown_at_its_place(text: str, position: int) -> None:
    found = mistake(text)
    assert found.position == position
    assert f"không hiểu ký tự “{text[position - 1]}”" in found.reason


@pytest.mark.parametrize(("text", "position"), [('a = "Có', 5), ('"', 1), ('a & "b" & "c', 11)])
def test_a_text_without_its_closing_quote_is_shown_at_the_opening_one(text: str, position: int) -> None:
    found = mistake(text)
    assert (found.position, found.reason) == (position, "dấu nháy kép chưa đóng")


@pytest.mark.parametrize(
    ("text", "position"), [("a = “Có”", 5), ("a = 'Có'", 5), ("”x", 1), ("a & ‘b’", 5), ("a & ’", 5)]
)
def test_quotes_as_word_makes_them_are_explained(text: str, position: int) -> None:
    found = mistake(text)
    assert found.position == position
    assert 'nháy kép thẳng (")' in found.reason


def test_the_error_reads_as_a_sentence_with_its_position() -> None:
    assert str(mistake("a b")).endswith("(vị trí 3)")


@pytest.mark.parametrize("opening", ["(", "-(", "ABS(", "1+(", "IF(a,b,"])
def test_fifteen_nested_brackets_are_fine(opening: str) -> None:
    calls = opening.count("ABS") + opening.count("IF")
    found = [n for n in walk(parse(opening * 15 + "a" + ")" * 15)) if isinstance(n, Call)]
    assert len(found) == 15 * calls


@pytest.mark.parametrize("opening", ["(", "-", "+", "ABS(", "1+(", "IF(a;b;", "a=-("])
def test_nesting_without_end_is_refused_where_it_goes_too_deep(opening: str) -> None:
    text = opening * 5000
    found = mistake(text)
    assert "quá nhiều lớp" in found.reason
    assert 20 < found.position < 400


def test_a_sum_of_a_thousand_names_is_taken_or_refused_as_an_expression() -> None:
    try:
        assert len(names(parse("a" + "+a" * 999))) == 1000
    except ExpressionError as error:
        assert 1 <= error.position <= 2000


def parses_or_tells_where(text: str) -> None:
    """The one promise about any text at all."""
    try:
        parse(text)
    except ExpressionError as error:
        assert 1 <= error.position <= len(text) + 1
        assert error.reason


@given(st.text())
def test_any_text_parses_or_is_refused_at_a_place_within_it(text: str) -> None:
    parses_or_tells_where(text)


PIECES = ["a", "txct.cap", "x@U", "SUM", "TRUE", "1", "2.5", '"t"', '"', "(", ")", ",", ";", "+", "-", "*", "/",
          "&", "=", "<", ">", "<>", " ", "\n", "\u00a0", "\x1c", "“", ".", "@", "đ", "e\u0301"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
def test_any_jumble_of_the_grammars_own_pieces_does_so_too(text: str) -> None:
    parses_or_tells_where(text)


LEAVES = st.sampled_from(["a", "b1", "txct.cap", "x@U", "7", "0.5", "[chữ]", "True"])


def _larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "/", "&", "=", "<>", "<", "<=", ">", ">="])
    return st.one_of(
        st.tuples(parts, operators, parts).map(lambda p: f"({p[0]}{p[1]}{p[2]})"),
        parts.map(lambda p: f"(-{p})"),
        st.lists(parts, min_size=1, max_size=3).map(lambda p: f"IF({','.join(p)})"),
    )


@given(st.recursive(LEAVES, _larger, max_leaves=12))
def test_an_expression_with_every_bracket_written_is_read_as_written(written: str) -> None:
    text = written.replace("[", '"').replace("]", '"')
    assert shape(parse(text)) == written
    assert shape(parse(text.replace(",", " ; "))) == written
