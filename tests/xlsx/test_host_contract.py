"""What every host of a master does alike: in memory, in a closed file, in a running spreadsheet.

The live host runs on Calc here; ``scripts/check_live.py`` runs this same file on real Excel under Windows.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import spreadsheet
import xlsxwriter
import xlwings as xw
from memory_host import MemoryHost

from qcdc_xl.excel.live_host import LiveHost
from qcdc_xl.xlsx.file_host import FileHost
from qcdc_xl.xlsx.host import Area, Cell, Chart, Formula, Host, Like, Series

ONE, TWO = "Tiến độ", "Trang thứ 2"
SHEETS: dict[str, list[list[Cell]]] = {
    ONE: [
        ["#table t", "ten", "so"],
        ["a", "Rô Men", 1],
        ["b", "Đạ K'Nàng", 2],
        ["#end", None, None],
        [None, "Tổng", Formula("SUM(C2:C3)", 3)],
    ],
    TWO: [[Formula(f"'{ONE}'!C5*2", 6), "ghi chú"]],
}


@dataclass
class Kind:
    """A host, and how to see from outside what its workbook says."""

    host: Host
    seen: Callable[[str], list[list[Any]]]
    hidden: Callable[[str, int], bool]
    rewrites: Callable[[], int]
    hidden_column: Callable[[str, int], bool]
    on_show: Callable[[str], bool]
    drawn: Callable[[str], int]
    close: Callable[[], object] = lambda: None


def made(path: Path) -> Path:
    """The workbook above, its marker row hidden."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in SHEETS.items():
            sheet = book.add_worksheet(name)
            for r, cells in enumerate(rows):
                for c, cell in enumerate(cells):
                    if isinstance(cell, Formula):
                        sheet.write_formula(r, c, "=" + cell.text, None, cell.value)
                    elif cell is not None:
                        sheet.write(r, c, cell)
        book.get_worksheet_by_name(ONE).set_row(0, None, None, {"hidden": True})
    return path


def in_memory(folder: Path, running: spreadsheet.Spreadsheet) -> Kind:
    """Nothing behind it; formulas keep the results that they are given."""
    host = MemoryHost(SHEETS)
    host.hide_rows(ONE, {0: True})
    return Kind(
        host,
        host.grid,
        lambda sheet, row: host.hidden[sheet].get(row, False),
        lambda: 0,
        lambda sheet, column: host.hidden_columns.get(sheet, {}).get(column, False),
        lambda sheet: sheet not in host.hidden_sheets,
        lambda sheet: len(host.drawn[sheet]),
    )


def in_a_file(folder: Path, running: spreadsheet.Spreadsheet) -> Kind:
    """What a spreadsheet program shows of the file that was written."""
    host = FileHost(made(folder / "sổ.xlsx"))

    def ask(question: Callable[[xw.Book], Any]) -> Any:
        host.save(folder / "sau.xlsx")
        book = running.open(folder / "sau.xlsx")
        answer = question(book)
        running.close(book)
        return answer

    return Kind(
        host,
        lambda sheet: ask(lambda book: running.seen(book, sheet)),
        lambda sheet, row: host.sheet(sheet).hidden(row),
        lambda: int(host.changed),
        lambda sheet, column: ask(lambda book: running.hidden_column(book, sheet, column)),
        lambda sheet: ask(lambda book: book.sheets[sheet].visible),
        lambda sheet: ask(lambda book: running.drawn(book, sheet)),
    )


def live(folder: Path, running: spreadsheet.Spreadsheet) -> Kind:
    """The open workbook itself."""
    path = made(folder / "sổ.xlsx")
    book = running.open(path)
    changes: list[int] = []
    host = LiveHost(book, FileHost(path), lambda: changes.append(1), lambda: running.unprotect(book))
    return Kind(
        host,
        lambda sheet: running.seen(book, sheet),
        lambda sheet, row: running.hidden(book, sheet, row),
        lambda: len(changes),
        lambda sheet, column: running.hidden_column(book, sheet, column),
        lambda sheet: book.sheets[sheet].visible,
        lambda sheet: running.drawn(book, sheet),
        lambda: running.close(book),
    )


@pytest.fixture(params=[in_memory, in_a_file, live])
def kind(request: pytest.FixtureRequest, tmp_path: Path, running: spreadsheet.Spreadsheet) -> Iterator[Kind]:
    """Each of the three in turn."""
    made_kind = request.param(tmp_path, running)
    yield made_kind
    made_kind.close()


def trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Without the blank rows and columns at the ends; dates as days, blanks as ""."""
    plain = [["" if c is None else spreadsheet.days(c) for c in row] for row in rows]
    while plain and not any(c != "" for c in plain[-1]):
        plain.pop()
    width = max((n + 1 for row in plain for n, c in enumerate(row) if c != ""), default=0)
    return [row[:width] for row in plain]


def test_sheets_go_by_the_names_on_their_tabs_in_order(kind: Kind) -> None:
    assert kind.host.sheets() == [ONE, TWO]


def test_a_grid_begins_at_a1_and_has_the_results_of_formulas(kind: Kind) -> None:
    assert trimmed(kind.host.grid(ONE)) == [
        ["#table t", "ten", "so"], ["a", "Rô Men", 1], ["b", "Đạ K'Nàng", 2], ["#end", "", ""], ["", "Tổng", 3],
    ]  # fmt: skip


def test_what_is_written_is_seen_by_the_next_reading_and_in_the_workbook(kind: Kind) -> None:
    kind.host.write(ONE, 1, 1, [["Đạ Tông", 7], ["Đạ Long", 8]])
    assert trimmed(kind.host.grid(ONE))[1:3] == [["a", "Đạ Tông", 7], ["b", "Đạ Long", 8]]
    assert trimmed(kind.seen(ONE))[1:3] == [["a", "Đạ Tông", 7], ["b", "Đạ Long", 8]]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+5", "-5", "@x", "'x", "007", "1/2", "08/6/2022", "2022-06-08", "TRUE", "1E5", "12%", "1.234,5", "Số 7",
     "Mar 2", "a\nb", " đầu dòng", "#N/A", "{=1}", "x" * 9000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_text_stays_this_very_text_whatever_it_looks_like(kind: Kind, text: str) -> None:
    kind.host.write(TWO, 3, 1, [[text]])
    assert kind.seen(TWO)[3][1] == text


def test_a_text_as_long_as_a_cell_can_hold_is_kept_whole(kind: Kind) -> None:
    kind.host.write(TWO, 3, 1, [["đ" * 32_767, 1]])
    assert kind.seen(TWO)[3][1] == "đ" * 32_767


def test_numbers_truths_and_days_are_such(kind: Kind) -> None:
    kind.host.write(
        TWO, 3, 1, [[7029, 0.1, -3, datetime.date(2022, 6, 22), datetime.datetime(2022, 6, 22, 12), True]]
    )
    row = [spreadsheet.days(c) for c in kind.seen(TWO)[3][1:7]]
    assert row[:5] == [7029, 0.1, -3, 44734, 44734.5]
    assert row[5] == 1  # a truth is 1 to every spreadsheet's interface but Excel's


def test_nothing_clears_a_cell_and_zero_does_not(kind: Kind) -> None:
    kind.host.write(ONE, 1, 1, [[None, 0]])
    assert trimmed(kind.seen(ONE))[1] == ["a", "", 0]


def test_a_formula_brings_its_result(kind: Kind) -> None:
    kind.host.write(
        TWO, 1, 0, [[Formula(f"SUM('{ONE}'!C2:C3,1)", 4), Formula('"đã nhận "&1&", rồi"', "đã nhận 1, rồi")]]
    )
    assert kind.seen(TWO)[1][:2] == [4, "đã nhận 1, rồi"]


def test_writing_what_is_there_already_changes_nothing(kind: Kind) -> None:
    kind.host.write(ONE, 1, 1, [["Rô Men", 1], ["Đạ K'Nàng", 2]])
    kind.host.write(ONE, 4, 2, [[Formula("SUM(C2:C3)", 3)]])
    kind.host.hide_rows(ONE, {0: True, 1: False})
    assert kind.rewrites() == 0


def test_rows_come_in_where_they_are_wanted_and_formulas_follow(kind: Kind) -> None:
    kind.host.insert_rows(ONE, 2, 2)
    expected = [
        ["#table t", "ten", "so"], ["a", "Rô Men", 1], ["", "", ""], ["", "", ""], ["b", "Đạ K'Nàng", 2],
        ["#end", "", ""], ["", "Tổng", 3],
    ]  # fmt: skip
    assert trimmed(kind.host.grid(ONE)) == expected
    assert trimmed(kind.seen(ONE)) == expected
    assert kind.seen(TWO)[0][0] == 6


def test_columns_come_in_where_they_are_wanted_and_formulas_follow(kind: Kind) -> None:
    kind.host.insert_columns(ONE, 2, 1)
    assert trimmed(kind.seen(ONE))[1] == ["a", "Rô Men", "", 1]
    assert trimmed(kind.seen(ONE))[4] == ["", "Tổng", "", 3]
    assert kind.seen(TWO)[0][0] == 6


def test_rows_below_a_hidden_one_are_not_hidden(kind: Kind) -> None:
    kind.host.insert_rows(ONE, 1, 2)
    assert [kind.hidden(ONE, n) for n in range(4)] == [True, False, False, False]


def test_what_is_taken_back_was_never_there(tmp_path: Path, running: spreadsheet.Spreadsheet) -> None:
    path = made(tmp_path / "sổ.xlsx")
    with_long = "đ" * 9000
    first = FileHost(path)
    first.write(TWO, 0, 1, [[with_long]])
    first.save(tmp_path / "dài.xlsx")
    book = running.open(tmp_path / "dài.xlsx")
    host = LiveHost(book, FileHost(tmp_path / "dài.xlsx"))
    before = {sheet: running.seen(book, sheet) for sheet in (ONE, TWO)}
    host.insert_rows(ONE, 2, 3)
    host.write(ONE, 2, 0, [["x", "=1", 5], ["y", None, Formula("C2*2", 2)]])
    host.write(TWO, 0, 0, [[7, "ngắn"]])
    host.insert_columns(ONE, 1, 1)
    host.hide_rows(ONE, {1: True, 2: True})
    host.hide_columns(ONE, {2: True})
    assert running.seen(book, TWO)[0][1] == "ngắn"
    host.take_back()
    assert {sheet: running.seen(book, sheet) for sheet in (ONE, TWO)} == before
    assert before[TWO][0][1] == with_long
    assert [running.hidden(book, ONE, n) for n in range(4)] == [True, False, False, False]
    assert not running.hidden_column(book, ONE, 1)
    running.close(book)


def test_rows_are_hidden_and_shown(kind: Kind) -> None:
    kind.host.hide_rows(ONE, {0: False, 1: True, 2: True, 3: False})
    assert [kind.hidden(ONE, n) for n in range(5)] == [False, True, True, False, False]


def test_columns_are_hidden_and_shown(kind: Kind) -> None:
    kind.host.hide_columns(ONE, {1: True, 2: True})
    kind.host.hide_columns(ONE, {2: False})
    assert [kind.hidden_column(ONE, n) for n in range(4)] == [False, True, False, False]
    assert trimmed(kind.seen(ONE))[1] == ["a", "Rô Men", 1]


def test_inserting_then_writing_fills_the_new_rows(kind: Kind) -> None:
    kind.host.insert_rows(ONE, 3, 1)
    kind.host.write(ONE, 3, 0, [["c", "Phi Liêng", 5]])
    kind.host.write(ONE, 5, 2, [[Formula("SUM(C2:C4)", 8)]])
    assert trimmed(kind.seen(ONE))[3] == ["c", "Phi Liêng", 5]
    assert trimmed(kind.seen(ONE))[5] == ["", "Tổng", 8]


NEW = "Mục mới"
CHART = Chart(
    "biểu mới", "column", "Số cuộc", (Series("Cuộc", Area(ONE, 1, 1, 2, 1), Area(ONE, 1, 2, 2, 2), ("#548235",)),), 8, 1
)  # fmt: skip


@pytest.fixture
def donor(tmp_path: Path) -> Path:
    """A protected sheet that is to come into the workbook, behind one that is not."""
    path = tmp_path / "mẫu.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Trang khác").write(0, 0, "không lấy")
        sheet = book.add_worksheet(NEW)
        sheet.write_row(0, 0, ["#table mới", "ten", "so"])
        sheet.write_row(
            1, 0, ["a", "Đạ K'Nàng", 7], book.add_format({"locked": False, "bg_color": "#FFF2CC"})
        )
        sheet.write_row(2, 0, ["#end"])
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.protect()
    return path


def test_a_new_sheet_stands_where_it_is_wanted_and_is_written_to(kind: Kind, donor: Path) -> None:
    kind.host.add_sheet(NEW, donor, ONE)
    assert kind.host.sheets() == [ONE, NEW, TWO]
    expected = [["#table mới", "ten", "so"], ["a", "Đạ K'Nàng", 7], ["#end", "", ""]]
    assert trimmed(kind.host.grid(NEW)) == expected
    assert trimmed(kind.seen(NEW)) == expected
    assert [kind.hidden(NEW, n) for n in range(3)] == [True, False, False]
    kind.host.insert_rows(NEW, 2, 1)
    kind.host.write(NEW, 2, 0, [["b", Formula(f"'{ONE}'!C3*2", 4), 9]])
    assert trimmed(kind.seen(NEW))[2] == ["b", 4, 9]
    assert kind.seen(TWO)[0][0] == 6


def test_rows_of_another_workbook_come_to_where_they_are_wanted(kind: Kind, donor: Path) -> None:
    kind.host.copy_rows(ONE, 6, donor, NEW, range(0, 3))
    assert kind.host.sheets() == [ONE, TWO]
    expected = [["#table mới", "ten", "so"], ["a", "Đạ K'Nàng", 7], ["#end", "", ""]]
    assert trimmed(kind.host.grid(ONE))[6:] == expected
    assert trimmed(kind.seen(ONE))[6:] == expected
    assert [kind.hidden(ONE, n) for n in range(5, 9)] == [False, True, False, False]


def test_cells_look_like_those_of_another_workbook_and_keep_what_they_say(kind: Kind, donor: Path) -> None:
    kind.host.look_like(
        ONE, [Like(Area(ONE, 1, 1, 2, 1), 1, 1), Like(Area(ONE, 4, 4, 4, 4), 0, 0)], donor, NEW
    )
    assert trimmed(kind.seen(ONE))[:3] == [
        ["#table t", "ten", "so"],
        ["a", "Rô Men", 1],
        ["b", "Đạ K'Nàng", 2],
    ]
    kind.host.write(ONE, 1, 1, [["Đạ Tông"]])
    assert trimmed(kind.seen(ONE))[1] == ["a", "Đạ Tông", 1]


def test_a_chart_is_drawn_once(kind: Kind) -> None:
    assert kind.host.charts(ONE) == {}
    kind.host.add_chart(ONE, CHART)
    kind.host.add_chart(ONE, CHART)
    kind.host.hide_chart(ONE, CHART.name, True)
    assert kind.host.charts(ONE) == {CHART.name: CHART.title}
    kind.host.title_chart(ONE, CHART.name, Area(ONE, 4, 1, 4, 1))
    assert kind.host.charts(ONE) == {CHART.name: f"='{ONE}'!$B$5"}
    assert kind.drawn(ONE) == 1


def test_a_hidden_sheet_keeps_its_place_and_its_cells(kind: Kind) -> None:
    kind.host.hide_sheet(TWO, True)
    assert kind.host.sheets() == [ONE, TWO]
    assert (kind.on_show(ONE), kind.on_show(TWO)) == (True, False)
    kind.host.hide_sheet(ONE, True)  # the last one stays
    assert kind.on_show(ONE)
    assert kind.seen(TWO)[0][0] == 6
    kind.host.hide_sheet(TWO, False)
    assert kind.on_show(TWO)


def test_what_grew_is_taken_back_with_all_the_rest(tmp_path: Path, donor: Path, running: spreadsheet.Spreadsheet) -> None:  # fmt: skip
    path = made(tmp_path / "sổ.xlsx")
    book = running.open(path)
    unlocked: list[int] = []
    host = LiveHost(book, FileHost(path), unlock=lambda: unlocked.append(1))
    before = {sheet: running.seen(book, sheet) for sheet in (ONE, TWO)}
    host.add_sheet(NEW, donor, ONE)
    assert unlocked == [1]
    host.copy_rows(TWO, 3, donor, NEW, range(0, 3))
    host.look_like(TWO, [Like(Area(TWO, 0, 3, 0, 3), 1, 1)], donor, NEW)
    host.add_chart(ONE, CHART)
    host.hide_chart(ONE, CHART.name, True)
    host.hide_sheet(TWO, True)
    assert [s.name for s in book.sheets] == [ONE, NEW, TWO]
    assert (running.drawn(book, ONE), book.sheets[TWO].visible) == (1, False)
    host.take_back()
    assert [s.name for s in book.sheets] == [ONE, TWO]
    assert {sheet: running.seen(book, sheet) for sheet in (ONE, TWO)} == before
    assert (running.drawn(book, ONE), book.sheets[TWO].visible) == (0, True)
    assert not running.hidden(book, TWO, 3)
    running.close(book)
