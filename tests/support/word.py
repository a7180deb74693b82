"""A Word document as pandoc reads it: the other hand that every test of the report goes by."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NOTE = "⟦{}⟧"
"""How a footnote's mark is shown within a paragraph's text, counted in order of appearance."""


@dataclass
class Block:
    """A paragraph outside tables: ``level`` 0 is body text, 1 to 3 are headings."""

    text: str
    level: int
    bold: list[str] = field(default_factory=list)
    italic: list[str] = field(default_factory=list)


@dataclass
class Word:
    """What pandoc reads: paragraphs in order, the notes' paragraphs, tables as rows of cells' texts."""

    blocks: list[Block]
    notes: list[list[str]]
    tables: list[list[list[str]]]

    @property
    def texts(self) -> list[str]:
        """The paragraphs' texts."""
        return [block.text for block in self.blocks]


def read(path: Path) -> Word:
    """Read a .docx with pandoc."""
    run = subprocess.run(
        ["pandoc", "--from", "docx", "--to", "json", str(path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    made = _Reader()
    for block in json.loads(run.stdout)["blocks"]:
        made.block(block)
    return Word(made.blocks, made.notes, made.tables)


def plain(text: str) -> str:
    """A text with every run of white space as one space: pandoc keeps no more."""
    return re.sub(r"\s+", " ", text).strip()


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[list[str]] = []
        self.tables: list[list[list[str]]] = []

    def block(self, block: Any) -> None:
        kind, content = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            self._add(content, 0)
        elif kind == "Header":
            self._add(content[2], content[0])
        elif kind == "Table":
            self.tables.append([[self._cell(c) for c in row] for row in _rows(content)])
        elif kind in ("BlockQuote", "Div"):
            for inner in content if kind == "BlockQuote" else content[1]:
                self.block(inner)
        else:
            raise AssertionError(f"a report has no {kind}")

    def _add(self, inlines: Any, level: int) -> None:
        made = Block("", level)
        made.text = plain(self._text(inlines, made))
        self.blocks.append(made)

    def _cell(self, cell: Any) -> str:
        return "\n".join(plain(self._text(b["c"], None)) for b in cell[4] if b["t"] in ("Para", "Plain"))

    def _text(self, inlines: Any, block: Block | None) -> str:
        return "".join(self._inline(i, block) for i in inlines)

    def _inline(self, inline: Any, block: Block | None) -> str:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            return str(content)
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return " "
        if kind == "Note":
            self.notes.append([plain(self._text(p["c"], None)) for p in content])
            return NOTE.format(len(self.notes))
        if kind == "Quoted":
            left, right = ("“", "”") if content[0]["t"] == "DoubleQuote" else ("‘", "’")
            return left + self._text(content[1], block) + right
        text = self._text(content[1] if kind in ("Span", "Link") else content, block)
        if block is not None and kind == "Strong":
            block.bold.append(plain(text))
        if block is not None and kind == "Emph":
            block.italic.append(plain(text))
        return text


def _rows(table: Any) -> Iterator[list[Any]]:
    _, _, _, head, bodies, _ = table
    for row in head[1]:
        yield row[1]
    for body in bodies:
        for row in (*body[2], *body[3]):
            yield row[1]
