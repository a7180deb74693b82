"""Build templates/report.docx, the Word template as shipped: every style that a report needs, nothing else.

    python scripts/build_template.py [TARGET]

Sizes, margins and typeface are those of the document style hd36_2018 in templates/catalogues/dam-rong-2022/document_styles.csv;
what no document style says (alignment, spacing around a heading) is said here. The same sources, the same bytes.
"""

from __future__ import annotations

import datetime
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from qcdc_xl.catalogue.document_styles import FIRST, DocumentStyle, first_values
from qcdc_xl.report.template import CHARACTER, NAMES, put_on, set_typeface

ROOT = Path(__file__).resolve().parent.parent
MADE = datetime.datetime(2022, 1, 1)
"""The date written into the file: the build does not depend on the day."""

_KEPT = (
    "Normal",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    "Header",
    *(f"Heading {n}" for n in (1, 2, 3)),
)
_CENTRED: tuple[str, ...] = (
    "upper_body",
    "issuing_body",
    "number",
    "motto",
    "motto_more",
    "rule",
    "place_date",
    "report_type",
    "subject",
)
_CENTRED += (
    "authority",
    "signer_title",
    "signer_name",
    "annex_title",
    "annex_note",
    "table_head",
    "page_number",
)
_BEFORE = {"report_type": 18, "subject": 0, "signer_name": 72, "authority": 12, "signer_title": 0, "recipients_title": 12,
           "heading1": 12, "heading2": 10, "heading3": 10, "number": 4, "place_date": 4, "annex_title": 0}  # fmt: skip
_AFTER = {"heading1": 6, "heading2": 6, "heading3": 6, "annex_note": 6, "footnote": 2, "report_type": 0}
_BASED = {"bullet": "body", "table_head": "table_text", "table_number": "table_text"}


def build(target: Path) -> None:
    """Build the template at ``target``."""
    document = Document()
    _bare(document)
    _settings(document)
    normal = cast(ParagraphStyle, document.styles["Normal"])
    style = DocumentStyle(FIRST, first_values())
    set_typeface(normal, style.text("font"))
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(0)
    _language(normal)
    for role in NAMES:
        _style(document, role)
    _details(document)
    put_on(document, style, style.values)
    document.footnotes  # noqa: B018  # the part with the rule above the notes is made when it is first asked for
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "Mẫu báo cáo quy chế dân chủ cơ sở", "", ""
    properties.created = properties.modified = MADE
    properties.language = "vi-VN"
    _save(document, target)


def _bare(document: WordDocument) -> None:
    """The library's own template without the styles that a report does not need."""
    for style in list(document.styles):
        if style.name not in _KEPT:
            style.delete()
    for section in document.sections:
        section.header_distance = section.footer_distance = Mm(10)
    for unwanted in document.styles.element.xpath(".//w:docDefaults//w:rFonts/@w:*"):
        parent = unwanted.getparent()
        parent.attrib.pop(unwanted.attrname, None)


def _settings(document: WordDocument) -> None:
    """As Word of today, in Vietnamese: not the compatibility mode that the library's own template asks for."""
    settings = document.settings.element
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    for language in settings.iter(qn("w:themeFontLang")):
        language.attrib.clear()
        language.set(qn("w:val"), "vi-VN")
    for name, sign in (("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        for found in settings.iter(qn(name)):
            found.set(qn("w:val"), sign)


def _language(normal: ParagraphStyle) -> None:
    """Word checks the spelling of Vietnamese, not of English."""
    properties = normal.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(attribute), "vi-VN")
    properties.append(language)


def _style(document: WordDocument, role: str) -> None:
    """A style, made or taken over; its own look begins from nothing."""
    name, styles = NAMES[role], document.styles
    if name in _KEPT:
        style = cast(ParagraphStyle, styles[name])
        for part in ("w:pPr", "w:rPr", "w:link"):
            for old in style.element.findall(qn(part)):
                style.element.remove(old)
    else:
        kind = WD_STYLE_TYPE.CHARACTER if role in CHARACTER else WD_STYLE_TYPE.PARAGRAPH
        builtin = name in ("footnote text", "footnote reference")
        style = cast(ParagraphStyle, styles.add_style(name, kind, builtin=builtin))
        style.style_id = _id(role)
    if role in CHARACTER:
        return
    style.base_style = styles["Normal"]
    style.quick_style, style.hidden = True, False
    paragraph = style.paragraph_format
    if role in _CENTRED:
        paragraph.alignment = ALIGN.CENTER
    paragraph.space_before, paragraph.space_after = Pt(_BEFORE.get(role, 0)), Pt(_AFTER.get(role, 0))


def _id(role: str) -> str:
    own = {"footnote": "FootnoteText", "footnote_mark": "FootnoteReference"}
    return own.get(role, "Qcdc" + "".join(part.capitalize() for part in role.split("_")))


def _details(document: WordDocument) -> None:
    """What only one style has."""

    def of(role: str) -> ParagraphStyle:
        return cast(ParagraphStyle, document.styles[NAMES[role]])

    for role, base in _BASED.items():
        of(role).base_style = of(base)
        of(role).font.size = None
    for role in ("bullet", "table_head", "table_number"):
        of(role).paragraph_format.space_after = None
    for level in (1, 2, 3):
        heading = of(f"heading{level}")
        heading.next_paragraph_style = of("body")
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.alignment = ALIGN.JUSTIFY
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level - 1))
        heading.element.get_or_add_pPr().append(outline)
    for role in ("body", "footnote"):
        of(role).paragraph_format.alignment = ALIGN.JUSTIFY
    of("body").paragraph_format.widow_control = True
    of("table_number").paragraph_format.alignment = ALIGN.RIGHT
    of("table_head").font.bold = True
    of("draft").paragraph_format.alignment = ALIGN.RIGHT
    of("draft").font.size, of("draft").font.bold = Pt(11), True
    of("draft").font.color.rgb = RGBColor(0xC0, 0x00, 0x00)
    of("subject").paragraph_format.space_after = Pt(0)
    for role in (
        "report_type",
        "subject",
        "annex_title",
        "annex_note",
        "authority",
        "signer_title",
        "recipients_title",
    ):
        of(role).paragraph_format.keep_with_next = True
    rule = of("rule")
    rule.font.size = Pt(2)
    rule.paragraph_format.line_spacing, rule.paragraph_format.space_before = Pt(3), Pt(2)
    rule.paragraph_format.borders["top"].size = Pt(0.75)
    mark = cast(CharacterStyle, document.styles[NAMES["footnote_mark"]])
    mark.font.superscript = True
    missing = cast(CharacterStyle, document.styles[NAMES["missing"]])
    missing.font.bold, missing.font.color.rgb = True, RGBColor(0xC0, 0x00, 0x00)
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "FFFF00")):
        shade.set(qn(name), value)
    missing.element.get_or_add_rPr().append(shade)


def _save(document: WordDocument, target: Path) -> None:
    """Save with one date on every part."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        document.save(str(path))
        with zipfile.ZipFile(path) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name in made.namelist():
                package.writestr(
                    zipfile.ZipInfo(name, MADE.timetuple()[:6]), made.read(name), zipfile.ZIP_DEFLATED
                )


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "templates/report.docx"
    build(target)
    print(f"{target.name}: {target.stat().st_size:,} bytes")
