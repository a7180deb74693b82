"""No file, however made, is unpacked, read or told of beyond the limits; each is one finding at its file."""

from __future__ import annotations

import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from offices import NOW, returned
from workbooks import parts_of, repacked

from qcdc_xl.intake import limits
from qcdc_xl.intake.limits import TooMuch
from qcdc_xl.intake.parts import Damaged, Parts
from qcdc_xl.intake.workbook import read
from qcdc_xl.model import CatalogueAt
from qcdc_xl.verbs.check import check

SHEET = "xl/worksheets/sheet1.xml"
PARTS = (SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
GIGA = 2**30


def codes(path: Path) -> list[str]:
    (file,) = check([path], NOW).files
    return [f.code for f in file.findings]


def codes_here(path: Path) -> list[str]:
    """The same, read in this process, where a test's own limits hold."""
    return [f.code for f in read(path)[1]]


def bomb(path: Path, part: str, name: str = "bom.xlsx") -> Path:
    """A return one part of which becomes a gigabyte of blanks; the file is 1 MB."""
    parts = parts_of(path)
    target = path.with_name(name)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, content in parts.items():
            with archive.open(other, "w", force_zip64=False) as out:
                out.write(content[:-1])
                if other == part:
                    for _ in range(GIGA // 2**22):
                        out.write(b" " * 2**22)
                out.write(content[-1:])
    return target


def peak() -> float:
    """The highest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_a_gigabyte_in_a_megabyte_is_refused_in_any_part(
    part: str, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = bomb(returned(catalogue, "24886", tmp_path), part)
    before, start = peak(), time.process_time()
    assert codes(path) == ["FILE_TOO_LARGE"]
    assert peak() - before < 200
    assert time.process_time() - start < 5


@pytest.mark.slow
def test_a_gigabyte_under_the_names_of_other_formats_is_refused(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = bomb(returned(catalogue, "24886", tmp_path), SHEET)
    renamed = repacked_as(path, "content.xml", tmp_path / "bom.ods")
    assert codes(renamed) == ["FILE_TOO_LARGE"]


def repacked_as(path: Path, marker: str, target: Path) -> Path:
    target.write_bytes(path.read_bytes())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(marker, "<x/>")
    return target


def test_sizes_that_the_archive_tells_are_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b" " * 100_000)
    content = bytearray((tmp_path / "a.zip").read_bytes())
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    assert len(Parts(bytes(content)).read("a.xml")) == 100_000
    monkeypatch.setattr("qcdc_xl.intake.parts.UNPACKED", 99_999)
    with pytest.raises(TooMuch):
        Parts(bytes(content)).read("a.xml")
    with pytest.raises(TooMuch):
        Parts(bytes(content)).weigh()


def edited(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    return repacked(path, lambda name, data: change(data) if name == part else data)


def test_too_many_sheets_cells_and_parts_are_too_much(
    catalogue: CatalogueAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    sheets = b"".join(
        b'<sheet name="%d" sheetId="%d" r:id="rId1"/>' % (n, n + 50) for n in range(limits.SHEETS)
    )
    assert codes_here(
        edited(path, "xl/workbook.xml", lambda xml: xml.replace(b"</sheets>", sheets + b"</sheets>"))
    ) == ["FILE_TOO_LARGE"]
    with monkeypatch.context() as patch:
        patch.setattr("qcdc_xl.intake.sheets.CELLS", 300)
        assert codes_here(path) == ["FILE_TOO_LARGE"]
    far = b'<row r="30000"><c r="A30000"><v>1</v></c></row></sheetData>'
    with monkeypatch.context() as patch:
        patch.setattr("qcdc_xl.intake.careful.CELLS", 100)
        stray = edited(path, SHEET, lambda xml: xml.replace(b"</sheetData>", far))
        assert codes_here(stray) == ["FILE_TOO_LARGE"]
        patch.setattr("qcdc_xl.intake.careful.CELLS", limits.CELLS)
        patch.setattr("qcdc_xl.intake.careful.STRINGS", 20)
        assert codes_here(stray) == ["FILE_TOO_LARGE"]
    monkeypatch.setattr("qcdc_xl.intake.parts.PARTS", 5)
    assert codes_here(path) == ["FILE_TOO_LARGE"]


def test_too_large_a_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "to.xlsx"
    with path.open("wb") as file:
        file.truncate(limits.LARGEST + 1)
    assert codes(path) == ["FILE_TOO_LARGE"]


@pytest.mark.parametrize("count", [200, 200_000])
def test_very_many_markers_are_one_finding_at_once(
    count: int, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    rows = b"".join(
        b'<row r="%d">%b</row>'
        % (
            r,
            b"".join(b'<c t="inlineStr"><is><t>#table x%d</t></is></c>' % (r * 100 + c) for c in range(100)),
        )
        for r in range(100, 100 + count // 100)
    )
    path = edited(
        path, "xl/worksheets/sheet4.xml", lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")
    )
    start = time.process_time()
    assert codes(path) == ["FILE_TOO_LARGE"]
    assert time.process_time() - start < 10


def test_rubbish_behind_the_name_of_a_part_is_damage(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.xml", b"abc" * 1000)
    content = (tmp_path / "a.zip").read_bytes()
    broken = content.replace(b"PK\x03\x04", b"PK\x03\x05")
    with pytest.raises(Damaged):
        Parts(broken).read("a.xml")
    with pytest.raises(Damaged):
        Parts(content).read("b.xml")


def test_areas_merged_over_and_over_cost_no_more_than_one(catalogue: CatalogueAt, tmp_path: Path) -> None:
    path = returned(catalogue, "24886", tmp_path)
    more = b"".join(b'<mergeCell ref="J%d:XFD900"/>' % (row % 40 + 20) for row in range(100_000))

    def merged(name: str, xml: bytes) -> bytes:
        return xml.replace(b"</mergeCells>", more + b"</mergeCells>") if name.endswith("sheet1.xml") else xml

    begun = time.process_time()
    (file,) = check([repacked(path, merged)], NOW).files
    assert not file.faulty and time.process_time() - begun < 20
