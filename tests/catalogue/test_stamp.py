"""A form's stamp says whether a form that went out shows and checks what one made now would."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_catalogue import Tables, small, written

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.catalogue.first_stamp import first_stamp
from qcdc_xl.catalogue.stamp import form_stamp, present_stamps
from qcdc_xl.catalogue.versions import version_of
from qcdc_xl.model import ANSWER, Catalogue

OLD = {"XA": "04a560c8", "CQ": "2c0d6f12", "MT": "19ba38a3", "LD": "79ceb5ca", "BCD": "310fe9d0"}
"""What stands in the forms that version 0.1.0 made of the example: read out of those files."""


LATER = {"XA": "3cca4ee0", "CQ": "78e810dd", "MT": "1a10403e", "LD": "562b05af", "BCD": "6cd4125b"}
"""What stands in those that the programs made before rules were written as conditions."""


def test_forms_of_the_first_version_have_its_stamp() -> None:
    catalogue, findings = read_catalogue(Path(__file__).parents[1] / "broken" / "v0.1.0" / "danh-muc")
    assert findings == ()
    assert {f.code: first_stamp(catalogue.working, f) for f in catalogue.working.forms} == OLD


def test_forms_of_the_earlier_versions_are_forms_of_now(catalogue: Catalogue) -> None:
    at = catalogue.working
    for form in at.forms:
        now = {form_stamp(at, form), first_stamp(at, form)}
        assert {OLD[form.code], LATER[form.code], *now} <= present_stamps(at, form)


@pytest.mark.parametrize("stamps_of_then", [OLD, LATER])
def test_what_forms_asked_before_they_asked_about_whole_lists_is_known(
    catalogue: Catalogue, stamps_of_then: dict[str, str]
) -> None:
    at = catalogue.working
    for form in at.forms:
        then, now = (
            version_of(at, form, stamps_of_then[form.code]),
            version_of(at, form, form_stamp(at, form)),
        )
        assert then and now and then.keys() <= now.keys()
        lists = {f"list:{r.code}" for r in at.lists_of(form.code)}
        assert now.keys() - then.keys() == lists == {c for c, row in now.items() if row.kind == ANSWER}


def stamps(tables: Tables, folder: Path, period: str = "2022-H1") -> dict[str, str]:
    """The stamps of a catalogue's forms."""
    catalogue, findings = read_catalogue(written(tables, folder))
    assert {f.code for f in findings} <= {"CATALOGUE_ENDED"}  # as some of these tables have it
    at = catalogue.at(period)
    return {f.code: form_stamp(at, f) for f in at.forms}


def with_columns(table: str, row: int, **cells: str) -> Tables:
    """The small catalogue with more columns, filled in one row."""
    tables = small()
    tables[table][0] += cells
    for number, line in enumerate(tables[table][1:], start=1):
        line += cells.values() if number == row else [""] * len(cells)
    return tables


UNSEEN = [
    with_columns("indicators", 1, over_time="last", law="Điều 11"),
    with_columns("indicators", 1, **{"from": "2021", "to": "2024-H2"}),
    with_columns("rules", 2, trial="yes"),
    with_columns("rules", 0, trial=""),
    with_columns("settings", 2, period="2023-H1"),
]


@pytest.mark.parametrize(
    "tables", UNSEEN, ids=["over_time", "from", "a rule of another scope", "no rule on trial", "a setting"]
)
def test_what_a_form_does_not_show_changes_no_stamp(tables: Tables, tmp_path: Path) -> None:
    if tables is UNSEEN[-1]:
        tables["footnotes"][1][3] = "Có {tong_thon} thôn."
    assert stamps(tables, tmp_path) == stamps(small(), tmp_path)


CHANGES = [
    ("indicators", 1, 3, "Tổng số thôn"), ("indicators", 1, 4, "làng"), ("indicators", 1, 6, ""), ("indicators", 1, 7, "1"),
    ("indicators", 1, 12, "Đếm thôn."), ("indicators", 4, 10, "ROUND(100 * thon_huong_uoc / so_thon, 1)"),
    ("choices", 1, 1, "Rồi"), ("rules", 1, 6, "Chưa đúng."), ("rules", 1, 2, "warning"),
    ("rules", 1, 3, "thon_huong_uoc < so_thon"), ("forms", 1, 2, "Biểu xã"), ("sections", 2, 1, "Tại xã"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "column", "value"), CHANGES)
def test_what_a_form_shows_or_checks_changes_the_stamp_of_that_form_only(
    table: str, row: int, column: int, value: str, tmp_path: Path
) -> None:
    tables = small()
    assert tables[table][row][column] != value
    tables[table][row][column] = value
    before, after = stamps(small(), tmp_path), stamps(tables, tmp_path)
    changed = {code for code in before if before[code] != after[code]}
    assert "XA" in changed
    assert changed == ({"XA", "MT"} if table == "sections" else {"XA"})


def test_lists_and_their_columns_change_the_stamp(tmp_path: Path) -> None:
    before = stamps(small(), tmp_path)
    for table, column, value in [("lists", 3, "Bảng kê khác"), ("lists", 4, "12"), ("list_columns", 2, "Hôm"), ("list_columns", 5, "")]:  # fmt: skip
        tables = small()
        tables[table][1][column] = value
        after = stamps(tables, tmp_path)
        assert after["MT"] != before["MT"] and after["XA"] == before["XA"]


def test_a_setting_that_a_rule_names_is_part_of_the_form(tmp_path: Path) -> None:
    tables = small()
    tables["settings"].append(["muc", "5", "Mức"])
    tables["rules"][1][3] = "thon_huong_uoc <= so_thon + SETTING(muc)"
    before = stamps(tables, tmp_path)
    tables["settings"][-1][1] = "6"
    assert stamps(tables, tmp_path)["XA"] != before["XA"]


def test_a_rule_on_trial_only_warns_in_the_form(tmp_path: Path) -> None:
    trial = with_columns("rules", 1, trial="yes")
    assert stamps(trial, tmp_path)["XA"] != stamps(small(), tmp_path)["XA"]


def test_a_rule_on_trial_is_a_warning_wherever_it_is_used(tmp_path: Path) -> None:
    catalogue, _ = read_catalogue(written(with_columns("rules", 1, trial="yes"), tmp_path))
    assert [(r.code, r.severity) for r in catalogue.rules][:1] == [("R1", "warning")]


def test_an_indicator_that_holds_no_more_changes_the_stamp_from_then_on(tmp_path: Path) -> None:
    tables = with_columns("indicators", 5, to="2022-H1")
    before = stamps(tables, tmp_path)
    assert before == stamps(small(), tmp_path)
    assert stamps(tables, tmp_path, "2022-H2")["MT"] != before["MT"]
