"""Step 3: one returned file → a submission, whatever became of it on the way.

The file's sheets (``sheets``) have marked tables, found wherever they moved; every value keeps its cell. Only values are taken: no formula, macro or link of the file is looked at (law 9).
Values are raw here; their kinds (``values``) make numbers, choices and dates of them.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import cast

from qcdc_xl.intake.doubtful import mark
from qcdc_xl.intake.limits import LARGEST, MARKERS, UNPACKED, TooMuch
from qcdc_xl.intake.parts import Damaged
from qcdc_xl.intake.recognised import WORKBOOKS, What, recognised
from qcdc_xl.intake.sheets import Locked, NoReader, Otherwise, Sheet, sheets_of
from qcdc_xl.intake.structure import (
    COMPUTED,
    below_end,
    beside,
    blank,
    called,
    columns_once,
    each_once,
    last_keyed,
    printed,
)
from qcdc_xl.marked import Marked, address, find, key_text, legible, letters
from qcdc_xl.model import Scalar, Submission, Value
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.values.entered import ERROR_STATUS, ERROR_VALUE, ERRORS, entered
from qcdc_xl.values.kind import shown

_META = ("form", "unit", "period", "catalogue", "issued")


def read(
    path: Path, file: str = "", otherwise: Otherwise | None = None, known: Known | None = None
) -> tuple[Submission | None, tuple[Finding, ...]]:
    """Read one file. ``None`` if nothing at all can be read; findings say why.

    ``file``: what it is called, its path below the inbox; its name where that is not given. ``otherwise``: see
    :func:`sheets_of`. ``known``: what is known of bytes that are no return, by their hash: these are not looked at again.

    Findings: FILE_UNREADABLE, FILE_NOT_WORKBOOK, FILE_NOT_FORM, FILE_WAITING, FILE_TOO_LARGE, CELL_FAR_AWAY, TABLE_MISSING,
    TABLE_NO_END, TABLE_NO_COLUMN, TABLE_DOUBLED, ROW_NO_CODE, UNIT_MISSING.
    """
    file = file or path.name
    try:
        before = path.stat()
        most = LARGEST if path.suffix.lower() in WORKBOOKS else UNPACKED
        content = path.read_bytes() if before.st_size <= most else b""
    except OSError:
        return None, (finding("FILE_WAITING", Place(file=file)),)
    sha256 = hashlib.sha256(content).hexdigest()
    if known and sha256 in known:
        return None, tuple(found.at(file=file) for found in known[sha256])
    if before.st_size > most:
        return None, (finding("FILE_TOO_LARGE", Place(file=file), reason=f"hơn {most // 2**20} MB"),)
    what = recognised(content, path.name)
    if what is not What.WORKBOOK:
        return None, (finding("FILE_NOT_WORKBOOK", Place(file=file), name=file, what=str(what)),)
    read, why = _sheets(path, content, file, otherwise)
    if not unchanged(path, before):
        return None, (finding("FILE_WAITING", Place(file=file)),)
    if why:
        return None, (why,)
    modified = datetime.datetime.fromtimestamp(before.st_mtime).replace(microsecond=0)
    found, findings = submission(read, file, sha256, modified)
    return found, (*findings, *_far(read, file))


Known = Mapping[str, tuple[Finding, ...]]
"""What was found in bytes that are no return, by their hash."""


def unchanged(path: Path, before: os.stat_result) -> bool:
    """Whether a file is as it was: nobody writes to it meanwhile."""
    try:
        now = path.stat()
    except OSError:
        return False
    return (now.st_size, now.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def _sheets(
    path: Path, content: bytes, file: str, otherwise: Otherwise | None
) -> tuple[list[Sheet], Finding | None]:
    """The sheets of a workbook, or why it cannot be read."""
    try:
        return sheets_of(path, content, otherwise), None
    except TooMuch as much:
        return [], finding("FILE_TOO_LARGE", Place(file=file), reason=str(much))
    except Damaged as damage:
        reason, remedy = why_unreadable(damage, content)
        return [], finding("FILE_UNREADABLE", Place(file=file), reason=reason, remedy=remedy)


NO_READER = "máy tính này không mở được chương trình đọc riêng cho loại tệp này"
"""A reason that lies with this computer: the file may be sound."""
EMPTY, DAMAGED = "tệp trống, không có nội dung", "tệp hỏng hoặc không đúng định dạng"
"""Reasons that a file may have that is only half copied."""
_ANEW = "Đề nghị mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại."
_UNLOCKED = "Đề nghị đơn vị bỏ mật khẩu (trong Excel: Tệp, Thông tin, Bảo vệ sổ làm việc, Mã hóa bằng mật khẩu, xóa mật khẩu), lưu rồi gửi lại."
_AGAIN = "Đề nghị đơn vị gửi lại tệp đã điền."


def why_unreadable(damage: Damaged, content: bytes) -> tuple[str, str]:
    """Why a file could not be read, and what to do about that."""
    if isinstance(damage, Locked):
        return "tệp có mật khẩu", _UNLOCKED
    if isinstance(damage, NoReader):
        return (
            NO_READER,
            "Khởi động lại máy tính rồi bấm lại; nếu vẫn không được, đề nghị đơn vị gửi lại dạng .xlsx.",
        )
    if not content:
        return EMPTY, _AGAIN
    what = recognised(content, "")
    if what is What.WEB_PAGE:
        return "tệp là trang web hoặc văn bản XML, chỉ mang tên tệp Excel", _ANEW
    if what not in (What.WORKBOOK, What.ARCHIVE, What.UNKNOWN, What.TEXT):
        return f"nội dung là {what}, chỉ mang tên tệp Excel", _AGAIN
    return DAMAGED, f"{_ANEW} Nếu Excel không mở được, đề nghị gửi lại tệp gốc."


def _far(sheets: Sequence[Sheet], file: str) -> Iterator[Finding]:
    for sheet in sheets:
        if sheet.far:
            cell, value = sheet.far[0], shown(cast(Scalar, sheet.far[1]))
            yield finding("CELL_FAR_AWAY", Place(file=file, sheet=sheet.name, cell=cell), value=value[:40])


def submission(
    sheets: Sequence[Sheet],
    file: str,
    sha256: str = "",
    modified: datetime.datetime | None = None,
) -> tuple[Submission | None, tuple[Finding, ...]]:
    """The submission in a workbook's sheets; see :func:`read`."""
    sheets = [
        sheet if sheet.name.isprintable() else replace(sheet, name=legible(sheet.name)) for sheet in sheets
    ]
    tables, findings = _tables(sheets, file)
    if findings and findings[0].code == "FILE_TOO_LARGE":
        return None, tuple(findings)
    if foreign := _no_form(tables, sheets, file):
        return None, (foreign,)
    meta = {v.item: v for part in tables.get("meta", ()) for v in _meta(part)}
    if "meta" not in tables or "indicators" not in tables:
        lacking = "meta" if "meta" not in tables else "indicators"
        findings.append(finding("TABLE_MISSING", Place(file=file), table=called(lacking)))
        return None, tuple(findings)
    values = list(meta.values())
    for part in tables["indicators"]:
        values += _indicators(part, file, findings)
    for name, parts in tables.items():
        for part in parts:
            findings += columns_once(part, file)
        if name.startswith("list:"):
            values += _records(name[5:], parts, file, findings)
        elif name == "answers":
            values += (v for part in parts for v in _answers(part))
    texts = {code: _text(meta, code) for code in _META}
    if not texts["unit"]:
        findings.append(finding("UNIT_MISSING", Place(file=file, sheet=tables["meta"][0].sheet)))
    found = Submission(
        texts["unit"], texts["form"], texts["period"], texts["catalogue"], file, sha256, modified,
        _once(values, texts["unit"], file, findings), _lists(tables), printed=printed(tables),
    )  # fmt: skip
    return found, tuple(findings)


def _no_form(tables: Mapping[str, list[Marked]], sheets: Sequence[Sheet], file: str) -> Finding | None:
    """FILE_NOT_FORM for a workbook without any of our tables, and for those of ours that are no forms."""
    what = "bảng tính khác"
    if "meta" not in tables and "units" in tables:
        what = "sổ tổng hợp của chương trình"
    elif tables or any(sheet.name in _OF_FORMS for sheet in sheets):
        return None
    elif sheets and sheets[0].name in _OF_FAULTS:
        what = "danh sách nội dung cần sửa"
    return finding("FILE_NOT_FORM", Place(file=file), name=file, what=what)


_OF_FORMS = frozenset(("Số liệu", "Kiểm tra", "Hướng dẫn", "Lựa chọn"))
"""Names of a form's own sheets: where one is left, the others were taken out of a return."""
_OF_FAULTS = frozenset(("Nội dung cần sửa", "Cần sửa"))
"""The sheet of a list of faults, as ``letters.faults`` writes it and wrote it."""


def _tables(sheets: Sequence[Sheet], file: str) -> tuple[dict[str, list[Marked]], list[Finding]]:
    """The marked tables, each once. Of a file with too many of them, FILE_TOO_LARGE is all that is found."""
    tables, findings = find(((sheet.name, sheet.grid) for sheet in sheets), file, MARKERS + 1)
    if sum(map(len, tables.values())) > MARKERS:
        reason = f"gồm hơn {MARKERS} bảng có đánh dấu"
        return {}, [finding("FILE_TOO_LARGE", Place(file=file), reason=reason)]
    mark(tables, sheets)
    once, twice = each_once(tables, file)
    open_ended = (replace(f, values={"table": called(str(f.values["table"]))}) for f in findings)
    return once, [*open_ended, *twice]


def _lists(tables: Mapping[str, list[Marked]]) -> frozenset[str]:
    """The codes of all record lists and of their columns."""
    lists = {name[5:]: parts for name, parts in tables.items() if name.startswith("list:")}
    columns = {
        f"{code}.{c}" for code, parts in lists.items() for p in parts for c in p.columns if c not in COMPUTED
    }
    return frozenset(columns | lists.keys())


def _text(meta: dict[str, Value], code: str) -> str:
    return key_text(meta[f"meta.{code}"].value) if f"meta.{code}" in meta else ""


def _meta(part: Marked) -> Iterator[Value]:
    column = part.columns.get("value")
    for row in part.rows():
        value = row.at(column)
        if row.key in _META and column is not None and value != "":
            yield Value(f"meta.{row.key}", 0, entered(value), part.sheet, address(row.number, column))


def _indicators(part: Marked, file: str, findings: list[Finding]) -> Iterator[Value]:
    """One value a row, blank ones too; a choice of "không phát sinh" beside a number is kept as a pair."""
    column, nil, status = (part.columns.get(name) for name in ("value", "nil", "status"))
    if column is None:
        findings.append(
            finding("TABLE_NO_COLUMN", Place(file=file, sheet=part.sheet), table="chỉ tiêu", column="Số liệu")
        )
        return
    letter, width = (
        letters(column),
        1 + max(c for c in (column, nil, status, part.key_column) if c is not None),
    )
    last = part.end if part.closed else last_keyed(part)  # below it stand people's names, not their numbers
    for index in range(part.marker + 1, part.end):
        cells = part.grid[index]
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        key, value = key_text(cells[part.key_column]), cells[column]
        chosen = "" if nil is None else cells[nil]
        if key == "" or key[0] == "#":
            if not blank(value) and (index < last or not isinstance(value, str)):
                place = Place(file=file, sheet=part.sheet, cell=f"{letter}{index + 1}")
                findings.append(finding("ROW_NO_CODE", place, value=shown(cast(Scalar, value))))
            continue
        if value == "" and status is not None and cells[status] == ERROR_STATUS:
            value = ERROR_VALUE  # calamine gives a blank for Excel's errors; the form saw it
        read = entered(value, chosen)
        if read is None and (stray := beside(part, cells)) is not None:
            place = Place(file=file, sheet=part.sheet, cell=address(index, stray), indicator=key)
            home = f"{letter}{index + 1}"
            findings.append(
                finding("VALUE_BESIDE", place, value=shown(cast(Scalar, cells[stray])), home=home)
            )
        yield Value(key, 0, read, part.sheet, f"{letter}{index + 1}")


def _answers(part: Marked) -> Iterator[Value]:
    """What stands in the cell for “không phát sinh” of each record list; blank ones too."""
    column = part.columns.get("nil")
    for row in part.rows():
        if column is not None and row.key.startswith("list:"):
            yield Value(row.key, 0, entered("", row.at(column)), part.sheet, address(row.number, column))


def _records(code: str, parts: list[Marked], file: str, findings: list[Finding]) -> Iterator[Value]:
    """The rows of a record list, numbered from 1; wholly blank rows do not count."""
    number = 0
    for part in parts:
        findings += below_end(part, file)
        columns = {name: column for name, column in part.columns.items() if name not in COMPUTED}
        if not columns:
            continue
        width = 1 + max(columns.values())
        pick = itemgetter(*columns.values(), *columns.values())  # twice, so that one column gives a tuple too
        items = [(f"{code}.{name}", letters(column)) for name, column in columns.items()]
        status = part.columns.get("status")
        for index in range(part.marker + 1, part.end):
            cells = part.grid[index]
            picked = pick(cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))])
            broken = status is not None and len(cells) > status and cells[status] == ERROR_STATUS
            if broken and not any(isinstance(v, str) and v.startswith(ERRORS) for v in picked):
                # in some formats an error cell is read as blank; the form's own check of the row saw one
                place = Place(file=file, sheet=part.sheet, cell=address(index, status or 0))
                findings.append(finding("ROW_HAS_ERROR", place))
            if picked.count("") == len(picked) or all(map(blank, picked)):
                continue
            number += 1
            for (item, letter), value in zip(items, picked, strict=False):
                yield Value(item, number, entered(value), part.sheet, f"{letter}{index + 1}")


def _once(values: list[Value], unit: str, file: str, findings: list[Finding]) -> tuple[Value, ...]:
    """One value an indicator: a second row of the same code must say the same or nothing."""
    seen: dict[tuple[str, int], Value] = {}
    for value in values:
        first = seen.setdefault((value.item, value.row), value)
        if first is value or value.value is None or first.value == value.value:
            continue
        if first.value is None:
            seen[value.item, value.row] = value
            continue
        more = {
            "table": "chỉ tiêu",
            "key": value.item,
            "first": shown(first.value),
            "second": shown(value.value),
        }
        place = Place(unit, file, value.sheet, value.cell, value.item)
        findings.append(finding("TABLE_DOUBLED", place, **more))
    return tuple(seen.values())
