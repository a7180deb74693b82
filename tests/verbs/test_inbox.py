"""Whatever lies in the inbox: what came packed is read, what is no return is told in a line, what is not ready waits."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import outlook
import pytest
from offices import NOW, returned

from qcdc_xl.intake import workbook as intake
from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.finding import message
from qcdc_xl.verbs.check import check
from qcdc_xl.verbs.consolidate import consolidate, rehearse
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.outcome import Outcome
from qcdc_xl.verbs.receive import receive
from qcdc_xl.verbs.verify import verify

OLD = NOW.timestamp() - 3600


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The inbox of a fresh working folder."""
    init(tmp_path / "viec", NOW)
    return tmp_path / "viec" / "2022-H1" / "nhan"


def master_of(inbox: Path) -> Path:
    return inbox.parent.parent / "qcdc.xlsm"


def run(inbox: Path) -> Outcome:
    return consolidate(master_of(inbox), NOW)


def told(outcome: Outcome) -> dict[str, str]:
    """What is said of files, by its code; a unit alone leaves figures blank, which is told too."""
    return {f.code: message(f) for f in outcome.findings if f.code.startswith("FILE")}


def returns(catalogue: CatalogueAt, folder: Path, *units: str) -> dict[str, bytes]:
    return {f"Báo cáo {u}.xlsx": returned(catalogue, u, folder).read_bytes() for u in units}


def zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 6, 10, 8, 0, 0)), content)
    return made.getvalue()


def mailed(files: Mapping[str, bytes]) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["Date"] = "xa@x.vn", "Fri, 10 Jun 2022 08:00:00 +0700"
    for name, content in files.items():
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def test_returns_in_archives_and_letters_are_taken_in_once(
    catalogue: CatalogueAt, inbox: Path, tmp_path: Path
) -> None:
    made = returns(catalogue, tmp_path, "24886", "24889", "UBMTTQ", "HND")
    (inbox / "cac xa.zip").write_bytes(zipped({f"xa/{k}": v for k, v in list(made.items())[:2]}))
    (inbox / "thu.eml").write_bytes(mailed({"mttq.xlsx": made["Báo cáo UBMTTQ.xlsx"]}))
    (inbox / "thu.msg").write_bytes(outlook.letter([("hnd.xlsx", made["Báo cáo HND.xlsx"])]))
    outcome = run(inbox)
    assert sorted(outcome.book.accepted) == ["24886", "24889", "HND", "UBMTTQ"]
    assert (outcome.received, outcome.rejected, told(outcome)) == (4, (), {})
    there = sorted(inbox.rglob("*"))
    assert {p.suffix for p in inbox.iterdir() if p.is_file()} == {".zip", ".eml", ".msg"}
    again = run(inbox)
    assert sorted(inbox.rglob("*")) == there and again.received == 4 and told(again) == {}
    (inbox / "thu.eml").rename(inbox / "thu cu.eml")
    run(inbox)
    assert len(sorted(inbox.rglob("*"))) == len(there)


def test_names_in_archives_lead_nowhere_and_run_nothing(
    catalogue: CatalogueAt, inbox: Path, tmp_path: Path
) -> None:
    (book,) = returns(catalogue, tmp_path, "24886").values()
    names = (
        "../../thoat.xlsx",
        "/tuyet doi.xlsx",
        "C:\\a\\b.xlsx",
        "CON.xlsx",
        "a.xlsx:luong",
        "b.xlsx. .",
        "x\x01y.xlsx",
        "chay.exe",
        "chay.lnk",
        "b.xlsx",
    )
    before = {p for p in tmp_path.rglob("*") if inbox not in p.parents}
    (inbox / "xau.zip").write_bytes(zipped({name: book for name in names}))
    run(inbox)
    new = {p for p in tmp_path.rglob("*") if inbox not in p.parents} - before
    assert all("luu" in p.parts or "sao-luu" in p.parts for p in new)
    laid = sorted(p.name for p in inbox.rglob("*") if p.is_file() and p.parent != inbox)
    assert len(laid) == len(names)
    assert not any(p.endswith((".exe", ".lnk", ".", " ")) or ":" in p or "\x01" in p for p in laid)


def test_what_is_no_return_is_told_in_one_line(catalogue: CatalogueAt, inbox: Path) -> None:
    returned(catalogue, "24886", inbox)
    openpyxl.Workbook().save(inbox / "tinh cua toi.xlsx")
    (inbox / "anh.jpg").write_bytes(b"\xff\xd8\xff\xe0 anh")
    (inbox / "cong van.docx").write_bytes(zipped({"[Content_Types].xml": b"", "word/document.xml": b""}))
    (inbox / "ghi chu.txt").write_text("nhớ gọi điện", encoding="utf-8")
    (inbox / "so khac.xlsm").write_bytes(master_of(inbox).read_bytes())
    for name in ("desktop.ini", "Thumbs.db", "~$24889.xlsx", "moi.xlsx.crdownload", "a.tmp"):
        (inbox / name).write_bytes(b"x")
    outcome = run(inbox)
    assert (outcome.received, len(outcome.accepted), outcome.rejected) == (1, 1, ())
    (line,) = told(outcome).values()
    assert "5 tệp" in line and "1 hình ảnh (“anh.jpg”)" in line and "1 bảng tính khác" in line
    assert "sổ tổng hợp của chương trình (“so khac.xlsm”)" in line
    assert not list((inbox.parent / "tra-lai").rglob("*.xlsx"))


def test_a_list_of_faults_that_comes_back_is_no_return(
    catalogue: CatalogueAt, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qcdc_xl.letters.faults import write_list

    write_list(catalogue, "a.xlsx", "24886", (), inbox / "can-sua a.xlsx", {})
    assert "danh sách nội dung cần sửa" in told(run(inbox))["FILES_NOT_RETURNS"]


def test_thousands_of_useless_files_are_one_line_and_known_the_next_time(
    inbox: Path, catalogue: CatalogueAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    for number in range(60):
        (inbox / f"bang {number}.xlsx").write_bytes(book.getvalue() + b"%d" % number)
        (inbox / f"hong {number}.xlsx").write_bytes(b"PK\3\4 hong %d" % number)
        os.utime(inbox / f"hong {number}.xlsx", (OLD, OLD))
    returned(catalogue, "24886", inbox)
    first = run(inbox)
    assert set(told(first)) == {"FILES_NOT_RETURNS", "FILES_UNREADABLE"}
    assert list(first.book.accepted) == ["24886"] and first.rejected == ()
    assert len(first.book.own_log) == 1 and not list((inbox.parent / "tra-lai").rglob("*.xlsx"))
    looked: list[str] = []
    sheets = intake.sheets_of

    def counting(path: Path, *more: object) -> object:
        looked.append(path.name)
        return sheets(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "sheets_of", counting)
    second = run(inbox)
    assert looked == ["24886.xlsx"] and told(second) == told(first)


def test_a_few_broken_files_are_told_one_by_one(inbox: Path) -> None:
    for number in range(3):
        (inbox / f"hong {number}.xlsx").write_bytes(b"PK\3\4 hong %d" % number)
        os.utime(inbox / f"hong {number}.xlsx", (OLD, OLD))
    outcome = run(inbox)
    assert [f.code for f in outcome.findings if f.place.file] == ["FILE_UNREADABLE"] * 3
    assert len(list((inbox.parent / "tra-lai").rglob("*.xlsx"))) == 3


@pytest.mark.parametrize("lock", ["~$24889.xlsx", ".~lock.24889.xlsx#"])
def test_a_file_that_somebody_has_open_waits_and_the_others_are_read(
    lock: str, catalogue: CatalogueAt, inbox: Path
) -> None:
    returned(catalogue, "24886", inbox)
    returned(catalogue, "24889", inbox)
    (inbox / lock).write_bytes(b"x")
    outcome = run(inbox)
    assert [f.unit for f in outcome.accepted] == ["24886"] and outcome.waiting == ("24889.xlsx",)
    assert "“24889.xlsx”" in told(outcome)["FILES_WAITING"] and "Để lần sau 1 tệp" in outcome.told()
    (inbox / lock).unlink()
    assert sorted(run(inbox).book.accepted) == ["24886", "24889"]


def test_a_file_that_another_program_keeps_to_itself_waits(
    catalogue: CatalogueAt, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    returned(catalogue, "24886", inbox)
    shut = returned(catalogue, "24889", inbox)
    read_bytes = Path.read_bytes

    def shared(path: Path) -> bytes:
        if path == shut:
            raise PermissionError(13, "sharing violation")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", shared)
    outcome = run(inbox)
    assert outcome.waiting == ("24889.xlsx",) and [f.unit for f in outcome.accepted] == ["24886"]


def test_a_half_copied_archive_waits_until_it_is_ten_seconds_old(catalogue: CatalogueAt, inbox: Path) -> None:
    path = returned(catalogue, "24886", inbox)
    whole = path.read_bytes()
    path.write_bytes(whole[:9000])
    os.utime(path, (NOW.timestamp() - 3, NOW.timestamp() - 3))
    outcome = run(inbox)
    assert (outcome.waiting, outcome.rejected) == (("24886.xlsx",), ())
    os.utime(path, (OLD, OLD))
    assert [f.code for f in run(inbox).findings] == ["FILE_UNREADABLE"]
    path.write_bytes(whole)
    assert list(run(inbox).book.accepted) == ["24886"]


def test_a_file_that_changes_between_reading_and_keeping_waits(
    catalogue: CatalogueAt, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qcdc_xl.verbs import consolidate as verb

    returned(catalogue, "24886", inbox)
    path = returned(catalogue, "24889", inbox)
    read = verb.read_inbox

    def read_then_change(*arguments: object) -> object:
        found = read(*arguments)  # type: ignore[arg-type]
        path.write_bytes(path.read_bytes() + b"x")
        return found

    monkeypatch.setattr(verb, "read_inbox", read_then_change)
    outcome = run(inbox)
    assert outcome.waiting == ("24889.xlsx",) and list(outcome.book.accepted) == ["24886"]
    assert len(list((inbox.parent / "luu").rglob("*.xlsx"))) == 1


def test_a_file_that_changes_while_it_is_read_waits(
    catalogue: CatalogueAt, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = returned(catalogue, "24886", inbox)
    sheets = intake.sheets_of

    def slowly(one: Path, *more: object) -> object:
        found = sheets(one, *more)  # type: ignore[arg-type]
        os.utime(path, (time.time(), time.time()))
        return found

    monkeypatch.setattr(intake, "sheets_of", slowly)
    assert run(inbox).waiting == ("24886.xlsx",)


def test_a_locked_or_broken_packed_file_is_one_finding(inbox: Path) -> None:
    content = bytearray(zipped({"a.xlsx": b"x" * 2000}))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + at] |= 1
    (inbox / "khoa.zip").write_bytes(bytes(content))
    (inbox / "cut.msg").write_bytes(outlook.letter([("a.xlsx", b"x" * 9000)])[:6000])
    (inbox / "cut.eml").write_bytes(mailed({"a.xlsx": b"x" * 9000})[:6000])
    for path in inbox.iterdir():
        os.utime(path, (OLD, OLD))
    outcome = run(inbox)
    found = {f.place.file: message(f) for f in outcome.findings if f.code == "FILE_UNREADABLE"}
    assert set(found) == {"khoa.zip", "cut.msg", "cut.eml"} and "mật khẩu" in found["khoa.zip"]


def test_rehearsing_reads_what_consolidating_does(
    catalogue: CatalogueAt, inbox: Path, tmp_path: Path
) -> None:
    (inbox / "xa.zip").write_bytes(zipped(returns(catalogue, tmp_path, "24886")))
    before = master_of(inbox).read_bytes()
    outcome = rehearse(master_of(inbox), NOW)
    assert list(outcome.book.accepted) == ["24886"] and master_of(inbox).read_bytes() == before
    assert not list((inbox.parent / "luu").rglob("*.xlsx"))


def test_what_is_received_packed_is_laid_out_and_checked_at_once(
    catalogue: CatalogueAt, inbox: Path, tmp_path: Path
) -> None:
    made = returns(catalogue, tmp_path, "24886", "24889")
    (tmp_path / "xa.zip").write_bytes(zipped(made))
    (tmp_path / "anh.png").write_bytes(b"\x89PNG anh")
    taken = receive(master_of(inbox), [tmp_path / "xa.zip", tmp_path / "anh.png"], NOW)
    assert sorted(f.unit for f in taken.files) == ["24886", "24889"] and taken.faulty == 0
    assert [f.code for f in taken.findings] == ["FILES_NOT_RETURNS"]
    assert len([p for p in inbox.rglob("*") if p.is_file()]) == 4
    again = receive(master_of(inbox), [tmp_path / "xa.zip"], NOW)
    assert (again.known, again.files) == (1, ())


def test_checking_a_packed_file_checks_what_is_in_it_and_changes_nothing(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    made = returns(catalogue, tmp_path, "24886")
    (tmp_path / "xa.zip").write_bytes(zipped({"con/a.xlsx": made["Báo cáo 24886.xlsx"], "b.png": b"\x89PNG"}))
    before = sorted(tmp_path.rglob("*"))
    checked = check([tmp_path / "xa.zip"], NOW)
    assert [(f.file, f.unit, [c.code for c in f.findings]) for f in checked.files] == [
        ("xa.zip/a.xlsx", "24886", []),
        ("xa.zip/b.png", "", ["FILE_NOT_WORKBOOK"]),
    ]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_signed_pdf_and_a_photo_are_kept_beside_the_return_that_they_came_with(
    catalogue: CatalogueAt, inbox: Path, tmp_path: Path
) -> None:
    made = returns(catalogue, tmp_path, "24886", "24889", "24877")
    (inbox / "thu.eml").write_bytes(mailed({"a.xlsx": made["Báo cáo 24886.xlsx"], "bản ký.pdf": b"%PDF-1 a"}))
    (inbox / "xã 24889.xlsx").write_bytes(made["Báo cáo 24889.xlsx"])
    (inbox / "Xã 24889 (ảnh).jpg").write_bytes(b"\xff\xd8\xff b")
    (inbox / "khác.pdf").write_bytes(b"%PDF-1 c")
    run(inbox)
    kept = {p.parent.name: p for p in (inbox.parent / "luu").glob("*/* kem *")}
    assert {unit: p.name.partition(" kem ")[2] for unit, p in kept.items()} == {
        "24886": "bản ký.pdf",
        "24889": "Xã 24889 (ảnh).jpg",
    }
    for path in kept.values():
        assert path.with_name(path.name[:64] + ".xlsx").is_file()
    assert verify(master_of(inbox), NOW).findings == ()


def test_a_password_is_said_at_once_however_young_the_file(inbox: Path) -> None:
    locked = inbox / "khoa.xlsx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40)
    os.utime(locked, (NOW.timestamp(), NOW.timestamp()))
    outcome = consolidate(master_of(inbox), NOW)
    assert outcome.waiting == ()
    assert ["mật khẩu" in message(f) for f in outcome.findings if f.place.file == "khoa.xlsx"] == [True]
