"""The careful reader: an .xlsx or .xlsm streamed from its XML, for files that the fast reader cannot take.

Slower by far, and asked only where :mod:`qcdc_xl.intake.unseen` or a failure of the fast reader says so. It gives what the fast
reader gives, but errors as the words that Excel shows, a number that is no date as a number, and nothing of what lies far
from any form: that is told of. Nothing that the file refers to is opened, and no document type is read.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from qcdc_xl.intake.formats import DATE, DISGUISE, DURATION, looks
from qcdc_xl.intake.limits import CELLS, COLUMNS, ROWS, STRINGS, TooMuch
from qcdc_xl.intake.parts import Damaged, Parts, local, related, sheet_parts, tree, workbook_part
from qcdc_xl.intake.unseen import Area, Cell, area_of, column_of
from qcdc_xl.marked import address
from qcdc_xl.values.entered import ERROR_VALUE, ERRORS

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,10})")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_EPOCH, _EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)
_LAST_DAY = 2_958_465
"""The 31st of December 9999, as Excel counts."""


@dataclass(frozen=True, slots=True)
class CarefulSheet:
    """A sheet as read: its grid, the cells of formulas without a result, those that show something else than they hold,
    the merged areas, and the first mark far from any form."""

    name: str
    grid: list[list[object]]
    uncalculated: frozenset[Cell]
    disguised: frozenset[Cell]
    merged: tuple[Area, ...]
    far: tuple[str, object] | None


def carefully(parts: Parts) -> list[CarefulSheet]:
    """All sheets of a workbook. Raises :class:`Damaged`, :class:`TooMuch`."""
    part = workbook_part(parts)
    root, relations = tree(parts.read(part)), related(parts, part)
    by_kind = {kind: target for kind, target in relations.values()}
    strings = _strings(parts.read(by_kind["sharedStrings"])) if "sharedStrings" in by_kind else []
    shapes = looks(parts.read(by_kind["styles"])) if by_kind.get("styles", "") in parts else ()
    epoch = _EPOCH_1904 if _counts_from_1904(root) else _EPOCH
    sheets: list[CarefulSheet] = []
    left = CELLS
    for name, target in sheet_parts(parts, root, relations):
        sheet = _Sheet(strings, shapes, epoch, left)
        _stream(parts.read(target), sheet)
        left -= sheet.count
        seen = frozenset(sheet.uncalculated), frozenset(sheet.disguised), tuple(sheet.merged)
        sheets.append(CarefulSheet(name, sheet.grid(), *seen, sheet.far))
    return sheets


def _counts_from_1904(root: object) -> bool:
    settings = (e for e in root.iter() if local(e.tag) == "workbookPr")  # type: ignore[attr-defined]
    return any(e.get("date1904") in ("1", "true") for e in settings)


def _stream(xml: bytes, handler: _Sheet | _Texts) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, found: handler.start(name.rpartition(" ")[2], found)
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, OverflowError, LookupError) as error:
        raise Damaged from error


def _no_doctype(*_: object) -> None:
    raise Damaged


@dataclass(slots=True)
class _Texts:
    """Gathers the shared texts; how a text is to be read aloud (``rPh``) is left out."""

    found: list[str] = field(default_factory=list)
    _now: list[str] = field(default_factory=list)
    _taking: bool = False
    _aloud: bool = False

    def start(self, name: str, found: Mapping[str, str]) -> None:
        if name == "t":
            self._taking = not self._aloud
        elif name == "rPh":
            self._aloud = True

    def end(self, name: str) -> None:
        if name == "t":
            self._taking = False
        elif name == "rPh":
            self._aloud = False
        elif name == "si":
            self.found.append("".join(self._now))
            self._now.clear()
            if len(self.found) > STRINGS:
                raise TooMuch(f"gồm hơn {STRINGS} đoạn chữ khác nhau")

    def text(self, data: str) -> None:
        if self._taking:
            self._now.append(data)


def _strings(xml: bytes) -> list[str]:
    texts = _Texts()
    _stream(xml, texts)
    return texts.found


class _Sheet:
    """Gathers the cells of a sheet that lie near, and the first one that does not."""

    def __init__(
        self, strings: Sequence[str], looks: Sequence[str], epoch: datetime.datetime, most: int
    ) -> None:
        self._strings, self._looks, self._epoch, self._most = strings, looks, epoch, most
        self._rows: dict[int, dict[int, object]] = {}
        self.uncalculated: set[Cell] = set()
        self.disguised: set[Cell] = set()
        self.merged: list[Area] = []
        self.far: tuple[str, object] | None = None
        self.count = 0
        self._row, self._column = -1, -1
        self._kind, self._style = "", 0
        self._formula, self._value, self._inline, self._aloud = False, "", "", False
        self._taking = ""

    def start(self, name: str, found: Mapping[str, str]) -> None:
        if name == "c":
            self._begin(found)
        elif name == "row":
            self._row = int(found["r"]) - 1 if "r" in found else self._row + 1
            self._column = -1
        elif name == "f":
            self._formula = True
        elif name in ("v", "t"):
            self._taking = name
        elif name == "rPh":
            self._aloud = True
        elif name == "mergeCell":
            self.merged += area_of(found.get("ref", ""))

    def _begin(self, found: Mapping[str, str]) -> None:
        self._column += 1
        if "r" in found:
            reference = _REFERENCE.fullmatch(found["r"])
            if reference is None:
                raise Damaged(found["r"])
            self._row, self._column = int(reference[2]) - 1, column_of(reference[1])
        self._kind, self._style = found.get("t", "n"), int(found.get("s", "0"))
        self._formula, self._value, self._inline = False, "", ""

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._taking = ""
        elif name == "rPh":
            self._aloud = False
        elif name == "c":
            self._keep()

    def text(self, data: str) -> None:
        if self._taking == "v":
            self._value += data
        elif self._taking == "t" and not self._aloud:
            self._inline += data

    def _keep(self) -> None:
        if self._formula and self._value == "" and self._kind != "str":
            if self._row < ROWS and self._column < COLUMNS:
                self.uncalculated.add((self._row, self._column))
            return
        value = self._read()
        if value == "":
            return
        self.count += 1
        if self.count > self._most:
            raise TooMuch(f"gồm hơn {CELLS} ô")
        if self._row >= ROWS or self._column >= COLUMNS or self._row < 0:
            self.far = self.far or (address(self._row, self._column), value)
        else:
            self._rows.setdefault(self._row, {})[self._column] = value

    def _read(self) -> object:
        text, kind = self._value, self._kind
        if kind == "inlineStr":
            return self._inline
        if kind == "str" or text == "":
            return text
        if kind == "s":
            return self._strings[_index(text)]
        if kind == "b":
            return text not in ("0", "false")
        if kind == "e":
            return text if text.startswith(ERRORS) else f"{ERROR_VALUE} {text}"
        return _day_or_text(text) if kind == "d" else self._number(text)

    def _number(self, text: str) -> object:
        if not _NUMBER.fullmatch(text.strip()):
            return text
        number = float(text)
        look = self._looks[self._style] if self._style < len(self._looks) else ""
        if look == DISGUISE:
            self.disguised.add((self._row, self._column))
        if look == DATE and 0 <= number <= _LAST_DAY:
            return _day_of(number, self._epoch)
        if look == DURATION and abs(number) <= _LAST_DAY:
            return _time(number)
        return number

    def grid(self) -> list[list[object]]:
        """Rows from the first on, all as long as the longest; ``""`` for blank."""
        width = 1 + max((max(row) for row in self._rows.values()), default=-1)
        rows: list[list[object]] = [[""] * width for _ in range(1 + max(self._rows, default=-1))]
        for number, cells in self._rows.items():
            for column, value in cells.items():
                rows[number][column] = value
        return rows


def _day_of(number: float, epoch: datetime.datetime) -> object:
    """A day, a time of day, or both, as the fast reader gives them."""
    leap = epoch == _EPOCH and 1 <= number < 60  # Excel's calendar has a 29th of February 1900
    moment = epoch + _time(number + leap)
    if number < 1:
        return moment.time()
    return moment if number % 1 else moment.date()


def _index(text: str) -> int:
    """The number of a shared text. Raises ValueError where there is none."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _time(days: float) -> datetime.timedelta:
    return datetime.timedelta(milliseconds=round(days * 86_400_000))


def _day_or_text(text: str) -> object:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if "T" in text else moment.date()
