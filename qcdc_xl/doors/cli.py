"""The terminal's door: the verbs as commands, results as Vietnamese text or JSON.

Exit 0 fine, 1 the data has errors, 2 wrong use or a broken machine. Never a traceback: what we did not
foresee is written to a log file, and the person is told where it is.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from qcdc_xl.doors.failures import failure
from qcdc_xl.doors.json_shapes import shape
from qcdc_xl.doors.terminal import err, out, print_findings, print_json, progress, usage
from qcdc_xl.model.finding import Finding, unanswered
from qcdc_xl.verbs.catalogue_export import catalogue_export as export_tables
from qcdc_xl.verbs.catalogue_import import catalogue_import as import_tables
from qcdc_xl.verbs.check import check as check_files
from qcdc_xl.verbs.consolidate import consolidate as consolidate_inbox
from qcdc_xl.verbs.decide import WORDS
from qcdc_xl.verbs.decide import decide as take_decision
from qcdc_xl.verbs.footnotes import footnotes as fill_footnotes
from qcdc_xl.verbs.forms import forms as make_forms
from qcdc_xl.verbs.init import init as begin
from qcdc_xl.verbs.outcome import Outcome
from qcdc_xl.verbs.receive import receive as take
from qcdc_xl.verbs.report import report as write_report
from qcdc_xl.verbs.status import status as read_status
from qcdc_xl.verbs.undo import undo as take_back

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Tổng hợp báo cáo quy chế dân chủ cơ sở: giao biểu mẫu, nhận báo cáo, kiểm tra, tổng hợp, điền chú thích, xuất báo cáo Word.",
)

Master = Annotated[Path, typer.Argument(metavar="SỔ", help="Sổ tổng hợp qcdc.xlsm (hoặc thư mục chứa sổ).")]
OtherPeriod = Annotated[
    str, typer.Option("--period", metavar="KỲ", show_default=False, help="Kỳ báo cáo khác kỳ đang làm việc.")
]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho chương trình khác.")]


def _now() -> datetime.datetime:
    return datetime.datetime.now().replace(microsecond=0)


def _master(path: Path) -> Path:
    return path / "qcdc.xlsm" if path.is_dir() else path


def _show(result: object, as_json: bool, *lines: str, findings: Iterable[Finding] = ()) -> None:
    """Print a result: its shape for programs, or the findings and the lines for people."""
    if as_json:
        print_json(shape(result))
        return
    print_findings(findings)
    for line in lines:
        out.print(line, markup=False)


def _finish(findings: Iterable[Finding]) -> None:
    raise typer.Exit(1 if unanswered(findings) else 0)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục mới cho ví dụ.")],
    period: OtherPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Tạo ví dụ năm 2022 của huyện Đam Rông, từ đầu đến cuối."""
    from qcdc_xl.verbs import demo as sample

    with progress(as_json) as bar:
        outcome = sample.demo(folder, bar, period)
    _show(outcome, as_json, *sample.told(folder, outcome))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục làm việc mới.")],
    catalogue: Annotated[
        Path | None,
        typer.Option(
            metavar="TÊN|THƯ_MỤC", help="Tên danh mục kèm chương trình, hoặc thư mục danh mục (CSV)."
        ),
    ] = None,
    period: OtherPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Tạo thư mục làm việc với sổ tổng hợp mới."""
    begun = begin(folder, _now(), catalogue, period)
    _show(begun, as_json, begun.told())


@app.command()
def forms(
    master: Master,
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="MÃ", help="Chỉ tạo cho đơn vị này (dùng được nhiều lần)."),
    ] = None,
    period: OtherPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Tạo biểu mẫu trống cho các đơn vị, vào thư mục KỲ/bieu-mau."""
    with progress(as_json) as bar:
        made = make_forms(_master(master), _now(), unit or (), bar, period)
    then = " Gửi mỗi tệp cho đơn vị ghi ở tên tệp." if made.forms else ""
    _show(made, as_json, made.told() + then)


@app.command()
def receive(
    master: Master,
    files: Annotated[list[Path], typer.Argument(metavar="TỆP", help="Các báo cáo nhận được.")],
    period: OtherPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Chép các báo cáo nhận được vào thư mục KỲ/nhan và kiểm tra."""
    with progress(as_json) as bar:
        taken = take(_master(master), files, _now(), bar, period)
    then = " Chạy “qcdc consolidate” để tổng hợp."
    _show(taken, as_json, taken.told() + then, findings=taken.findings)
    _finish(taken.findings)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="TỆP", help="Các báo cáo nhận được.")],
    master: Annotated[
        Path | None, typer.Option(metavar="SỔ", help="Kiểm tra theo danh mục của sổ này.")
    ] = None,
    period: OtherPeriod = "",
    values: Annotated[
        bool, typer.Option("--values", help="Kèm --json: ghi cả giá trị đã đọc ở từng ô.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Kiểm tra các báo cáo nhận được, không thay đổi gì."""
    with progress(as_json) as bar:
        checked = check_files(files, _now(), _master(master) if master else None, bar, period, values)
    _show(checked, as_json, checked.told(), findings=checked.findings)
    _finish(checked.findings)


@app.command()
def consolidate(
    master: Master,
    inbox: Annotated[
        Path | None,
        typer.Argument(metavar="THƯ_MỤC_NHẬN", help="Thư mục các báo cáo nhận được; thường là KỲ/nhan."),
    ] = None,
    period: OtherPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Đọc các báo cáo nhận được, kiểm tra, cộng và điền vào sổ tổng hợp."""
    with progress(as_json) as bar:
        outcome = consolidate_inbox(_master(master), _now(), inbox, bar, period)
    held = f"Sổ tổng hợp có báo cáo của {outcome.held} đơn vị. {_next(outcome)}"
    _show(outcome, as_json, outcome.told(), held, findings=outcome.findings)
    _finish(outcome.findings)


def _next(outcome: Outcome) -> str:
    if outcome.rejected:
        return "Xem trang Kiểm tra để gửi trả các báo cáo có lỗi."
    return f"Còn {len(outcome.missing)} đơn vị chưa nộp." if outcome.missing else "Đã đủ báo cáo."


@app.command()
def decide(
    master: Master,
    about: Annotated[str, typer.Argument(metavar="TỆP|MÃ", help="Báo cáo đã nhận, hoặc mã đơn vị.")],
    word: Annotated[str, typer.Argument(metavar="QUYẾT_ĐỊNH", help=f"Một trong: {', '.join(WORDS)}.")],
    reason: Annotated[str, typer.Option("--reason", metavar="LÝ_DO", help="Lý do, bắt buộc.")] = "",
    period: OtherPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Ghi quyết định đối với một báo cáo (nhận dù còn lỗi, để lại) hoặc một đơn vị (không nộp)."""
    decreed = take_decision(_master(master), about, word, reason, _now(), period)
    _show(decreed, as_json, decreed.told(), findings=decreed.findings)
    _finish(decreed.findings)


@app.command()
def status(master: Master, period: OtherPeriod = "", as_json: AsJson = False) -> None:
    """Xem đơn vị nào đã nộp, chưa nộp, có lỗi."""
    with progress(as_json) as bar:
        book = read_status(_master(master), _now(), period, bar)
    if as_json:
        print_json(shape(book))
        return
    units = book.catalogue.active_units
    table = Table("Mã", "Đơn vị", "Trạng thái", "Tệp", title=f"Tiến độ {book.catalogue.period.label}")
    for unit in units:
        file = book.accepted[unit.code].file if unit.code in book.accepted else ""
        table.add_row(escape(unit.code), escape(unit.name), book.status(unit.code), escape(file))
    out.print(table)
    waiting = sum(book.waits(u.code) for u in units)
    more = f" Có {waiting} báo cáo mới trong thư mục nhận, chờ tổng hợp." if waiting else ""
    out.print(f"Đã nhận {len(book.accepted)}/{len(units)} đơn vị.{more}")


@app.command()
def footnotes(master: Master, period: OtherPeriod = "", as_json: AsJson = False) -> None:
    """In các chú thích của báo cáo đã điền số liệu."""
    filled = fill_footnotes(_master(master), _now(), period)
    if as_json:
        print_json(shape(filled))
    else:
        for note in filled.notes:
            out.print(f"[bold]({note.number})[/] {escape(chr(10).join(note.paragraphs))}")
        print_findings(filled.findings)
    _finish(filled.findings)


@app.command()
def report(
    master: Master,
    out_file: Annotated[
        Path | None, typer.Option("--out", metavar="TỆP", help="Tệp .docx cần ghi; thường là KỲ/bao-cao.")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(metavar="TỆP", help="Mẫu .docx (kiểu chữ, lề) thay cho mẫu kèm chương trình."),
    ] = None,
    pdf: Annotated[
        bool,
        typer.Option(
            "--pdf/--no-pdf",
            show_default=False,
            help="Ghi thêm bản PDF (mặc định) nếu máy có Word hoặc LibreOffice.",
        ),
    ] = True,
    period: OtherPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Xuất báo cáo Word có chú thích cuối trang, kèm phụ lục số liệu."""
    with progress(as_json) as bar:
        made = write_report(_master(master), _now(), out_file, template, pdf, bar, period)
    _show(made, as_json, *made.told(), findings=made.findings)
    _finish(made.findings)


@app.command()
def undo(master: Master, period: OtherPeriod = "", as_json: AsJson = False) -> None:
    """Lấy lại sổ tổng hợp trước lần điền gần nhất."""
    undone = take_back(_master(master), period)
    done = f"Đã hoàn tác: sổ tổng hợp trở lại bản “{undone.backup.stem}”."
    _show(undone, as_json, f"{done} {undone.told()}")


@app.command()
def verify(
    master: Master,
    folders: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="THƯ_MỤC", help="Nơi khác còn báo cáo gốc (dùng được nhiều lần)."),
    ] = None,
    period: OtherPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Đối chiếu sổ với các báo cáo gốc đã lưu; lấy lại bản gốc bị mất, bị sửa nếu còn ở nơi khác."""
    from qcdc_xl.verbs.verify import verify as hold_against

    with progress(as_json) as bar:
        verified = hold_against(_master(master), _now(), folders or (), bar, period)
    _show(verified, as_json, verified.told(), findings=verified.findings)
    _finish(verified.findings)


@app.command()
def rebuild(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục làm việc đã mất sổ tổng hợp.")],
    catalogue: Annotated[
        Path | None,
        typer.Option(metavar="TÊN|THƯ_MỤC", help="Danh mục của sổ: tên kèm chương trình, hoặc thư mục CSV."),
    ] = None,
    period: OtherPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Lập lại sổ tổng hợp từ các báo cáo gốc đã lưu."""
    from qcdc_xl.verbs.rebuild import rebuild as make_anew

    with progress(as_json) as bar:
        rebuilt = make_anew(folder, _now(), catalogue, bar, period)
    _show(rebuilt, as_json, rebuilt.told(), findings=rebuilt.findings)
    _finish(rebuilt.findings)


@app.command()
def doctor(
    master: Annotated[Path | None, typer.Argument(metavar="SỔ", help="Sổ tổng hợp cần xem, nếu có.")] = None,
    period: OtherPeriod = "",
    as_json: AsJson = False,
) -> None:
    """Xem máy này còn thiếu gì để dùng sổ trong Excel và cách xử lý."""
    from qcdc_xl.verbs.doctor import doctor as examine

    examined = examine(_master(master) if master else None, period)
    lines = [f"{r.name}: {r.state}. {r.text}" for r in examined.results]
    _show(examined, as_json, *lines, examined.told())
    raise typer.Exit(1 if examined.to_mend else 0)


_tables = typer.Typer(
    no_args_is_help=True, help="Danh mục của sổ tổng hợp: xuất ra các tệp CSV, nhập lại từ các tệp CSV."
)
app.add_typer(_tables, name="catalogue")
Tables = Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục các tệp CSV, mỗi bảng một tệp.")]


@_tables.command("export")
def catalogue_export(
    master: Master, folder: Tables, period: OtherPeriod = "", as_json: AsJson = False
) -> None:
    """Xuất mọi bảng danh mục ra thư mục, mỗi bảng một tệp CSV; không ghi đè."""
    exported = export_tables(_master(master), folder, period)
    _show(exported, as_json, exported.told(), findings=exported.findings)
    _finish(exported.findings)


@_tables.command("import")
def catalogue_import(
    master: Master, folder: Tables, period: OtherPeriod = "", as_json: AsJson = False
) -> None:
    """Nhập các bảng danh mục từ thư mục vào sổ tổng hợp; số liệu đã nhận giữ nguyên."""
    imported = import_tables(_master(master), folder, _now(), period)
    _show(imported, as_json, imported.told())


def run(call: Callable[[], object]) -> int:
    """Run a command and give its exit code; every failure becomes a Vietnamese sentence."""
    try:
        result = call()
        return result if isinstance(result, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        err.print("Đã dừng theo yêu cầu; sổ tổng hợp không thay đổi.")
        return 2
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    if hasattr(error, "format_message"):  # click's own, told by their names
        bare = type(error).__name__ == "NoArgsIsHelpError"
        err.print(error.format_message() if bare else f"{usage(error)} Xem “qcdc --help”.", markup=False)
        return 2
    failed = failure(error, _now())
    if failed.findings and "--json" in sys.argv:
        print_json({"findings": shape(failed.findings)})
    else:
        print_findings(failed.findings)
    more = " Đề nghị sửa các ô nêu trên rồi chạy lại." if failed.findings else ""
    err.print(failed.text + more, markup=False)
    return failed.exit_code


def main() -> None:
    """The command ``qcdc``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(lambda: app(standalone_mode=False)))
