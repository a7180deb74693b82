"""The records of the program: frozen, sequences as tuples, nothing here computes much.

Names are DHIS2's and XLSForm's where those have a word for it. Steps take and give these; none changes one.
"""

from qcdc_xl.model.book import (
    ACCEPTED,
    FAULTY,
    MISSING,
    OVERDUE,
    RECEIVED,
    RECEIVED_LATE,
    REJECTED,
    REPLACED,
    SUPERSEDED,
    Book,
    Change,
    LogRow,
    PeriodRecord,
    Receipt,
    Said,
)
from qcdc_xl.model.catalogue import Catalogue, CatalogueAt
from qcdc_xl.model.definitions import (
    Chart,
    Choice,
    Figure,
    Footnote,
    Form,
    FormVersion,
    Indicator,
    Level,
    ListColumn,
    Paragraph,
    RecordList,
    Rule,
    Section,
    StyleValue,
    Unit,
    UnitChange,
)
from qcdc_xl.model.period import Period, period_of
from qcdc_xl.model.scalar import (
    NIL,
    Scalar,
)
from qcdc_xl.model.submission import (
    Submission,
    Value,
)

__all__ = [
    "ACCEPTED",
    "FAULTY",
    "MISSING",
    "NIL",
    "OVERDUE",
    "RECEIVED",
    "RECEIVED_LATE",
    "REJECTED",
    "REPLACED",
    "SUPERSEDED",
    "Book",
    "Catalogue",
    "CatalogueAt",
    "Change",
    "Chart",
    "Choice",
    "Figure",
    "Footnote",
    "Form",
    "FormVersion",
    "Indicator",
    "Level",
    "ListColumn",
    "LogRow",
    "Paragraph",
    "Period",
    "PeriodRecord",
    "Receipt",
    "RecordList",
    "Rule",
    "Said",
    "Scalar",
    "Section",
    "StyleValue",
    "Submission",
    "Unit",
    "UnitChange",
    "Value",
    "period_of",
]
