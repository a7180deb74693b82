"""How the terminal shows things: help in Vietnamese, progress, findings, JSON. What to do stands in ``cli``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from qcdc_xl.model.finding import Finding, message
from qcdc_xl.verbs import progress as verbs

# newer Typers carry a click of their own: its classes are reached through typer.Context, never imported
_Formatter: Any = typer.Context.formatter_class
_Context: Any = next(c for c in typer.Context.__mro__ if "formatter_class" in vars(c))


class _Help(_Formatter):  # type: ignore[misc]  # the base class is known at run time only
    """The help page with Vietnamese headings."""

    _WORDS: ClassVar[Mapping[str, str]] = {
        "Options": "Tùy chọn",
        "Commands": "Lệnh",
        "Arguments": "Tham số",
        "Show this message and exit.": "In hướng dẫn này.",
        "[required]": "(bắt buộc)",
    }

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, self._words(args), "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self._words(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().write_dl([(name, self._words(text)) for name, text in rows], *args, **more)

    def _words(self, text: str) -> str:
        for english, vietnamese in self._WORDS.items():
            text = text.replace(english, vietnamese)
        return text.replace("[OPTIONS]", "[TÙY CHỌN]").replace("COMMAND [ARGS]...", "LỆNH [THAM SỐ]...")


_Context.formatter_class = _Help
out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def progress(quiet: bool) -> Iterator[verbs.Progress]:
    """A bar on the terminal's error stream: "đang đọc 12/33"; nothing for JSON or a pipe."""
    if quiet or not err.is_terminal:
        yield verbs.silent
        return
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=err, transient=True
    ) as bar:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what.capitalize(), total=of)
            bar.update(tasks[what], completed=done, total=of)

        yield show


def print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_findings(findings: Iterable[Finding]) -> None:
    for found in findings:
        colour = "red" if found.severity == "error" else "yellow"
        where = f"{escape(str(found.place))}: " if str(found.place) else ""
        out.print(f"[{colour}]{found.severity.label}[/] {where}{escape(message(found))}")


def usage(error: Any) -> str:
    """A mistake in the command line, in Vietnamese. The kinds are click's, told by their names."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return f"Không có tùy chọn “{error.option_name}”."
    if kind == "NoSuchCommand" or error.message.startswith("No such command"):
        words = error.message.split("'")
        return f"Không có lệnh “{words[1]}”." if len(words) > 1 else "Không có lệnh này."
    name = getattr(getattr(error, "param", None), "metavar", "") or ""
    if kind == "MissingParameter":
        return f"Thiếu tham số {name}."
    return f"Tham số {name} không đúng." if kind == "BadParameter" else "Câu lệnh không đúng."
