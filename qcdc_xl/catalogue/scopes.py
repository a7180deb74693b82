"""The catalogue: what each kind of expression may speak of, and in which order they are computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from qcdc_xl.expression.schema import AGGREGATES, NUMBER, PAST, TEXT, Schema, check
from qcdc_xl.expression.syntax import Call, ExpressionError, Name, Node, children, names, parse, walk
from qcdc_xl.expression.tolerance import tolerance
from qcdc_xl.model import Catalogue, CatalogueAt, Form, Indicator, ListColumn, RecordList, Rule, Scalar
from qcdc_xl.values import kind_of, tolerance_of

PERIOD_NAMES: Mapping[str, str] = {"period.number": NUMBER, "period.year": NUMBER}
UNIT_NAMES: Mapping[str, str] = {"unit.code": TEXT, "unit.type": TEXT}


def kind(asked: Indicator | ListColumn) -> str:
    """The kind of value an indicator or a column has in expressions."""
    return kind_of(asked).in_expressions


def period_value(catalogue: CatalogueAt, code: str) -> float | None:
    """The value of ``period.number`` or ``period.year``; ``None`` for any other name."""
    if code == "period.number":
        return catalogue.period.number
    return catalogue.period.end.year if code == "period.year" else None


def setting_value(text: str) -> Scalar:
    """A setting as a value: a number if it is written as one ("15", not "05"), blank is ``None``."""
    return int(text) if text.isdigit() and str(int(text)) == text else text or None


def _settings(catalogue: Catalogue) -> dict[str, str]:
    return {k: NUMBER if isinstance(setting_value(v), int) else TEXT for k, v in catalogue.settings.items()}


def _list_columns(lists: Iterable[RecordList]) -> dict[str, str]:
    return {f"{r.code}.{c.code}": kind(c) for r in lists for c in r.columns}


def form_schema(catalogue: Catalogue, form: str, history: bool = False) -> Schema:
    """For rules and derived indicators within a form: the unit's own values, its own lists."""
    own = {i.code: kind(i) for i in catalogue.indicators_of(form)}
    lists = catalogue.lists_of(form)
    return Schema(
        names={**own, **PERIOD_NAMES, **UNIT_NAMES},
        columns=_list_columns(lists),
        lists=frozenset(r.code for r in lists),
        settings=_settings(catalogue),
        history=history,
        tolerances=tolerances(catalogue),
    )


def row_schema(records: RecordList) -> Schema:
    """For a derived column of a record list: the row's own columns by their bare codes."""
    return Schema(names={c.code: kind(c) for c in records.columns}, tolerances=row_tolerances(records))


def whole_schema(catalogue: Catalogue, figure_kinds: Mapping[str, str] | None = None) -> Schema:
    """For figures and rules across units: figures by name, indicators and lists inside aggregates."""
    kinds = figure_kinds if figure_kinds is not None else figure_schema_kinds(catalogue)
    columns = {i.code: kind(i) for i in catalogue.indicators}
    return Schema(
        names={**kinds, **PERIOD_NAMES},
        columns={**columns, **_list_columns(catalogue.lists), "unit.type": TEXT, "unit.code": TEXT},
        lists=frozenset(r.code for r in catalogue.lists),
        units=frozenset(u.code for u in catalogue.units),
        settings=_settings(catalogue),
        history=True,
        tolerances=tolerances(catalogue),
    )


@lru_cache(maxsize=8)
def tolerances(catalogue: Catalogue) -> Mapping[str, float]:
    """How far apart values may be and still be equal: of indicators, ``list.column`` and figures that are amounts."""
    found = {i.code: within for i in catalogue.indicators if (within := tolerance_of(i))}
    for records in catalogue.lists:
        found |= {f"{records.code}.{code}": within for code, within in row_tolerances(records).items()}
    ordered, _ = (
        in_order({f.code: f.expression for f in catalogue.figures}, bare_names) if found else ([], [])
    )
    for code in ordered:
        try:
            within = tolerance(parse(catalogue.figure[code].expression), found)
        except ExpressionError:
            continue
        if within:
            found[code] = max(within, found.get(code, 0.0))
    return found


def row_tolerances(records: RecordList) -> dict[str, float]:
    """The same of a list's columns, by their bare codes."""
    return {c.code: within for c in records.columns if (within := tolerance_of(c))}


def figure_schema_kinds(catalogue: Catalogue) -> dict[str, str]:
    """The kind of every figure whose expression is sound, found in the order in which they depend."""
    kinds: dict[str, str] = {}
    ordered, _ = in_order({f.code: f.expression for f in catalogue.figures}, bare_names)
    for code in ordered:
        try:
            expression = parse(catalogue.figure[code].expression)
            kinds[code] = check(expression, whole_schema(catalogue, kinds))
        except ExpressionError:
            continue
    return kinds


def bare_names(node: Node) -> set[str]:
    """Names that stand for single values: those outside aggregates, lists and settings."""
    inside = {*AGGREGATES, "COUNTIF", "SUMIF", "ROWS", "LIST", "SETTING"}
    if isinstance(node, Name):
        return {node.code} if not node.unit else set()
    if isinstance(node, Call) and node.function in inside:
        return set()
    return {name for child in children(node) for name in bare_names(child)}


Compared = tuple[str, str]
"""What an expression reads of another period: a word of ``model.period`` and a code."""


def compared_in(expressions: Iterable[str]) -> set[Compared]:
    """What expressions read of other periods; those that are not sound read nothing."""
    return {
        (PAST[call.function], names(call)[0].code)
        for text in filter(None, expressions)
        for call in _calls(text)
        if call.function in PAST
    }


def _calls(expression: str) -> list[Call]:
    try:
        return [node for node in walk(parse(expression)) if isinstance(node, Call)]
    except ExpressionError:
        return []


@lru_cache(maxsize=8)
def compared_figures(catalogue: Catalogue) -> frozenset[Compared]:
    """The figures at other periods that figures and rules across units read: the master holds these and no others."""
    rules = [t for r in catalogue.rules if r.scope == "across" for t in (r.expression, r.relevant)]
    return frozenset(compared_in((*(f.expression for f in catalogue.figures), *rules)))


def in_order(
    expressions: Mapping[str, str], used: Callable[[Node], set[str]]
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Codes so that each comes after those it uses, and the circles, which have no such order."""
    ordered: list[str] = []
    circles: list[tuple[str, ...]] = []
    state: dict[str, bool] = {}

    def visit(code: str, path: tuple[str, ...]) -> None:
        if code in path:
            circles.append((*path[path.index(code) :], code))
        elif code not in state:
            state[code] = True
            for other in sorted(_uses(expressions[code], used) & expressions.keys()):
                visit(other, (*path, code))
            ordered.append(code)

    for code in expressions:
        visit(code, ())
    return ordered, circles


def _uses(expression: str, used: Callable[[Node], set[str]]) -> set[str]:
    try:
        return used(parse(expression))
    except ExpressionError:
        return set()


def all_names(node: Node) -> set[str]:
    """Every code that an expression names."""
    return {n.code for n in names(node)}


def derived_in_order(catalogue: Catalogue) -> list[Indicator]:
    """Derived indicators so that each comes after those it is derived from."""
    ordered, _ = in_order({i.code: i.expression for i in catalogue.indicators if i.expression}, all_names)
    return [catalogue.indicator[code] for code in ordered]


def derived_columns(records: RecordList) -> tuple[list[str], list[tuple[str, ...]]]:
    """A list's derived columns so that each comes after those it is derived from, and the circles."""
    return in_order({c.code: c.expression for c in records.columns if c.expression}, all_names)


@lru_cache(maxsize=256)
def rules_of(catalogue: Catalogue, form: Form, scope: str = "form") -> tuple[Rule, ...]:
    """The rules that a form can answer: all their indicators and lists are in it."""
    own = {i.code for i in catalogue.indicators_of(form.code)}
    lists = {r.code for r in catalogue.lists_of(form.code)}
    return tuple(r for r in catalogue.rules if r.scope == scope and _answerable(r, own, lists))


def _answerable(rule: Rule, indicators: set[str], lists: set[str]) -> bool:
    try:
        nodes = [parse(text) for text in (rule.expression, rule.relevant) if text]
    except ExpressionError:
        return False
    settings = {n.code for node in nodes for c in walk(node) if isinstance(c, Call) and c.function == "SETTING"
                for n in names(c)}  # fmt: skip
    asked = {n.code for node in nodes for n in names(node)} - settings - {*PERIOD_NAMES, *UNIT_NAMES}
    return all(n in indicators or n.partition(".")[0] in lists for n in asked)
