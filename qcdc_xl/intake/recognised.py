"""What a foreign file is, by its first bytes and its parts: an ending says what somebody called it, no more."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from enum import StrEnum

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xltx", ".xltm", ".xlt", ".ots")
"""Endings of workbooks: what is called so and cannot be read is a damaged return."""


class What(StrEnum):
    """What a file is, in the words that people are told."""

    WORKBOOK = "bảng tính"
    ARCHIVE = "tệp nén .zip"
    LETTER = "thư điện tử .eml"
    OUTLOOK = "thư điện tử .msg"
    OTHER_ARCHIVE = "tệp nén .rar hoặc .7z"
    PDF = "tệp PDF"
    PICTURE = "hình ảnh"
    DOCUMENT = "văn bản Word"
    WEB_PAGE = "trang web hoặc văn bản XML"
    TEXT = "văn bản thuần"
    UNKNOWN = "tệp loại khác"


_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = (
    (b"%PDF", What.PDF), (b"\xff\xd8\xff", What.PICTURE), (b"\x89PNG", What.PICTURE), (b"GIF8", What.PICTURE),
    (b"II*\0", What.PICTURE), (b"MM\0*", What.PICTURE), (b"BM", What.PICTURE),
    (b"Rar!", What.OTHER_ARCHIVE), (b"7z\xbc\xaf", What.OTHER_ARCHIVE), (b"\x1f\x8b", What.OTHER_ARCHIVE),
    (b"{\\rtf", What.DOCUMENT),
)  # fmt: skip
_BOXED = re.compile(rb"....ftyp(hei[cfmsx]|hevc|mif1|msf1|avif)|RIFF....WEBP", re.DOTALL)
_FIRST_PARTS = ("[Content_Types].xml", "_rels/", "xl/", "docProps/", "mimetype")
_SHEETS, _SHEETS_OPEN = ("xl/workbook.xml", "xl/workbook.bin"), b"opendocument.spreadsheet"
_HEADER = re.compile(
    rb"(?:received|return-path|from|to|date|subject|message-id|mime-version|delivered-to|x-[\w-]+|content-type|dkim-signature|reply-to): ?",
    re.IGNORECASE,
)
_STREAMS = (
    ("__properties_version1.0", What.OUTLOOK), ("WordDocument", What.DOCUMENT),
    ("EncryptedPackage", What.WORKBOOK), ("Workbook", What.WORKBOOK), ("Book", What.WORKBOOK),
)  # fmt: skip


def recognised(content: bytes, name: str) -> What:
    """What the file with these bytes is. What is called a workbook and is nothing else that we know is one, damaged."""
    named = name.lower().endswith(WORKBOOKS)
    if content.startswith(_ZIP):
        return _of_parts(content, named)
    if content.startswith(_OLE):
        found = next((w for stream, w in _STREAMS if stream.encode("utf-16-le") in content), What.UNKNOWN)
        if found is What.UNKNOWN and name.lower().endswith(".msg"):
            return What.OUTLOOK
        return What.WORKBOOK if named and found is not What.OUTLOOK else found
    for beginning, what in _BEGINNINGS:
        if content.startswith(beginning) and not (len(beginning) < 3 and named):
            return what
    if _BOXED.match(content):
        return What.PICTURE
    return What.WORKBOOK if named else _of_text(content, name)


def _of_parts(content: bytes, named: bool) -> What:
    """A package of Office is known by its parts; the usual ones by the first of them, without a look at all."""
    length = struct.unpack_from("<H", content, 26)[0] if len(content) >= 30 else 0
    first = content[30 : 30 + length].decode("utf-8", "replace")
    usual = first.startswith(_FIRST_PARTS)
    if usual and (b"xl/workbook." in content or _SHEETS_OPEN in content[:200]):
        return What.WORKBOOK
    try:
        names = [n.lstrip("/").casefold() for n in zipfile.ZipFile(io.BytesIO(content)).namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        return What.WORKBOOK if named or usual else What.ARCHIVE
    if any(n in _SHEETS for n in names) or _SHEETS_OPEN in content[:200]:
        return What.WORKBOOK
    if named and {"content.xml", "mimetype"} <= set(names):
        return What.WORKBOOK  # its kind is not said in the open, as the standard asks
    if "word/document.xml" in names or b"opendocument.text" in content[:200]:
        return What.DOCUMENT
    if "[content_types].xml" in names:
        return What.WORKBOOK if named or any(n.startswith("xl/") for n in names) else What.UNKNOWN
    return What.ARCHIVE


def _of_text(content: bytes, name: str) -> What:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start[:1] == b"<":
        return What.WEB_PAGE
    if _HEADER.match(start) and (name.lower().endswith(".eml") or len(_HEADER.findall(start)) >= 4):
        return What.LETTER
    return What.UNKNOWN if b"\0" in content[:4096] else What.TEXT
