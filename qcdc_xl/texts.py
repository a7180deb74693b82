"""Texts with figures in them: ``{figure}``, ``{figure:02}``, ``{list:và}``.

The format belongs to the place, not to the figure: one report writes "02 hội nghị" and "4 hội nghị",
"7.554 hồ sơ" and "7029 hồ sơ". A text reaches figures and settings only, no attribute and no code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qcdc_xl import vietnamese
from qcdc_xl.findings import Finding, finding
from qcdc_xl.model import NIL

Shown = float | int | str | tuple[str, ...] | None
"""What a text can show: a number, a text, a list of texts; ``None`` is missing."""

_PLACEHOLDER = re.compile(r"\{([^{}:\s]+)(?::([^{}]*))?\}")
_NUMBER_FORMATS: Mapping[str, Callable[[float], str]] = {
    "": vietnamese.number,
    "02": vietnamese.padded,
    ".": lambda v: vietnamese.number(v, grouped=True),
    "%": vietnamese.percent,
    "I": vietnamese.roman,
}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One ``{name:format}`` in a text."""

    name: str
    format: str


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """All places for figures in a text, in order."""
    return tuple(Placeholder(name, form or "") for name, form in _PLACEHOLDER.findall(text))


def shown(value: Shown, form: str) -> str | None:
    """A value in the writing asked for; ``None`` if that writing is not for such a value.

    >>> shown(2, "02"), shown(("a", "b", "c"), "và"), shown(99.17, "%")
    ('02', 'a, b và c', '99,17%')
    """
    if isinstance(value, tuple):
        if form and form in _NUMBER_FORMATS:
            return None
        return vietnamese.joined(value, form or ";") if value else NIL
    if isinstance(value, str):
        return value if not form or value == NIL else None
    if value is None or form not in _NUMBER_FORMATS:
        return None
    return _NUMBER_FORMATS[form](value)


def fill(text: str, values: Mapping[str, Shown], labels: Mapping[str, str]) -> tuple[str, list[Finding]]:
    """A text with its figures put in.

    A figure without a value leaves a visible mark, "[thiếu: label]", and the finding
    TEXT_FIGURE_MISSING; unknown names and unfit formats leave the braces and an error.
    """
    findings: list[Finding] = []

    def put(found: re.Match[str]) -> str:
        name, form = found.group(1), found.group(2) or ""
        if name not in values:
            findings.append(finding("TEXT_FIGURE_UNKNOWN", indicator=name, figure=name))
            return found.group(0)
        value = values[name]
        if value is None:
            label = labels.get(name, name)
            findings.append(finding("TEXT_FIGURE_MISSING", indicator=name, label=label))
            return f"[thiếu: {label}]"
        text = shown(value, form)
        if text is None:
            more = {"figure": f"{name}:{form}", "format": form}
            findings.append(finding("TEXT_FORMAT_UNKNOWN", indicator=name, **more))
        return found.group(0) if text is None else text

    return _PLACEHOLDER.sub(put, text), findings
