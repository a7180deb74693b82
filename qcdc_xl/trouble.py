"""Why work cannot be done, said to people: one family, raised wherever it shows and told by both doors.

Each class names the exit code of the command: 1 the data or the catalogue has errors, 2 wrong use or a broken
machine. The text says in Vietnamese why, and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from qcdc_xl.model.finding import Finding


class Trouble(Exception):
    """The work cannot be done: wrong use, or a machine that does not let us."""

    exit_code: ClassVar[int] = 2
    findings: tuple[Finding, ...] = ()


class CatalogueTrouble(Trouble):
    """The catalogue or the master's tables have errors; ``findings`` says which."""

    exit_code = 1

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("Danh mục có lỗi nên chưa làm gì.")
        self.findings = tuple(findings)


class Busy(Trouble):
    """A file cannot be replaced: it is open in Excel, or read-only."""

    def __init__(self, file: Path) -> None:
        super().__init__(unusable(file))
        self.filename = str(file)


class Running(Trouble):
    """Another run works on this master."""

    def __init__(self, master: Path) -> None:
        super().__init__(
            f"Sổ “{master.name}” đang được xử lý ở một lần bấm nút hoặc dòng lệnh khác. Chờ xong rồi làm lại."
        )


class OlderProgram(Trouble):
    """The workbook was made by a newer program than this one."""

    def __init__(self, version: str, own: str) -> None:
        super().__init__(
            f"Sổ này của phiên bản {version}, chương trình trên máy là phiên bản {own} nên không được ghi vào sổ. Chạy tệp install.cmd của phiên bản {version} rồi làm lại. Sổ không thay đổi."
        )


class UnknownPeriod(Trouble):
    """A period was named that the catalogue does not have."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(
            f"Danh mục không có kỳ báo cáo “{code}”. Các kỳ đang có: {', '.join(known)}. Sửa mã kỳ, hoặc thêm kỳ ở bảng Kỳ báo cáo của trang Danh mục."
        )


def unusable(file: Path | str) -> str:
    """The sentence about a file or folder that the system does not let us read or write."""
    return f"Không đọc hoặc ghi được “{file}”. Kiểm tra đĩa, quyền ghi, hoặc tệp đang mở."
