"""Every question that only real Excel and Word can answer, asked of them on Windows in one command.

The contract of all hosts, fills of the open master, a master that grows, forms and master recalculated, VBA and a click,
the report in Word: the README lists the questions.

    py scripts\\check_live.py           writes tests/results/excel-YYYY-MM-DD.md
    python scripts/check_live.py --calc [pytest …]   the same on LibreOffice Calc, to check the check

Close Excel before; it opens and closes workbooks by itself for a minute or two. Needs nothing but Python 3.11 or
later and Excel: the environment is made by environment.py. Exit 0: everything passed.
"""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import environment

SUITES = (
    "tests/xlsx/test_host_contract.py",
    "tests/excel/test_live_fill.py",
    "tests/excel/test_live_grow.py",
    "tests/excel/test_real_office.py",
)
RESULTS = environment.ROOT / "tests" / "results"
_ABOUT_EXCEL = """
import xlwings as xw
with xw.App(visible=False, add_book=False) as app:
    print(f"Excel {app.api.Version} build {app.api.Build}, {app.api.OperatingSystem}, xlwings {xw.__version__}")
"""


def about(calc: bool) -> str:
    """Which programs were tested."""
    if calc:
        command = ["soffice", "--version"]
    else:
        command = [str(environment.PYTHON), "-X", "utf8", "-c", _ABOUT_EXCEL]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return (run.stdout or run.stderr).strip() or "unknown"


def run(calc: bool, more: list[str], report: Path) -> int:
    """Run the suites; pytest's exit code."""
    variables = os.environ | ({"QCDC_LIVE": "required"} if calc else {"QCDC_EXCEL": "1"})
    command = [
        str(environment.PYTHON),
        "-X",
        "utf8",
        "-m",
        "pytest",
        "-q",
        f"--junitxml={report}",
        *SUITES,
        *more,
    ]
    return subprocess.run(command, cwd=environment.ROOT, env=variables, check=False).returncode


def summary(report: Path, tested: str, now: datetime.datetime) -> str:
    """The result as a page: what ran on what, and every test by name."""
    cases = list(ElementTree.parse(report).iter("testcase"))
    lines = [f"# Live tests, {now:%Y-%m-%d %H:%M}", "", f"* {tested}", f"* {platform.platform()}, Python {platform.python_version()}",
             f"* {len(cases)} tests, {sum(_state(c) == 'passed' for c in cases)} passed", "",
             "| test | result |", "|---|---|"]  # fmt: skip
    lines += [f"| {case.get('name')} | {_state(case)} |" for case in cases]
    for case in cases:
        for trouble in (*case.iter("failure"), *case.iter("error")):
            lines += ["", f"## {case.get('name')}", "", "```", (trouble.text or "").strip(), "```"]
    return "\n".join(lines) + "\n"


def _state(case: ElementTree.Element) -> str:
    found = [kind for kind in ("failure", "error", "skipped") if case.find(kind) is not None]
    return found[0] if found else "passed"


def main() -> int:
    """Prepare, run, write the result."""
    calc = "--calc" in sys.argv
    more = [a for a in sys.argv[1:] if a != "--calc"]
    if os.name != "nt" and not calc:
        print(
            "Real Excel is on Windows only; --calc runs the same tests on LibreOffice Calc.", file=sys.stderr
        )
        return 2
    environment.prepare()
    now = datetime.datetime.now()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        code = run(calc, more, report)
        if not report.is_file():
            print("No test ran; see above.", file=sys.stderr)
            return 2
        RESULTS.mkdir(exist_ok=True)
        target = RESULTS / f"{'calc' if calc else 'excel'}-{now:%Y-%m-%d}.md"
        target.write_text(summary(report, about(calc), now), encoding="utf-8")
    print(f"\nWritten: {target}")
    return code


if __name__ == "__main__":
    sys.exit(main())
