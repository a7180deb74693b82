"""What is no package that can be changed is refused, in one way."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import MAIN, parts_of, repacked
from workbooks import workbook as workbook  # a fixture

from qcdc_xl.xlsx.file_host import FileHost
from qcdc_xl.xlsx.package import PackageError


def test_what_is_no_workbook_is_refused_in_one_way(tmp_path: Path, workbook: Path) -> None:
    whole = workbook.read_bytes()
    strict = parts_of(workbook)["xl/workbook.xml"].replace(
        MAIN[1:-1].encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    empty = tmp_path / "rong.zip"
    zipfile.ZipFile(empty, "w").close()
    broken = repacked(workbook, lambda n, c: c[: len(c) // 2] if n == "xl/workbook.xml" else c).read_bytes()
    oddly = repacked(workbook, lambda n, c: strict if n == "xl/workbook.xml" else c).read_bytes()
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096  # how a file with a password begins
    for content in (b"", b"x", whole[:-30], encrypted, empty.read_bytes(), broken, oddly):
        path = tmp_path / "la.xlsx"
        path.write_bytes(content)
        with pytest.raises(PackageError):
            FileHost(path)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_refused_or_read_but_never_breaks_us(place: int, bytes_: bytes) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    book.add_worksheet("S").write(0, 0, "chữ")
    book.close()
    whole = made.getvalue()
    place %= len(whole)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hong.xlsx"
        path.write_bytes(whole[:place] + bytes_ + whole[place + len(bytes_) :])
        try:
            host = FileHost(path)
        except PackageError:
            return
        assert isinstance(host.sheets(), list)
