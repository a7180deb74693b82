"""The parts of a workbook's archive (.xlsx, .xlsm, .xlsb, .ods), unpacked within the limits and no further.

What an archive says of its sizes is not believed: no more than the limit is ever unpacked. XML is parsed without a document
type, so that nothing in it grows and nothing is fetched from elsewhere (law 9).
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from qcdc_xl.intake.limits import PARTS, SHEETS, UNPACKED, TooMuch

_DEFLATE_AT_MOST = 1032
"""How many bytes one packed byte can become."""
_LOCAL_HEAD = 30
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_READ = (".xml", ".rels", ".bin")


class Damaged(Exception):
    """The file is not what it should be: cut, encrypted, overwritten."""


class Parts:
    """The parts of an archive by name, unpacked when asked for. Raises :class:`Damaged`, :class:`TooMuch`."""

    def __init__(self, content: bytes, most: int = 0) -> None:
        self._content, self._most = content, most or UNPACKED
        self._left = self._most
        self._seen: set[str] = set()
        try:
            self.entries = entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
            raise Damaged from error
        if len(entries) > PARTS:
            raise TooMuch(f"gồm hơn {PARTS} phần")
        self._entries = {entry.filename.lstrip("/").casefold(): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def read(self, name: str) -> bytes:
        """A part as it is; the case of its name does not matter, as in Excel."""
        entry = self._entries.get(name.casefold())
        if entry is None:
            raise Damaged(name)
        self._seen.add(name.casefold())
        return self.unpack(entry)

    def unpack(self, entry: zipfile.ZipInfo) -> bytes:
        """One of the ``entries``, of which two may have the same name."""
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            return self._counted(packed)
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = self._counted(inflate.decompress(packed, self._left + 1))
        except zlib.error as error:
            raise Damaged(entry.filename) from error
        if not inflate.eof:
            raise Damaged(entry.filename)
        return data

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        at = entry.header_offset
        if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Damaged(entry.filename)
        if self._content[at : at + 4] != b"PK\3\4" or len(self._content) < at + _LOCAL_HEAD:
            raise Damaged(entry.filename)
        name, extra = struct.unpack_from("<HH", self._content, at + 26)
        start = at + _LOCAL_HEAD + name + extra
        return self._content[start : start + entry.compress_size]

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise TooMuch(f"giải nén ra hơn {self._most // 2**20} MB")
        return data

    def weigh(self) -> None:
        """Look whether all that another reader may unpack is within the limit, without keeping any of it."""
        rest = [e for name, e in self._entries.items() if name.endswith(_READ) and name not in self._seen]
        if sum(entry.compress_size for entry in rest) * _DEFLATE_AT_MOST > self._left:
            for entry in rest:
                self._weigh(entry)

    def _weigh(self, entry: zipfile.ZipInfo) -> None:
        data = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            self._counted(data)
            return
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            while data and not inflate.eof:
                self._counted(inflate.decompress(data, 2**20))
                data = inflate.unconsumed_tail
        except zlib.error as error:
            raise Damaged(entry.filename) from error


def tree(xml: bytes) -> Element:
    """A small part as a tree; a document type is refused."""
    builder = _NoDoctype()
    parser = XMLParser(target=builder)
    try:
        parser.feed(xml)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise Damaged from error
    return root


class _NoDoctype(TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Called at a document type, which no workbook has."""
        raise Damaged(name)


def local(tag: str) -> str:
    """The name of a tag without its namespace."""
    return tag.rpartition("}")[2]


def workbook_part(parts: Parts) -> str:
    """Where the workbook itself lies."""
    if "xl/workbook.xml" in parts:
        return "xl/workbook.xml"
    for relation in tree(parts.read("_rels/.rels")):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise Damaged


def related(parts: Parts, part: str) -> dict[str, tuple[str, str]]:
    """What a part is related to: id → (kind, part)."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels"
    found = {}
    for relation in tree(parts.read(rels)) if rels in parts else ():
        target = posixpath.normpath(posixpath.join(folder, relation.get("Target", "")))
        kind = relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode") != "External":
            found[relation.get("Id", "")] = (kind, target.lstrip("/"))
    return found


def sheet_parts(parts: Parts, root: Element, relations: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """The sheets of a workbook: name and part, in their order; sheets of charts have no cells and are left out."""
    sheets = [s for s in root.iter() if local(s.tag) == "sheet"]
    if len(sheets) > SHEETS:
        raise TooMuch(f"gồm hơn {SHEETS} trang")
    found = []
    for sheet in sheets:
        kind, part = relations.get(sheet.get(_ID) or sheet.get(_STRICT_ID) or "", ("", ""))
        if kind == "worksheet":
            found.append((sheet.get("name", ""), part))
    return found
