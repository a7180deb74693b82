"""The catalogue: one specification a table, from which everything else about the table follows.

Reading (CSV and sheets), the records made of it, what is checked in it, its sheet in the master with headings,
widths and dropdowns, and the CSV written out: all ask :data:`TABLES`. Who adds a table writes its record in
``model`` and its :class:`Table` here.

``TABLES["indicators"].columns`` are :class:`~qcdc_xl.catalogue.columns.Column`, each with ``name``, ``heading``,
``width``, ``words`` (dropdown), ``is_date`` and ``cell(text)``; ``.title`` is the table's name for people, ``.sheet``
the master's sheet that it stands on, ``.hidden`` whether that sheet is hidden, ``.key`` the columns that name a row,
``.looked_up`` whether formulas look rows up by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from qcdc_xl import model
from qcdc_xl.catalogue.columns import (
    CODE,
    DATE,
    FOLDER,
    INTEGER,
    LIMIT,
    NAMES,
    PERIOD,
    TEXT,
    VALUE,
    WIDTH,
    WORDS,
    YES,
    Column,
    Kind,
    Reference,
    one_of,
)
from qcdc_xl.model.finding import WARNING
from qcdc_xl.values import KINDS


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the catalogue: ``record`` is the class of its rows, ``None`` where they are no records of their own
    (settings). ``optional``: a catalogue may lack it. ``draft_by``: rows in which this column is blank say nothing yet.
    """

    name: str
    title: str
    sheet: str
    record: Callable[..., Any] | None
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    looked_up: bool = False
    optional: bool = False
    hidden: bool = False
    draft_by: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in the order in which they are written."""
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name. Raises ``KeyError``."""
        found = next((c for c in self.columns if c.name == name), None)
        if found is None:
            raise KeyError(f"{self.name}.{name}")
        return found


TYPES = tuple(KINDS)
"""The kinds of value that may be asked."""


def _code(kind: Kind = CODE) -> Column:
    return Column("code", "Mã", 28, kind, required=True)


def _label(required: bool = False) -> Column:
    return Column("label", "Tên gọi, giải thích", 46, required=required)


def _title() -> Column:
    return Column("title", "Tiêu đề", 60, required=True)


def _section() -> Column:
    return Column("section", "Mục", required=True, reference=Reference("sections"))


def _forms() -> Column:
    return Column("forms", "Biểu mẫu", kind=WORDS, required=True, reference=Reference("forms", several=True))


def _unit_types(required: bool = False) -> Column:
    types = Reference("choices", "value", "unit_type", several=True)
    return Column("unit_types", "Loại đơn vị", 22, WORDS, required, reference=types)


def _choices() -> Column:
    return Column("choices", "Danh sách chọn", needed=True, reference=Reference("choices", "list_name"))


def _expression(required: bool = False) -> Column:
    return Column("expression", "Biểu thức", 60, required=required, needed=True)


def _required() -> Column:
    return Column("required", "Bắt buộc", kind=YES, words=("yes",))


def _words(name: str, head: str, allowed: tuple[str, ...], default: str = "", width: float = 13) -> Column:
    """A required column that takes only some words; lacking, it means ``default``."""
    return Column(name, head, width, one_of(*allowed), True, default, words=allowed)


def _hint() -> Column:
    return Column("hint", "Cách lấy số liệu", 60)


_TIME = (
    Column("from", "Áp dụng từ kỳ", kind=PERIOD, field="from_period"),
    Column("to", "Áp dụng đến hết kỳ", kind=PERIOD, field="to_period"),
)
"""The first and the last period in which a row holds; blank: always."""

OVER_TIME = ("sum", "last", "none")

_ALL = (
    Table(
        "settings", "Thiết lập: kỳ báo cáo, cơ quan ban hành, người ký …", "Danh mục", None,
        (
            Column("key", "Tên thiết lập", 24, needed=True),
            Column("value", "Giá trị", 44, VALUE, needed=True),
            _label(),
            Column("period", "Chỉ dùng cho kỳ", kind=PERIOD),
        ),
        key=("key", "period"), looked_up=True,
    ),
    Table(
        "levels", "Cấp hành chính", "Danh mục", model.Level,
        (_code(), _label(True), Column("parent", "Cấp trên", reference=Reference("levels"))),
        key=("code",),
    ),
    Table(
        "units", "Đơn vị báo cáo", "DM Đơn vị", model.Unit,
        (
            _code(),
            Column("valid_from", "Hiệu lực từ", kind=DATE, needed=True),
            Column("valid_to", "Hết hiệu lực", kind=DATE, needed=True),
            Column("name", "Tên", 46, required=True),
            Column("short_name", "Tên ngắn"),
            Column("aliases", "Tên gọi khác", 34, NAMES),
            Column("level", "Cấp", reference=Reference("levels")),
            Column("type", "Loại", required=True, reference=Reference("choices", "value", "unit_type")),
            Column("parent", "Cấp trên"),
            Column("email", "Thư điện tử", 26),
            Column("cc", "Đồng gửi", 26),
            Column("contact", "Người liên hệ", 22),
            Column("phone", "Điện thoại", 15),
        ),
        key=("code", "valid_from"),
    ),
    Table(
        "unit_changes", "Sáp nhập, chia tách, đổi tên đơn vị", "Danh mục", model.UnitChange,
        (
            Column("from", "Đơn vị trước", 28, CODE, required=True, field="before"),
            Column("from_valid", "Đơn vị trước: hiệu lực từ", 15, DATE, field="before_valid"),
            Column("to", "Đơn vị sau", 28, CODE, required=True, field="after"),
            Column("to_valid", "Đơn vị sau: hiệu lực từ", 15, DATE, field="after_valid"),
            _words("kind", "Loại thay đổi", ("merge", "split", "rename", "type")),
            Column("basis", "Căn cứ (nghị quyết)", 46),
        ),
        key=("from", "from_valid", "to", "to_valid"), optional=True,
    ),
    Table(
        "periods", "Kỳ báo cáo", "Danh mục", model.Period,
        (
            _code(FOLDER), _label(True),
            Column("start", "Từ ngày", kind=DATE, required=True),
            Column("end", "Đến ngày", kind=DATE, required=True),
            Column("due", "Hạn nộp", kind=DATE),
        ),
        key=("code",),
    ),
    Table(
        "sections", "Các mục của báo cáo", "Danh mục", model.Section,
        (_code(TEXT), _title(), _words("kind", "Loại mục", ("data", "text")), *_TIME),
        key=("code",),
    ),
    Table(
        "forms", "Biểu mẫu và loại đơn vị dùng biểu mẫu", "Danh mục", model.Form,
        (_code(), Column("number", "Số", kind=VALUE), _title(), _unit_types(True)),
        key=("code",),
    ),
    Table(
        "indicators", "Chỉ tiêu giao các đơn vị báo cáo", "DM Chỉ tiêu", model.Indicator,
        (
            _code(), _section(), _forms(), _label(True),
            Column("unit_of_measure", "Đơn vị tính"),
            _words("type", "Loại", TYPES),
            _required(),
            Column("min", "Thấp nhất", kind=LIMIT),
            Column("max", "Cao nhất", kind=LIMIT),
            _choices(), _expression(),
            _words("aggregation", "Cách tổng hợp", ("SUM", "COUNT", "NONE"), "SUM"),
            _hint(),
            Column("over_time", "Cách gộp nhiều kỳ", kind=one_of("", *OVER_TIME), words=OVER_TIME),
            Column("law", "Căn cứ (điều luật)", 30),
            *_TIME,
        ),
        key=("code",),
    ),
    Table(
        "lists", "Bảng kê giao các đơn vị lập", "DM Bảng kê", model.RecordList,
        (
            _code(), _section(), _forms(), _label(True),
            Column("rows", "Số dòng", kind=INTEGER, default="30"),
            _hint(), *_TIME,
        ),
        key=("code",),
    ),
    Table(
        "list_columns", "Các cột của bảng kê", "DM Bảng kê", model.ListColumn,
        (
            Column("list", "Bảng kê", required=True, reference=Reference("lists")),
            _code(), _label(True), _words("type", "Loại", TYPES), _choices(), _required(), _expression(),
            Column("width", "Độ rộng", kind=WIDTH, default="16"),
            *_TIME,
            Column("min", "Thấp nhất", kind=LIMIT),
            Column("max", "Cao nhất", kind=LIMIT),
        ),
        key=("list", "code"),
    ),
    Table(
        "choices", "Các lựa chọn", "DM Bảng kê", model.Choice,
        (
            Column("list_name", "Danh sách", 16, required=True),
            Column("value", "Giá trị", 44, VALUE, required=True),
            _label(), *_TIME,
        ),
        key=("list_name", "value"),
    ),
    Table(
        "rules", "Quy tắc kiểm tra", "DM Quy tắc", model.Rule,
        (
            _code(),
            _words("scope", "Phạm vi", ("form", "across", "history")),
            _words("severity", "Mức độ", ("error", "warning"), "error"),
            _expression(True),
            Column("relevant", "Chỉ áp dụng khi", 26, needed=True),
            _words("missing", "Khi thiếu số liệu", ("skip", "zero", "fail"), "skip"),
            Column("message", "Thông báo", 70, required=True),
            Column("trial", "Chạy thử (chỉ cảnh báo)", kind=YES, words=("yes",)),
            *_TIME,
        ),
        key=("code",),
    ),
    Table(
        "figures", "Số liệu dùng trong báo cáo", "Số liệu", model.Figure,
        (
            _code(), _section(), _label(True), _expression(True),
            _words("format", "Định dạng", ("count", "grouped", "percent", "ordinal", "roman", "text", "list")),
            *_TIME,
        ),
        key=("code",), looked_up=True,
    ),
    Table(
        "charts", "Biểu đồ", "Danh mục", model.Chart,
        (
            _code(), _title(), _words("type", "Loại", ("column", "bar", "stacked", "pie"), "column"), _section(),
            Column("items", "Chỉ tiêu", 44, WORDS, required=True, reference=Reference("indicators", several=True)),
            _unit_types(), *_TIME,
        ),
        key=("code",), optional=True,
    ),
    Table(
        "footnotes", "Chú thích", "Chú thích", model.Footnote,
        (
            Column("number", "Số", kind=INTEGER, required=True), _section(),
            Column("order", "Thứ tự", kind=INTEGER, required=True),
            Column("text", "Nội dung", 80, required=True), *_TIME,
        ),
        key=("number", "order"), looked_up=True,
    ),
    Table(
        "paragraphs", "Nội dung báo cáo", "Nội dung", model.Paragraph,
        (
            Column("section", "Mục", needed=True, reference=Reference("sections", severity=WARNING)),
            Column("style", "Kiểu đoạn", words=("heading1", "heading2", "heading3", "body", "bullet")),
            Column("text", "Nội dung", 80, needed=True),
            Column("period", "Chỉ dùng cho kỳ", kind=PERIOD),
            Column("when", "Chỉ in khi", 26),
        ),
        draft_by="text",
    ),
    Table(
        "document_styles", "Thể thức văn bản", "DM Thể thức", model.StyleValue,
        (
            Column("document_style", "Thể thức", 20, CODE, required=True),
            Column("key", "Tên thiết lập", 24, required=True),
            Column("value", "Giá trị", 44, VALUE, needed=True),
            _label(),
        ),
        key=("document_style", "key"), optional=True,
    ),
    Table(
        "form_versions", "Nội dung các biểu mẫu đã giao", "Biểu đã giao", model.FormVersion,
        (
            Column("form", "Biểu mẫu", needed=True),
            Column("stamp", "Phiên bản", needed=True),
            Column("kind", "Loại", needed=True),
            Column("code", "Mã", 28, needed=True),
            Column("number", "Mã số in trên biểu"),
            _label(),
        ),
        key=("form", "stamp", "kind", "code"), optional=True, hidden=True,
    ),
)  # fmt: skip

TABLES: Mapping[str, Table] = {table.name: table for table in _ALL}
"""Every table by its name, in the order in which they are read and written."""


def called(table: str, column: str = "", in_file: bool = False) -> str:
    """A table, or a column of it, as people call it: “Loại”; in a CSV file with the name that stands there: “Loại” (type)."""
    spec = TABLES[table]
    name = column or table
    words = next((c.head for c in spec.columns if c.name == column), column) if column else spec.title
    return f"“{words}” ({name})" if in_file else f"“{words}”"
