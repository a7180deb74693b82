"""What stands in the master's tables: cells with formulas *and* their results, from a ``BookAt``.

The builder lays tables out and the fill finds them; both write what is said here, so a fresh master and
a filled one cannot differ in their contents.
"""

from __future__ import annotations

from qcdc_xl.master.content.content import Content
from qcdc_xl.master.content.lists import record_lists
from qcdc_xl.master.content.report import changes, draft, narratives
from qcdc_xl.master.content.results import across, figures, findings, footnotes, index, log, values
from qcdc_xl.master.content.totals import totals
from qcdc_xl.master.content.units import progress, sections, summary
from qcdc_xl.totals.book_at import BookAt

__all__ = ["Content", "contents"]


def contents(book: BookAt) -> dict[str, Content]:
    """All tables that the program fills, by name, in the order of the way of the data."""
    made = (
        summary(book), progress(book), *sections(book), *record_lists(book), totals(book), figures(book),
        footnotes(book), narratives(book), changes(book), draft(book),
        across(book), findings(book), log(book), values(book), index(book),
    )  # fmt: skip
    return {content.name: content for content in made}
