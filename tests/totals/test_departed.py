"""Units that were merged before the year ended: what they sent counts in the year, once, and stocks do not."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from qcdc_xl.checks.identity import identity
from qcdc_xl.model import (
    Book,
    Catalogue,
    Figure,
    Form,
    Indicator,
    PeriodRecord,
    Scalar,
    Submission,
    Unit,
    UnitChange,
    Value,
)
from qcdc_xl.totals.book_at import BookAt, at, recounted

ASKED = ("I", ("XA",))
LAST_DAY, FIRST_DAY = datetime.date(2022, 6, 30), datetime.date(2022, 7, 1)
MERGED = Unit("A", "Xã A", "xa", valid_to=LAST_DAY)
STAYED = Unit("B", "Xã B", "xa")
FRESH = Unit("C", "Xã C", "xa", valid_from=FIRST_DAY)
NAMESAKE = Unit("A", "Xã A mới", "xa", valid_from=FIRST_DAY)
INTO_B = UnitChange("A", None, "B", None, "merge")

SENT: dict[str, dict[str, dict[str, Scalar]]] = {
    "2022-H1": {"A": {"cuoc": 3, "thon": 5}, "B": {"cuoc": 10, "thon": 7}},
    "2022-H2": {"B": {"cuoc": 20, "thon": 12}, "C": {"cuoc": 4, "thon": 2}},
}


def sent(unit: str, period: str, values: dict[str, Scalar]) -> Submission:
    return Submission(
        unit, "XA", period, "", "", values=tuple(Value(c, 0, v, "", "") for c, v in values.items())
    )


def book(
    units: tuple[Unit, ...] = (MERGED, STAYED, FRESH),
    year: dict[str, dict[str, Scalar]] | None = None,
    changes: tuple[UnitChange, ...] = (),
    period: str = "2022",
    parts: dict[str, dict[str, dict[str, Scalar]]] = SENT,
) -> BookAt:
    catalogue = Catalogue(
        settings={"period": "2022-H2"}, units=units, unit_changes=changes, forms=(Form("XA", "", "", ("xa",)),),
        indicators=(Indicator("cuoc", *ASKED, ""), Indicator("thon", *ASKED, "", over_time="last")),
        figures=(Figure("cuoc", "I", "", "SUM(cuoc)"), Figure("thon", "I", "", "SUM(thon)")),
    )  # fmt: skip
    held = {**parts, "2022": year} if year else parts
    records = {
        code: PeriodRecord({unit: sent(unit, code, values) for unit, values in by_unit.items()})
        for code, by_unit in held.items()
    }
    return at(Book(catalogue, records), period)


def figures(of: BookAt) -> tuple[object, object]:
    return of.figures.values["cuoc"], of.figures.values["thon"]


def test_the_year_has_what_a_merged_unit_sent_and_its_stock_no_more() -> None:
    year = book()
    assert figures(year) == (3 + 10 + 20 + 4, 12 + 2)
    assert year.returns.values["cuoc"].to_dict() == {"B": 30, "C": 4, "A": 3}
    assert figures(book(period="2022-H1")) == (13, 12) and figures(book(period="2022-H2")) == (24, 14)


def test_a_unit_that_has_the_code_now_is_another_one() -> None:
    parts = {**SENT, "2022-H2": {**SENT["2022-H2"], "A": {"cuoc": 100, "thon": 1}}}
    year = book((MERGED, STAYED, FRESH, NAMESAKE), parts=parts)
    assert figures(year) == (3 + 10 + 20 + 4 + 100, 12 + 2 + 1)
    assert year.returns.values["cuoc"].to_dict() == {"B": 30, "C": 4, "A": 100, "A (đến 30/6/2022)": 3}


@pytest.mark.parametrize(
    ("own", "changes", "wanted"),
    [
        ("B", (INTO_B,), 33 + 4),  # B has told the year of what became part of it
        ("C", (INTO_B,), 3 + 30 + 33),
        ("C", (), 30 + 33),  # nobody knows where A went: whoever sent the year may have told of it
        ("", (INTO_B,), 3 + 30 + 4),
    ],
)
def test_nothing_is_counted_twice_where_the_year_itself_was_sent(
    own: str, changes: tuple[UnitChange, ...], wanted: int
) -> None:
    year: dict[str, dict[str, Scalar]] = {own: {"cuoc": 33, "thon": 1}} if own else {}
    assert figures(book(year=year, changes=changes))[0] == wanted
    late = book(changes=changes)
    accepted = {own: sent(own, "2022", year[own])} if own else {}
    assert figures(recounted(replace(late, accepted=accepted)))[0] == wanted


def test_it_need_not_report_the_year() -> None:
    year = book()
    assert [u.code for u in year.catalogue.reporting_units] == ["B", "C"]
    assert year.status("A") == "Đã nhận" and year.status("B") == "Chưa nộp"
    (found, *_) = identity(year.catalogue, sent("A", "2022", {}))
    assert found.code == "UNIT_UNKNOWN"
