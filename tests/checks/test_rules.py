"""Rules over units, periods and all units together: which say something, where, and with which words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_catalogue import Tables, read, small, told

from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.checks.rules import across_rules, form_rules, states
from qcdc_xl.expression.evaluate import Frame, column
from qcdc_xl.model import NIL, CatalogueAt, Rule, Scalar, Submission, Value
from qcdc_xl.model.finding import Place
from qcdc_xl.model.period import LAST_YEAR, PREVIOUS
from qcdc_xl.totals.consolidate import Returns, consolidate
from qcdc_xl.totals.figures import compute

VERSIONS = """form,stamp,kind,code,number,label
XA,aaaaaaaa,indicator,so_thon,07,Số xóm
XA,aaaaaaaa,indicator,thon_huong_uoc,08,Số xóm có hương ước
XA,bbbbbbbb,indicator,so_thon,,Số xóm
XA,bbbbbbbb,indicator,thon_huong_uoc,,Số xóm có hương ước
XA,cccccccc,indicator,thon_huong_uoc,08,Số xóm có hương ước
"""
SECOND = ["24889", "2021-01-01", "", "Xã Đạ Tông", "Đạ Tông", "", "xa", "xa", "DAMRONG", ""]


def tables(*rules: list[str]) -> Tables:
    """The small catalogue with a second commune and these rules."""
    made = small()
    made["units"].append(SECOND)
    if rules:
        made["rules"] = [made["rules"][0], *rules]
    return made


def asked(folder: Path, *rules: list[str]) -> CatalogueAt:
    """The catalogue of these rules, which knows older forms."""
    (folder / "form_versions.csv").write_text(VERSIONS, encoding="utf-8")
    return read(tables(*rules), folder)


def returned(
    catalogue: CatalogueAt,
    sent: Mapping[str, Mapping[str, Scalar]],
    past: Returns | None = None,
    stamp: str = "",
) -> Returns:
    """Returns, on forms of now if no stamp is given; their values in the cells F1, F2 and so on."""
    received = {unit: one(catalogue, unit, cells, stamp) for unit, cells in sent.items()}
    return consolidate(catalogue, received, (lambda when: past) if past else None)


def one(catalogue: CatalogueAt, unit: str, cells: Mapping[str, Scalar], stamp: str) -> Submission:
    """A unit's return."""
    form = catalogue.form_of(catalogue.unit[unit])
    assert form is not None
    values = tuple(Value(c, 0, v, "Số liệu", f"F{n}") for n, (c, v) in enumerate(cells.items(), start=1))
    stamp = stamp or form_stamp(catalogue, form)
    return Submission(unit, form.code, "2022-H1", stamp, f"{unit}.xlsx", values=values)


WORDS: list[tuple[str, str, str, str, list[str]]] = [
    ("error", "x > 0", "", "skip", ["Đạt", "Chưa đạt", "Chưa đủ số liệu", "Chưa đạt"]),
    ("warning", "x > 0", "", "skip", ["Đạt", "Cần xem lại", "Chưa đủ số liệu", "Cần xem lại"]),
    ("error", "x > 0", "", "zero", ["Đạt", "Chưa đạt", "Chưa đạt", "Chưa đạt"]),
    ("error", "x > 0", "", "fail", ["Đạt", "Chưa đạt", "Chưa đạt", "Chưa đạt"]),
    ("warning", "x > 0", "", "fail", ["Đạt", "Cần xem lại", "Cần xem lại", "Cần xem lại"]),
    ("error", "x > 0", "y > 0", "skip", ["Đạt", "Không áp dụng", "Không áp dụng", "Chưa đạt"]),
    ("error", "x > 0", "y > 0", "fail", ["Đạt", "Không áp dụng", "Không áp dụng", "Chưa đạt"]),
    ("error", "x > 0", "x >= 0", "skip", ["Đạt", "Chưa đạt", "Không áp dụng", "Chưa đạt"]),
    ("error", "1 / x > 0", "", "skip", ["Đạt", "Chưa đủ số liệu", "Chưa đủ số liệu", "Chưa đủ số liệu"]),
    ("error", "1 / x > 0", "", "zero", ["Đạt", "Chưa đủ số liệu", "Chưa đủ số liệu", "Chưa đủ số liệu"]),
    ("error", "x >= 0", "1 / y > 0", "skip", ["Đạt", "Chưa đủ số liệu", "Không áp dụng", "Đạt"]),
]


@pytest.mark.parametrize(("severity", "expression", "relevant", "missing", "words"), WORDS)
def test_a_rule_says_of_numbers_nought_blanks_and_nil(
    severity: str, expression: str, relevant: str, missing: str, words: list[str]
) -> None:
    cells: dict[str, list[Scalar]] = {"x": [5, 0, None, NIL], "y": [1, 0, None, 2]}
    frame = Frame(4, lambda code: column(cells[code], numeric=True))
    rule = Rule("R", "form", severity, expression, "", relevant, missing)
    assert states(rule, frame) == words


RELEVANT: list[tuple[str, list[str]]] = [
    ("skip", ["Chưa đủ số liệu", "Không áp dụng", "Chưa đạt"]),
    ("zero", ["Chưa đạt", "Không áp dụng", "Chưa đạt"]),
    ("fail", ["Chưa đạt", "Không áp dụng", "Chưa đạt"]),
]


@pytest.mark.parametrize(("missing", "words"), RELEVANT)
def test_a_rule_that_applies_says_of_a_blank_what_it_would_say_anyway(missing: str, words: list[str]) -> None:
    cells: dict[str, list[Scalar]] = {"x": [None, None, 0], "y": [1, 0, 1]}
    frame = Frame(3, lambda code: column(cells[code], numeric=True))
    assert states(Rule("R", "form", "error", "x > 0", "", "y > 0", missing), frame) == words


def test_a_broken_rule_is_found_at_the_first_cell_that_it_names(tmp_path: Path) -> None:
    catalogue = asked(tmp_path)
    found = form_rules(
        returned(catalogue, {"24886": {"so_thon": 5, "thon_huong_uoc": 6}, "24889": {"so_thon": 1}})
    )
    place = Place("24886", "24886.xlsx", "Số liệu", "F2", "thon_huong_uoc")
    assert told(found) == [("RULE_BROKEN", "error", place, {"text": "Số thôn (5) không đúng.", "rule": "R1"})]


def test_a_cell_that_the_file_lacks_is_passed_over_for_the_next_and_none_is_no_place(tmp_path: Path) -> None:
    rule = ["N1", "form", "warning", "thon_huong_uoc > so_thon", "", "fail", "{so_thon} và {thon_huong_uoc}"]
    catalogue = asked(tmp_path, rule)
    (found,) = form_rules(returned(catalogue, {"24886": {"so_thon": 5}}))
    assert found.place == Place("24886", "24886.xlsx", "Số liệu", "F1", "so_thon")
    assert (str(found.severity), found.values["text"]) == ("warning", "5 và (trống)")
    (none,) = form_rules(returned(catalogue, {"24886": {"mot_cua": "Có"}}))
    assert none.place == Place("24886", "24886.xlsx", "", "", "thon_huong_uoc")


def test_a_rule_that_names_no_indicator_has_no_cell(tmp_path: Path) -> None:
    form = ["N1", "form", "error", "ROWS(txct) > 5", "", "fail", "Ít dòng."]
    across = ["N2", "across", "error", "1 > 2", "", "skip", "Không bao giờ."]
    catalogue = asked(tmp_path, form, across)
    returns = returned(catalogue, {"HND": {"giam_sat": 1}})
    (found,) = form_rules(returns)
    assert found.place == Place("HND", "HND.xlsx", "", "", "txct")
    assert told(across_rules(returns, compute(returns))) == [
        ("RULE_BROKEN", "error", Place(), {"text": "Không bao giờ.", "rule": "N2"})
    ]


def test_a_date_stands_in_a_message_as_people_write_it(tmp_path: Path) -> None:
    made = tables(["N1", "form", "error", "so_thon > 5", "", "fail", "Họp ngày {hop} có {so_thon}."])
    made["indicators"].append(["hop", "III.1", "XA", "Ngày họp", "", "date", "", "", "", "", "", "NONE", ""])
    catalogue = read(made, tmp_path)
    (found,) = form_rules(returned(catalogue, {"24886": {"so_thon": 1, "hop": datetime.date(2022, 6, 8)}}))
    assert found.values["text"] == "Họp ngày 08/6/2022 có 1."


def test_numbers_in_a_message_are_grouped_as_in_tables(tmp_path: Path) -> None:
    rule = ["N1", "form", "error", "so_thon > 9999", "", "fail", "Có {so_thon} thôn, {so_thon:02} thôn."]
    (found,) = form_rules(returned(asked(tmp_path, rule), {"24886": {"so_thon": 7088}}))
    assert found.values["text"] == "Có 7.088 thôn, 7088 thôn."


def test_a_lists_row_is_not_the_cell_of_an_indicator(tmp_path: Path) -> None:
    rule = ["N1", "form", "error", "giam_sat > ROWS(txct)", "", "fail", "Không đúng."]
    catalogue = asked(tmp_path, rule)
    returns = returned(catalogue, {"HND": {"txct": 1}})
    listed = replace(returns.received["HND"], values=(Value("giam_sat", 2, 9, "Kê", "B2"),))
    (found,) = form_rules(replace(returns, received={"HND": listed}))
    assert (found.place.cell, found.place.indicator) == ("", "giam_sat")


def test_every_unit_is_judged_and_only_those_of_the_rules_form_that_are_in(tmp_path: Path) -> None:
    rule = ["N1", "form", "error", "so_thon > 5", "", "fail", "Không đúng."]
    catalogue = asked(tmp_path, rule)
    few = {"so_thon": 1}
    found = form_rules(returned(catalogue, {"24886": few, "HND": {"giam_sat": 1}, "24889": few}))
    assert [f.place.unit for f in found] == ["24886", "24889"]
    assert [f.place.unit for f in form_rules(returned(catalogue, {"24889": few}))] == ["24889"]
    assert form_rules(returned(catalogue, {"HND": {"giam_sat": 1}})) == ()
    assert form_rules(returned(catalogue, {})) == ()


def test_the_rules_come_in_the_tables_order(tmp_path: Path) -> None:
    rules = [[code, "form", "error", "so_thon > 5", "", "fail", "Không đúng."] for code in ("B", "A")]
    found = form_rules(returned(asked(tmp_path, *rules), {"24886": {"so_thon": 1}}))
    assert [f.values["rule"] for f in found] == ["B", "A"]


NUMBERS = [
    ("", "Không đúng."),
    ("unknown", "Không đúng."),
    ("aaaaaaaa", "Không đúng. Trên biểu mẫu đơn vị đã dùng, đó là mã số 08, 07."),
    ("bbbbbbbb", "Không đúng."),
]


@pytest.mark.parametrize(("stamp", "text"), NUMBERS)
def test_of_an_older_form_the_numbers_that_it_printed_are_told_once_each(
    stamp: str, text: str, tmp_path: Path
) -> None:
    rule = ["N1", "form", "error", "thon_huong_uoc <= so_thon + 0 * so_thon", "", "fail", "Không đúng."]
    catalogue = asked(tmp_path, rule)
    (found,) = form_rules(returned(catalogue, {"24886": {"so_thon": 1, "thon_huong_uoc": 2}}, stamp=stamp))
    assert found.values == {"text": text, "rule": "N1"}


def test_one_that_was_not_asked_does_not_quiet_the_rules_of_others(tmp_path: Path) -> None:
    rule = ["N1", "form", "error", "so_thon > 5", "", "fail", "Không đúng."]
    catalogue = asked(tmp_path, rule)
    returns = returned(catalogue, {"24886": {"so_thon": 1}, "24889": {"so_thon": 1}}, stamp="aaaaaaaa")
    older = replace(returns.received["24886"], catalogue="cccccccc")
    found = form_rules(replace(returns, received=dict(returns.received) | {"24886": older}))
    assert [f.place.unit for f in found] == ["24889"]


def test_the_last_period_is_compared_where_it_is_held(tmp_path: Path) -> None:
    catalogue = asked(tmp_path)
    then = returned(catalogue, {"24886": {"so_thon": 4}})
    now = {"24886": {"so_thon": 5}, "24889": {"so_thon": 5}}
    place = Place("24886", "24886.xlsx", "Số liệu", "F1", "so_thon")
    assert told(form_rules(returned(catalogue, now, then))) == [
        ("RULE_BROKEN", "warning", place, {"text": "Số thôn (5) khác kỳ trước.", "rule": "R3"})
    ]
    same = returned(catalogue, {"24886": {"so_thon": 5}})
    assert form_rules(returned(catalogue, now, same)) == ()
    assert form_rules(returned(catalogue, now)) == ()


def test_a_period_whose_return_was_not_asked_is_not_compared_with(tmp_path: Path) -> None:
    catalogue = asked(tmp_path)
    now = {"24886": {"so_thon": 5}}
    for stamp, found in (("cccccccc", 0), ("aaaaaaaa", 1), ("unknown", 1)):
        then = returned(catalogue, {"24886": {"so_thon": 4}}, stamp=stamp)
        assert len(form_rules(returned(catalogue, now, then))) == found, stamp


def test_a_period_of_whose_form_nobody_knows_anything_is_compared_with(tmp_path: Path) -> None:
    catalogue = asked(tmp_path)
    then = returned(catalogue, {"24886": {"so_thon": 4}})
    foreign = replace(then, received={"24886": replace(then.received["24886"], form="ZZ")})
    assert len(form_rules(returned(catalogue, {"24886": {"so_thon": 5}}, foreign))) == 1


def test_each_other_period_is_compared_with_its_own_return(tmp_path: Path) -> None:
    rules = [
        [code, "history", "warning", f"so_thon = {then}(so_thon)", "", "skip", f"{then}."]
        for code, then in (("N1", "PREVIOUS"), ("N2", "LASTYEAR"))
    ]
    catalogue = asked(tmp_path, *rules)
    before, year = (returned(catalogue, {"24886": {"so_thon": n}}) for n in (5, 4))
    now = returned(catalogue, {"24886": {"so_thon": 5}})
    held = {PREVIOUS: before, LAST_YEAR: year}
    assert [f.values["text"] for f in form_rules(replace(now, past=held.get))] == ["LASTYEAR."]
    assert (
        form_rules(replace(now, past={PREVIOUS: year, LAST_YEAR: None}.get))[0].values["text"] == "PREVIOUS."
    )


def test_a_period_that_is_held_in_part_is_not_compared_with(tmp_path: Path) -> None:
    catalogue = asked(tmp_path)
    then = returned(catalogue, {"24886": {"so_thon": 4}})
    partly = replace(then, received={"24886": replace(then.received["24886"], partly=True)})
    assert form_rules(returned(catalogue, {"24886": {"so_thon": 5}}, partly)) == ()


def test_a_rule_across_units_has_no_cell_and_names_its_figures(tmp_path: Path) -> None:
    across = [
        "N2",
        "across",
        "warning",
        "SUM(thon_huong_uoc) <= SUM(so_thon)",
        "",
        "skip",
        "Tổng {tong_thon} và {gap_doi}.",
    ]
    form = ["N1", "form", "error", "so_thon > 5", "", "fail", "Không đúng."]
    error = ["N3", "across", "error", "SUM(so_thon) > 99", "", "skip", "Ít quá."]
    holds = ["N4", "across", "error", "SUM(so_thon) > 0", "", "skip", "Đúng."]
    catalogue = asked(tmp_path, form, across, error, holds)
    returns = returned(catalogue, {"24886": {"so_thon": 3, "thon_huong_uoc": 9}})
    assert told(across_rules(returns, compute(returns))) == [
        ("RULE_BROKEN", "warning", Place(indicator="thon_huong_uoc"), {"text": "Tổng 3 và 6.", "rule": "N2"}),
        ("RULE_BROKEN", "error", Place(indicator="so_thon"), {"text": "Ít quá.", "rule": "N3"}),
    ]


def test_results_are_plain_words() -> None:
    frame = Frame(1, lambda code: column([1], numeric=True))
    (word,) = states(Rule("R", "form", "error", "x > 0", ""), frame)
    assert type(word) is str and not isinstance(word, np.str_)
