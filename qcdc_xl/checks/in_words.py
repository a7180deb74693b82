"""Step 4: what was found in reading a file, which knows no more than codes, in the words of the unit's own form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from qcdc_xl.catalogue.versions import version_of
from qcdc_xl.intake.structure import HEADS
from qcdc_xl.intake.structure import called as table_called
from qcdc_xl.model import LIST, CatalogueAt, FormVersion, Submission
from qcdc_xl.model.finding import Finding


def in_words(catalogue: CatalogueAt, read: Submission, found: Iterable[Finding]) -> list[Finding]:
    """The findings with the names of tables, columns and rows as the form prints them; codes stay where nobody knows more."""
    form = next((f for f in catalogue.forms if f.code == read.form), None)
    had = (version_of(catalogue, form, read.catalogue) if form else None) or {}
    lists = {r.code: r.label for r in catalogue.lists}
    lists |= {code: row.label for code, row in had.items() if row.kind == LIST and row.label}
    names = _names(catalogue, read, had)
    return [_named(f, lists, names) for f in found]


def _names(catalogue: CatalogueAt, read: Submission, had: Mapping[str, FormVersion]) -> dict[str, str]:
    """What rows and columns are called: by the form of now, by the return's own, as printed in the file itself."""
    names = {i.code: i.label for i in catalogue.indicators}
    names |= {f"{r.code}.{c.code}": c.label for r in catalogue.lists for c in r.columns}
    names |= {said.item: said.text for said in read.printed}
    return names | {code: row.label for code, row in had.items() if row.label}


def _named(found: Finding, lists: Mapping[str, str], names: Mapping[str, str]) -> Finding:
    said = dict(found.values)
    code = next((code for code in lists if said.get("table") == table_called(f"list:{code}")), "")
    if code:
        said["table"] = lists[code]
    if "column" in said:
        column = str(said["column"])
        said["column"] = names.get(f"{code}.{column}", HEADS.get(column, column))
    if "key" in said:
        said["key"] = names.get(str(said["key"]), said["key"])
    return replace(found, values=said) if said != found.values else found
