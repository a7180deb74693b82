"""The rooms: who may import whom, as ARCHITECTURE.md says; sizes; names.

Imports are read from the source, those within functions and under TYPE_CHECKING too: what is hidden from
the interpreter is not hidden from the reader.
"""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = "qcdc_xl"
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|constants?|managers?|misc)(_|$)")
ROOM = re.compile(r"^\| `[a-z_]+` \|")
"""Begins a line of ARCHITECTURE.md's map of rooms: the room first, what it may import last."""


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the package by its full name."""
    found = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imported(tree: ast.Module) -> Iterator[str]:
    """Full names of what a module imports of the package; modules, or names in them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == PACKAGE)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_of(name: str) -> str:
    """The module that an imported name is, or stands in."""
    while name not in sources():
        name = name.rpartition(".")[0]
    return name


def room_of(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


@cache
def allowed() -> dict[str, frozenset[str]]:
    """The map of rooms: room → rooms that it may import."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if ROOM.match(line)]
    return {row[1].strip(" `"): frozenset(re.findall(r"`([a-z_]+)`", row[-2])) for row in rows}


def arrows() -> dict[tuple[str, str], list[str]]:
    """(room, room) → the imports that are this arrow."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, tree in sources().items():
        for target in map(module_of, imported(tree)):
            arrow = (room_of(name), room_of(target))
            if arrow[0] and arrow[1] and arrow[0] != arrow[1]:
                found.setdefault(arrow, []).append(f"{name} imports {target}")
    return found


def test_the_map_names_every_room() -> None:
    assert sorted({room_of(name) for name in sources()} - {"", "__main__"} - set(allowed())) == []


def test_the_map_itself_has_no_circle() -> None:
    tuple(TopologicalSorter(allowed()).static_order())


def test_rooms_import_only_what_the_map_allows() -> None:
    wrong = {
        arrow: why for arrow, why in arrows().items() if arrow[1] not in allowed().get(arrow[0], {arrow[1]})
    }
    assert wrong == {}


def test_no_two_modules_need_each_other() -> None:
    """A room's ``__init__``, which only hands on names, is no module of the circle."""
    graph = {
        name: {module_of(target) for target in imported(tree)} - {name}
        for name, tree in sources().items()
        if name.count(".") != 1 or not any(other.startswith(name + ".") for other in sources())
    }
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def functions() -> Iterator[tuple[str, int]]:
    """Every function with its length in lines, decorators not counted."""
    for name, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno
                yield f"{name}.{node.name}", node.end_lineno - node.lineno + 1


def test_functions_are_short() -> None:
    lengths = sorted(length for _, length in functions())
    assert [(name, length) for name, length in functions() if length > 40] == []
    assert statistics.median(lengths) <= 6
    assert lengths[len(lengths) * 9 // 10] <= 17


def test_modules_are_short() -> None:
    paths = [*(ROOT / PACKAGE).rglob("*.py"), *(ROOT / "scripts").glob("*.py")]
    lengths = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in paths}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    files = [p for room in (PACKAGE, "scripts", "tests") for p in (ROOT / room).rglob("*.py")]
    assert [p.name for p in files if VAGUE.search(p.stem)] == []


def test_no_two_files_of_tests_have_the_same_name() -> None:
    """pytest would refuse to collect the second."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
