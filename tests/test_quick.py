"""The quick run leaves out what needs a LibreOffice, and nothing that starts one can hide."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

PLUGINS = "pytest_plugins = ['quick', 'office_guard']"
SUITE = """
import subprocess, sys
import pytest

def start():
    subprocess.run(["soffice", "--version"], check=False)

@pytest.fixture
def calc():
    pass

@pytest.fixture(scope="module")
def printed():
    start()

def test_in_a_fixture(printed): pass
def test_in_its_own_process(): start()
def test_in_a_second_process():
    subprocess.run([sys.executable, "-c", "import subprocess; subprocess.run(['soffice'])"], check=False)
def test_that_fails_for_it():
    start()
    assert False
def test_innocent(): pass
def test_other(): pass
def test_live_by_its_fixture(calc): pass
@pytest.mark.live
def test_live_by_its_mark(): pass
@pytest.mark.slow
def test_slow(): pass
"""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """A suite of its own with our two plugins."""
    pytester.makeconftest(PLUGINS)
    pytester.makeini("[pytest]\nmarkers =\n    live: x\n    slow: x\ntestpaths = .")
    pytester.makepyfile(SUITE)
    return pytester


def test_a_test_that_starts_a_libreoffice_without_the_mark_fails(suite: pytest.Pytester) -> None:
    result = suite.runpytest("-p", "no:cacheprovider", "-m", "not live")
    result.assert_outcomes(passed=3, failed=4, deselected=2)
    assert result.stdout.str().count("starts a LibreOffice without the mark live") >= 4


def test_the_quick_run_says_what_it_left_out(suite: pytest.Pytester) -> None:
    result = suite.runpytest("-p", "no:cacheprovider", "--quick", "-k", "innocent or other or live or slow")
    result.stdout.fnmatch_lines(
        ["quick: left out 2 live and 1 slow tests; ran 86% of those that need no LibreOffice"]
    )


def test_a_quick_run_of_too_little_is_refused(suite: pytest.Pytester) -> None:
    suite.makepyfile(test_more="import pytest\n@pytest.mark.slow\ndef test_one(): pass\n")
    result = suite.runpytest("-p", "no:cacheprovider", "--quick")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*the quick run would be 75% of the tests without LibreOffice"])
