"""Masters, templates and tables have limits as returns have: beyond them a sentence, never all memory or a dead process."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command import qcdc
from offices import NOW
from workbooks import repacked

from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs import before_opening
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.report import report
from qcdc_xl.verbs.status import status
from qcdc_xl.verbs.undo import undo

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return init(tmp_path / "viec", NOW).master


def edited(master: Path, change: Callable[[bytes], bytes]) -> None:
    other = repacked(master, lambda name, data: change(data) if name == SHEET else data)
    if other != master:
        shutil.move(other, master)


def far(cell: str) -> Callable[[bytes], bytes]:
    row = "".join(c for c in cell if c.isdigit())
    mark = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    return lambda xml: xml.replace(b"</sheetData>", mark)


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZ99999", "A1048576"])
def test_a_mark_far_away_in_a_master_is_told_at_its_cell(cell: str, master: Path) -> None:
    edited(master, far(cell))
    for verb in (lambda: status(master, NOW), lambda: consolidate(master, NOW)):
        with pytest.raises(Trouble, match=f"có ô ở rất xa, ô {cell}"):
            verb()


@pytest.mark.parametrize("cell", ["XFD1", "AZ3000", "A60000"])
def test_a_mark_that_is_not_so_far_is_no_trouble(cell: str, master: Path) -> None:
    edited(master, far(cell))
    assert status(master, NOW).catalogue.period.code == "2022-H1"


def test_a_master_that_unpacks_to_too_much_is_told(master: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before_opening, "MASTER_UNPACKED", 100_000)
    with pytest.raises(Trouble, match="lớn khác thường"):
        status(master, NOW)
    monkeypatch.setattr(before_opening, "MASTER_LARGEST", 1000)
    run = qcdc("consolidate", master)
    assert run.returncode == 2 and "lớn khác thường" in run.stderr


def test_a_backup_beyond_the_limits_is_not_put_in_the_masters_place(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qcdc_xl.folder.backups import backups

    master = demo_folder / "qcdc.xlsm"
    before, last = master.read_bytes(), backups(master)[-1]
    with zipfile.ZipFile(last, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bom.bin", bytes(40 * 2**20))
    monkeypatch.setattr(before_opening, "MASTER_UNPACKED", 30 * 2**20)
    with pytest.raises(Trouble):
        undo(master)
    assert master.read_bytes() == before


def test_a_template_that_unpacks_to_too_much_is_told(demo_folder: Path) -> None:
    template = demo_folder / "mau-bao-cao.docx"
    shutil.copy(shipped("templates/report.docx"), template)
    with zipfile.ZipFile(template, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bom.xml", bytes(70 * 2**20))
    assert template.stat().st_size < 2**20
    with pytest.raises(Trouble, match=r"Mẫu báo cáo “mau-bao-cao\.docx” lớn khác thường"):
        report(demo_folder / "qcdc.xlsm", NOW, pdf=False)


@pytest.mark.parametrize("more", [b"," * (21 * 2**20), b"\n" * 200_001])
def test_a_table_with_too_much_in_it_is_told(more: bytes, tmp_path: Path) -> None:
    tables = Path(shutil.copytree(shipped(CATALOGUE), tmp_path / "danh-muc"))
    with (tables / "units.csv").open("ab") as file:
        file.write(more)
    with pytest.raises(Trouble, match=r"units\.csv” lớn khác thường"):
        init(tmp_path / "viec", NOW, tables)
    assert not (tmp_path / "viec").exists()
