"""What came from outside stays text: nothing of it is run, resolved, or becomes part of a formula, in the master, in answers, in Word."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from offices import NOW, returned
from old_excel import as_xls
from openpyxl.formula import Tokenizer
from workbooks import parts_of, repacked

from qcdc_xl.expression.render import literal
from qcdc_xl.master.tables.table import link
from qcdc_xl.model import CatalogueAt
from qcdc_xl.verbs.check import check
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.footnotes import footnotes
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.report import report
from qcdc_xl.verbs.status import status
from qcdc_xl.verbs.verify import verify
from qcdc_xl.xlsx.host import Formula

HOSTILE = (
    "=cmd|'/C calc'!A0",
    '+HYPERLINK("http://x.vn","a")',
    "@SUM(1)",
    "-2+3",
    "'\"&A1&\"'",
    "{so_thon} {SETTING} [^1] <w:p/> ]]> &amp; &#x0;",
    "dài \U0001f600" * 600,
    "vị\x01trí\x0b\ufffe \u202e xét",
    "_x0041_ _x000D_",
    "#table values",
)
SHEET = "xl/worksheets/sheet1.xml"
DTD = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyyyyyyyyy">]>'


def formulas(path: Path) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(path, keep_vba=True):
        for row in sheet.iter_rows():
            yield from (cell.value for cell in row if cell.data_type == "f" and isinstance(cell.value, str))


def is_safe(formula: str) -> bool:
    """Within Excel's limits, and no word of theirs outside the quotes."""
    tokens = Tokenizer(formula).items
    texts = [t.value for t in tokens if t.subtype == "TEXT"]
    bare = "".join(t.value for t in tokens if t.subtype != "TEXT")
    units = [len(t[1:-1].replace('""', '"').encode("utf-16-le")) // 2 for t in texts]
    return len(formula) <= 8192 and max(units, default=0) <= 255 and "cmd" not in bare and "http" not in bare


def outside(path: Path) -> list[str]:
    """What a package says lies outside it."""
    found = []
    for name, content in parts_of(path).items():
        if name.endswith(".rels"):
            found += re.findall(rb'Target="([^"]*)"[^>]*TargetMode="External"', content)
        assert b"<!DOCTYPE" not in content[:1000]
    return [t.decode() for t in found]


def office_would_open(folder: Path) -> None:
    """All that a run has written can be read, has only formulas of ours, and leads nowhere."""
    master = folder / "qcdc.xlsm"
    assert all(map(is_safe, formulas(master))) and outside(master) == []
    status(master, NOW)
    for path in (folder / "2022-H1" / "tra-lai").rglob("*.xlsx"):
        assert all(map(is_safe, formulas(path))), path
        assert outside(path) == [], path


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_of_theirs_stays_a_text_wherever_it_comes(
    text: str, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    """In a narrative, a note, a list, a wrong number, a sheet's name, a file's name, the stamp."""
    folder = init(tmp_path / "viec", NOW).master.parent
    inbox = folder / "2022-H1" / "nhan"
    for unit, item in (("24886", "kho_khan"), ("24889", "so_thon"), ("24877", "mot_cua")):
        path = returned(catalogue, unit, inbox)
        cells = {address: text for address in places_of(path, item)}
        as_xls(path, cells)
        path.unlink()
    for key, unit in (("unit", "24874"), ("form", "24875"), ("catalogue", "24859")):
        path = returned(catalogue, unit, tmp_path)
        as_xls(path, {place: text for place in places_of(path, key)}).rename(inbox / f"{unit}.xls")
    named = as_xls(returned(catalogue, "24853", tmp_path), {})
    renamed(named, text)
    named.rename(inbox / "24853.xls")
    safe = text.replace("/", " ")[:50] + "\udcff"
    returned(catalogue, "24856", inbox, {"so_thon": "nhiều"}).rename(inbox / f"{safe}.xlsx")
    outcome = consolidate(folder / "qcdc.xlsm", NOW)
    assert "24886" in outcome.book.accepted
    office_would_open(folder)
    made = report(folder / "qcdc.xlsm", NOW, pdf=False)
    assert made.file and outside(made.file) == []
    footnotes(folder / "qcdc.xlsm", NOW)
    verify(folder / "qcdc.xlsm", NOW)


def places_of(path: Path, key: str) -> list[tuple[str, str]]:
    """The cells of a row's value and note."""
    found = []
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            if row[0].value == key:
                found += [(sheet.title, c.coordinate) for c in row[1:] if c.column_letter in "FBH"]
    return found


def renamed(path: Path, text: str) -> None:
    """The first sheet under another name of the same length, whatever its letters."""
    content = path.read_bytes()
    old = "Số liệu".encode("utf-16-le")
    new = (text[:7].encode("utf-16-le") + "xxxxxxx".encode("utf-16-le"))[: len(old)]
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


@pytest.mark.parametrize(
    "part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
)
def test_no_entity_and_no_type_of_a_document_is_resolved(
    part: str, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)

    def with_entity(name: str, xml: bytes) -> bytes:
        if name != part:
            return xml
        head, _, rest = xml.partition(b"?>")
        return head + b"?>" + DTD + rest.replace(b"</t>", b"&x;&y;</t>", 3)

    (file,) = check([repacked(path, with_entity)], NOW, values=True).files
    said = repr(file.submission) + repr(file.findings)
    assert "root:" not in said and "yyyyyyyyyy" not in said


def test_what_lies_outside_of_a_returned_file_is_not_looked_for(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    link_out = b'<Relationship Id="rId99" Type="http://x/externalLink" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    other = repacked(
        path, lambda name, xml: xml.replace(b"</Relationships>", link_out) if name.endswith(".rels") else xml
    )
    assert check([other], NOW).files[0].findings == check([path], NOW).files[0].findings


def test_a_template_from_elsewhere_resolves_nothing(demo_folder: Path) -> None:
    from qcdc_xl.shipped import shipped

    made = io.BytesIO()
    with zipfile.ZipFile(shipped("templates/report.docx")) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            if name == "word/styles.xml":
                head, _, rest = xml.partition(b"?>")
                xml = head + b"?>" + DTD + rest
            new.writestr(name, xml)
    (demo_folder / "mau-bao-cao.docx").write_bytes(made.getvalue())
    told = report(demo_folder / "qcdc.xlsm", NOW, pdf=False)
    if told.file:
        assert all(b"root:" not in part for part in parts_of(told.file).values())


@pytest.mark.parametrize("text", ["x" * 256, "\U0001f600" * 200, '"' * 300, "a" * 254 + "\U0001f600"])
def test_texts_in_formulas_keep_within_what_excel_takes(text: str) -> None:
    assert is_safe(f"=LEN({literal(text)})")
    assert (
        "".join(
            t.value[1:-1].replace('""', '"')
            for t in Tokenizer(f"=({literal(text)})").items
            if t.subtype == "TEXT"
        )
        == text
    )
    made = link("a.xlsx", text)
    assert isinstance(made, Formula) and is_safe(f"={made.text}")
    assert link(text * 2, "mở") == "mở"
