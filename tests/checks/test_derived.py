"""Derived cells that say something else than the form computes, in lists as in indicators."""

from __future__ import annotations

from qcdc_xl.checks.derived import derived_cells
from qcdc_xl.model import CatalogueAt, Submission, Value
from qcdc_xl.totals.consolidate import consolidate
from qcdc_xl.verbs.demo import sample_values


def sent(catalogue: CatalogueAt, unit: str, changed: dict[tuple[str, int], str]) -> Submission:
    """A return with the sample's values, and what its computed cells say."""
    form = catalogue.form_of(catalogue.unit[unit])
    assert form is not None
    computed = (Value(item, row, text, "Bảng kê", f"H{row}") for (item, row), text in changed.items())
    values = (*sample_values(catalogue)[unit], *computed)
    return Submission(unit, form.code, catalogue.period.code, "", f"{unit}.xlsx", values=values)


def test_a_derived_cell_of_a_list_is_held_against_its_own_unit_and_row(catalogue: CatalogueAt) -> None:
    item = "vb_bcd.vien_dan"
    plain = consolidate(catalogue, {"BCD": sent(catalogue, "BCD", {})})
    right = {
        (item, int(row)): str(text)
        for row, text in zip(plain.lists["vb_bcd"]["row"], plain.lists["vb_bcd"]["vien_dan"], strict=True)
    }
    assert len(right) >= 2
    assert derived_cells(consolidate(catalogue, {"BCD": sent(catalogue, "BCD", right)})) == ()
    wrong = right | {(item, 2): "Kế hoạch khác"}
    (found,) = derived_cells(consolidate(catalogue, {"BCD": sent(catalogue, "BCD", wrong)}))
    assert (found.code, found.place.indicator, found.place.cell) == ("DERIVED_CHANGED", item, "H2")
    assert (found.values["expected"], found.values["value"]) == (right[item, 2], "Kế hoạch khác")
