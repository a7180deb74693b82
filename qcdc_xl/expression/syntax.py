"""The expression language: from text to tree, and back in one way of writing (law 6).

Excel-like, so that staff who can write a formula can write a rule: ``tthc_dung_han + tthc_qua_han =
tthc_da_giai_quyet``. Names are codes of the catalogue, never addresses. A dot leads into a record list
(``txct.cap``), ``@`` to one unit's own value (``giam_sat_dang_ky@UBMTTQ``). Arguments are separated by a
comma or, as in Vietnamese Excel, a semicolon; decimals have a point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

OPERATORS = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
"""Binary operators and how strongly they bind: Excel's own order."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)
          |(?P<text>"(?:[^"]|"")*")
          |(?P<name>[^\W\d]\w*(?:\.\w+)?(?:@\w+)?)
          |(?P<operator><>|<=|>=|[=<>&+\-*/])
          |(?P<mark>[(),;])
          |(?P<end>$))""",
    re.VERBOSE,
)
_DEPTH = 50
_LONGEST = 250
"""So many operators one after another; formulas may be no longer than 8,192 characters anyway."""


class ExpressionError(ValueError):
    """A bad expression: ``reason`` in Vietnamese, ``position`` counts characters from 1."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"{reason} (vị trí {position})")
        self.reason = reason
        self.position = position


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the expression."""

    value: float
    at: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A text written in the expression."""

    value: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Logical:
    """TRUE or FALSE."""

    value: bool
    at: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """A code; ``code`` may hold a dot (``list.column``), ``unit`` is what stands after ``@``."""

    code: str
    unit: str = ""
    at: int = 0

    @property
    def text(self) -> str:
        """As written."""
        return f"{self.code}@{self.unit}" if self.unit else self.code


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus before an operand."""

    operand: Node
    at: int = 0


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and one of :data:`OPERATORS`."""

    operator: str
    left: Node
    right: Node
    at: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A function, its name in capitals, and its arguments."""

    function: str
    arguments: tuple[Node, ...]
    at: int = 0


Node = Number | Text | Logical | Name | Negative | Binary | Call


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of an expression. Raises :class:`ExpressionError` with the place of the first mistake.

    >>> parse("a + 1").operator
    '+'
    """
    return _Parser(text).whole()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it, in the order of the text."""
    yield node
    for child in children(node):
        yield from walk(child)


def children(node: Node) -> tuple[Node, ...]:
    """The operands or arguments of a node."""
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Negative):
        return (node.operand,)
    return node.arguments if isinstance(node, Call) else ()


def names(node: Node) -> tuple[Name, ...]:
    """Every name in the expression, in the order of the text."""
    return tuple(n for n in walk(node) if isinstance(n, Name))


def written(node: Node) -> str:
    """The expression as text in one way of writing, whatever its blanks, capitals and needless brackets were.

    >>> written(parse("=sum( a;b)+ (1)"))
    '(SUM(a, b) + 1.0)'
    """
    match node:
        case Binary(operator, left, right):
            return f"({written(left)} {operator} {written(right)})"
        case Negative(operand):
            return f"(-{written(operand)})"
        case Call(function, arguments):
            return f"{function}({', '.join(map(written, arguments))})"
        case Text(value):
            return '"' + value.replace('"', '""') + '"'
        case Name():
            return node.text
        case Number(value) | Logical(value):
            return str(value).upper() if isinstance(value, bool) else repr(value)


class _Parser:
    """Precedence climbing over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text = text.strip().removeprefix("=")
        self.offset = len(text) - len(text.lstrip()) + (1 if text.strip().startswith("=") else 0)
        self.tokens = list(self._tokens())
        self.index = 0

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        position = 0
        while True:
            found = _TOKEN.match(self.text, position)
            if not found or not found.lastgroup:
                start = position + len(self.text[position:]) - len(self.text[position:].lstrip())
                raise ExpressionError(_bad_character(self.text[start]), start + 1 + self.offset)
            kind = found.lastgroup
            yield kind, found.group(kind), found.start(kind) + 1 + self.offset
            if kind == "end":
                return
            position = found.end()

    def whole(self) -> Node:
        node = self.binary(1, 0)
        kind, text, at = self.tokens[self.index]
        if kind != "end":
            raise ExpressionError(f"thừa “{text}”, có thể thiếu dấu phép tính ở trước", at)
        if sum(kind == "operator" for kind, _, _ in self.tokens) > _LONGEST:
            raise ExpressionError("biểu thức quá dài; đề nghị tách thành nhiều số liệu", 1)
        return node

    def binary(self, strength: int, depth: int) -> Node:
        left = self.operand(depth + 1)
        while True:
            kind, text, at = self.tokens[self.index]
            bound = OPERATORS.get(text, 0) if kind == "operator" else 0
            if not bound or bound < strength:
                return left
            self.index += 1
            left = Binary(text, left, self.binary(bound + 1, depth + 1), at)

    def operand(self, depth: int) -> Node:
        kind, text, at = self.tokens[self.index]
        if depth > _DEPTH:
            raise ExpressionError("biểu thức lồng quá nhiều lớp ngoặc", at)
        self.index += 1
        if kind == "operator" and text in "+-":
            operand = self.operand(depth + 1)
            return Negative(operand, at) if text == "-" else operand
        if text == "(":
            node = self.binary(1, depth + 1)
            self.expect(")", at)
            return node
        if kind == "name":
            return self.named(text, at, depth)
        if kind == "number":
            return Number(float(text), at)
        if kind == "text":
            return Text(text[1:-1].replace('""', '"'), at)
        what = f"trước “{text}”" if text else "ở cuối biểu thức"
        raise ExpressionError(f"thiếu tên chỉ tiêu hoặc số {what}", at)

    def named(self, text: str, at: int, depth: int) -> Node:
        if self.tokens[self.index][1] == "(":
            self.index += 1
            return Call(text.upper(), tuple(self.arguments(at, depth)), at)
        if text.upper() in ("TRUE", "FALSE"):
            return Logical(text.upper() == "TRUE", at)
        code, _, unit = text.partition("@")
        return Name(code, unit, at)

    def arguments(self, opened: int, depth: int) -> Iterator[Node]:
        if self.tokens[self.index][1] == ")":
            self.index += 1
            return
        while True:
            yield self.binary(1, depth + 1)
            if self.tokens[self.index][1] not in (",", ";"):
                break
            self.index += 1
        self.expect(")", opened)

    def expect(self, mark: str, opened: int) -> None:
        if self.tokens[self.index][1] != mark:
            raise ExpressionError(f"ngoặc mở ở vị trí {opened} chưa đóng", self.tokens[self.index][2])
        self.index += 1


def _bad_character(character: str) -> str:
    if character == '"':
        return "dấu nháy kép chưa đóng"
    if character in "“”‘’'":
        return f'dùng dấu nháy kép thẳng (") thay cho “{character}”'
    return f"không hiểu ký tự “{character}”"
