"""The terminal's door: verbs of DESIGN section 7 as commands, results as Vietnamese text or JSON.

Exit 0 fine, 1 the data has errors, 2 wrong use or a broken machine. Never a traceback: what we did not
foresee is written to a log file, and the person is told where it is.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, ClassVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from qcdc_xl import flow
from qcdc_xl.crash import write_log
from qcdc_xl.findings import Finding, errors, message, place
from qcdc_xl.findings import as_json as finding_json
from qcdc_xl.receive import Outcome
from qcdc_xl.shapes import outcome_json, received_json

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
app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Tổng hợp báo cáo quy chế dân chủ cơ sở: giao biểu, thu nhận, kiểm tra, tổng hợp, điền chú thích.",
)
_out, _err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)

Master = Annotated[Path, typer.Argument(metavar="SỔ", help="Sổ tổng hợp qcdc.xlsm (hoặc thư mục chứa sổ).")]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho chương trình khác.")]


def _now() -> datetime.datetime:
    return datetime.datetime.now().replace(microsecond=0)


def _master(path: Path) -> Path:
    return path / "qcdc.xlsm" if path.is_dir() else path


@contextmanager
def _progress(quiet: bool) -> Iterator[flow.Progress]:
    """A bar on the terminal's error stream: "đang đọc 12/33"; nothing for JSON or a pipe."""
    if quiet or not _err.is_terminal:
        yield flow.silent
        return
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=_err, transient=True
    ) as bar:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what.capitalize(), total=of)
            bar.update(tasks[what], completed=done, total=of)

        yield show


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _print_findings(findings: Iterable[Finding]) -> None:
    for found in findings:
        colour = "red" if found.severity == "error" else "yellow"
        where = f"{escape(place(found))}: " if place(found) else ""
        _out.print(f"[{colour}]{found.severity.label}[/] {where}{escape(message(found))}")


def _finish(findings: Sequence[Finding]) -> None:
    raise typer.Exit(1 if errors(findings) else 0)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục mới cho ví dụ.")],
    as_json: AsJson = False,
) -> None:
    """Tạo ví dụ năm 2022 của huyện Đam Rông, từ đầu đến cuối."""
    from qcdc_xl import sample

    with _progress(as_json) as progress:
        outcome = sample.demo(folder, progress)
    if as_json:
        _print_json(outcome_json(outcome))
        return
    _out.print(
        f"Đã tạo ví dụ trong “{folder}”: {len(outcome.book.accepted)} báo cáo, {len(outcome.book.figures.values)} số liệu, {len(outcome.book.footnotes[0])} chú thích.",
        markup=False,
    )
    _out.print("Số liệu của từng đơn vị là giả định, cộng lại đúng bằng báo cáo đã công bố.")
    _out.print(
        f"Mở “{folder / 'qcdc.xlsm'}” để xem; bắt đầu từ trang Tiến độ và trang Hướng dẫn.", markup=False
    )


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục làm việc mới.")],
    catalogue: Annotated[
        Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục danh mục (CSV) thay cho danh mục mẫu.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tạo thư mục làm việc với sổ tổng hợp mới."""
    target = flow.init(folder, _now(), catalogue)
    if as_json:
        _print_json({"master": str(target)})
        return
    _out.print(
        f"Đã tạo sổ tổng hợp “{target}”. Mở trang Danh mục để sửa đơn vị, kỳ báo cáo; sau đó bấm Tạo biểu mẫu (hoặc chạy “qcdc forms”).",
        markup=False,
    )


@app.command()
def forms(
    master: Master,
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="MÃ", help="Chỉ tạo cho đơn vị này (dùng được nhiều lần)."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tạo biểu mẫu trống cho các đơn vị, vào thư mục KỲ/bieu-mau."""
    with _progress(as_json) as progress:
        made = flow.forms(_master(master), _now(), unit or (), progress)
    if as_json:
        _print_json({"forms": [str(path) for path in made]})
        return
    _out.print(
        f"Đã tạo {len(made)} biểu mẫu trong “{made[0].parent}”. Gửi mỗi tệp cho đơn vị ghi ở tên tệp."
        if made
        else "Không có đơn vị nào cần biểu mẫu trong kỳ này.",
        markup=False,
    )


@app.command()
def receive(
    master: Master,
    files: Annotated[list[Path], typer.Argument(metavar="TỆP", help="Các báo cáo nhận được.")],
    as_json: AsJson = False,
) -> None:
    """Chép các báo cáo nhận được vào thư mục KỲ/nhan và kiểm tra."""
    with _progress(as_json) as progress:
        taken = flow.receive(_master(master), files, _now(), progress)
    findings = [f for file in taken.files for f in file.findings]
    if as_json:
        _print_json(
            {
                "folder": str(taken.folder),
                "known": taken.known,
                "files": [received_json(f) for f in taken.files],
            }
        )
    else:
        _print_findings(findings)
        _out.print(
            f"Đã đưa {len(taken.files)} tệp vào “{taken.folder}”; {taken.known} tệp đã có sẵn. Chạy “qcdc consolidate” để tổng hợp.",
            markup=False,
        )
    _finish(findings)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="TỆP", help="Các báo cáo nhận được.")],
    master: Annotated[
        Path | None, typer.Option(metavar="SỔ", help="Kiểm tra theo danh mục của sổ này.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm tra các báo cáo nhận được, không thay đổi gì."""
    with _progress(as_json) as progress:
        found = flow.check(files, _now(), _master(master) if master else None, progress)
    findings = [f for file in found for f in file.findings]
    if as_json:
        _print_json(
            {"files": [received_json(f) for f in found], "findings": [finding_json(f) for f in findings]}
        )
    else:
        _print_findings(findings)
        wrong = sum(f.faulty for f in found)
        _out.print(
            f"Đã kiểm tra {len(found)} tệp: {len(found) - wrong} tệp dùng được, {wrong} tệp có lỗi, {len(findings) - len(errors(findings))} cảnh báo."
        )
    _finish(findings)


@app.command()
def consolidate(
    master: Master,
    inbox: Annotated[
        Path | None,
        typer.Argument(metavar="THƯ_MỤC_NHẬN", help="Thư mục các báo cáo nhận được; thường là KỲ/nhan."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Đọc các báo cáo nhận được, kiểm tra, cộng và điền vào sổ tổng hợp."""
    with _progress(as_json) as progress:
        outcome = flow.consolidate(_master(master), _now(), inbox, progress)
    if as_json:
        _print_json(outcome_json(outcome))
    else:
        _print_findings(outcome.findings)
        book = outcome.book
        _out.print(
            f"Đã đọc {outcome.received} tệp: nhận {len(outcome.accepted)}, trả lại {len(outcome.rejected)}, bản cũ {len(outcome.superseded)}."
        )
        _out.print(
            f"Sổ tổng hợp có báo cáo của {len(book.accepted)}/{len(book.catalogue.active_units)} đơn vị. "
            + _next(outcome)
        )
    _finish(outcome.findings)


def _next(outcome: Outcome) -> str:
    if outcome.rejected:
        return "Xem trang Kiểm tra để gửi trả các báo cáo có lỗi."
    return f"Còn {len(outcome.missing)} đơn vị chưa nộp." if outcome.missing else "Đã đủ báo cáo."


@app.command()
def status(master: Master, as_json: AsJson = False) -> None:
    """Xem đơn vị nào đã nộp, chưa nộp, có lỗi."""
    book = flow.status(_master(master), _now())
    units = book.catalogue.active_units
    if as_json:
        rows = [
            {"unit": u.code, "name": u.name, "status": book.status(u.code),
             "file": book.accepted[u.code].file if u.code in book.accepted else None,
             "errors": book.receipts[u.code].errors if u.code in book.receipts else 0,
             "warnings": book.receipts[u.code].warnings if u.code in book.receipts else 0}
            for u in units
        ]  # fmt: skip
        _print_json({"period": book.catalogue.period.code, "received": len(book.accepted), "units": rows})
        return
    table = Table("Mã", "Đơn vị", "Trạng thái", "Tệp", title=f"Tiến độ {book.catalogue.period.label}")
    for unit in units:
        file = book.accepted[unit.code].file if unit.code in book.accepted else ""
        table.add_row(escape(unit.code), escape(unit.name), book.status(unit.code), escape(file))
    _out.print(table)
    _out.print(f"Đã nhận {len(book.accepted)}/{len(units)} đơn vị.")


@app.command()
def footnotes(master: Master, as_json: AsJson = False) -> None:
    """In các chú thích của báo cáo đã điền số liệu."""
    book = flow.status(_master(master), _now())
    notes, findings = book.footnotes
    if as_json:
        _print_json(
            [{"number": n.number, "section": n.section, "paragraphs": list(n.paragraphs)} for n in notes]
        )
    else:
        for note in notes:
            _out.print(f"[bold]({note.number})[/] {escape(chr(10).join(note.paragraphs))}")
        _print_findings(findings)
    _finish(findings)


@app.command()
def undo(master: Master, as_json: AsJson = False) -> None:
    """Lấy lại sổ tổng hợp trước lần điền gần nhất."""
    undone = flow.undo(_master(master))
    if as_json:
        _print_json({"restored": undone.backup.name, "left": undone.left})
        return
    _out.print(
        f"Đã hoàn tác: sổ tổng hợp trở lại bản “{undone.backup.stem}”. Còn hoàn tác được {undone.left} lần nữa.",
        markup=False,
    )


@app.command()
def doctor(
    master: Annotated[Path | None, typer.Argument(metavar="SỔ", help="Sổ tổng hợp cần xem, nếu có.")] = None,
    as_json: AsJson = False,
) -> None:
    """Xem máy này còn thiếu gì để dùng sổ trong Excel và cách xử lý."""
    from qcdc_xl import doctor as checks

    asked = checks.Question(checks.ThisMachine(), _master(master).resolve() if master else None)
    if asked.master and not asked.master.is_file():
        raise flow.Trouble(f"Không thấy sổ tổng hợp “{asked.master}”. Kiểm tra đường dẫn.")
    results = checks.examine(asked)
    wrong = [r for r in results if r.state is checks.State.MEND]
    if as_json:
        _print_json([{"name": r.name, "state": str(r.state), "text": r.text} for r in results])
    else:
        for result in results:
            _out.print(f"{result.name}: {result.state}. {result.text}", markup=False)
        _out.print(f"{len(wrong)} điểm cần sửa." if wrong else "Không có gì phải sửa.")
    raise typer.Exit(1 if wrong else 0)


def _usage(error: Any) -> str:
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


def run(call: Callable[[], object]) -> int:
    """Run a command and give its exit code; every failure becomes a Vietnamese sentence."""
    try:
        result = call()
        return result if isinstance(result, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        _err.print("Đã dừng theo yêu cầu; sổ tổng hợp không thay đổi.")
    except flow.CatalogueTrouble as trouble:
        if "--json" in sys.argv:
            _print_json({"findings": [finding_json(f) for f in trouble.findings]})
        else:
            _print_findings(trouble.findings)
        _err.print("Danh mục có lỗi nên chưa làm gì. Sửa các ô nêu trên rồi chạy lại.")
        return 1
    except flow.Trouble as trouble:
        _err.print(str(trouble), markup=False)
    except OSError as error:
        _err.print(
            f"Không đọc hoặc ghi được “{error.filename or ''}”. Kiểm tra đĩa, quyền ghi, hoặc tệp đang mở.",
            markup=False,
        )
    except Exception as error:
        if hasattr(error, "format_message") and type(error).__name__ == "NoArgsIsHelpError":
            _err.print(error.format_message(), markup=False)
            return 2
        if hasattr(error, "format_message"):
            _err.print(f"{_usage(error)} Xem “qcdc --help”.", markup=False)
            return 2
        _err.print(
            f"Chương trình gặp lỗi ngoài dự kiến; sổ tổng hợp không thay đổi. Chi tiết ghi ở “{write_log(_now())}”.",
            markup=False,
        )
    return 2


def main() -> None:
    """The command ``qcdc``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(lambda: app(standalone_mode=False)))
