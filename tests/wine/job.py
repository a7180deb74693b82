"""What is run on a Windows CPython under Wine, in this order; each step is timed, and one that fails fails the job.

    tests/wine/run [FOLDER]

Not reached by this: PowerShell, COM and so Excel, VBA's compiler, paths of more than 260 letters, another code page.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import making
from bench import Bench
from commands import a_click_reaches_python_whatever_the_names, the_cmd_files_hand_everything_on
from example import the_example_is_the_one_made_on_linux
from installing import (
    a_bundle_is_made,
    every_library_can_be_imported,
    install_py_from_start_to_finish,
    the_doctor_finds_what_is_to_be_mended,
    uninstall_takes_all_away_but_the_work,
)
from processes import a_file_that_another_program_holds_is_left_whole, other_processes_can_be_spawned
from windows_machine import Machine

ROOT = Path(__file__).resolve().parents[2]
Step = Callable[[Bench], list[str]]
STEPS: tuple[Step, ...] = (
    a_bundle_is_made,
    install_py_from_start_to_finish,
    every_library_can_be_imported,
    the_example_is_the_one_made_on_linux,
    the_doctor_finds_what_is_to_be_mended,
    a_click_reaches_python_whatever_the_names,
    the_cmd_files_hand_everything_on,
    a_file_that_another_program_holds_is_left_whole,
    other_processes_can_be_spawned,
    uninstall_takes_all_away_but_the_work,
)


def the_windows(folder: Path) -> Machine:
    """A fresh machine, and what it is."""
    begun = time.monotonic()
    kept = making.windows(folder / "windows")
    machine = Machine(folder / "windows").switched_on()
    version = machine.python("-c", "import sys; print(sys.version, 'on', sys.platform)")
    print(
        f"{version.told.strip()}\n  {'taken from the cache' if kept else 'made'}: {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    return machine


def example_here(folder: Path) -> Path:
    """The example as this system makes it."""
    subprocess.run([sys.executable, "-X", "utf8", "-m", "qcdc_xl", "demo", str(folder)], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return folder


def done(step: Step, bench: Bench) -> bool:
    """Run a step and print what it found; whether it went well."""
    begun = time.monotonic()
    try:
        lines, well = step(bench), True
    except Exception:  # whatever it is, the other steps are worth running
        lines, well = traceback.format_exc().splitlines(), False
    name = step.__name__.replace("_", " ")
    print(f"{'ok  ' if well else 'FAIL'} {time.monotonic() - begun:5.0f} s  {name}")
    print("".join(f"               {line}\n" for line in lines), end="", flush=True)
    return well


def main() -> int:
    """All steps; 0 if each went well."""
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what runs under Wine is then ended too
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        here = Path(sys.argv[1]) if len(sys.argv) > 1 else example_here(folder / "vi-du")
        try:
            machine = the_windows(folder)
        except making.NotHere as reason:
            print(f"skipped: nothing was run on Windows' Python: {reason}")
            return 0
        try:
            well = [done(step, Bench(machine, here)) for step in STEPS]
        finally:
            machine.end()
    print(
        f"{sum(well)} passed, {len(well) - sum(well)} failed  (on Windows' Python, {time.monotonic() - begun:.0f} s)"
    )
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
