"""What came packed: the files within an archive (.zip) and those attached to a letter (.eml, .msg), as far down as the limits go.

All or nothing: of a packed file that is cut, locked or beyond the limits nothing is taken out, and that is one finding. No path
of theirs counts: what lies within has a name only. Nothing in a letter is opened but what is attached to it.
"""

from __future__ import annotations

import datetime
import email
import email.errors
import email.policy
import email.utils
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage

from qcdc_xl.intake.limits import DEPTH, ENTRIES, LARGEST, UNPACKED, TooMuch
from qcdc_xl.intake.parts import Damaged, Parts
from qcdc_xl.intake.recognised import What, recognised
from qcdc_xl.intake.sheets import Locked
from qcdc_xl.intake.xls import whole_streams

PACKED = (What.ARCHIVE, What.LETTER, What.OUTLOOK)
_OF_SYSTEMS = ("__macosx/", "desktop.ini", "thumbs.db", ".ds_store")
_OEM, _UNICODE = "cp437", 0x800
_CUT = (email.errors.CloseBoundaryNotFoundDefect, email.errors.StartBoundaryNotFoundDefect, email.errors.InvalidBase64CharactersDefect, email.errors.InvalidBase64PaddingDefect, email.errors.InvalidBase64LengthDefect)  # fmt: skip
_BROKEN = (OSError, KeyError, ValueError, TypeError, AssertionError, IndexError, AttributeError, struct.error, OverflowError, RecursionError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Within:
    """A file within: what it was called there, its bytes, when it was changed or sent; ``None`` if nothing says."""

    name: str
    content: bytes
    modified: datetime.datetime | None = None


def taken_out(content: bytes, name: str) -> tuple[Within, ...]:
    """The files within a packed file, those of packed files within it too. Raises :class:`Damaged`, :class:`Locked`,
    :class:`TooMuch`."""
    found: list[Within] = []
    left = UNPACKED
    for one in _within(content, recognised(content, name), 1):
        found.append(one)
        left -= len(one.content)
        if len(found) > ENTRIES:
            raise TooMuch(f"chứa hơn {ENTRIES} tệp")
        if left < 0 or len(one.content) > LARGEST:
            raise TooMuch(f"giải nén ra hơn {(UNPACKED if left < 0 else LARGEST) // 2**20} MB")
    return tuple(found)


def _within(content: bytes, what: What, depth: int) -> Iterator[Within]:
    if depth > DEPTH:
        raise TooMuch(f"tệp nén hoặc thư lồng nhau quá {DEPTH} lớp")
    opened = {What.ARCHIVE: _of_archive, What.LETTER: _of_letter, What.OUTLOOK: _of_outlook}[what](content)
    for one in opened:
        if one.name.lower().lstrip("/").startswith(_OF_SYSTEMS) or one.name.rpartition("/")[2].startswith(
            "~$"
        ):
            continue
        inner = recognised(one.content, one.name)
        if inner in PACKED:
            yield from _within(one.content, inner, depth + 1)
        else:
            yield one


def _of_archive(content: bytes) -> Iterator[Within]:
    parts = Parts(content)
    for entry in parts.entries:
        if entry.is_dir():
            continue
        if entry.flag_bits & 1:
            raise Locked
        yield Within(_entry_name(entry), parts.unpack(entry), _entry_time(entry))


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Old programs write names in the letters of their system: what was written in UTF-8 without saying so is known."""
    if entry.flag_bits & _UNICODE:
        return entry.filename
    with suppress(UnicodeError):
        return entry.filename.encode(_OEM).decode("utf-8")
    return entry.filename


def _entry_time(entry: zipfile.ZipInfo) -> datetime.datetime | None:
    with suppress(ValueError):
        return datetime.datetime(*entry.date_time)
    return None


def _of_letter(content: bytes) -> Iterator[Within]:
    try:
        letter = email.message_from_bytes(content, policy=email.policy.default)
        yield from _attached(letter, _sent(letter))
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged from error


def _attached(letter: EmailMessage, sent: datetime.datetime | None) -> Iterator[Within]:
    for part in letter.walk():
        if part.is_multipart():
            _whole(part)
            continue
        name = part.get_filename()
        if not name or (part.get_content_maintype() == "image" and part["Content-ID"]):
            continue  # the text, or a picture in it
        data = part.get_payload(decode=True)
        _whole(part)
        if isinstance(data, bytes):
            yield Within(str(name), data, sent)


def _whole(part: object) -> None:
    if any(isinstance(defect, _CUT) for defect in part.defects):  # type: ignore[attr-defined]
        raise Damaged


def _sent(letter: EmailMessage) -> datetime.datetime | None:
    try:
        sent = email.utils.parsedate_to_datetime(str(letter["Date"]))
        return sent.astimezone().replace(tzinfo=None)
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return None


def _of_outlook(content: bytes) -> Iterator[Within]:
    """A cut .msg loads as a letter without attachments: its streams are looked at first, and attachments counted."""
    import oxmsg  # only for the rare .msg

    whole_streams(content, UNPACKED)
    try:
        letter = oxmsg.Message.load(content)
        sent = letter.sent_date.astimezone().replace(tzinfo=None) if letter.sent_date else None
        attached = letter.attachments
        if len(attached) < letter.attachment_count:
            raise Damaged
        found = [
            Within(one.file_name or f"tep {n}", one.file_bytes or b"", sent)
            for n, one in enumerate(attached, 1)
        ]
    except _BROKEN as error:
        raise Damaged from error
    yield from found
