"""One book, several periods: every figure, and what it was before, last year, since January, summed by hand."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from several_periods import (
    BEFORE,
    GONE,
    HELD,
    LAST_YEAR,
    NEW,
    PARTS,
    SINCE_JANUARY,
    UNITS,
    Cells,
    hand,
    number,
    random_cells,
    random_data,
    submission,
)

from qcdc_xl.model import (
    Book,
    Catalogue,
    Figure,
    Footnote,
    Form,
    Indicator,
    ListColumn,
    PeriodRecord,
    RecordList,
    Unit,
)
from qcdc_xl.totals.book_at import at

ASKED = ("I", ("XA",))
BARE = {
    "cuoc": "SUM(cuoc)", "thon": "SUM(thon)", "nam": "SUM(nam)", "nguoi": "SUM(buoi.nguoi)", "so_buoi": "ROWS(buoi)",
    "hai": "SUM(hai)", "phan_tram": "cuoc / thon",
}  # fmt: skip


def catalogue() -> Catalogue:
    figures = [Figure(code, "I", code, text) for code, text in BARE.items()]
    for code in BARE:
        figures += [
            Figure(f"{code}_truoc", "I", "", f"PREVIOUS({code})"),
            Figure(f"{code}_nam_truoc", "I", "", f"LASTYEAR({code})"),
            Figure(f"{code}_luy_ke", "I", "", f"YTD({code})"),
            Figure(f"{code}_tang", "I", "", f"{code} - PREVIOUS({code})"),
        ]
    return Catalogue(
        settings={"period": "2022-H2"},
        units=(
            *(Unit(u, f"Xã {u}", "xa") for u in UNITS if u not in (GONE, NEW)),
            Unit(GONE, "Xã cũ", "xa", valid_to=datetime.date(2022, 6, 30)),
            Unit(NEW, "Xã mới", "xa", valid_from=datetime.date(2022, 7, 1)),
        ),
        forms=(Form("XA", "", "", ("xa",)),),
        indicators=(
            Indicator("cuoc", *ASKED, ""),
            Indicator("thon", *ASKED, "", over_time="last"),
            Indicator("nam", *ASKED, "", over_time="last"),
            Indicator("hai", *ASKED, "", expression="2 * cuoc + nam"),
        ),
        lists=(RecordList("buoi", *ASKED, "", (ListColumn("buoi", "nguoi", "", type="integer"),)),),
        figures=tuple(figures),
        footnotes=(
            Footnote(1, "I", 1, "{cuoc@trước:.}|{cuoc@cùng kỳ}|{cuoc@lũy kế:02}|{cuoc@luỹ kế}|{cuoc}"),
        ),
    )


def book_of(data: dict[str, dict[str, Cells]]) -> Book:
    records = {
        p: PeriodRecord({u: submission(u, p, cells) for u, cells in sent.items()}) for p, sent in data.items()
    }
    return Book(catalogue(), records)


@pytest.mark.parametrize("period", [*HELD, "2022"])
@pytest.mark.parametrize("seed", range(12))
def test_every_figure_of_every_period_is_what_a_hand_sums(seed: int, period: str) -> None:
    data = random_data(seed)
    found = at(book_of(data), period).figures.values
    now = hand(data, period)
    others = {
        "truoc": hand(data, BEFORE.get(period, "")),
        "nam_truoc": hand(data, LAST_YEAR.get(period, "")),
        "luy_ke": hand(data, SINCE_JANUARY.get(period, period)),
    }
    for code in BARE:
        assert found[code] == now[code], code
        for name, values in others.items():
            assert found[f"{code}_{name}"] == values[code], (code, name)
        if code != "phan_tram":
            before, present = others["truoc"][code], now[code]
            lacking = before is None or present is None
            assert found[f"{code}_tang"] == (None if lacking else number(present) - number(before))


@pytest.mark.parametrize("period", [*HELD, "2022"])
@pytest.mark.parametrize("seed", range(12))
def test_lists_are_joined(seed: int, period: str) -> None:
    data = random_data(seed)
    table = at(book_of(data), period).returns.lists["buoi"]
    wanted = [
        (u, n, value)
        for u in UNITS
        for n, value in enumerate(
            (v for p in PARTS.get(period, (period,)) for v in data[p].get(u, {"buoi": []})["buoi"]), start=1
        )
    ]
    assert [tuple(row) for row in table[["unit", "row", "nguoi"]].to_numpy().tolist()] == wanted


def test_texts_name_other_periods() -> None:
    data = {p: {"1": random_cells(random.Random(0)) | {"cuoc": [n]}} for n, p in enumerate(HELD, start=1000)}
    data["2022-H1"]["1"]["cuoc"], data["2023-H1"]["1"]["cuoc"] = [5], [8]
    notes, findings = at(book_of(data), "2023-H1").footnotes
    assert notes[0].paragraphs == ("1.002|5|08|8|8",) and findings == ()
    notes, findings = at(book_of(data), "2022-Q3").footnotes
    assert notes[0].paragraphs[0].startswith("[thiếu: cuoc (trước)]|[thiếu: cuoc (cùng kỳ)]|1008|1008|")
    assert [f.code for f in findings] == ["TEXT_FIGURE_MISSING"] * 2


def test_a_period_that_nobody_reported_is_blank_and_asks_no_further_back() -> None:
    made = at(book_of(random_data(0)), "2030-H1")
    assert {made.figures.values[code] for code in BARE} == {None}
    assert made.past("last_year") is None and made.past("ytd") is made


def test_the_period_before_is_the_last_of_its_kind_that_is_known() -> None:
    one = {"1": submission("1", "", random_cells(random.Random(0)))}
    book = Book(catalogue(), {p: PeriodRecord(one) for p in ("2022-Q1", "2022-Q2", "2021-H1", "2021-Q4")})
    found = {p: then.catalogue.period.code for p in ("2022-H2", "2022-H1", "2022-Q1", "2022-Q2", "2022-Q4")
             if (then := at(book, p).past("previous"))}  # fmt: skip
    assert found == {"2022-H2": "2022-H1", "2022-H1": "2021-H1", "2022-Q1": "2021-Q4", "2022-Q2": "2022-Q1",
                     "2022-Q4": "2022-Q2"}  # fmt: skip


def test_a_figure_then_is_computed_by_what_held_then() -> None:
    base = catalogue()
    figures = (
        Figure("tong", "I", "", "SUM(cuoc)", to_period="2022-H1"),
        Figure("tong", "I", "", "SUM(thon)", from_period="2022-H2"),
        Figure("truoc", "I", "", "PREVIOUS(tong)"),
        Figure("moi", "I", "", "1", from_period="2022-H2"),
        Figure("moi_truoc", "I", "", "PREVIOUS(moi)", from_period="2022-H2"),
    )
    whole = Catalogue(base.settings, units=base.units, forms=base.forms, indicators=base.indicators,
                      lists=base.lists, figures=figures)  # fmt: skip
    cells: Cells = {"cuoc": [1], "thon": [10], "nam": [0], "buoi": []}
    records = {p: PeriodRecord({"1": submission("1", p, cells)}) for p in ("2022-H1", "2022-H2")}
    values = at(Book(whole, records), "2022-H2").figures.values
    assert values == {"tong": 10, "truoc": 1, "moi": 1, "moi_truoc": None}


@pytest.mark.parametrize(
    ("asked", "looked_at"),
    [
        ("cuoc", set()),
        ("cuoc_truoc", {"2022-H2"}),
        ("cuoc_nam_truoc", {"2022-H1"}),
        ("cuoc_luy_ke", set()),
        ("tang_truoc", {"2022-H2", "2022-H1"}),
    ],
)
def test_nothing_is_worked_out_of_a_period_that_nobody_asks_for(asked: str, looked_at: set[str]) -> None:
    base = catalogue()
    more = Figure("tang_truoc", "I", "", "PREVIOUS(cuoc_tang)")
    data = {p: {"1": random_cells(random.Random(0)) | {"cuoc": [5]}} for p in HELD}
    book = Book(replace(base, figures=(*base.figures, more)), book_of(data).periods)
    assert at(book, "2023-H1").figures.values[asked] == (0 if asked == "tang_truoc" else 5)
    assert set(book.views) == {"2023-H1"} | looked_at


def test_other_returns_are_compared_with_the_same_past_worked_out_once() -> None:
    view = at(book_of(random_data(3)), "2022-H2")
    cells = {"cuoc": [4], "thon": [1], "nam": [1], "buoi": []}
    one, other = (view.returns_of({u: submission(u, "2022-H2", cells)}) for u in ("1", "2"))
    assert list(one.received) == ["1"] and list(other.received) == ["2"]
    assert one.past and other.past
    assert one.past("previous") is other.past("previous") is not None
    since, first = one.past("ytd"), at(view.book, "2022-H1").returns
    assert since and since.values.at["1", "cuoc"] == 4 + number(first.values.at["1", "cuoc"])


def test_views_are_made_once_and_a_changed_book_is_another() -> None:
    book = book_of(random_data(1))
    view = at(book, "2022-H2")
    assert at(book, "2022-H2") is view is at(view.book, "2022-H2")
    other = at(book.with_record("2022-H1", PeriodRecord()), "2022-H2")
    assert other.past("previous") is None and view.past("previous") is at(book, "2022-H1")


@pytest.mark.parametrize("make", [lambda b: b, lambda b: at(b, "2022-H2").book, lambda b: at(b, "2021").book])
def test_a_view_knows_its_whole_book(make: Callable[[Book], Book]) -> None:
    book = book_of(random_data(2))
    assert {p: r.returns for p, r in make(book).periods.items()} == {
        p: r.returns for p, r in book.periods.items()
    }
