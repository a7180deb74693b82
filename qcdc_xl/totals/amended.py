"""Amendments: what was typed, understood; and put into the returns that they are about, before these are checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from qcdc_xl.model import Amendment, CatalogueAt, Scalar, Submission, Value
from qcdc_xl.model.amendment import VOID
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.values import Asked, Kind, Misfit, asked_of, kind_of
from qcdc_xl.values.kind import shown
from qcdc_xl.vietnamese import fold

_CODE = re.compile(r"\[([^\[\]]+)\]\s*$")


@dataclass(frozen=True)
class Understood:
    """``amendments`` can be carried out; ``left`` cannot, or not any more, with what is wrong in ``findings``."""

    amendments: tuple[Amendment, ...] = ()
    left: tuple[Amendment, ...] = ()
    findings: tuple[Finding, ...] = ()


def labelled(catalogue: CatalogueAt) -> dict[str, str]:
    """What can be put right, by code: "Tổng số thôn [so_thon]"; what the form computes cannot."""
    items = {i.code: i.label for i in catalogue.indicators if not i.expression}
    for records in catalogue.lists:
        columns = (c for c in records.columns if not c.expression)
        items |= {f"{records.code}.{c.code}": f"{records.label}: {c.label}" for c in columns}
    return {code: f"{label} [{code}]" for code, label in items.items()}


def understood(catalogue: CatalogueAt, typed: Iterable[Amendment], about: Mapping[str, str]) -> Understood:
    """``about``: by unit the hash of the return that its row in *Tiến độ* is about.

    Findings, at the cell typed in: AMENDMENT_UNCLEAR, AMENDMENT_NO_REASON, AMENDMENT_NO_RETURN.
    """
    units, items = _unit_names(catalogue), labelled(catalogue)
    whose = {sha256: unit for unit, sha256 in about.items()}
    done: list[Amendment] = []
    left: list[Amendment] = []
    findings: list[Finding] = []
    for one in typed:
        unit = units.get(fold(one.unit), "") if one.unit else whose.get(one.sha256, "")
        known = replace(one, unit=unit, item=_item(one.item, items), sha256=one.sha256 or about.get(unit, ""))
        wrong = None if one.state.startswith(VOID) else _wrong(one, known)
        if wrong is None and not one.state.startswith(VOID):
            done.append(known)
            continue
        left.append(one)
        findings += [wrong] if wrong else []
    return Understood(tuple(done), tuple(left), tuple(findings))


def _unit_names(catalogue: CatalogueAt) -> dict[str, str]:
    found: dict[str, str] = {}
    for unit in catalogue.active_units:
        for name in (unit.code, unit.name, unit.short_name):
            found.setdefault(fold(name), unit.code)
    return found


def _item(typed: str, items: Mapping[str, str]) -> str:
    """The code of what was chosen or typed: with its code in brackets, the code alone, or a label that only one has."""
    bracketed = _CODE.search(typed)
    code = bracketed.group(1).strip() if bracketed else typed.strip()
    if code in items:
        return code
    named = [c for c, label in items.items() if fold(_CODE.sub("", label)) == fold(typed)]
    return named[0] if len(named) == 1 else ""


def _wrong(one: Amendment, known: Amendment) -> Finding | None:
    place = Place(known.unit, sheet=one.sheet, cell=one.cell)
    lacking = [
        word
        for word, there in (
            ("đơn vị", known.unit),
            ("chỉ tiêu", known.item),
            ("số đúng", known.new is not None),
        )
        if not there
    ]
    if lacking:
        return finding("AMENDMENT_UNCLEAR", place, lacking=", ".join(lacking))
    if not one.reason:
        return finding("AMENDMENT_NO_REASON", place)
    return None if known.sha256 else finding("AMENDMENT_NO_RETURN", place)


def put_right(
    catalogue: CatalogueAt, submission: Submission, amendments: Iterable[Amendment]
) -> tuple[Submission, tuple[Finding, ...]]:
    """A return as it was read, with what the unit has said since in place of what it wrote; it is checked as any other.

    AMENDMENT_VOID where the return has no such cell, or says something else than the amendment believes.
    """
    values = list(submission.values)
    places = {(v.item, v.row): n for n, v in enumerate(values)}
    findings = []
    for one in amendments:
        at = places.get((one.item, one.row))
        if at is None:
            findings.append(_void(submission, one, None, "báo cáo không có ô này"))
        elif not _same(catalogue, one.item, values[at].value, one.old):
            why = f"báo cáo ghi {_told(values[at].value)}, không phải {_told(one.old)}"
            findings.append(_void(submission, one, values[at], why))
        else:
            values[at] = values[at]._replace(value=one.new)
    return replace(submission, values=tuple(values)), tuple(findings)


def _void(submission: Submission, one: Amendment, value: Value | None, why: str) -> Finding:
    sheet, cell = (value.sheet, value.cell) if value else ("", "")
    place = Place(submission.unit, submission.file, sheet, cell, one.item)
    return finding("AMENDMENT_VOID", place, new=_told(one.new), reason=why)


def _same(catalogue: CatalogueAt, item: str, one: Scalar, other: Scalar) -> bool:
    return _read(catalogue, item, one) == _read(catalogue, item, other)


def as_read(catalogue: CatalogueAt, item: str, value: Scalar) -> Scalar:
    """What is typed, as its kind of value reads it; as it is where that is nothing of the kind."""
    return _read(catalogue, item, value)


def _read(catalogue: CatalogueAt, item: str, value: Scalar) -> Scalar:
    kind, asked = _asked(catalogue, item)
    try:
        return kind.read(value, asked)
    except Misfit as misfit:
        return value if misfit.kept is None else misfit.kept


def _asked(catalogue: CatalogueAt, item: str) -> tuple[Kind, Asked]:
    code, _, column = item.partition(".")
    of = catalogue.list[code].column(column) if column else catalogue.indicator[code]
    assert of is not None
    return kind_of(of), asked_of(catalogue, of)


def _told(value: Scalar) -> str:
    return "để trống" if value is None else f"“{shown(value)}”"


def told(
    catalogue: CatalogueAt, amendments: Iterable[Amendment], used: Mapping[str, Submission]
) -> Iterator[Finding]:
    """VALUE_AMENDED at every number in use that was put right."""
    labels = labelled(catalogue)
    for one in amendments:
        value = in_use(catalogue, one, used)
        if value is not None:
            place = Place(one.unit, used[one.unit].file, value.sheet, value.cell, one.item)
            label = _CODE.sub("", labels[one.item]).strip()
            yield finding(
                "VALUE_AMENDED", place, label=label, old=_told(one.old), new=_told(one.new), reason=one.reason
            )


def in_use(catalogue: CatalogueAt, one: Amendment, used: Mapping[str, Submission]) -> Value | None:
    """The value in use that an amendment gave; ``None`` where it gave none."""
    sent = used.get(one.unit)
    if sent is None or sent.sha256 != one.sha256:
        return None
    found = next((v for v in sent.values if (v.item, v.row) == (one.item, one.row)), None)
    return found if found and found.value == as_read(catalogue, one.item, one.new) else None
