"""Step 3: what a returned form must be as a whole: each of its tables once, nothing typed outside their cells.

What can be said without the catalogue is said here, at the place; what the form of then had and the file lacks is for
``checks.structure`` to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import cast

from qcdc_xl import vietnamese
from qcdc_xl.marked import TABLE, Marked, address, key_text
from qcdc_xl.model.decision import WHOSE
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.model.scalar import Scalar
from qcdc_xl.model.submission import Printed
from qcdc_xl.values.kind import shown

COMPUTED = ("number", "status")
"""Columns of a list that the form fills by itself: the row's number and whether it is complete."""
NAMES = {
    "meta": WHOSE,
    "indicators": "chỉ tiêu",
    "answers": "trả lời chung của bảng kê",
}
"""What people call the tables of a form."""
HEADS = {
    "label": "Chỉ tiêu", "unit_of_measure": "Đơn vị tính", "value": "Số liệu",
    "nil": "Không phát sinh", "note": "Ghi chú",
}  # fmt: skip
"""What people call the columns of the table of indicators."""
_UNIT, _PERIOD = "đơn vị báo cáo", "kỳ báo cáo"
_HEAD_ROWS = 40
"""How many rows from the top a form's own words about unit and period are looked for in."""

Tables = Mapping[str, list[Marked]]


def called(name: str) -> str:
    """A table's name for people: "chỉ tiêu"; a record list by its code, for who knows the catalogue to name."""
    return NAMES.get(name, f"bảng kê {name[5:]}" if name.startswith("list:") else name)


def _list_in(name: str) -> str:
    """The code of the record list that a table is, "" for another table: a finding's ``indicator``."""
    return name.removeprefix("list:") if name.startswith("list:") else ""


def each_once(tables: Tables, file: str) -> tuple[dict[str, list[Marked]], list[Finding]]:
    """Each table as one part. Findings: TABLE_COPIED for a copy that says the same or nothing, TABLE_TWICE for one that
    says something else, STAMP_TWICE if that is about whose form it is."""
    kept: dict[str, list[Marked]] = {}
    findings: list[Finding] = []
    for name, parts in tables.items():
        kept[name] = [parts[0]]
        if len(parts) > 1:
            said = {id(part): _content(part) for part in parts}
            best = next((part for part in parts if said[id(part)]), parts[0])
            kept[name] = [best]
            for other in (part for part in parts if part is not best):
                same = not said[id(other)] or said[id(other)] == said[id(best)]
                findings.append(_twice(name, best, other, same, file))
    return kept, findings


def _twice(name: str, best: Marked, other: Marked, same: bool, file: str) -> Finding:
    at = address(other.marker, other.key_column)
    place = Place(file=file, sheet=other.sheet, cell=at, indicator=_list_in(name))
    if same:
        return finding("TABLE_COPIED", place, table=called(name), first=best.sheet)
    if name == "meta":
        return finding("STAMP_TWICE", place, first=_stamp(best), second=_stamp(other), sheet=best.sheet)
    return finding("TABLE_TWICE", place, table=called(name), first=best.sheet)


def _stamp(part: Marked) -> str:
    column = part.columns.get("value")
    said = {row.key: key_text(row.at(column)) for row in part.rows()}
    return ", ".join(said[key] for key in ("unit", "period", "form") if said.get(key))


def _content(part: Marked) -> tuple[tuple[str, ...], ...]:
    """What a part says: its rows that are not blank, without what the form computes."""
    columns = [c for name, c in sorted(part.columns.items()) if name not in COMPUTED]
    values = (
        [part.columns["value"], part.columns.get("nil")]
        if part.name == "indicators" and "value" in part.columns
        else columns
    )
    rows = ((row.key, *(key_text(row.at(c)) for c in values)) for row in part.rows())
    return tuple(row for row in rows if any(row[1:]))


def columns_once(part: Marked, file: str) -> Iterator[Finding]:
    """COLUMN_TWICE at the second of two columns with one key."""
    row = part.grid[part.marker]
    keys = Counter[str]()
    for column in range(part.key_column + 1, len(row)):
        key = row[column]
        if not isinstance(key, str) or not key.strip():
            continue
        if key.startswith(TABLE):
            return
        keys[key.strip()] += 1
        if keys[key.strip()] == 2:
            at = address(part.marker, column)
            place = Place(file=file, sheet=part.sheet, cell=at, indicator=_list_in(part.name))
            first = address(part.marker, part.columns[key.strip()])
            yield finding("COLUMN_TWICE", place, table=called(part.name), column=key.strip(), first=first)


def below_end(part: Marked, file: str) -> Iterator[Finding]:
    """ROW_BELOW_END at every row of a record list that was typed below its closing mark."""
    if not part.closed:
        return
    columns = [c for name, c in part.columns.items() if name not in COMPUTED]
    for index in range(part.end + 1, len(part.grid)):
        cells = part.grid[index]
        first = next((c for c in columns if c < len(cells) and not blank(cells[c])), None)
        if first is not None:
            at = address(index, first)
            place = Place(file=file, sheet=part.sheet, cell=at, indicator=_list_in(part.name))
            yield finding("ROW_BELOW_END", place, value=shown(cast(Scalar, cells[first])))


def last_keyed(part: Marked) -> int:
    """The row after the last one that has a key: where a table without its closing mark visibly ends."""
    return max((row.number + 1 for row in part.rows() if row.key), default=part.marker + 1)


def blank(value: object) -> bool:
    """Whether a cell holds nothing that anybody could see."""
    return value == "" or (isinstance(value, str) and not vietnamese.visible(value))


def beside(part: Marked, cells: Sequence[object]) -> int | None:
    """The column of a number that stands in a row beside its cell: in the unit of measure, the note, or further right."""
    columns = part.columns
    right = max(columns.get("value", 0), columns.get("label", 0))
    mine = {column for name, column in columns.items() if name not in ("unit_of_measure", "note")}
    apart = {columns[name] for name in ("unit_of_measure", "note") if name in columns}
    for column in sorted(apart | set(range(right + 1, len(cells)))):
        if column < len(cells) and column not in mine and _numeric(cells[column]):
            return column
    return None


def _numeric(value: object) -> bool:
    if isinstance(value, str):  # "" too
        return value.strip()[:1].isdigit() and vietnamese.parse_number(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def printed(tables: Tables) -> tuple[Printed, ...]:
    """What the file prints for the eye: the labels of its rows, and on the sheet of its stamp unit and period."""
    found: list[Printed] = []
    for part in tables.get("meta", ()):
        found += _head(part)
    for part in tables.get("indicators", ()):
        found += _labels(part)
    for name, parts in tables.items():
        if name.startswith("list:"):
            found += (_list_head(part) for part in parts)
    return tuple(found)


def _head(part: Marked) -> Iterator[Printed]:
    for index, cells in enumerate(islice(part.grid, _HEAD_ROWS)):
        for column, value in enumerate(cells):
            if not isinstance(value, str) or ":" not in value:
                continue
            what, _, said = value.partition(":")
            for item, words in (("unit", _UNIT), ("period", _PERIOD)):
                if vietnamese.fold(what) == vietnamese.fold(words) and said.strip():
                    yield Printed(item, vietnamese.visible(said), part.sheet, address(index, column))


def _list_head(part: Marked) -> Printed:
    """The heading of a list's first column, at the first cell that could be filled in."""
    column = min((c for name, c in part.columns.items() if name not in COMPUTED), default=part.key_column)
    above = part.grid[part.marker - 2] if part.marker > 1 else ()
    head = key_text(above[column]) if column < len(above) else ""
    return Printed(part.name, head, part.sheet, address(part.marker + 1, column))


def _labels(part: Marked) -> Iterator[Printed]:
    column = part.columns.get("label")
    if column is None:
        return
    for row in part.rows():
        label = row.at(column)
        if row.key and isinstance(label, str) and label:
            yield Printed(row.key, label, part.sheet, address(row.number, column))
