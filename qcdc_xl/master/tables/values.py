"""*Nguồn*: every value received, with file, sheet and cell: the database behind all other sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from qcdc_xl.marked import Marked, key_text, quoted, records
from qcdc_xl.master.layout import ColumnLook, Sheet
from qcdc_xl.master.sources import archive_path, windows
from qcdc_xl.master.tables.table import Content, MasterTable, always, link, listed, on
from qcdc_xl.model import Catalogue, PeriodRecord, Submission, Value
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.values import UNKNOWN, Kind, kinds_of
from qcdc_xl.xlsx.host import Cell

RETURN = "meta.unit"
"""The item of the row that stands for a return as a whole."""

SHEET = Sheet("Nguồn", "NGUỒN SỐ LIỆU", "control",
              "Mỗi số liệu nhận được một dòng, kèm tệp, trang và ô gốc. Bấm cột cuối để mở đúng ô của tệp gốc.")  # fmt: skip
COLUMNS = (
    ColumnLook("period", "Kỳ", 10), ColumnLook("unit", "Mã đơn vị", 12), ColumnLook("item", "Mã chỉ tiêu", 30),
    ColumnLook("row", "Dòng", 7, "cell_number"), ColumnLook("value", "Giá trị", 30), ColumnLook("file", "Tệp", 34),
    ColumnLook("sheet", "Trang", 18), ColumnLook("cell", "Ô", 8, "cell_center"),
    ColumnLook("open", "Mở ô gốc", 10, "cell_link"), ColumnLook("sha256", "", 12, hidden=True),
)  # fmt: skip


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
    path = windows(archive_path(period, unit, sha256, file))
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


def content(book: BookAt, name: str) -> Content:
    """A row a value."""
    return listed(name, COLUMNS, value_rows(book))


def read(book: BookAt, parts: Sequence[Marked]) -> BookAt:
    """The accepted returns of this period; of others, and of units that have been merged meanwhile, kept aside."""
    others = _submissions(book.catalogue.whole, parts)
    present = book.catalogue.period.code
    returned = others.pop(present, {})
    accepted = {u: s for u, s in returned.items() if u in book.catalogue.unit}
    left = {u: s for u, s in returned.items() if u not in accepted}
    kept = others | ({present: left} if left else {})
    return replace(book, accepted=accepted, others={code: PeriodRecord(held) for code, held in kept.items()})


def _submissions(catalogue: Catalogue, parts: Sequence[Marked]) -> dict[str, dict[str, Submission]]:
    """Accepted returns by period and unit."""
    values: dict[tuple[str, str], list[Value]] = {}
    files: dict[tuple[str, str], tuple[str, str]] = {}
    for _, _, row in records(parts):
        key = (key_text(row["period"]), key_text(row["unit"]))
        files[key] = (str(row["file"]), str(row["sha256"]))
        own = values.setdefault(key, [])
        if key_text(row["item"]) != RETURN:
            own.append(_read_value(catalogue, row))
    found: dict[str, dict[str, Submission]] = {}
    for (period, unit), held in values.items():
        file, sha256 = files[period, unit]
        submission = Submission(unit, "", period, "", file, sha256, values=tuple(held))
        found.setdefault(period, {})[unit] = submission
    return found


def _read_value(catalogue: Catalogue, row: Mapping[str, object]) -> Value:
    item, number = key_text(row["item"]), row["row"]
    place = int(number) if isinstance(number, float) else 0
    value = kinds_of(catalogue).get(item, UNKNOWN).restored(row["value"])
    return Value(item, place, value, str(row["sheet"]), str(row["cell"]))


TABLE = MasterTable("values", on(SHEET), always(*COLUMNS), content, read=read)
