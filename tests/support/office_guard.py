"""A plugin of pytest: only a test marked ``live`` may start a LibreOffice, itself or through a command that it runs.

For every other test the first ``soffice`` on the PATH is one that only notes that it was called, and the test fails: it
would be slow in the quick run, and fail where there is no LibreOffice. (Not on Windows, where nobody calls it by PATH.)
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from unittest.mock import patch

import pytest

_SCRIPT = '#!/bin/sh\necho "$@" >> "$(dirname "$0")/called"\nexit 1\n'
FOLDER = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FOLDER] = tempfile.TemporaryDirectory(prefix="qcdc-no-office-")
    for name in ("soffice", "libreoffice"):
        stand_in = Path(config.stash[FOLDER].name) / name
        stand_in.write_text(_SCRIPT, encoding="ascii")
        stand_in.chmod(0o755)


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[FOLDER].cleanup()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """What a test that is not live finds on its PATH, from its fixtures on."""
    if item.get_closest_marker("live"):
        return (yield)
    folder = item.config.stash[FOLDER].name
    with patch.dict(os.environ, PATH=os.pathsep.join((folder, os.environ.get("PATH", "")))):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that has called the stand-in, whatever else it has to say."""
    try:
        return (yield)
    finally:
        called = Path(item.config.stash[FOLDER].name) / "called"
        if called.exists():
            arguments = called.read_text(encoding="utf-8")
            called.unlink()
            pytest.fail(f"starts a LibreOffice without the mark live: soffice {arguments}", pytrace=False)
