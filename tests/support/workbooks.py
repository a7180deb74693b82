"""Workbooks as people leave them, their parts seen and changed by hand, what other programs read in them."""

from __future__ import annotations

import io
import itertools
import json
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from qcdc_xl.xlsx.file_host import FileHost
from qcdc_xl.xlsx.host import Formula

DATA, OWN, APART = "Số liệu", "Của tôi", "Riêng"


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _png() -> bytes:
    """A picture of one red dot."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A sheet of data (10, 20, 30 in B2:B4, their sum in B5), a user's own sheet on it, and one apart.

    Row 1 has the headings, row 5 the totals; D2:D4 is twice column B.
    """
    path = tmp_path / "so.xlsx"
    book = xlsxwriter.Workbook(path)
    data, own, apart = (book.add_worksheet(name) for name in (DATA, OWN, APART))
    bold = book.add_format({"bold": True})
    data.write_row(0, 0, ["Đơn vị", "Số", "Ghi chú", "Gấp đôi"], bold)
    for row, (name, number) in enumerate([("Rô Men", 10), ("Đạ K'Nàng", 20), ("=Phi Liêng", 30)], start=1):
        data.write_string(row, 0, name)
        data.write_number(row, 1, number, bold)
        data.write_formula(row, 3, f"=B{row + 1}*2", None, number * 2)
    data.write_string(4, 0, "Cộng", bold)
    data.write_formula(4, 1, "=SUM(B2:B4)", bold, 60)
    data.merge_range("A8:B8", "Người lập biểu", bold)
    data.set_column("B:B", 17)
    data.freeze_panes(1, 1)
    data.autofilter("A1:D4")
    data.repeat_rows(0)
    data.print_area("A1:D8")
    data.set_h_pagebreaks([4])
    data.write_comment("B4", "Đã hỏi lại xã", {"visible": True})
    data.conditional_format("B2:B4", {"type": "cell", "criteria": ">", "value": "=$B$5/2", "format": bold})
    data.data_validation("B2:B4", {"validate": "decimal", "criteria": "<=", "value": "=$B$5"})
    data.data_validation("C2:C4", {"validate": "list", "source": ["Có", "B4"]})
    data.insert_image("F4", "cham.png", {"image_data": io.BytesIO(_png()), "object_position": 2})
    own.write_formula("A1", f"='{DATA}'!B5+1", None, 61)
    own.write_formula("A2", f"=SUM('{DATA}'!$B$2:$B$4)/COUNTA('{DATA}'!A2:A4)", None, 20)
    own.write_formula("A3", "=A1*2", None, 122)
    own.write_formula("A4", "=Tong_so", None, 60)
    own.write_url("B1", f"internal:'{DATA}'!B5", string="Tới dòng cộng")
    own.write_url("B2", "https://vi.example/B5", string="Trang ngoài")
    apart.write_formula("A1", "=1+1", None, 2)
    apart.write_formula("A2", "=A1*5", None, 10)
    book.define_name("Tong_so", f"='{DATA}'!$B$5")
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {"values": f"='{DATA}'!$B$2:$B$4", "categories": f"='{DATA}'!$A$2:$A$4", "name": f"='{DATA}'!$B$1"}
    )
    own.insert_chart("D2", chart)
    book.close()
    return path


def save_new(host: FileHost, path: Path) -> Path:
    target = path.with_name("moi.xlsx")
    host.save(target)
    return target


def read(path: Path, sheet: str) -> list[list[object]]:
    """A sheet's values and cached results, by calamine."""
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def shown(path: Path, sheet: str) -> dict[str, object]:
    """What openpyxl finds shown in the cells that are not blank: values and cached results."""
    cells = itertools.chain.from_iterable(openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows())
    return {cell.coordinate: cell.value for cell in cells if cell.value is not None}


def formulas(path: Path, sheet: str) -> dict[str, object]:
    """What openpyxl finds in the cells that are not blank: formulas and values."""
    cells = itertools.chain.from_iterable(openpyxl.load_workbook(path)[sheet].iter_rows())
    return {cell.coordinate: cell.value for cell in cells if cell.value is not None}


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(path: Path, change: Callable[[str, bytes], bytes], name: str = "khac") -> Path:
    """The package with its parts changed by hand, as another program might have written them."""
    parts = parts_of(path)
    target = path.with_name(f"{name}.xlsx")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))
    return target


def sheet_of(tmp_path: Path, rows: str, more: str = "") -> Path:
    """A workbook with one sheet "S" (and an empty "T") whose rows are written here as XML."""
    path = tmp_path / "tay.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("S").write(0, 0, "chữ")
    book.add_worksheet("T")
    book.close()

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        start, end = content.index(b"<sheetData>"), content.index(b"</sheetData>")
        return (
            content[:start]
            + b"<sheetData>"
            + rows.encode()
            + content[end:].replace(b"</sheetData>", b"</sheetData>" + more.encode())
        )

    return repacked(path, change)


def recalculated(path: Path, tmp_path: Path) -> Path:
    """The file as LibreOffice writes it after computing every formula anew."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile, out = tmp_path / "profile", tmp_path / "tinh-lai"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" '
        'oor:op="fuse"><value>0</value></prop></item></oor:items>',
        encoding="utf-8",
    )
    command = [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=120)
    return out / path.name


def audit(path: Path) -> list[object]:
    """What the Open XML SDK's rules object to."""
    command = [sys.executable, "-m", "openxml_audit", "-o", "json", str(path)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return list(json.loads(found.stdout)[0]["errors"])


def filled(workbook: Path) -> FileHost:
    """Two rows put in before Rô Men's successor, a column before the notes, and written into."""
    host = FileHost(workbook)
    host.insert_rows(DATA, 2, 2)
    host.insert_columns(DATA, 2, 1)
    host.write(DATA, 2, 0, [["Đạ Long", 40, "=1+1"], ["Đạ Tông", 50, None]])
    host.write(DATA, 2, 4, [[Formula("B3*2", 80)], [Formula("B4*2", 100)]])
    host.write(DATA, 6, 1, [[Formula("SUM(B2:B6)", 150)]])
    return host
