"""The catalogue: the stamp that the first programs (0.1.0) printed in their forms.

It was made of how Python printed the records of then. Forms and masters of that time are in use; so their stamps are
computed as they were, field by field, whatever records have become.
"""

from __future__ import annotations

import hashlib
from typing import Any

from qcdc_xl.catalogue.scopes import rules_of
from qcdc_xl.model import CatalogueAt, Form

_FIELDS = {
    "Form": ("code", "number", "title", "unit_types"),
    "Indicator": (
        "code", "section", "forms", "label", "unit_of_measure", "type", "required", "min", "max", "choices",
        "expression", "aggregation", "hint",
    ),
    "ListColumn": ("list", "code", "label", "type", "choices", "required", "expression", "width"),
    "RecordList": ("code", "section", "forms", "label", "columns", "rows", "hint"),
    "Choice": ("list_name", "value", "label"),
    "Rule": ("code", "scope", "severity", "expression", "message", "relevant", "missing"),
}  # fmt: skip
"""The records of then and their fields, in the order of then."""


def first_stamp(catalogue: CatalogueAt, form: Form) -> str:
    """Eight hexadecimal digits, as the first programs made them of these tables."""
    indicators, lists = catalogue.indicators_of(form.code), catalogue.lists_of(form.code)
    used = {i.choices for i in indicators} | {c.choices for r in lists for c in r.columns}
    choices = tuple(c for c in catalogue.choices if c.list_name in used)
    shown = _printed((form, indicators, lists, choices, rules_of(catalogue, form)))
    return hashlib.sha256(shown.encode()).hexdigest()[:8]


def _printed(value: Any) -> str:
    """As ``repr`` printed it then."""
    if isinstance(value, tuple):
        return f"({', '.join(map(_printed, value))}{',' if len(value) == 1 else ''})"
    fields = _FIELDS.get(type(value).__name__)
    if fields is None:
        return repr(value)
    return f"{type(value).__name__}({', '.join(f'{f}={_printed(getattr(value, f))}' for f in fields)})"
