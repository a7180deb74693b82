"""The tables of the master, one module a table: its columns and their looks, its cells, how it is read back.

The registry gives them as a new master has them, in the order of the tabs. The builder, the fill and the reader
walk it; who adds a table writes its module and names it here.
"""

from __future__ import annotations

from collections.abc import Iterator

from qcdc_xl.master.tables import (
    across,
    amendments,
    catalogue,
    changes,
    chart_titles,
    decisions,
    draft,
    figures,
    findings,
    footnotes,
    guide,
    index,
    kept_drafts,
    kept_findings,
    kept_receipts,
    leftovers,
    log,
    narratives,
    progress,
    record_lists,
    sections,
    summary,
    totals,
    values,
)
from qcdc_xl.master.tables.table import Content, MasterTable
from qcdc_xl.totals.book_at import BookAt

TABLES: tuple[MasterTable, ...] = (
    summary.TABLE,
    progress.TABLE,
    guide.TABLE,
    sections.TABLE,
    record_lists.TABLE,
    totals.TABLE,
    figures.TABLE,
    footnotes.TABLE,
    catalogue.catalogue_table("paragraphs", catalogue.PARAGRAPHS),
    narratives.TABLE,
    amendments.TABLE,
    changes.TABLE,
    leftovers.TABLE,
    chart_titles.TABLE,
    across.TABLE,
    findings.TABLE,
    log.TABLE,
    index.TABLE,
    *catalogue.TABLES,
    draft.TABLE,
    kept_receipts.TABLE,
    kept_findings.TABLE,
    kept_drafts.TABLE,
    decisions.TABLE,
    values.TABLE,
    values.OF_OTHER_PERIODS,
)


def tables_of(book: BookAt) -> Iterator[tuple[str, MasterTable]]:
    """Every table that a master with these contents has, by its whole name."""
    for table in TABLES:
        for name in table.names_in(book):
            yield name, table


def contents(book: BookAt) -> dict[str, Content]:
    """What stands in all tables that the program fills, by name."""
    return {name: table.content(book, name) for name, table in tables_of(book) if table.content}
