"""The terminal's door: the verbs as commands, results as Vietnamese text or JSON.

Exit 0 fine, 1 the data has errors, 2 wrong use or a broken machine. Never a traceback: what we did not
foresee is written to a log file, and the person is told where it is.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from qcdc_xl.choose import Outcome
from qcdc_xl.doors.crash import write_log
from qcdc_xl.doors.json_shapes import outcome_json, received_json, report_json
from qcdc_xl.doors.terminal import err, out, print_findings, print_json, progress, usage
from qcdc_xl.model.finding import Finding, errors
from qcdc_xl.model.finding import as_json as finding_json
from qcdc_xl.verbs import flow

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Tổng hợp báo cáo quy chế dân chủ cơ sở: giao biểu, thu nhận, kiểm tra, tổng hợp, điền chú thích, viết báo cáo Word.",
)

Master = Annotated[Path, typer.Argument(metavar="SỔ", help="Sổ tổng hợp qcdc.xlsm (hoặc thư mục chứa sổ).")]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho chương trình khác.")]


def _now() -> datetime.datetime:
    return datetime.datetime.now().replace(microsecond=0)


def _master(path: Path) -> Path:
    return path / "qcdc.xlsm" if path.is_dir() else path


def _finish(findings: Sequence[Finding]) -> None:
    raise typer.Exit(1 if errors(findings) else 0)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục mới cho ví dụ.")],
    as_json: AsJson = False,
) -> None:
    """Tạo ví dụ năm 2022 của huyện Đam Rông, từ đầu đến cuối."""
    from qcdc_xl.verbs import demo as sample

    with progress(as_json) as bar:
        outcome = sample.demo(folder, bar)
    if as_json:
        print_json(outcome_json(outcome))
        return
    out.print(
        f"Đã tạo ví dụ trong “{folder}”: {len(outcome.book.accepted)} báo cáo, {len(outcome.book.figures.values)} số liệu, {len(outcome.book.footnotes[0])} chú thích.",
        markup=False,
    )
    out.print("Số liệu của từng đơn vị là giả định, cộng lại đúng bằng báo cáo đã công bố.")
    out.print(
        f"Mở “{folder / 'qcdc.xlsm'}” để xem; bắt đầu từ trang Tiến độ và trang Hướng dẫn.", markup=False
    )
    period = outcome.book.catalogue.period.code
    out.print(f"Báo cáo Word và bản dự thảo trước đó ở “{folder / period / 'bao-cao'}”.", markup=False)


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
        print_json({"master": str(target)})
        return
    out.print(
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
    with progress(as_json) as bar:
        made = flow.forms(_master(master), _now(), unit or (), bar)
    if as_json:
        print_json({"forms": [str(path) for path in made]})
        return
    out.print(
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
    with progress(as_json) as bar:
        taken = flow.receive(_master(master), files, _now(), bar)
    findings = [f for file in taken.files for f in file.findings]
    if as_json:
        print_json(
            {
                "folder": str(taken.folder),
                "known": taken.known,
                "files": [received_json(f) for f in taken.files],
            }
        )
    else:
        print_findings(findings)
        out.print(
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
    with progress(as_json) as bar:
        found = flow.check(files, _now(), _master(master) if master else None, bar)
    findings = [f for file in found for f in file.findings]
    if as_json:
        print_json(
            {"files": [received_json(f) for f in found], "findings": [finding_json(f) for f in findings]}
        )
    else:
        print_findings(findings)
        wrong = sum(f.faulty for f in found)
        out.print(
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
    with progress(as_json) as bar:
        outcome = flow.consolidate(_master(master), _now(), inbox, bar)
    if as_json:
        print_json(outcome_json(outcome))
    else:
        print_findings(outcome.findings)
        book = outcome.book
        out.print(
            f"Đã đọc {outcome.received} tệp: nhận {len(outcome.accepted)}, trả lại {len(outcome.rejected)}, bản cũ {len(outcome.superseded)}."
        )
        out.print(
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
        print_json({"period": book.catalogue.period.code, "received": len(book.accepted), "units": rows})
        return
    table = Table("Mã", "Đơn vị", "Trạng thái", "Tệp", title=f"Tiến độ {book.catalogue.period.label}")
    for unit in units:
        file = book.accepted[unit.code].file if unit.code in book.accepted else ""
        table.add_row(escape(unit.code), escape(unit.name), book.status(unit.code), escape(file))
    out.print(table)
    out.print(f"Đã nhận {len(book.accepted)}/{len(units)} đơn vị.")


@app.command()
def footnotes(master: Master, as_json: AsJson = False) -> None:
    """In các chú thích của báo cáo đã điền số liệu."""
    book = flow.status(_master(master), _now())
    notes, findings = book.footnotes
    if as_json:
        print_json(
            [{"number": n.number, "section": n.section, "paragraphs": list(n.paragraphs)} for n in notes]
        )
    else:
        for note in notes:
            out.print(f"[bold]({note.number})[/] {escape(chr(10).join(note.paragraphs))}")
        print_findings(findings)
    _finish(findings)


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
    as_json: AsJson = False,
) -> None:
    """Xuất báo cáo Word với chú thích thật, kèm phụ lục số liệu."""
    with progress(as_json) as bar:
        made = flow.report(_master(master), _now(), out_file, template, pdf, bar)
    if as_json:
        print_json(report_json(made))
    else:
        print_findings(made.findings)
        for line in made.told():
            out.print(line, markup=False)
    _finish(made.findings)


@app.command()
def undo(master: Master, as_json: AsJson = False) -> None:
    """Lấy lại sổ tổng hợp trước lần điền gần nhất."""
    undone = flow.undo(_master(master))
    if as_json:
        print_json({"restored": undone.backup.name, "left": undone.left})
        return
    out.print(
        f"Đã hoàn tác: sổ tổng hợp trở lại bản “{undone.backup.stem}”. Còn hoàn tác được {undone.left} lần nữa.",
        markup=False,
    )


@app.command()
def doctor(
    master: Annotated[Path | None, typer.Argument(metavar="SỔ", help="Sổ tổng hợp cần xem, nếu có.")] = None,
    as_json: AsJson = False,
) -> None:
    """Xem máy này còn thiếu gì để dùng sổ trong Excel và cách xử lý."""
    from qcdc_xl.windows import doctor as checks

    asked = checks.Question(checks.ThisMachine(), _master(master).resolve() if master else None)
    if asked.master and not asked.master.is_file():
        raise flow.Trouble(f"Không thấy sổ tổng hợp “{asked.master}”. Kiểm tra đường dẫn.")
    results = checks.examine(asked)
    wrong = [r for r in results if r.state is checks.State.MEND]
    if as_json:
        print_json([{"name": r.name, "state": str(r.state), "text": r.text} for r in results])
    else:
        for result in results:
            out.print(f"{result.name}: {result.state}. {result.text}", markup=False)
        out.print(f"{len(wrong)} điểm cần sửa." if wrong else "Không có gì phải sửa.")
    raise typer.Exit(1 if wrong else 0)


def run(call: Callable[[], object]) -> int:
    """Run a command and give its exit code; every failure becomes a Vietnamese sentence."""
    try:
        result = call()
        return result if isinstance(result, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        err.print("Đã dừng theo yêu cầu; sổ tổng hợp không thay đổi.")
    except flow.CatalogueTrouble as trouble:
        if "--json" in sys.argv:
            print_json({"findings": [finding_json(f) for f in trouble.findings]})
        else:
            print_findings(trouble.findings)
        err.print("Danh mục có lỗi nên chưa làm gì. Sửa các ô nêu trên rồi chạy lại.")
        return 1
    except flow.Trouble as trouble:
        err.print(str(trouble), markup=False)
    except OSError as error:
        err.print(
            f"Không đọc hoặc ghi được “{error.filename or ''}”. Kiểm tra đĩa, quyền ghi, hoặc tệp đang mở.",
            markup=False,
        )
    except Exception as error:
        if hasattr(error, "format_message") and type(error).__name__ == "NoArgsIsHelpError":
            err.print(error.format_message(), markup=False)
            return 2
        if hasattr(error, "format_message"):
            err.print(f"{usage(error)} Xem “qcdc --help”.", markup=False)
            return 2
        err.print(
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
