"""*Nguồn*: every value received, with file, sheet and cell: the database behind all other sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from qcdc_xl.marked import Marked, key_text, quoted, records
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.places import OF, whole_name
from qcdc_xl.master.sources import archive_path, windows
from qcdc_xl.master.tables.table import Content, MasterTable, always, link, listed, on
from qcdc_xl.model import Book, Catalogue, PeriodRecord, Submission, Value
from qcdc_xl.totals.amended import in_use
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.values import UNKNOWN, Kind, kinds_of
from qcdc_xl.values.kind import shown
from qcdc_xl.xlsx.host import Cell

RETURN = "meta.unit"
"""The item of the row that stands for a return as a whole."""

SHEET = Sheet("Nguồn", "NGUỒN SỐ LIỆU", "control",
              "Mỗi số liệu nhận được một dòng, kèm tệp, trang và ô gốc. Bấm cột cuối để mở đúng ô của tệp gốc.")  # fmt: skip
COLUMNS = (
    SheetColumn("period", "Kỳ", 10), SheetColumn("unit", "Mã đơn vị", 12), SheetColumn("item", "Mã chỉ tiêu", 30),
    SheetColumn("row", "Dòng", 7, "cell_number"), SheetColumn("value", "Giá trị", 30), SheetColumn("file", "Tệp", 34),
    SheetColumn("sheet", "Trang", 18), SheetColumn("cell", "Ô", 8, "cell_center"),
    SheetColumn("open", "Mở ô gốc", 10, "cell_link"), SheetColumn("sha256", "", 12, hidden=True),
    SheetColumn("note", "Ghi chú", 36),
)  # fmt: skip


@lru_cache(maxsize=8)
def value_rows(book: BookAt, period: str) -> list[Sequence[Cell]]:
    """The rows of a period's table: by unit, those of units that have been merged since at the end."""
    kinds = kinds_of(book.catalogue.whole)
    left = book.others.get(period, PeriodRecord()).returns
    own = book.accepted if period == book.catalogue.period.code else {}
    ordered = [u.code for u in book.catalogue.active_units if u.code in own]
    returns = [(unit, own[unit]) for unit in ordered] + list(left.items())
    notes = _notes(book, period)
    return [row for unit, submission in returns for row in _rows_of(period, unit, submission, kinds, notes)]


Notes = Mapping[tuple[str, str, int], str]
"""What is said beside a value, by the hash of its return, item and row."""


def _notes(book: BookAt, period: str) -> Notes:
    """Numbers put right by telephone, with what the return itself says."""
    here = period == book.catalogue.period.code
    said = book.understood.amendments if here else book.others[period].amendments
    return {
        (
            a.sha256,
            a.item,
            a.row,
        ): f"Sửa theo điện thoại; báo cáo ghi: {'(trống)' if a.old is None else shown(a.old)}; lý do: {a.reason}"
        for a in said
        if not here or in_use(book.catalogue, a, book.accepted)
    }


def _rows_of(
    period: str, unit: str, submission: Submission, kinds: Mapping[str, Kind], notes: Notes
) -> list[Sequence[Cell]]:
    """The return itself first (it may be all blank and yet be in), then a row a value."""
    file, sha256 = submission.file, submission.sha256
    path = windows(archive_path(period, unit, sha256, file))
    head = (period, unit, RETURN, 0, unit, file, None, None, link(path, "Tệp gốc"), sha256, None)
    return [head] + [
        (period, unit, v.item, v.row, kinds.get(v.item, UNKNOWN).stored(v.value), file, v.sheet, v.cell,
         link(f"{path}#{quoted(v.sheet)}!{v.cell}", v.cell), sha256,
         notes.get((sha256, v.item, v.row)) if notes else None)
        for v in submission.values
        if v.value is not None
    ]  # fmt: skip


def first_rows(book: BookAt) -> dict[str, int]:
    """For each unit that has reported, where its values begin among those of the working period."""
    found: dict[str, int] = {}
    for number, row in enumerate(value_rows(book, book.catalogue.period.code)):
        found.setdefault(str(row[1]), number)
    return found


def content(book: BookAt, name: str) -> Content:
    """A row a value: of the working period, or of the one behind the colon."""
    return listed(name, COLUMNS, value_rows(book, name.partition(":")[2] or book.catalogue.period.code))


def current(parts: Sequence[Marked], on_view: str) -> list[Marked]:
    """The tables that count: what a sheet of its own says of the period on view is older than *Nguồn*."""
    return [part for part in parts if whole_name(part) != f"{part.name}:{on_view}"]


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """The returns of every period, of units that have been merged meanwhile too."""
    for period, returns in _submissions(book.catalogue, parts).items():
        book = book.with_record(period, replace(book.record(period), returns=returns))
    return book


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


def _others(book: BookAt) -> tuple[str, ...]:
    present = book.catalogue.period.code
    return tuple(
        f"values:{code}" for code in sorted(book.others) if code != present and book.others[code].returns
    )


def _sheet(book: BookAt, name: str) -> Sheet:
    code = name.partition(":")[2]
    help_line = "Số liệu của kỳ không xem, do chương trình giữ; chọn lại kỳ đó ở trang Danh mục thì số liệu hiện ở trang Nguồn."
    return replace(SHEET, name=f"Nguồn {code}", help=help_line, hidden=True, period=f"kỳ {code}")


def _columns(book: BookAt, name: str) -> tuple[SheetColumn, ...]:
    return (*COLUMNS, SheetColumn(OF + name.partition(":")[2], "", 4, hidden=True))


TABLE = MasterTable("values", on(SHEET), always(*COLUMNS), content, read=read)
OF_OTHER_PERIODS = MasterTable("values:", _sheet, _columns, content, names=_others, marker="values")
"""One a period that is not on view, each on a hidden sheet of its own; :func:`read` reads all of them."""
