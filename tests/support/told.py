"""A plugin of pytest: what a test has measured, told at the end of the run.

A test says it with ``record_property("told", line)``; it is told of tests that passed, from parallel workers too.
"""

from __future__ import annotations

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The lines, each once, in the order of the tests."""
    for report in terminalreporter.getreports("passed"):
        for line in (value for name, value in report.user_properties if name == "told"):
            if report.when == "call":
                terminalreporter.write_line(line)
