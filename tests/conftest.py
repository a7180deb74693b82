"""What many tests share: the shipped catalogue, the demo as made once, a live Calc."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import calc_engine
import live
import pytest
import second_engine
import spreadsheet
import xlwings as xw
from hypothesis import HealthCheck, settings

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.model import CatalogueAt
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.verbs import demo as sample

pytest_plugins = ["quick", "told"]

settings.register_profile("qcdc", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("qcdc")

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="session")
def catalogue() -> CatalogueAt:
    """The catalogue as shipped, which has no findings."""
    found, findings = read_catalogue(shipped(CATALOGUE))
    assert findings == ()
    return found.working


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder; read only, take ``demo_folder`` to change it."""
    folder = tmp_path_factory.mktemp("demo") / "vi-du"
    sample.demo(folder)
    return folder


@pytest.fixture
def demo_folder(demo_made: Path, tmp_path: Path) -> Path:
    """A copy of the demo to change."""
    return Path(shutil.copytree(demo_made, tmp_path / "vi-du"))


def skip_unless_there(what: str, reason: str) -> None:
    """Skip with the ``reason`` why something is not there, if there is one; in CI, which must have it, fail."""
    if reason and os.environ.get("QCDC_LIVE") == "required":
        pytest.fail(f"{what} is required here, but {reason}")
    if reason:
        pytest.skip(f"no {what}: {reason}")


@pytest.fixture(scope="session")
def engine() -> None:
    """The second engine of formulas. Without it the test is skipped with the reason, in CI it fails."""
    skip_unless_there("second engine", second_engine.missing())


@pytest.fixture(scope="session")
def calc() -> Iterator[live.Calc]:
    """A running LibreOffice Calc. Without one the test is skipped with the reason, in CI it fails."""
    skip_unless_there("live Calc", live.missing())
    office = live.Calc()
    yield office
    office.close()


@pytest.fixture
def excel(calc: live.Calc) -> Iterator[calc_engine.Desk]:
    """xlwings on the running Calc, and what a person before it sees and answers."""
    desk, _ = calc_engine.engine(calc)
    yield desk
    for book in list(desk.books.values()):
        book.document.close()


@pytest.fixture
def running(request: pytest.FixtureRequest) -> Iterator[spreadsheet.Spreadsheet]:
    """The spreadsheet program that live hosts are tested on."""
    if spreadsheet.real_excel():
        with xw.App(visible=True, add_book=False) as app:
            yield spreadsheet.Spreadsheet(app)
        return
    request.getfixturevalue("excel")
    app = xw.apps.active
    assert app is not None
    yield spreadsheet.Spreadsheet(app)
