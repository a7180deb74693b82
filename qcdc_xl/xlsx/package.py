"""An Office package as parts: read lazily, written back so that untouched parts keep their bytes.

openpyxl would load a workbook into its own model and write that: pictures, shapes, extended validations
and cached results would be gone. Here only the parts that are asked for are ever parsed.
"""

from __future__ import annotations

import itertools
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
_OVERRIDE, _DEFAULT = (
    f"{{http://schemas.openxmlformats.org/package/2006/content-types}}{n}" for n in ("Override", "Default")
)
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
        self._changed = False

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

    def read(self, name: str) -> bytes:
        """A part's bytes as they would be saved now."""
        return self._content(name)

    def replace(self, name: str, content: str | bytes) -> None:
        """Put another content in the place of a part."""
        self._parts[name] = content.encode("utf-8") if isinstance(content, str) else content
        self._trees.pop(name, None)
        self._dirty.discard(name)
        self._changed = True

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part that is not there yet, with its content type."""
        self._enter(name, content)
        etree.SubElement(self.xml(_TYPES), _OVERRIDE, PartName=f"/{name}", ContentType=content_type)
        self.touch(_TYPES)

    def _enter(self, name: str, content: bytes) -> None:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._entries = [*(e for e in self._entries if e.filename != name), entry]
        self.replace(name, content)

    def content_type(self, name: str) -> str:
        """What the package says a part is; blank if it does not say."""
        types, suffix = self.xml(_TYPES), posixpath.splitext(name)[1].lstrip(".").lower()
        for found in types.iter(_OVERRIDE):
            if found.get("PartName") == f"/{name}":
                return found.get("ContentType", "")
        defaults = {d.get("Extension", "").lower(): d.get("ContentType", "") for d in types.iter(_DEFAULT)}
        return defaults.get(suffix, "")

    def set_content_type(self, name: str, content_type: str) -> None:
        """Say that a part is of another type, as a workbook is that gets macros."""
        types = self.xml(_TYPES)
        found = next((o for o in types.iter(_OVERRIDE) if o.get("PartName") == f"/{name}"), None)
        if found is None:
            found = etree.SubElement(types, _OVERRIDE, PartName=f"/{name}")
        found.set("ContentType", content_type)
        self.touch(_TYPES)

    def free_name(self, pattern: str) -> str:
        """The first name of the kind ``xl/worksheets/sheet{}.xml`` that no part has."""
        taken = {name.casefold() for name in self._parts}
        return next(n for n in map(pattern.format, itertools.count(1)) if n.casefold() not in taken)

    def relate(self, owner: str, kind: str, target: str, external: bool = False) -> str:
        """Add a relationship; gives its new id. ``kind`` is the whole name of the type, ``owner`` "" the package's."""
        rels = _rels(owner)
        if rels not in self._parts:
            self._enter(rels, f'<Relationships xmlns="{RELATIONS}"/>'.encode())
        root = self.xml(rels)
        known = {r.get("Id") for r in root}
        key = next(i for i in (f"rId{n}" for n in itertools.count(1)) if i not in known)
        new = etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=key, Type=kind)
        new.set("Target", target if external else posixpath.relpath(target, posixpath.dirname(owner) or "."))
        if external:
            new.set("TargetMode", "External")
        self.touch(rels)
        return key

    def links(self, part: str) -> list[etree._Element]:
        """The relationships of a part as they stand in the file, those that lead out of it too."""
        rels = _rels(part)
        return list(self.xml(rels)) if rels in self._parts else []

    def touch(self, name: str) -> None:
        """Say that a part's tree was changed."""
        self._dirty.add(name)
        self._changed = True

    @property
    def touched(self) -> bool:
        """Whether any part was changed, added or removed."""
        return self._changed

    def relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Of a part: (id, last word of the type, target part) of each internal relationship."""
        folder = posixpath.dirname(part)
        for relation in self.links(part):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = relation.get("Type", "").rpartition("/")[2]
                yield relation.get("Id", ""), kind, posixpath.normpath(whole)

    def drop(self, name: str, owner: str) -> None:
        """Remove a part with its relationship in ``owner`` and its content type."""
        if self._parts.pop(name, None) is None:
            return
        self._changed = True
        folder, rels = posixpath.dirname(owner), _rels(owner)
        for relation in self.links(owner):
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


def _rels(part: str) -> str:
    """Where a part's relationships stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


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


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name. ``find`` says the same, but reads a path each time, and every cell is asked."""
    return next(element.iterchildren(name), None) if len(element) else None


def tag(name: str) -> str:
    """A name in the spreadsheet namespace."""
    return f"{{{MAIN}}}{name}"
