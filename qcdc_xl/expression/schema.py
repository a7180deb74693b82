"""The expression language: what names and functions mean, and which kinds of value fit together.

``check`` finds unknown names and mismatched kinds before any data is there, with the position in the
text, so that a bad rule is a finding about the rule and never about somebody's numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qcdc_xl.expression.syntax import (
    Binary,
    Call,
    ExpressionError,
    Logical,
    Name,
    Negative,
    Node,
    Number,
    Text,
    names,
)
from qcdc_xl.model.period import LAST_YEAR, PREVIOUS, YEAR_TO_DATE

NUMBER, TEXT, DATE, LOGICAL, LIST = "number", "text", "date", "logical", "list"
_KIND_WORDS = {NUMBER: "số", TEXT: "chữ", DATE: "ngày", LOGICAL: "đúng/sai", LIST: "danh sách"}

AGGREGATES = ("SUM", "COUNT", "MIN", "MAX", "AVERAGE")
"""Functions over all values of their arguments: of all units, of a list's rows, of the names given."""

PAST: Mapping[str, str] = {"PREVIOUS": PREVIOUS, "LASTYEAR": LAST_YEAR, "YTD": YEAR_TO_DATE}
"""Functions of a name that give its value at another period: the period before, last year's, the year to date."""

ARITIES: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(AGGREGATES, (1, 30)),
    "COUNTIF": (2, 2), "SUMIF": (3, 3), "ROWS": (1, 1), "LIST": (1, 2), "SETTING": (1, 1),
    "IF": (3, 3), "AND": (1, 30), "OR": (1, 30), "NOT": (1, 1), "ROUND": (2, 2), "ABS": (1, 1),
    "ISBLANK": (1, 1), "ISNIL": (1, 1), "DATETEXT": (1, 1), **dict.fromkeys(PAST, (1, 1)),
}  # fmt: skip
"""Every function and how many arguments it takes."""


@dataclass(frozen=True)
class Schema:
    """What an expression may speak of.

    ``names`` are single values by kind: a unit's own indicators in a form rule, figures in a figure.
    ``columns`` are what aggregates run over: ``indicator`` (in figures), ``list.column``, ``unit.type``.
    ``history``: whether single values are known at other periods too. ``lists`` by code; ``units`` are those that
    may stand behind ``@``; ``settings`` by kind; ``tolerances`` of the names that are amounts of money.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    settings: Mapping[str, str] = field(default_factory=dict)
    history: bool = False
    tolerances: Mapping[str, float] = field(default_factory=dict)


def check(node: Node, schema: Schema) -> str:
    """The kind of value an expression gives: number, text, date, logical or list.

    Raises :class:`ExpressionError` at the first unknown name, unknown function or misfit.
    """
    if isinstance(node, Number):
        return NUMBER
    if isinstance(node, Text):
        return TEXT
    if isinstance(node, Logical):
        return LOGICAL
    if isinstance(node, Name):
        return _name(node, schema)
    if isinstance(node, Negative):
        return _want(node.operand, schema, NUMBER)
    if isinstance(node, Binary):
        return _binary(node, schema)
    return _call(node, schema)


def _want(node: Node, schema: Schema, *kinds: str) -> str:
    return _fits(node, check(node, schema), *kinds)


def _fits(node: Node, kind: str, *kinds: str) -> str:
    if kind not in kinds:
        words = " hoặc ".join(_KIND_WORDS[k] for k in kinds)
        raise ExpressionError(f"chỗ này cần {words}, không phải {_KIND_WORDS[kind]}", node.at)
    return kind


def _name(name: Name, schema: Schema) -> str:
    if name.unit:
        return _of_unit(name, schema)
    if name.code in schema.names:
        return schema.names[name.code]
    if name.code in schema.columns:
        reason = f"“{name.code}” có nhiều giá trị; dùng trong hàm như SUM({name.code})"
        raise ExpressionError(reason, name.at)
    raise ExpressionError(f"không có tên “{name.text}” trong danh mục", name.at)


def _of_unit(name: Name, schema: Schema) -> str:
    """``indicator@unit``: only an indicator has a value of one unit, and only where all units are seen."""
    if name.code not in schema.columns or "." in name.code or not schema.units:
        raise ExpressionError(f"“{name.text}”: tên này không dùng được với @ đơn vị ở đây", name.at)
    if name.unit not in schema.units:
        raise ExpressionError(f"không có đơn vị mã “{name.unit}”", name.at)
    return schema.columns[name.code]


def _binary(node: Binary, schema: Schema) -> str:
    left, right = check(node.left, schema), check(node.right, schema)
    if node.operator == "&":
        wanted: tuple[str, ...] = (TEXT, NUMBER)
    elif node.operator == "-" and DATE in (left, right):
        wanted = (NUMBER, DATE)
    elif node.operator in "+-*/":
        wanted = (NUMBER,)
    elif left in (TEXT, LOGICAL) and node.operator in ("=", "<>"):
        wanted = (left,)
    else:
        wanted = (NUMBER, DATE)
    _fits(node.left, left, *wanted)
    _fits(node.right, right, *wanted)
    if node.operator == "&":
        return TEXT
    return NUMBER if node.operator in "+-*/" else LOGICAL


def _call(call: Call, schema: Schema) -> str:
    if call.function not in ARITIES:
        known = ", ".join(ARITIES)
        raise ExpressionError(f"không có hàm “{call.function}”; các hàm dùng được: {known}", call.at)
    least, most = ARITIES[call.function]
    if not least <= len(call.arguments) <= most:
        wanted = str(least) if least == most else f"từ {least} đến {most}"
        raise ExpressionError(f"hàm {call.function} cần {wanted} đối số", call.at)
    if call.function in AGGREGATES:
        return _aggregate(call, schema)
    if call.function in ("COUNTIF", "SUMIF"):
        return _conditional(call, schema)
    if call.function in ("ROWS", "SETTING", "ISBLANK", "ISNIL", *PAST):
        return _about_name(call, schema)
    return _plain(call, schema)


def _plain(call: Call, schema: Schema) -> str:
    first, *rest = call.arguments
    if call.function == "IF":
        _want(first, schema, LOGICAL)
        kind = check(rest[0], schema)
        return _want(rest[1], schema, kind)
    if call.function in ("AND", "OR", "NOT"):
        for argument in call.arguments:
            _want(argument, schema, LOGICAL)
        return LOGICAL
    if call.function == "DATETEXT":
        _want(first, schema, DATE)
        return TEXT
    if call.function == "LIST":
        return _list(call, schema)
    for argument in call.arguments:
        _want(argument, schema, NUMBER)
    return NUMBER


def _aggregate(call: Call, schema: Schema) -> str:
    for argument in call.arguments:
        kind = _column(argument, schema)
        if kind not in (NUMBER, DATE):
            raise ExpressionError(f"hàm {call.function} cần số, không phải {_KIND_WORDS[kind]}", argument.at)
    return NUMBER


def _column(node: Node, schema: Schema) -> str:
    """The kind of an argument that stands for many values (or for one, by its name)."""
    if not isinstance(node, Name):
        raise ExpressionError("hàm này chỉ nhận tên chỉ tiêu hoặc tên cột, không nhận phép tính", node.at)
    if not node.unit and node.code in schema.columns:
        return schema.columns[node.code]
    return _name(node, schema)


def _conditional(call: Call, schema: Schema) -> str:
    column, wanted, *summed = call.arguments
    kind = _column(column, schema)
    if not isinstance(wanted, Number | Text):
        raise ExpressionError("điều kiện phải là một số hoặc một chữ trong dấu nháy kép", wanted.at)
    if isinstance(wanted, Text) != (kind == TEXT):
        raise ExpressionError(f"cột này là {_KIND_WORDS[kind]}, điều kiện không cùng loại", wanted.at)
    for argument in (column, *summed) if summed else ():
        if not isinstance(argument, Name) or argument.unit or argument.code not in schema.columns:
            raise ExpressionError("hai cột phải thuộc cùng một bảng", argument.at)
    for argument in summed:
        if _column(argument, schema) != NUMBER:
            raise ExpressionError("cột được cộng phải là số", argument.at)
        if not _same_rows(column, argument):
            raise ExpressionError("hai cột phải thuộc cùng một bảng", argument.at)
    return NUMBER


def _same_rows(one: Node, other: Node) -> bool:
    first, second = (n.code.partition(".") if isinstance(n, Name) else ("", "", "") for n in (one, other))
    both_units = all(not dot or table == "unit" for table, dot, _ in (first, second))
    return both_units or (bool(first[1]) and first[0] == second[0])


def _about_name(call: Call, schema: Schema) -> str:
    argument = call.arguments[0]
    if not isinstance(argument, Name):
        raise ExpressionError(f"hàm {call.function} cần một tên", argument.at)
    if argument.unit and call.function in ("ROWS", "SETTING"):
        raise ExpressionError(f"hàm {call.function} không dùng được với @ đơn vị", argument.at)
    if call.function == "ROWS":
        if argument.code not in schema.lists:
            raise ExpressionError(f"không có bảng kê “{argument.text}”", argument.at)
        return NUMBER
    if call.function == "SETTING":
        if argument.code not in schema.settings:
            raise ExpressionError(f"không có thiết lập “{argument.text}”", argument.at)
        return schema.settings[argument.code]
    if call.function in PAST:
        return _past(call, argument, schema)
    _name(argument, schema)
    return LOGICAL


def _past(call: Call, name: Name, schema: Schema) -> str:
    if not schema.history:
        reason = "chỉ dùng trong số liệu và trong quy tắc so với kỳ trước (history)"
        raise ExpressionError(f"hàm {call.function} {reason}", call.at)
    kind = _name(name, schema)
    if name.unit or "." in name.code or kind == LIST:
        raise ExpressionError(f"hàm {call.function} không dùng được với “{name.text}”", name.at)
    return kind


def _list(call: Call, schema: Schema) -> str:
    codes = {n.code.partition(".")[0] for n in names(call)}
    if len(codes) != 1 or not codes <= schema.lists:
        raise ExpressionError("hàm LIST cần các cột của đúng một bảng kê, ví dụ LIST(txct.dia_diem)", call.at)
    rows = Schema(names=schema.columns, settings=schema.settings, tolerances=schema.tolerances)
    _want(call.arguments[0], rows, TEXT, NUMBER)
    for condition in call.arguments[1:]:
        _want(condition, rows, LOGICAL)
    return LIST
