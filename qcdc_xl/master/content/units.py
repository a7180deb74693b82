"""*Tiến độ* and the section sheets: a row a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from qcdc_xl import vietnamese
from qcdc_xl.catalogue.scopes import kind
from qcdc_xl.catalogue.stamp import present_stamps
from qcdc_xl.expression.render import OnlyCells, Renderer, literal
from qcdc_xl.expression.schema import Schema
from qcdc_xl.expression.syntax import parse
from qcdc_xl.master.content.content import Content, keyed, link, shown
from qcdc_xl.master.content.sources import archive_path, first_rows
from qcdc_xl.master.places import Located, MasterPlaces
from qcdc_xl.model import FAULTY, MISSING, NIL, OVERDUE, Indicator, Receipt, Scalar, Section, Unit
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.consolidate import total
from qcdc_xl.values import kind_of
from qcdc_xl.xlsx.host import Cell, Formula

PROGRESS_COLUMNS = (
    "number", "name", "type", "status", "received", "file", "errors", "warnings", "next",
    "unit.code", "unit.type", "form", "in", "period", "modified", "catalogue",
)  # fmt: skip
HEADING_KEYS = ("#label", "#unit_of_measure", "#number", "#total")
_SUMMARY = (("expected", "Số đơn vị phải báo cáo"), ("received", "Đã nhận"), ("faulty", "Có lỗi, chờ bản sửa"),
            ("missing", "Chưa nộp"), ("next", "Việc cần làm tiếp"))  # fmt: skip


def counts_of(book: BookAt) -> dict[str, int]:
    """How many units must report, have, have with errors, have not, and of these are late."""
    said = [book.status(u.code) for u in book.catalogue.active_units]
    return {
        "expected": len(said),
        "received": sum(s.startswith("Đã nhận") for s in said),
        "faulty": said.count(FAULTY),
        "missing": said.count(MISSING) + said.count(OVERDUE),
        "overdue": said.count(OVERDUE),
    }


def summary(book: BookAt) -> Content:
    """Counts over *Tiến độ*, and what to do next."""
    counts = counts_of(book)

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        key, label = _SUMMARY[number]
        if key == "next":
            return label, next_step(counts)
        status = places.tables["progress"].area("status")
        formulas = {
            "expected": f"COUNTA({places.tables['progress'].area('name')})",
            "received": f'COUNTIF({status},"Đã nhận*")',
            "faulty": f"COUNTIF({status},{literal(FAULTY)})",
            "missing": f"COUNTIF({status},{literal(MISSING)})+COUNTIF({status},{literal(OVERDUE)})",
        }
        return label, Formula(formulas[key], counts[key])

    return keyed("summary", ("label", "value"), [key for key, _ in _SUMMARY], write)


def next_step(counts: dict[str, int]) -> str:
    """One sentence: what the clerk does now."""
    if counts["faulty"]:
        return "Xem trang Kiểm tra, gửi trả các báo cáo có lỗi để đơn vị sửa, rồi tổng hợp lại."
    if not counts["received"]:
        return "Tạo biểu mẫu, gửi cho các đơn vị; đặt báo cáo nhận được vào thư mục “nhan” rồi tổng hợp."
    if counts["missing"]:
        return (
            f"Nhắc {counts['missing']} đơn vị chưa nộp (lọc cột Trạng thái), rồi tổng hợp lại khi nhận thêm."
        )
    return "Đã đủ báo cáo. Xem các cảnh báo ở trang Kiểm tra, soạn trang Nội dung rồi bấm Xuất báo cáo Word."


def progress(book: BookAt) -> Content:
    """Who has handed in, when, what is wrong, what to do next."""
    units = book.catalogue.active_units

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        unit = units[number]
        receipt = book.receipts.get(unit.code, Receipt(unit.code))
        used = book.accepted.get(unit.code)
        period = book.catalogue.period.code
        form = book.catalogue.form_of(unit)
        assert form is not None
        file: Cell = None
        if used:
            path = archive_path(period, unit.code, used.sha256, used.file).replace("/", "\\")
            file = link(path, used.file)
        modified = used.modified.isoformat() if used and used.modified else None
        return (
            number + 1, unit.name, book.catalogue.type_label(unit.type), book.status(unit.code),
            receipt.received if used else None, file, receipt.errors or None, receipt.warnings or None,
            _advice(book, unit, receipt), unit.code, unit.type, form.code, 1 if used else 0,
            period, modified, used.catalogue if used else None,
        )  # fmt: skip

    return keyed("progress", PROGRESS_COLUMNS, [u.code for u in units], write)


def _advice(book: BookAt, unit: Unit, receipt: Receipt) -> str | None:
    status, due = book.status(unit.code), book.catalogue.period.due
    if status == FAULTY:
        return "Gửi trả để sửa; danh sách lỗi ở trang Kiểm tra"
    if status == MISSING:
        return f"Nhắc nộp trước ngày {vietnamese.date(due)}" if due else "Nhắc nộp"
    if status == OVERDUE:
        return "Nhắc nộp ngay"
    if receipt.errors:
        return "Bản mới gửi có lỗi nên vẫn dùng bản trước; xem trang Kiểm tra"
    form = book.catalogue.form_of(unit)
    used = book.accepted[unit.code].catalogue
    if form and used and used not in present_stamps(book.catalogue, form):
        return "Đơn vị dùng biểu mẫu cũ; đối chiếu các chỉ tiêu đã thay đổi"
    return "Xem cảnh báo ở trang Kiểm tra" if receipt.warnings else None


def section_units(book: BookAt, section: str) -> list[Unit]:
    """The units that are asked for something in a section."""
    forms = {f for i in book.catalogue.indicators if i.section == section for f in i.forms}
    found = ((u, book.catalogue.form_of(u)) for u in book.catalogue.active_units)
    return [unit for unit, form in found if form and form.code in forms]


def section_columns(book: BookAt, section: str) -> tuple[str, ...]:
    """The columns of a section's table: the unit, its indicators, the link to the source."""
    own = [i.code for i in book.catalogue.indicators if i.section == section]
    return ("number", "name", "unit.type", *own, "source")


def sections(book: BookAt) -> Iterator[Content]:
    """One table a data section: a row a unit, a column an indicator, totals on top."""
    for section in book.catalogue.data_sections:
        units = section_units(book, section.code)
        keys = (*HEADING_KEYS, *(u.code for u in units))
        yield keyed(f"section:{section.code}", section_columns(book, section.code), keys, _writer(book, section, units))  # fmt: skip


def _writer(
    book: BookAt, section: Section, units: list[Unit]
) -> Callable[[MasterPlaces, int, int], Sequence[Cell]]:
    asked = [i for i in book.catalogue.indicators if i.section == section.code]
    totals = {i.code: total(book.returns, i) for i in asked}
    first_row = first_rows(book)

    def write(places: MasterPlaces, number: int, row: int) -> Sequence[Cell]:
        table = places.tables[f"section:{section.code}"]
        if number < len(HEADING_KEYS):
            return _heading(HEADING_KEYS[number], asked, totals, table, places)
        unit = units[number - len(HEADING_KEYS)]
        cells = [cast(Cell, book.returns.values.at[unit.code, i.code]) for i in asked]
        source: Cell = None
        if unit.code in first_row:
            values = places.tables["values"]
            where = values.at(values.rows[0] + first_row[unit.code], "unit") if values.rows else ""
            source = link(f"#{where}", "Nguồn")
        return (number - len(HEADING_KEYS) + 1, unit.name, unit.type, *cells, source)

    return write


def _heading(
    key: str,
    asked: list[Indicator],
    totals: dict[str, Scalar],
    table: Located,
    places: MasterPlaces,
) -> Sequence[Cell]:
    if key == "#label":
        return ("TT", "Đơn vị", "Loại", *(i.label for i in asked), "Nguồn")
    if key == "#unit_of_measure":
        return (None, None, None, *(i.unit_of_measure or None for i in asked), None)
    if key == "#number":
        return ("A", "B", None, *range(1, len(asked) + 1), None)
    cells = [total_formula(i, table, places, totals[i.code]) for i in asked]
    return (None, "Tổng số", None, *cells, None)


def total_formula(asked: Indicator, table: Located, places: MasterPlaces, value: Scalar) -> Cell:
    """The live total above an indicator's column."""
    area = table.area(asked.code)
    if asked.aggregation == "SUM" and kind_of(asked).numeric and not asked.expression:
        nothing = f'IF(COUNTIF({area},{literal(NIL)})>0,{literal(NIL)},"")'
        return Formula(f"IF(COUNT({area})>0,SUM({area}),{nothing})", shown(value))
    if asked.aggregation == "COUNT":
        return Formula(f'IF(COUNTA({area})=0,"",COUNTA({area}))', shown(value))
    if asked.expression and kind_of(asked).numeric:
        totals = OnlyCells(lambda name: table.cell("#total", name.code))
        schema = Schema(names={c: kind(places.catalogue.indicator[c]) for c in table.columns if c in places.catalogue.indicator})  # fmt: skip
        return Formula(Renderer(schema, totals).value(parse(asked.expression)), shown(value))
    return None
