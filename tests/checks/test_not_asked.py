"""A unit is not accused over what its own form did not ask: neither by a rule nor for what is derived from it.

The form of then (stamp ``aaaaaaaa``) asked the villages; that of now asks urban groups, and a list, as well.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_catalogue import small, written

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.catalogue.versions import not_asked
from qcdc_xl.checks.cells import clean
from qcdc_xl.checks.derived import derived_cells
from qcdc_xl.checks.rules import form_rules
from qcdc_xl.model import CatalogueAt, Scalar, Submission, Value
from qcdc_xl.model.finding import message
from qcdc_xl.totals.consolidate import Returns, consolidate

VERSIONS = "form,stamp,kind,code,number,label\n" + "".join(
    f"XA,aaaaaaaa,indicator,{code},{number:02},{code}\n"
    for number, code in enumerate(("so_thon", "thon_huong_uoc", "mot_cua", "ty_le", "tong"), start=1)
)
RULES = {
    "fail": ["N1", "form", "error", "so_to <= 9", "", "fail", "Số tổ ({so_to}) không đúng."],
    "zero": ["N1", "form", "error", "so_to > 0", "", "zero", "Số tổ ({so_to}) không đúng."],
    "derived": ["N1", "form", "error", "gap_doi_tong > 0", "", "fail", "Không đúng."],
    "list": ["N1", "form", "error", "ROWS(txct) = so_thon", "", "fail", "Không đúng."],
    "column": ["N1", "form", "error", 'COUNTIF(txct.cap, "HĐND") = so_thon', "", "fail", "Không đúng."],
}


def grown(folder: Path, rule: list[str]) -> CatalogueAt:
    """The small catalogue of now, with one rule of the form."""
    tables = small()
    number = ["III.1", "XA"]
    tables["indicators"] += [
        ["so_to", *number, "Số tổ dân phố", "tổ", "integer", "yes", "0", "", "", "", "SUM", ""],
        ["tong", *number, "Thôn và tổ", "", "integer", "", "", "", "", "so_thon + so_to", "SUM", ""],
        ["gap_doi_tong", *number, "Gấp đôi", "", "integer", "", "", "", "", "2 * tong", "SUM", ""],
    ]
    tables["lists"][1][2] = "MT XA"
    tables["rules"] = [tables["rules"][0], rule]
    written(tables, folder)
    (folder / "form_versions.csv").write_text(VERSIONS, encoding="utf-8")
    catalogue, findings = read_catalogue(folder)
    assert findings == ()
    return catalogue.working


def returned(catalogue: CatalogueAt, stamp: str, **cells: Scalar) -> Returns:
    """The commune's return on a form of that stamp, and what its cells say."""
    stamp = stamp or form_stamp(catalogue, catalogue.forms[0])
    values = tuple(Value(code, 0, value, "Số liệu", "F9") for code, value in cells.items())
    return consolidate(
        catalogue, {"24886": Submission("24886", "XA", "2022-H1", stamp, "xa.xlsx", values=values)}
    )


OLD = {"so_thon": 5, "thon_huong_uoc": 4, "mot_cua": "Có", "ty_le": 80}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_nothing_of_what_the_form_did_not_ask(rule: str, tmp_path: Path) -> None:
    catalogue = grown(tmp_path, RULES[rule])
    assert form_rules(returned(catalogue, "aaaaaaaa", **OLD)) == ()
    assert form_rules(returned(catalogue, "unknown", **OLD)) == ()


@pytest.mark.parametrize("rule", RULES)
def test_the_same_rule_holds_for_a_form_of_now(rule: str, tmp_path: Path) -> None:
    catalogue = grown(tmp_path, RULES[rule])
    (found,) = form_rules(returned(catalogue, "", **OLD, so_to=None))
    assert (found.code, found.values["rule"]) == ("RULE_BROKEN", "N1")


def test_a_rule_over_what_it_did_ask_holds_for_an_old_form(tmp_path: Path) -> None:
    rule = ["N1", "form", "error", "thon_huong_uoc > so_thon", "", "skip", "Không đúng."]
    catalogue = grown(tmp_path, rule)
    assert [f.code for f in form_rules(returned(catalogue, "aaaaaaaa", **OLD))] == ["RULE_BROKEN"]
    assert [f.code for f in form_rules(returned(catalogue, "unknown", **OLD))] == ["RULE_BROKEN"]


def test_messages_about_an_old_form_name_its_own_numbers(tmp_path: Path) -> None:
    """The form of then called the villages 01 and 02; that of now counts them so too, but the share is 04, not 05."""
    rule = ["N1", "form", "error", "thon_huong_uoc > so_thon", "", "skip", "Không đúng."]
    catalogue = grown(tmp_path, rule)
    old = returned(catalogue, "aaaaaaaa", **{**OLD, "ty_le": 81})
    (broken,) = form_rules(old)
    assert message(broken) == "Không đúng. Trên biểu mẫu đơn vị đã dùng, đó là mã số 02, 01. (Quy tắc N1)"
    (changed,) = derived_cells(old)
    assert "“ty_le (mã số 04)”" in message(changed)
    sent = replace(old.received["24886"], values=(Value("so_thon", 0, "năm", "Số liệu", "F5"),))
    wrong = [message(f) for f in clean(catalogue, sent)[1] if f.code == "VALUE_NOT_NUMBER"]
    assert wrong == ["“so_thon (mã số 01)” phải là số, nhưng ô này ghi “năm”. Đề nghị nhập lại bằng số."]
    (of_now,) = form_rules(returned(catalogue, "", **OLD, so_to=1))
    assert message(of_now) == "Không đúng. (Quy tắc N1)"


def test_a_sum_of_which_a_part_was_not_asked_is_not_held_against_the_one_of_now(tmp_path: Path) -> None:
    catalogue = grown(tmp_path, RULES["fail"])
    old = returned(catalogue, "aaaaaaaa", **OLD, tong=5)
    assert derived_cells(old) == ()
    assert old.values.at["24886", "tong"] is None  # what a form computes is never read back
    (found,) = derived_cells(returned(catalogue, "aaaaaaaa", **{**OLD, "ty_le": 81}, tong=5))
    assert found.place.indicator == "ty_le"  # its operands were asked
    (found,) = derived_cells(returned(catalogue, "", **OLD, so_to=2, tong=5))
    assert (found.place.indicator, found.values["expected"]) == ("tong", "7")


def test_what_was_not_asked_is_named_with_all_that_is_derived_from_it(tmp_path: Path) -> None:
    catalogue = grown(tmp_path, RULES["fail"])
    (old,) = returned(catalogue, "aaaaaaaa", **OLD).received.values()
    rest = {"txct", "txct.ngay", "txct.cap", "txct.dong", "list:txct"}
    assert not_asked(catalogue, old) == {"so_to", "tong", "gap_doi_tong", *rest}
    (now,) = returned(catalogue, "", **OLD).received.values()
    assert not_asked(catalogue, now) == frozenset()


def test_a_rule_does_not_compare_with_a_period_whose_form_did_not_ask(tmp_path: Path) -> None:
    rule = ["N1", "history", "error", "so_thon >= PREVIOUS(so_to)", "", "fail", "Không đúng."]
    catalogue = grown(tmp_path, rule)

    def found(stamp: str) -> list[str]:
        then = returned(catalogue, stamp, **OLD)
        now = returned(catalogue, "", **OLD, so_to=1)
        return [
            f.code
            for f in form_rules(Returns(catalogue, now.values, now.lists, now.received, lambda when: then))
        ]

    assert found("aaaaaaaa") == []
    assert found("") == ["RULE_BROKEN"]
