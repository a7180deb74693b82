"""The expression language: rendered as formulas of Excel 2010, saying what ``evaluate`` computes.

A number is read as ``N(cell)``: blank and "không phát sinh" count as 0 there, as they do in Python. What
is missing is asked beside it, with :func:`blanks`. Counting by a condition uses SUMPRODUCT, because
COUNTIF takes ``*``, ``?``, ``<`` in a text for patterns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from qcdc_xl.expression.schema import AGGREGATES, DATE, LIST, NUMBER, PAST, Schema, check
from qcdc_xl.expression.syntax import (
    OPERATORS,
    Binary,
    Call,
    Logical,
    Name,
    Negative,
    Node,
    Number,
    Text,
    children,
    names,
)
from qcdc_xl.expression.tolerance import compared
from qcdc_xl.model import NIL, Scalar

HOLDS, BROKEN, MISSING, NOT_RELEVANT = "Đạt", "Chưa đạt", "Chưa đủ số liệu", "Không áp dụng"
"""What a rule's live cell says; a broken rule of severity warning says :data:`WATCH` instead."""
WATCH = "Cần xem lại"
ANY_NUMBER = '">=-1E+300"'
"""What COUNTIFS takes a number by, of whatever size; every spreadsheet program knows it, ISNUMBER of an area not."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A single cell; ``also`` is the cell beside it in which a form's user may choose "không phát sinh"."""

    value: str
    also: str = ""

    @property
    def all(self) -> str:
        """All that was entered, as one text."""
        return f"TRIM({self.value}&{self.also})" if self.also else f"TRIM({self.value})"


@dataclass(frozen=True, slots=True)
class Span:
    """A range to aggregate; ``answered`` is a condition that somebody reported ("" when that is sure)."""

    cells: str
    answered: str = ""


class Places(Protocol):
    """Where the names of an expression stand on the sheets."""

    def cell(self, name: Name) -> Ref:
        """The cell of a single value."""

    def past(self, when: str, code: str) -> Ref:
        """The cell of a single value at another period, by a word of ``model.period``."""

    def span(self, code: str, beside: str = "") -> Span | None:
        """The range of a code that has many values; ``None`` if it is a single one here.

        ``beside`` names another code whose range must have the same rows.
        """

    def rows(self, code: str) -> Span:
        """The numbering cells of a record list: as many numbers as there are rows."""

    def setting(self, code: str) -> Ref:
        """The cell of a setting, or its value written as a literal."""

    def constant(self, code: str) -> Scalar:
        """The value of a name that no cell holds (``period.number``), else ``None``."""


@dataclass(frozen=True)
class OnlyCells:
    """Places where every name is a single cell: within a list's row, among totals."""

    where: Callable[[Name], str]

    def cell(self, name: Name) -> Ref:
        """The name's cell."""
        return Ref(self.where(name))

    def past(self, when: str, code: str) -> Ref:
        """Other periods are not known here: blank."""
        return Ref('""')

    def span(self, code: str, beside: str = "") -> Span | None:
        """Nothing to aggregate here."""
        return None

    def rows(self, code: str) -> Span:
        """No lists here."""
        raise KeyError(code)

    def setting(self, code: str) -> Ref:
        """No settings here."""
        raise KeyError(code)

    def constant(self, code: str) -> Scalar:
        """Nothing is constant here."""
        return None


@dataclass(frozen=True)
class Renderer:
    """Renders expressions of one schema at one set of places."""

    schema: Schema
    places: Places

    def value(self, node: Node) -> str:
        """A formula for a derived value: blank if an operand is, "không phát sinh" if it came through."""
        if isinstance(node, Name) and self._constant(node) is None:
            return self._bare(self.places.cell(node))
        if isinstance(node, Call) and node.function in PAST:
            return self._bare(self._past_ref(node))
        if isinstance(node, Call) and node.function in AGGREGATES and node.function != "COUNT":
            return self._aggregated(node)
        return _unless(self.blanks(node), '""', f'IFERROR({self.body(node)},"")')

    def rule(self, node: Node, relevant: Node | None, missing: str, severity: str) -> str:
        """A formula for a rule's state: one of the words above."""
        broken = _quoted(BROKEN if severity == "error" else WATCH)
        lacking = broken if missing == "fail" else _quoted(MISSING)
        judged = f"IF({self.body(node)},{_quoted(HOLDS)},{broken})"
        if missing != "zero":
            judged = _unless(self.blanks(node), lacking, judged)
        if relevant is not None:
            stays = _unless(self.blanks(relevant), "FALSE", self.body(relevant))
            judged = f"IF({stays},{judged},{_quoted(NOT_RELEVANT)})"
        return f"IFERROR({judged},{lacking})"

    def list_step(self, call: Call, previous: str, separator: str) -> str:
        """A running text over a list's rows: what the row above has, and this row's item if it is in.

        Excel 2010 has no function that joins texts by a condition; a column of such steps does it.
        """
        item = self.body(call.arguments[0])
        conditions = [f"LEN({item})>0", *(self.body(c) for c in call.arguments[1:])]
        joined = f'{previous}&IF({previous}="","",{separator})&{item}'
        return f'IF({_all(conditions)},{joined},{previous}&"")'

    def blanks(self, node: Node) -> list[str]:
        """Conditions under any of which an operand is missing."""
        return list(dict.fromkeys(self._blanks(node)))

    def _blanks(self, node: Node) -> Iterator[str]:
        if isinstance(node, Name):
            if self._constant(node) is None:
                yield f'{self.places.cell(node).all}=""'
        elif isinstance(node, Call) and node.function == "SETTING":
            yield f'{self.places.setting(names(node)[0].code).all}=""'
        elif isinstance(node, Call) and node.function in PAST:
            yield f'{self._past_ref(node).all}=""'
        elif isinstance(node, Call) and node.function in ("ISBLANK", "ISNIL", "LIST"):
            return
        elif isinstance(node, Call) and node.function == "IF":
            yield from self._chosen_blanks(node)
        elif isinstance(node, Call) and node.function in AGGREGATES and node.function != "COUNT":
            yield f"NOT({_any([self._numbers(node), self._nils(node)])})"
        elif isinstance(node, Call) and node.function in ("COUNT", "COUNTIF", "SUMIF", "ROWS"):
            yield from self._unanswered(node)
        else:
            yield from (blank for child in children(node) for blank in self._blanks(child))

    def _chosen_blanks(self, call: Call) -> Iterator[str]:
        """Only the branch taken can lack something: IF(ISBLANK(a), 0, a) never does."""
        condition, then, otherwise = call.arguments
        yield from self._blanks(condition)
        branches = [_any(blanks) if (blanks := self.blanks(b)) else "FALSE" for b in (then, otherwise)]
        if branches != ["FALSE", "FALSE"]:
            yield f"IF({self.body(condition)},{branches[0]},{branches[1]})"

    def _unanswered(self, call: Call) -> Iterator[str]:
        counted = call.arguments if call.function == "COUNT" else call.arguments[:1]
        spans = [self._rows(call) if call.function == "ROWS" else self._span(n) for n in counted]
        if all(s.answered for s in spans):
            yield f"NOT({_any([s.answered for s in spans])})"

    def body(self, node: Node, strength: int = 0) -> str:
        """The expression itself, operands that are missing taken as 0 or empty."""
        if isinstance(node, Number):
            return f"{node.value:.15g}"
        if isinstance(node, Text):
            return _quoted(node.value)
        if isinstance(node, Logical):
            return "TRUE" if node.value else "FALSE"
        if isinstance(node, Name):
            return self._read(node)
        if isinstance(node, Negative):
            return f"-{self.body(node.operand, 5)}"
        if isinstance(node, Binary):
            own = OPERATORS[node.operator]
            text = self._within(node) or self.body(node.left, own) + node.operator + self.body(
                node.right, own + 1
            )
            return f"({text})" if own < strength else text
        return self._call(node)

    def _within(self, node: Binary) -> str:
        """A comparison of two amounts by how far apart they are; "" if the sides are compared exactly."""
        within = compared(node, self.schema.tolerances)
        if not within:
            return ""
        minus = OPERATORS["-"]
        apart, limit = (
            f"{self.body(node.left, minus)}-{self.body(node.right, minus + 1)}",
            f"{within:.12f}".rstrip("0"),
        )
        if node.operator in ("=", "<>"):
            return f"ABS({apart}){'<=' if node.operator == '=' else '>'}{limit}"
        return f"{apart}{node.operator}{'-' if node.operator in ('<', '>=') else ''}{limit}"

    def _constant(self, name: Name) -> Scalar:
        return None if name.unit else self.places.constant(name.code)

    def _read(self, name: Name) -> str:
        constant = self._constant(name)
        if constant is not None:
            return literal(constant)
        ref = self.places.cell(name).value
        return f"N({ref})" if check(name, self.schema) in (NUMBER, DATE) else ref

    def _bare(self, ref: Ref) -> str:
        if not ref.also:
            return f'IF({ref.all}="","",{ref.value})'
        return f'IF({ref.all}="","",IF({ref.all}={_quoted(NIL)},{_quoted(NIL)},{ref.value}))'

    def _span(self, node: Node, beside: str = "") -> Span:
        assert isinstance(node, Name)
        span = None if node.unit else self.places.span(node.code, beside)
        if span is None:
            ref = self.places.cell(node)
            return Span(ref.value, f'{ref.all}<>""')
        return span

    def _rows(self, call: Call) -> Span:
        name = call.arguments[0]
        assert isinstance(name, Name)
        return self.places.rows(name.code)

    def _numbers(self, call: Call) -> str:
        return f"COUNT({','.join(self._span(n).cells for n in call.arguments)})>0"

    def _nils(self, call: Call) -> str:
        return _any([self._nil(n) for n in call.arguments])

    def _nil(self, node: Node) -> str:
        assert isinstance(node, Name)
        span = None if node.unit else self.places.span(node.code)
        if span is None:
            return f"{self.places.cell(node).all}={_quoted(NIL)}"
        return f"COUNTIF({span.cells},{_quoted(NIL)})>0"

    def _aggregated(self, call: Call) -> str:
        nothing = f'IF({self._nils(call)},{_quoted(NIL)},"")'
        return f"IF({self._numbers(call)},{self._call(call)},{nothing})"

    def _call(self, call: Call) -> str:
        if call.function in AGGREGATES:
            return self._aggregate(call)
        special = _SPECIAL.get(call.function)
        if special is not None:
            return special(self, call)
        return f"{call.function}({','.join(self.body(a) for a in call.arguments)})"

    def _aggregate(self, call: Call) -> str:
        cells = ",".join(self._span(n).cells for n in call.arguments)
        # MIN, MAX of no number are 0 in Excel, AVERAGE is an error: Python makes 0 of all three
        text = f"{call.function}({cells})"
        return f"IFERROR({text},0)" if call.function == "AVERAGE" else text

    def _matched(self, call: Call) -> str:
        """The cells that a condition looks at."""
        beside = names(call)[-1].code if call.function == "SUMIF" else ""
        return self._span(call.arguments[0], beside).cells

    def _countif(self, call: Call) -> str:
        cells, wanted = self._matched(call), call.arguments[1]
        if isinstance(wanted, Number):
            return f"COUNTIFS({_equal(cells, wanted)})"
        return f"SUMPRODUCT(--({cells}={self.body(wanted)}))"

    def _sumif(self, call: Call) -> str:
        cells, wanted, added = self._matched(call), call.arguments[1], self._span(call.arguments[2]).cells
        if isinstance(wanted, Number):
            return f"SUMIFS({added},{_equal(cells, wanted)})"
        return f"SUMPRODUCT(--({cells}={self.body(wanted)}),{added})"

    def _rows_count(self, call: Call) -> str:
        return f"COUNT({self._rows(call).cells})"

    def _isblank(self, call: Call) -> str:
        (name,) = names(call)
        return f'{self.places.cell(name).all}=""'

    def _isnil(self, call: Call) -> str:
        (name,) = names(call)
        return f"{self.places.cell(name).all}={_quoted(NIL)}"

    def _setting(self, call: Call) -> str:
        (name,) = names(call)
        ref = self.places.setting(name.code).value
        return f"VALUE({ref})" if check(call, self.schema) == NUMBER else ref

    def _past_ref(self, call: Call) -> Ref:
        (name,) = names(call)
        return self.places.past(PAST[call.function], name.code)

    def _past(self, call: Call) -> str:
        ref = self._past_ref(call).value
        return f"N({ref})" if check(call, self.schema) in (NUMBER, DATE) else ref

    def _datetext(self, call: Call) -> str:
        day = self.body(call.arguments[0])
        month = f'IF(MONTH({day})<3,TEXT(MONTH({day}),"00"),MONTH({day}))'
        return f'TEXT(DAY({day}),"00")&"/"&{month}&"/"&YEAR({day})'


_SPECIAL: Mapping[str, Callable[[Renderer, Call], str]] = {
    "COUNTIF": Renderer._countif,
    "SUMIF": Renderer._sumif,
    "ROWS": Renderer._rows_count,
    "ISBLANK": Renderer._isblank,
    "ISNIL": Renderer._isnil,
    "SETTING": Renderer._setting,
    **dict.fromkeys(PAST, Renderer._past),
    "DATETEXT": Renderer._datetext,
}


def is_list(node: Node, schema: Schema) -> bool:
    """Whether the expression gives a list, which needs a column of steps instead of one formula."""
    return check(node, schema) == LIST


def _equal(cells: str, wanted: Number) -> str:
    """Criteria of COUNTIFS for this number and no text that looks like it; a blank cell is not 0."""
    return f"{cells},{wanted.value:.15g},{cells},{ANY_NUMBER}"


def literal(value: Scalar) -> str:
    """A value written into a formula."""
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return _quoted("" if value is None else str(value))


_LONGEST_TEXT = 255
"""Excel refuses a longer text inside a formula; longer ones are put together."""


def _quoted(text: str) -> str:
    quoted = ['"' + piece.replace('"', '""') + '"' for piece in _pieces(text)] or ['""']
    return quoted[0] if len(quoted) == 1 else f"({'&'.join(quoted)})"


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that Excel takes; it counts a sign beyond 16 bits as two letters."""
    piece, length = "", 0
    for letter in text if excel_length(text) > _LONGEST_TEXT else ():
        more = excel_length(letter)
        if length + more > _LONGEST_TEXT:
            yield piece
            piece, length = "", 0
        piece, length = piece + letter, length + more
    yield piece or text


def excel_length(text: str) -> int:
    """How long a text is for Excel."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _any(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"


def _all(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


def _unless(conditions: list[str], then: str, otherwise: str) -> str:
    return f"IF({_any(conditions)},{then},{otherwise})" if conditions else otherwise
