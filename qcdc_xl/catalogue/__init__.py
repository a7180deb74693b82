"""The catalogue: tables that say what is reported by whom and checked how.

``tables`` says what each table is, ``columns`` what a column can hold. ``sheets`` reads the tables (CSV files or the master's sheets) into entries that know their cells,
``records`` makes the records of ``model`` out of them, ``lint`` finds what is wrong with the tables
themselves, ``scopes`` says what an expression may speak of. ``stamp`` and ``versions`` know forms that went out.
"""

from collections.abc import Iterable
from pathlib import Path

from qcdc_xl.catalogue.lint import lint
from qcdc_xl.catalogue.records import build
from qcdc_xl.catalogue.sheets import Entries, error_cells, from_folder, from_tables
from qcdc_xl.model import Catalogue
from qcdc_xl.model.finding import Finding, errors

__all__ = ["Entries", "from_folder", "from_tables", "load", "read_catalogue", "usable"]


def load(entries: Entries) -> tuple[Catalogue, tuple[Finding, ...]]:
    """A catalogue from its tables. Entries that cannot be used are left out and found."""
    catalogue, findings = build(entries)
    return catalogue, (*findings, *error_cells(entries), *lint(catalogue, entries))


def usable(findings: Iterable[Finding]) -> bool:
    """Whether one can go on with a catalogue of which this was found: an error word in a text is told, no more."""
    return all(f.code == "CATALOGUE_CELL_ERROR" for f in errors(findings))


def read_catalogue(folder: Path) -> tuple[Catalogue, tuple[Finding, ...]]:
    """The catalogue in a folder of CSV files, one a table, with findings at their cells."""
    entries, findings = from_folder(folder)
    catalogue, more = load(entries)
    return catalogue, (*findings, *more)
