"""Step 4a: is this return from a unit that reports, for this period, on the right form?"""

from __future__ import annotations

from collections.abc import Iterator

from qcdc_xl.catalogue.stamp import present_stamps
from qcdc_xl.catalogue.versions import differences
from qcdc_xl.model import CatalogueAt, Submission, period_of
from qcdc_xl.model.finding import Finding, Place, finding


def identity(catalogue: CatalogueAt, submission: Submission) -> tuple[Finding, ...]:
    """Findings: UNIT_UNKNOWN, PERIOD_WRONG, FORM_WRONG, FORM_OUTDATED, each at its cell."""
    return tuple(_identity(catalogue, submission))


def _identity(catalogue: CatalogueAt, submission: Submission) -> Iterator[Finding]:
    cells = {v.item: (v.sheet, v.cell) for v in submission.values if v.item.startswith("meta.")}

    def at(code: str, item: str, **values: object) -> Finding:
        sheet, cell = cells.get(f"meta.{item}", ("", ""))
        return finding(code, Place(submission.unit, submission.file, sheet, cell), **values)

    if submission.period != catalogue.period.code:
        found = _period(catalogue, submission.period)
        yield at("PERIOD_WRONG", "period", found=found, expected=catalogue.period.label)
    unit = catalogue.unit.get(submission.unit)
    if unit is None or submission.unit in catalogue.departed:
        if submission.unit:
            yield at("UNIT_UNKNOWN", "unit", unit_code=submission.unit)
        return
    form = catalogue.form_of(unit)
    assert form is not None, "active units have a form"
    if submission.form != form.code:
        yield at(
            "FORM_WRONG", "form", found=_form(catalogue, submission.form), expected=form.number or form.code
        )
        return
    if submission.catalogue not in present_stamps(catalogue, form):
        yield at("FORM_OUTDATED", "catalogue", changes=differences(catalogue, form, submission))


def _period(catalogue: CatalogueAt, code: str) -> str:
    """A period as people call it; what nobody knows as it stands in the file."""
    known = next((p for p in catalogue.periods if p.code == code), None) or period_of(code)
    return known.label if known else code or "(trống)"


def _form(catalogue: CatalogueAt, code: str) -> str:
    """A form's number as it is printed; what nobody knows as it stands in the file."""
    return next((f.number for f in catalogue.forms if f.code == code and f.number), code or "(trống)")
