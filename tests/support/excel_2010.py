"""What Excel 2010 takes: every formula, validation, conditional format and name of a workbook held against its limits.

Limits: "Excel specifications and limits" of Excel 2010 by Microsoft; lengths count characters. Functions: those of Excel
2010 that it stores under their plain names; newer ones are written with the prefix _xlfn and show #NAME? there.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

FUNCTIONS = frozenset(
    [
        "ABS",
        "AND",
        "AVERAGE",
        "AVERAGEIF",
        "AVERAGEIFS",
        "CEILING",
        "CHAR",
        "CHOOSE",
        "CLEAN",
        "CODE",
        "COLUMN",
        "COLUMNS",
        "CONCATENATE",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "COUNTIF",
        "COUNTIFS",
        "DATE",
        "DATEVALUE",
        "DAY",
        "EXACT",
        "FALSE",
        "FIND",
        "FLOOR",
        "HLOOKUP",
        "HYPERLINK",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISBLANK",
        "ISERR",
        "ISERROR",
        "ISLOGICAL",
        "ISNA",
        "ISNONTEXT",
        "ISNUMBER",
        "ISREF",
        "ISTEXT",
        "LARGE",
        "LEFT",
        "LEN",
        "LOOKUP",
        "LOWER",
        "MATCH",
        "MAX",
        "MEDIAN",
        "MID",
        "MIN",
        "MOD",
        "MONTH",
        "N",
        "NA",
        "NOT",
        "OR",
        "POWER",
        "PRODUCT",
        "PROPER",
        "REPLACE",
        "REPT",
        "RIGHT",
        "ROUND",
        "ROUNDDOWN",
        "ROUNDUP",
        "ROW",
        "ROWS",
        "SEARCH",
        "SIGN",
        "SMALL",
        "SUBSTITUTE",
        "SUBTOTAL",
        "SUM",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "T",
        "TEXT",
        "TRIM",
        "TRUE",
        "TRUNC",
        "TYPE",
        "UPPER",
        "VALUE",
        "VLOOKUP",
        "WEEKDAY",
        "YEAR",
    ]
)
"""Those that we may use: of Excel 2010, and none that is computed anew at every touch (TODAY, OFFSET, INDIRECT)."""
FORMULA, LITERAL, NESTING, ARGUMENTS = 8192, 255, 64, 255
CELL_TEXT, LINK, TIP, HYPERLINKS = 32767, 2079, 255, 65530
VALIDATION, PROMPT, PROMPT_TITLE = 255, 255, 32
FORMATS, FONTS, NUMBER_FORMATS = 64000, 512, 200
NAME = re.compile(r"_xlnm\.\w+|[^\W\d][\w.\\?]*")
LIKE_A_CELL = re.compile(r"[a-z]{1,3}\d+|[rc]|r\d*c\d*", re.IGNORECASE)
SHEET_TITLE = re.compile(r"(?!')[^\[\]:*?/\\]{1,31}(?<!')")
WHOLE_COLUMN = re.compile(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+")
SINGLE = frozenset(
    [
        "IF",
        "LEN",
        "TRIM",
        "ISNUMBER",
        "ISBLANK",
        "ISTEXT",
        "NOT",
        "UPPER",
        "LOWER",
        "VALUE",
        "EXACT",
        "LEFT",
        "MID",
    ]
)
"""Functions of one cell: given an area outside SUMPRODUCT, Excel 2010 and 365 do different things."""


@dataclass(frozen=True)
class Issue:
    """What Excel 2010 would refuse, repair or show otherwise, and where."""

    file: str
    where: str
    what: str
    text: str


@dataclass(frozen=True)
class Entry:
    """A formula: ``kind`` is "cell", "validation" or "format"; ``array`` whether it was entered as one."""

    kind: str
    where: str
    text: str
    array: bool = False


class Lint:
    """Holds workbooks against the limits; ``counted`` says what was looked at."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def issues(self, path: Path) -> list[Issue]:
        """Everything that Excel 2010 would not take."""
        with zipfile.ZipFile(path) as package:
            parts = {n: package.read(n) for n in package.namelist() if n.endswith(".xml")}
        self.counted["workbooks"] += 1
        found = [*self._book(parts), *_styles(parts), *_texts(parts)]
        for name, data in parts.items():
            if name.startswith("xl/worksheets/sheet"):
                found += self._sheet(name.rpartition("/")[2], etree.fromstring(data))
        return [Issue(path.name, *issue) for issue in found]

    def _book(self, parts: dict[str, bytes]) -> Iterator[tuple[str, str, str]]:
        root = etree.fromstring(parts["xl/workbook.xml"])
        titles = [s.get("name", "") for s in root.iterfind(".//{*}sheet")]
        for title in titles:
            if not SHEET_TITLE.fullmatch(title) or title.casefold() == "history":
                yield "workbook", "a sheet's title", title
        if len({t.casefold() for t in titles}) < len(titles):
            yield "workbook", "two sheets of one title", ", ".join(titles)
        for name in root.iterfind(".//{*}definedName"):
            self.counted["names"] += 1
            yield from _name(name.get("name", ""), name.text or "")

    def _sheet(self, part: str, root: etree._Element) -> Iterator[tuple[str, str, str]]:
        for entry in _entries(part, root):
            self.counted[f"formulas of {entry.kind}s"] += 1
            for what in _formula(entry):
                yield entry.where, what, entry.text
        for rule in root.iterfind(".//{*}dataValidation"):
            yield from _validation(f"{part} {rule.get('sqref')}", rule)
        links = root.findall(".//{*}hyperlink")
        if len(links) > HYPERLINKS:
            yield part, "hyperlinks", str(len(links))
        for link in links:
            if len(link.get("location") or "") > LINK or len(link.get("tooltip") or "") > TIP:
                yield f"{part} {link.get('ref')}", "a hyperlink's length", link.get("location") or ""


def _name(name: str, refers_to: str) -> Iterator[tuple[str, str, str]]:
    if not NAME.fullmatch(name) or LIKE_A_CELL.fullmatch(name) or len(name) > 255:
        yield "workbook", "a defined name", name
    if "#REF!" in refers_to:
        yield f"name {name}", "a broken reference", refers_to


def _styles(parts: dict[str, bytes]) -> Iterator[tuple[str, str, str]]:
    root = etree.fromstring(parts["xl/styles.xml"])
    for path, limit in (
        ("cellXfs/{*}xf", FORMATS),
        ("fonts/{*}font", FONTS),
        ("numFmts/{*}numFmt", NUMBER_FORMATS),
    ):
        count = len(root.findall("{*}" + path))
        if count > limit:
            yield "styles", f"more than {limit} of {path}", str(count)


def _texts(parts: dict[str, bytes]) -> Iterator[tuple[str, str, str]]:
    strings = parts.get("xl/sharedStrings.xml", b"<sst/>")
    for number, item in enumerate(etree.fromstring(strings).iterfind("{*}si")):
        text = "".join(t.text or "" for t in item.iter("{*}t"))
        if len(text) > CELL_TEXT:
            yield f"string {number}", "a cell's text", text[:80]


def _entries(part: str, root: etree._Element) -> Iterator[Entry]:
    for cell in root.iterfind(".//{*}c/{*}f"):
        parent = cell.getparent()
        assert parent is not None
        if cell.text:  # the others of a shared formula have none
            yield Entry("cell", f"{part} {parent.get('r')}", cell.text, cell.get("t") == "array")
    for rule in root.iterfind(".//{*}dataValidation"):
        for formula in (*rule.iterfind("{*}formula1"), *rule.iterfind("{*}formula2")):
            yield Entry("validation", f"{part} {rule.get('sqref')}", formula.text or "")
    for block in root.iterfind(".//{*}conditionalFormatting"):
        for formula in block.iterfind("{*}cfRule/{*}formula"):
            yield Entry("format", f"{part} {block.get('sqref')}", formula.text or "")


def _validation(where: str, rule: etree._Element) -> Iterator[tuple[str, str, str]]:
    limits = {"promptTitle": PROMPT_TITLE, "prompt": PROMPT, "errorTitle": PROMPT_TITLE, "error": PROMPT}
    for attribute, limit in limits.items():
        if len(rule.get(attribute) or "") > limit:
            yield where, f"{attribute} longer than {limit}", rule.get(attribute) or ""


def _formula(entry: Entry) -> Iterator[str]:
    """What is wrong with a formula, in words."""
    if len(entry.text) > (VALIDATION if entry.kind == "validation" else FORMULA):
        yield "a formula's length"
    tokens = Tokenizer("=" + entry.text).items
    depth = 0
    stack: list[list[str]] = []
    for token in tokens:
        yield from _token(entry, token)
        if token.subtype == Token.OPEN:
            stack.append([token.value.rstrip("("), ""])
            depth = max(depth, len(stack))
        elif token.subtype == Token.CLOSE:
            stack.pop()
        elif token.type == Token.SEP and stack:
            stack[-1][1] += ","
            if len(stack[-1][1]) >= ARGUMENTS:
                yield f"more than {ARGUMENTS} arguments"
        elif _area_for_one_cell(token, stack, entry):
            yield "an area where one cell is meant"
    if depth > NESTING:
        yield "nested too deep"


def _token(entry: Entry, token: Token) -> Iterator[str]:
    if token.type == Token.FUNC and token.subtype == Token.OPEN and token.value.rstrip("(") not in FUNCTIONS:
        yield f"the function {token.value})"
    if token.type == Token.OPERAND:
        if token.subtype == Token.TEXT and len(token.value[1:-1].replace('""', '"')) > LITERAL:
            yield "a text within a formula"
        if token.subtype == Token.RANGE:
            yield from _reference(token.value)
        if token.subtype == Token.ERROR:
            yield "an error within a formula"
    if token.type == Token.ARRAY and entry.kind != "cell":
        yield f"an array constant in a {entry.kind}"


def _reference(text: str) -> Iterator[str]:
    area = text.rpartition("!")[2]
    if "#REF" in text:
        yield "a broken reference"
    if "[" in text:
        yield "a reference to another workbook"
    if WHOLE_COLUMN.fullmatch(area):
        yield "a whole column or row"


def _area_for_one_cell(token: Token, stack: list[list[str]], entry: Entry) -> bool:
    if token.subtype != Token.RANGE or ":" not in token.value or entry.array:
        return False
    calls = [name for name, _ in stack if name]
    return bool(calls) and calls[-1] in SINGLE and "SUMPRODUCT" not in calls and stack[-1][1] == ""
