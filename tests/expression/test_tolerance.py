"""Amounts of money agree within half a đồng, whatever is made of them; other numbers agree exactly."""

from __future__ import annotations

import pytest

from qcdc_xl.expression.evaluate import Frame, column, evaluate
from qcdc_xl.expression.render import OnlyCells, Renderer
from qcdc_xl.expression.schema import NUMBER, Schema
from qcdc_xl.expression.syntax import parse
from qcdc_xl.expression.tolerance import tolerance

KNOWN = {"chi": 0.5, "thu": 0.0005}
VALUES = {"chi": 1000.4, "thu": 1000.0, "so": 1000.0, "dem": 1000.4}

HOLD = [
    ("chi = so", True),
    ("chi <> so", False),
    ("chi > so", False),
    ("chi <= so", True),
    ("so < chi", False),
    ("so >= chi", True),
    ("dem = so", False),
    ("dem > so", True),
    ("chi = so + 0.9", True),
    ("chi = so + 0.91", False),
    ("chi > so - 0.2", True),
    ("chi > so - 0.05", False),
    ("-chi = -so", True),
    ("chi + dem = so + so", False),
    ("ROUND(chi, 1) = so", True),
    ("chi / dem = so / dem", False),
    ("IF(chi = so, chi, dem) = so", True),
    ("thu = so + 0.0004", True),
    ("thu = so + 0.001", False),
]


@pytest.mark.parametrize(("text", "holds"), HOLD)
def test_comparisons_of_amounts(text: str, holds: bool) -> None:
    frame = Frame(1, lambda code: column([VALUES[code]], numeric=True), tolerances=KNOWN)
    assert bool(evaluate(parse(text), frame).values[0]) is holds


FORMULAS = [
    ("chi = so", "ABS(N(chi)-N(so))<=0.5"),
    ("chi <> so", "ABS(N(chi)-N(so))>0.5"),
    ("chi < so + 1", "N(chi)-(N(so)+1)<-0.5"),
    ("so > thu", "N(so)-N(thu)>0.0005"),
    ("so <= chi", "N(so)-N(chi)<=0.5"),
    ("so >= chi", "N(so)-N(chi)>=-0.5"),
    ("so = dem", "N(so)=N(dem)"),
]


@pytest.mark.parametrize(("text", "formula"), FORMULAS)
def test_the_formula_compares_by_the_same_distance(text: str, formula: str) -> None:
    schema = Schema(names=dict.fromkeys(VALUES, NUMBER), tolerances=KNOWN)
    assert Renderer(schema, OnlyCells(lambda name: name.code)).body(parse(text)) == formula


def test_counts_and_conditions_have_no_tolerance() -> None:
    for text in ("COUNT(chi)", "ISBLANK(chi)", "chi = so", "chi / so", "COUNTIF(chi, 5)", "so"):
        assert tolerance(parse(text), KNOWN) == 0
    for text in ("SUM(chi, thu)", "SUMIF(so, 5, chi)", "chi * 2", "MAX(chi)"):
        assert tolerance(parse(text), KNOWN) == 0.5
