"""The catalogue: tables that say what is reported by whom and checked how.

``tables`` says what each table is, ``columns`` what a column can hold. ``sheets`` reads the tables (CSV files or the master's sheets) into entries that know their cells,
``records`` makes the records of ``model`` out of them, ``lint`` finds what is wrong with the tables
themselves, ``scopes`` says what an expression may speak of. ``stamp`` and ``versions`` know forms that went out.
"""

from pathlib import Path

from qcdc_xl.catalogue.lint import lint
from qcdc_xl.catalogue.records import build
from qcdc_xl.catalogue.sheets import Entries, from_folder, from_tables
from qcdc_xl.model import Catalogue
from qcdc_xl.model.finding import Finding

__all__ = ["Entries", "from_folder", "from_tables", "load", "read_catalogue"]


def load(entries: Entries) -> tuple[Catalogue, tuple[Finding, ...]]:
    """A catalogue from its tables. Entries that cannot be used are left out and found."""
    catalogue, findings = build(entries)
    return catalogue, (*findings, *lint(catalogue, entries))


def read_catalogue(folder: Path) -> tuple[Catalogue, tuple[Finding, ...]]:
    """The catalogue in a folder of CSV files, one a table, with findings at their cells."""
    entries, findings = from_folder(folder)
    catalogue, more = load(entries)
    return catalogue, (*findings, *more)
