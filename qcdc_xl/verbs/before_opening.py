"""Files that are ours, or should be: masters, templates, tables. They come by mail as well, so they have limits too.

Nothing is opened by a library that believes what an archive says of its sizes, or that reserves a whole rectangle for one mark
far away, before it was looked through here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from qcdc_xl.intake.limits import (
    LARGEST,
    MASTER_CELLS,
    MASTER_LARGEST,
    MASTER_UNPACKED,
    TABLE_ROWS,
    TooMuch,
)
from qcdc_xl.intake.parts import Damaged, Parts, related, sheet_parts, tree, workbook_part
from qcdc_xl.intake.unseen import column_of
from qcdc_xl.marked import address
from qcdc_xl.trouble import Trouble

_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,9})"')
_CELL = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})(\d{1,9})"')
_LOW = re.compile(rb'<c [^>]*?\br="[A-Z]{1,3}\d{5}')
_WIDTHS = (
    (16_384, re.compile(rb"(?!)")),
    (702, re.compile(rb' r="[A-Z]{3}\d')),
    (26, re.compile(rb' r="[A-Z]{2,3}\d')),
)
"""How many columns a sheet has at most in which nothing of the kind stands."""


def look_at_master(path: Path) -> None:
    """Raises :class:`Trouble` for a master beyond the limits; damage is told by whoever opens it."""
    try:
        now = path.stat()
        if now.st_size > MASTER_LARGEST:
            raise TooMuch(f"hơn {MASTER_LARGEST // 2**20} MB")
        _look_through(path, now.st_size, now.st_mtime_ns)
    except (Damaged, OSError):
        return
    except TooMuch as much:
        raise Trouble(
            f"Sổ “{path.name}” lớn khác thường ({much}) nên chương trình không mở. Xóa những ô ghi nhầm ở xa các bảng, lưu lại; hoặc lấy bản trước trong thư mục “sao-luu”."
        ) from much


@lru_cache(maxsize=4)
def _look_through(path: Path, size: int, changed: int) -> None:
    """Size and time are there so that the same file is looked through once."""
    parts = Parts(path.read_bytes(), MASTER_UNPACKED)
    part = workbook_part(parts)
    for name, target in sheet_parts(parts, tree(parts.read(part)), related(parts, part)):
        xml = parts.read(target)
        if far := _far(xml):
            raise TooMuch(f"trang “{name[:31]}” có ô ở rất xa, ô {far}")
    parts.weigh()


def _far(xml: bytes) -> str:
    """The last cell of a sheet that takes too large a rectangle; "" for others, most of which need no look at each cell."""
    rows = max(map(int, _ROW.findall(xml)), default=0)
    honest = rows >= 10_000 or not _LOW.search(xml)
    if honest and any(rows * width <= MASTER_CELLS and not more.search(xml) for width, more in _WIDTHS):
        return ""
    cells = {(int(row), column_of(letters.decode()) + 1) for letters, row in _CELL.findall(xml)}
    lowest, rightmost = max(cells, default=(0, 0)), max(cells, key=lambda cell: cell[1], default=(0, 0))
    if lowest[0] * rightmost[1] <= MASTER_CELLS:
        return ""
    row, column = lowest if lowest[0] > rightmost[1] * 10 else rightmost
    return address(row - 1, column - 1)


def look_at_template(path: Path) -> None:
    """Raises :class:`Trouble` for a Word template beyond the limits of foreign files."""
    try:
        if path.stat().st_size > LARGEST:
            raise TooMuch(f"hơn {LARGEST // 2**20} MB")
        parts = Parts(path.read_bytes())
        for entry in parts.entries:
            parts.unpack(entry)
    except (Damaged, OSError):
        return
    except TooMuch as much:
        raise Trouble(
            f"Mẫu báo cáo “{path.name}” lớn khác thường ({much}) nên chương trình không mở. Bỏ hình ảnh lớn trong mẫu, hoặc xóa tệp để dùng mẫu kèm chương trình."
        ) from much


def look_at_tables(folder: Path) -> None:
    """Raises :class:`Trouble` for a folder of tables with one beyond the limits."""
    for path in sorted(folder.glob("*.csv")):
        try:
            size = path.stat().st_size
            rows = path.read_bytes().count(b"\n") if size <= LARGEST else 0
        except OSError:
            continue
        if size > LARGEST or rows > TABLE_ROWS:
            much = f"hơn {LARGEST // 2**20} MB" if size > LARGEST else f"hơn {TABLE_ROWS} dòng"
            raise Trouble(
                f"Bảng danh mục “{path.name}” lớn khác thường ({much}) nên chương trình không đọc. Kiểm tra lại tệp rồi làm lại."
            )
