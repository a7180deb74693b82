"""What was found in the last run of each period, kept so that it can be told again; *Kiểm tra* shows the working one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, records
from qcdc_xl.master.layout import ColumnLook
from qcdc_xl.master.tables.kept_receipts import SHEET
from qcdc_xl.master.tables.table import Content, MasterTable, always, keys_of, listed, on
from qcdc_xl.model import Book
from qcdc_xl.model.finding import CODES, Finding, Place, Severity
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell

COLUMNS = (
    ColumnLook("period", "Kỳ", 10), ColumnLook("code", "Mã lỗi", 22), ColumnLook("severity", "Mức độ", 12),
    ColumnLook("unit", "Mã đơn vị", 12), ColumnLook("file", "Tệp", 34), ColumnLook("sheet", "Trang", 18),
    ColumnLook("cell", "Ô", 8), ColumnLook("indicator", "Mã chỉ tiêu", 24), ColumnLook("values", "Nội dung", 60),
)  # fmt: skip
_LONGEST = 32_000
"""A cell holds 32,767 letters; what would be cut is left out whole."""


def content(book: BookAt, name: str) -> Content:
    """A row a finding, of all periods."""
    found = {code: record.findings for code, record in book.others.items()}
    found[book.catalogue.period.code] = book.findings
    rows = [row for code in sorted(found) for row in _rows(code, found[code])]
    return listed(name, COLUMNS, rows)


def _rows(period: str, findings: Sequence[Finding]) -> Iterator[Sequence[Cell]]:
    for one in findings:
        values = json.dumps(dict(one.values), ensure_ascii=False, default=str)
        if len(values) <= _LONGEST:
            place = (one.place.unit, one.place.file, one.place.sheet, one.place.cell, one.place.indicator)
            yield period, one.code, str(one.severity), *(part or None for part in place), values


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """Put each finding into the record of its period; rows that say nothing the program knows are passed over."""
    found: dict[str, list[Finding]] = {}
    for _, _, row in records(parts):
        texts = {key: as_text(row.get(key, "")) for key in keys_of(COLUMNS)}
        one = _finding(texts)
        if one is not None:
            found.setdefault(texts["period"], []).append(one)
    for period, findings in found.items():
        book = book.with_record(period, replace(book.record(period), findings=tuple(findings)))
    return book


def _finding(texts: Mapping[str, str]) -> Finding | None:
    try:
        values = json.loads(texts["values"])
        if texts["code"] in CODES and isinstance(values, dict):
            place = Place(texts["unit"], texts["file"], texts["sheet"], texts["cell"], texts["indicator"])
            return Finding(texts["code"], Severity(texts["severity"]), place, values)
    except ValueError:
        pass
    return None


TABLE = MasterTable(
    "kept_findings", on(SHEET), always(*COLUMNS), content, read=read, optional=True, may_lack=True
)
