"""``forms``: blank forms for the units, to send."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qcdc_xl.catalogue.versions import given_out
from qcdc_xl.folder.lock import alone
from qcdc_xl.folder.places import FORMS, make_folders
from qcdc_xl.folder.whole import write_whole
from qcdc_xl.model import Unit
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.unit_past import UnitPast
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.progress import Progress, silent


@dataclass(frozen=True)
class Made:
    """The forms, a file a unit, in ``folder``."""

    period: str
    folder: Path
    forms: tuple[Path, ...]

    def told(self) -> str:
        """How many there are and where."""
        if not self.forms:
            return "Không có đơn vị nào cần biểu mẫu trong kỳ này."
        return f"Đã tạo {len(self.forms)} biểu mẫu trong thư mục “{self.folder}”."


def forms(
    master: Path | Desk,
    now: datetime.datetime,
    units: Iterable[str] = (),
    progress: Progress = silent,
    period: str = "",
) -> Made:
    """Blank forms of all units, or of those named, into PERIOD/bieu-mau/."""
    from qcdc_xl.forms import form_name, write_form

    desk = desk_of(master)
    book = open_book(desk, now.date(), period)
    catalogue = book.catalogue
    wanted = _wanted({u.code: u for u in catalogue.reporting_units}, units)
    _write_down(desk, book, now)
    home = desk.path.parent
    folder = home / catalogue.period.code / FORMS
    make_folders(home, catalogue.period.code)
    made = []
    for number, unit in enumerate(wanted):
        progress("đang tạo biểu mẫu", number, len(wanted))
        target = folder / form_name(catalogue, unit)
        past = UnitPast(book, unit)
        write_whole(target, partial(write_form, catalogue, unit, issued=now.date(), past=past))
        made.append(target)
    progress("đang tạo biểu mẫu", len(wanted), len(wanted))
    return Made(catalogue.period.code, folder, tuple(made))


def _write_down(desk: Desk, book: BookAt, now: datetime.datetime) -> None:
    """Keep in the master what these forms ask, before they go out: returns are held against it later."""
    if len(given_out(book.catalogue)) > len(book.catalogue.form_versions):
        desk.ready()
        with alone(desk.path):
            desk.fill(book, now, "", ("form_versions",))


def _wanted(known: Mapping[str, Unit], units: Iterable[str]) -> list[Unit]:
    codes = list(dict.fromkeys(units))
    unknown = [c for c in codes if c not in known]
    if unknown:
        raise Trouble(
            f"Không có đơn vị mã {', '.join(unknown)} trong danh mục của kỳ này. Xem trang “DM Đơn vị”."
        )
    return [known[c] for c in codes] if codes else list(known.values())
