"""A longer period out of its parts, without asking units again: half-years into a year, quarters into nine months.

Each unit's return of the longer period is joined from one cover: parts that follow one another without gap or
overlap, from the first day to the last. What the unit sent for the longer period itself is used before any parts.
An indicator's ``over_time`` says how: ``sum`` adds what the parts say (blank, 0 and "không phát sinh" as in any
sum), ``last`` takes what the last part says, even if that is nothing, ``none`` leaves it blank. What is no number
cannot be added: it is as the last part has it. Rows of lists follow one another. Derived values are not joined:
they are computed from what is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from qcdc_xl.model import NIL, CatalogueAt, Indicator, Period, Scalar, Submission, Unit, Value, answer_item
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.totals.consolidate import added
from qcdc_xl.values import kind_of

Cover = tuple[Period, ...]
Held = Mapping[str, Mapping[str, Submission]]
"""Returns by period and unit."""


def covers(period: Period, held: Iterable[Period]) -> tuple[Cover, ...]:
    """All ways to make the period of others without gap or overlap, those of the fewest parts first."""
    inside = [p for p in held if p.start >= period.start and p.end <= period.end and p.code != period.code]
    found = _from(period.start, period, inside)
    return tuple(sorted(found, key=lambda c: (len(c), [p.code for p in c])))


def _from(start: date, period: Period, parts: Sequence[Period]) -> Iterator[Cover]:
    for part in (p for p in parts if p.start == start):
        if part.end == period.end:
            yield (part,)
        for rest in _from(part.end + timedelta(1), period, parts):
            yield (part, *rest)


def joined(catalogue: CatalogueAt, held: Held) -> tuple[dict[str, Submission], tuple[Finding, ...]]:
    """The returns of the catalogue's period that its parts give, by unit; none of units that sent one for it.

    Findings: OVER_TIME_DIFFERS where two ways of which the unit reported every part give it different numbers.
    """
    ways = ways_held(catalogue, held)
    if not ways:
        return {}, ()
    made: dict[str, Submission] = {}
    findings: list[Finding] = []
    for unit in catalogue.unit:
        sent = _sent(catalogue, held, unit)
        own = sent.get(catalogue.period.code)
        answers = [(way, _join(catalogue, way, sent)) for way in _best_first(ways, sent)]
        if own is None and answers:
            made[unit] = answers[0][1]
        whole = [(way, answer) for way, answer in answers if all(p.code in sent for p in way)]
        findings += _differences(catalogue, unit, [((catalogue.period,), own), *whole] if own else whole)
    return made, tuple(findings)


def goes_on(catalogue: CatalogueAt, held: Held, unit: str, last: str) -> bool:
    """Whether what the parts give of a unit has, as its last part, what the unit sent for the period ``last``."""
    sent = _sent(catalogue, held, unit)
    best = _best_first(ways_held(catalogue, held), sent)
    return catalogue.period.code not in sent and bool(best) and best[0][-1].code == last


def ways_held(catalogue: CatalogueAt, held: Held) -> tuple[Cover, ...]:
    """The covers of periods of which anything is held."""
    return covers(catalogue.period, [p for code in held if held[code] and (p := catalogue.period_of(code))])


def _sent(catalogue: CatalogueAt, held: Held, unit: str) -> dict[str, Submission]:
    """What a unit sent, by period."""
    asked = catalogue.departed.get(unit) or catalogue.unit[unit]
    return {
        code: returns[asked.code]
        for code, returns in held.items()
        if same_unit(catalogue, code, asked, returns)
    }


def same_unit(catalogue: CatalogueAt, code: str, unit: Unit, returns: Mapping[str, Submission]) -> bool:
    """Whether the unit that reported then is this one: the same code can mean another commune later."""
    return unit.code in returns and catalogue.at(code).unit.get(unit.code) == unit


def _best_first(ways: Sequence[Cover], sent: Mapping[str, Submission]) -> list[Cover]:
    """The covers of which the unit reported anything: whole ones, then those with the most days of it."""
    days = {way: sum((p.end - p.start).days + 1 for p in way if p.code in sent) for way in ways}
    return sorted((way for way in ways if days[way]), key=lambda way: -days[way])


def _join(catalogue: CatalogueAt, way: Cover, sent: Mapping[str, Submission]) -> Submission:
    parts = [sent.get(p.code) for p in way]
    last = next(part for part in reversed(parts) if part)
    by_item = [{v.item: v.value for v in part.values if v.row == 0} if part else {} for part in parts]
    values = [
        Value(asked.code, 0, value, "", "")
        for asked in catalogue.indicators
        if not asked.expression
        and (value := _over_time(asked, [p.get(asked.code) for p in by_item])) is not None
    ]
    rows = _rows(catalogue, [part for part in parts if part])
    made = replace(last, period=catalogue.period.code, file="", sha256="", modified=None)
    return replace(made, values=(*values, *rows), partly=None in parts)


def _over_time(asked: Indicator, values: Sequence[Scalar]) -> Scalar:
    """What an indicator is over time, its values part by part."""
    if asked.over_time == "none":
        return None
    return added(values) if asked.over_time == "sum" and kind_of(asked).numeric else values[-1]


def _rows(catalogue: CatalogueAt, parts: Sequence[Submission]) -> Iterator[Value]:
    """The lists' rows one part after the other, numbered anew; “không phát sinh” if that is all that any part says."""
    for records in catalogue.lists:
        above, item = 0, answer_item(records.code)
        for part in parts:
            own = [v for v in part.values if v.row and v.item.partition(".")[0] == records.code]
            yield from (Value(v.item, above + v.row, v.value, "", "") for v in own)
            above += max((v.row for v in own), default=0)
        if not above and any(v.item == item and v.value == NIL for part in parts for v in part.values):
            yield Value(item, 0, NIL, "", "")


def _differences(
    catalogue: CatalogueAt, unit: str, answers: Sequence[tuple[Cover, Submission]]
) -> Iterator[Finding]:
    """Numbers of the way in use beside those of every other."""
    if len(answers) < 2:
        return
    (used, first), *others = answers
    expected, offered = _values(first), [(way, _values(other)) for way, other in others]
    for asked in (i for i in catalogue.indicators if i.over_time != "none" and not i.expression):
        for way, other in offered:
            one, two = expected.get(asked.code), other.get(asked.code)
            if _differ(one, two):
                place = Place(unit=unit, indicator=asked.code)
                more = {"label": asked.label, "period": catalogue.period.label, "used": _named(used)}
                yield finding("OVER_TIME_DIFFERS", place, **more, value=one, parts=_named(way), other=two)
                break


def _values(submission: Submission) -> dict[str, Scalar]:
    return {v.item: v.value for v in submission.values if not v.row}


def _differ(one: Scalar, two: Scalar) -> bool:
    if not isinstance(one, int | float) or not isinstance(two, int | float):
        return False
    return abs(one - two) > 1e-9 * max(1.0, abs(one))


def _named(way: Cover) -> str:
    return " + ".join(p.label for p in way)
