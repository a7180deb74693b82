"""The Word template: which styles it must have, and how a document style (thể thức) is put on it.

Staff may restyle the template in Word; whatever it says is respected. A document style is put on the shipped
template only in what it says otherwise than the style that the template already has.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import cast
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import BaseStyle, CharacterStyle, ParagraphStyle
from docx.text.parfmt import ParagraphFormat

from qcdc_xl.catalogue.document_styles import DocumentStyle, Font, Spacing
from qcdc_xl.model.finding import Finding, Place, finding

NAMES: Mapping[str, str] = {
    "upper_body": "Cơ quan cấp trên",
    "issuing_body": "Cơ quan ban hành",
    "number": "Số ký hiệu",
    "motto": "Quốc hiệu hoặc tiêu đề",
    "motto_more": "Tiêu ngữ",
    "rule": "Đường kẻ",
    "place_date": "Địa danh ngày tháng",
    "report_type": "Tên loại văn bản",
    "subject": "Trích yếu",
    "heading1": "Heading 1",
    "heading2": "Heading 2",
    "heading3": "Heading 3",
    "body": "Lời văn",
    "bullet": "Gạch đầu dòng",
    "footnote": "footnote text",
    "footnote_mark": "footnote reference",
    "page_number": "Header",
    "draft": "Dự thảo",
    "missing": "Chỗ thiếu",
    "authority": "Quyền hạn ký",
    "signer_title": "Chức vụ người ký",
    "signer_name": "Họ tên người ký",
    "recipients_title": "Nơi nhận",
    "recipients": "Danh sách nơi nhận",
    "annex_title": "Tên phụ lục",
    "annex_note": "Ghi chú phụ lục",
    "table_text": "Chữ trong bảng",
    "table_head": "Đầu bảng",
    "table_number": "Số trong bảng",
}
"""What the styles are called in Word, by what they are for."""

CHARACTER = ("footnote_mark", "missing")
"""Of these, the styles of letters; all others are of paragraphs."""

_MARGINS = {"margin_top": "top_margin", "margin_bottom": "bottom_margin", "margin_left": "left_margin", "margin_right": "right_margin"}  # fmt: skip
_BROKEN = (PackageNotFoundError, BadZipFile, zlib.error, KeyError, ValueError, OSError, SyntaxError)
_RULES = {
    "atleast": WD_LINE_SPACING.AT_LEAST,
    "exactly": WD_LINE_SPACING.EXACTLY,
    "lines": WD_LINE_SPACING.MULTIPLE,
}


def open_template(path: Path) -> tuple[WordDocument | None, tuple[Finding, ...]]:
    """A template, if it can be used. Findings: what it lacks (TEMPLATE_UNREADABLE, TEMPLATE_STYLE_MISSING)."""
    try:
        document = Document(str(path))
        known = {(style.name, style.type) for style in document.styles}
    except _BROKEN:
        return None, (finding("TEMPLATE_UNREADABLE", Place(file=path.name), name=path.name),)
    if document.part.content_type != CONTENT_TYPE.WML_DOCUMENT_MAIN:  # one with macros, whatever it is called
        return None, (finding("TEMPLATE_UNREADABLE", Place(file=path.name), name=path.name),)
    kinds = {
        role: WD_STYLE_TYPE.CHARACTER if role in CHARACTER else WD_STYLE_TYPE.PARAGRAPH for role in NAMES
    }
    lacking = [name for role, name in NAMES.items() if (name, kinds[role]) not in known]
    found = (
        finding("TEMPLATE_STYLE_MISSING", Place(file=path.name), name=path.name, style=name)
        for name in lacking
    )
    return (None if lacking else document), tuple(found)


def style_ids(document: WordDocument) -> dict[str, str]:
    """By what they are for, the ids under which the styles are kept; Word may change ids, never names."""
    by_name = {style.name: style.style_id for style in document.styles}
    return {role: cast(str, by_name[name]) for role, name in NAMES.items()}


def put_on(document: WordDocument, style: DocumentStyle, keys: Collection[str]) -> None:
    """Put some values of a document style on a document's own styles and pages."""
    for key in keys:
        if key in _MARGINS:
            for section in document.sections:
                setattr(section, _MARGINS[key], Mm(style.length(key)))
        elif key in ("page_width", "page_height"):
            for section in document.sections:
                setattr(section, key, Mm(style.length(key)))
        elif key == "font":
            for known in document.styles:
                if isinstance(known, CharacterStyle) and (known.font.name or known.name == "Normal"):
                    set_typeface(known, style.text(key))
        elif key in NAMES:
            _set_font(_known(document, key), style.font(key))
    if "first_line" in keys:
        for role in ("body", "heading1", "heading2", "heading3"):
            _known(document, role).paragraph_format.first_line_indent = Mm(style.length("first_line"))
    body = _known(document, "body").paragraph_format
    if "space_after" in keys:
        body.space_after = Pt(style.length("space_after"))
    if "line_spacing" in keys:
        set_spacing(body, style.line_spacing)


def _known(document: WordDocument, role: str) -> ParagraphStyle:
    return cast(ParagraphStyle, document.styles[NAMES[role]])


def set_typeface(style: BaseStyle, name: str) -> None:
    """One typeface for all scripts: Word picks letters with marks from others otherwise."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def _set_font(style: ParagraphStyle, font: Font) -> None:
    style.font.size = Pt(font.size)
    style.font.bold, style.font.italic = font.bold, font.italic
    style.font.underline, style.font.all_caps = font.underline, font.caps


def set_spacing(format_: ParagraphFormat, spacing: Spacing) -> None:
    """The space between lines."""
    format_.line_spacing_rule = _RULES[spacing.rule]
    format_.line_spacing = spacing.value if spacing.rule == "lines" else Pt(spacing.value)
    format_.line_spacing_rule = _RULES[spacing.rule]
