"""A plugin of pytest: which tests need LibreOffice (``live``), and the quick run that leaves them out.

``--quick`` leaves out what is ``live`` or ``slow`` and says how many that are. With no files named it fails
if it would run less than SHARE of the tests that need no LibreOffice: a quick run that leaves out what it
likes proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

OFFICE = {"calc", "excel", "running", "drawn"}
"""Fixtures that start a LibreOffice; what starts one otherwise is marked by hand."""
SHARE = 0.85
Counts = dict[str, int]
COUNTS = pytest.StashKey[Counts]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out tests marked live or slow")


def marked_live(items: Sequence[pytest.Item]) -> None:
    """Mark every test that a LibreOffice is started for."""
    for item in items:
        if OFFICE.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("live")


def _left_out(item: pytest.Item) -> str:
    return next((mark for mark in ("live", "slow") if item.get_closest_marker(mark)), "")


def counted(items: Sequence[pytest.Item]) -> Counts:
    """How many tests run, how many are left out by which mark."""
    kinds = [_left_out(item) for item in items]
    return {kind: kinds.count(kind) for kind in ("", "live", "slow")}


def share(counts: Counts) -> float:
    """The part of the tests without LibreOffice that runs; 1 if there are none."""
    return counts[""] / max(counts[""] + counts["slow"], 1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marked_live(items)
    if not config.getoption("--quick"):
        return
    counts = config.stash[COUNTS] = counted(items)
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS and share(counts) < SHARE:
        raise pytest.UsageError(
            f"the quick run would be {share(counts):.0%} of the tests without LibreOffice"
        )
    config.hook.pytest_deselected(items=[item for item in items if _left_out(item)])
    items[:] = [item for item in items if not _left_out(item)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where tests run in parallel, a worker tells the numbers to the process that prints them."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["quick"] = session.config.stash.get(COUNTS, None)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    counts = getattr(node, "workeroutput", {}).get("quick")
    if counts:
        node.config.stash[COUNTS] = counts


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    counts = config.stash.get(COUNTS, None)
    if counts:
        terminalreporter.write_line(
            f"quick: left out {counts['live']} live and {counts['slow']} slow tests; "
            f"ran {share(counts):.0%} of those that need no LibreOffice"
        )
