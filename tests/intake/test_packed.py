"""What comes in archives and letters is taken out within the limits, or told of as a whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import outlook
import pytest
from offices import returned

from qcdc_xl.intake.limits import ENTRIES, TooMuch
from qcdc_xl.intake.packed import taken_out
from qcdc_xl.intake.parts import Damaged
from qcdc_xl.intake.recognised import What, recognised
from qcdc_xl.intake.sheets import Locked
from qcdc_xl.model import CatalogueAt

BOOK = b"PK\3\4\x14\0\0\0\x08\0" + bytes(16) + b"\x13\0\0\0[Content_Types].xml xl/workbook.xml"


def zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def mailed(files: Mapping[str, bytes]) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["Subject"], letter["Date"] = (
        "xa@x.vn",
        "Báo cáo",
        "Fri, 10 Jun 2022 08:00:00 +0700",
    )
    letter.set_content("Gửi huyện báo cáo.")
    for name, content in files.items():
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def names(content: bytes, name: str) -> list[tuple[str, bytes]]:
    return [(one.name, one.content) for one in taken_out(content, name)]


@pytest.mark.parametrize("kind", ["zip", "eml", "msg"])
def test_files_are_taken_out_with_the_names_they_had(kind: str) -> None:
    files = {"Báo cáo Phi Liêng.xlsx": BOOK * 9, "bản ký.pdf": b"%PDF-1.4" + bytes(range(256)) * 40}
    packed = {"zip": zipped, "eml": mailed, "msg": lambda f: outlook.letter(list(f.items()))}[kind](files)
    assert names(packed, f"thu.{kind}") == list(files.items())


def test_a_packed_file_is_known_by_what_it_is_not_by_its_ending(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    book = returned(catalogue, "24886", tmp_path).read_bytes()
    cases = {
        What.WORKBOOK: [(book, "a.dat"), (book, "a.zip"), (b"", "a.xlsx"), (b"PK", "a.xls"), (b"\0\1", "a.ods")],
        What.ARCHIVE: [(zipped({"a.xlsx": book}), "a.xlsx"), (zipped({"xl/b.txt": b""}), "a.zip"), (b"PK\3\4", "a.zip")],
        What.LETTER: [(mailed({}), "a.eml"), (mailed({"a.xlsx": book}), "a.txt")],
        What.OUTLOOK: [(outlook.letter([("a.xls", book)]), "a.msg"), (outlook.letter([]), "a.xls")],
        What.PDF: [(b"%PDF-1.7", "a.pdf"), (b"%PDF-1.7", "a.xlsx")],
        What.PICTURE: [(b"\xff\xd8\xff\xe0", "a.jpg"), (b"\0\0\0\x18ftypheic", "a.heic"), (b"BM12", "a.bmp")],
        What.DOCUMENT: [(zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "a.docx")],
        What.OTHER_ARCHIVE: [(b"Rar!\x1a\7", "a.rar"), (b"7z\xbc\xaf", "a.7z")],
        What.WEB_PAGE: [(b"\xef\xbb\xbf <html>", "a.htm")],
        What.TEXT: [("số liệu: 5".encode(), "a.txt")],
        What.UNKNOWN: [(b"\0\1\2", "a.exe")],
    }  # fmt: skip
    for what, files in cases.items():
        for content, name in files:
            assert recognised(content, name) is what, (what, name)


def test_archives_in_letters_are_taken_out_too_but_no_deeper() -> None:
    one = zipped({"a.xlsx": BOOK})
    assert names(mailed({"trong.zip": one}), "thu.eml") == [("a.xlsx", BOOK)]
    with pytest.raises(TooMuch, match="lồng nhau"):
        names(mailed({"ngoai.zip": zipped({"trong.zip": one})}), "thu.eml")


def test_too_many_and_too_large_is_too_much() -> None:
    few = {f"{n}.xlsx": BOOK for n in range(ENTRIES)}
    assert len(names(zipped(few), "a.zip")) == ENTRIES
    with pytest.raises(TooMuch, match="tệp"):
        names(zipped({**few, "x.xlsx": BOOK}), "a.zip")
    with pytest.raises(TooMuch, match="MB"):
        names(zipped({"to.xlsx": bytes(70 * 2**20)}), "a.zip")
    with pytest.raises(TooMuch, match="MB"):
        names(zipped({"to.xlsx": bytes(21 * 2**20)}), "a.zip")
    with pytest.raises(TooMuch):
        names(mailed({f"{n}.zip": zipped({"a.xlsx": bytes(18 * 2**20)}) for n in range(4)}), "a.eml")


def test_what_systems_add_to_archives_is_left_out() -> None:
    files = {"__MACOSX/._a.xlsx": b"", "desktop.ini": b"", "xa/~$a.xlsx": b"", "xa/a.xlsx": BOOK}
    assert names(zipped(files), "a.zip") == [("xa/a.xlsx", BOOK)]


def test_a_locked_archive_says_so() -> None:
    content = bytearray(zipped({"a.xlsx": BOOK}))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + at] |= 1
    with pytest.raises(Locked):
        names(bytes(content), "a.zip")


@pytest.mark.parametrize("kind", ["zip", "eml", "msg"])
def test_a_cut_packed_file_is_damaged_wherever_it_was_cut(kind: str) -> None:
    files = {"a.xlsx": bytes(range(256)) * 30, "b.xlsx": bytes(range(256)) * 20}
    whole = {"zip": zipped, "eml": mailed, "msg": lambda f: outlook.letter(list(f.items()))}[kind](files)
    for part in (0.3, 0.5, 0.7, 0.9, 0.97):
        with pytest.raises((Damaged, TooMuch)):
            names(whole[: int(len(whole) * part)], f"thu.{kind}")


def test_a_letter_of_outlook_that_says_more_than_it_has_is_damaged() -> None:
    with pytest.raises(Damaged):
        names(outlook.letter([("a.xlsx", BOOK)], counted=2), "thu.msg")


def test_streams_that_share_their_bytes_are_counted_each() -> None:
    """A thousand attachments that are one: 20 MB would become 20 GB."""
    made = outlook.letter([(f"{n}.xlsx", b"x" * 600_000) for n in range(2)])
    grown = made.replace((600_000).to_bytes(8, "little"), (2**31).to_bytes(8, "little"))
    with pytest.raises((TooMuch, Damaged)):
        names(grown, "thu.msg")


def test_an_open_document_that_does_not_say_first_what_it_is_is_no_archive() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("content.xml", "META-INF/manifest.xml", "mimetype"):
            archive.writestr(name, "x" * 300)
    assert recognised(made.getvalue(), "bao cao.ods") is What.WORKBOOK
