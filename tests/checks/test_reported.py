"""What of an accepted return counts: each case a cell or a table that nobody can read."""

from __future__ import annotations

import pytest

from qcdc_xl.checks.reported import reported
from qcdc_xl.model import Submission, Value
from qcdc_xl.model.finding import Finding, Place, finding

SENT = Submission("A", "XA", "2022-H1", "", "a.xlsx", values=(
    Value("so_thon", 0, 6, "Số liệu", "F8"), Value("so_ho", 0, 900, "Số liệu", "F9"),
    Value("txct.cap", 1, "xã", "TXCT", "B7"), Value("txct.so", 1, 2, "TXCT", "C7"), Value("txct.so", 2, 3, "TXCT", "C8"),
))  # fmt: skip


def at(sheet: str, cell: str) -> Place:
    return Place("A", "a.xlsx", sheet, cell)


@pytest.mark.parametrize(
    ("found", "lost"),
    [
        (finding("VALUE_NOT_NUMBER", at("Số liệu", "F8"), label="Thôn", value="sáu"), ["so_thon"]),
        (finding("VALUE_BELOW_MIN", at("Số liệu", "F8"), label="Thôn", value="-6", limit="0"), []),
        (finding("VALUE_MISSING", at("Số liệu", "F8"), label="Thôn", advice=""), []),
        (finding("RULE_BROKEN", at("Số liệu", "F8"), text="x", rule="R"), []),
        (finding("ROW_OTHER_LABEL", at("Số liệu", "B9"), printed="Thôn", label="Hộ"), ["so_ho"]),
        (finding("ROW_HAS_ERROR", at("TXCT", "D7")), ["txct.cap", "txct.so"]),
        (
            finding("TABLE_DOUBLED", at("Số liệu", "F20"), table="chỉ tiêu", key="so_ho", first=9, second=8),
            ["so_ho"],
        ),
        (
            finding("TABLE_TWICE", at("TXCT (2)", "A6"), table="bảng kê txct", first="TXCT"),
            ["txct.cap", "txct.so", "txct.so"],
        ),
        (
            finding("COLUMN_TWICE", at("Số liệu", "H6"), table="chỉ tiêu", column="value", first="F6"),
            ["so_thon", "so_ho"],
        ),
        (finding("ROW_BELOW_END", at("TXCT", "B12"), value="huyện"), []),
        (finding("VALUE_AS_TEXT", at("Số liệu", "F8"), label="Thôn", text="6", value="6"), []),
    ],
    ids=lambda value: value.code if isinstance(value, Finding) else "",
)
def test_it_counts_as_not_reported_only_where_nobody_can_read_it(found: Finding, lost: list[str]) -> None:
    values = reported(SENT, [found]).values
    assert [v.item for v in values if v.value is None] == lost
    assert [(v.item, v.cell) for v in values] == [(v.item, v.cell) for v in SENT.values]
