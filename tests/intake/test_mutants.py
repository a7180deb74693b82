"""Returned forms changed in every way that people and programs change them: nothing may be silently wrong.

A few of each kind here; ``QCDC_MUTANTS=300 pytest tests/intake/test_mutants.py`` makes that many of each kind, with other
seeds by ``QCDC_SEED``, and tells what became of them; the last such run stands in tests/results/.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from grid_files import copied, read_grids, write_grids
from live import Calc
from mutant_judge import FOUND, LOST, RIGHT, SILENT, Verdict, judge
from mutants import MUTATIONS, Expect, Form, read_form
from offices import NOW, returned

from qcdc_xl.model import CatalogueAt
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.verbs.check import check

EACH = int(os.environ.get("QCDC_MUTANTS", "6"))
SEED = int(os.environ.get("QCDC_SEED", "1"))
LONG = 100
"""From so many of each kind on, what became of them is told."""
UNITS = ("24886", "24889", "UBMTTQ", "LDLD", "BCD", "VPUBND", "HND", "HDOAN")


@pytest.fixture(scope="module")
def forms(catalogue: CatalogueAt, tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    """Returns of every kind of form, right."""
    folder = tmp_path_factory.mktemp("dung")
    paths = [returned(catalogue, unit, folder) for unit in UNITS]
    return [read_form(u, read_grids(p), shipped(CATALOGUE)) for u, p in zip(UNITS, paths, strict=True)]


def mutants(kind: str, forms: list[Form], folder: Path) -> Iterator[tuple[Path, Form, Expect]]:
    """``EACH`` mutants of a kind, in turn of every form that has what it takes."""
    rng = random.Random(f"{SEED} {kind}")
    made = tried = 0
    while made < EACH and tried < EACH * 30:
        base = forms[tried % len(forms)]
        tried += 1
        form = Form(
            base.unit, copied(base.sheets), base.tables, base.truth, base.spots, base.types, base.required
        )
        expect = MUTATIONS[kind](rng, form)
        if expect is not None:
            path = folder / f"{kind} {made}.xlsx"
            write_grids(form.sheets, path, form.dialect)
            yield path, form, expect
            made += 1
    assert made == EACH, f"{kind}: only {made} mutants"


def test_a_form_written_by_hand_is_read_as_it_was(forms: list[Form], tmp_path: Path) -> None:
    for form in forms:
        path = tmp_path / f"{form.unit}.xlsx"
        write_grids(form.sheets, path)
        checked = check([path], NOW, values=True)
        assert judge(form, Expect(), checked.files[0], checked.values[0]) == Verdict("right")
        assert checked.findings == ()


SAVED_AGAIN = (
    "number_written_as_text", "no_number", "unclear_number", "half_a_count", "percent_of_eye", "error_cell", "error_in_nil",
    "nil_words", "junk_in_nil", "number_and_nil", "emptied", "date_in_words", "no_date", "date_outside", "choice_in_words",
    "no_choice", "text_kept", "key_gone", "labels_swapped", "value_beside", "list_row_below", "sheet_gone", "marker_broken",
    "printed_changed", "cells_merged", "merged_down",
)  # fmt: skip
"""Kinds that survive another program: none in which it would compute anew what was typed."""


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_no_mutant_is_silently_wrong_when_libreoffice_has_saved_it(
    ending: str, forms: list[Form], calc: Calc, tmp_path: Path
) -> None:
    made = [one for kind in SAVED_AGAIN for one in islice(mutants(kind, forms, tmp_path), max(1, EACH // 6))]
    for path, _, _ in made:
        document = calc.open(path)
        document.save_as(str(path.with_suffix(f".{ending}")))
        document.close()
    checked = check([path.with_suffix(f".{ending}") for path, _, _ in made], NOW, values=True)
    said = zip(made, checked.files, checked.values, strict=True)
    verdicts = [(path.name, judge(form, expect, file, cells)) for (path, form, expect), file, cells in said]
    wrong = [f"{name}: {v.what}: {v.why}" for name, v in verdicts if v.what in (LOST, SILENT)]
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("kind", MUTATIONS)
def test_no_mutant_is_silently_wrong(
    kind: str, forms: list[Form], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    made = list(mutants(kind, forms, tmp_path))
    checked = check([path for path, _, _ in made], NOW, values=True)
    verdicts = [
        (path.name, judge(form, expect, file, cells))
        for (path, form, expect), file, cells in zip(made, checked.files, checked.values, strict=True)
    ]
    wrong = [f"{name}: {v.what}: {v.why}" for name, v in verdicts if v.what in (LOST, SILENT)]
    counts = Counter(v.what for _, v in verdicts)
    if EACH >= LONG:
        record_property(
            "told", f"| {kind} | {len(made)} | {counts[RIGHT]} | {counts[FOUND]} | {len(wrong)} |"
        )
    assert not wrong, "\n".join(wrong[:20])
