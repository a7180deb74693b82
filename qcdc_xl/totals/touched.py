"""What returns that were accepted in spite of errors touch: totals, figures, lists, texts, by where these come from.

A return touches every total that it goes into, also where its own cell is blank: the number is lacking there. What
compares with another period is touched by what was accepted then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from qcdc_xl.expression.schema import AGGREGATES, PAST
from qcdc_xl.expression.syntax import Call, ExpressionError, Name, Node, children, parse
from qcdc_xl.expression.texts import WHEN, placeholders
from qcdc_xl.model import CatalogueAt, Decision
from qcdc_xl.vietnamese import joined

SIGN = "(*)"
"""Stands behind what is touched, on the sheets and in Word."""
_OVER_UNITS = frozenset({*AGGREGATES, "COUNTIF", "SUMIF", "ROWS", "LIST"})
Units = frozenset[str]
NOBODY: Units = frozenset()
_NAMED = 5


@dataclass(frozen=True, eq=False)
class Touched:
    """``marked``: by unit the decision by which its return counts; ``past``: the same of another period, by its word."""

    catalogue: CatalogueAt
    marked: Mapping[str, Decision] = field(default_factory=dict)
    past: Callable[[str], Touched | None] = lambda when: None
    _figures: dict[str, Units] = field(default_factory=dict, repr=False)

    def indicator(self, code: str, unit_type: str = "") -> Units:
        """The accepted units that are asked for an indicator, of one kind of unit or of all."""
        asked = self.catalogue.indicator[code]
        return self._asked(asked.forms, unit_type)

    def records(self, code: str) -> Units:
        """The accepted units that are asked for a record list."""
        return self._asked(self.catalogue.list[code].forms)

    def _asked(self, forms: Iterable[str], unit_type: str = "") -> Units:
        units = (self.catalogue.unit.get(code) for code in self.marked)
        of = ((u, self.catalogue.form_of(u)) for u in units if u and unit_type in ("", u.type))
        return frozenset(unit.code for unit, form in of if form and form.code in forms)

    def figure(self, code: str) -> Units:
        """The accepted units that a figure has numbers of, its own or through other figures."""
        if code not in self._figures:
            self._figures[code] = NOBODY  # what a circle would find
            self._figures[code] = self.expression(self.catalogue.figure[code].expression)
        return self._figures[code]

    def expression(self, text: str) -> Units:
        """The same of any expression over all units."""
        try:
            return self._of(parse(text))
        except ExpressionError:
            return NOBODY

    def _of(self, node: Node, inside: bool = False) -> Units:
        """``inside``: within an aggregate, where a name is an indicator's or a list's; outside it is a figure's."""
        if isinstance(node, Name):
            return self._reported(node) if inside or node.unit else self._figure_named(node.code)
        if isinstance(node, Call):
            if node.function == "SETTING":
                return NOBODY
            if node.function in PAST:
                return self._then(PAST[node.function], node)
            inside = inside or node.function in _OVER_UNITS
        return frozenset().union(*(self._of(child, inside) for child in children(node)))

    def _then(self, when: str, call: Call) -> Units:
        then = self.past(when)
        return then._of(call.arguments[0]) if then else NOBODY

    def _figure_named(self, code: str) -> Units:
        return self.figure(code) if code in self.catalogue.figure else NOBODY

    def _reported(self, name: Name) -> Units:
        code = name.code.partition(".")[0]
        if name.code in self.catalogue.indicator:
            units = self.indicator(name.code)
            return units & {name.unit} if name.unit else units
        return self.records(code) if code in self.catalogue.list else NOBODY

    def key(self, key: str) -> Units:
        """What stands in a text under a name: a figure, at another period behind an @."""
        if key in self.catalogue.figure:
            return self.figure(key)
        name, _, when = key.rpartition("@")
        then = self.past(WHEN[when]) if when in WHEN else None
        return then.figure(name) if then and name in then.catalogue.figure else NOBODY

    def text(self, text: str) -> Units:
        """All that stands in a text."""
        return frozenset().union(*(self.key(place.key) for place in placeholders(text)))

    def name(self, unit: str) -> str:
        """A unit's name, with the sign if its return was accepted with errors."""
        name = self.catalogue.unit[unit].name
        return f"{name} {SIGN}" if unit in self.marked else name

    def note(self, units: Units) -> str | None:
        """What stands beside something touched on a sheet; ``None`` where nothing is."""
        if not units:
            return None
        names = [u.name for u in self.catalogue.active_units if u.code in units]
        more = [f"{len(names) - _NAMED} đơn vị khác"] if len(names) > _NAMED else []
        return f"{SIGN} Có số liệu nhận dù còn lỗi của {joined([*names[:_NAMED], *more], 'và')}"

    def remarks(self, of: Units | None = None) -> tuple[str, ...]:
        """What the report says of the sign: a sentence a unit, with the reason. ``of``: only of these units, not of all."""
        units = (self.catalogue.unit.get(code) for code in self.marked if of is None or code in of)
        return tuple(
            f"{SIGN} Bao gồm số liệu của {unit.name}, được tiếp nhận khi chưa khắc phục hết nội dung kiểm tra chưa đạt; lý do: {self.marked[unit.code].reason.rstrip('. ')}."
            for unit in units
            if unit
        )

    def reasons(self, units: Units) -> str:
        """Why these were accepted."""
        return "; ".join(dict.fromkeys(self.marked[u].reason for u in sorted(units) if u in self.marked))
