"""The charts of a master in use follow the table ``charts``: drawn once, titled by a cell, hidden when they are gone."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from offices import NOW
from openpyxl.chart._chart import ChartBase
from typed import typing_in

from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.update import update

IN_USE = Path(__file__).parents[1] / "broken" / "v0.1.0" / "so-moi.xlsm"
TITLE = "Thôn và tổ hòa giải"
ROW = {
    "code": "thon_to",
    "title": TITLE,
    "type": "column",
    "section": "III.1",
    "items": "so_thon to_hoa_giai",
}
_FORMATS = "http://schemas.openxmlformats.org"
DRAWING = f"{{{_FORMATS}/drawingml/2006/spreadsheetDrawing}}"
CHART = f"{{{_FORMATS}/drawingml/2006/chart}}"
RELATION = f"{{{_FORMATS}/officeDocument/2006/relationships}}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master with a chart that was typed into its table."""
    master = init(tmp_path_factory.mktemp("charts") / "viec", NOW).master
    with typing_in(master) as typist:
        typist.type("charts", **ROW)
    consolidate(master, NOW)
    return master


@pytest.fixture
def master(made: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(made.parent, tmp_path / "viec")) / made.name


def titles(master: Path) -> list[str]:
    """What the titles of the charts say: the cells that they come from, or "fixed: " and their text."""
    book = openpyxl.load_workbook(master)
    return [_title(book, chart) for chart in book["Biểu đồ"]._charts]


def _title(book: openpyxl.Workbook, chart: ChartBase) -> str:
    text = chart.title.tx
    if text.strRef is None:
        return "fixed: " + "".join(run.t for part in text.rich.p for run in part.r or ())
    sheet, _, cell = text.strRef.f.rpartition("!")
    return str(book[sheet.strip("'")][cell.replace("$", "")].value)


def frames(master: Path) -> dict[str, ElementTree.Element]:
    """The frames of the charts by the codes beside the cells that their titles come from."""
    sheet = openpyxl.load_workbook(master)["Biểu đồ"]
    found = {}
    with zipfile.ZipFile(master) as package:
        for part in (n for n in package.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", n)):
            links = package.read(part.replace("drawings/", "drawings/_rels/") + ".rels").decode()
            for frame in ElementTree.fromstring(package.read(part)).iter(f"{DRAWING}graphicFrame"):
                wanted = next(frame.iter(f"{CHART}chart")).get(f"{RELATION}id")
                link = next(e for e in re.findall("<[^>]*>", links) if f'Id="{wanted}"' in e)
                chart = package.read("xl/charts/" + re.findall(r"chart\d+\.xml", link)[0]).decode()
                row = int(re.findall(r"\$(\d+)</(?:c:)?f>", chart)[0])
                found[str(sheet.cell(row, 1).value)] = next(frame.iter(f"{DRAWING}cNvPr"))
    return found


@pytest.mark.slow
def test_a_chart_typed_in_is_drawn_once_and_its_title_follows_the_table(master: Path) -> None:
    assert titles(master).count(TITLE) == 1 and len(titles(master)) == 8
    with typing_in(master) as typist:
        typist.change("charts", {"code": "thon_to"}, title="Thôn theo xã")
    consolidate(master, NOW)
    assert len(titles(master)) == 8 and "Thôn theo xã" in titles(master) and TITLE not in titles(master)


def test_it_is_printed_and_told_to_those_who_cannot_see_it(master: Path) -> None:
    book = openpyxl.load_workbook(master)
    rows = [anchor.anchor._from.row for anchor in book["Biểu đồ"]._charts]
    assert int(book["Biểu đồ"].print_area.rpartition("$")[2]) >= max(rows) + 22
    assert frames(master)["thon_to"].get("descr") == "Biểu đồ cột, số liệu mục III.1."


def test_all_charts_of_a_new_master_are_told_to_those_who_cannot_see_them(tmp_path: Path) -> None:
    drawn = frames(init(tmp_path / "viec", NOW).master)
    assert len(drawn) == 7 and all(frame.get("descr") for frame in drawn.values())


@pytest.mark.slow
def test_a_chart_whose_row_is_gone_is_hidden_and_comes_back_with_it(master: Path) -> None:
    with typing_in(master) as typist:
        typist.clear("charts", code="thon_to")
        typist.clear("charts", code="hoa_giai")
    hidden = {name for name, f in frames_after(master).items() if f.get("hidden") == "1"}
    assert hidden == {"thon_to", "hoa_giai"}
    with typing_in(master) as typist:
        typist.type("charts", **ROW)
    after = frames_after(master)
    assert len(after) == 8 and after["thon_to"].get("hidden") is None
    assert titles(master).count(TITLE) == 1


def frames_after(master: Path) -> dict[str, ElementTree.Element]:
    """The frames after a run."""
    consolidate(master, NOW)
    return frames(master)


@pytest.mark.slow
def test_a_chart_that_staff_take_off_the_sheet_stays_away(master: Path) -> None:
    book = openpyxl.load_workbook(master, keep_vba=True)
    del book["Biểu đồ"]._charts[titles(master).index(TITLE)]
    book.save(master)
    consolidate(master, NOW)
    assert len(titles(master)) == 7 and TITLE not in titles(master)


@pytest.mark.slow
@pytest.mark.parametrize("changed", [False, True], ids=["as it was", "with another title in the table"])
def test_the_charts_of_an_earlier_master_are_known_and_get_titles_from_cells(
    tmp_path: Path, changed: bool
) -> None:
    master = Path(shutil.copy(IN_USE, tmp_path / "qcdc.xlsm"))
    before = [title.removeprefix("fixed: ") for title in titles(master)]
    if changed:
        with typing_in(master) as typist:
            typist.change("charts", {"code": "don_thu"}, title="Đơn thư theo xã")
        before[3] = "Đơn thư theo xã"
    update(master, NOW)
    assert titles(master) == before
    update(master, NOW)
    assert titles(master) == before
