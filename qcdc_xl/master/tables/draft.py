"""*Bản xuất trước*: what the last draft said, kept to compare the next one with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, records
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.table import Content, MasterTable, always, keys_of, listed, on
from qcdc_xl.model import Book, Said
from qcdc_xl.model.book import KINDS
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

SHEET = Sheet("Bản xuất trước", "NỘI DUNG BẢN BÁO CÁO XUẤT GẦN NHẤT", "control",
              "Chương trình giữ lại để so với bản xuất sau.")  # fmt: skip
COLUMNS = (
    SheetColumn("kind", "Loại", 12, "cell_center"), SheetColumn("key", "Mã", 24), SheetColumn("label", "Tên", 44),
    SheetColumn("text", "Bản xuất gần nhất", 90),
)  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """A row a thing said."""
    rows: list[Sequence[Cell]] = [
        (KINDS.get(s.kind, s.kind), s.key, s.label, s.text or None) for s in book.said
    ]
    return listed(name, COLUMNS, rows)


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """What the last draft said."""
    said = tuple(Said(*row) for row in kinds_read(parts, keys_of(COLUMNS)))
    return book.with_record(view, replace(book.record(view), said=said))


def kinds_read(parts: Sequence[Marked], columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Rows that begin with a kind of thing said, the kind as its code."""
    codes = {word: code for code, word in KINDS.items()}
    for _, _, row in records(parts):
        kind, *rest = (as_text(row.get(column, "")) for column in columns)
        if kind in codes:
            yield codes[kind], *rest


TABLE = MasterTable("draft", on(SHEET), always(*COLUMNS), content, read=read, may_lack=True)
