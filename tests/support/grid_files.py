"""Workbooks as plain grids, written as .xlsx by a few lines of our own: any cell, in any of the ways that programs write it.

No library of workbooks takes part, so that a test can write what such a library never would: a formula without a result,
an error word nobody knows, a date as ISO text, prefixes before every element.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

Scalar = str | int | float | bool | datetime.datetime | None
GENERAL, TEXT, GROUPED, DATE, PERCENT, DURATION, THOUSANDS, HIDDEN = range(8)
_FORMATS = ("General", "@", "#,##0", "dd/mm/yyyy", "0%", "[h]:mm", "#,##0,", ";;;")
_EPOCH = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)


@dataclass(frozen=True)
class Cell:
    """``value``: what it holds or what its ``formula`` gave; ``error``: the value is an error word; ``iso``: a date is
    written as text of ISO; ``resultless``: the formula was never calculated."""

    value: Scalar = None
    formula: str = ""
    style: int = GENERAL
    error: bool = False
    resultless: bool = False
    iso: bool = False


@dataclass(frozen=True)
class Dialect:
    """How a program writes its XML."""

    shared: bool = False
    rich: bool = False
    prefix: str = ""
    quote: str = '"'
    pretty: bool = False
    addresses: bool = True
    from_1904: bool = False


@dataclass
class Sheet:
    """Cells by row and column from 1; merged areas as (first row, first column, last row, last column)."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    state: str = "visible"

    def at(self, row: int, column: int) -> Scalar:
        """A cell's value."""
        return self.cells.get((row, column), Cell()).value

    def put(self, row: int, column: int, value: Scalar, **how: object) -> None:
        """Type over a cell; it keeps its format unless another is given."""
        style = self.cells.get((row, column), Cell()).style
        self.cells[row, column] = Cell(value, **{"style": style, **how})  # type: ignore[arg-type]

    def clear(self, row: int, column: int) -> None:
        """Empty a cell."""
        self.cells.pop((row, column), None)

    def move(self, rows: dict[int, int] | None = None, columns: dict[int, int] | None = None) -> None:
        """Put rows and columns elsewhere: those not named stay."""
        r, c = rows or {}, columns or {}
        self.cells = {
            (r.get(row, row), c.get(column, column)): cell for (row, column), cell in self.cells.items()
        }
        self.merged = [m for m in self.merged if not r.keys() & set(m[::2]) and not c.keys() & set(m[1::2])]

    def insert(self, row: int = 0, column: int = 0, count: int = 1) -> None:
        """Put in blank rows before ``row``, or blank columns before ``column``."""
        self._shift(lambda r, c: (r + count * (0 < row <= r), c + count * (0 < column <= c)))

    def delete(self, row: int = 0, column: int = 0) -> None:
        """Take a row or a column out; what stood below or to the right moves up or left."""
        self.cells = {(r, c): cell for (r, c), cell in self.cells.items() if r != row and c != column}
        self.merged = [m for m in self.merged if row not in m[::2] and column not in m[1::2]]
        self._shift(lambda r, c: (r - (0 < row < r), c - (0 < column < c)))

    def _shift(self, to: Callable[[int, int], tuple[int, int]]) -> None:
        self.cells = {to(*spot): cell for spot, cell in self.cells.items()}
        self.merged = [(*to(*m[:2]), *to(*m[2:])) for m in self.merged]

    @property
    def last_row(self) -> int:
        """The last row with a cell."""
        return max((r for r, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        """The last column with a cell."""
        return max((c for _, c in self.cells), default=0)


Sheets = dict[str, Sheet]


def copied(sheets: Sheets) -> Sheets:
    """A copy that may be changed."""
    return {n: replace(s, cells=dict(s.cells), merged=list(s.merged)) for n, s in sheets.items()}


def read_grids(path: Path) -> Sheets:
    """The sheets of a form as it was made: values, formulas with their results, formats as far as they are ours."""
    formulas, values = (openpyxl.load_workbook(path, data_only=data) for data in (False, True))
    found = {}
    for sheet in formulas:
        results, grid = values[sheet.title], Sheet()
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    style = _FORMATS.index(cell.number_format) if cell.number_format in _FORMATS else GENERAL
                    formula = str(cell.value)[1:] if cell.data_type == "f" else ""
                    result = results.cell(cell.row, cell.column).value
                    grid.cells[cell.row, cell.column] = Cell(
                        result if formula else cell.value, formula, style
                    )
        grid.merged = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges]
        found[sheet.title] = grid
    return found


def address(row: int, column: int) -> str:
    """ "F12"."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return f"{text}{row}"


def write_grids(sheets: Sheets, path: Path, dialect: Dialect = Dialect()) -> None:
    """Write a workbook."""
    texts: dict[str, int] = {}
    parts = {
        f"xl/worksheets/sheet{n}.xml": _sheet(sheet, dialect, texts)
        for n, sheet in enumerate(sheets.values(), 1)
    }
    parts["xl/workbook.xml"] = _workbook(sheets, dialect)
    parts["xl/styles.xml"] = _styles()
    if dialect.shared:
        items = "".join(f"<si>{_text(text, dialect)}</si>" for text in texts)
        parts["xl/sharedStrings.xml"] = _part("sst", items)
    parts["xl/_rels/workbook.xml.rels"] = _relations(len(sheets), dialect.shared)
    parts["_rels/.rels"] = _RELATION.format(
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    )
    parts["[Content_Types].xml"] = _types(len(sheets), dialect.shared)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, xml in parts.items():
            archive.writestr(
                name,
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + _quoted(name, xml, dialect),
            )


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _part(tag: str, content: str) -> str:
    return f'<{tag} xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{content}</{tag}>'


def _quoted(name: str, xml: str, dialect: Dialect) -> str:
    if not name.startswith("xl/worksheets/"):
        return xml
    if dialect.prefix:
        p = dialect.prefix
        xml = xml.replace(f'xmlns="{_MAIN}"', f'xmlns:{p}="{_MAIN}"').replace("</", f"</{p}:")
        xml = "".join(f"<{p}:{part}" if part[:1].isalpha() else f"<{part}" for part in xml.split("<"))[1:]
    if dialect.quote == "'":
        xml = _single(xml)
    return xml


def _single(xml: str) -> str:
    """Attributes in single quotes; texts are left alone."""
    out = []
    for part in xml.split("<"):
        tag, end, text = part.partition(">")
        out.append(tag.replace("'", "&apos;").replace('"', "'") + end + text if end else part)
    return "<".join(out)


def _workbook(sheets: Sheets, dialect: Dialect) -> str:
    named = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" state="{s.state}" r:id="rId{n}"/>'
        for n, (name, s) in enumerate(sheets.items(), 1)
    )
    since = '<workbookPr date1904="1"/>' if dialect.from_1904 else ""
    return _part("workbook", f"{since}<sheets>{named}</sheets>")


def _styles() -> str:
    formats = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{escape(f)}"/>' for n, f in enumerate(_FORMATS)
    )
    looks = "".join(
        f'<xf numFmtId="{164 + n if n else 0}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for n in range(len(_FORMATS))
    )
    return _part(
        "styleSheet",
        f'<numFmts count="{len(_FORMATS)}">{formats}</numFmts><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_FORMATS)}">{looks}</cellXfs>',
    )


def _relations(count: int, shared: bool) -> str:
    rows = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1)]
    rows += [("styles", "styles.xml"), *([("sharedStrings", "sharedStrings.xml")] if shared else [])]
    return _RELATION.format("".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(rows, 1)
    ))  # fmt: skip


def _types(count: int, shared: bool) -> str:
    rows = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    rows += [(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in range(1, count + 1)]
    rows += [("/xl/sharedStrings.xml", "sharedStrings")] if shared else []
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in rows
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )


def _sheet(sheet: Sheet, dialect: Dialect, texts: dict[str, int]) -> str:
    rows: dict[int, list[tuple[int, Cell]]] = {}
    for (row, column), cell in sorted(sheet.cells.items(), key=lambda one: one[0]):
        rows.setdefault(row, []).append((column, cell))
    gap = "\n  " if dialect.pretty else ""
    written = []
    for row, cells in rows.items():
        where = f' r="{row}"' if dialect.addresses else ""
        written.append(f"<row{where}>{gap}" + gap.join(_cells(row, cells, dialect, texts)) + "</row>")
    if not dialect.addresses:
        written = _every_row(written, rows)
    merged = "".join(f'<mergeCell ref="{address(a, b)}:{address(c, d)}"/>' for a, b, c, d in sheet.merged)
    merged = f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>' if merged else ""
    return _part("worksheet", f"<sheetData>{gap}{gap.join(written)}</sheetData>{merged}")


def _every_row(written: list[str], rows: dict[int, list[tuple[int, Cell]]]) -> list[str]:
    by_number = dict(zip(rows, written, strict=True))
    return [by_number.get(n, "<row></row>") for n in range(1, max(rows, default=0) + 1)]


def _cells(row: int, cells: list[tuple[int, Cell]], dialect: Dialect, texts: dict[str, int]) -> list[str]:
    out, before = [], 0
    for column, cell in cells:
        if not dialect.addresses:
            out += ["<c></c>"] * (column - before - 1)
        before = column
        where = f' r="{address(row, column)}"' if dialect.addresses else ""
        out.append(_cell(cell, where, dialect, texts))
    return out


def _cell(cell: Cell, where: str, dialect: Dialect, texts: dict[str, int]) -> str:
    style = f' s="{cell.style}"' if cell.style else ""
    gap = "\n    " if dialect.pretty else ""
    formula = f"<f>{escape(cell.formula)}</f>{gap}" if cell.formula else ""
    value = cell.value
    if cell.resultless:
        return f"<c{where}{style}>{gap}{formula}</c>"
    if value is None:
        return f"<c{where}{style}>{formula}</c>" if formula else f"<c{where}{style}/>"
    if cell.error:
        return f'<c{where}{style} t="e">{gap}{formula}<v>{escape(str(value))}</v></c>'
    if isinstance(value, bool):
        return f'<c{where}{style} t="b">{gap}{formula}<v>{int(value)}</v></c>'
    if isinstance(value, datetime.datetime):
        if cell.iso:
            return f'<c{where}{style} t="d">{gap}{formula}<v>{value.isoformat()}</v></c>'
        epoch = _EPOCH_1904 if dialect.from_1904 else _EPOCH
        value = (value - epoch) / datetime.timedelta(days=1)
    if isinstance(value, int | float):
        return f"<c{where}{style}>{gap}{formula}<v>{value!r}</v></c>"
    if formula:
        return f'<c{where}{style} t="str">{gap}{formula}<v>{escape(value)}</v></c>'
    if dialect.shared:
        return f'<c{where}{style} t="s">{gap}<v>{texts.setdefault(value, len(texts))}</v></c>'
    return f'<c{where}{style} t="inlineStr">{gap}<is>{_text(value, dialect)}</is></c>'


def _text(value: str, dialect: Dialect) -> str:
    if dialect.rich and len(value) > 1:
        middle = len(value) // 2
        runs = (value[:middle], value[middle:])
        return "".join(f'<r><rPr><b/></rPr><t xml:space="preserve">{escape(run)}</t></r>' for run in runs)
    return f'<t xml:space="preserve">{escape(value)}</t>'
