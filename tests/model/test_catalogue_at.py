"""What of a catalogue holds at a period: definitions, settings and units have their time."""

from __future__ import annotations

import datetime

import pytest

from qcdc_xl.model import (
    Catalogue,
    Choice,
    Figure,
    Form,
    Indicator,
    ListColumn,
    Paragraph,
    Period,
    RecordList,
    Section,
    Unit,
)


def one(from_period: str, to_period: str) -> Catalogue:
    return Catalogue(figures=(Figure("a", "I", "", "1", from_period=from_period, to_period=to_period),))


@pytest.mark.parametrize(
    ("first", "last", "period", "holds"),
    [
        ("", "", "2024-H1", True),
        ("2024-H1", "", "2023-H2", False),
        ("2024-H1", "", "2024-H1", True),
        ("2024-H1", "", "2030", True),
        ("", "2024-H1", "2024-H1", True),
        ("", "2024-H1", "2024-H2", False),
        ("2024-H1", "2024-H2", "2024-Q2", True),
        ("2024-Q2", "", "2024-H1", True),
        ("2024-Q3", "", "2024-H1", False),
        ("2024-H2", "", "2024", True),
        ("", "2024-H1", "2024", False),
        ("", "2024", "2024-H1", True),
        ("2024", "2024", "2024-07", True),
        ("2024-Q4", "", "2024-9T", False),
        ("", "khi nào đó", "2030", True),
    ],
)
def test_a_definition_holds_on_the_periods_last_day(first: str, last: str, period: str, holds: bool) -> None:
    assert bool(one(first, last).at(period).figures) == holds


def test_of_two_that_follow_one_another_every_period_has_one() -> None:
    old, new = (
        Figure("a", "I", "cũ", "1", to_period="2024-Q2"),
        Figure("a", "I", "mới", "1", from_period="2024-Q3"),
    )
    catalogue = Catalogue(figures=(old, new))
    for code in ("2023", "2024", "2024-H1", "2024-H2", "2024-9T", "2024-06", "2024-07", "2024-Q2", "2024-Q3"):
        assert len(catalogue.at(code).figures) == 1
    assert catalogue.at("2024").figure["a"].label == "mới"


def test_every_table_of_definitions_has_its_time() -> None:
    column, kept = ListColumn("l", "c", "", to_period="2024"), ListColumn("l", "d", "")
    catalogue = Catalogue(
        sections=(Section("I", "", from_period="2025"),),
        indicators=(Indicator("i", "I", (), "", to_period="2024"),),
        lists=(RecordList("l", "I", (), "", (column, kept)),),
        choices=(Choice("c", "a", to_period="2024"), Choice("c", "b")),
    )
    old, new = catalogue.at("2024"), catalogue.at("2025")
    assert (old.sections, list(old.indicator), old.choices_of("c")) == ((), ["i"], ("a", "b"))
    assert (len(new.sections), list(new.indicator), new.choices_of("c")) == (1, [], ("b",))
    assert [[c.code for c in at.list["l"].columns] for at in (old, new)] == [["c", "d"], ["d"]]


def test_settings_of_a_period_hold_there_instead() -> None:
    catalogue = Catalogue(
        settings={"period": "2024-H1", "report_number": "05", "place": "Đam Rông"},
        period_settings={"2024-H2": {"report_number": "12"}},
    )
    assert catalogue.at("2024-H2").settings == {
        "period": "2024-H2", "report_number": "12", "place": "Đam Rông",
    }  # fmt: skip
    assert catalogue.working.settings["report_number"] == "05"
    assert catalogue.at("2024-H2").working is catalogue.working is catalogue.at("2024-H1")


def test_the_tables_row_of_a_period_wins() -> None:
    row = Period("2024-H1", "Nửa đầu 2024", datetime.date(2024, 1, 1), datetime.date(2024, 6, 15))
    catalogue = Catalogue(periods=(row,))
    assert catalogue.at("2024-H1").period is row
    assert catalogue.at("2024-H2").period.label == "6 tháng cuối năm 2024"
    with pytest.raises(KeyError):
        catalogue.at("2024-H3")


def test_units_report_while_they_exist() -> None:
    changed = datetime.date(2025, 7, 1)
    old = Unit("1", "Phi Liêng", "xa", valid_to=datetime.date(2025, 6, 30))
    new = Unit("1", "Đam Rông 1", "xa", valid_from=changed)
    catalogue = Catalogue(units=(old, new, Unit("2", "?", "khac")), forms=(Form("XA", "", "", ("xa",)),))
    assert catalogue.at("2025-H1").unit == {"1": old}
    assert catalogue.at("2025").active_units == (new,) == catalogue.at("2025-H2").active_units


def test_without_times_nothing_is_copied() -> None:
    catalogue = Catalogue(figures=(Figure("a", "I", "", "1"),), lists=(RecordList("l", "I", (), ""),))
    assert catalogue.at("2024").figures is not None
    assert catalogue.at("2024").figures[0] is catalogue.figures[0]
    assert catalogue.at("2024").lists[0] is catalogue.lists[0]


def test_a_paragraph_is_of_its_period_or_of_all() -> None:
    texts = (Paragraph("I", "", "mọi kỳ"), Paragraph("I", "", "nửa đầu", "2024-H1"))
    catalogue = Catalogue(paragraphs=texts)
    assert [p.text for p in catalogue.at("2024-H1").paragraphs] == ["mọi kỳ", "nửa đầu"]
    assert [p.text for p in catalogue.at("2024").paragraphs] == ["mọi kỳ"]


def test_a_list_that_has_no_columns_yet_is_not_asked() -> None:
    column = ListColumn("b", "ten", "Tên")
    lists = (RecordList("a", "I", ("XA",), "Trống"), RecordList("b", "I", ("XA",), "Có cột", (column,)))
    assert [r.code for r in Catalogue(lists=lists).lists_of("XA")] == ["b"]
