"""Where in a worksheet's XML an element must stand: Excel repairs a file whose elements are out of order."""

from __future__ import annotations

from lxml import etree

from qcdc_xl.xlsx.package import tag

_ORDER = tuple(
    map(
        tag,
        [
            "sheetPr",
            "dimension",
            "sheetViews",
            "sheetFormatPr",
            "cols",
            "sheetData",
            "sheetCalcPr",
            "sheetProtection",
            "protectedRanges",
            "scenarios",
            "autoFilter",
            "sortState",
            "dataConsolidate",
            "customSheetViews",
            "mergeCells",
            "phoneticPr",
            "conditionalFormatting",
            "dataValidations",
            "hyperlinks",
            "printOptions",
            "pageMargins",
            "pageSetup",
            "headerFooter",
            "rowBreaks",
            "colBreaks",
            "customProperties",
            "cellWatches",
            "ignoredErrors",
            "smartTags",
            "drawing",
            "legacyDrawing",
            "legacyDrawingHF",
            "drawingHF",
            "picture",
            "oleObjects",
            "controls",
            "webPublishItems",
            "tableParts",
            "extLst",
        ],
    )
)
"""From the standard's schema of worksheets (ECMA-376, CT_Worksheet)."""


def put_in_order(root: etree._Element, element: etree._Element) -> None:
    """Put an element into a worksheet: behind all that must stand before it, and others of its kind."""
    later = set(_ORDER[_ORDER.index(str(element.tag)) + 1 :])
    place = next((n for n, e in enumerate(root) if e.tag in later or _alternative(e, later)), len(root))
    root.insert(place, element)


def _alternative(element: etree._Element, later: set[str]) -> bool:
    """Newer kinds stand in a choice (mc:AlternateContent) where the older one would."""
    return any(inner.tag in later for inner in element.iterfind("{*}Choice/{*}*"))
