"""The catalogue's own tables as they stand in the master: staff's to edit, with spare rows at their ends."""

from __future__ import annotations

from collections.abc import Callable

from qcdc_xl.catalogue.columns import INTEGER, LIMIT, WIDTH, Column
from qcdc_xl.catalogue.tables import TABLES as SPECIFICATIONS
from qcdc_xl.catalogue.versions import given_out
from qcdc_xl.master.layout import Sheet, SheetColumn
from qcdc_xl.master.tables.table import SPARE_ROWS, Content, MasterTable, always, on
from qcdc_xl.totals.book_at import BookAt

SHEET = Sheet("Danh mục", "DANH MỤC", "catalogue",
              "Sửa hoặc thêm dòng ngay trong bảng; các dòng trống cuối mỗi bảng dành để thêm.", protected=False)  # fmt: skip
PARAGRAPHS = Sheet("Nội dung", "NỘI DUNG BÁO CÁO", "result",
                   "Mỗi đoạn một dòng, dưới đây là mẫu; {số liệu} thay bằng số; [^1] là chú thích 1; giữ chữ đậm, nghiêng.",
                   protected=False)  # fmt: skip
_UNITS = Sheet("DM Đơn vị", "DANH MỤC ĐƠN VỊ", "catalogue",
               "Đơn vị sáp nhập: ghi ngày hết hiệu lực ở cột valid_to, không xóa dòng.", protected=False)  # fmt: skip
_INDICATORS = Sheet("DM Chỉ tiêu", "DANH MỤC CHỈ TIÊU", "catalogue",
                    "Thêm một dòng là có chỉ tiêu mới trong biểu mẫu, bảng tổng hợp và số liệu.", protected=False)  # fmt: skip
_LISTS = Sheet("DM Bảng kê", "DANH MỤC BẢNG KÊ VÀ LỰA CHỌN", "catalogue", protected=False)
_RULES = Sheet("DM Quy tắc", "DANH MỤC QUY TẮC KIỂM TRA", "catalogue",
               "Biểu thức viết như công thức Excel, dùng mã chỉ tiêu thay cho địa chỉ ô.", protected=False)  # fmt: skip
_STYLES = Sheet("DM Thể thức", "THỂ THỨC VĂN BẢN", "catalogue",
                "Cỡ chữ như “14 bold italic”; độ dài tính bằng mm. Chọn thể thức ở trang Danh mục (document_style); thêm dòng để có thể thức riêng.",
                protected=False)  # fmt: skip
_HIDDEN = Sheet("Biểu đã giao", "NỘI DUNG CÁC BIỂU MẪU ĐÃ GIAO", "catalogue",
                "Chương trình ghi lại mỗi biểu mẫu đã tạo hỏi những gì; không sửa, không xóa.", hidden=True)  # fmt: skip
_SHEETS = {s.name: s for s in (SHEET, _UNITS, _INDICATORS, _LISTS, _RULES, _STYLES, _HIDDEN)}
_ORDER = ("settings", "periods", "sections", "forms", "levels", "unit_changes", "charts")
"""The tables on *Danh mục* from top to bottom; the others follow as the catalogue has them."""


def catalogue_table(
    name: str,
    sheet: Sheet,
    beside: tuple[SheetColumn, ...] = (),
    content: Callable[[BookAt, str], Content] | None = None,
) -> MasterTable:
    """A table of the catalogue; ``content`` is what the program writes: into the columns ``beside``, or all of it."""
    spec = SPECIFICATIONS[name]
    own = (SheetColumn(c.name, c.heading, c.width, _look(c)) for c in spec.columns)
    words = {c.name: c.words for c in spec.columns if c.words}
    return MasterTable(
        name,
        on(sheet),
        always(*own, *beside),
        content,
        title=spec.title,
        spare=SPARE_ROWS,
        words=words,
        optional=spec.optional and not beside,
        may_lack=spec.optional and content is not None,
    )


def _look(column: Column) -> str:
    """Days as days; texts as texts, so that "12/6" or "=…" typed there stays as it was typed; numbers as they come."""
    if column.is_date:
        return "cell_date"
    return "cell_top" if column.kind in (INTEGER, LIMIT, WIDTH) else "cell_words"


def _given_out(book: BookAt, name: str) -> Content:
    """What each form that goes out asks: written by the program, never deleted."""
    columns = tuple(c.name for c in SPECIFICATIONS[name].columns)
    rows = [tuple(getattr(row, c) or None for c in columns) for row in given_out(book.catalogue)]
    return Content(
        name,
        columns,
        None,
        max(len(rows), 1),
        lambda places, number, row: rows[number] if rows else (None,) * len(columns),
    )


def _among_the_catalogue(sheet: Sheet) -> tuple[MasterTable, ...]:
    names = [n for n, spec in SPECIFICATIONS.items() if spec.sheet == sheet.name]
    ordered = sorted(names, key=lambda n: _ORDER.index(n) if n in _ORDER else len(_ORDER))
    return tuple(
        catalogue_table(name, sheet, content=_given_out if name == "form_versions" else None)
        for name in ordered
    )


TABLES = tuple(table for sheet in _SHEETS.values() for table in _among_the_catalogue(sheet))
