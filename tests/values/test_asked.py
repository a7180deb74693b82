"""What the tables ask in a cell."""

from __future__ import annotations

import pytest

from qcdc_xl.model import Catalogue, Choice, Indicator, ListColumn, RecordList
from qcdc_xl.values import KINDS, Asked, asked_of, kinds_of, tolerance_of

CATALOGUE = Catalogue(
    choices=(Choice("ds", "Có", ""), Choice("ds", "Không", ""), Choice("khac", "Một", "")),
    indicators=(Indicator("n", "I", ("XA",), "", type="money", unit_of_measure="triệu đồng"),),
    lists=(RecordList("kê", "I", ("XA",), "", columns=(ListColumn("kê", "ngay", "", "date"),)),),
)


def indicator(**said: object) -> Indicator:
    """An indicator of the table."""
    return Indicator("x", "I", ("XA",), "X", **said)  # type: ignore[arg-type]


def column(**said: object) -> ListColumn:
    """A list's column of the table."""
    return ListColumn("kê", "x", "X", **said)  # type: ignore[arg-type]


ASKED: list[tuple[Indicator | ListColumn, Asked]] = [
    (indicator(), Asked(nil=True)),
    (indicator(required=True, min=1, max=9, unit_of_measure="vụ"), Asked(True, 1, 9, (), "vụ", nil=True)),
    (indicator(required=True, expression="a + b"), Asked()),
    (indicator(type="select_one", choices="ds"), Asked(choices=("Có", "Không"))),
    (column(), Asked()),
    (column(type="integer", required=True), Asked(True, 0)),
    (column(type="money", min=-5, max=7), Asked(False, -5, 7)),
    (column(type="date", min=3), Asked(False, 3)),
    (column(type="select_one", choices="ds"), Asked(choices=("Có", "Không"))),
]


@pytest.mark.parametrize(("said", "wanted"), ASKED)
def test_a_cell_asks_what_its_row_of_the_table_says(said: Indicator | ListColumn, wanted: Asked) -> None:
    assert asked_of(CATALOGUE, said) == wanted


def test_kinds_and_tolerances_are_those_of_the_tables() -> None:
    assert kinds_of(CATALOGUE) == {"n": KINDS["money"], "kê.ngay": KINDS["date"], "list:kê": KINDS["text"]}
    assert tolerance_of(CATALOGUE.indicators[0]) == pytest.approx(5e-7)
    assert tolerance_of(column(type="money")) == 0.5
    assert tolerance_of(column(type="integer")) == 0
