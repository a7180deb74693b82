"""What was received is kept, found when it was altered or lost, put back, and enough to make the master anew."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import openpyxl
import pytest
from command import qcdc, qcdc_apart
from offices import NOW, returned

from qcdc_xl.folder.backups import BACKUPS, KEPT_BACKUPS, back_up, backups
from qcdc_xl.folder.lock import alone, lock_of
from qcdc_xl.model import CatalogueAt
from qcdc_xl.trouble import CatalogueTrouble, Running, Trouble
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.rebuild import rebuild
from qcdc_xl.verbs.status import status
from qcdc_xl.verbs.undo import undo
from qcdc_xl.verbs.verify import verify

PERIOD = "2022-H1"


def originals(folder: Path) -> list[Path]:
    return sorted((folder / PERIOD / "luu").rglob("*.xlsx"))


def codes(master: Path, *folders: Path) -> list[str]:
    return [f.code for f in verify(master, NOW, folders).findings]


def in_use(folder: Path, unit: str) -> Path:
    used = status(folder / "qcdc.xlsm", NOW).accepted[unit]
    return folder / PERIOD / "luu" / unit / f"{used.sha256}.xlsx"


def test_all_numbers_of_the_example_are_those_of_its_originals(demo_folder: Path) -> None:
    verified = verify(demo_folder / "qcdc.xlsm", NOW)
    assert (verified.originals, verified.findings, verified.restored) == (34, (), ())
    held = sum(
        v.value is not None
        for s in status(demo_folder / "qcdc.xlsm", NOW).accepted.values()
        for v in s.values
    )
    assert 300 < verified.values <= held and "khớp cả" in verified.told()


def test_an_altered_and_a_lost_original_are_found_and_put_back_from_the_inbox(demo_folder: Path) -> None:
    master, inbox = demo_folder / "qcdc.xlsm", demo_folder / PERIOD / "nhan"
    altered, lost = in_use(demo_folder, "24877"), in_use(demo_folder, "24889")
    before = altered.read_bytes(), lost.read_bytes()
    altered.write_bytes(b"x" + before[0])
    lost.unlink()
    aside = inbox.rename(demo_folder / "cat di")
    inbox.mkdir()
    assert sorted(codes(master)) == ["ORIGINAL_ALTERED", "ORIGINAL_LOST"]
    assert sorted(codes(master, aside)) == ["ORIGINAL_RESTORED"] * 2
    assert (altered.read_bytes(), lost.read_bytes()) == before and codes(master) == []
    altered.write_bytes(b"")
    inbox.rmdir()
    aside.rename(inbox)
    outcome = consolidate(master, NOW)
    assert altered.read_bytes() == before[0] and not outcome.rejected


def test_a_run_looks_at_originals_whose_files_are_no_longer_in_the_inbox(demo_folder: Path) -> None:
    for path in (demo_folder / PERIOD / "nhan").iterdir():
        path.unlink()
    in_use(demo_folder, "24877").write_bytes(b"x")
    outcome = consolidate(demo_folder / "qcdc.xlsm", NOW)
    assert [f.place.unit for f in outcome.findings if f.code == "ORIGINAL_ALTERED"] == ["24877"]
    assert len(outcome.book.accepted) == 34


def test_an_original_of_a_return_that_is_not_used_is_looked_at_too(demo_folder: Path) -> None:
    used = in_use(demo_folder, "24886")
    (unused,) = (p for p in used.parent.iterdir() if p != used)
    unused.write_bytes(b"x")
    (found,) = verify(demo_folder / "qcdc.xlsm", NOW).findings
    assert found.code == "ORIGINAL_ALTERED" and unused.name in str(found.values["name"])


def test_a_number_changed_in_the_database_is_found_at_its_originals_cell(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    book = openpyxl.load_workbook(master, keep_vba=True)
    sheet = book["Nguồn"]
    rows = {(r[1].value, r[2].value): r for r in sheet.iter_rows(min_row=4) if len(r) > 9}
    column = next(
        n
        for n, c in enumerate(next(r for r in sheet.iter_rows() if "#table values" in [x.value for x in r]))
        if c.value == "item"
    )
    row = next(
        r for r in sheet.iter_rows() if r[column].value == "so_thon" and r[column - 1].value == "24877"
    )
    assert rows and isinstance(row[column + 2].value, int | float)
    row[column + 2].value = 999
    book.save(master)
    found = [f for f in verify(master, NOW).findings if f.code == "VALUE_NOT_OF_ORIGINAL"]
    assert [(f.place.unit, f.place.indicator, f.values["found"]) for f in found] == [
        ("24877", "so_thon", "999")
    ]
    assert found[0].place.cell


def test_a_master_made_anew_says_the_same(demo_folder: Path, tmp_path: Path) -> None:
    before = status(demo_folder / "qcdc.xlsm", NOW)
    (demo_folder / "qcdc.xlsm").unlink()
    shutil.rmtree(demo_folder / PERIOD / "nhan")
    rebuilt = rebuild(demo_folder, NOW)
    after = status(rebuilt.master, NOW)
    assert dict(after.figures.values) == dict(before.figures.values) and len(after.figures.values) >= 43
    assert {u: (s.file, s.sha256, s.values) for u, s in after.accepted.items()} == {
        u: (s.file, s.sha256, s.values) for u, s in before.accepted.items()
    }
    assert [(r.time, r.file, r.outcome) for r in after.own_log] == [
        (r.time, r.file, r.outcome) for r in before.own_log
    ]
    assert {u: r.received for u, r in after.receipts.items()} == {
        u: r.received for u, r in before.receipts.items()
    }
    assert codes(rebuilt.master) == []


def test_nothing_is_made_anew_over_a_master_or_of_nothing(demo_folder: Path, tmp_path: Path) -> None:
    before = (demo_folder / "qcdc.xlsm").read_bytes()
    with pytest.raises(Trouble, match="còn tệp"):
        rebuild(demo_folder, NOW)
    assert (demo_folder / "qcdc.xlsm").read_bytes() == before
    with pytest.raises(Trouble, match="không có báo cáo gốc"):
        rebuild(tmp_path, NOW)


def test_both_are_commands(demo_folder: Path) -> None:
    run = qcdc("verify", demo_folder, "--json")
    assert run.returncode == 0 and '"originals": 34' in run.stdout
    (demo_folder / "qcdc.xlsm").rename(demo_folder / "cu.xlsm")
    assert qcdc("rebuild", demo_folder, "--catalogue", "dam-rong-2022").returncode == 0


@pytest.mark.parametrize(
    "damage", [lambda b: b"", lambda b: b[: len(b) // 2], lambda b: b[:2000] + bytes(5000) + b[7000:]]
)
def test_a_damaged_backup_never_takes_the_place_of_a_master(damage: object, demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    before, last = master.read_bytes(), backups(master)[-1]
    last.write_bytes(damage(last.read_bytes()))  # type: ignore[operator]
    with pytest.raises(Trouble, match="bị hỏng nên không lấy lại"):
        undo(master)
    assert master.read_bytes() == before and last.exists()


def test_files_of_the_users_own_among_the_backups_stay(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    own = [
        "qcdc 2022-06-13 09-00-00 truoc tổng hợp - Copy.xlsm",
        "qcdc ban cua toi truoc hop.xlsm",
        "qcdc 2022 truoc khi nop.xlsm",
        "qcdc 2020-01-01 00-00-00 truoc ngày hội.xlsm",
    ]
    for name in own:
        (demo_folder / BACKUPS / name).write_bytes("của tôi".encode())
        os.utime(demo_folder / BACKUPS / name, (0, 0))
    for _ in range(KEPT_BACKUPS + 5):
        back_up(master, NOW, "tổng hợp")
    assert all((demo_folder / BACKUPS / name).read_bytes() == "của tôi".encode() for name in own)
    kept = [p for p in backups(master) if p.name not in own]
    assert len(kept) == KEPT_BACKUPS
    undo(master)
    assert all((demo_folder / BACKUPS / name).exists() for name in own)


@pytest.mark.parametrize("how", ["lost", "cut", "empty"])
def test_a_lost_or_cut_master_says_where_its_backups_are(how: str, demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    last = backups(master)[-1]
    if how == "lost":
        master.unlink()
    else:
        master.write_bytes(master.read_bytes()[:20_000] if how == "cut" else b"")
    for verb in ("status", "consolidate", "forms"):
        run = qcdc(verb, demo_folder)
        assert run.returncode == 2 and last.name in run.stderr, (verb, run.stderr)


def test_the_lock_lies_beside_the_master_and_goes_with_the_run(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    with alone(master):
        assert lock_of(master).parent == master.parent and lock_of(master).exists()
        with alone(master):
            pass
        assert lock_of(master).exists()
        run = qcdc_apart("consolidate", demo_folder)
        assert run.returncode == 2 and "đang được xử lý ở một lần bấm nút" in run.stderr
    assert not lock_of(master).exists()
    assert issubclass(Running, Trouble)


@pytest.mark.parametrize(
    "code", ["../../ky", "a/b", "..", "CON", "nul.x", "a\\b", ".an", "x" * 60, "a:b", "2022-H1."]
)
def test_a_period_that_would_lead_elsewhere_is_told_in_its_table(code: str, tmp_path: Path) -> None:
    from qcdc_xl.shipped import CATALOGUE, shipped

    tables = Path(shutil.copytree(shipped(CATALOGUE), tmp_path / "danh-muc"))
    for name in ("periods.csv", "settings.csv"):
        with (tables / name).open(encoding="utf-8", newline="") as file:
            rows = [[code if cell == PERIOD else cell for cell in row] for row in csv.reader(file)]
        with (tables / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    with pytest.raises(CatalogueTrouble) as trouble:
        init(tmp_path / "viec" / "sau", NOW, tables)
    assert "tên thư mục" in str([f.values for f in trouble.value.findings])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["danh-muc"]


def test_what_a_return_says_of_its_unit_leads_nowhere(catalogue: CatalogueAt, tmp_path: Path) -> None:
    from offices import type_values

    master = init(tmp_path / "viec", NOW).master
    path = returned(catalogue, "24886", tmp_path / "viec" / PERIOD / "nhan")
    type_values(path, {"unit": "../../../thoat"}, table="meta")
    consolidate(master, NOW)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["viec"]
    assert [p.parent.name for p in originals(tmp_path / "viec")] == ["khong-ro"]
