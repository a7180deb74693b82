"""A run that is killed at any change of the disk leaves a whole master, loses nothing, and the next run clears up after it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import kills
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="runs are forked"),
]
AT_LEAST = {"consolidate": 30, "forms": 10, "receive": 4, "undo": 6, "rebuild": 6, "report": 5, "decide": 5}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder in the middle of the work."""
    folder = tmp_path_factory.mktemp("kills") / "goc"
    kills.prepare(folder)
    return folder


@pytest.mark.parametrize("verb", sorted(kills.VERBS))
def test_killed_anywhere_nothing_is_lost(verb: str, prepared: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(prepared, tmp_path / verb)
    run = subprocess.run(
        [sys.executable, "-X", "utf8", kills.__file__, verb, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["wrong"] == {}
    assert told["kills"] >= AT_LEAST.get(verb, 1)
