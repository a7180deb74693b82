"""What the reader finds under a code is told in the words of the unit's own form."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_catalogue import read, small

from qcdc_xl.checks.one_file import check_one
from qcdc_xl.intake.structure import called
from qcdc_xl.model import CatalogueAt, Submission, Value
from qcdc_xl.model.finding import Finding, finding, message
from qcdc_xl.model.submission import Printed

VERSIONS = """form,stamp,kind,code,number,label
MT,aaaaaaaa,list,txct,,Bảng kê gặp cử tri
MT,aaaaaaaa,column,txct.cap,,Đại biểu các cấp
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> CatalogueAt:
    (tmp_path / "form_versions.csv").write_text(VERSIONS, encoding="utf-8")
    return read(small(), tmp_path)


def told(catalogue: CatalogueAt, found: Finding, stamp: str = "") -> str:
    """How a finding of the reader is told, of a return on that form of the farmers' union."""
    values = (Value("giam_sat", 0, 5, "Số liệu", "F9"), Value("la", 0, 5, "Số liệu", "F10"))
    printed = (Printed("la", "Số cuộc lạ", "Số liệu", "C10"),)
    submission = Submission("HND", "MT", "2022-H1", stamp, "hnd.xlsx", values=values, printed=printed)
    checked = check_one(catalogue, "hnd.xlsx", "", submission, [found])
    return message(next(f for f in checked.findings if f.code == found.code))


LIST = called("list:txct")
TOLD = [
    (finding("TABLE_NO_END", table=LIST), "", "Phần “Bảng kê tiếp xúc cử tri” thiếu dòng"),
    (finding("TABLE_NO_END", table=LIST), "aaaaaaaa", "Phần “Bảng kê gặp cử tri” thiếu dòng"),
    (finding("TABLE_NO_END", table=called("indicators")), "", "Phần “chỉ tiêu” thiếu dòng"),
    (finding("COLUMN_TWICE", table=LIST, column="cap", first="B3"), "", "hai cột cùng là “Đại biểu” (cột"),
    (finding("COLUMN_TWICE", table=LIST, column="cap", first="B3"), "aaaaaaaa", "cùng là “Đại biểu các cấp” ("),
    (finding("COLUMN_TWICE", table="chỉ tiêu", column="value", first="B3"), "", "cùng là “Số liệu” (cột"),
    (finding("TABLE_DOUBLED", table="chỉ tiêu", key="giam_sat", first=1, second=2), "", "“Số cuộc giám sát” xuất"),
    (finding("CODE_UNKNOWN", key="la", value="5"), "", "Dòng “Số cuộc lạ” (ghi “5”)"),
    (finding("COLUMN_TWICE", table="bảng kê khac", column="x", first="B3"), "", "Phần “bảng kê khac” có hai cột cùng là “x”"),
]  # fmt: skip


@pytest.mark.parametrize(("found", "stamp", "words"), TOLD)
def test_codes_are_told_as_the_form_prints_them(
    found: Finding, stamp: str, words: str, catalogue: CatalogueAt
) -> None:
    assert words in told(catalogue, found, stamp)
