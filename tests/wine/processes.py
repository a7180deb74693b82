"""What Windows does otherwise between processes: files that another program holds, children that start from nothing."""

from __future__ import annotations

from bench import DEMO, Bench


def a_file_that_another_program_holds_is_left_whole(bench: Bench) -> list[str]:
    """A master held as Excel holds it, a return that nobody else may open, a report open in Word: one sentence each."""
    ran = bench.inside("held.py", DEMO, seconds=600)
    assert ran.code == 0, ran.told
    return ran.out.splitlines()


def other_processes_can_be_spawned(bench: Bench) -> list[str]:
    """multiprocessing's only way on Windows, from the environment that install.py made."""
    ran = bench.inside("spawned.py", DEMO)
    assert ran.code == 0, ran.told
    return ran.out.splitlines()
