"""``init``: a working folder with a fresh master."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

from qcdc_xl.catalogue import Entries, load
from qcdc_xl.folder.places import make_folders
from qcdc_xl.folder.whole import write_whole
from qcdc_xl.shipped import CATALOGUE, CATALOGUES, catalogues, shipped
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.open_master import load_book


@dataclass(frozen=True)
class Begun:
    """The new master and its working period."""

    period: str
    master: Path

    def told(self) -> str:
        """What was made, and what to do next."""
        return (
            f"Đã tạo sổ tổng hợp “{self.master}”. Mở trang Danh mục để sửa đơn vị, kỳ báo cáo; "
            "sau đó bấm Tạo biểu mẫu (hoặc chạy “qcdc forms”)."
        )


MASTER = "qcdc.xlsm"


def init(
    folder: Path, now: datetime.datetime, catalogue: Path | None = None, period: str = "", name: str = MASTER
) -> Begun:
    """A working folder with a fresh master of the catalogue: a folder of tables, or the name of a shipped one.

    ``period``: the working period, one of the catalogue's; without it the one that its settings name.
    """
    from qcdc_xl.master.build import build_master
    from qcdc_xl.master.macros import read_macros

    target = folder / name
    if target.exists():
        raise Trouble(f"Thư mục “{folder}” đã có sổ tổng hợp. Chọn thư mục khác để không ghi đè.")
    entries, book = load_book(_tables(catalogue), now.date(), period)
    if period:
        entries = working_in(entries, period)
        book = replace(book, catalogue=load(entries)[0].working)
    macros = read_macros(shipped("workbook/qcdc.xlsm"))
    make_folders(folder, book.catalogue.period.code)
    write_whole(target, lambda path: build_master(entries, book, path, macros, now))
    return Begun(book.catalogue.period.code, target)


def _tables(named: Path | None) -> Path:
    """The folder of a catalogue: a folder of that name, or one that came with the program; none: the example's."""
    if named is None:
        return shipped(CATALOGUE)
    if not named.is_dir() and str(named) in catalogues():
        return shipped(f"{CATALOGUES}/{named}")
    if not named.is_dir():
        raise Trouble(
            f"Không thấy danh mục “{named}”. Ghi tên một danh mục kèm chương trình ({', '.join(catalogues())}) hoặc đường dẫn thư mục danh mục."
        )
    return named


def working_in(entries: Entries, period: str) -> Entries:
    """The tables with another working period."""
    rows = [
        replace(e, values={**e.values, "value": period}) if e.values.get("key") == "period" else e
        for e in entries.of("settings")
    ]
    return Entries({**entries.rows, "settings": tuple(rows)})
