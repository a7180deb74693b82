"""How every sheet looks: one colour language, the fonts and borders of statistical forms.

Input cells pale yellow, locked cells white or grey, error red, warning amber, ready green; never colour
alone, always a word too. :class:`Look` hands out XlsxWriter formats by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT = "Times New Roman"
INPUT, LOCKED, HEAD, SECTION = "#FFF9DB", "#F2F2F2", "#DCE6F1", "#EEF3FA"
RED, AMBER, GREEN = ("#FBD5D5", "#9C0006"), ("#FFE8B3", "#7F4F00"), ("#D8F0DA", "#0B5C1E")
"""Background and letters of error, warning, ready."""

TABS: Mapping[str, str] = {
    "data": "#2F5597", "result": "#548235", "control": "#C55A11", "catalogue": "#7F7F7F", "help": "#BF9000",
}  # fmt: skip
"""Tab colours by kind of sheet."""

_CELL = {"border": 1, "valign": "vcenter", "text_wrap": True}
_INPUT = {"bg_color": INPUT, "locked": False}
_BASE: Mapping[str, Mapping[str, Any]] = {
    "plain": {"valign": "vcenter"},
    "wrap": {"valign": "top", "text_wrap": True},
    "bold": {"bold": True, "valign": "vcenter"},
    "right": {"align": "right", "valign": "vcenter"},
    "italic": {"italic": True, "valign": "vcenter"},
    "center": {"align": "center", "valign": "vcenter", "text_wrap": True},
    "center_bold": {"align": "center", "valign": "vcenter", "bold": True, "text_wrap": True},
    "center_italic": {"align": "center", "valign": "vcenter", "italic": True, "text_wrap": True},
    "title": {"align": "center", "valign": "vcenter", "bold": True, "font_size": 14, "text_wrap": True},
    "heading": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "state": {"align": "center", "valign": "vcenter", "bold": True, "border": 1, "text_wrap": True},
    "head": {**_CELL, "align": "center", "bold": True, "bg_color": HEAD},
    "number_row": {**_CELL, "align": "center", "italic": True, "font_size": 10},
    "section": {**_CELL, "bold": True, "bg_color": SECTION},
    "cell": _CELL,
    "cell_top": {**_CELL, "valign": "top"},
    "cell_words": {**_CELL, "valign": "top", "num_format": "@"},
    "cell_center": {**_CELL, "align": "center"},
    "cell_input": {**_CELL, **_INPUT},
    "cell_number": {**_CELL, "align": "right", "num_format": "#,##0"},
    "cell_decimal": {**_CELL, "align": "right"},
    "cell_figure": {**_CELL, "align": "center"},
    "cell_date": {**_CELL, "align": "center", "num_format": "dd/mm/yyyy"},
    "cell_time": {**_CELL, "align": "center", "num_format": "dd/mm/yyyy hh:mm"},
    "cell_link": {**_CELL, "font_color": "#0563C1", "underline": 1},
    "total": {**_CELL, "bold": True, "align": "right", "num_format": "#,##0", "bg_color": SECTION},
    "total_decimal": {**_CELL, "bold": True, "align": "right", "bg_color": SECTION},
    "total_text": {**_CELL, "bold": True, "bg_color": SECTION},
    "mark": {"font_size": 8, "font_color": "#A6A6A6"},
}
_DERIVED = {"bg_color": LOCKED, "italic": True}
_MARKED = {"input": _INPUT, "derived": _DERIVED, "wrong": {**_INPUT, "bg_color": RED[0], "font_color": RED[1]},
           "doubtful": {**_INPUT, "bg_color": AMBER[0], "font_color": AMBER[1]}}  # fmt: skip
FORMULA_SIGNS = ("=", "+", "-", "@")
"""With what a text begins that Excel takes for a formula as soon as somebody edits it."""


class Plain(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are of Excel 2010: XlsxWriter searches each for forty newer functions, a third of a form's time."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class Look:
    """The formats of one workbook, made once each."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._made: dict[tuple[str, ...], Format] = {}
        workbook.formats[0].set_font_name(FONT)
        workbook.formats[0].set_font_size(12)

    def __call__(self, name: str, kind: str = "", text: object = None) -> Format:
        """A format by name; ``kind`` is "", "input" (unlocked, yellow), "derived" (grey), "wrong" (red) or "doubtful" (amber).

        ``text``: what stands in the cell; one that Excel would take for a formula stays text when it is edited (law 9).
        """
        quoted = "quoted" if isinstance(text, str) and text.startswith(FORMULA_SIGNS) else ""
        made = self._made.get((name, kind, quoted))
        if made is None:
            more: Mapping[str, Any] = {**_MARKED.get(kind, {}), **({"quote_prefix": True} if quoted else {})}
            properties = {"font_name": FONT, "font_size": 12, **_BASE[name], **more}
            made = self._made[name, kind, quoted] = self.workbook.add_format(properties)
        return made

    def colour(self, pair: tuple[str, str]) -> Format:
        """A conditional format of background and letters."""
        made = self._made.get(pair)
        if made is None:
            made = self._made[pair] = self.workbook.add_format({"bg_color": pair[0], "font_color": pair[1]})
        return made


def page(sheet: Worksheet, landscape: bool = False, title: str = "") -> None:
    """A4, margins of official reports (20/20/30/15 mm), one page wide, "Trang n/N", no gridlines."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.79 if landscape else 1.18, right=0.59, top=0.79, bottom=0.79)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    footer = f'&L&"{FONT},Italic"&9{title.replace("&", "&&")}&R&"{FONT},Regular"&9Trang &P/&N'
    sheet.set_footer(footer)
    sheet.center_horizontally()


def words(sheet: Worksheet, look: Look, area: tuple[int, int, int, int], pairs: Mapping[str, str]) -> None:
    """Colour cells of an area by the words they begin with; ``pairs``: word → "red", "amber", "green"."""
    colours = {"red": RED, "amber": AMBER, "green": GREEN}
    for word, colour in pairs.items():
        rule = {"type": "text", "criteria": "begins with", "value": word}
        sheet.conditional_format(*area, {**rule, "format": look.colour(colours[colour])})


def unlocked_use(insert_rows: bool = False) -> dict[str, bool]:
    """What users of a protected sheet may still do: resize, filter, sort, select."""
    allowed = ("format_columns", "format_rows", "autofilter", "sort", "select_locked_cells")
    return {**dict.fromkeys(allowed, True), "insert_rows": insert_rows}
