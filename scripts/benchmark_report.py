"""How long the Word report takes as it grows, and how much memory: a quarter, a half, all of a whole country's.

All is 200 pages of narrative with 200 footnotes, and an annex of 3,321 communes, each a row in every table that
asks communes. Beside it, in the same run, the same annex rows as python-docx-ng's own tables make them.
"""

from __future__ import annotations

import datetime
import multiprocessing
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from peak_memory import peak

from qcdc_xl.model import CatalogueAt, Footnote, Paragraph, Submission, Unit
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.demo import sample_values
from qcdc_xl.verbs.open_master import load_book

NOW = datetime.datetime(2022, 6, 22, 9, 0)
COMMUNES, PARAGRAPHS, NOTES = 3_321, 1_000, 200
"""All; a page of the format holds about five paragraphs of this length."""
_TEXT = (
    "Cấp ủy, chính quyền các cấp đã tổ chức {doi_thoai_cuoc:02} cuộc đối thoại với {doi_thoai_nguoi:.} lượt người. "
    * 5
)


def national(communes: int, paragraphs: int, notes: int) -> BookAt:
    """A master with so many communes, all of which have reported, and so long a narrative."""
    _, book = load_book(shipped(CATALOGUE), NOW.date())
    catalogue = book.catalogue
    model = next(u for u in catalogue.active_units if u.type == "xa")
    values = sample_values(catalogue)[model.code]
    units = tuple(replace(model, code=str(30_000 + n), name=f"Xã số {n}") for n in range(communes))
    every = max(paragraphs // notes, 1)
    texts = tuple(
        Paragraph("I", "body", _TEXT + (f"[^{n // every + 1}]" if n % every == 0 else ""))
        for n in range(paragraphs)
    )
    written = tuple(
        Footnote(n + 1, "I", 1, f"Chú thích thứ {n + 1}.") for n in range(-(-paragraphs // every))
    )
    grown: CatalogueAt = replace(catalogue, units=units, paragraphs=texts, footnotes=written)
    return BookAt(grown, {u.code: _returned(u, values) for u in units})


def _returned(unit: Unit, values: tuple[object, ...]) -> Submission:
    return Submission(unit.code, "XA", "2022-H1", "", f"{unit.code}.xlsx", unit.code * 8, values=values)  # type: ignore[arg-type]


def write(share: float) -> tuple[float, float, int]:
    """Seconds, the process's highest memory in MB, and rows of the annex, of one report in a fresh process."""
    from qcdc_xl.report import export

    book = national(round(COMMUNES * share), round(PARAGRAPHS * share), round(NOTES * share))
    book.figures  # noqa: B018  # adding up is measured elsewhere
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        prepared, _ = export.prepare(book, Path(folder) / "qcdc.xlsm", None)
        assert prepared is not None
        prepared.write(Path(folder) / "bao-cao.docx", now=NOW)
        seconds = time.perf_counter() - start
    return seconds, peak(), sum(len(table.rows) for table in prepared.annex)


def _in_a_fresh_process(share: float) -> tuple[float, float, int]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(write, (share,))


def plainly(rows: int) -> float:
    """Seconds that the library's own tables take for so many rows of twelve cells."""
    from docx import Document

    start = time.perf_counter()
    table = Document().add_table(rows, 12)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "1.234"
    return time.perf_counter() - start


def report() -> bool:
    """Print everything; whether it grows in proportion."""
    print("\nthe Word report, each in a fresh process, best of 2")
    print(f"{'':34}{'seconds':>9}{'MB':>8}{'annex rows':>12}")
    seconds = []
    for share in (0.25, 0.5, 1.0):
        took, memory, rows = min(_in_a_fresh_process(share) for _ in range(2))
        seconds.append(took)
        name = f"{round(PARAGRAPHS * share / 5)} pages, {round(COMMUNES * share):,} communes"
        print(f"{name:34}{took:9.1f}{memory:8.0f}{rows:12,}")
    few = plainly(300)
    print(f"{'python-docx tables, scaled to it':34}{few / 300 * rows:9.1f}{'':8}{rows:12,}  (from 300 rows)")
    growth = seconds[2] / seconds[1]
    met = growth <= 2.5
    print(
        f"twice the report takes {growth:.2f} times as long (target: at most 2.5): {'met' if met else 'MISSED'}"
    )
    return met


if __name__ == "__main__":
    raise SystemExit(0 if report() else 1)
