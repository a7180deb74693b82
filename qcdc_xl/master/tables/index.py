"""*Danh mục* begins with a list of all catalogue tables, wherever their sheets are now."""

from __future__ import annotations

from collections.abc import Sequence

from qcdc_xl.catalogue.tables import TABLES as SPECIFICATIONS
from qcdc_xl.master.layout import SheetColumn
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.master.tables.catalogue import SHEET
from qcdc_xl.master.tables.table import Content, MasterTable, always, keys_of, link, on
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

COLUMNS = (
    SheetColumn("table", "Bảng", 20), SheetColumn("label", "Nội dung", 70), SheetColumn("open", "Mở", 16, "cell_link"),
)  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """A row a catalogue table, with a link to it."""
    tables = [(t.name, t.title) for t in SPECIFICATIONS.values() if not t.hidden]

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        own, title = tables[number]
        table = places.tables.get(own)
        if table is None:  # a master of an earlier version
            return own, title, None
        first = min(table.columns, key=lambda c: table.columns[c])
        return own, title, link(f"#{table.at(table.marker + 1, first)}", "Mở bảng")

    return Content(name, keys_of(COLUMNS), None, len(tables), write)


TABLE = MasterTable("catalogue", on(SHEET), always(*COLUMNS), content)
