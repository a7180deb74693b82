"""Step 4a: is this return from a unit that reports, for this period, on the right form?"""

from __future__ import annotations

from collections.abc import Iterator

from qcdc_xl.catalogue.stamp import form_stamp, present_stamps
from qcdc_xl.catalogue.versions import differences
from qcdc_xl.model import CatalogueAt, Submission
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
        found = submission.period or "(trống)"
        yield at("PERIOD_WRONG", "period", found=found, expected=catalogue.period.code)
    unit = catalogue.unit.get(submission.unit)
    if unit is None or submission.unit in catalogue.departed:
        if submission.unit:
            yield at("UNIT_UNKNOWN", "unit", unit_code=submission.unit)
        return
    form = catalogue.form_of(unit)
    assert form is not None, "active units have a form"
    if submission.form != form.code:
        yield at("FORM_WRONG", "form", found=submission.form, expected=form.code)
        return
    if submission.catalogue not in present_stamps(catalogue, form):
        found, expected = submission.catalogue or "không ghi", form_stamp(catalogue, form)
        changes = differences(catalogue, form, submission)
        yield at("FORM_OUTDATED", "catalogue", found=found, expected=expected, changes=changes)
