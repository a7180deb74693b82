"""The expression language: how far apart two sides of a comparison may be and still agree.

Only amounts of money have a tolerance. It follows from the expression alone, not from the data, so that ``evaluate``
and ``render`` compare alike: that of a sum, a product, a choice is the largest of its operands; a quotient, a count
and a condition have none.
"""

from __future__ import annotations

from collections.abc import Mapping

from qcdc_xl.expression.syntax import Binary, Call, Name, Node, children

EXACT = frozenset(
    {"COUNT", "COUNTIF", "ROWS", "ISBLANK", "ISNIL", "SETTING", "AND", "OR", "NOT", "LIST", "DATETEXT"}
)
"""Functions whose result is no amount, whatever they are given."""


def tolerance(node: Node, known: Mapping[str, float]) -> float:
    """The tolerance of an expression's result; ``known`` are those of names that have one."""
    if isinstance(node, Name):
        return known.get(node.code, 0.0)
    if isinstance(node, Binary) and node.operator not in ("+", "-", "*"):
        return 0.0
    if isinstance(node, Call):
        if node.function in EXACT:
            return 0.0
        skipped = {"IF": 1, "SUMIF": 2}.get(node.function, 0)
        return max((tolerance(a, known) for a in node.arguments[skipped:]), default=0.0)
    return max((tolerance(child, known) for child in children(node)), default=0.0)


def compared(node: Binary, known: Mapping[str, float]) -> float:
    """The tolerance with which a comparison compares; 0 if it is exact, or no comparison."""
    if not known or node.operator not in ("=", "<>", "<", ">", "<=", ">="):
        return 0.0
    return max(tolerance(node.left, known), tolerance(node.right, known))
