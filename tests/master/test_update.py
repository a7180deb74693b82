"""A master of an earlier version that is brought up to date: what is ours is renewed, what is the staff's stays.

The earlier master is the present one with its ribbon, modules and settings set back by hand; staff's module is put
in by pyOpenVBA, and what the file has then is read by oletools.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from offices import NOW
from pyopenvba import ExcelFile
from vba_project import assert_written_as_specified

from qcdc_xl import __version__
from qcdc_xl.master.macros import RIBBON, Macros, read_macros
from qcdc_xl.master.update import Maker, bring_up_to_date, maker_of
from qcdc_xl.shipped import shipped
from qcdc_xl.trouble import OlderProgram
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.xlsx.file_host import FileHost

SHIPPED = shipped("workbook/qcdc.xlsm")
OWN = "Public Sub Chao()\r\n    MsgBox 1\r\nEnd Sub\r\n"


@pytest.fixture(scope="module")
def macros() -> Macros:
    return read_macros(SHIPPED)


@pytest.fixture
def older(demo_made: Path, tmp_path: Path) -> Path:
    """The demo's master as an earlier program made it, with a module of the staff's own."""
    path = Path(shutil.copy(demo_made / "qcdc.xlsm", tmp_path / "qcdc.xlsm"))
    file = ExcelFile(path)
    project = file.vba_project()
    ribbon = project.get_module("QcdcRibbon")
    ribbon.source = ribbon.source.replace("Option Explicit", "Option Explicit\r\n' earlier")
    ribbon.dirty = True  # else pyOpenVBA writes the old source
    project.add_module("CuaToi", OWN)
    file.save()
    file.close()
    host = FileHost(path)
    host.replace_part(RIBBON, b"<customUI/>")
    rows = host.grid("qcdc.conf")
    kept = [
        [row[0], "0.1.0" if row[0] == "QCDC_VERSION" else row[1]] for row in rows if row[0] != "QCDC_BUILD"
    ]
    host.write("qcdc.conf", 0, 0, [*kept, *([[None, None]] * (len(rows) - len(kept)))])  # type: ignore[list-item]
    host.save(path)
    return path


def modules_of(path: Path) -> dict[str, str]:
    """Every VBA module by name, as oletools reads it (in a process of its own: it warns about itself)."""
    code = "import json, sys; from oletools.olevba import VBA_Parser as P\n"
    code += "print(json.dumps({n.rpartition('.')[0]: c for _, _, n, c in P(sys.argv[1]).extract_macros()}))"
    command = [sys.executable, "-W", "ignore", "-c", code, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(run.stdout))


def update(path: Path, macros: Macros) -> None:
    host = FileHost(path)
    bring_up_to_date(host, path, SHIPPED)
    assert host.changed
    host.save(path)


def test_the_master_says_by_which_program_it_was_made(demo_made: Path, older: Path, macros: Macros) -> None:
    assert maker_of(demo_made / "qcdc.xlsm") == Maker(__version__, macros.build)
    assert not maker_of(demo_made / "qcdc.xlsm").older(macros)
    assert maker_of(older) == Maker("0.1.0", "")
    assert maker_of(older).older(macros)


@pytest.mark.parametrize(
    ("version", "newer"),
    [("0.1.0", False), (__version__, False), ("0.2.0", True), ("0.10.0", True), ("1", True), ("", False)],
)
def test_only_a_workbook_of_a_newer_program_is_out_of_reach(
    version: str, newer: bool, macros: Macros
) -> None:
    assert Maker(version, "x").newer is newer
    assert Maker(version, "x").older(macros) is (not newer and version != "")


def test_ribbon_modules_and_settings_are_those_of_the_program(older: Path, macros: Macros) -> None:
    assert "' earlier" in modules_of(older)["QcdcRibbon"]
    update(older, macros)
    with zipfile.ZipFile(older) as package:
        assert package.read(RIBBON) == macros.ribbon
    assert maker_of(older) == Maker(__version__, macros.build)
    ours, found = modules_of(SHIPPED), modules_of(older)
    for name in ("QcdcRibbon", "xlwings", "Dictionary"):
        assert found[name] == ours[name]


def test_the_staffs_own_modules_stay(older: Path, macros: Macros) -> None:
    before = modules_of(older)
    update(older, macros)
    after = modules_of(older)
    for name in ("CuaToi", "ThisWorkbook", "Sheet1"):
        assert after[name] == before[name]
    assert "MsgBox 1" in after["CuaToi"]


def test_nothing_compiled_of_the_staffs_program_is_kept(older: Path, macros: Macros) -> None:
    update(older, macros)
    with zipfile.ZipFile(older) as package:
        assert_written_as_specified(package.read("xl/vbaProject.bin"))


@pytest.mark.slow
def test_no_cell_outside_the_settings_changes(older: Path, macros: Macros) -> None:
    before = {s.title: [[c.value for c in row] for row in s] for s in openpyxl.load_workbook(older)}
    update(older, macros)
    after = {s.title: [[c.value for c in row] for row in s] for s in openpyxl.load_workbook(older)}
    del before["qcdc.conf"], after["qcdc.conf"]
    assert before == after


def test_a_second_time_there_is_nothing_to_do(older: Path, macros: Macros) -> None:
    update(older, macros)
    assert not maker_of(older).older(macros)


@pytest.mark.slow
def test_the_first_fill_of_the_closed_master_brings_it_up_to_date_after_a_backup_and_says_so(
    older: Path, demo_made: Path, macros: Macros
) -> None:
    shutil.copytree(demo_made / "2022-H1", older.parent / "2022-H1")
    outcome = consolidate(older, NOW)
    assert outcome.updated and "cập nhật theo phiên bản" in outcome.told()
    assert maker_of(older) == Maker(__version__, macros.build)
    assert "MsgBox 1" in modules_of(older)["CuaToi"]
    (backup,) = (older.parent / "sao-luu").iterdir()
    assert maker_of(backup).version == "0.1.0"
    assert "cập nhật" not in consolidate(older, NOW).told()


def test_a_master_of_a_newer_program_is_not_touched(older: Path) -> None:
    host = FileHost(older)
    rows = [[row[0], "0.9.0" if row[0] == "QCDC_VERSION" else row[1]] for row in host.grid("qcdc.conf")]
    host.write("qcdc.conf", 0, 0, rows)  # type: ignore[arg-type]
    host.save(older)
    before = older.read_bytes()
    with pytest.raises(OlderProgram, match=r"phiên bản 0\.9\.0"):
        consolidate(older, NOW)
    assert older.read_bytes() == before
