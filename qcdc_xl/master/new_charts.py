"""A chart that was typed into the table ``charts`` of a master in use gets drawn there, once.

The builder's own charts have Excel's names ("Chart 1"), one for *Tiến độ* and then one a row of the table as it was;
those drawn later bear the code of their row, by which they are known the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, cast

from qcdc_xl.master.places import Located, MasterPlaces
from qcdc_xl.master.tables.chart_titles import SHEET
from qcdc_xl.model import CatalogueAt, Chart
from qcdc_xl.values import asked_of, kind_of
from qcdc_xl.xlsx.host import Area, Host, Series
from qcdc_xl.xlsx.host import Chart as Drawing

_MARK = "qcdc:"
_COLOURS = ("#2F5597", "#C55A11", "#A5A5A5", "#BF9000", "#548235", "#7030A0")
_TOP, _ROWS = 4, 22
"""Where the first chart of a master stands, and how many rows each has."""


def draw_new_charts(host: Host, catalogue: CatalogueAt, places: MasterPlaces, drawn: frozenset[str]) -> None:
    """Draw the charts that are not there; ``drawn``: codes of those that the builder drew, as far as it wrote them down."""
    sheet = _sheet_of_charts(host, places.tables)
    names = list(host.charts(sheet)) if sheet else []
    if not names:
        return
    own = [name for name in names if not name.startswith(_MARK)]
    known = {name.removeprefix(_MARK) for name in names} | (
        drawn or {c.code for c in catalogue.charts[: len(own) - 1]}
    )
    for chart in (c for c in catalogue.charts if c.code not in known):
        for made in _drawing(chart, catalogue, places, _TOP + len(names) * _ROWS):
            host.add_chart(sheet, made)
            names.append(made.name)


def _sheet_of_charts(host: Host, tables: Mapping[str, Located]) -> str:
    """By its hidden table of titles, or, in masters that lack it, by its own title."""
    if "chart_titles" in tables:
        return tables["chart_titles"].sheet
    return next((s for s in host.sheets() if any(SHEET.title in row for row in host.grid(s)[:_TOP])), "")


def _drawing(chart: Chart, catalogue: CatalogueAt, places: MasterPlaces, row: int) -> Iterator[Drawing]:
    """The chart, unless none of its units or answers has a row."""
    kind = cast(Literal["column", "bar", "stacked", "pie"], chart.type)
    series, rows = (_pie if kind == "pie" else _columns)(chart, catalogue, places)
    if rows:
        measure = catalogue.indicator[chart.items[0]].unit_of_measure
        axis = f"Số {measure}" if measure and kind != "pie" else ""
        yield Drawing(_MARK + chart.code, kind, chart.title, series, row, 1, axis, 7 if rows > 12 else 10)


Made = tuple[tuple[Series, ...], int]
"""The series, and how many rows they take their numbers from."""


def _columns(chart: Chart, catalogue: CatalogueAt, places: MasterPlaces) -> Made:
    table = places.tables[f"section:{chart.section}"]
    wanted = {u.code for u in catalogue.active_units if not chart.unit_types or u.type in chart.unit_types}
    rows = [row for unit, row in table.keys.items() if unit in wanted]
    if not rows:
        return (), 0
    # to the hidden closing row, which is not drawn: so a unit that is added last will be
    last = table.end if max(rows) == max(table.rows) else max(rows)
    area = _areas(table, min(rows), last)
    made = (
        Series(catalogue.indicator[code].label, area("name"), area(code), (_COLOURS[n % len(_COLOURS)],))
        for n, code in enumerate(chart.items)
    )
    return tuple(made), len(rows)


def _pie(chart: Chart, catalogue: CatalogueAt, places: MasterPlaces) -> Made:
    table, asked = places.tables["totals"], catalogue.indicator[chart.items[0]]
    answers = [f"{asked.code}={a}" for a in kind_of(asked).answers(asked_of(catalogue, asked))]
    rows = [table.keys[a] for a in answers if a in table.keys]
    if not rows:
        return (), 0
    area = _areas(table, min(rows), max(rows))
    return (Series("", area("label"), area("total"), _COLOURS[: len(rows)]),), len(rows)


def _areas(table: Located, first: int, last: int) -> Callable[[str], Area]:
    return lambda column: Area(table.sheet, first, table.columns[column], last, table.columns[column])
