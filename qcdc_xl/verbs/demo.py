"""The 2022 example: forms filled in as the offices would, from the sample tables.

The single figures are invented so that they add up to the published report. The numbers reach the master
only through the returned workbooks.
"""

from __future__ import annotations

import csv
import datetime
import os
from collections.abc import Iterator
from pathlib import Path

from qcdc_xl.folder.places import INBOX, REPORT
from qcdc_xl.forms import form_name, write_form
from qcdc_xl.model import NIL, CatalogueAt, Scalar, Unit, Value
from qcdc_xl.shipped import shipped
from qcdc_xl.trouble import Trouble, UnknownPeriod
from qcdc_xl.values import Kind, kinds_of
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.forms import forms
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.outcome import Outcome
from qcdc_xl.verbs.progress import Progress, silent
from qcdc_xl.verbs.report import report

PERIOD = "2022-H1"
ISSUED = datetime.date(2022, 5, 20)
FIRST_RUN, SECOND_RUN = datetime.datetime(2022, 6, 13, 9, 0), datetime.datetime(2022, 6, 15, 15, 30)
SIGNED = datetime.datetime(2022, 6, 22, 9, 0)
"""The clock of the example: its documents are of June 2022."""
FAULTY_UNIT, FAULTY_INDICATOR = "24886", "tthc_qua_han"
"""One commune first sends a return that does not add up, then a corrected one."""


def demo(folder: Path, progress: Progress = silent, period: str = "") -> Outcome:
    """The whole way of the data in an empty folder: forms out, returns in, a faulty one, its correction.

    A draft of the report is written while that one is lacking, and the report when all are in.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Trouble(f"Thư mục “{folder}” không trống. Chọn thư mục mới, ví dụ “{folder}-2”.")
    if period not in ("", PERIOD):
        raise UnknownPeriod(period, [PERIOD])
    master = init(folder, datetime.datetime.combine(ISSUED, datetime.time(8))).master
    forms(master, datetime.datetime.combine(ISSUED, datetime.time(8, 30)), progress=progress)
    catalogue = open_book(master, FIRST_RUN.date()).catalogue
    inbox = folder / catalogue.period.code / INBOX
    values = sample_values(catalogue)
    units = catalogue.active_units
    for number, unit in enumerate(units):
        progress("các đơn vị đang lập biểu mẫu", number, len(units))
        wrong = unit.code == FAULTY_UNIT
        _hand_in(
            catalogue, unit, _spoiled(values[unit.code]) if wrong else values[unit.code], inbox, FIRST_RUN
        )
    progress("các đơn vị đang lập biểu mẫu", len(units), len(units))
    consolidate(master, FIRST_RUN, progress=progress)
    report(master, FIRST_RUN, pdf=False, progress=progress)
    corrected = catalogue.unit[FAULTY_UNIT]
    _hand_in(catalogue, corrected, values[FAULTY_UNIT], inbox, SECOND_RUN, " (sửa)")
    outcome = consolidate(master, SECOND_RUN, progress=progress)
    report(master, SIGNED, pdf=False, progress=progress)
    return outcome


def told(folder: Path, outcome: Outcome) -> list[str]:
    """What the example holds and where to look."""
    book = outcome.book
    return [
        f"Đã tạo ví dụ trong “{folder}”: {len(book.accepted)} báo cáo, {len(book.figures.values)} số liệu, {len(book.footnotes[0])} chú thích.",
        "Số liệu của từng đơn vị là giả định, cộng lại đúng bằng báo cáo đã công bố.",
        f"Mở “{folder / 'qcdc.xlsm'}” để xem; bắt đầu từ trang Tiến độ và trang Hướng dẫn.",
        f"Báo cáo Word và bản dự thảo trước đó ở “{folder / book.catalogue.period.code / REPORT}”.",
    ]


def _hand_in(
    catalogue: CatalogueAt,
    unit: Unit,
    values: tuple[Value, ...],
    inbox: Path,
    when: datetime.datetime,
    more: str = "",
) -> None:
    name = Path(form_name(catalogue, unit))
    target = inbox / f"{name.stem}{more}{name.suffix}"
    write_form(catalogue, unit, target, ISSUED, values)
    stamp = (when - datetime.timedelta(hours=1)).timestamp()
    os.utime(target, (stamp, stamp))


def _spoiled(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The same return with one number mistyped."""
    return tuple(
        v._replace(value=v.value + 10) if v.item == FAULTY_INDICATOR and isinstance(v.value, int) else v
        for v in values
    )


def sample_values(catalogue: CatalogueAt, folder: Path | None = None) -> dict[str, tuple[Value, ...]]:
    """What each unit enters, by unit: tables ``values.csv`` and ``records.csv`` of the sample."""
    source = folder or shipped("templates/sample/2022-H1")
    found: dict[str, list[Value]] = {u.code: [] for u in catalogue.active_units}
    kinds = kinds_of(catalogue)
    for unit, item, row, text in _rows(source):
        if unit in found and item in kinds:
            found[unit].append(Value(item, row, _value(kinds[item], text), "", ""))
    return {unit: tuple(values) for unit, values in found.items()}


def _rows(source: Path) -> Iterator[tuple[str, str, int, str]]:
    with (source / "values.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["unit"], row["indicator"], 0, row["value"]
    with (source / "records.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["unit"], f"{row['list']}.{row['column']}", int(row["row"]), row["value"]


def _value(kind: Kind, text: str) -> Scalar:
    return kind.parsed(text) if text not in ("", NIL) else text or None
