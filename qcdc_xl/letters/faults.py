"""What goes back for a file to which no form can be sent, since nobody knows whose it is: a printable list of what is wrong."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, count
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from qcdc_xl.letters.to_unit import to_unit
from qcdc_xl.look import TABS, Look, page
from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.finding import ERROR, Finding

_HEADS = (("TT", 5), ("Mức độ", 13), ("Trang", 18), ("Ô", 8), ("Chỉ tiêu", 36), ("Nội dung và cách sửa", 74))


BEGINS = "can-sua "


def answer_names(
    files: Iterable[str], others: Callable[[str, str], bool] = lambda name, file: False
) -> dict[str, str]:
    """Where the answer to each file lies below tra-lai/: in the sub-folder that the file has in the inbox, after its name.

    "xa/bao cao.xlsx" → "xa/can-sua bao cao.xlsx", "bao cao.xls" → "can-sua bao cao.xls.xlsx"; no two are the same,
    for a computer that does not tell capitals either. ``others(name, file)``: whether what lies there is not ours to
    write over.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for file in sorted(files):
        folder, _, name = file.rpartition("/")
        stem = f"{folder}/{BEGINS}{name.removeprefix(BEGINS).removesuffix('.xlsx')}".lstrip("/")
        wanted = (f"{stem}{more}.xlsx" for more in chain([""], (f" ({n})" for n in count(2))))
        names[file] = next(n for n in wanted if n.casefold() not in taken and not others(n, file))
        taken.add(names[file].casefold())
    return names


def write_list(
    catalogue: CatalogueAt,
    file: str,
    unit: str,
    findings: Sequence[Finding],
    target: Path,
    marks: Mapping[str, str],
) -> None:
    """Write the list for one returned file; errors first, then warnings. ``marks``: the file's own properties."""
    workbook = Workbook(target)
    workbook.set_properties({"title": f"Nội dung cần sửa: {file}", "created": datetime.datetime(2020, 1, 1)})
    for name, value in marks.items():
        workbook.set_custom_property(name, value)
    look, sheet = Look(workbook), workbook.add_worksheet("Nội dung cần sửa")
    sheet.set_tab_color(TABS["control"])
    known = catalogue.unit.get(unit)
    receiving = catalogue.settings.get("receiving_unit", "")
    lines = (
        f"Đơn vị báo cáo: {known.name if known else unit or 'chưa rõ'}",
        f"Tệp đã nhận: {file}. Kỳ báo cáo: {catalogue.period.label}.",
        f"{receiving} đề nghị đơn vị xử lý các nội dung dưới đây và gửi lại báo cáo trên biểu mẫu đã được giao.",
    )
    sheet.merge_range(0, 0, 0, 5, "DANH SÁCH NỘI DUNG CẦN SỬA", look("title"))
    for row, line in enumerate(lines, start=1):
        sheet.merge_range(row, 0, row, 5, line, look("plain"))
    _write_findings(catalogue, sheet, look, sorted(findings, key=lambda f: f.severity == "warning"))
    sheet.repeat_rows(5)
    sheet.freeze_panes(6, 0)
    page(sheet, landscape=True, title=f"Nội dung cần sửa - {file}")
    workbook.close()


def _write_findings(
    catalogue: CatalogueAt, sheet: Worksheet, look: Look, findings: Sequence[Finding]
) -> None:
    for column, (head, width) in enumerate(_HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(5, column, head, look("head"))
    for row, found in enumerate(findings, start=6):
        asked = catalogue.indicator.get(found.place.indicator)
        text, label = to_unit(found, with_form=False), asked.label if asked else ""
        sheet.write_number(row, 0, row - 5, look("cell_center"))
        told = (
            "Cần sửa" if found.severity is ERROR else "Cần xem lại",
            found.place.sheet,
            found.place.cell,
            label,
            text,
        )
        for column, value in enumerate(told, start=1):
            sheet.write_string(row, column, value, look("cell"))
        sheet.set_row(row, 17.0 * max(1, -(-len(text) // 72), -(-len(label) // 34)) + 3)
