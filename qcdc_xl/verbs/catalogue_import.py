"""``catalogue import``: a folder of CSV files into a master's tables, all of it or nothing; values stay."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qcdc_xl.folder.backups import backed_up
from qcdc_xl.folder.lock import alone
from qcdc_xl.folder.whole import write_whole
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.desk import ClosedDesk, host_of
from qcdc_xl.verbs.open_master import load_book, open_book


@dataclass(frozen=True)
class Imported:
    """How many tables the folder has, and how many rows; ``period``: the working period that they name."""

    period: str
    tables: int
    rows: int

    def told(self) -> str:
        """What was taken over, and how it can be undone."""
        return (
            f"Đã nhập {self.tables} bảng danh mục ({self.rows} dòng) vào sổ tổng hợp; số liệu đã nhận giữ nguyên. "
            "Bấm Hoàn tác (hoặc chạy “qcdc undo”) nếu muốn lấy lại danh mục trước."
        )


def catalogue_import(master: Path, folder: Path, now: datetime.datetime, period: str = "") -> Imported:
    """The tables of a folder instead of the master's own, after a backup; tables that the folder lacks stay.

    Raises ``CatalogueTrouble`` with what is wrong in the files. Nothing is changed then.
    """
    from qcdc_xl.master.catalogue_rows import put_rows, without_a_place

    desk = ClosedDesk(master)
    desk.ready()
    with alone(master):
        open_book(desk, now.date(), period)  # a master that cannot be read is told before anything else
        entries, book = load_book(folder, now.date())
        with tempfile.TemporaryDirectory() as aside:
            host, made = host_of(master), Path(aside) / master.name
            lacking = without_a_place(host, entries)
            if lacking:
                raise Trouble(
                    f"Sổ tổng hợp chưa có chỗ cho cột “{lacking[1]}” của bảng “{lacking[0]}”. Bấm Tổng hợp (hoặc chạy “qcdc consolidate”) để cập nhật sổ theo chương trình, rồi nhập lại."
                )
            put_rows(host, entries)
            host.save(made)
            ClosedDesk(made).fill(open_book(made, now.date()), now, "")
            with backed_up(master, now, "nhập danh mục"):
                write_whole(master, partial(shutil.copyfile, made))
    rows = {name: len(found) for name, found in entries.rows.items()}
    return Imported(book.catalogue.period.code, len(rows), sum(rows.values()))
