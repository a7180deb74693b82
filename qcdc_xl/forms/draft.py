"""Step 1: one form while it is being written: all that its pages are written from."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from xlsxwriter import Workbook

from qcdc_xl.catalogue.scopes import form_schema
from qcdc_xl.checks.rules import states
from qcdc_xl.expression.render import Renderer
from qcdc_xl.forms import state
from qcdc_xl.forms.layout import Layout
from qcdc_xl.look import Look
from qcdc_xl.model import Indicator, Rule, Scalar, answer_item
from qcdc_xl.model.answer import Answer
from qcdc_xl.model.finding import ERROR
from qcdc_xl.totals.consolidate import Returns, unit_frame

DERIVED = "Tự tính"


@dataclass(frozen=True)
class Draft:
    """All that the pages of one form are written from."""

    workbook: Workbook
    look: Look
    layout: Layout
    returns: Returns
    values: dict[tuple[str, int], Scalar]
    issued: datetime.date
    rules: tuple[Rule, ...]
    """Those that *Kiểm tra* shows."""
    answer: Answer | None = None
    """What is told to the unit in a form that goes back; ``None`` in one that goes out."""

    def kind_at(self, item: str, row: int = 0) -> str:
        """How an input cell looks: as such, or as something that is wrong or doubtful there."""
        remark = self.answer.remarks.get((item, row)) if self.answer else None
        return "input" if remark is None else "wrong" if remark.severity is ERROR else "doubtful"

    @cached_property
    def renderer(self) -> Renderer:
        """Renders this form's expressions at this form's places."""
        found = self.layout
        return Renderer(form_schema(found.catalogue, found.form.code, history=True), found)

    @cached_property
    def states(self) -> dict[str, str]:
        """What each rule of this form says for the values filled in."""
        frame = unit_frame(self.returns, np.array([0]))
        return {rule.code: states(rule, frame)[0] for rule in self.rules}

    def status_of(self, asked: Indicator) -> str:
        """What an indicator's row says."""
        value = self.values.get((asked.code, 0))
        return DERIVED if asked.expression else state.status(self.layout.catalogue, asked, value)

    def answer_status(self, code: str) -> str:
        """What the row says that answers a whole list."""
        rows = sum(map(bool, self.row_statuses(code)))
        return state.answer_status(rows, self.values.get((answer_item(code), 0)))

    def row_statuses(self, code: str) -> list[str]:
        """What each row offered by a record list says."""
        records, catalogue = self.layout.lists[code].records, self.layout.catalogue
        typed = [c for c in records.columns if not c.expression]
        rows = (
            {c: self.values.get((f"{code}.{c.code}", n)) for c in typed} for n in range(1, records.rows + 1)
        )
        return [state.row_status(catalogue, row) for row in rows]
