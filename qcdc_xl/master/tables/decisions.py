"""The decisions of every period, as they were signed; *Tiến độ* shows and takes those of the period on view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qcdc_xl.catalogue.sheets import as_text
from qcdc_xl.marked import Marked, records
from qcdc_xl.master.layout import SheetColumn
from qcdc_xl.master.tables.kept_receipts import SHEET
from qcdc_xl.master.tables.table import Content, MasterTable, always, listed, moment, on
from qcdc_xl.model import Book, Decision
from qcdc_xl.model.decision import DECISIONS
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.decided import decided

COLUMNS = (
    SheetColumn("period", "Kỳ", 10), SheetColumn("unit", "Mã đơn vị", 12), SheetColumn("decision", "Quyết định", 20),
    SheetColumn("reason", "Lý do", 40), SheetColumn("who", "Người quyết định", 18),
    SheetColumn("when", "Lúc", 17, "cell_time"), SheetColumn("sha256", "Mã băm của báo cáo", 34),
)  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """A row a decision that holds."""
    held = {code: decided(r.decisions, r.typed, r.returns).decisions for code, r in book.others.items()}
    held[book.catalogue.period.code] = book.decided.decisions
    rows = [
        (period, d.unit or None, d.decision, d.reason, d.who or None, d.when, d.sha256 or None)
        for period in sorted(held)
        for d in held[period]
    ]
    return listed(name, COLUMNS, rows)


def read(book: Book, parts: Sequence[Marked], view: str) -> Book:
    """Put each decision into the record of its period; what is no decision is left out."""
    for _, _, row in records(parts):
        period, decision = as_text(row.get("period", "")), _decision(row)
        if period and (decision.unit or decision.sha256) and decision.decision in DECISIONS:
            record = book.record(period)
            book = book.with_record(period, replace(record, decisions=(*record.decisions, decision)))
    return book


def _decision(row: dict[str, object]) -> Decision:
    unit, sha256, decision, reason, who = (
        as_text(row.get(key, "")) for key in ("unit", "sha256", "decision", "reason", "who")
    )
    return Decision(unit, sha256, decision, reason, who, moment(row.get("when", "")))


TABLE = MasterTable(
    "decisions", on(SHEET), always(*COLUMNS), content, read=read, optional=True, may_lack=True
)
