"""The real report of 2022 comes out of the returned workbooks, figure by figure and letter by letter."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from command import qcdc
from conftest import GOLDEN
from offices import NOW

from qcdc_xl.verbs import demo as sample
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.status import status


def test_all_eight_footnotes_are_verbatim(demo_made: Path) -> None:
    run = qcdc("footnotes", demo_made / "qcdc.xlsm", "--json")
    assert run.returncode == 0, run.stderr
    expected = json.loads((GOLDEN / "footnotes.json").read_text(encoding="utf-8"))
    notes = json.loads(run.stdout)
    assert [{"number": n["number"], "paragraphs": n["paragraphs"]} for n in notes] == expected
    assert [n["section"] for n in notes] == [
        "II.2",
        "II.2",
        "II.3",
        "III.2",
        "III.2",
        "III.2",
        "III.2",
        "III.3",
    ]


def test_every_golden_figure_is_right(demo_made: Path) -> None:
    figures = status(demo_made / "qcdc.xlsm", NOW).figures.values
    with (GOLDEN / "figures.csv").open(encoding="utf-8", newline="") as file:
        golden = list(csv.DictReader(file))
    assert len(golden) == 43
    for row in golden:
        value = figures[row["code"]]
        shown = str(len(value)) if isinstance(value, tuple) else str(value)
        assert shown == row["value"], row["code"]
        if row["items"]:
            assert value == tuple(row["items"].split("|"))


def test_the_numbers_come_from_the_returned_workbooks_only(
    demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "sample_values", None)
    master = init(tmp_path / "neu", NOW).master
    inbox = tmp_path / "neu" / "2022-H1" / "nhan"
    returns = sorted((demo_folder / "2022-H1" / "nhan").iterdir())
    assert len(returns) >= 33
    for path in returns:
        shutil.copy2(path, inbox)
    outcome = consolidate(master, NOW)
    assert outcome.book.figures.values["tthc_tiep_nhan"] == 7554
    one = next(inbox.glob("*24889*"))
    before = outcome.book.returns.values.at["24889", "tthc_tiep_nhan"]
    one.unlink()
    again = init(tmp_path / "ohne", NOW).master
    rest = consolidate(again, NOW, inbox)
    assert rest.book.figures.values["tthc_tiep_nhan"] == 7554 - before
    assert rest.missing == ("24889",)


def test_consolidate_tells_what_the_contract_says(demo_folder: Path) -> None:
    run = qcdc("consolidate", demo_folder / "qcdc.xlsm", "--json")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert list(told) == [
        "period",
        "received",
        "accepted",
        "rejected",
        "superseded",
        "missing",
        "figures",
        "findings",
        "accepted_with_errors",
        "set_aside",
        "not_expected",
        "waiting",
    ]
    assert told["period"] == "2022-H1" and told["received"] == 35 and len(told["accepted"]) == 34
    assert set(told["accepted"][0]) == {"unit", "file", "sha256"}
    assert [s["unit"] for s in told["superseded"]] == ["24886"]
    assert told["figures"]["ty_le_dung_han"] == 99.17
    keys = ["code", "severity", "unit", "file", "sheet", "cell", "indicator", "message"]
    assert all(list(f) == keys for f in told["findings"])


def test_running_twice_changes_nothing(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"

    def everything() -> dict[str, bytes]:
        return {
            str(p.relative_to(demo_folder)): p.read_bytes() for p in demo_folder.rglob("*") if p.is_file()
        }

    consolidate(master, NOW)
    before = everything()
    consolidate(master, NOW)
    assert everything() == before
