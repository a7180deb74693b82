"""Returns in which nothing is wrong: none is refused, and hardly any is even doubted.

``QCDC_CLEAN=1000 pytest tests/checks/test_clean_returns.py`` makes so many.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

from clean_returns import clean_values
from offices import NOW

from qcdc_xl.forms import write_form
from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.finding import errors, message
from qcdc_xl.verbs.check import check
from qcdc_xl.verbs.demo import ISSUED

COUNT = int(os.environ.get("QCDC_CLEAN", "68"))


def test_nothing_is_wrong_with_what_is_right(catalogue: CatalogueAt, tmp_path: Path) -> None:
    rng, paths = random.Random(20221125), []
    for number in range(COUNT):
        unit = catalogue.active_units[number % len(catalogue.active_units)]
        paths.append(tmp_path / f"{number}.xlsx")
        write_form(catalogue, unit, paths[-1], ISSUED, clean_values(rng, catalogue, unit))
    files = check(paths, NOW).files
    assert not [(f.file, message(found)) for f in files for found in errors(f.findings)]
    doubted = [file for file in files if file.findings]
    assert len(doubted) <= COUNT / 100, [message(f.findings[0]) for f in doubted]
