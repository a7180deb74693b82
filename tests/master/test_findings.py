"""The sheet *Kiểm tra*: a link beside each finding opens the cell that it is about."""

from __future__ import annotations

import pytest

from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.master.tables.findings import COLUMNS, content
from qcdc_xl.model import CatalogueAt, Submission
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Formula

TYPED_OVER = finding(
    "VALUE_OVERTYPED", Place("24886", "qcdc.xlsm", "III.1", "D7", "so_thon"), found="9", expected="8"
)
IN_TEXT = finding("TEXT_FIGURE_UNKNOWN", Place(sheet="Chú thích", cell="E5"), figure="abc")
OF_FILE = finding(
    "VALUE_MISSING", Place("24886", "xã A/bao cao.xlsx", "Số liệu", "F9"), label="Số thôn", advice=""
)
NOWHERE = finding("FILE_UNREADABLE", Place(file="hong.xlsx"), reason="tệp hỏng", remedy="Đề nghị gửi lại.")
LINKS = [
    (TYPED_OVER, "#'III.1'!D7", "Mở ô"),
    (IN_TEXT, "#'Chú thích'!E5", "Mở ô"),
    (OF_FILE, r"2022-H1\nhan\xã A\bao cao.xlsx#'Số liệu'!F9", "Mở ô"),
    (NOWHERE, r"2022-H1\nhan\hong.xlsx", "Mở tệp"),
]


def opened(catalogue: CatalogueAt, found: Finding, used: str = "") -> object:
    """What stands in the column *Mở*."""
    accepted = {"24886": Submission("24886", "XA", "2022-H1", "", used, "abc123")} if used else {}
    made = content(BookAt(catalogue, accepted, findings=(found,)), "findings")
    row = made.write(MasterPlaces(catalogue, {}), 0, 0)
    return row[[c.key for c in COLUMNS].index("open")]


@pytest.mark.parametrize(("found", "target", "text"), LINKS, ids=lambda v: getattr(v, "code", None))
def test_a_link_opens_the_place_itself(
    catalogue: CatalogueAt, found: Finding, target: str, text: str
) -> None:
    assert opened(catalogue, found) == Formula(f'HYPERLINK("{target}","{text}")', text)


def test_a_return_in_use_is_opened_where_it_is_kept(catalogue: CatalogueAt) -> None:
    link = opened(catalogue, OF_FILE, used="xã A/bao cao.xlsx")
    assert isinstance(link, Formula)
    assert r"2022-H1\luu\24886\abc123.xlsx#'Số liệu'!F9" in link.text
