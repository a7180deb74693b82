"""What people are told when Python itself cannot go on: a library does not load, the program is damaged.

Nothing but the standard library is imported here, and little of that: whatever else may be broken, this is not. A click
reaches it before xlwings does, through the file ``qcdc_xl.pth`` that is installed beside the package.
"""

from __future__ import annotations

import os
import sys
from types import TracebackType

TITLE = "Quy chế dân chủ cơ sở"
SENTENCE = "Chương trình QCDC chưa chạy được trên máy này vì không nạp được {what}. Đóng hết Excel, chạy lại tệp install.cmd rồi mở lại sổ; nếu vẫn vậy, chạy tệp doctor.cmd và gửi kết quả cho người hỗ trợ.{more}"
PLAIN = "Chuong trinh QCDC chua chay duoc. Chay lai tep install.cmd, roi dong het Excel va mo lai so."
"""For where only the letters of the machine's code page can be shown: xlwings' own window."""

_WARNING, _TO_THE_FRONT = 0x30, 0x10000
"""Windows' own numbers: MB_ICONWARNING, MB_SETFOREGROUND."""


def sentence(error: BaseException, more: str = "") -> str:
    """What did not load and what to do."""
    name = getattr(error, "name", None) if isinstance(error, ImportError) else None
    return SENTENCE.format(what=f"thư viện “{name}”" if name else "đủ các thành phần", more=more)


def answer_for_excel() -> None:
    """From now on an exception that nobody catches is told by a sentence, and no traceback reaches the screen."""
    sys.excepthook = _tell


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A message of Windows, after which Excel is told that all is well, as it would show a message of its own."""
    log = _log(kind, error, trace)
    try:
        if message_box(sentence(error, f"\n\nChi tiết: {log}"), TITLE, _WARNING) > 0:
            os._exit(0)
    except (ImportError, OSError, AttributeError):
        pass
    sys.stderr.write(f"{PLAIN}\n{log}\n")


def message_box(text: str, title: str, style: int) -> int:
    """A message of Windows itself, in front of all windows; the number of the button pressed, 0 or -1 if it cannot be shown.

    Raises ``OSError`` elsewhere than on Windows.
    """
    if sys.platform != "win32":
        raise OSError("only Windows has message boxes of its own")
    import ctypes

    return int(ctypes.windll.user32.MessageBoxW(0, text, title, style | _TO_THE_FRONT))


def _log(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The file with the details for whoever helps; "" if it cannot be written."""
    import tempfile
    import time
    import traceback

    try:
        name = os.path.join(tempfile.gettempdir(), time.strftime("qcdc-%Y%m%d-%H%M%S.log"))
        with open(name, "w", encoding="utf-8") as log:
            log.writelines(traceback.format_exception(kind, error, trace))
        return name
    except OSError:
        return ""
