"""One worksheet's XML: its cells read, written and moved in place; styles stay as they are."""

from __future__ import annotations

import bisect
import datetime
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from lxml import etree
from openpyxl.formula.translate import Translator

from qcdc_xl.master.host import Cell, Formula, Scalar
from qcdc_xl.master.package import MAIN
from qcdc_xl.master.shift import Insertion, shift_areas, shift_formula
from qcdc_xl.tables import address

LONGEST = 32_767
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_EPOCH, _EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)
_REFERENCES = ("ref", "sqref", "activeCell", "topLeftCell")
_FORMULAS = ("formula", "formula1", "formula2", "f")


def tag(name: str) -> str:
    """A name in the spreadsheet namespace."""
    return f"{{{MAIN}}}{name}"


_V, _F, _T, _C, _ROW, _IS = map(tag, ("v", "f", "t", "c", "row", "is"))


class SheetXml:
    """The cells of one sheet; rows and columns count from 0."""

    def __init__(self, name: str, root: etree._Element, strings: Sequence[str], date1904: bool) -> None:
        self.name, self.root, self.strings = name, root, strings
        self.epoch = _EPOCH_1904 if date1904 else _EPOCH
        found = root.find(tag("sheetData"))
        assert found is not None, "every worksheet has sheetData"
        self.data = found
        self._index()

    def _index(self) -> None:
        """Number rows and cells; both may leave out their ``r``, then they follow one another."""
        self.rows: dict[int, etree._Element] = {}
        self.cells: dict[int, dict[int, etree._Element]] = {}
        number = -1
        for row in self.data.iterchildren(_ROW):
            number = int(row.get("r", str(number + 2))) - 1
            self.rows[number] = row
            column, own = -1, {}
            for cell in row.iterchildren(_C):
                at = cell.get("r")
                column = _column(at) if at else column + 1
                own[column] = cell
            self.cells[number] = own
        self._order = sorted(self.rows)

    def values(self) -> list[list[object]]:
        """All values from A1 on, ``""`` for blank."""
        height = max((r for r, cells in self.cells.items() if cells), default=-1) + 1
        width = max((max(cells) for cells in self.cells.values() if cells), default=-1) + 1
        grid: list[list[object]] = [[""] * width for _ in range(height)]
        for row, cells in self.cells.items():
            for column, cell in cells.items():
                value = self.value(cell)
                if value is not None:
                    grid[row][column] = value
        return grid

    def value(self, cell: etree._Element) -> Scalar:
        """A cell's value or, of a formula, its cached result; numbers are floats, dates too."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(t.text or "" for t in cell.iter(_T))
        found = cell.find(_V)
        text = found.text if found is not None else None
        if text is None:
            return "" if kind == "str" and cell.find(_F) is not None else None
        if kind == "s":
            return self.strings[int(text)]
        if kind == "b":
            return text == "1"
        return text if kind in ("str", "e", "d") else float(text)

    def formula(self, cell: etree._Element) -> str | None:
        """A cell's own formula; that of a shared group's other members is not written out, so none."""
        found = cell.find(_F)
        return None if found is None else found.text or ""

    def write(self, row: int, column: int, new: Cell) -> bool:
        """Write one cell; ``False`` if it already shows exactly this."""
        cell = self.cells.get(row, {}).get(column)
        if cell is None:
            if new is None:
                return False
            cell = self._new_cell(row, column)
        elif self._same(cell, new):
            return False
        shared = cell.find(_F)
        if shared is not None and shared.get("t") in ("shared", "array"):
            self.expand_shared()
        _clear(cell)
        if isinstance(new, Formula):
            etree.SubElement(cell, _F).text = new.text
        self._put(cell, new.value if isinstance(new, Formula) else new, isinstance(new, Formula))
        return True

    def _same(self, cell: etree._Element, new: Cell) -> bool:
        formula = self.formula(cell)
        wanted = new.text if isinstance(new, Formula) else None
        value = self._plain(new.value if isinstance(new, Formula) else new)
        if formula != wanted:
            return False
        present = self.value(cell)
        if formula is not None:  # a formula's blank result is an empty text or nothing at all
            present, value = (None if v == "" else v for v in (present, value))
        return present == value and isinstance(present, bool) == isinstance(value, bool)

    def _plain(self, value: Scalar) -> Scalar:
        """A value as a sheet holds it: dates are days, texts are legal and not too long."""
        if isinstance(value, datetime.datetime):
            return (value - self.epoch) / datetime.timedelta(days=1)
        if isinstance(value, datetime.date):
            return float((datetime.datetime.combine(value, datetime.time()) - self.epoch).days)
        if isinstance(value, str):
            return _ILLEGAL.sub("", value)[:LONGEST]
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return value

    def _put(self, cell: etree._Element, value: Scalar, cached: bool) -> None:
        plain = self._plain(value)
        if plain is None and not cached:
            return
        if isinstance(plain, str) and not cached:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, _IS), _T)
            text.text = plain
            text.set(_SPACE, "preserve")
            return
        if plain is None or isinstance(plain, str | bool):
            cell.set("t", "b" if isinstance(plain, bool) else "str")
        found = etree.SubElement(cell, _V)
        found.text = (
            str(int(plain))
            if isinstance(plain, bool)
            else ""
            if plain is None
            else _number(cast(str | float, plain))
        )

    def _new_cell(self, row: int, column: int) -> etree._Element:
        holder = self._row(row)
        own = self.cells[row]
        cell = etree.Element(_C, r=address(row, column))
        style = self._style(row, column)
        if style:
            cell.set("s", style)
        after = [c for c in own if c < column]
        if after:
            own[max(after)].addnext(cell)
        else:
            holder.insert(0, cell)
        own[column] = cell
        return cell

    def _style(self, row: int, column: int) -> str | None:
        """The style of a new cell: its row's, else that of the cell above, else its column's."""
        if self.rows[row].get("customFormat") in ("1", "true"):
            return self.rows[row].get("s")
        above = self.cells.get(row - 1, {}).get(column)
        if above is not None:
            return above.get("s")
        for found in self.root.iterfind(f"{tag('cols')}/{tag('col')}"):
            if int(found.get("min", "0")) <= column + 1 <= int(found.get("max", "0")):
                return found.get("style")
        return None

    def _row(self, number: int) -> etree._Element:
        row = self.rows.get(number)
        if row is None:
            row = etree.Element(_ROW, r=str(number + 1))
            place = bisect.bisect(self._order, number)
            if place:
                self.rows[self._order[place - 1]].addnext(row)
            else:
                self.data.insert(0, row)
            self._order.insert(place, number)
            self.rows[number], self.cells[number] = row, {}
        return row

    def hide(self, number: int, hidden: bool) -> bool:
        """Hide or show a row; ``False`` if it is so already."""
        row = self.rows.get(number)
        present = row is not None and row.get("hidden") in ("1", "true")
        if present == hidden:
            return False
        row = self._row(number)
        if hidden:
            row.set("hidden", "1")
        else:
            row.attrib.pop("hidden", "")
        return True

    def fit(self, heights: Mapping[int, float]) -> bool:
        """Give rows the height that their texts need, unless a user has set one."""
        changed = False
        for number, height in heights.items():
            row = self._row(number)
            wanted = f"{height:g}"
            if row.get("customHeight") not in ("1", "true") and row.get("ht") != wanted:
                row.set("ht", wanted)
                changed = True
        return changed

    def expand_shared(self) -> None:
        """Write out shared formulas cell by cell, so that one of them can change without the others."""
        masters: dict[str, tuple[str, str]] = {}
        for cell, formula in list(self._formulas()):
            kind = formula.get("t")
            here = cell.get("r", "")
            if kind == "shared":
                index = formula.get("si", "")
                if formula.text:
                    masters[index] = (formula.text, here)
                text, origin = masters[index]
                formula.text = Translator("=" + text, origin).translate_formula(here)[1:]
            if kind in ("shared", "array"):
                for name in ("t", "si", "ref"):
                    formula.attrib.pop(name, "")

    def _formulas(self) -> Iterator[tuple[etree._Element, etree._Element]]:
        for cells in self.cells.values():
            for cell in cells.values():
                formula = cell.find(_F)
                if formula is not None:
                    yield cell, formula

    def formulas(self) -> Iterator[tuple[int, int, etree._Element, str]]:
        """Every formula with its row, column and cell."""
        for row, cells in self.cells.items():
            for column, cell in cells.items():
                formula = cell.find(_F)
                if formula is not None:
                    yield row, column, cell, formula.text or ""

    def has_shared(self) -> bool:
        """Whether any formula is shared by several cells."""
        return any(f.get("t") == "shared" for _, f in self._formulas())

    def follow(self, insertion: Insertion) -> bool:
        """Let this sheet's formulas and ranges follow an insertion, on this sheet or another."""
        own = insertion.sheet == self.name
        changed = False
        if own or self.has_shared():
            self.expand_shared()
            changed = True
        for _, formula in self._formulas():
            changed |= _set_text(formula, shift_formula(formula.text or "", self.name, insertion))
        for part in self.root:
            for element in part.iter() if part is not self.data else ():
                if isinstance(element.tag, str):
                    changed |= self._follow_element(element, insertion, own)
        if own:
            self._move(insertion)
        return changed or own

    def _follow_element(self, element: etree._Element, insertion: Insertion, own: bool) -> bool:
        changed = False
        name = etree.QName(element).localname
        if name in _FORMULAS and element.text:
            changed |= _set_text(element, shift_formula(element.text, self.name, insertion))
        if name == "sqref" and own and element.text:
            changed |= _set_text(element, shift_areas(element.text, insertion))
        for attribute in _REFERENCES if own else ():
            value = element.get(attribute)
            if value:
                element.set(attribute, shift_areas(value, insertion))
        location = element.get("location") if name == "hyperlink" else None
        if location:
            element.set("location", shift_formula(location, self.name, insertion))
        return changed

    def _move(self, insertion: Insertion) -> None:
        if insertion.rows:
            self._move_rows(insertion)
        else:
            self._move_columns(insertion)
        self._move_panes(insertion)
        self._index()

    def _move_rows(self, insertion: Insertion) -> None:
        above = self.rows.get(insertion.at - 1)
        if above is not None and above.get("hidden") in ("1", "true"):
            above = self.rows.get(insertion.at, above)
        template = [(c, e.get("s")) for c, e in (self._cells_of(above).items() if above is not None else ())]
        moved = {}
        for number, row in self.rows.items():
            new = insertion.moved(number)
            row.set("r", str(new + 1))
            for column, cell in self.cells[number].items():
                cell.set("r", address(new, column))
            moved[new] = row
        self.rows, self._order = moved, sorted(moved)
        self.cells = {insertion.moved(n): cells for n, cells in self.cells.items()}
        for number in range(insertion.at, insertion.at + insertion.count):
            row = self._row(number)
            for name in ("s", "customFormat"):
                if above is not None and above.get(name):
                    row.set(name, above.get(name, ""))
            for column, style in sorted(template):
                cell = etree.SubElement(row, _C, r=address(number, column))
                if style:
                    cell.set("s", style)
        for brk in self.root.iterfind(f"{tag('rowBreaks')}/{tag('brk')}"):
            brk.set("id", str(insertion.moved(int(brk.get("id", "0")))))

    def _cells_of(self, row: etree._Element) -> dict[int, etree._Element]:
        return next(self.cells[n] for n, r in self.rows.items() if r is row)

    def _move_columns(self, insertion: Insertion) -> None:
        for number, row in self.rows.items():
            own = self.cells[number]
            left = own.get(insertion.at - 1)
            moved = {}
            for column, cell in own.items():
                new = insertion.moved(column)
                cell.set("r", address(number, new))
                moved[new] = cell
            row.attrib.pop("spans", "")
            last = left
            for column in range(insertion.at, insertion.at + insertion.count) if left is not None else ():
                cell = etree.Element(_C, r=address(number, column))
                if left is not None and left.get("s"):
                    cell.set("s", left.get("s", ""))
                assert last is not None
                last.addnext(cell)
                last = cell
                moved[column] = cell
            self.cells[number] = moved
        self._move_widths(insertion)

    def _move_widths(self, insertion: Insertion) -> None:
        holder = self.root.find(tag("cols"))
        if holder is None:
            return
        for col in list(holder):
            first, last = int(col.get("min", "1")) - 1, int(col.get("max", "1")) - 1
            grows = first <= insertion.at - 1 <= last
            col.set("min", str(insertion.moved(first) + 1))
            col.set("max", str((last + insertion.count if grows or last >= insertion.at else last) + 1))

    def _move_panes(self, insertion: Insertion) -> None:
        for pane in self.root.iter(tag("pane")):
            name = "ySplit" if insertion.rows else "xSplit"
            split = pane.get(name)
            if split and pane.get("state", "split").startswith("frozen") and insertion.at < int(float(split)):
                pane.set(name, str(int(float(split)) + insertion.count))


def _set_text(element: etree._Element, text: str) -> bool:
    if element.text == text or (not text and not element.text):
        return False
    element.text = text
    return True


def _clear(cell: etree._Element) -> None:
    for child in list(cell):
        cell.remove(child)
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, "")


def _number(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _column(reference: str) -> int:
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1
