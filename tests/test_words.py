"""One word for one thing, and a polite one, in all that staff and units read: what is in the code's sentences, the shipped
tables, the ribbon, VBA, the manual and the README.

The published report's own words (footnotes, narrative, addressees) are left as they were written.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qcdc_xl.letters.to_unit import TO_UNIT
from qcdc_xl.model.finding import CODES

ROOT = Path(__file__).parent.parent
VIETNAMESE = re.compile(
    "[àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ]", re.IGNORECASE
)

WORDS = {
    r"\bấy\b": "đó, này",
    r"\bđừng\b": "không",
    r"\b[Hh]ãy\b": "Đề nghị",
    r"\b[Vv]ui lòng\b": "Đề nghị",
    r"\bcâu báo\b": "thông báo",
    r"\b[Aa]i (?:đã|có|chưa|đó)\b": "đơn vị nào, người nào",
    r"chú thích thật": "chú thích cuối trang",
    r"SẴN SÀNG": "ĐỦ ĐIỀU KIỆN GỬI",
    r"ngừng trả lời": "không phản hồi",
    r"vòng tròn": "tham chiếu vòng",
    r"\bphát biểu mẫu": "giao biểu mẫu",
    r"(?<!1\. )\b[Gg]iao biểu\b(?! mẫu)": "giao biểu mẫu",
    r"\b[Đđ]iền biểu\b(?! tổng hợp)": "lập biểu mẫu",
    r"\b[Nn]ộp biểu\b": "gửi báo cáo",
    r"danh sách lỗi": "danh sách nội dung cần sửa",
    r"trễ hạn": "quá hạn",
    r"(?:bản|báo cáo) chính thức": "bản trình ký",
    r"[Tt]oàn cấp|[Tt]oàn huyện:": "tổng hợp chung",
    r"vi phạm quy tắc": "chưa khớp theo quy tắc",
    r"Ban chỉ đạo": "Ban Chỉ đạo",
    r"Liên đoàn lao động": "Liên đoàn Lao động",
    r"[Ss]oạn lời|[Pp]hần lời|lời báo cáo": "soạn nội dung, lời văn",
    r"bôi chọn": "bôi đen",
    r"Việc cần làm tiếp": "Việc tiếp theo",
    r"Bật chỉnh sửa": "Cho phép chỉnh sửa",
    r"cao hơn ba lần": "gấp hơn ba lần",
    r"thấp hơn một phần ba": "chưa bằng một phần ba",
    r"phiếu tiếp nhận|thư xin lỗi": "tên mẫu giấy",
    r"\bđiểm (?:nữa|cần)": "nội dung nữa, nội dung cần xem lại",
    r"(?:hoàn tác|như trước|một) lần chạy": "lần điền",
    r"\bhoà\b|\bhoá\b|\bkhoá\b|\bxoá\b|\buỷ\b|\bluỹ\b(?! kế)|\bthuỷ\b|\btuỳ\b": "dấu kiểu cũ: hòa, hóa",
    r"\b[Tt]ỉ lệ\b|\b[Ll]í do\b|\b[Kk]ĩ\b": "tỷ lệ, lý do, kỹ",
    r"(?<!\{)\b(?:file|sheet)\b(?!\))": "tệp, trang",
    r"(?<!\()\b(?:Enable (?:Editing|Content)|Unblock|Properties|Unprotect Sheet|Save As|Don't Save)\b": "tiếng Việt trước, tiếng Anh trong ngoặc",
}
"""What is not written any more, and what is written instead."""

AS_PUBLISHED = ("footnotes.csv", "paragraphs.csv")
SETTINGS_AS_PUBLISHED = ("recipients", "report_title")


def in_code(path: Path) -> Iterator[str]:
    """The Vietnamese texts of a module; docstrings are for developers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def in_table(path: Path) -> Iterator[str]:
    for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
        if row[0] not in SETTINGS_AS_PUBLISHED:
            yield from row


def read_by_people() -> Iterator[tuple[str, str]]:
    """Every text with where it stands."""
    for path in sorted([*(ROOT / "qcdc_xl").rglob("*.py"), *(ROOT / "scripts").glob("*.py")]):
        yield from ((path.name, text) for text in in_code(path))
    for path in sorted((ROOT / "templates" / "catalogues").rglob("*.csv")):
        if path.name not in AS_PUBLISHED:
            yield from ((path.name, text) for text in in_table(path))
    for path in ("workbook/ribbon/customUI.xml", "workbook/HUONG-DAN.md"):
        yield path, (ROOT / path).read_text(encoding="utf-8")
    for path in sorted((ROOT / "workbook" / "vba").glob("*.bas")):
        yield path.name, path.read_text(encoding="utf-8")
    yield (
        "README.md",
        (ROOT / "README.md").read_text(encoding="utf-8").partition("## Hướng dẫn cho cán bộ")[2],
    )


TEXTS = [(where, text) for where, text in read_by_people() if VIETNAMESE.search(text)]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_was_given_up_is_written_nowhere(word: str) -> None:
    found = re.compile(word)
    hits = [
        f"{where}: …{text[max(0, hit.start() - 40) : hit.end() + 30]}…"
        for where, text in TEXTS
        for hit in found.finditer(text)
    ]
    assert hits == [], f"write: {WORDS[word]}"


OF_RETURNS = (
    "VALUE_",
    "TABLE_",
    "ROW_",
    "COLUMN_",
    "STAMP_",
    "UNIT_",
    "PERIOD_",
    "FORM_",
    "CODE_",
    "DERIVED_",
)
OF_MASTER = ("VALUE_OVERTYPED", "VALUE_NOT_OF_ORIGINAL")
UNIT = tuple(code for code in CODES if code.startswith(OF_RETURNS) and code not in OF_MASTER)
"""What units read in the answer that they get."""
NOTHING_TO_DO = ("TABLE_COPIED",)


@pytest.mark.parametrize("code", UNIT)
def test_a_unit_is_asked_politely_and_not_spoken_of(code: str) -> None:
    text = TO_UNIT.get(code, CODES[code].text)
    asked = "đề nghị" in text.casefold() or "không cần làm gì" in text.casefold()
    assert asked or code in NOTHING_TO_DO, "ask for what is to be done"
    assert not re.search(r"[Đđ]ề nghị đơn vị|đơn vị này|danh mục đơn vị|thư mục nhận", text), (
        "it is the unit that reads this"
    )
