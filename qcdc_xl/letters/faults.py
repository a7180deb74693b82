"""What goes back to a unit whose return has errors: a printable list of what to mend, cell by cell."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import chain, count
from pathlib import Path

from xlsxwriter import Workbook

from qcdc_xl.look import TABS, Look, page
from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.finding import Finding, message

_HEADS = (("TT", 5), ("Mức độ", 11), ("Trang", 18), ("Ô", 8), ("Chỉ tiêu", 36), ("Nội dung và cách sửa", 74))


def list_names(files: Iterable[str]) -> dict[str, str]:
    """Where each file's list lies below tra-lai/: in the sub-folder that the file has in the inbox, after its name.

    "xa/bao cao.xlsx" → "xa/can-sua bao cao.xlsx", "bao cao.xls" → "can-sua bao cao.xls.xlsx"; no two are the same,
    for a computer that does not tell capitals either.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for file in sorted(files):
        folder, _, name = file.rpartition("/")
        stem = f"{folder}/can-sua {name.removesuffix('.xlsx')}".lstrip("/")
        wanted = (f"{stem}{more}.xlsx" for more in chain([""], (f" ({n})" for n in count(2))))
        names[file] = next(n for n in wanted if n.casefold() not in taken)
        taken.add(names[file].casefold())
    return names


def write_list(
    catalogue: CatalogueAt, file: str, unit: str, findings: Sequence[Finding], target: Path
) -> None:
    """Write the list for one returned file; errors first, then warnings."""
    workbook = Workbook(target)
    workbook.set_properties({"title": f"Nội dung cần sửa: {file}", "created": datetime.datetime(2020, 1, 1)})
    look, sheet = Look(workbook), workbook.add_worksheet("Cần sửa")
    sheet.set_tab_color(TABS["control"])
    known = catalogue.unit.get(unit)
    receiving = catalogue.settings.get("receiving_unit", "")
    lines = (
        f"Đơn vị báo cáo: {known.name if known else unit or 'chưa rõ'}",
        f"Tệp đã nhận: {file}. Kỳ báo cáo: {catalogue.period.label}.",
        f"{receiving} đề nghị đơn vị sửa các nội dung dưới đây ngay trên biểu mẫu đã gửi, kiểm tra lại và gửi lại.",
    )
    sheet.merge_range(0, 0, 0, 5, "NỘI DUNG CẦN SỬA", look("title"))
    for row, line in enumerate(lines, start=1):
        sheet.merge_range(row, 0, row, 5, line, look("plain"))
    for column, (head, width) in enumerate(_HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(5, column, head, look("head"))
    ordered = sorted(findings, key=lambda f: f.severity == "warning")
    for row, found in enumerate(ordered, start=6):
        asked = catalogue.indicator.get(found.place.indicator)
        label = asked.label if asked else found.place.indicator
        text = message(found)
        sheet.write_number(row, 0, row - 5, look("cell_center"))
        for column, value in enumerate(
            (found.severity.label, found.place.sheet, found.place.cell, label, text), start=1
        ):
            sheet.write_string(row, column, value, look("cell"))
        sheet.set_row(row, 17.0 * max(1, -(-len(text) // 72), -(-len(label) // 34)) + 3)
    sheet.repeat_rows(5)
    sheet.freeze_panes(6, 0)
    page(sheet, landscape=True, title=f"Nội dung cần sửa - {file}")
    workbook.close()
