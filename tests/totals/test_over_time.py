"""A longer period from its parts: which parts, how each indicator goes, what is told when two ways differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qcdc_xl.model import (
    NIL,
    Catalogue,
    Form,
    Indicator,
    ListColumn,
    RecordList,
    Scalar,
    Submission,
    Unit,
    Value,
)
from qcdc_xl.model.finding import message
from qcdc_xl.model.period import Period, period_of
from qcdc_xl.totals.consolidate import consolidate
from qcdc_xl.totals.over_time import covers, joined

ASKED = ("I", ("XA",))
CATALOGUE = Catalogue(
    settings={"period": "2022"},
    units=(Unit("1", "Một", "xa"), Unit("2", "Hai", "xa")),
    forms=(Form("XA", "", "", ("xa",)),),
    indicators=(
        Indicator("cuoc", *ASKED, "Số cuộc"),
        Indicator("thon", *ASKED, "Số thôn", over_time="last"),
        Indicator("y_kien", *ASKED, "Ý kiến", over_time="none"),
        Indicator("loai", *ASKED, "Xếp loại", type="select_one", choices="loai"),
        Indicator("gap_doi", *ASKED, "Gấp đôi", expression="cuoc * 2 + thon"),
    ),
    lists=(RecordList("ho_so", *ASKED, "Hồ sơ", (ListColumn("ho_so", "ten", "Tên"),)),),
)


def period(code: str) -> Period:
    found = period_of(code)
    assert found
    return found


def sent(unit: str, code: str, rows: tuple[str, ...] = (), **values: Scalar) -> Submission:
    cells = [Value(item, 0, value, "Số liệu", "F1") for item, value in values.items()]
    cells += [Value("ho_so.ten", n, name, "Hồ sơ", "B1") for n, name in enumerate(rows, start=1)]
    return Submission(unit, "XA", code, "", f"{unit}.xlsx", values=tuple(cells))


def held(*returns: Submission) -> dict[str, dict[str, Submission]]:
    found: dict[str, dict[str, Submission]] = {}
    for submission in returns:
        found.setdefault(submission.period, {})[submission.unit] = submission
    return found


def year(*returns: Submission, unit: str = "1", catalogue: Catalogue = CATALOGUE) -> dict[str, Scalar]:
    made, _ = joined(catalogue.at("2022"), held(*returns))
    return {v.item: v.value for v in made[unit].values if v.row == 0}


@pytest.mark.parametrize(
    ("of", "parts", "wanted"),
    [
        ("2022", "2022-H1 2022-H2", ["2022-H1 2022-H2"]),
        ("2022", "2022-H1", []),
        ("2022", "2022-H1 2022-Q3", []),
        ("2022", "2022-H2 2022-Q1 2022-Q2", ["2022-Q1 2022-Q2 2022-H2"]),
        ("2022", "2022-9T 2022-Q4 2022-Q3", ["2022-9T 2022-Q4"]),
        ("2022", "2022-9T 2022-H2", []),
        ("2022-9T", "2022-H1 2022-Q3 2022-Q4", ["2022-H1 2022-Q3"]),
        ("2022-H1", "2022-01 2022-02 2022-03 2022-Q2", ["2022-01 2022-02 2022-03 2022-Q2"]),
        ("2022-H1", "2021-H1 2022 2022-H1", []),
        (
            "2022",
            "2022-Q1 2022-Q2 2022-H1 2022-H2 2022-Q3 2022-Q4",
            [
                "2022-H1 2022-H2",
                "2022-H1 2022-Q3 2022-Q4",
                "2022-Q1 2022-Q2 2022-H2",
                "2022-Q1 2022-Q2 2022-Q3 2022-Q4",
            ],
        ),
    ],
)
def test_covers_have_no_gap_and_no_overlap(of: str, parts: str, wanted: list[str]) -> None:
    found = covers(period(of), [period(code) for code in parts.split()])
    assert [" ".join(p.code for p in cover) for cover in found] == wanted


def test_flows_add_up_and_stocks_are_the_last() -> None:
    first = sent("1", "2022-H1", cuoc=3, thon=7, y_kien=4, loai="Tốt")
    second = sent("1", "2022-H2", cuoc=2, thon=6, y_kien=5, loai="Khá")
    assert year(first, second) == {"cuoc": 5, "thon": 6, "loai": "Khá"}


@pytest.mark.parametrize(
    ("one", "two", "wanted"),
    [
        (None, None, None),
        (None, 0, 0),
        (0, NIL, 0),
        (NIL, NIL, NIL),
        (NIL, None, NIL),
        (2, NIL, 2),
        (None, 3, 3),
    ],
)
def test_blank_zero_and_nothing_to_report_stay_apart(one: Scalar, two: Scalar, wanted: Scalar) -> None:
    assert year(sent("1", "2022-H1", cuoc=one), sent("1", "2022-H2", cuoc=two)).get("cuoc") == wanted


def test_a_unit_that_reported_only_in_some_parts_has_those_and_no_last_stock() -> None:
    other = sent("2", "2022-H2", cuoc=1)
    assert year(sent("1", "2022-H1", cuoc=3, thon=7), other) == {"cuoc": 3}
    assert year(sent("1", "2022-H1", cuoc=3, thon=7), other, unit="2") == {"cuoc": 1}


def test_derived_values_are_computed_and_rows_follow_one_another() -> None:
    first = sent("1", "2022-H1", ("a", "b"), cuoc=3, thon=7, gap_doi=13)
    second = sent("1", "2022-H2", ("c",), cuoc=2, thon=6, gap_doi=10)
    at = CATALOGUE.at("2022")
    made, findings = joined(at, held(first, second))
    table = consolidate(at, made)
    assert findings == ()
    assert table.values.at["1", "gap_doi"] == 2 * (3 + 2) + 6
    assert table.lists["ho_so"][["row", "ten"]].to_numpy().tolist() == [[1, "a"], [2, "b"], [3, "c"]]


def test_each_unit_goes_by_the_parts_that_it_sent() -> None:
    quarters = [sent("1", f"2022-Q{n}", cuoc=n) for n in range(1, 5)]
    halves = [sent("2", f"2022-H{n}", cuoc=10 * n) for n in (1, 2)]
    assert year(*quarters, *halves) == {"cuoc": 10}
    assert year(*quarters, *halves, unit="2") == {"cuoc": 30}


def test_what_a_unit_sent_for_the_longer_period_itself_is_used() -> None:
    parts = [sent(u, f"2022-H{n}", cuoc=1) for n in (1, 2) for u in ("1", "2")]
    made, findings = joined(CATALOGUE.at("2022"), held(*parts, sent("1", "2022", cuoc=9)))
    assert list(made) == ["2"]
    (found,) = findings
    assert (found.code, found.place.unit, found.place.indicator) == ("OVER_TIME_DIFFERS", "1", "cuoc")
    assert "Năm 2022 là 9" in message(found) and "2 theo 6 tháng đầu năm 2022 + 6 tháng cuối" in message(
        found
    )


def test_two_ways_that_differ_are_found_and_the_one_of_fewest_parts_is_used() -> None:
    quarters = [sent("1", f"2022-Q{n}", cuoc=n, thon=n) for n in range(1, 5)]
    halves = [sent("1", "2022-H1", cuoc=3, thon=9), sent("1", "2022-H2", cuoc=8, thon=4)]
    made, findings = joined(CATALOGUE.at("2022"), held(*quarters, *halves))
    assert {v.item: v.value for v in made["1"].values} == {"cuoc": 11, "thon": 4}
    assert [(f.place.indicator, f.values["value"], f.values["other"]) for f in findings] == [("cuoc", 11, 10)]
    same = [replace(halves[0]), sent("1", "2022-H2", cuoc=7, thon=4)]
    assert joined(CATALOGUE.at("2022"), held(*quarters, *same))[1] == ()


def test_parts_that_lack_something_are_no_second_way() -> None:
    halves = [sent("1", "2022-H1", cuoc=3), sent("1", "2022-H2", cuoc=8)]
    others = [sent("2", f"2022-Q{n}", cuoc=1) for n in range(1, 5)]
    assert joined(CATALOGUE.at("2022"), held(*halves, *others, sent("1", "2022-Q1", cuoc=1)))[1] == ()


def test_the_same_code_of_another_unit_is_no_part() -> None:
    changed = period("2022-H2").start
    old = Unit("1", "Cũ", "xa", valid_to=period("2022-H1").end)
    catalogue = replace(CATALOGUE, units=(old, Unit("1", "Mới", "xa", valid_from=changed)))
    assert year(sent("1", "2022-H1", cuoc=3), sent("1", "2022-H2", cuoc=4), catalogue=catalogue) == {
        "cuoc": 4
    }


def test_without_parts_nothing_is_joined() -> None:
    assert joined(CATALOGUE.at("2022"), held(sent("1", "2022", cuoc=1), sent("1", "2022-H1", cuoc=1))) == (
        {},
        (),
    )
