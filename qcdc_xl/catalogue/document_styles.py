"""Document styles (thể thức): what a report looks like and the words around its text, as a table.

A style is rows ``document_style, key, value``: lengths in millimetres, fonts as "14 bold italic", line spacing
as "exactly 18", words as they are printed. Values that a style does not give are those of :data:`FIRST`.
Sources: Hướng dẫn 36-HD/VPTW (2018), Hướng dẫn 05-HD/VPTW (2026), Nghị định 30/2020/NĐ-CP.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qcdc_xl.model import Catalogue
from qcdc_xl.shipped import CATALOGUE, shipped

FIRST = "hd36_2018"
"""The style that the shipped template has, and that lends others what they do not say."""


ANNEX: Mapping[str, str] = {"": "all", "đủ": "all", "tổng số": "totals", "không": "none"}
"""What the setting ``annex`` can say: every table, only the totals, nothing."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font's size in points and how it is set: "14 bold caps"."""

    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    caps: bool = False


@dataclass(frozen=True, slots=True)
class Spacing:
    """Line spacing: ``atleast`` or ``exactly`` so many points, or so many ``lines``."""

    rule: str
    value: float


class _Unfit(ValueError):
    """A value that its key cannot take; the text says why, in Vietnamese."""


def _length(value: str) -> float:
    """Millimetres or points."""
    try:
        return float(value.replace(",", "."))
    except ValueError:
        raise _Unfit("cần một số") from None


def _between(least: int, most: int) -> Callable[[str], float]:
    def read(value: str) -> float:
        found = _length(value)
        if not least <= found <= most:
            raise _Unfit(f"cần một số từ {least} đến {most}")
        return found

    return read


def _font(value: str) -> Font:
    size, *words = value.split() or [""]
    if not set(words) <= {"bold", "italic", "underline", "caps"}:
        raise _Unfit("sau cỡ chữ chỉ ghi bold, italic, underline, caps")
    found = _length(size)
    if not 6 <= found <= 40:
        raise _Unfit("cần cỡ chữ từ 6 đến 40, ví dụ 14 bold")
    return Font(found, **dict.fromkeys(words, True))


def _typeface(value: str) -> str:
    if not value or len(value) > 31 or set(value) & set("\"'<>;&"):
        raise _Unfit("ghi tên phông chữ, ví dụ Times New Roman")
    return value


def _spacing(value: str) -> Spacing:
    rule, _, size = value.partition(" ")
    if rule not in ("atleast", "exactly", "lines"):
        raise _Unfit("ghi atleast, exactly hoặc lines rồi đến một số, ví dụ exactly 18")
    found = _length(size)
    if not 0.5 <= found <= 100:
        raise _Unfit("giãn dòng phải từ 0,5 đến 100")
    return Spacing(rule, found)


def _numbering(value: str) -> str:
    if value[:1] not in ("I", "1", "a") or value[-1:].isalnum():
        raise _Unfit("ghi như I. hoặc I- hoặc 1. hoặc 1.1. hoặc a)")
    return value


KEYS: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(("page_width", "page_height"), _between(140, 450)),
    **dict.fromkeys(("margin_top", "margin_bottom", "margin_left", "margin_right"), _between(5, 50)),
    **dict.fromkeys(("motto_rule", "issuing_rule", "subject_rule"), _between(0, 200)),
    **dict.fromkeys(("first_line", "space_after"), _between(0, 40)),
    "font": _typeface,
    **dict.fromkeys(("motto_text", "motto_more_text", "body_mark_text", "number_text", "subject_mark_text"), str),
    **dict.fromkeys(("bullet_text", "authority_words", "recipients_text", "recipients_end", "recipients_last", "annex_text"), str),
    **dict.fromkeys(("heading1_number", "heading2_number", "heading3_number"), _numbering),
    **dict.fromkeys(("motto", "motto_more", "upper_body", "issuing_body", "number", "place_date"), _font),
    **dict.fromkeys(("report_type", "subject", "heading1", "heading2", "heading3", "body", "footnote"), _font),
    **dict.fromkeys(("page_number", "authority", "signer_title", "signer_name", "recipients_title", "recipients"), _font),
    **dict.fromkeys(("annex_title", "annex_note", "table_text"), _font),
    "line_spacing": _spacing,
}  # fmt: skip
"""Every key, and how its value is read."""


def unfit(key: str, value: str) -> str:
    """Why a value cannot stand there, in Vietnamese; blank if it can."""
    if key not in KEYS:
        return f"không có tên này trong thể thức; xem các dòng của {FIRST}"
    try:
        KEYS[key](value)
    except _Unfit as why:
        return str(why)
    return ""


@dataclass(frozen=True)
class DocumentStyle:
    """One document style: its values by key, as texts that have been found fit."""

    code: str
    values: Mapping[str, str]

    def text(self, key: str) -> str:
        """Words as printed."""
        return self.values.get(key, "")

    def length(self, key: str) -> float:
        """A length, in mm (``space_after``: points)."""
        return _length(self.values[key])

    def font(self, key: str) -> Font:
        """The font of an element."""
        return _font(self.values[key])

    @property
    def line_spacing(self) -> Spacing:
        """Between the lines of the text."""
        return _spacing(self.values["line_spacing"])


def document_style(catalogue: Catalogue) -> DocumentStyle:
    """The style that the settings choose; what it does not say is that of :data:`FIRST` as shipped."""
    code = catalogue.settings.get("document_style") or FIRST
    own = {row.key: row.value for row in catalogue.document_styles if row.document_style == code}
    return DocumentStyle(code, {**first_values(), **own})


def first_values() -> Mapping[str, str]:
    """The values of :data:`FIRST` as shipped: those that the shipped template was built with."""
    with (shipped(CATALOGUE) / "document_styles.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["value"] for row in csv.DictReader(file) if row["document_style"] == FIRST}
