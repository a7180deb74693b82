"""The rules over all units together, above the findings on *Kiểm tra*."""

from __future__ import annotations

from collections.abc import Sequence

from qcdc_xl.catalogue.scopes import whole_schema
from qcdc_xl.checks.rules import states
from qcdc_xl.expression.render import Renderer
from qcdc_xl.expression.syntax import parse
from qcdc_xl.expression.texts import placeholders, with_numbers
from qcdc_xl.master.layout import SheetColumn
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.master.tables.findings import SHEET
from qcdc_xl.master.tables.table import Content, MasterTable, always, keyed, keys_of, on
from qcdc_xl.model import Rule
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell, Formula

COLUMNS = (
    SheetColumn("number", "TT", 5, "cell_center"), SheetColumn("severity", "Mức độ", 12, "cell_center"),
    SheetColumn("code", "Quy tắc", 22), SheetColumn("text", "Điều kiện kiểm tra số liệu tổng hợp", 80),
    SheetColumn("state", "Kết quả", 24, "cell_center"),
)  # fmt: skip


def content(book: BookAt, name: str) -> Content:
    """Each rule with its live state."""
    rules = [r for r in book.catalogue.rules if r.scope == "across"]
    schema = whole_schema(book.catalogue)

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        rule = rules[number]
        relevant = parse(rule.relevant) if rule.relevant else None
        formula = Renderer(schema, places).rule(parse(rule.expression), relevant, rule.missing, rule.severity)
        word = "Lỗi" if rule.severity == "error" else "Cảnh báo"
        return (
            number + 1,
            word,
            rule.code,
            _said(book, rule),
            Formula(formula, states(rule, book.figures.frame)[0]),
        )

    return keyed(name, keys_of(COLUMNS), [r.code for r in rules], write)


def _said(book: BookAt, rule: Rule) -> str:
    """The rule's sentence with the present figures in it, "…" for those that are not there yet."""
    shown = {p.name: book.figures.values.get(p.name) for p in placeholders(rule.message)}
    return with_numbers(rule.message, {name: "…" if v is None else v for name, v in shown.items()})


TABLE = MasterTable("across", on(SHEET), always(*COLUMNS), content, coloured="state")
