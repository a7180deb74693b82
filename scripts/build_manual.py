"""Write workbook/HUONG-DAN.md, the clerks' manual: prose from templates/huong-dan.md, all else from the program.

python scripts/build_manual.py              the text: buttons, sentences and finding codes as they are now
python scripts/build_manual.py --pictures   the pictures too, drawn from a real demo (LibreOffice, poppler, ImageMagick)
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from pathlib import Path

from qcdc_xl.folder.places import FORMS, INBOX, REPORT
from qcdc_xl.master.layout import SETTINGS
from qcdc_xl.model.finding import CODES
from qcdc_xl.verbs import demo as sample
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init

ROOT = Path(__file__).resolve().parent.parent
PROSE = ROOT / "templates" / "huong-dan.md"
RIBBON = ROOT / "workbook" / "ribbon" / "customUI.xml"
TARGET = ROOT / "workbook" / "HUONG-DAN.md"
PICTURES = ROOT / "workbook" / "hinh"
_NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"

GROUPS: Mapping[str, str] = {
    "FILE_UNREADABLE": "Tệp và các phần của biểu mẫu",
    "UNIT_MISSING": "Đơn vị, kỳ, biểu mẫu",
    "CODE_UNKNOWN": "Từng ô",
    "RULE_BROKEN": "Quy tắc",
    "VALUE_JUMPED": "Số liệu khác thường so với kỳ trước, so với đơn vị khác",
    "RETURN_SUPERSEDED": "Thư mục nhận và sổ tổng hợp",
    "DECISION_UNKNOWN": "Quyết định của cán bộ",
    "TEXT_FIGURE_UNKNOWN": "Câu chữ có số liệu",
    "FOOTNOTE_UNKNOWN": "Báo cáo Word",
    "CATALOGUE_TABLE_MISSING": "Danh mục",
}
"""The first code of each group, in the order of the program's own list."""

REMEDIES: Mapping[str, str] = {
    "FILE_UNREADABLE": "Tùy lý do: đề nghị đơn vị bỏ mật khẩu, lưu lại dạng .xlsx bằng Excel, hoặc gửi lại tệp đã điền.",
    "RULE_BROKEN": "Đối chiếu các số nêu trong thông báo; số nào sai thì đề nghị đơn vị sửa và gửi lại. Quy tắc không còn đúng thì sửa ở trang DM Quy tắc.",
    "CATALOGUE_EXPRESSION": "Sửa biểu thức ở ô được nêu; xem các biểu thức khác trong bảng làm mẫu.",
}
"""What to do, where the sentence itself does not say it."""

TROUBLES: tuple[tuple[str, str, str], ...] = (
    ("Không thấy thẻ QCDC", "Sổ mở ở chế độ xem an toàn, hoặc đang xem sổ khác", "Mở sổ từ thư mục làm việc, bấm Cho phép chỉnh sửa (Enable Editing). Thẻ chỉ hiện khi đang làm việc trong cửa sổ của sổ tổng hợp."),
    ("Bấm nút, Excel báo macro bị chặn", "Sổ nhận qua thư điện tử hoặc nằm ngoài thư mục tin cậy", "Chạy install.cmd và chọn thư mục của sổ; hoặc bấm chuột phải vào tệp, chọn Thuộc tính (Properties), đánh dấu Bỏ chặn (Unblock)."),
    ("QCDC_NOT_INSTALLED", "Chưa cài, hoặc cài chưa xong", "Chạy install.cmd, đóng hết Excel rồi mở lại sổ."),
    ("QCDC_OTHER_VERSION", "Sổ và chương trình khác phiên bản", "Cài đúng phiên bản ghi trong thông báo."),
    ("QCDC_FAILED", "Cài đặt hỏng, hoặc phần mềm diệt vi-rút chặn", "Mở lại Excel; chạy doctor.cmd; chạy lại install.cmd."),
    ("QCDC_BLOCKED", "Cơ quan đã tắt Windows Script Host", "Đề nghị người quản trị máy cho phép rồi mở lại sổ."),
    ("QCDC_SHEET_LOCKED", "Cấu trúc sổ bị khóa (Protect Workbook), hoặc có hộp thoại đang mở", "Mở khóa cấu trúc, hoặc đóng hộp thoại, rồi bấm lại."),
    ("QCDC_SHEET_GONE", "Trang đã bị xóa", "Bấm Hoàn tác, hoặc lấy bản trong thư mục sao-luu."),
    ("Sổ này chưa được lưu", "Sổ mới, chưa có chỗ trên máy", "Nhấn Ctrl+S, lưu vào thư mục làm việc, bấm lại."),
    ("đang mở ở chế độ chỉ đọc", "Máy khác đang mở sổ, hoặc tệp bị đặt chỉ đọc", "Đóng sổ ở máy kia, mở lại."),
    ("Sổ đang mở thẳng từ thư điện tử hoặc tệp nén", "Mở tệp đính kèm mà chưa lưu", "Lưu sổ vào thư mục làm việc, mở lại từ đó."),
    ("Sổ đang nằm trên OneDrive hoặc SharePoint", "Excel chỉ biết địa chỉ trên mạng của sổ", "Lưu sổ vào một thư mục trên máy, mở lại từ đó."),
    ("Excel đang bận", "Có ô đang nhập dở hoặc hộp thoại đang mở", "Nhấn Enter hoặc Esc, bấm lại."),
    ("đang được bảo vệ bằng mật khẩu", "Trang đã được đặt mật khẩu", "Vào thẻ Xem lại (Review), bấm Bỏ bảo vệ trang tính (Unprotect Sheet), gõ mật khẩu, bấm lại."),
    ("đang được xử lý ở một lần bấm nút hoặc dòng lệnh khác", "Lần bấm trước chưa xong, hoặc máy đang chạy bằng dòng lệnh", "Chờ một lát rồi bấm lại."),
    ("Không đọc hoặc ghi được", "Đĩa đầy, không có quyền ghi, tệp đang mở ở chương trình khác", "Đóng tệp được nêu, dọn đĩa, bấm lại."),
    ("Danh mục có lỗi nên chưa làm gì", "Một ô của danh mục không đúng", "Sửa các ô được nêu, bấm lại."),
    ("Excel không phản hồi khi đang điền", "Excel treo hoặc bị đóng giữa chừng", "Đóng sổ, chọn Không lưu (Don't Save), mở lại; tệp trên đĩa vẫn nguyên vẹn."),
    ("Chương trình gặp lỗi ngoài dự kiến", "Lỗi của chương trình; sổ không thay đổi", "Gửi tệp được nêu cho người hỗ trợ."),
)  # fmt: skip
"""What is seen, why, what to do. Words in capitals are VBA's sentences; the others begin sentences of the program."""


def buttons() -> Iterator[tuple[str, ElementTree.Element]]:
    """Every button with its group's label."""
    for group in ElementTree.parse(RIBBON).iter(_NAMESPACE + "group"):
        for button in group:
            yield str(group.get("label")), button


def button_table() -> str:
    """Group, button, key, what it does."""
    rows = ["| nhóm | nút | phím | việc làm |", "|---|---|---|---|"]
    for group, button in buttons():
        rows.append(
            f"| {group} | **{button.get('label')}** | Alt, Q, {button.get('keytip')} | {button.get('supertip')} |"
        )
    return "\n".join(rows)


def trouble_table() -> str:
    """What is seen, why, what to do."""
    said = dict(SETTINGS)
    rows = ["| hiện tượng hoặc thông báo | nguyên nhân | cách xử lý |", "|---|---|---|"]
    for seen, why, what in TROUBLES:
        words = f"“{said[seen].split('.')[0]}.”" if seen in said else seen
        rows.append(f"| {words} | {why} | {what} |")
    return "\n".join(rows)


def sentence(code: str) -> tuple[str, str]:
    """A finding's sentence as a clerk sees it, and what to do."""
    text = (
        CODES[code].text.replace("{guess}", "").replace("{others}", "").replace("{{{figure}}}", "{số liệu}")
    )
    text = re.sub(r"\{[a-z_]+\}", "…", text)
    what, _, todo = text.partition(". ")
    remedy = REMEDIES.get(code) or todo
    return what.rstrip(".") + ".", remedy


def finding_tables() -> str:
    """A table a group of codes."""
    lines: list[str] = []
    for code, kind in CODES.items():
        if code in GROUPS:
            lines += [
                "",
                f"### {GROUPS[code]}",
                "",
                "| mã | mức độ | thông báo | cách xử lý |",
                "|---|---|---|---|",
            ]
        what, todo = sentence(code)
        lines.append(f"| `{code}` | {kind.severity.label} | {what} | {todo} |".replace("\n", " "))
    return "\n".join(lines).strip()


def manual() -> str:
    """The whole text."""
    text = PROSE.read_text(encoding="utf-8")
    for name, made in (
        ("buttons", button_table()),
        ("troubles", trouble_table()),
        ("findings", finding_tables()),
    ):
        text = text.replace(f"<!-- {name} -->", made)
    return text


SHEETS: Mapping[str, tuple[str, int]] = {
    "tien-do": ("TIẾN ĐỘ NỘP BÁO CÁO", 105),
    "muc-iii-1": ("MỤC III.1.", 121),
    "bang-ke": ("BẢNG KÊ VĂN BẢN TRIỂN KHAI", 121),
    "bieu-tong-hop": ("BIỂU TỔNG HỢP", 108),
    "so-lieu": ("SỐ LIỆU DÙNG TRONG BÁO CÁO", 121),
    "chu-thich": ("CHÚ THÍCH CỦA BÁO CÁO", 121),
    "y-kien": ("Ý KIẾN, NỘI DUNG CÁC ĐƠN VỊ", 108),
    "bieu-do": ("BIỂU ĐỒ", 101),
    "nhat-ky": ("NHẬT KÝ TIẾP NHẬN", 105),
    "dm-don-vi": ("DANH MỤC ĐƠN VỊ", 108),
    "nguon": ("NGUỒN SỐ LIỆU", 108),
}
"""Pictures of the filled demo: the title by which the first page of a sheet is found, dots to the inch."""


def pages(workbook: Path, folder: Path) -> tuple[Path, list[str]]:
    """A workbook as LibreOffice prints it, and the text of every page."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        "soffice",
        "--headless",
        "--norestore",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(workbook),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pdf = folder / f"{workbook.stem}.pdf"
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    return pdf, text.split("\f")


def draw(pdf: Path, page: int, dots: int, name: str, share: int = 91) -> None:
    """One page as a small picture without its margins and its foot, or only the upper ``share`` percent of it."""
    raw = pdf.with_name(name)
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            str(dots),
            "-f",
            str(page),
            "-l",
            str(page),
            "-singlefile",
            "-png",
            str(pdf),
            str(raw),
        ],
        check=True,
    )
    without_foot = ["-gravity", "North", "-crop", f"100%x{share}%+0+0", "+repage"]
    trim = [
        "-fuzz",
        "2%",
        "-trim",
        "+repage",
        "-bordercolor",
        "white",
        "-border",
        "8",
        "-colors",
        "48",
        "-strip",
    ]
    target = f"PNG8:{PICTURES / name}.png"
    subprocess.run(["convert", f"{raw}.png", *without_foot, *trim, target], check=True)


def titled(texts: list[str], title: str) -> int:
    """The first page with a title at its top."""
    return next(
        n for n, text in enumerate(texts, start=1) if title in "\n".join(text.strip().splitlines()[:3])
    )


def pictures() -> None:
    """Draw everything from a demo made now: as it ends, and as it was with one faulty return."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample.demo(folder / "vi-du")
        pdf, texts = pages(folder / "vi-du" / "qcdc.xlsm", folder)
        for picture, (title, dots) in SHEETS.items():
            draw(pdf, titled(texts, title), dots, picture)
        report = folder / "vi-du" / "2022-H1" / REPORT / "bao-cao-2022-H1-du-thao-1.docx"
        draw(pages(report, folder)[0], 1, 92, "bao-cao", share=62)
        faulty = _with_a_fault(folder)
        pdf, texts = pages(faulty, folder)
        draw(
            pdf,
            next(n for n, text in enumerate(texts, start=1) if "Có lỗi" in text and "Xã Phi Liêng" in text),
            105,
            "tien-do-co-loi",
        )
        draw(pdf, titled(texts, "KẾT QUẢ KIỂM TRA"), 108, "kiem-tra")
        period = folder / "vi-du" / "2022-H1"
        for picture, place in (("bieu-mau", FORMS), ("bieu-mau-da-dien", INBOX)):
            form = shutil.copy(next((period / place).glob("*24877*")), folder / f"{picture}.xlsx")
            pdf, texts = pages(Path(form), folder)
            draw(pdf, next(n for n, text in enumerate(texts, start=1) if "Chỉ tiêu" in text), 100, picture)


def _with_a_fault(folder: Path) -> Path:
    """The demo's returns without the correction, in a master of its own."""
    master = init(folder / "co-loi", sample.FIRST_RUN).master
    inbox = folder / "co-loi" / "2022-H1" / INBOX
    for path in (folder / "vi-du" / "2022-H1" / INBOX).iterdir():
        if "(sửa)" not in path.name and "24859" not in path.name:
            shutil.copy(path, inbox)
    consolidate(master, sample.FIRST_RUN)
    return master.rename(folder / "co-loi" / "co-loi.xlsm")


if __name__ == "__main__":
    TARGET.write_text(manual(), encoding="utf-8")
    if "--pictures" in sys.argv:
        pictures()
