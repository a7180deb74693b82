"""A closed workbook as sheets: which part holds which sheet, what hangs on it, its cells as far as they were asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from qcdc_xl.xlsx.package import BOOK, Package, PackageError, plain_text, sheet_parts, tag
from qcdc_xl.xlsx.sheet_xml import SheetXml


class ClosedWorkbook:
    """The sheets of one file. Whoever changes a sheet's XML calls :meth:`touch`."""

    def __init__(self, path: Path) -> None:
        self.package = Package(path)
        self.root = self.package.xml(BOOK)
        if self.root.tag != tag("workbook"):
            raise PackageError(f"{path.name} is not a workbook of the usual kind")
        self.parts = sheet_parts(self.package)
        self._strings: list[str] | None = None
        self._open: dict[str, SheetXml] = {}
        self._grids: dict[str, list[list[object]]] = {}

    def sheets(self) -> list[str]:
        """The worksheets' names, in the order of the tabs."""
        return list(self.parts)

    def sheet(self, name: str) -> SheetXml:
        """A sheet's cells."""
        if name not in self._open:
            pr = self.root.find(tag("workbookPr"))
            date1904 = pr is not None and pr.get("date1904") in ("1", "true")
            self._open[name] = SheetXml(name, self.package.xml(self.parts[name]), self._shared(), date1904)
        return self._open[name]

    def _shared(self) -> Sequence[str]:
        if self._strings is None:
            self._strings = [plain_text(item) for item in self.shared_strings()]
        return self._strings

    def shared_strings(self) -> Sequence[etree._Element]:
        """The texts that cells refer to by number, as they stand in the file."""
        parts = [target for _, kind, target in self.package.relations(BOOK) if kind == "sharedStrings"]
        return list(self.package.xml(parts[0])) if parts else ()

    def grid(self, sheet: str) -> list[list[object]]:
        """All values from A1 on, ``""`` for blank; dates are numbers of days."""
        if sheet not in self._grids:
            self._grids[sheet] = self.sheet(sheet).values()
        return self._grids[sheet]

    def touch(self, sheet: str) -> None:
        """Say that a sheet's XML was changed."""
        self._grids.pop(sheet, None)
        self.package.touch(self.parts[sheet])

    def reload(self) -> None:
        """Sheets were added: know their parts."""
        self.parts = sheet_parts(self.package)

    def defined_names(self) -> Iterator[etree._Element]:
        """Every defined name, those of one sheet too."""
        yield from self.root.iterfind(f"{tag('definedNames')}/{tag('definedName')}")

    def charts(self) -> list[str]:
        """The parts of all charts."""
        return [n for n in self.package.names() if re.match(r"xl/charts/chart(Ex)?\d+\.xml$", n)]

    def attached(self, sheet: str, *kinds: str) -> Iterator[tuple[str, etree._Element]]:
        """The parts of these kinds that hang on a sheet."""
        for _, kind, part in self.package.relations(self.parts[sheet]):
            if kind in kinds:
                yield part, self.package.xml(part)
