"""The catalogue: a short version of what a form asks, printed in the form and checked on return.

Old forms keep circulating. The version changes when anything that the form shows or checks changes, and
only then: a new footnote does not make the forms out there old.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from qcdc_xl.catalogue.scopes import rules_of
from qcdc_xl.model import Catalogue, Form


@lru_cache(maxsize=256)
def form_version(catalogue: Catalogue, form: Form) -> str:
    """Eight hexadecimal digits over the form's indicators, lists, choices and rules."""
    indicators, lists = catalogue.indicators_of(form.code), catalogue.lists_of(form.code)
    used = {i.choices for i in indicators} | {c.choices for r in lists for c in r.columns}
    choices = tuple(c for c in catalogue.choices if c.list_name in used)
    shown = repr((form, indicators, lists, choices, rules_of(catalogue, form)))
    return hashlib.sha256(shown.encode()).hexdigest()[:8]
