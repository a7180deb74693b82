"""An engine for xlwings over the live Calc of support/live.py: the real xlwings on a running spreadsheet.

Only what the program uses of xlwings is here. Every access that Excel would have to answer is written down in
``calls`` (what it was, on what), so tests can count them; ``faults`` makes the n-th fail, as Excel does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlwings as xw
from live import Calc, Document
from openpyxl.utils import column_index_from_string
from xlwings import base_classes

_ADDRESS = re.compile(r"^\$?([A-Z]*)\$?(\d*)(?::\$?([A-Z]*)\$?(\d*))?$")
REFERENCES = ("App", "Books", "Book", "Sheets", "Sheet", "Range")
"""Calls that only make an object to speak of; the others read or change something."""


class ComError(Exception):
    """What Excel's interface raises, with a number like Excel's."""

    def __init__(self, hresult: int, text: str = "") -> None:
        super().__init__(hresult, text)
        self.hresult = hresult


@dataclass
class Desk:
    """What a person has before them besides the workbook: what is said, what they answer."""

    calc: Calc
    calls: list[tuple[str, str]] = field(default_factory=list)
    alerts: list[tuple[str, str]] = field(default_factory=list)
    bar: list[object] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    picked: object = False
    full_name: str = ""
    read_only: bool = False
    fails_at: int = 0
    fails_on: str = ""
    dies_at: int = 0
    error: Callable[[], Exception] = lambda: ComError(-2146827284, "Exception occurred.")
    clipboard: Range | None = None
    books: dict[str, Book] = field(default_factory=dict)
    protected: list[str] = field(default_factory=list)

    def note(self, kind: str, what: str = "") -> None:
        """One more call; the one that is to fail fails."""
        self.calls.append((kind, what))
        if self.fails_at and self.operations == self.fails_at and kind not in REFERENCES:
            self.fails_at = 0
            raise self.error()
        if self.dies_at and self.operations >= self.dies_at and kind not in (*REFERENCES, "alert"):
            raise self.error()
        if self.fails_on == kind:
            self.fails_on = ""
            raise self.error()

    @property
    def operations(self) -> int:
        """How many calls read or changed something."""
        return sum(kind not in REFERENCES for kind, _ in self.calls)


class Engine:
    """The engine named "calc"."""

    name, type = "calc", "desktop"

    def __init__(self, desk: Desk) -> None:
        self.apps = Apps(desk)

    @staticmethod
    def prepare_xl_data_element(x: object, date_format: object) -> object:
        return "" if x is None else x

    @staticmethod
    def clean_value_data(data: list[list[object]], *_: object) -> list[list[object]]:
        return [[None if cell == "" else cell for cell in row] for row in data]


class Apps(base_classes.Apps):
    def __init__(self, desk: Desk) -> None:
        self.app = App(desk)

    def __iter__(self) -> Iterator[App]:
        return iter([self.app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return self.app


class ExcelApi:
    """The few words of Excel's own that the program speaks to the application."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def GetOpenFilename(self, FileFilter: str, Title: str, MultiSelect: bool) -> object:
        assert MultiSelect
        assert FileFilter.count(",") % 2 == 1  # pairs of name and pattern
        self.desk.note("GetOpenFilename", Title)
        return self.desk.picked


class App(base_classes.App):
    engine: Any = None
    pid = 1

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def api(self) -> ExcelApi:
        return ExcelApi(self.desk)

    @property
    def books(self) -> Books:
        self.desk.note("Books")
        return Books(self)

    def run(self, macro: str, args: tuple[object, ...]) -> object:
        self.desk.note("run", macro)
        book, _, name = macro.rpartition("!")
        document = self.desk.books[book.strip("'")].document
        if name == "QcdcLock":  # Calc forgets what a module remembered when the macro called first has ended
            document.protect(self.desk.protected)
            self.desk.protected = []
            return None
        if name == "QcdcUnlock":
            self.desk.protected = list(dict.fromkeys((*self.desk.protected, *document.protected())))
            answer = document.run("QcdcRibbon.QcdcUnlock")
            for sheet in document.protected():  # VBA in Calc does not reach sheets that were put in since
                with suppress(RuntimeError):  # one with a password stays as it is
                    document.unprotect(sheet)
            return answer
        return document.run(f"QcdcRibbon.{name}", *args)

    @property
    def status_bar(self) -> object:
        return self.desk.bar[-1] if self.desk.bar else False

    @status_bar.setter
    def status_bar(self, value: object) -> None:
        self.desk.note("status_bar", str(value))
        self.desk.bar.append(value)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: object) -> str:
        self.desk.note("alert", prompt)
        self.desk.alerts.append((mode, prompt))
        return self.desk.answers.pop(0) if buttons != "ok" else "ok"


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, name_or_index: str | int) -> Book:
        self.app.desk.note("Book", str(name_or_index))
        return self.app.desk.books[str(name_or_index)]

    def open(self, fullname: str, *_: object) -> Book:
        self.app.desk.note("open", fullname)
        return Book(self.app, Path(fullname))

    def __iter__(self) -> Iterator[Book]:
        return iter(self.app.desk.books.values())

    def __len__(self) -> int:
        return len(self.app.desk.books)


class BookApi:
    """The few words of Excel's own that the program speaks to the workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def ReadOnly(self) -> bool:
        self.book.desk.note("ReadOnly")
        return self.book.desk.read_only

    def Save(self) -> None:
        self.book.desk.note("Save")
        self.book.document.save()

    def SaveCopyAs(self, path: str) -> None:
        self.book.desk.note("SaveCopyAs", path)
        self.book.document.save_as(path)


class Book(base_classes.Book):
    def __init__(self, app: App, path: Path) -> None:
        self.app_impl, self.desk, self.path = app, app.desk, path
        self.document: Document = app.desk.calc.open(path, macros=True)
        app.desk.books[path.name] = self

    @property
    def api(self) -> BookApi:
        return BookApi(self)

    @property
    def name(self) -> str:
        self.desk.note("name")
        return self.path.name

    @property
    def fullname(self) -> str:
        self.desk.note("fullname")
        if "://" in self.desk.full_name:
            raise xw.XlwingsError("Couldn't find the local path")
        return self.desk.full_name or str(self.path)

    @property
    def app(self) -> App:
        self.desk.note("App")
        return self.app_impl

    @property
    def sheets(self) -> Sheets:
        self.desk.note("Sheets")
        return Sheets(self)

    def close(self) -> None:
        self.desk.note("close")
        del self.desk.books[self.path.name]
        self.document.close()


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self, name_or_index: str | int) -> Sheet:
        self.book.desk.note("Sheet", str(name_or_index))
        return Sheet(self.book, str(name_or_index))

    def __len__(self) -> int:
        return len(self.book.document.sheets())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, name) for name in self.book.document.sheets())

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.document.active())


class Unseen:
    """Looks of a chart (fonts, colours, axes): taken as Excel takes them and not drawn by this engine."""

    def __getattr__(self, name: str) -> Unseen:
        made = Unseen()
        object.__setattr__(self, name, made)
        return made

    def __call__(self, *arguments: object) -> Unseen:
        return self


class ChartSeries(Unseen):
    """A series as it is typed in; Calc draws it when numbers and names are known."""

    def __init__(self, chart: NativeChart) -> None:
        object.__setattr__(self, "chart", chart)

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        if name == "XValues":
            self.chart.frame.draw(self)


class SeriesCollection:
    def __init__(self, chart: NativeChart) -> None:
        self.chart = chart
        self.Count = 0

    def NewSeries(self) -> ChartSeries:
        return ChartSeries(self.chart)


class NativeChart(Unseen):
    """The chart in a frame."""

    def __init__(self, frame: ChartObject) -> None:
        object.__setattr__(self, "frame", frame)

    def SeriesCollection(self) -> SeriesCollection:
        return SeriesCollection(self)


class ChartObject:
    """A frame with a chart, made on Calc when its first series is known."""

    def __init__(self, sheet: Sheet, place: tuple[float, ...] = (), name: str = "") -> None:
        self.sheet, self.place, self.Name = sheet, place, name
        self.areas: list[str] = []
        self.ShapeRange = Unseen()
        self.Chart = NativeChart(self)

    def draw(self, series: ChartSeries) -> None:
        self.areas += [
            a.lstrip("=") for a in (series.XValues, series.Values) if a.lstrip("=") not in self.areas
        ]
        document = self.sheet.book.document
        document.draw_chart(self.sheet.sheet_name, self.Name, self.place, self.areas)

    def Delete(self) -> None:
        self.sheet.desk.note("delete chart", self.Name)
        self.sheet.book.document.erase_chart(self.sheet.sheet_name, self.Name)

    def _show(self, shown: bool) -> None:
        self.sheet.desk.note("show chart", self.Name)
        self.sheet.book.document.show_chart(self.sheet.sheet_name, self.Name, shown)

    Visible = property(fset=_show)


class PageSetup:
    """Of how a sheet is printed nothing but that all of it is."""

    PrintArea = ""


class ChartObjects:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def Count(self) -> int:
        return len(self.sheet.book.document.charts(self.sheet.sheet_name))

    def Add(self, left: float, top: float, width: float, height: float) -> ChartObject:
        self.sheet.desk.note("add chart", self.sheet.sheet_name)
        return ChartObject(self.sheet, (left, top, width, height))


class SheetApi:
    """The few words of Excel's own that the program speaks to a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def Activate(self) -> None:
        self.sheet.desk.note("Activate", self.sheet.sheet_name)
        self.sheet.book.document.activate(self.sheet.sheet_name)

    def Unprotect(self) -> None:
        self.sheet.desk.note("Unprotect", self.sheet.sheet_name)
        self.sheet.book.document.unprotect(self.sheet.sheet_name)

    @property
    def PageSetup(self) -> PageSetup:
        return PageSetup()

    def ChartObjects(self, which: int | str | None = None) -> ChartObject | ChartObjects:
        if which is None:
            return ChartObjects(self.sheet)
        names = list(self.sheet.book.document.charts(self.sheet.sheet_name))
        return ChartObject(self.sheet, name=names[which - 1] if isinstance(which, int) else which)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, sheet_name: str) -> None:
        self.book_impl, self.sheet_name, self.desk = book, sheet_name, book.desk

    @property
    def name(self) -> str:
        return self.sheet_name

    @property
    def book(self) -> Book:
        return self.book_impl

    @property
    def api(self) -> SheetApi:
        return SheetApi(self)

    @property
    def visible(self) -> bool:
        self.desk.note("visible?", self.sheet_name)
        return self.book_impl.document.shows(self.sheet_name)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.desk.note("visible", self.sheet_name)
        self.book_impl.document.show(self.sheet_name, value)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        self.desk.note("copy", self.sheet_name)
        assert before is None and after is not None
        after.book_impl.document.import_sheet(
            self.book_impl.document.number, self.sheet_name, after.sheet_name
        )

    def delete(self) -> None:
        self.desk.note("delete sheet", self.sheet_name)
        self.book_impl.document.remove_sheet(self.sheet_name)

    def range(self, arg1: object, arg2: object = None) -> Range:
        if isinstance(arg1, tuple) and len(arg1) == 2 and arg2 is None:
            return Range(self, arg1[1] - 1, arg1[0] - 1, arg1[1] - 1, arg1[0] - 1)
        if isinstance(arg1, tuple) and len(arg1) == 4:
            row, column, height, width = arg1
            return Range(self, column - 1, row - 1, column + width - 2, row + height - 2)
        self.desk.note("Range", f"{self.sheet_name}!{arg1}")
        found = _ADDRESS.match(str(arg1))
        assert found and arg2 is None, arg1
        left, top, right, bottom = found.groups()
        first_column, last_column = _columns(left, right or left)
        first_row, last_row = int(top or 1) - 1, int(bottom or top or 1_048_576) - 1
        return Range(self, first_column, first_row, last_column, last_row)


def _columns(left: str, right: str) -> tuple[int, int]:
    if not left:
        return 0, 16_383
    return column_index_from_string(left) - 1, column_index_from_string(right) - 1


class Range(base_classes.Range):
    def __init__(self, sheet: Sheet, left: int, top: int, right: int, bottom: int) -> None:
        self.sheet, self.desk = sheet, sheet.desk
        self.left_column, self.top_row, self.right_column, self.bottom_row = left, top, right, bottom

    @property
    def api(self) -> Range:
        return self

    @property
    def row(self) -> int:
        return self.top_row + 1

    @property
    def column(self) -> int:
        return self.left_column + 1

    @property
    def shape(self) -> tuple[int, int]:
        return self.bottom_row - self.top_row + 1, self.right_column - self.left_column + 1

    @property
    def max_cells_per_read(self) -> None:
        return None

    @property
    def max_cells_per_write(self) -> None:
        return None

    @property
    def raw_value(self) -> object:
        self._note("read")
        return self._document.area(
            self._name, self.left_column, self.top_row, self.right_column, self.bottom_row
        )

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        self._note("value")
        self._type(value)

    @property
    def formula(self) -> object:
        self._note("formula?")
        return None

    @formula.setter
    def formula(self, value: object) -> None:
        self._note("formula")
        self._type(value)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        self._note("insert")
        height, width = self.shape
        if shift == "down":
            self._document.insert_rows(self._name, self.top_row, height)
            self._document.hide(self._name, self.top_row, self.bottom_row, False)
        else:
            self._document.insert_columns(self._name, self.left_column, width)

    def delete(self, shift: str | None = None) -> None:
        self._note("delete")
        height, width = self.shape
        if shift == "up":
            self._document.delete_rows(self._name, self.top_row, height)
        else:
            self._document.delete_columns(self._name, self.left_column, width)

    @property
    def left(self) -> float:
        self._note("left")
        return self._document.corner(self._name, self.left_column, self.top_row)[0]

    @property
    def top(self) -> float:
        self._note("top")
        return self._document.corner(self._name, self.left_column, self.top_row)[1]

    def copy(self, destination: Any) -> None:
        self._note("copy")
        if destination is None:
            self.desk.clipboard = self
            return
        rows = (self.top_row, self.bottom_row)
        target = destination.impl
        target._document.copy_rows(target._name, target.top_row, self._document.number, self._name, *rows)

    def paste(self, paste: str, operation: object, skip_blanks: bool, transpose: bool) -> None:
        self._note(f"paste {paste}")
        model, place = (
            self.desk.clipboard,
            (self.left_column, self.top_row, self.right_column, self.bottom_row),
        )
        assert model is not None
        worker = {"formats": self._document.paste_looks, "validation": self._document.paste_dropdown}[paste]
        worker(self._name, *place, model._document.number, model._name, model.left_column, model.top_row)

    def clear_formats(self) -> None:
        self._note("clear formats")
        self._document.clear_looks(
            self._name, self.left_column, self.top_row, self.right_column, self.bottom_row
        )

    @property
    def column_width(self) -> float:
        self._note("width?")
        return self._document.width(self._name, self.left_column)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._note("width")
        self._document.set_width(self._name, self.left_column, value)

    def clear(self) -> None:
        self._note("clear")
        self._document.clear_rows(self._name, self.top_row, self.bottom_row)

    @property
    def row_hidden(self) -> bool | None:
        self._note("hidden?")
        found = set(self._document.hidden(self._name, self.top_row, self.bottom_row))
        return found.pop() if len(found) == 1 else None

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self._note("hidden")
        self._document.hide(self._name, self.top_row, self.bottom_row, value)

    @property
    def column_hidden(self) -> bool | None:
        self._note("hidden?")
        found = set(self._document.hidden_columns(self._name, self.left_column, self.right_column))
        return found.pop() if len(found) == 1 else None

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self._note("hidden")
        self._document.hide_columns(self._name, self.left_column, self.right_column, value)

    @property
    def _document(self) -> Document:
        return self.sheet.book.document

    @property
    def _name(self) -> str:
        return self.sheet.sheet_name

    def _note(self, kind: str) -> None:
        self.desk.note(
            kind, f"{self._name}!{self.left_column},{self.top_row}:{self.right_column},{self.bottom_row}"
        )

    def _type(self, value: object) -> None:
        block = value if isinstance(value, list | tuple) else [[value]]
        self._document.type(self._name, self.left_column, self.top_row, block)


def engine(calc: Calc) -> tuple[Desk, xw.Engine]:
    """A fresh engine over a running Calc, made xlwings' active one."""
    desk = Desk(calc)
    impl = Engine(desk)
    App.engine = impl
    made = xw.Engine(impl=impl)
    xw.engines.add(made)
    made.activate()
    return desk, made
