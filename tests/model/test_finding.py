"""Findings: the place, and the values that a sentence names."""

from __future__ import annotations

import pytest

from qcdc_xl.model.finding import CODES, NOWHERE, Place, as_json, finding, message, names


def test_a_finding_has_its_place_and_its_sentence() -> None:
    place = Place("24886", "bao cao.xlsx", "Số liệu", "F12", "so_thon")
    found = finding("VALUE_NOT_NUMBER", place, label="Số thôn", value="bảy")
    assert str(found.place) == "bao cao.xlsx, trang “Số liệu”, ô F12"
    assert message(found) == ("“Số thôn” phải là số, nhưng ô này ghi “bảy”. Đề nghị nhập lại bằng số.")


def test_parts_of_a_place_that_make_no_sense_are_null_in_json() -> None:
    told = as_json(finding("UNIT_MISSING", Place(file="a.xlsx")))
    assert list(told) == ["code", "severity", "unit", "file", "sheet", "cell", "indicator", "message"]
    assert (told["file"], told["unit"], told["cell"], told["indicator"]) == ("a.xlsx", None, None, None)


def test_what_is_known_better_later_changes_only_that_part_of_the_place() -> None:
    found = finding("UNIT_MISSING", Place(file="a.xlsx")).at(unit="24886")
    assert found.place == Place("24886", "a.xlsx")


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"label": "Số thôn"},
        {"label": "Số thôn", "value": 1, "limit": 2},
        {"Label": "Số thôn", "value": 1},
    ],
)
def test_a_value_too_few_or_too_many_raises_at_once(values: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="VALUE_NOT_NUMBER needs"):
        finding("VALUE_NOT_NUMBER", NOWHERE, None, **values)


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_can_be_made_of_the_values_that_it_names(code: str) -> None:
    text = message(finding(code, NOWHERE, None, **dict.fromkeys(names(code), "«giá trị»")))
    assert text.count("«giá trị»") >= len(names(code))
    assert "{guess}" not in text


@pytest.mark.parametrize("code", CODES)
def test_of_every_code_the_values_are_held_against_its_sentence(code: str) -> None:
    whole = dict.fromkeys(names(code), 1)
    for name in whole:
        with pytest.raises(TypeError, match=f"^{code} needs"):
            finding(code, NOWHERE, None, **{k: v for k, v in whole.items() if k != name})
    with pytest.raises(TypeError, match=f"^{code} needs"):
        finding(code, NOWHERE, None, **whole, file="a.xlsx")  # a place is given as a Place
