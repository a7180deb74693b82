"""A file that takes all memory, hangs or kills its reader is one finding at that file; the others are read."""

from __future__ import annotations

import os
import sys
import zipfile
from concurrent.futures import Future
from pathlib import Path

import pytest
from offices import NOW, returned
from old_excel import as_xls, compound, workbook

from qcdc_xl.intake import apart
from qcdc_xl.intake.apart import Readers
from qcdc_xl.intake.limits import TooMuch
from qcdc_xl.intake.parts import Damaged
from qcdc_xl.intake.sheets import Locked, sheets_of
from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.finding import message
from qcdc_xl.verbs.check import check

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
CONTENT = f"""<?xml version="1.0"?><office:document-content xmlns:office="{OFFICE}office:1.0"
 xmlns:table="{OFFICE}table:1.0" xmlns:text="{OFFICE}text:1.0"><office:body><office:spreadsheet>
<table:table table:name="S">ROWS</table:table></office:spreadsheet></office:body></office:document-content>"""
CELL = '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'


def ods(path: Path, rows: str) -> Path:
    """An .ods file written by hand."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", CONTENT.replace("ROWS", rows))
    return path


def greedy(path: Path) -> Path:
    """One mark far away, for which the fast reader wants the whole rectangle: 90 million cells, some GB."""
    columns = f'<table:table-cell table:number-columns-repeated="999"/>{CELL}'
    row = f"<table:table-row>{columns}</table:table-row>"
    blank = '<table:table-row table:number-rows-repeated="90000"><table:table-cell/></table:table-row>'
    return ods(path, f"<table:table-row>{CELL}</table:table-row>{blank}{row}")


@pytest.mark.slow
def test_a_file_that_wants_all_memory_is_one_finding_and_the_others_are_read(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    files = [greedy(tmp_path / "tham.ods"), as_xls(path, {}), path, returned(catalogue, "UBMTTQ", tmp_path)]
    read = check(files, NOW).files
    assert [f.code for f in read[0].findings] == ["FILE_TOO_LARGE"]
    assert [file.faulty for file in read] == [True, False, False, False]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a named pipe is the file that never ends")
def test_a_reader_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 3)
    os.mkfifo(tmp_path / "ong.xls")
    with Readers() as readers, pytest.raises(TooMuch, match="giây"):
        readers.read(tmp_path / "ong.xls")


def test_where_no_process_can_be_started_it_is_said_once_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NeverBegins:
        asked = 0

        def schedule(self, *_: object, **__: object) -> Future[None]:
            NeverBegins.asked += 1
            return Future()

        def stop(self) -> None: ...

        def join(self) -> None: ...

    monkeypatch.setattr(apart, "SECONDS", 0.01)
    monkeypatch.setattr(apart, "_pool", lambda workers: NeverBegins())
    paths = [tmp_path / f"{n}.xls" for n in range(3)]
    for path in paths:
        path.write_bytes(compound(workbook({"S": {(0, 0): 1}})))
    read = check(paths, NOW).files
    assert [f.code for file in read for f in file.findings] == ["FILE_UNREADABLE"] * 3
    assert "chương trình đọc riêng" in message(read[0].findings[0]) and NeverBegins.asked <= 3


@pytest.mark.slow
def test_reading_apart_gives_and_raises_what_reading_here_does(tmp_path: Path) -> None:
    good, bad, locked, wide = (tmp_path / f"{name}.xls" for name in ("tot", "hong", "khoa", "rong"))
    good.write_bytes(compound(workbook({"S": {(0, 0): 1, (1, 2): "chữ"}})))
    bad.write_bytes(good.read_bytes()[:700])
    locked.write_bytes(good.read_bytes() + "EncryptedPackage".encode("utf-16-le"))
    wide.write_bytes(compound(workbook({"S": {(0, 0): 1, (65535, 255): 1}})))
    with Readers() as readers:
        assert readers.read(good) == sheets_of(good, good.read_bytes())
        for path, expected in ((bad, Damaged), (locked, Locked), (wide, TooMuch)):
            with pytest.raises(expected):
                readers.read(path)


def test_no_process_is_started_for_files_as_excel_leaves_them(
    catalogue: CatalogueAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_pool", lambda workers: pytest.fail("a process was started"))
    (file,) = check([returned(catalogue, "24886", tmp_path)], NOW).files
    assert file.findings == ()


def test_the_readers_import_no_table_library() -> None:
    import subprocess

    said = "import sys, qcdc_xl.intake.apart; print({m.split('.')[0] for m in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout
    assert not {"pandas", "numpy", "openpyxl", "lxml", "xlsxwriter"} & set(
        loaded.replace("'", "").split(", ")
    )
