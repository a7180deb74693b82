"""Native charts: drawn by XlsxWriter, for a new workbook or to be put into one that is there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as ExcelChart

from qcdc_xl.xlsx.graft import carry_part
from qcdc_xl.xlsx.host import Area, Chart, Series
from qcdc_xl.xlsx.order import put_in_order
from qcdc_xl.xlsx.package import DOCUMENT_RELATIONS, Package, tag
from qcdc_xl.xlsx.workbook import ClosedWorkbook

FONT = "Times New Roman"
_NS = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_XDR = f"{{{_NS}}}"
_ID = f"{{{DOCUMENT_RELATIONS}}}id"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PIXEL = 9525
"""A pixel in the units of drawings (EMU)."""
_KINDS = {"column": {"type": "column"}, "bar": {"type": "bar"}, "pie": {"type": "pie"},
          "stacked": {"type": "bar", "subtype": "stacked"}}  # fmt: skip
_LABELS = {"value": True, "num_format": "#,##0;;;", "font": {"name": FONT, "size": 11}}
"""Numbers at the pieces of a pie; a piece of nothing has none."""

Values = Callable[[Area], Sequence[object]]
"""What cells say now, one after the other."""


def drawn(workbook: Workbook, chart: Chart, values: Values | None = None) -> ExcelChart:
    """The chart as XlsxWriter has it. ``values``: given where the workbook itself has no cells yet."""
    made = workbook.add_chart({**_KINDS[chart.kind], "name": chart.name})
    made.set_title(_title(chart.title_cell or chart.title, values))
    made.set_legend({"position": "bottom", "font": {"name": FONT, "size": 11}})
    for series in chart.series:
        made.add_series(_series(chart.kind, series, values))
    if chart.kind != "pie":
        _axes(made, chart)
    made.set_size({"width": chart.width, "height": chart.height})
    return made


def _title(title: Area | str, values: Values | None) -> dict[str, object]:
    options: dict[str, object] = {"name_font": {"name": FONT, "size": 14, "bold": True}}
    if isinstance(title, str):
        return options | {"name": title}
    return options | {"name": f"={title.reference}"} | ({"data": values(title)} if values else {})


def _series(kind: str, series: Series, values: Values | None) -> dict[str, object]:
    options: dict[str, object] = {
        "categories": f"={series.categories.reference}",
        "values": f"={series.values.reference}",
    }
    if values:
        options |= {"categories_data": values(series.categories), "values_data": values(series.values)}
    if kind == "pie":
        points = [{"fill": {"color": colour}} for colour in series.colours]
        return options | {"points": points, "data_labels": _LABELS}
    options |= {"name": series.name, "fill": {"color": series.colours[0]}, "gap": 60}
    if series.name_cell:
        options |= {"name": f"={series.name_cell.reference}"} | (
            {"name_data": values(series.name_cell)} if values else {}
        )
    return options


def _axes(made: ExcelChart, chart: Chart) -> None:
    flat = chart.kind in ("bar", "stacked")
    names = {"num_font": {"name": FONT, "size": chart.names_size}, "reverse": flat, "interval_unit": 1}
    values = {"name": chart.axis, "name_font": {"name": FONT, "size": 11},
              "num_font": {"name": FONT, "size": 10}, "num_format": "#,##0",
              "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}  # fmt: skip
    (made.set_y_axis if flat else made.set_x_axis)(names)
    (made.set_x_axis if flat else made.set_y_axis)(values)


def chart_titles(workbook: ClosedWorkbook, sheet: str) -> dict[str, str]:
    """The charts of a sheet by name: what the title says, or after "=" the cell that it comes from."""
    return {
        _properties(frame).get("name", ""): _said(workbook.package, chart)
        for part, frame in _frames(workbook, sheet)
        if (chart := _chart_part(workbook.package, part, frame))
    }


def _said(package: Package, chart: str) -> str:
    title = package.xml(chart).find(f"{_C}chart/{_C}title")
    cell = next(title.iter(f"{_C}f"), None) if title is not None else None
    if cell is not None:
        return f"={cell.text}"
    return "".join(t.text or "" for t in title.iter("{*}t")) if title is not None else ""


def _chart_part(package: Package, drawing: str, frame: etree._Element) -> str:
    """The part with a frame's chart; blank for charts of a newer kind."""
    found = next(frame.iter(f"{_C}chart"), None)
    wanted = found.get(_ID) if found is not None else None
    return next((part for name, _, part in package.relations(drawing) if name == wanted), "")


def title_chart(workbook: ClosedWorkbook, sheet: str, name: str, cell: Area) -> bool:
    """Let the title of a chart come from a cell; ``False`` if it does."""
    for part, frame in _frames(workbook, sheet):
        chart = _chart_part(workbook.package, part, frame)
        if _properties(frame).get("name") == name and _said(workbook.package, chart) != f"={cell.reference}":
            _put_title(workbook, chart, cell)
            return True
    return False


def _put_title(workbook: ClosedWorkbook, part: str, cell: Area) -> None:
    holder = workbook.package.xml(part).find(f"{_C}chart")
    assert holder is not None, "every chart has one"
    with tempfile.TemporaryDirectory() as folder:
        model = Chart("", "pie", "", (Series("", cell, cell, ()),), 0, 0, title_cell=cell)
        source = _scratch(Path(folder) / "chart.xlsx", model, _values(workbook))
    new = source.xml("xl/charts/chart1.xml").find(f"{_C}chart/{_C}title")
    old = holder.find(f"{_C}title")
    assert new is not None, "a chart that is drawn has a title"
    for found in [old] if old is not None else []:
        holder.remove(found)
    holder.insert(0, new)
    workbook.package.touch(part)


def hide_chart(workbook: ClosedWorkbook, sheet: str, name: str, hidden: bool) -> bool:
    """``False`` if there is none of that name, or it is so already."""
    for part, frame in _frames(workbook, sheet):
        properties = _properties(frame)
        if properties.get("name") == name and (properties.get("hidden") in ("1", "true")) != hidden:
            properties.attrib.pop("hidden", "")
            if hidden:
                properties.set("hidden", "1")
            workbook.package.touch(part)
            return True
    return False


def _frames(workbook: ClosedWorkbook, sheet: str) -> list[tuple[str, etree._Element]]:
    """The frames of a sheet's charts, each with the drawing that it is in."""
    drawings = workbook.attached(sheet, "drawing")
    return [(part, frame) for part, root in drawings for frame in root.iter(f"{_XDR}graphicFrame")]


def _properties(frame: etree._Element) -> etree._Element:
    found = next(frame.iter(f"{_XDR}cNvPr"), None)
    assert found is not None, "every frame has a name"
    return found


def put_chart(workbook: ClosedWorkbook, sheet: str, chart: Chart) -> None:
    """Draw a chart on a sheet that may have drawings already."""
    part, root = _drawing(workbook, sheet)
    with tempfile.TemporaryDirectory() as folder:
        source = _scratch(Path(folder) / "chart.xlsx", chart, _values(workbook))
    new = carry_part(source, "xl/charts/chart1.xml", workbook.package)
    frame = next(source.xml("xl/drawings/drawing1.xml").iter(f"{_XDR}graphicFrame"))
    numbers = [int(p.get("id", "0")) for p in root.iter(f"{_XDR}cNvPr")]
    _properties(frame).set("id", str(max(numbers, default=1) + 1))
    for reference in frame.iter(f"{_C}chart"):
        reference.set(_ID, workbook.package.relate(part, f"{DOCUMENT_RELATIONS}/chart", new))
    root.append(_anchored(frame, chart))
    workbook.package.touch(part)


def _values(workbook: ClosedWorkbook) -> Values:
    def values(area: Area) -> list[object]:
        rows = workbook.grid(area.sheet)[area.top : area.bottom + 1]
        return [cell for row in rows for cell in row[area.left : area.right + 1]]

    return values


def _scratch(path: Path, chart: Chart, values: Values) -> Package:
    with Workbook(path) as workbook:
        workbook.add_worksheet().insert_chart(
            0, 0, drawn(workbook, chart, values), {"description": chart.description}
        )
    return Package(path)


def _drawing(workbook: ClosedWorkbook, sheet: str) -> tuple[str, etree._Element]:
    """The sheet's drawing; a blank one if it has none."""
    for part, root in workbook.attached(sheet, "drawing"):
        return part, root
    package, owner = workbook.package, workbook.parts[sheet]
    part = package.free_name("xl/drawings/drawing{}.xml")
    package.add(part, f'<xdr:wsDr xmlns:xdr="{_NS}"/>'.encode(), _DRAWING_TYPE)
    element = etree.Element(tag("drawing"))
    element.set(_ID, package.relate(owner, f"{DOCUMENT_RELATIONS}/drawing", part))
    put_in_order(package.xml(owner), element)
    package.touch(owner)
    return part, package.xml(part)


def _anchored(frame: etree._Element, chart: Chart) -> etree._Element:
    """A frame that moves with its first cell and keeps its size, as charts of the program do."""
    anchor = etree.Element(f"{_XDR}oneCellAnchor")
    start = etree.SubElement(anchor, f"{_XDR}from")
    for name, number in (("col", chart.column), ("colOff", 0), ("row", chart.row), ("rowOff", 6 * _PIXEL)):
        etree.SubElement(start, f"{_XDR}{name}").text = str(number)
    size = {"cx": str(chart.width * _PIXEL), "cy": str(chart.height * _PIXEL)}
    etree.SubElement(anchor, f"{_XDR}ext", size)
    anchor.append(frame)
    etree.SubElement(anchor, f"{_XDR}clientData")
    return anchor
