"""Law 10: a file is replaced whole or not at all, originals are kept, and every fill can be undone in turn."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from live import Calc
from offices import NOW, returned

from qcdc_xl.folder.backups import BACKUPS
from qcdc_xl.folder.places import inbox_files
from qcdc_xl.folder.whole import write_whole
from qcdc_xl.trouble import Busy, CatalogueTrouble, Trouble
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.status import status
from qcdc_xl.verbs.undo import undo


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "qcdc.xlsm"
    target.write_text("cũ", encoding="utf-8")

    def fail(path: Path) -> None:
        path.write_text("nửa chừng", encoding="utf-8")
        raise RuntimeError("stopped in the middle")

    with pytest.raises(RuntimeError):
        write_whole(target, fail)
    assert target.read_text(encoding="utf-8") == "cũ" and [p.name for p in tmp_path.iterdir()] == [
        "qcdc.xlsm"
    ]


def test_a_file_that_cannot_be_replaced_is_told_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(Busy) as busy:
        write_whole(tmp_path / "qcdc.xlsm", lambda path: path.write_text("x"))
    assert busy.value.filename == str(tmp_path / "qcdc.xlsm")
    assert list(tmp_path.iterdir()) == []


def test_a_fill_that_fails_leaves_the_master_as_it_was(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    master = demo_folder / "qcdc.xlsm"
    before = master.read_bytes()
    catalogue = status(master, NOW).catalogue
    returned(catalogue, "24877", demo_folder / "2022-H1" / "nhan", {"to_tu_quan": 77}, "moi.xlsx")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises((Trouble, Busy)):
        consolidate(master, NOW)
    assert master.read_bytes() == before
    monkeypatch.undo()
    assert consolidate(master, NOW).book.returns.values.at["24877", "to_tu_quan"] == 77


def held(monkeypatch: pytest.MonkeyPatch, master: Path) -> None:
    """The master cannot be replaced, as when another program has it open; all other files can."""
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if target == master:
            raise PermissionError(13, "in use")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)


def test_where_nothing_could_be_done_there_is_nothing_to_undo(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    master = demo_folder / "qcdc.xlsm"
    catalogue = status(master, NOW).catalogue
    returned(catalogue, "24877", demo_folder / "2022-H1" / "nhan", {"to_tu_quan": 77}, "moi.xlsx")
    before = sorted((demo_folder / BACKUPS).iterdir())
    held(monkeypatch, master)
    with pytest.raises(Trouble, match="Đóng sổ rồi chạy lại"):
        consolidate(master, NOW)
    assert sorted((demo_folder / BACKUPS).iterdir()) == before
    with pytest.raises(Busy):
        undo(master)
    assert sorted((demo_folder / BACKUPS).iterdir()) == before


def test_a_master_with_brackets_in_its_name_is_undone_too(demo_folder: Path) -> None:
    master = (demo_folder / "qcdc.xlsm").rename(demo_folder / "Sổ [2022] & {a}.xlsm")
    before = master.read_bytes()
    catalogue = status(master, NOW).catalogue
    returned(catalogue, "24877", demo_folder / "2022-H1" / "nhan", {"to_tu_quan": 77}, "moi.xlsx")
    consolidate(master, NOW)
    assert master.read_bytes() != before
    undo(master)
    assert master.read_bytes() == before


@pytest.mark.slow
def test_two_fills_are_undone_one_after_the_other(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    catalogue = status(master, NOW).catalogue
    inbox = demo_folder / "2022-H1" / "nhan"
    states = [master.read_bytes()]
    for count in (77, 78):
        returned(catalogue, "24877", inbox, {"to_tu_quan": count}, f"moi {count}.xlsx")
        consolidate(master, NOW + datetime.timedelta(minutes=count))
        states.append(master.read_bytes())
    assert len(set(states)) == 3
    for expected in reversed(states[:-1]):
        undo(master)
        assert master.read_bytes() == expected
    kept = list((demo_folder / BACKUPS).glob("* da hoan tac *"))
    assert len(kept) == 2


def test_all_originals_are_kept_by_their_hash_used_or_not(demo_folder: Path) -> None:
    import hashlib

    kept = list((demo_folder / "2022-H1" / "luu").rglob("*.xlsx"))
    assert len(kept) == 35  # of one commune the faulty return, too
    assert all(hashlib.sha256(p.read_bytes()).hexdigest() == p.stem for p in kept)
    sent = {p.read_bytes() for p in (demo_folder / "2022-H1" / "nhan").iterdir()}
    assert {p.read_bytes() for p in kept} == sent


def test_the_inbox_leaves_out_what_offices_do_not_send(tmp_path: Path) -> None:
    for name in ("~$a.xlsx", ".an", "Thumbs.db", "b.xlsx", "con/c.xls"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert [p.name for p in inbox_files(tmp_path)] == ["b.xlsx", "c.xls"]


def test_a_master_saved_in_an_old_format_is_told_apart_and_left_alone(demo_folder: Path, calc: Calc) -> None:
    document = calc.open(demo_folder / "qcdc.xlsm")
    document.save_as(str(demo_folder / "cu.xls"))
    document.close()
    before = (demo_folder / "cu.xls").read_bytes()
    with pytest.raises((Trouble, CatalogueTrouble)):
        consolidate(demo_folder / "cu.xls", NOW)
    assert (demo_folder / "cu.xls").read_bytes() == before
