"""One master through half-years, a quarter and years of random returns: a hand, Python and a live spreadsheet agree.

The hand adds up the raw values; what a figure says of another period is what the hand makes of that period.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import pytest
from agreement import cached, differences
from live import Calc
from offices import NOW
from several_periods import (
    BARE,
    BEFORE,
    HELD,
    LAST_YEAR,
    SINCE_JANUARY,
    Cells,
    hand,
    number,
    random_data,
    submission,
)
from small_catalogue import tables_of, written

from qcdc_xl.marked import find
from qcdc_xl.model import NIL, Book, PeriodRecord, Receipt, Scalar
from qcdc_xl.totals.book_at import BookAt, at
from qcdc_xl.verbs.desk import ClosedDesk
from qcdc_xl.verbs.init import init
from qcdc_xl.verbs.open_master import load_book, open_book
from qcdc_xl.verbs.whole import with_whole
from qcdc_xl.xlsx.file_host import FileHost

VIEWS = (*HELD, "2022")
"""The year 2022 was never sent: it is what its halves give."""

COMPARED = {
    "tang_ty_le": "ROUND(100 * cuoc / LASTYEAR(cuoc), 2)",
    "lon_hon": "IF(cuoc > PREVIOUS(cuoc), cuoc, PREVIOUS(cuoc))",
    "tuy_luc": "IF(cuoc > 2000, YTD(cuoc), LASTYEAR(cuoc))",
    "bon_ky": "cuoc + PREVIOUS(cuoc) + LASTYEAR(cuoc) + YTD(cuoc)",
    "chieu": 'IF(cuoc >= PREVIOUS(cuoc), "tăng", "giảm")',
    "chieu_truoc": '"trước: " & PREVIOUS(chieu)',
    "tang_truoc": "PREVIOUS(cuoc_tang)",
}
"""Other periods in arithmetic, conditions, texts; and what was itself a comparison then."""

RULES = {
    "R1": ("cuoc >= PREVIOUS(cuoc)", "", "skip"),
    "R2": ("thon >= LASTYEAR(thon)", "", "zero"),
    "R3": ("YTD(cuoc) >= cuoc", "PREVIOUS(nam) > 0", "fail"),
}
"""Expression, relevant, missing."""

TEXTS = {
    1: "{cuoc@trước:.}|{cuoc@cùng kỳ:02}|{cuoc@lũy kế}",
    2: "{chieu@trước}, {thon@luỹ kế:.} thôn, {cuoc:.} cuộc",
}


def catalogue() -> str:
    """The tables of the catalogue."""
    bare = dict(
        zip(
            BARE,
            (
                "SUM(cuoc)",
                "SUM(thon)",
                "SUM(nam)",
                "SUM(buoi.nguoi)",
                "ROWS(buoi)",
                "SUM(hai)",
                "cuoc / thon",
            ),
            strict=True,
        )
    )
    past = {f"{code}_{name}": f"{word}({code})" for code in BARE for name, word in
            (("truoc", "PREVIOUS"), ("nam_truoc", "LASTYEAR"), ("luy_ke", "YTD"))}  # fmt: skip
    grown = {f"{code}_tang": f"{code} - PREVIOUS({code})" for code in BARE}
    figures = {**bare, **past, **grown, **COMPARED}
    quoted = {code: text.replace('"', '""') for code, text in figures.items()}
    return (
        """
# settings
key,value,label
period,2022-H1,Kỳ báo cáo
# levels
code,label,parent
xa,Cấp xã,
# units
code,valid_from,valid_to,name,short_name,aliases,level,type,parent,email
"""
        + "".join(f"{n},,,Xã {n},,,xa,xa,,\n" for n in range(1, 7))
        + "7,2022-07-01,,Xã mới,,,xa,xa,,\n8,,2022-06-30,Xã cũ,,,xa,xa,,\n"
        + """
# periods
code,label,start,end,due
2021,Năm 2021,2021-01-01,2021-12-31,
2022-H1,6 tháng đầu năm 2022,2022-01-01,2022-06-30,
2022-Q3,Quý III năm 2022,2022-07-01,2022-09-30,
2022-H2,6 tháng cuối năm 2022,2022-07-01,2022-12-31,
2022,Năm 2022,2022-01-01,2022-12-31,
2023-H1,6 tháng đầu năm 2023,2023-01-01,2023-06-30,
# sections
code,title,kind
I,Số liệu,data
# forms
code,number,title,unit_types
XA,01,Biểu của xã,xa
# indicators
code,section,forms,label,unit_of_measure,type,required,min,max,choices,expression,aggregation,hint,over_time
cuoc,I,XA,Số cuộc,,integer,,,,,,SUM,,sum
thon,I,XA,Số thôn,,integer,,,,,,SUM,,last
nam,I,XA,Từ đầu năm,,integer,,,,,,SUM,,last
hai,I,XA,Tính ra,,integer,,,,,2 * cuoc + nam,SUM,,
# lists
code,section,forms,label,rows,hint
buoi,I,XA,Bảng kê buổi,10,
# list_columns
list,code,label,type,choices,required,expression,width
buoi,nguoi,Số người,integer,,,,13
# choices
list_name,value,label
unit_type,xa,Xã
# rules
code,scope,severity,expression,relevant,missing,message
"""
        + "".join(
            f"{code},across,warning,{rule},{relevant},{missing},Số cuộc {{cuoc}}.\n"
            for code, (rule, relevant, missing) in RULES.items()
        )
        + """# figures
code,section,label,expression,format
"""
        + "".join(f'{code},I,{code},"{text}",count\n' for code, text in quoted.items())
        + """# footnotes
number,section,order,text
"""
        + "".join(f'{number},I,1,"{text}"\n' for number, text in TEXTS.items())
        + """# paragraphs
section,style,text
I,body,Không có gì thêm.
"""
    )


Data = dict[str, dict[str, Cells]]


class Hand:
    """What a hand makes of the raw values, period by period."""

    def __init__(self, data: Data) -> None:
        self.data = data

    @lru_cache  # noqa: B019 - lives as long as a test
    def figures(self, period: str) -> dict[str, Scalar]:
        """Every figure of a period; of one that nobody reported every one is blank."""
        now = hand(self.data, period)
        if all(value is None for value in now.values()) and period not in VIEWS:
            return {}
        earlier = {"truoc": self.earlier(BEFORE, period), "nam_truoc": self.earlier(LAST_YEAR, period),
                   "luy_ke": now if period not in SINCE_JANUARY else self.figures(SINCE_JANUARY[period])}  # fmt: skip
        found = {f"{code}_{name}": then.get(code) for code in BARE for name, then in earlier.items()}
        found |= {f"{code}_tang": minus(now[code], found[f"{code}_truoc"]) for code in BARE}
        return now | found | self.compared(now, earlier)

    def earlier(self, which: Mapping[str, str], period: str) -> dict[str, Scalar]:
        """Every figure of another period, if there is one."""
        return self.figures(which[period]) if period in which else {}

    def compared(self, now: dict[str, Scalar], earlier: Mapping[str, dict[str, Scalar]]) -> dict[str, Scalar]:
        """The figures of ``COMPARED``."""
        cuoc = now["cuoc"]
        before, last, since = (earlier[when].get("cuoc") for when in ("truoc", "nam_truoc", "luy_ke"))
        chosen = since if number(cuoc) > 2000 else last
        said = earlier["truoc"].get("chieu")
        rate = (
            None if cuoc is None or last is None or number(last) == 0 else 100 * number(cuoc) / number(last)
        )
        return {
            "tang_ty_le": None if rate is None else int(rate * 100 + 0.5) / 100,
            "lon_hon": all_known(lambda a, b: max(number(a), number(b)), cuoc, before),
            "tuy_luc": all_known(lambda a, b: number(b), cuoc, chosen),
            "bon_ky": all_known(lambda *a: sum(map(number, a)), cuoc, before, last, since),
            "chieu": all_known(lambda a, b: "tăng" if number(a) >= number(b) else "giảm", cuoc, before),
            "chieu_truoc": None if said is None else f"trước: {said}",
            "tang_truoc": earlier["truoc"].get("cuoc_tang"),
        }

    def rules(self, period: str) -> dict[str, str]:
        """What *Kiểm tra* says of every rule."""
        f = self.figures(period)
        r1 = all_known(lambda a, b: number(a) >= number(b), f["cuoc"], f["cuoc_truoc"])
        r3 = all_known(lambda a, b: number(a) >= number(b), f["cuoc_luy_ke"], f["cuoc"])
        applies = f["nam_truoc"] is not None and number(f["nam_truoc"]) > 0
        return {
            "R1": word(r1, "Chưa đủ số liệu"),
            "R2": word(number(f["thon"]) >= number(f["thon_nam_truoc"]), ""),
            "R3": word(r3, "Cần xem lại") if applies else "Không áp dụng",
        }

    def texts(self, period: str) -> dict[int, str]:
        """The footnotes."""
        f, before = self.figures(period), self.earlier(BEFORE, period).get("chieu")
        return {
            1: f"{dotted(f['cuoc_truoc'], 'cuoc (trước)')}|{padded(f['cuoc_nam_truoc'], 'cuoc (cùng kỳ)')}"
            f"|{plain(f['cuoc_luy_ke'], 'cuoc (lũy kế)')}",
            2: f"{plain(before, 'chieu (trước)')}, {dotted(f['thon_luy_ke'], 'thon (luỹ kế)')} thôn,"
            f" {dotted(f['cuoc'], 'cuoc')} cuộc",
        }


def all_known(of: Callable[..., Scalar], *operands: Scalar) -> Scalar:
    return None if None in operands else of(*operands)


def minus(one: Scalar, other: Scalar) -> Scalar:
    if isinstance(one, float) or isinstance(other, float):
        return all_known(lambda a, b: a - b, one, other)
    return all_known(lambda a, b: number(a) - number(b), one, other)


def word(holds: Scalar, lacking: str) -> str:
    return lacking if holds is None else "Đạt" if holds else "Cần xem lại"


def plain(value: Scalar, name: str) -> str:
    return f"[thiếu: {name}]" if value is None else str(value)


def dotted(value: Scalar, name: str) -> str:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else plain(value, name)


def padded(value: Scalar, name: str) -> str:
    return f"{value:02}" if isinstance(value, int) else plain(value, name)


def table(master: Path, name: str, key: str) -> dict[object, dict[str, object]]:
    """The rows of a table as a reader sees them, by the cell in the column that names them."""
    (found,) = find(cached(master).items())[0][name]
    rows = ({column: row.at(place) for column, place in found.columns.items()} for row in found.rows())
    return {row[key]: row for row in rows if row[key] != ""}


def show(master: Path, period: str) -> None:
    """The clerk chooses another working period."""
    host = FileHost(master)
    tables, _ = find((sheet, host.grid(sheet)) for sheet in host.sheets())
    (settings,) = tables["settings"]
    (row,) = (r for r in settings.rows() if r.at(settings.columns["key"]) == "period")
    host.write(settings.sheet, row.number, settings.columns["value"], [[period]])
    host.save(master)


def filled(data: Data, folder: Path) -> Path:
    """A master that holds all of the data, on view the first half of 2022."""
    tables = folder / "danh-muc"
    tables.mkdir()
    master = init(folder / "viec", NOW, written(tables_of(catalogue()), tables)).master
    whole = load_book(tables, NOW.date())[1].catalogue.whole
    records = {
        period: PeriodRecord(
            {unit: submission(unit, period, cells) for unit, cells in sent.items()},
            {unit: Receipt(unit, NOW) for unit in sent},
        )
        for period, sent in data.items()
    }
    fill(master, at(Book(whole, records, today=NOW.date()), "2022-H1"))
    return master


def fill(master: Path, book: BookAt) -> set[str]:
    """As *Tổng hợp* does it; which rules it finds broken."""
    found = with_whole(book, ())
    ClosedDesk(master).fill(found, NOW, "tổng hợp")
    return {str(f.values["rule"]) for f in found.findings if f.code == "RULE_BROKEN"}


def looks(value: Scalar) -> object:
    """A figure as its cell has it."""
    return "" if value is None else pytest.approx(value) if isinstance(value, int | float) else value


def one_unit(**meetings: Scalar) -> Data:
    """Returns of a single unit, so that its blanks are the totals' too."""
    rest: Cells = {"thon": [3], "nam": [NIL], "buoi": []}
    return {period: {"1": rest | {"cuoc": [value]}} for period, value in meetings.items()}


EDGES = one_unit(**{"2021": NIL, "2022-H1": None, "2022-H2": NIL, "2022-Q3": 0, "2023-H1": 7})
"""Compared with blank, with nothing of the kind, with 0."""


@pytest.mark.parametrize("data", [random_data(0), EDGES], ids=["random", "edges"])
def test_every_figure_at_every_period_on_a_live_spreadsheet(data: Data, calc: Calc, tmp_path: Path) -> None:
    master = filled(data, tmp_path)
    by_hand = Hand(data)
    for period in (*VIEWS, "2022-H1"):
        show(master, period)
        book = open_book(master, NOW.date())
        assert book.catalogue.period.code == period
        broken = fill(master, book)
        wanted = by_hand.figures(period)
        assert dict(book.figures.values) == {
            c: pytest.approx(v) if isinstance(v, float) else v for c, v in wanted.items()
        }
        assert differences(master, calc) == []
        figures = table(master, "figures", "code")
        assert {code: row["value"] for code, row in figures.items()} == {
            c: looks(v) for c, v in wanted.items()
        }
        for code in BARE:
            beside = {"previous": "truoc", "last_year": "nam_truoc", "ytd": "luy_ke"}
            assert {k: figures[code][k] for k in beside} == {
                k: looks(wanted[f"{code}_{name}"]) for k, name in beside.items()
            }
        assert {code: row["state"] for code, row in table(master, "across", "code").items()} == by_hand.rules(
            period
        )
        assert broken == {code for code, word in by_hand.rules(period).items() if word == "Cần xem lại"}
        notes = table(master, "footnotes", "number")
        assert [row["result"] for row in notes.values()] == list(by_hand.texts(period).values())


def test_values_of_other_periods_stand_only_beside_figures_that_an_expression_compares(
    tmp_path: Path,
) -> None:
    master = filled(random_data(0), tmp_path)
    show(master, "2023-H1")
    book = open_book(master, NOW.date())
    fill(master, book)
    figures = table(master, "figures", "code")
    held = {
        (code, when)
        for code, row in figures.items()
        for when in ("previous", "last_year", "ytd")
        if row[when] != ""
    }
    assert {code for code, _ in held} <= {*BARE, "chieu", "cuoc_tang"}
    assert {when for code, when in held if code == "cuoc_tang"} == {"previous"}
