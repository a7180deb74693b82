"""What a sheet of the master and a column of its tables are, and the hidden sheet of settings.

A new master is built by this. Afterwards the sheets belong to the users: tables are found by marker, and what a fill
adds to them looks as it is said here.
"""

from __future__ import annotations

from dataclasses import dataclass

from qcdc_xl import __version__


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a table: its key, its heading, its width, the name of its cells' look (see ``look``)."""

    key: str
    head: str
    width: float
    look: str = "cell"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, title, kind (tab colour), a line of help; tables say on which sheet they stand."""

    name: str
    title: str
    kind: str
    help: str = ""
    landscape: bool = True
    protected: bool = True
    frozen: bool = False
    """Whether its last table's headings stay in view though other tables stand above."""
    filtered: bool = True
    """Whether rows can be filtered."""
    hidden: bool = False
    period: str = ""
    """The period that it shows, in words, where that is not the working period."""


SETTINGS_SHEET = "qcdc.conf"
"""The hidden sheet in which xlwings looks for its settings first, before any file of the user's."""

SETTINGS = (
    ("INTERPRETER_WIN", "%QCDC_PYTHON%"),
    ("TEMP DIR", "%QCDC_TEMP%"),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    ("QCDC_VERSION", __version__),
    ("QCDC_TITLE", "Quy chế dân chủ cơ sở"),
    ("QCDC_STARTING", "QCDC: đang khởi động …"),
    ("QCDC_SHEET_GONE", "Không tìm thấy trang này. Có thể trang đã bị xóa; bấm Hoàn tác để lấy lại, hoặc lấy bản trong thư mục sao-luu."),
    ("QCDC_SHEET_LOCKED", "Không mở được trang này, vì cấu trúc sổ đang khóa hoặc Excel đang bận. Vào thẻ Xem lại (Review), bấm Bảo vệ Sổ làm việc (Protect Workbook) để mở khóa, hoặc đóng hộp thoại đang mở, rồi bấm lại."),
    ("QCDC_NOT_INSTALLED", "Máy này chưa cài chương trình QCDC nên các nút chưa chạy được. Chạy tệp install.cmd trong thư mục cài đặt, sau đó đóng hết Excel rồi mở lại sổ này."),
    ("QCDC_FAILED", "Excel không gọi được chương trình QCDC. Đóng hết Excel, mở lại sổ rồi bấm lại; nếu vẫn vậy, chạy tệp doctor.cmd trong thư mục cài đặt."),
    ("QCDC_BLOCKED", "Máy này không cho Excel dùng Windows Script Host nên các nút không chạy được. Đề nghị người quản trị máy cho phép, sau đó mở lại sổ này."),
    ("QCDC_OTHER_VERSION", "Sổ này cần chương trình QCDC phiên bản {0}, còn máy đang có phiên bản {1}. Chạy tệp install.cmd của phiên bản {0}, sau đó đóng hết Excel rồi mở lại sổ này."),
)  # fmt: skip
"""xlwings' settings: the environment and the folder for its notes that the installer named (VBA cannot write below a
user's name with letters that the machine's code page lacks), nothing imported from the workbook's folder. And the
texts that VBA shows, which its own source, being ANSI, cannot hold."""
