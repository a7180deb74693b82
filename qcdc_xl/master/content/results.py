"""Figures, footnotes, rules across units, findings, the log, and every value with its source."""

from __future__ import annotations

from collections.abc import Sequence

from qcdc_xl.catalogue.scopes import whole_schema
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.checks.rules import states
from qcdc_xl.expression.render import Renderer, literal
from qcdc_xl.expression.syntax import Call, Name, Node, names, parse
from qcdc_xl.expression.texts import Shown, fill, placeholders
from qcdc_xl.expression.texts import shown as written
from qcdc_xl.marked import quoted
from qcdc_xl.master.content.content import Content, keyed, link, listed, shown
from qcdc_xl.master.content.lists import SEPARATOR
from qcdc_xl.master.content.sources import archive_path, value_rows
from qcdc_xl.master.places import MasterPlaces
from qcdc_xl.model import NIL, Rule, Scalar
from qcdc_xl.model.finding import Finding, message
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Cell, Formula

_FORMATS = {"grouped": ".", "percent": "%", "roman": "I", "list": "và"}
VALUE_COLUMNS = ("period", "unit", "item", "row", "value", "file", "sheet", "cell", "open", "sha256")
LOG_COLUMNS = ("time", "outcome", "unit", "file", "message", "sha256")
FINDING_COLUMNS = (
    "number",
    "severity",
    "unit",
    "message",
    "file",
    "sheet",
    "cell",
    "indicator",
    "code",
    "open",
)


def figures(book: BookAt) -> Content:
    """Beside each figure of the catalogue: its live value, its writing, where it comes from."""
    catalogue = book.catalogue
    schema = whole_schema(catalogue)

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        figure = catalogue.figures[number]
        node, value = parse(figure.expression), book.figures.values[figure.code]
        formula = _list_value(book, places, figure.code, node) or Renderer(schema, places).value(node)
        text = written(value, _FORMATS.get(figure.format, "")) if value is not None else "chưa có số liệu"
        return Formula(formula, _cached(value)), text, _source(places, node)

    return keyed(
        "figures", ("value", "shown", "source"), [f.code for f in catalogue.figures], write, output=True
    )


def _cached(value: Shown) -> Scalar:
    if isinstance(value, tuple):
        return SEPARATOR.join(value) or NIL
    return shown(value)


def _list_value(book: BookAt, places: MasterPlaces, code: str, node: Node) -> str | None:
    """A list's formula: the last of its running texts, blank until somebody who has the list reports.

    Below the last may be rows that are spare, or left over from returns that were longer.
    """
    if not (isinstance(node, Call) and node.function == "LIST"):
        return None
    list_code = names(node)[0].code.partition(".")[0]
    table = places.tables[f"list:{list_code}"]
    last = table.at(table.rows[max(len(book.returns.lists[list_code]), 1) - 1], f"figure:{code}")
    return f'IF({places.reported(list_code)},IF({last}="",{literal(NIL)},{last}),"")'


def _source(places: MasterPlaces, node: Node) -> Cell:
    """A link to the first table that the figure is computed from."""
    for name in names(node):
        code, dot, _ = name.code.partition(".")
        if dot and f"list:{code}" in places.tables:
            table = places.tables[f"list:{code}"]
            return link(f"#{table.at(table.marker, 'number')}", "Bảng kê")
        if name.code in places.catalogue.indicator:
            return link(f"#{_indicator_cell(places, name)}", "Xem số liệu")
    return None


def _indicator_cell(places: MasterPlaces, name: Name) -> str:
    table = places.section(name.code)
    return table.cell(name.unit if name.unit in table.keys else "#total", name.code)


def footnotes(book: BookAt) -> Content:
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
        return text, link(f"#{where}", f"{len(used)} số liệu") if used else None

    return keyed("footnotes", ("result", "source"), tuple(own), write, output=True)


def across(book: BookAt) -> Content:
    """The rules over all units together, each with its live state."""
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

    return keyed("across", ("number", "severity", "code", "text", "state"), [r.code for r in rules], write)


def _said(book: BookAt, rule: Rule) -> str:
    """The rule's sentence with the present figures in it, "…" for those that are not there yet."""
    shown = {p.name: book.figures.values.get(p.name) for p in placeholders(rule.message)}
    return fill(rule.message, {name: "…" if v is None else v for name, v in shown.items()}, {})[0]


def findings(book: BookAt) -> Content:
    """What was found in the last run, errors first, each with a link to the file."""
    period = book.catalogue.period.code
    ordered = sorted(book.findings, key=lambda f: f.severity == "warning")
    rows = [_finding_row(book, n, f, period) for n, f in enumerate(ordered, start=1)]
    return listed("findings", FINDING_COLUMNS, rows or [_nothing_found(book)])


def _nothing_found(book: BookAt) -> Sequence[Cell]:
    text = "Không có lỗi hay cảnh báo." if book.accepted else "Chưa tổng hợp báo cáo nào."
    return (None, None, None, text, None, None, None, None, None, None)


def _finding_row(book: BookAt, number: int, found: Finding, period: str) -> Sequence[Cell]:
    unit = book.catalogue.unit.get(found.unit)
    opened: Cell = None
    if found.file:
        path = f"{period}/nhan/{found.file}".replace("/", "\\")
        used = book.accepted.get(found.unit)
        if used and used.file == found.file:
            path = archive_path(period, found.unit, used.sha256, used.file).replace("/", "\\")
        at = f"#{quoted(found.sheet)}!{found.cell}" if found.sheet and found.cell else ""
        opened = link(path + at, "Mở ô" if at else "Mở tệp")
    return (
        number, found.severity.label, unit.name if unit else found.unit or None, message(found),
        found.file or None, found.sheet or None, found.cell or None, found.indicator or None, found.code, opened,
    )  # fmt: skip


def index(book: BookAt) -> Content:
    """*Danh mục* begins with a list of all its tables, wherever their sheets are now."""
    tables = [(t.name, t.title) for t in TABLES.values() if not t.hidden]

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        name, title = tables[number]
        table = places.tables.get(name)
        if table is None:  # a master of an earlier version
            return name, title, None
        first = min(table.columns, key=lambda c: table.columns[c])
        return name, title, link(f"#{table.at(table.marker + 1, first)}", "Mở bảng")

    return Content("catalogue", ("table", "label", "open"), None, len(tables), write)


def log(book: BookAt) -> Content:
    """Every file ever taken in and what became of it, the newest last."""
    names_of = {u.code: u.name for u in book.catalogue.units}
    rows = [(r.time, r.outcome, names_of.get(r.unit, r.unit) or None, r.file, r.message or None, r.sha256)
            for r in book.log]  # fmt: skip
    return listed("log", LOG_COLUMNS, rows or [(None,) * len(LOG_COLUMNS)])


def values(book: BookAt) -> Content:
    """Every value received, with file, sheet and cell: the database behind all other sheets (law 3)."""
    rows = value_rows(book)
    return listed("values", VALUE_COLUMNS, rows or [(None,) * len(VALUE_COLUMNS)])
