"""*Chú thích*: beside each footnote paragraph of the catalogue the finished text, and the figures in it."""

from __future__ import annotations

from collections.abc import Sequence

from qcdc_xl.expression.texts import placeholders
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.master.tables.catalogue import catalogue_table
from qcdc_xl.master.tables.table import Content, keyed, keys_of, link
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

SHEET = Sheet("Chú thích", "CHÚ THÍCH CỦA BÁO CÁO", "result",
              "Cột Mẫu chú thích do cán bộ soạn, có {số liệu}; cột Chú thích hoàn chỉnh do chương trình ghi.",
              protected=False)  # fmt: skip
BESIDE = (
    SheetColumn("result", "Chú thích hoàn chỉnh", 70, "cell_top"), SheetColumn("source", "Nguồn", 14, "cell_link"),
    SheetColumn("touched", "Ghi chú", 34),
)  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """Beside each footnote paragraph of the catalogue: the finished text, and the figures in it."""
    notes = sorted(book.catalogue.footnotes, key=lambda n: (n.number, n.order))
    texts = {n.number: n.paragraphs for n in book.footnotes[0]}
    own = {key: n for n, key in enumerate(f"{n.number}.{n.order}" for n in notes)}
    orders: dict[int, list[int]] = {}
    for note in notes:
        orders.setdefault(note.number, []).append(note.order)

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        note = notes[number]
        text = texts[note.number][orders[note.number].index(note.order)]
        used = [p.name for p in placeholders(note.text) if p.name in book.catalogue.figure]
        where = places.tables["figures"].cell(used[0], "value") if used else ""
        source = link(f"#{where}", f"{len(used)} số liệu") if used else None
        return text, source, book.touched.note(book.touched.text(note.text))

    return keyed(name, keys_of(BESIDE), tuple(own), write, output=True)


TABLE = catalogue_table("footnotes", SHEET, BESIDE, content)
