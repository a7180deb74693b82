"""Where every value came from: the rows of the table ``values``, the database behind all other sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from qcdc_xl.marked import quoted
from qcdc_xl.master.content.content import link
from qcdc_xl.model import Submission
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.values import UNKNOWN, Kind, kinds_of
from qcdc_xl.xlsx.host import Cell

RETURN = "meta.unit"
"""The item of the row that stands for a return as a whole."""


def archive_path(period: str, unit: str, sha256: str, file: str) -> str:
    """Where the original of an accepted return is kept, from the working folder."""
    suffix = file[file.rfind(".") :].lower() if "." in file else ""
    return f"{period}/luu/{unit}/{sha256}{suffix}"


@lru_cache(maxsize=2)
def value_rows(book: BookAt) -> list[Sequence[Cell]]:
    """The rows of the table ``values``: other periods first, then the present one by unit."""
    rows: list[Sequence[Cell]] = []
    kinds = kinds_of(book.catalogue.whole)
    for period in sorted(book.others):
        for unit, submission in book.others[period].returns.items():
            rows += _rows_of(period, unit, submission, kinds)
    present = book.catalogue.period.code
    for unit in (u.code for u in book.catalogue.active_units):
        if unit in book.accepted:
            rows += _rows_of(present, unit, book.accepted[unit], kinds)
    return rows


def _rows_of(
    period: str, unit: str, submission: Submission, kinds: Mapping[str, Kind]
) -> list[Sequence[Cell]]:
    """The return itself first (it may be all blank and yet be in), then a row a value."""
    file, sha256 = submission.file, submission.sha256
    path = archive_path(period, unit, sha256, file).replace("/", "\\")
    head = (period, unit, RETURN, 0, unit, file, None, None, link(path, "Tệp gốc"), sha256)
    return [head] + [
        (period, unit, v.item, v.row, kinds.get(v.item, UNKNOWN).stored(v.value), file, v.sheet, v.cell,
         link(f"{path}#{quoted(v.sheet)}!{v.cell}", v.cell), sha256)
        for v in submission.values
        if v.value is not None
    ]  # fmt: skip


def first_rows(book: BookAt) -> dict[str, int]:
    """For each unit that has reported, where its values begin among :func:`value_rows`."""
    found: dict[str, int] = {}
    for number, row in enumerate(value_rows(book)):
        if row[0] == book.catalogue.period.code:
            found.setdefault(str(row[1]), number)
    return found
