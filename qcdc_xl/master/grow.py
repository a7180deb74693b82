"""A master in use gets the sheets that its catalogue asks for and that it does not have yet.

What is lacking is told by markers, whatever the tabs are called. New sheets are made as those of a new master are, and
put in behind the sheets that would stand before them there; the fill that follows writes what stands on them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qcdc_xl.catalogue import Entries
from qcdc_xl.forms.layout import sheet_name
from qcdc_xl.master.build import build_donor
from qcdc_xl.master.places import Located
from qcdc_xl.master.plan import PlannedSheet, planned, sheets_of
from qcdc_xl.master.tables.table import Content
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.xlsx.host import Host


def grow(host: Host, book: BookAt, made: Mapping[str, Content], tables: Mapping[str, Located]) -> bool:
    """Add the sheets that are lacking; ``True`` if there were any."""
    wanted = lacking(book, made, tables, host.sheets())
    if not wanted:
        return False
    with tempfile.TemporaryDirectory() as folder:
        donor = Path(folder) / "trang-moi.xlsx"
        build_donor([one for one, _ in wanted], book, donor)
        for one, after in wanted:
            host.add_sheet(one.sheet.name, donor, after)
            if one.sheet.hidden:
                host.hide_sheet(one.sheet.name, True)
    return True


def lacking(
    book: BookAt, made: Mapping[str, Content], present: Mapping[str, Located], tabs: list[str]
) -> list[tuple[PlannedSheet, str]]:
    """The sheets of which a workbook has no table, each with the tab that it is put behind."""
    found: list[tuple[PlannedSheet, str]] = []
    taken, after = set(tabs), tabs[0]
    for sheet, own in sheets_of(book):
        here = [name for name, _ in own if name in present]
        if here:
            after = present[here[0]].sheet
        elif any(table.can_be_made for _, table in own):
            new = replace(sheet, name=sheet_name(sheet.name, taken))
            taken.add(new.name)
            found.append((planned(new, own, book, made, Entries()), after))
            after = new.name
    return found
