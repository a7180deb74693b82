"""An Office package as parts: read lazily, written back so that untouched parts keep their bytes.

openpyxl would load a workbook into its own model and write that: pictures, shapes, extended validations
and cached results would be gone. Here only the parts that are asked for are ever parsed.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK = "xl/workbook.xml"
_TYPES = "[Content_Types].xml"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),  # damaged, or no package at all
    *(OSError, EOFError, ValueError),  # cut short; names that are no names
    *(RuntimeError, NotImplementedError),  # encrypted entries, unknown ways of packing
)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


class PackageError(Exception):
    """The file is no Office package that can be changed: damaged, encrypted, or of another kind."""


class Package:
    """The parts of one file, by name without a leading slash."""

    def __init__(self, path: Path) -> None:
        try:
            with zipfile.ZipFile(path) as archive:
                self._entries = archive.infolist()
                self._parts = {e.filename: archive.read(e) for e in self._entries}
        except _UNREADABLE as error:
            raise PackageError(f"not a readable package: {path.name}") from error
        self._trees: dict[str, etree._Element] = {}
        self._dirty: set[str] = set()

    def names(self) -> list[str]:
        """All parts, in the order of the file."""
        return [e.filename for e in self._entries if e.filename in self._parts]

    def xml(self, name: str) -> etree._Element:
        """A part as a tree, parsed once. Whoever changes it calls :meth:`touch`."""
        if name not in self._trees:
            try:
                self._trees[name] = etree.fromstring(self._parts[name], _PARSER)
            except (KeyError, etree.XMLSyntaxError) as error:
                raise PackageError(f"part {name} is missing or damaged") from error
        return self._trees[name]

    def text(self, name: str) -> str:
        """A part as text."""
        return self._parts[name].decode("utf-8")

    def replace(self, name: str, text: str) -> None:
        """Put another text in the place of a part."""
        self._parts[name] = text.encode("utf-8")
        self._trees.pop(name, None)

    def put(self, name: str, content: bytes) -> bool:
        """Put other bytes in the place of a part; ``False`` if there is no such part or it has them already."""
        if self._parts.get(name, content) == content:
            return False
        self._parts[name] = content
        self._trees.pop(name, None)
        return True

    def touch(self, name: str) -> None:
        """Say that a part's tree was changed."""
        self._dirty.add(name)

    @property
    def touched(self) -> bool:
        """Whether any tree was changed."""
        return bool(self._dirty)

    def relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Of a part: (id, last word of the type, target part) of each internal relationship."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if rels not in self._parts:
            return
        for relation in self.xml(rels):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = relation.get("Type", "").rpartition("/")[2]
                yield relation.get("Id", ""), kind, posixpath.normpath(whole)

    def drop(self, name: str, owner: str) -> None:
        """Remove a part with its relationship in ``owner`` and its content type."""
        if self._parts.pop(name, None) is None:
            return
        folder, base = posixpath.split(owner)
        rels = f"{folder}/_rels/{base}.rels"
        for relation in list(self.xml(rels)):
            if posixpath.normpath(posixpath.join(folder, relation.get("Target", "").lstrip("/"))).endswith(
                name
            ):
                self.xml(rels).remove(relation)
                self.touch(rels)
        for override in list(self.xml(_TYPES)):
            if override.get("PartName", "").lstrip("/") == name:
                self.xml(_TYPES).remove(override)
                self.touch(_TYPES)

    def save(self, target: Path) -> None:
        """Write the package: changed trees anew, all else as it was, in the same order."""
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in self._entries:
                if entry.filename in self._parts:
                    archive.writestr(_like(entry), self._content(entry.filename))

    def _content(self, name: str) -> bytes:
        if name not in self._dirty:
            return self._parts[name]
        return etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)


def _like(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    new = zipfile.ZipInfo(entry.filename, entry.date_time)
    new.compress_type = entry.compress_type
    new.external_attr = entry.external_attr
    return new


def sheet_parts(package: Package) -> dict[str, str]:
    """The parts of a workbook's worksheets by their names, in the order of the tabs."""
    targets = {key: target for key, _, target in package.relations(BOOK)}
    found = {
        sheet.get("name", ""): targets.get(sheet.get(f"{{{DOCUMENT_RELATIONS}}}id", ""), "")
        for sheet in package.xml(BOOK).iterfind(f"{tag('sheets')}/{tag('sheet')}")
    }
    return {name: part for name, part in found.items() if part.startswith("xl/worksheets/")}


def plain_text(element: etree._Element) -> str:
    """A text in pieces, each with its own format, without the guide to its pronunciation."""
    phonetic = {t for guide in element.iter("{*}rPh") for t in guide.iter("{*}t")}
    return unescaped("".join(t.text or "" for t in element.iter("{*}t") if t not in phonetic))


def unescaped(text: str) -> str:
    """Sheets write what XML has no letter for as ``_x000D_``, and an underscore before such as ``_x005F_``."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def tag(name: str) -> str:
    """A name in the spreadsheet namespace."""
    return f"{{{MAIN}}}{name}"
