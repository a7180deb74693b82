"""Expressions as formulas. That they compute the same is shown on a live Calc (test_agreement); here it is
shown that Excel 2010 can read them: its functions only, texts quoted, numbers read through N().

openpyxl's tokenizer takes the formulas apart; its list of functions is that of ECMA-376 (Excel 2007).
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import FORMULAE

from qcdc_xl.catalogue.scopes import form_schema, row_schema, whole_schema
from qcdc_xl.expression.render import OnlyCells, Ref, Renderer, Span, is_list, literal
from qcdc_xl.expression.schema import ARITIES, DATE, NUMBER, TEXT, Schema
from qcdc_xl.expression.syntax import Call, Name, Node, Text, parse, walk
from qcdc_xl.model import CatalogueAt, Scalar

SCHEMA = Schema(
    names={"a": NUMBER, "b": NUMBER, "n": NUMBER, "t": TEXT, "d": DATE, "period.number": NUMBER},
    columns={"x": NUMBER, "l.t": TEXT, "l.n": NUMBER, "unit.type": TEXT},
    lists=frozenset({"l"}),
    units=frozenset({"HND"}),
    settings={"khoa": NUMBER, "tinh": TEXT},
    history=True,
)
CELLS = {"a": "A1", "b": "B1", "t": "T1", "d": "D1", "x@HND": "X9"}


class Sheet:
    """Places of the names above; ``n`` has a cell for "không phát sinh" beside it."""

    def cell(self, name: Name) -> Ref:
        """The name's cell, N1 with O1 for ``n``."""
        return Ref("N1", "O1") if name.text == "n" else Ref(CELLS[name.text])

    def past(self, when: str, code: str) -> Ref:
        """The same row further to the right."""
        return Ref(f"{ {'previous': 'P', 'last_year': 'Q', 'ytd': 'R'}[when] }{CELLS[code][1:]}")

    def span(self, code: str, beside: str = "") -> Span | None:
        """Columns of ten rows; somebody reported if Z1 is above 0."""
        columns = {"x": "X1:X10", "l.t": "L1:L10", "l.n": "M1:M10", "unit.type": "U1:U10"}
        return Span(columns[code], "Z1>0") if code in columns else None

    def rows(self, code: str) -> Span:
        """The numbering of the list."""
        return Span("K1:K10", "Z1>0")

    def setting(self, code: str) -> Ref:
        """A cell of the settings."""
        return Ref({"khoa": "S1", "tinh": "S2"}[code])

    def constant(self, code: str) -> Scalar:
        """Only the period's number is known beforehand."""
        return 2 if code == "period.number" else None


RENDERER = Renderer(SCHEMA, Sheet())


def body(text: str) -> str:
    """The formula of an expression, nothing said about what is missing."""
    return RENDERER.body(parse(text))


def tokens(formula: str) -> list[Token]:
    """The formula taken apart by openpyxl."""
    return list(Tokenizer(f"={formula}").items)


def functions(formula: str) -> set[str]:
    """The functions that a formula calls."""
    return {t.value.rstrip("(") for t in tokens(formula) if t.type == Token.FUNC and t.subtype == Token.OPEN}


def texts(formula: str) -> list[str]:
    """The texts written in a formula, as Excel would read them."""
    found = [t.value for t in tokens(formula) if t.type == Token.OPERAND and t.subtype == Token.TEXT]
    return [v[1:-1].replace('""', '"') for v in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a + b", "N(A1)+N(B1)"),
        ("(a + b) * 2", "(N(A1)+N(B1))*2"),
        ("a + b * 2", "N(A1)+N(B1)*2"),
        ("a - (b - 1)", "N(A1)-(N(B1)-1)"),
        ("a - b - 1", "N(A1)-N(B1)-1"),
        ("a / (b / 2)", "N(A1)/(N(B1)/2)"),
        ("-(a + b)", "-(N(A1)+N(B1))"),
        ("-a * b", "-N(A1)*N(B1)"),
        ("a = (b = 1)", "N(A1)=(N(B1)=1)"),
        ("100 * a / b >= 99.5", "100*N(A1)/N(B1)>=99.5"),
        ("d", "N(D1)"),
        ("n + 1", "N(N1)+1"),
        ("t", "T1"),
        ('t = "Có"', 'T1="Có"'),
        ('t & " " & a', 'T1&" "&N(A1)'),
        ("TRUE", "TRUE"),
        ("period.number = 1", "2=1"),
        ("x@HND", "N(X9)"),
        ("ROUND(a; 2)", "ROUND(N(A1),2)"),
        ("IF(a > 1, b, -b)", "IF(N(A1)>1,N(B1),-N(B1))"),
        ("AND(a = 1, NOT(b = 1))", "AND(N(A1)=1,NOT(N(B1)=1))"),
        ("ISBLANK(t)", 'TRIM(T1)=""'),
        ("ISBLANK(n)", 'TRIM(N1&O1)=""'),
        ("ISNIL(n)", 'TRIM(N1&O1)="không phát sinh"'),
        ("SETTING(tinh)", "S2"),
        ("SETTING(khoa) + 1", "VALUE(S1)+1"),
        ("ROWS(l)", "COUNT(K1:K10)"),
        ("SUM(x)", "SUM(X1:X10)"),
        ("SUM(a, b)", "SUM(A1,B1)"),
        ("AVERAGE(l.n)", "IFERROR(AVERAGE(M1:M10),0)"),
        ('COUNTIF(l.t, "H*")', 'SUMPRODUCT(--(L1:L10="H*"))'),
        ("COUNTIF(l.n, 0)", 'COUNTIFS(M1:M10,0,M1:M10,">=-1E+300")'),
        ('SUMIF(l.t, "HĐND", l.n)', 'SUMPRODUCT(--(L1:L10="HĐND"),M1:M10)'),
    ],
)
def test_an_expression_becomes_this_formula(text: str, wanted: str) -> None:
    assert body(text) == wanted


def test_every_single_number_is_read_through_n() -> None:
    formula = body("IF(a + b > ABS(n), ROUND(a / b, 2), MAX(b, n) - d)")
    outside = re.sub(r"MAX\([^)]*\)", "", formula)  # MAX skips texts itself
    assert set(re.findall(r"[ABDN]1", outside)) == {"A1", "B1", "D1", "N1"}
    assert re.findall(r"(?<!N\()\b[ABDN]1\b", outside) == []


@pytest.mark.parametrize(
    "text", ['nói "có"', '"', '""', 'a"&B1&"b', "=1+1", "dấu ' đơn", "a; b, (c)", "", "Đạ M'Rông"]
)
def test_a_text_stays_one_text_whatever_is_in_it(text: str) -> None:
    doubled = text.replace('"', '""')
    formula = body(f't = "{doubled}"')
    assert texts(formula) == [text]
    assert functions(formula) == set()
    assert texts(literal(text)) == [text]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40))
def test_any_text_stays_one_text(text: str) -> None:
    formula = RENDERER.body(Call("IF", (parse("TRUE"), Text(text), Text(""))))
    assert texts(formula) == [text, ""]


def test_a_long_text_is_written_in_pieces_that_excel_takes() -> None:
    found = texts(body('t = "' + "dài " * 100 + '"'))
    assert "".join(found) == "dài " * 100
    assert max(map(len, found)) <= 255


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(5, "5"), (0.1, "0.1"), (99.17, "99.17"), ("", '""'), (None, '""'), ('a"b', '"a""b"')],
)
def test_a_value_is_written_as_a_literal(value: Scalar, wanted: str) -> None:
    assert literal(value) == wanted


# derived values and rules


def test_a_derived_value_is_blank_while_an_operand_is() -> None:
    wanted = 'IF(OR(TRIM(A1)="",TRIM(B1)=""),"",IFERROR(N(A1)/N(B1),""))'
    assert RENDERER.value(parse("a / b")) == wanted
    assert RENDERER.value(parse("1 + 1")) == 'IFERROR(1+1,"")'


def test_a_derived_value_that_is_just_a_name_lets_nothing_to_report_through() -> None:
    assert RENDERER.value(parse("a")) == 'IF(TRIM(A1)="","",A1)'
    assert RENDERER.value(parse("n")) == (
        'IF(TRIM(N1&O1)="","",IF(TRIM(N1&O1)="không phát sinh","không phát sinh",N1))'
    )


def test_a_derived_sum_says_whether_anybody_had_something_to_report() -> None:
    assert RENDERER.value(parse("SUM(x)")) == (
        'IF(COUNT(X1:X10)>0,SUM(X1:X10),IF(COUNTIF(X1:X10,"không phát sinh")>0,"không phát sinh",""))'
    )


def test_a_rule_says_what_its_severity_and_its_missing_column_ask() -> None:
    node = parse("a <= b")
    blank = 'OR(TRIM(A1)="",TRIM(B1)="")'
    skip = f'IFERROR(IF({blank},"Chưa đủ số liệu",IF(N(A1)<=N(B1),"Đạt","Chưa đạt")),"Chưa đủ số liệu")'
    assert RENDERER.rule(node, None, "skip", "error") == skip
    zero = 'IFERROR(IF(N(A1)<=N(B1),"Đạt","Cần xem lại"),"Chưa đủ số liệu")'
    assert RENDERER.rule(node, None, "zero", "warning") == zero
    fail = f'IFERROR(IF({blank},"Chưa đạt",IF(N(A1)<=N(B1),"Đạt","Chưa đạt")),"Chưa đạt")'
    assert RENDERER.rule(node, None, "fail", "error") == fail


def test_a_rule_that_does_not_apply_says_so() -> None:
    formula = RENDERER.rule(parse("a = 0"), parse("period.number = 1"), "zero", "error")
    wanted = 'IFERROR(IF(2=1,IF(N(A1)=0,"Đạt","Chưa đạt"),"Không áp dụng"),"Chưa đủ số liệu")'
    assert formula == wanted
    asked = RENDERER.rule(parse("a = 0"), parse("b = 0"), "zero", "error")
    assert asked.startswith('IFERROR(IF(IF(TRIM(B1)="",FALSE,N(B1)=0),IF(N(A1)=0,')


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 + 2", []),
        ("a + a", ['TRIM(A1)=""']),
        ("period.number + a", ['TRIM(A1)=""']),
        ("ISBLANK(a)", []),
        ("IF(ISBLANK(a), 0, 1)", []),
        ("IF(ISBLANK(a), 0, a)", ['IF(TRIM(A1)="",FALSE,TRIM(A1)="")']),
        ("SETTING(khoa)", ['TRIM(S1)=""']),
        ("ROWS(l)", ["NOT(Z1>0)"]),
        ('COUNTIF(l.t, "x")', ["NOT(Z1>0)"]),
        ("COUNT(a, b)", ['NOT(OR(TRIM(A1)<>"",TRIM(B1)<>""))']),
        ("SUM(a)", ['NOT(OR(COUNT(A1)>0,TRIM(A1)="không phát sinh"))']),
    ],
)
def test_what_can_be_missing_is_asked_beside_the_value(text: str, wanted: list[str]) -> None:
    assert RENDERER.blanks(parse(text)) == wanted


# lists and dates


def test_a_list_is_a_running_text_over_the_rows() -> None:
    renderer = Renderer(
        Schema(names={"l.t": TEXT, "l.n": NUMBER}), OnlyCells(lambda name: f"{name.code[-1]}5")
    )
    call = parse("LIST(l.t, l.n > 3)")
    assert isinstance(call, Call)
    step = renderer.list_step(call, "J4", '"; "')
    assert step == 'IF(AND(LEN(t5)>0,N(n5)>3),J4&IF(J4="","","; ")&t5,J4&"")'
    assert is_list(call, SCHEMA)
    assert not is_list(parse("SUM(x)"), SCHEMA)


def test_a_date_text_is_put_together_from_parts_that_no_language_of_excel_changes() -> None:
    assert body("DATETEXT(d)") == (
        'TEXT(DAY(N(D1)),"00")&"/"&IF(MONTH(N(D1))<3,TEXT(MONTH(N(D1)),"00"),MONTH(N(D1)))&"/"&YEAR(N(D1))'
    )


# Excel 2010 can read it all

EXAMPLES = {
    "SUM": "SUM(x)", "COUNT": "COUNT(l.n)", "MIN": "MIN(a, b)", "MAX": "MAX(x)", "AVERAGE": "AVERAGE(x)",
    "COUNTIF": 'COUNTIF(unit.type, "xa")', "SUMIF": 'SUMIF(unit.type, "xa", x)', "ROWS": "ROWS(l)",
    "SETTING": "SETTING(khoa)", "IF": "IF(a > 1, a, b)", "AND": "AND(TRUE, a = 1)", "OR": "OR(a = 1, b = 1)",
    "NOT": "NOT(a = 1)", "ROUND": "ROUND(a, 2)", "ABS": "ABS(a)", "ISBLANK": "ISBLANK(t)", "ISNIL": "ISNIL(n)",
    "DATETEXT": "DATETEXT(d)", "PREVIOUS": "PREVIOUS(a)", "LASTYEAR": "LASTYEAR(t)", "YTD": "YTD(b) - b",
}  # fmt: skip


def test_every_function_has_an_example_here_but_those_that_are_no_single_formula() -> None:
    assert set(EXAMPLES) == set(ARITIES) - {"LIST"}


@pytest.mark.parametrize("text", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_only_functions_of_old_excel_are_used(text: str) -> None:
    node = parse(text)
    for formula in (RENDERER.body(node), RENDERER.value(node), RENDERER.rule(node, node, "skip", "error")):
        assert functions(formula) <= FORMULAE
        assert formula.count("(") == formula.count(")")


def test_other_periods_are_read_from_their_own_cells() -> None:
    assert body("a + PREVIOUS(a)") == "N(A1)+N(P1)"
    assert body("YTD(d) - LASTYEAR(d)") == "N(R1)-N(Q1)"
    assert body("LASTYEAR(t)") == "Q1"
    assert RENDERER.value(parse("PREVIOUS(a)")) == 'IF(TRIM(P1)="","",P1)'
    assert RENDERER.blanks(parse("a - LASTYEAR(b)")) == ['TRIM(A1)=""', 'TRIM(Q1)=""']


class _Anywhere(Sheet):
    """Every name somewhere, for whole catalogues."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def cell(self, name: Name) -> Ref:
        return Ref("'Đạ M''Rông'!$F$12", "'Đạ M''Rông'!$G$12")

    def span(self, code: str, beside: str = "") -> Span | None:
        return Span("'II.2'!$D$9:$D$42", "$Z$1>0") if code in self.schema.columns else None

    def setting(self, code: str) -> Ref:
        return Ref("'Danh mục'!$C$5")


def _shipped(catalogue: CatalogueAt) -> list[tuple[str, Schema]]:
    """Every expression of the catalogue that becomes a formula, with what it may speak of."""
    whole = whole_schema(catalogue)
    found = [(f.expression, whole) for f in catalogue.figures if f.format != "list"]
    found += [(r.expression, whole) for r in catalogue.rules if r.scope == "across"]
    for form in catalogue.forms:
        schema = form_schema(catalogue, form.code)
        found += [(i.expression, schema) for i in catalogue.indicators_of(form.code) if i.expression]
    lists = ((c, row_schema(r)) for r in catalogue.lists for c in r.columns)
    return found + [(c.expression, schema) for c, schema in lists if c.expression]


def test_the_shipped_catalogue_needs_nothing_newer_and_nothing_longer_than_excel_takes(
    catalogue: CatalogueAt,
) -> None:
    expressions = _shipped(catalogue)
    assert len(expressions) > 80
    for text, schema in expressions:
        formula = Renderer(schema, _Anywhere(schema)).value(parse(text))
        assert functions(formula) <= FORMULAE, text
        assert len(formula) <= 8192, text  # Excel's limit


def _numbers_in(node: Node) -> int:
    return sum(isinstance(n, Name) for n in walk(node))


def test_in_the_shipped_rules_each_number_is_read_through_n(catalogue: CatalogueAt) -> None:
    schema = form_schema(catalogue, "XA")
    node = parse("tthc_tiep_nhan = tthc_da_giai_quyet + tthc_chua_giai_quyet + tthc_khong_du_dieu_kien")
    formula = Renderer(schema, _Anywhere(schema)).body(node)
    assert formula.count("N('Đạ M''Rông'!$F$12)") == _numbers_in(node) == 4
