"""A verb killed at its n-th change of the disk, for n from 1 on, until it comes to its end: what lies there afterwards.

``python kills.py VERB FOLDER`` works on copies of FOLDER and prints what is wrong after each kill, as JSON. Every file opened for
writing, every rename, removal, new folder and new time below the copy is such a change; a kill is ``os._exit``, so that
nothing is tidied up. The runs are forked, so that Python starts once.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from offices import NOW, filled
from small_catalogue import small, written

from qcdc_xl.folder.backups import BACKUPS
from qcdc_xl.model import Value
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.catalogue_export import catalogue_export
from qcdc_xl.verbs.catalogue_import import catalogue_import
from qcdc_xl.verbs.consolidate import consolidate
from qcdc_xl.verbs.decide import decide
from qcdc_xl.verbs.forms import forms
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.rebuild import rebuild
from qcdc_xl.verbs.receive import receive
from qcdc_xl.verbs.report import report
from qcdc_xl.verbs.undo import undo
from qcdc_xl.verbs.update import update
from qcdc_xl.verbs.verify import verify

PERIOD = "2022-H1"
ENDED, KILLED = 0, 9
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = (
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.utime",
)
_LITTER = re.compile(r"\..*")


def units() -> dict[str, list[list[str]]]:
    """The small catalogue with three communes."""
    tables = small()
    row = next(r for r in tables["units"] if r[0] == "24886")
    for code in ("24889", "24877"):
        tables["units"].insert(2, [code, *row[1:3], f"Xã {code}", f"Xã {code}", "", *row[6:]])
    return tables


def values(villages: object) -> list[Value]:
    return [Value("so_thon", 0, villages, "", ""), Value("mot_cua", 0, "Có", "", "")]  # type: ignore[arg-type]


def prepare(folder: Path) -> None:
    """A working folder in the middle of the work: one return in use, more in the inbox, packed and faulty ones among them."""
    tables = folder / "danh-muc"
    tables.mkdir(parents=True)
    written(units(), tables)
    master = init(folder / "viec", NOW, tables).master
    inbox, aside = folder / "viec" / PERIOD / "nhan", folder / "ngoai"
    aside.mkdir()
    catalogue = open_book(master, NOW.date()).catalogue
    filled(catalogue, "24886", values(6), inbox)
    forms(master, NOW, ["24886"])
    consolidate(master, NOW)
    filled(catalogue, "24889", values(7), inbox)
    filled(catalogue, "24877", values(8), aside)
    with zipfile.ZipFile(inbox / "goi.zip", "w") as archive:
        archive.write(aside / "24877.xlsx", "trong/24877.xlsx")
    filled(catalogue, "HND", [], inbox)
    (inbox / "anh.jpg").write_bytes(b"\xff\xd8\xff anh")
    (folder / "viec" / BACKUPS / "cua toi.xlsm").write_bytes(b"mine")


VERBS: Mapping[str, Callable[[Path, Path], object]] = {
    "forms": lambda work, aside: forms(work / "qcdc.xlsm", NOW),
    "receive": lambda work, aside: receive(work / "qcdc.xlsm", [aside / "24877.xlsx"], NOW),
    "consolidate": lambda work, aside: consolidate(work / "qcdc.xlsm", NOW),
    "decide": lambda work, aside: decide(work / "qcdc.xlsm", "HND", "not-expected", "đã giải thể", NOW),
    "report": lambda work, aside: report(work / "qcdc.xlsm", NOW, pdf=False),
    "undo": lambda work, aside: undo(work / "qcdc.xlsm"),
    "update": lambda work, aside: update(work / "qcdc.xlsm", NOW),
    "verify": lambda work, aside: verify(work / "qcdc.xlsm", NOW),
    "rebuild": lambda work, aside: rebuild(work, NOW, work.parent / "danh-muc"),
    "init": lambda work, aside: init(work, NOW, work.parent / "danh-muc"),
    "catalogue_export": lambda work, aside: catalogue_export(work / "qcdc.xlsm", work / "bang"),
    "catalogue_import": lambda work, aside: catalogue_import(
        work / "qcdc.xlsm", work.parent / "danh-muc", NOW
    ),
}
WITHOUT_MASTER = ("rebuild", "init")


def spoil(verb: str, work: Path) -> None:
    """What a verb has to put right must be wrong first."""
    if verb in WITHOUT_MASTER:
        (work / "qcdc.xlsm").unlink()
    if verb == "verify":
        (kept,) = (work / PERIOD / "luu" / "24886").glob("*.xlsx")
        kept.write_bytes(b"altered")


def run_to(change: int, verb: str, work: Path) -> int:
    """Run a verb in a process of its own that dies at its n-th change; gives how it ended."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        left = [change]

        def dies(event: str, arguments: tuple[object, ...]) -> None:
            if _changes(event, arguments, str(work)):
                left[0] -= 1
                if left[0] == 0:
                    os._exit(KILLED)

        sys.addaudithook(dies)
        try:
            VERBS[verb](work, work.parent / "ngoai")
        except Trouble:
            os._exit(ENDED)
        except BaseException:
            os._exit(1)
        os._exit(ENDED)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _changes(event: str, arguments: tuple[object, ...], below: str) -> bool:
    if event == "open":
        path, _, flags = arguments
        writes = isinstance(flags, int) and bool(flags & _WRITING)
        return writes and isinstance(path, str | Path) and str(path).startswith(below)
    return event in _CHANGES and any(str(one).startswith(below) for one in arguments)


def state(work: Path) -> object:
    """What the master says: the figures and the returns in use; ``None`` where there is none."""
    if not (work / "qcdc.xlsm").exists():
        return None
    book = open_book(work / "qcdc.xlsm", NOW.date())
    return (
        sorted(book.figures.values.items(), key=str),
        sorted((u, s.sha256) for u, s in book.accepted.items()),
        sorted((d.unit, d.decision) for d in book.decisions),
    )


def lost(before: Mapping[Path, str], work: Path, verb: str) -> Iterator[str]:
    """Received files, originals and the users' own that are not as they were; originals that are not what their name says."""
    after = hashes(work)
    for path, sha256 in before.items():
        kept = "nhan" in path.parts or "luu" in path.parts or path.name == "cua toi.xlsm"
        if kept and path.suffix != ".csv" and after.get(path) != sha256 and verb != "verify":
            yield f"lost {path}"
    for path, sha256 in after.items():
        if "luu" in path.parts and re.fullmatch("[0-9a-f]{64}", path.stem) and path.stem != sha256:
            yield f"damaged {path}"


def hashes(work: Path) -> dict[Path, str]:
    return {
        p.relative_to(work): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in work.rglob("*")
        if p.is_file()
    }


def litter(work: Path) -> list[str]:
    return [str(p.relative_to(work)) for p in work.rglob("*") if _LITTER.fullmatch(p.name)]


def after_a_kill(verb: str, work: Path, before: Mapping[Path, str], states: list[object]) -> list[str]:
    """What is wrong right after a kill, and after the verb has been run again."""
    wrong = []
    try:
        if state(work) not in states:
            wrong.append("neither the old master nor the new one")
        if verb != "verify":
            wrong += lost(before, work, verb)
        again = verb if not (verb in WITHOUT_MASTER and (work / "qcdc.xlsm").exists()) else "verify"
        VERBS[again](work, work.parent / "ngoai")
    except Trouble as trouble:
        if verb != "undo":
            wrong.append(f"the next run: {trouble}")
    except Exception as error:
        wrong.append(f"{type(error).__name__}: {error}")
    verify(work / "qcdc.xlsm", NOW)  # whatever writes next
    wrong += lost(before, work, verb)
    wrong += [f"litter {name}" for name in litter(work)]
    if verb != "undo" and state(work) != states[-1]:
        wrong.append("not the new master after the next run")
    return wrong


def main(verb: str, folder: Path) -> dict[str, object]:
    """All kills of one verb."""
    spoil(verb, folder / "viec")
    before, states = hashes(folder / "viec"), [state(folder / "viec")]
    whole = copied(folder, 0)
    if run_to(-1, verb, whole) != ENDED:
        return {"kills": 0, "wrong": {"0": ["the verb itself fails"]}}
    states.append(state(whole))
    wrong: dict[str, list[str]] = {}
    for change in range(1, 1000):
        work = copied(folder, change)
        ended = run_to(change, verb, work)
        if ended == ENDED:
            return {"kills": change - 1, "wrong": wrong}
        found = after_a_kill(verb, work, before, states) if ended == KILLED else [f"ended with {ended}"]
        if found:
            wrong[str(change)] = found
        shutil.rmtree(work.parent)
    return {"kills": 999, "wrong": wrong}


def copied(folder: Path, number: int) -> Path:
    target = folder.with_name(f"{folder.name}-{number}")
    shutil.copytree(folder, target)
    return target / "viec"


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2])), ensure_ascii=False))
