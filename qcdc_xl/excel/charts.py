"""Charts in the workbook that is open in Excel, in Excel's own words: xlwings has too few for them.

They look like those that ``xlsx.charts`` draws into a closed workbook.
"""

from __future__ import annotations

from typing import Any

import xlwings as xw

from qcdc_xl.xlsx.charts import FONT
from qcdc_xl.xlsx.host import Chart, Series

_KINDS = {"column": 51, "bar": 57, "stacked": 58, "pie": 5}
"""xlColumnClustered, xlBarClustered, xlBarStacked, xlPie."""
_BOTTOM, _CATEGORIES, _VALUES = -4107, 1, 2
_POINTS = 0.75
"""A pixel in points."""


def draw(sheet: xw.Sheet, chart: Chart) -> None:
    """Draw a chart at its cell."""
    cell = sheet.range((chart.row + 1, chart.column + 1))
    size = (chart.width * _POINTS, chart.height * _POINTS)
    frame = sheet.api.ChartObjects().Add(cell.left, cell.top + 6 * _POINTS, *size)
    frame.Name = chart.name
    made = frame.Chart
    made.ChartType = _KINDS[chart.kind]
    while made.SeriesCollection().Count:  # what Excel guesses from the cell that is selected
        made.SeriesCollection(1).Delete()
    for series in chart.series:
        _add(made, chart.kind, series)
    made.HasTitle = True
    _entitle(made.ChartTitle, f"={chart.title_cell.reference}" if chart.title_cell else chart.title)
    _font(made.ChartTitle.Font, 14).Bold = True
    made.HasLegend = True
    made.Legend.Position = _BOTTOM
    _font(made.Legend.Font, 11)
    if chart.kind != "pie":
        _axes(made, chart)
    frame.ShapeRange.AlternativeText = chart.description


def _entitle(title: Any, text: str) -> None:
    """A title, or after "=" the cell that it comes from."""
    if text.startswith("="):
        title.Formula = text
    else:
        title.Text = text


def entitle(sheet: xw.Sheet, name: str, text: str) -> None:
    """Give a chart another title."""
    _entitle(sheet.api.ChartObjects(name).Chart.ChartTitle, text)


def _add(made: Any, kind: str, series: Series) -> None:
    new = made.SeriesCollection().NewSeries()
    if series.name:
        new.Name = f"={series.name_cell.reference}" if series.name_cell else series.name
    new.Values = f"={series.values.reference}"
    new.XValues = f"={series.categories.reference}"
    if kind != "pie":
        new.Format.Fill.ForeColor.RGB = _colour(series.colours[0])
        return
    for number, colour in enumerate(series.colours, start=1):
        new.Points(number).Format.Fill.ForeColor.RGB = _colour(colour)
    new.HasDataLabels = True
    new.DataLabels().NumberFormat = "#,##0;;;"
    _font(new.DataLabels().Font, 11)


def _axes(made: Any, chart: Chart) -> None:
    made.ChartGroups(1).GapWidth = 60
    names, values = made.Axes(_CATEGORIES), made.Axes(_VALUES)
    names.ReversePlotOrder = chart.kind in ("bar", "stacked")
    names.TickLabelSpacing = 1
    _font(names.TickLabels.Font, chart.names_size)
    _font(values.TickLabels.Font, 10)
    values.TickLabels.NumberFormat = "#,##0"
    values.HasMajorGridlines = True
    values.MajorGridlines.Format.Line.ForeColor.RGB = _colour("#D9D9D9")
    if chart.axis:
        values.HasTitle = True
        values.AxisTitle.Text = chart.axis
        _font(values.AxisTitle.Font, 11)


def _font(font: Any, size: int) -> Any:
    font.Name, font.Size = FONT, size
    return font


def _colour(text: str) -> int:
    """#RRGGBB as Excel counts it: blue first."""
    red, green, blue = (int(text[n : n + 2], 16) for n in (1, 3, 5))
    return red + 256 * green + 65536 * blue


def erase(sheet: xw.Sheet, name: str) -> None:
    """Take a chart off again, if it was drawn."""
    frames = sheet.api.ChartObjects()
    for number in range(frames.Count, 0, -1):
        if sheet.api.ChartObjects(number).Name == name:
            sheet.api.ChartObjects(number).Delete()


def show(sheet: xw.Sheet, name: str, shown: bool) -> None:
    """Show or hide a chart."""
    sheet.api.ChartObjects(name).Visible = shown
