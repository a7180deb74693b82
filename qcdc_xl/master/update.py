"""A master of an earlier version, brought up to date while it is closed: ribbon, our VBA, the words that VBA shows, what
dropdowns offer.

Its sheets and tables grow in the fill that follows. What staff have put in stays: their sheets, and their own VBA
modules. An open workbook is never changed here: Excel would write its own ribbon and project over ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook

from qcdc_xl.marked import Grid, find
from qcdc_xl.master.layout import SETTINGS, SETTINGS_SHEET
from qcdc_xl.master.macros import RIBBON, Macros, read_macros
from qcdc_xl.master.modules import PROJECT, renewed
from qcdc_xl.master.places import locate
from qcdc_xl.master.tables import TABLES
from qcdc_xl.shipped import is_newer
from qcdc_xl.xlsx.file_host import FileHost


@dataclass(frozen=True, slots=True)
class Maker:
    """Which program made a master: its version, and the stamp of its ribbon and VBA; blank in the oldest ones."""

    version: str = ""
    build: str = ""

    @property
    def newer(self) -> bool:
        """Whether the workbook was made by a newer program than this one, which must not touch it."""
        return is_newer(self.version)

    def older(self, macros: Macros) -> bool:
        """Whether its ribbon or VBA is not that of this program."""
        return bool(self.version) and not self.newer and self.build != macros.build


def maker_of(workbook: Path) -> Maker:
    """Which program made a master, from its hidden sheet of settings; nothing for a workbook without macros."""
    opened = CalamineWorkbook.from_path(str(workbook))
    has_it = SETTINGS_SHEET in opened.sheet_names
    rows = opened.get_sheet_by_name(SETTINGS_SHEET).to_python() if has_it else []
    return maker_in(rows)


def maker_in(rows: Grid) -> Maker:
    """The same from the rows of that sheet, where they are at hand."""
    known = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
    return Maker(known.get("QCDC_VERSION", ""), known.get("QCDC_BUILD", ""))


def bring_up_to_date(host: FileHost, master: Path, shipped: Path) -> None:
    """Give a closed master the ribbon, the VBA and the settings of this program; ``shipped`` has them."""
    macros = read_macros(shipped)
    host.replace_part(RIBBON, macros.ribbon)
    host.replace_part(PROJECT, renewed(master, shipped))
    wanted = {**dict(SETTINGS), "QCDC_BUILD": macros.build}
    _offer_words(host)
    rows = host.grid(SETTINGS_SHEET)
    places = {str(row[0]): number for number, row in enumerate(rows) if row and row[0] != ""}
    for key, value in wanted.items():
        number = places.setdefault(key, max(places.values(), default=-1) + 1)
        host.write(SETTINGS_SHEET, number, 0, [[key, value]])


def _offer_words(host: FileHost) -> None:
    """What may be chosen in the tables' columns, which a later program knows more of."""
    here = locate(find((sheet, host.grid(sheet)) for sheet in host.sheets())[0])
    for table in (table for table in TABLES if table.name in here):
        place = here[table.name]
        for column in sorted(table.words.keys() & place.columns.keys()):
            host.offer(place.sheet, place.marker + 1, place.columns[column], table.words[column])
