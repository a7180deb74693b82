"""One worksheet's XML: its cells read, written and moved in place; styles stay as they are."""

from __future__ import annotations

import bisect
import datetime
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import cast

from lxml import etree
from openpyxl.utils import get_column_letter

from qcdc_xl.xlsx.groups import arrays, expand_shared, texts
from qcdc_xl.xlsx.host import Cell, Formula, Scalar
from qcdc_xl.xlsx.package import child, plain_text, tag, unescaped
from qcdc_xl.xlsx.shift import (
    MAX_COLUMNS,
    MAX_ROWS,
    Insertion,
    column_of,
    sheets_in,
    shift_areas,
    shift_formula,
)
from qcdc_xl.xlsx.surroundings import follow_surroundings, hides_column, set_text

LONGEST = 32_767
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_EPOCH, _EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)


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
                column = column_of(at) if at else column + 1
                own[column] = cell
            self.cells[number] = own
        self._order = sorted(self.rows)
        self._arrays: dict[tuple[int, int], tuple[tuple[int, int], ...]] | None = None

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
            return plain_text(cell)
        found = child(cell, _V)
        text = found.text if found is not None else None
        if text is None:
            return "" if kind == "str" and child(cell, _F) is not None else None
        if kind == "s":
            return self.strings[int(text)]
        if kind == "b":
            return text == "1"
        if kind in ("str", "e", "d"):
            return unescaped(text)
        return float(text)

    def formula(self, cell: etree._Element) -> str | None:
        """A cell's own formula; that of a shared group's other members is not written out, so none."""
        found = child(cell, _F)
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
        shared = child(cell, _F)
        if shared is not None and shared.get("t") == "shared":
            expand_shared(self.cells)
        self._drop_array(row, column)
        _clear(cell)
        if isinstance(new, Formula):
            etree.SubElement(cell, _F).text = new.text
        self._put(cell, new.value if isinstance(new, Formula) else new, isinstance(new, Formula))
        return True

    def _same(self, cell: etree._Element, new: Cell) -> bool:
        formula = self.formula(cell)
        wanted = new.text if isinstance(new, Formula) else None
        value = self.plain(new.value if isinstance(new, Formula) else new)
        if formula != wanted:
            return False
        present = self.value(cell)
        if formula is not None:  # a formula's blank result is an empty text or nothing at all
            present, value = (None if v == "" else v for v in (present, value))
        return present == value and isinstance(present, bool) == isinstance(value, bool)

    def plain(self, value: Scalar) -> Scalar:
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
        plain = self.plain(value)
        if plain is None and not cached:
            return
        if isinstance(plain, str) and not cached:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, _IS), _T)
            text.text = _ESCAPE.sub("_x005F_", plain)
            text.set(_SPACE, "preserve")
            return
        if isinstance(plain, str):
            plain = _ESCAPE.sub("_x005F_", plain)
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
        self._row(row)
        return self._place(row, column, self._style(row, column))

    def _place(self, row: int, column: int, style: str | None) -> etree._Element:
        """A blank cell where there is none, in an existing row."""
        own, holder = self.cells[row], self.rows[row]
        holder.attrib.pop("spans", "")  # from which column to which; only for speed
        cell = etree.Element(_C, {"r": address(row, column)})
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

    def put_row(
        self, number: int, like: etree._Element | None, cells: Sequence[tuple[int, etree._Element]]
    ) -> None:
        """Put a row that was made elsewhere, its styles already those of this workbook, in the place of one here."""
        row = self._row(number)
        for old in list(row):
            row.remove(old)
        row.attrib.clear()
        for name, value in like.attrib.items() if like is not None else ():
            if name != "spans":
                row.set(name, value)
        row.set("r", str(number + 1))
        self.cells[number], self._arrays = dict(cells), None
        for column, cell in cells:
            cell.set("r", address(number, column))
            row.append(cell)

    @property
    def has_password(self) -> bool:
        """Whether the sheet is protected by a password."""
        found = self.root.find(tag("sheetProtection"))
        return found is not None and bool(found.get("password") or found.get("hashValue"))

    def restyle(self, row: int, columns: Iterable[int], style: str) -> None:
        """Give cells of a row a style; those that are not there come to be, blank."""
        self._row(row)
        for column in columns:
            cell = self.cells[row].get(column)
            cell = cell if cell is not None else self._place(row, column, None)
            cell.set("s", style)

    def hidden(self, number: int) -> bool:
        """Whether a row is hidden."""
        row = self.rows.get(number)
        return row is not None and row.get("hidden") in ("1", "true")

    def hide(self, number: int, hidden: bool) -> bool:
        """Hide or show a row; ``False`` if it is so already."""
        if self.hidden(number) == hidden:
            return False
        row = self._row(number)
        if hidden:
            row.set("hidden", "1")
        else:
            row.attrib.pop("hidden", "")
        return True

    def fit(self, heights: Mapping[int, float], ours: Callable[[float], bool]) -> bool:
        """Give rows the height that their texts need, unless a user has set one that is not ``ours``."""
        changed = False
        for number, height in heights.items():
            row = self._row(number)
            wanted, present = f"{height:g}", row.get("ht", "")
            marked = row.get("customHeight") in ("1", "true")
            if present != wanted and not (marked and present and not ours(float(present))):
                row.set("ht", wanted)
                row.attrib.pop("customHeight", "")
                changed = True
        return changed

    def formulas(self) -> Iterator[tuple[int, int, etree._Element, str]]:
        """Every cell that shows a formula's result, with its row and column and that formula."""
        for (row, column), cell, text in texts(self.cells):
            yield row, column, cell, text

    def _drop_array(self, row: int, column: int) -> None:
        """An array goes as a whole, as in Excel."""
        if self._arrays is None:
            self._arrays = arrays(self.data)
        places = self._arrays.get((row, column), ())
        for place in places:
            member = self.cells.get(place[0], {}).get(place[1])
            if member is not None:
                _clear(member)
            del self._arrays[place]

    def _shares_formulas_with(self, sheet: str) -> bool:
        """Whether any shared formula refers to the sheet or, if it is this one, there is any."""
        shared = (f.text or "" for f in self.data.iter(_F) if f.get("t") == "shared")
        wanted = sheet.casefold()
        if sheet == self.name:
            return any(True for _ in shared)
        return any(wanted == found.casefold() for text in shared for found in sheets_in(text, self.name))

    def follow(self, insertion: Insertion) -> bool:
        """Let this sheet's formulas and ranges follow an insertion, on this sheet or another."""
        own = insertion.sheet == self.name
        changed = self._shares_formulas_with(insertion.sheet)
        if changed:
            expand_shared(self.cells)
        for formula in self.data.iter(_F):
            changed |= set_text(formula, shift_formula(formula.text or "", self.name, insertion))
            for name in ("ref", "r1", "r2") if own else ():
                if formula.get(name):
                    formula.set(name, shift_areas(formula.get(name, ""), insertion))
        grows = insertion.rows and self._like_before(insertion)
        changed |= follow_surroundings(self.root, self.name, insertion, grows)
        if own:
            self._move(insertion)
        return changed or own

    def _like_before(self, insertion: Insertion) -> bool:
        """Whether new rows (columns) look like the ones before them; hidden ones are no model."""
        before = insertion.at - 1
        return not (self.hidden(before) if insertion.rows else hides_column(self.root, before))

    def _move(self, insertion: Insertion) -> None:
        if insertion.rows:
            self._move_rows(insertion)
        else:
            self._move_columns(insertion)
        self._arrays = None

    def _move_rows(self, insertion: Insertion) -> None:
        above = self.rows.get(insertion.at - 1)
        if not self._like_before(insertion):
            above = self.rows.get(insertion.at, above)
        template = [(c, e.get("s")) for c, e in (self._cells_of(above).items() if above is not None else ())]
        rows, cells = self.rows, self.cells
        self.rows, self.cells = {}, {}
        for number, row in rows.items():
            new = insertion.moved(number)
            if new >= MAX_ROWS:  # LibreOffice writes a last row, only to say how the rest looks
                self.data.remove(row)
                continue
            self.rows[new], self.cells[new] = row, cells[number]
            if new != number:
                row.set("r", str(new + 1))
                for column, cell in cells[number].items():
                    cell.set("r", address(new, column))
        self._order = sorted(self.rows)
        level = self._level(insertion)
        for number in range(insertion.at, insertion.at + insertion.count):
            row = self._row(number)
            if level:
                row.set("outlineLevel", str(level))
            for name in ("s", "customFormat"):
                if above is not None and above.get(name):
                    row.set(name, above.get(name, ""))
            for column, style in sorted(template):
                cell = self.cells[number][column] = etree.SubElement(row, _C, {"r": address(number, column)})
                if style:
                    cell.set("s", style)

    def _level(self, insertion: Insertion) -> int:
        """How deep rows are grouped that come between two of a group."""
        around = (insertion.at - 1, insertion.at + insertion.count)
        return min(int(self.rows[n].get("outlineLevel", "0")) if n in self.rows else 0 for n in around)

    def _cells_of(self, row: etree._Element) -> dict[int, etree._Element]:
        return next(self.cells[n] for n, r in self.rows.items() if r is row)

    def _move_columns(self, insertion: Insertion) -> None:
        model = insertion.at - 1 if self._like_before(insertion) else insertion.at
        for number, row in self.rows.items():
            own = self.cells[number]
            like = own.get(model)
            moved = {}
            for column, cell in own.items():
                new = insertion.moved(column)
                if new >= MAX_COLUMNS:
                    row.remove(cell)
                    continue
                cell.set("r", address(number, new))
                moved[new] = cell
            row.attrib.pop("spans", "")
            self.cells[number] = moved
            for column in range(insertion.at, insertion.at + insertion.count) if like is not None else ():
                self._place(number, column, like.get("s") if like is not None else None)


def address(row: int, column: int) -> str:
    """A cell's address by its row and column, both from 0."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def _clear(cell: etree._Element) -> None:
    for part in list(cell):
        cell.remove(part)
    for name in ("t", "cm", "vm"):
        if cell.get(name) is not None:
            del cell.attrib[name]


def _number(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
