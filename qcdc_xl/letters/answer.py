"""What is answered to a unit whose return has errors: which values its form goes back with, and what is to be done where.

Nothing of the file goes out but the values as read. What cannot be read stands as it was typed, and the form calls it wrong
until it is mended; what would look right there and is in doubt stands as #N/A. So an answer that comes back as it went out
is not accepted. Where it is in doubt whose the numbers are, none is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from qcdc_xl.expression.syntax import names, parse
from qcdc_xl.letters.to_unit import to_unit
from qcdc_xl.model import CatalogueAt, Form, Indicator, ListColumn, Scalar, Value, answer_item
from qcdc_xl.model.answer import Answer, At, Remark, Task
from qcdc_xl.model.finding import ERROR, Finding, Place, Severity
from qcdc_xl.model.received import Received
from qcdc_xl.values import asked_of, kind_of
from qcdc_xl.values.entered import NOT_KNOWN, parted
from qcdc_xl.values.kind import shown
from qcdc_xl.values.states import OK
from qcdc_xl.vietnamese import same_name

_OF_OTHERS = ("UNIT_PRINTED", "PERIOD_PRINTED", "STAMP_TWICE", "PERIOD_WRONG", "FORM_WRONG")
"""After which nobody knows that the numbers are the unit's own, of this period."""
_OF_ALL_NUMBERS = ("COLUMN_TWICE", "TABLE_TWICE", "TABLE_NO_COLUMN")
"""After which, found at the sheet of numbers, every number is in doubt."""
_IN_DOUBT = ("ROW_MISSING", "ROW_OTHER_LABEL", "TABLE_DOUBLED", "VALUE_BESIDE", "VALUE_NOT_CALCULATED", "VALUE_LOST",
             "VALUE_ZERO_BY_FORMULA", "VALUE_COVERED", "VALUE_SHOWN_OTHERWISE", "ROW_HAS_ERROR")  # fmt: skip
"""After which what stands in the cell is not what the unit reports."""
_OF_LISTS = ("TABLE_MISSING", "TABLE_TWICE", "TABLE_NO_COLUMN", "COLUMN_TWICE", "ROW_BELOW_END")
"""Of a record list as a whole: a row of it is marked, which must be filled in or emptied."""
_AS_IT_IS = ("VALUE_MISSING", "RULE_BROKEN")
"""After which the cell stays as it was read, blank or with the number."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TYPED = 200
"""So much of what the unit typed is told beside the cell, in characters."""
_AGAIN = "Tệp đã gửi ghi “{value}”. Đề nghị nhập lại vào ô này."
_LEFT_OUT = "Chưa rõ số liệu trong tệp đã gửi có phải của đơn vị trong kỳ này không nên không được chép vào biểu mẫu này."
_NEW = "Biểu mẫu hiện nay hỏi “{label}”, tệp đã gửi không có. Đề nghị nhập vào ô này; chỉ chọn “không phát sinh” khi trong kỳ không có việc đó."


def answer(catalogue: CatalogueAt, file: Received) -> Answer | None:
    """The answer to a faulty return; ``None`` if nobody knows which form to send: what is found is all that can be told."""
    unit = catalogue.unit.get(file.unit)
    form = catalogue.form_of(unit) if unit and unit.code not in catalogue.departed else None
    if file.submission is None or unit is None or form is None or sent_by_another(catalogue, file):
        return None
    others = [f for f in file.findings if f.code in _OF_OTHERS]
    making = _Making(catalogue, file, _asked(catalogue, form), _LEFT_OUT if others else "")
    for found in sorted(others or file.findings, key=lambda f: f.severity is not ERROR):
        making.take(found)
    if not others:
        making.ask_what_is_new(form)
    values = tuple(Value(item, row, value, "", "") for (item, row), value in making.cells.items())
    return Answer(file.file, tuple(making.tasks), values, making.remarks, making.left_out)


def sent_by_another(catalogue: CatalogueAt, file: Received) -> bool:
    """Whether another of our units may have sent this on the form of ``file.unit``: it prints that one's name, or is of both.

    A form of ``file.unit`` that goes back to whoever sent this would come in again with another unit's numbers in it.
    """
    stamps = [(f.values["first"], f.values["second"]) for f in file.findings if f.code == "STAMP_TWICE"]
    if any(str(one).partition(",")[0] != str(other).partition(",")[0] for one, other in stamps):
        return True
    printed = [str(f.values["printed"]) for f in file.findings if f.code == "UNIT_PRINTED"]
    others = (u for u in catalogue.active_units if u.code != file.unit)
    names = [name for u in others for name in (u.name, u.short_name, *u.aliases) if name]
    return any(same_name(said, name) for said in printed for name in names)


@lru_cache(maxsize=64)
def _asked(catalogue: CatalogueAt, form: Form) -> Mapping[str, Indicator | ListColumn]:
    """All that the form asks or computes, by item."""
    columns = {f"{r.code}.{c.code}": c for r in catalogue.lists_of(form.code) for c in r.columns}
    return {**{i.code: i for i in catalogue.indicators_of(form.code)}, **columns}


@dataclass
class _Making:
    """An answer while it is made: what stands in the cells of the form, and what is said of them."""

    catalogue: CatalogueAt
    file: Received
    asked: Mapping[str, Indicator | ListColumn]
    left_out: str
    tasks: list[Task] = field(default_factory=list)
    remarks: dict[At, Remark] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert self.file.submission is not None
        self.lists = {answer_item(r.code): r for r in self.catalogue.lists_of(self.file.submission.form)}
        self.typed = {(v.item, v.row): v.value for v in self.file.original}
        self.places = {(v.sheet, v.cell): (v.item, v.row) for v in self.file.original}
        self.cells: dict[At, Scalar] = {
            (v.item, v.row): v.value
            for v in (() if self.left_out else self.file.submission.values)
            if v.value is not None and self._is_typed(v.item)
        }

    def take(self, found: Finding) -> None:
        """Tell one finding, at its cell of the form if there is one."""
        if self._of_all_numbers(found):
            self._doubt_all_numbers(found.code == "TABLE_NO_COLUMN")
        at, text = None if self.left_out else self._place(found), to_unit(found)
        if at is not None:
            self._remark(at, found.severity, text)
            self._fill(at, found)
            for other in self._compared(found) - {at}:
                self._remark(other, found.severity, text)
        task = Task(found.severity, at, self._label(at, found), self._seen(found), text, _own(found.place))
        self.tasks.append(task)

    def ask_what_is_new(self, form: Form) -> None:
        """What must be answered and is blank without anybody having said so: the return's own form did not ask it."""
        for asked in self.catalogue.indicators_of(form.code):
            at = (asked.code, 0)
            if asked.required and not asked.expression and at not in self.cells and at not in self.remarks:
                text = _NEW.format(label=asked.label)
                self._remark(at, ERROR, text)
                self.tasks.append(Task(ERROR, at, asked.label, "", text, ""))

    def _of_all_numbers(self, found: Finding) -> bool:
        return found.code in _OF_ALL_NUMBERS and found.severity is ERROR and not found.place.indicator

    def _compared(self, found: Finding) -> set[At]:
        """The numbers that a broken rule compares: any of them may be the wrong one."""
        broken = found.values.get("rule") if found.code == "RULE_BROKEN" else None
        rule = next((r for r in self.catalogue.rules if r.code == broken), None)
        codes = (name.code for name in names(parse(rule.expression))) if rule else ()
        return {(code, 0) for code in codes if isinstance(self.asked.get(code), Indicator)}

    def _is_typed(self, item: str) -> bool:
        return item in self.lists or (item in self.asked and not self.asked[item].expression)

    def _place(self, found: Finding) -> At | None:
        place = found.place
        at = self.places.get((place.sheet, place.cell)) if place.cell else None
        if at is not None and (at[0] in self.asked or at[0] in self.lists):
            return at
        if found.code == "ROW_HAS_ERROR":
            return self._in_row(place)
        if self._of_all_numbers(found):
            return next(((code, 0) for code, asked in self.asked.items() if not asked.expression), None)
        if isinstance(self.asked.get(place.indicator), Indicator) or place.indicator in self.lists:
            return place.indicator, 0
        code = place.indicator.partition(".")[0]
        whole = found.code in _OF_LISTS and found.severity is ERROR
        return self._free_row(code) if whole and code in self.catalogue.list else None

    def _in_row(self, place: Place) -> At | None:
        """The first blank cell of a list's row, where an error stood that the reader saw as a blank, else its first."""
        row = place.cell.lstrip(_LETTERS)
        mine = ((at, cell) for (sheet, cell), at in self.places.items() if sheet == place.sheet and at[1])
        own = [at for at, cell in mine if cell.lstrip(_LETTERS) == row and self._is_typed(at[0])]
        return next((at for at in own if at not in self.cells), own[0] if own else None)

    def _free_row(self, code: str) -> At | None:
        """The first cell of the row behind the last of a list."""
        first = next((c.code for c in self.catalogue.list[code].columns if not c.expression), "")
        if f"{code}.{first}" not in self.asked:
            return None
        last = max((row for item, row in self.cells if item.partition(".")[0] == code), default=0)
        return f"{code}.{first}", last + 1

    def _fill(self, at: At, found: Finding) -> None:
        """Put what was typed into a cell that is wrong, or #N/A where the form itself would not call that wrong."""
        typed = self.typed.get(at)
        if at[0] in self.lists:
            if found.code == "LIST_NIL_WRONG":
                self.cells[at] = typed
            elif found.code.startswith("VALUE_"):
                self.cells[at] = NOT_KNOWN
            return
        asked = self.asked[at[0]]
        if found.code == "VALUE_TOO_LONG":
            self.cells[at] = typed
        as_it_is = found.code in _AS_IT_IS or self._of_all_numbers(found)
        if found.severity is not ERROR or asked.expression or as_it_is:
            return
        doubtful = found.code in (*_IN_DOUBT, *_OF_LISTS)
        self.cells[at] = typed if not doubtful and self._refused(asked, typed) else NOT_KNOWN

    def _refused(self, asked: Indicator | ListColumn, typed: Scalar) -> bool:
        """Whether the form's own check says that this is wrong."""
        own, chosen = parted(typed)
        if chosen:
            return kind_of(asked).numeric
        return own is not None and kind_of(asked).check(asked_of(self.catalogue, asked), own) != OK

    def _doubt_all_numbers(self, lost: bool) -> None:
        """Every number is to be entered again; what may stay blank is #N/A if it said something, or that is ``lost``."""
        for item, asked in self.asked.items():
            at = (item, 0)
            if not isinstance(asked, Indicator) or asked.expression:
                continue
            before = self.cells.pop(at, None)
            if not asked.required and (lost or before is not None):
                self.cells[at] = NOT_KNOWN
            self._remark(at, ERROR, _AGAIN.format(value="" if before is None else shown(before)))

    def _remark(self, at: At, severity: Severity, text: str) -> None:
        before = self.remarks.get(at)
        self.remarks[at] = (
            Remark(before.severity, f"{before.text}\n{text}") if before else Remark(severity, text)
        )

    def _label(self, at: At | None, found: Finding) -> str:
        """What is asked there: an indicator, or a list with the row and column."""
        item, row = at or (found.place.indicator, 0)
        code = item.removeprefix("list:").partition(".")[0]
        asked, records = self.asked.get(item), self.catalogue.list.get(code)
        if records is None:
            return asked.label if asked else ""
        return ", ".join(
            [records.label, *([f"dòng {row}"] if row else []), *([asked.label] if asked else [])]
        )

    def _seen(self, found: Finding) -> str:
        """What stood in the cell of the unit's own file."""
        at = self.places.get((found.place.sheet, found.place.cell))
        value = (
            self.typed.get(at)
            if at and (at[0] in self.asked or at[0] in self.lists)
            else found.values.get("value")
        )
        if value is None:
            return ""
        own, chosen = parted(cast(Scalar, value))
        return " / ".join(shown(part) for part in (own, chosen or None) if part is not None)[:_TYPED]


def _own(place: Place) -> str:
    """Where in the unit's own file something stood: "trang “Số liệu”, ô F12"."""
    return str(Place(sheet=place.sheet, cell=place.cell))
