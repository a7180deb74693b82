"""Returned forms as they come back: a form that is right, changed in one way of one kind, and what should become of it.

The truth is that of the protocol alone (marked tables, the tables of the catalogue as CSV), read here by other code than
the program's. A mutation says of the cells that it touches what they mean, or that nobody can know (then an error must
stand at their row); all other cells keep their value.
"""

from __future__ import annotations

import csv
import datetime
import itertools
import random
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grid_files import (
    DATE,
    DURATION,
    GENERAL,
    HIDDEN,
    PERCENT,
    TEXT,
    THOUSANDS,
    Cell,
    Dialect,
    Sheet,
    Sheets,
    copied,
)

NIL = "không phát sinh"
Key = tuple[str, int]
Spot = tuple[str, int, int]
"""Sheet, row, column, from 1."""
UNKNOWN = object()
"""What a cell means when nobody can know."""
NUMBERS = ("integer", "decimal", "money")


@dataclass
class Table:
    """A marked table as it stands on its sheet."""

    name: str
    sheet: str
    marker: int
    key: int
    columns: Mapping[str, int]
    end: int


@dataclass
class Form:
    """A return: its sheets, its tables, what it truly says (``None`` for blank) and where."""

    unit: str
    sheets: Sheets
    tables: Mapping[str, Table]
    truth: dict[Key, object]
    spots: dict[Key, Spot]
    types: Mapping[str, str]
    required: frozenset[str]
    dialect: Dialect = field(default_factory=Dialect)

    def of(self, *types: str, answered: bool = True) -> list[Key]:
        """The cells of these kinds that hold a value other than “không phát sinh”."""
        return [
            k for k, v in self.truth.items()
            if self.types[k[0]] in types and (not answered or (v is not None and v != NIL))
        ]  # fmt: skip

    def sheet(self, key: Key) -> Sheet:
        """The sheet on which a cell stands."""
        return self.sheets[self.spots[key][0]]

    def put(self, key: Key, value: object, **how: object) -> None:
        """Type into a cell."""
        _, row, column = self.spots[key]
        self.sheet(key).put(row, column, value, **how)  # type: ignore[arg-type]

    def nil_spot(self, key: Key) -> Spot:
        """The cell for “không phát sinh” beside an indicator's."""
        sheet, row, _ = self.spots[key]
        return sheet, row, self.tables["indicators"].columns["nil"]


@dataclass
class Expect:
    """What should become of the cells that were touched.

    ``meant``: what they mean, :data:`UNKNOWN` where nobody can know; ``rows``: where an error (or, if ``warn``, any
    finding) may or must stand, as (sheet, row), sheet alone, or nothing for the file; ``either``: right or found, both
    will do.
    """

    meant: dict[Key, object] = field(default_factory=dict)
    rows: tuple[tuple[str, int], ...] = ()
    anywhere: bool = False
    either: bool = False
    warn: bool = False
    must: bool = False
    """An error must be found, though no cell has lost its meaning."""


Mutation = Callable[[random.Random, Form], Expect | None]


def read_form(unit: str, sheets: Sheets, tables: Path) -> Form:
    """The form and what it says, by the protocol."""
    marked = {t.name: t for name, sheet in sheets.items() for t in _tables(name, sheet)}
    types, required, computed = _asked(tables)
    truth: dict[Key, object] = {}
    spots: dict[Key, Spot] = {}
    for name, table in marked.items():
        sheet = sheets[table.sheet]
        if name == "indicators":
            for row in range(table.marker + 1, table.end):
                code = sheet.at(row, table.key)
                if code and code not in computed:
                    _note(truth, spots, (str(code), 0), table, sheet, row, "value")
                    if sheet.at(row, table.columns["nil"]) == NIL:
                        truth[str(code), 0] = NIL
        if name.startswith("list:"):
            number = 0
            typed = [
                c for c in table.columns if f"{name[5:]}.{c}" in types and f"{name[5:]}.{c}" not in computed
            ]
            for row in range(table.marker + 1, table.end):
                if any(sheet.at(row, table.columns[c]) not in (None, "") for c in typed):
                    number += 1
                    for column in typed:
                        _note(truth, spots, (f"{name[5:]}.{column}", number), table, sheet, row, column)
    return Form(unit, sheets, marked, truth, spots, types, required)


def _note(
    truth: dict[Key, object],
    spots: dict[Key, Spot],
    key: Key,
    table: Table,
    sheet: Sheet,
    row: int,
    column: str,
) -> None:
    value = sheet.at(row, table.columns[column])
    truth[key] = value.date().isoformat() if isinstance(value, datetime.datetime) else value
    spots[key] = table.sheet, row, table.columns[column]


def _tables(name: str, sheet: Sheet) -> list[Table]:
    found = []
    for (row, column), cell in sheet.cells.items():
        if isinstance(cell.value, str) and cell.value.startswith("#table "):
            columns = {
                str(c.value): at for (r, at), c in sheet.cells.items() if r == row and at > column and c.value
            }
            end = min(
                r for (r, c), one in sheet.cells.items() if c == column and r > row and one.value == "#end"
            )
            found.append(Table(cell.value[7:], name, row, column, columns, end))
    return found


def _asked(tables: Path) -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Kinds of value by item; what is required; what the form computes."""
    rows = [(r["code"], r) for r in _csv(tables / "indicators.csv")]
    rows += [(f"{r['list']}.{r['code']}", r) for r in _csv(tables / "list_columns.csv")]
    return (
        {item: r["type"] for item, r in rows},
        frozenset(item for item, r in rows if r["required"] == "yes"),
        frozenset(item for item, r in rows if r["expression"]),
    )


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# ------------------------------------------------------------------------------------------------ numbers in cells


def number_written_as_text(rng: random.Random, form: Form) -> Expect | None:
    """A number as people type it: one meaning."""
    key = _pick(rng, form.of(*NUMBERS))
    if key is None:
        return None
    value = form.truth[key]
    assert isinstance(value, int | float)
    if value != int(value):
        return None
    n = int(value)
    grouped = f"{n:,}".replace(",", ".")
    ways = [
        f"{n}", f" {n}", f"{n}  ", f"\u00a0{n}\u00a0", f"{n}\u200b", f"\ufeff{n}", f"{n}\t", f"\n{n}", f"{n},0", f"{n},00",
        f"{n:,}".replace(",", "\u00a0"), f"{n:,}".replace(",", " "), grouped, f"+{n}", f"0{n}", f"{n}.", f"'{n}",
        "".join(chr(0xFF10 + int(d)) for d in str(n)),
    ]  # fmt: skip
    form.put(key, rng.choice(ways), style=rng.choice((GENERAL, TEXT)))
    return Expect({key: n}, (_row(form, key),), either=True)


def number_with_its_unit(rng: random.Random, form: Form) -> Expect | None:
    """A number with its unit of measure behind it, as the row prints it."""
    key = _pick(rng, [k for k in form.of("integer") if k[1] == 0])
    if key is None:
        return None
    unit = form.sheet(key).at(form.spots[key][1], form.tables["indicators"].columns["unit_of_measure"])
    value = form.truth[key]
    assert isinstance(value, int | float)
    if not unit:
        return None
    form.put(
        key,
        rng.choice(
            (f"{int(value)} {unit}", f"{int(value)}  {unit}", f"{int(value)}{unit}", f"{int(value)} {unit}.")
        ),
    )
    return Expect({key: value}, (_row(form, key),), either=True)


def number_with_noise(rng: random.Random, form: Form) -> Expect | None:
    """What sums of a spreadsheet leave of a whole number."""
    key = _pick(rng, form.of("integer"))
    if key is None:
        return None
    value = form.truth[key]
    assert isinstance(value, int | float)
    form.put(key, rng.choice((value + 4e-12, value - 3e-12, float(value))))
    return Expect({key: value})


def no_number(rng: random.Random, form: Form) -> Expect | None:
    """Words, formulas, ranges, fractions where a number is asked."""
    key = _pick(rng, form.of(*NUMBERS, answered=False))
    if key is None:
        return None
    junk = (
        "abc", "khoảng 12", "12-15", "12 + 3", "<5", "12?", "12/6", "-", "--", "x", "1O", "l2", "1.2.3", "1,2,3", "12,", "…",
        "?", "mười hai", "12 và 3", "1 234 5", "12.34.567", "12;3", "=1+1", "+", "N/A", "n/a", "chưa có", "không có", "không",
        "0?", "12a", "½", "IV", "12e", "0x10", "1e", "٣a", "đang tổng hợp", "(12", "12)", "12%", "2022-06-08", "12:30",
    )  # fmt: skip
    form.put(key, rng.choice(junk))
    return Expect({key: UNKNOWN}, (_row(form, key),))


def unclear_number(rng: random.Random, form: Form) -> Expect | None:
    """One separator that may group or part decimals."""
    key = _pick(rng, form.of(*NUMBERS))
    if key is None:
        return None
    form.put(key, rng.choice(("12,000", "1,234", "7,554", "100,500", "3,000")))
    return Expect({key: UNKNOWN}, (_row(form, key),))


def outside_limits(rng: random.Random, form: Form) -> Expect | None:
    """Negative where things are counted, or absurdly large."""
    key = _pick(rng, form.of("integer", answered=False))
    if key is None:
        return None
    form.put(key, rng.choice((-1, -12.0, 1e300, 1e13, -1e300, 9.9e15, "-5", "−5")))
    return Expect({key: UNKNOWN}, (_row(form, key),))


def half_a_count(rng: random.Random, form: Form) -> Expect | None:
    """A fraction where things are counted."""
    key = _pick(rng, form.of("integer", answered=False))
    if key is None:
        return None
    form.put(key, rng.choice((0.5, 12.25, 7.554, 1e-3, "0,5", "12.5", "7,25")))
    return Expect({key: UNKNOWN}, (_row(form, key),))


def other_type(rng: random.Random, form: Form) -> Expect | None:
    """A logical value where a number is asked."""
    key = _pick(rng, form.of(*NUMBERS, answered=False))
    if key is None:
        return None
    form.put(key, rng.choice((True, False)), formula=rng.choice(("", "A1=B1")))
    return Expect({key: UNKNOWN}, (_row(form, key),))


def number_in_format(rng: random.Random, form: Form) -> Expect | None:
    """A number in a cell that shows something else: a date, a duration, a percentage, thousands, nothing."""
    key = _pick(rng, form.of("integer"))
    if key is None:
        return None
    form.put(key, form.truth[key], style=rng.choice((DATE, DURATION, PERCENT, THOUSANDS, HIDDEN)))
    return Expect({key: form.truth[key]}, (_row(form, key),), either=True)


def percent_of_eye(rng: random.Random, form: Form) -> Expect | None:
    """A decimal typed as a percentage: the eye sees 85%, the cell holds 0.85."""
    key = _pick(rng, form.of("decimal", "integer", "money"))
    if key is None:
        return None
    form.put(key, rng.choice((0.85, 0.5, 1.0, 0.07)), style=PERCENT)
    return Expect({key: UNKNOWN}, (_row(form, key),), warn=True)


# ------------------------------------------------------------------------------------------ errors, formulas, results


def error_cell(rng: random.Random, form: Form) -> Expect | None:
    """An error of a spreadsheet in any cell that is asked."""
    key = _pick(rng, list(form.truth))
    if key is None:
        return None
    words = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA",
             "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#PYTHON!", "#TIMEOUT!", "#EXTERNAL!")  # fmt: skip
    how = rng.choice(({"error": True}, {"error": True, "formula": "A1/0"}, {"formula": "A1/0"}, {}))
    form.put(key, rng.choice(words), **how)
    return Expect({key: UNKNOWN}, (_row(form, key),))


def error_in_nil(rng: random.Random, form: Form) -> Expect | None:
    """An error in the cell for “không phát sinh”."""
    key = _pick(rng, [k for k in form.of(*NUMBERS, answered=False) if k[1] == 0])
    if key is None:
        return None
    sheet, row, column = form.nil_spot(key)
    form.sheets[sheet].put(row, column, rng.choice(("#N/A", "#REF!", "#SPILL!")), error=True, formula="1/0")
    return Expect({key: UNKNOWN}, (_row(form, key),))


def never_calculated(rng: random.Random, form: Form) -> Expect | None:
    """A formula without a result, as programs other than Excel leave it."""
    key = _pick(rng, list(form.truth))
    if key is None:
        return None
    form.put(key, None, formula=rng.choice(("1+1", "SUM(Z1:Z9)", "'Số liệu'!A1", "TODAY()")), resultless=True)
    return Expect({key: UNKNOWN}, (_row(form, key),))


def calculated(rng: random.Random, form: Form) -> Expect | None:
    """A formula of the unit's own with its result."""
    key = _pick(rng, form.of(*NUMBERS, "text", "select_one"))
    if key is None:
        return None
    form.put(key, form.truth[key], formula="Z1+Z2")
    return Expect({key: form.truth[key]})


def blank_by_formula(rng: random.Random, form: Form) -> Expect | None:
    """A formula whose result is a text of no letters: blank."""
    key = _pick(rng, [k for k in form.truth if k[1] == 0])
    if key is None:
        return None
    form.put(key, rng.choice(("", " ", "\u00a0", "\u200b")), formula='IF(A1="","",1)')
    nil = form.truth[key] == NIL
    return Expect({key: NIL if nil else None}, (_row(form, key),), must=not nil and key[0] in form.required)


def computed_typed_over(rng: random.Random, form: Form) -> Expect | None:
    """Something typed over what the form computes."""
    table = form.tables["indicators"]
    sheet = form.sheets[table.sheet]
    spots = [
        (r, table.columns["value"]) for r in range(table.marker + 1, table.end)
        if sheet.at(r, table.key) and sheet.cells.get((r, table.columns["value"]), Cell()).formula
    ]  # fmt: skip
    if not spots:
        return None
    row, column = rng.choice(spots)
    sheet.put(row, column, rng.choice((12345, "12.5", "abc", None)))
    return Expect({}, ((table.sheet, row),), anywhere=True)


# --------------------------------------------------------------------------------------------- không phát sinh


def nil_words(rng: random.Random, form: Form) -> Expect | None:
    """“Không phát sinh” as people write it, in either cell."""
    key = _pick(rng, [k for k in form.of(*NUMBERS, answered=False) if k[1] == 0])
    if key is None:
        return None
    said = rng.choice((
        NIL, "Không phát sinh", "KHÔNG PHÁT SINH", " không  phát sinh ", "khong phat sinh", "không phát sinh.",
        unicodedata.normalize("NFD", NIL), "không\u00a0phát sinh", "Không phát sinh\u200b",
    ))  # fmt: skip
    sheet, row, column = form.nil_spot(key)
    form.sheets[sheet].clear(row, column)
    form.put(key, None)
    if rng.random() < 0.5:
        form.put(key, said)
    else:
        form.sheets[sheet].put(row, column, said)
    return Expect({key: NIL}, (_row(form, key),), either=said.endswith("."))


def junk_in_nil(rng: random.Random, form: Form) -> Expect | None:
    """Something else in the cell for “không phát sinh”."""
    key = _pick(rng, [k for k in form.of(*NUMBERS, answered=False) if k[1] == 0 and form.truth[k] != NIL])
    if key is None:
        return None
    sheet, row, column = form.nil_spot(key)
    form.sheets[sheet].put(
        row,
        column,
        rng.choice((0, 15, "0", "x", "X", "không", "phát sinh", "có", "15", "-", "không có", True, 1.5)),
    )
    if rng.random() < 0.5:
        form.put(key, None)
    return Expect({key: UNKNOWN}, (_row(form, key),))


def blank_in_nil(rng: random.Random, form: Form) -> Expect | None:
    """Spaces in the cell for “không phát sinh”: nothing."""
    key = _pick(rng, [k for k in form.of(*NUMBERS) if k[1] == 0])
    if key is None:
        return None
    sheet, row, column = form.nil_spot(key)
    form.sheets[sheet].put(row, column, rng.choice((" ", "   ", "\u00a0", "\u200b", "")))
    return Expect({key: form.truth[key]})


def number_and_nil(rng: random.Random, form: Form) -> Expect | None:
    """Both cells filled in."""
    key = _pick(rng, [k for k in form.of(*NUMBERS) if k[1] == 0])
    if key is None:
        return None
    sheet, row, column = form.nil_spot(key)
    form.sheets[sheet].put(row, column, rng.choice((NIL, "Không phát sinh")))
    return Expect({key: UNKNOWN}, (_row(form, key),))


def emptied(rng: random.Random, form: Form) -> Expect | None:
    """A required answer is gone."""
    key = _pick(
        rng, [k for k in form.truth if k[0] in form.required and k[1] == 0 and form.truth[k] is not None]
    )
    if key is None:
        return None
    sheet, row, column = form.nil_spot(key)
    form.sheets[sheet].clear(row, column)
    form.put(key, rng.choice((None, "", " ", "\u200b", "'")))
    return Expect({key: UNKNOWN}, (_row(form, key),))


# ------------------------------------------------------------------------------------------- dates, choices, texts


def date_in_words(rng: random.Random, form: Form) -> Expect | None:
    """A day in the ways that people here write it."""
    key = _pick(rng, form.of("date"))
    if key is None:
        return None
    day = datetime.date.fromisoformat(str(form.truth[key]))
    d, m, y = day.day, day.month, day.year
    serial = (day - datetime.date(1899, 12, 30)).days
    ways: tuple[object, ...] = (
        f"{d}/{m}/{y}", f"{d:02}/{m:02}/{y}", f"{d}-{m}-{y}", f"{d:02}.{m:02}.{y}", f"ngày {d} tháng {m} năm {y}",
        f"Ngày {d:02}/{m:02}/{y}", f" {d}/{m}/{y} ", f"{y}-{m:02}-{d:02}", f"{d} / {m} / {y}", serial, float(serial),
        f"{y}-{m:02}-{d:02} 00:00:00", f"{d}/{m}/{y}.", f"ngày {d}/{m}/{y}", f"{d} tháng {m} năm {y}",
        f"{d}\u00a0/{m}/{y}", unicodedata.normalize("NFD", f"ngày {d} tháng {m} năm {y}"),
    )  # fmt: skip
    form.put(key, rng.choice(ways), style=rng.choice((DATE, GENERAL, TEXT)))
    return Expect({key: day.isoformat()}, (_row(form, key),), either=True)


def no_date(rng: random.Random, form: Form) -> Expect | None:
    """Days that do not exist, or are none."""
    key = _pick(rng, form.of("date"))
    if key is None:
        return None
    junk = (
        "31/02/2022", "30/2/2022", "32/1/2022", "2022", "tháng 6", "8/13/2022", "0/6/2022", "08/6/0022", "8/6/2202", "8/6", "abc",
        "hôm qua", 15, 0, -3, 1e9, True, "00/00/0000", "29/02/2023", "6/2022", "8-6", "8/6/202", "8/6/20222", 12.5, "sáng 8",
        "8/6/2022 và 9/6/2022", "8-10/6/2022", "quý II/2022", datetime.datetime(1922, 6, 8), datetime.datetime(2202, 6, 8),
    )  # fmt: skip
    form.put(key, rng.choice(junk))
    return Expect({key: UNKNOWN}, (_row(form, key),))


def date_outside(rng: random.Random, form: Form) -> Expect | None:
    """A possible day far from the period: taken, and told."""
    key = _pick(rng, form.of("date"))
    if key is None:
        return None
    day = rng.choice(
        (datetime.datetime(2031, 6, 8), datetime.datetime(2021, 6, 8), datetime.datetime(2022, 8, 1))
    )
    form.put(key, day, style=DATE)
    return Expect({key: day.date().isoformat()}, (_row(form, key),), warn=True, must=True)


def choice_in_words(rng: random.Random, form: Form) -> Expect | None:
    """A choice typed with other case, spaces, in two-part letters."""
    key = _pick(rng, form.of("select_one", "yes_no"))
    if key is None:
        return None
    text = str(form.truth[key])
    ways = (text.upper(), text.lower(), f" {text} ", text.replace(" ", "  "), unicodedata.normalize("NFD", text),
            text.replace(" ", "\u00a0"), f"{text}\u200b", text.replace("'", "’"), text.replace("Đ", "Ð"))  # fmt: skip
    form.put(key, rng.choice(ways))
    return Expect({key: text}, (_row(form, key),), either=True)


def no_choice(rng: random.Random, form: Form) -> Expect | None:
    """What is not on the list, or another name that looks alike without its marks."""
    key = _pick(rng, form.of("select_one", "yes_no"))
    if key is None:
        return None
    form.put(
        key,
        rng.choice(
            ("Khác", 12, "abc", "Đam Rông", "Đạ", "Rô Men, Đạ Tông", True, NIL, "0", 3.5, "Đa M'Rong Đạ")
        ),
    )
    return Expect({key: UNKNOWN}, (_row(form, key),))


def text_kept(rng: random.Random, form: Form) -> Expect | None:
    """Texts that look like something else stay what they are."""
    key = _pick(rng, form.of("text", answered=False))
    if key is None:
        return None
    said = rng.choice((
        "=1+1", "+84 912", "@cmd", "-5", "#lạ", "12", "a < b & c", "“trích dẫn”", "1/2", "x" * 3000, "dòng 1\ndòng 2", "{so_thon}",
        "[^1]", "0912", "TRUE", "Đạ M'Rông", "</t>", "1e5", "{{x}}",
    ))  # fmt: skip
    form.put(key, said)
    return Expect({key: said}, (_row(form, key),), either=said.startswith("#"))


# ------------------------------------------------------------------------------------- rows and columns of the form


def rows_put_in(rng: random.Random, form: Form) -> Expect | None:
    """Blank rows and columns anywhere: everything moves, nothing changes."""
    sheet = rng.choice([s for s in form.sheets.values() if s.cells])
    for _ in range(rng.randrange(1, 4)):
        if rng.random() < 0.5:
            sheet.insert(row=rng.randrange(1, sheet.last_row + 2), count=rng.randrange(1, 4))
        else:
            sheet.insert(column=rng.randrange(1, sheet.last_column + 2))
    return Expect()


def sheets_moved(rng: random.Random, form: Form) -> Expect | None:
    """Sheets renamed, in another order, hidden."""
    names = list(form.sheets)
    rng.shuffle(names)
    new = {
        n: rng.choice((n, f"{n[:20]} (2)", f"Trang {i}", "a'b & <c> " + str(i))) for i, n in enumerate(names)
    }
    sheets = {new[n]: form.sheets[n] for n in names}
    if len(sheets) < len(names):
        return None
    for sheet in list(sheets.values())[1:]:
        sheet.state = rng.choice(("visible", "hidden", "veryHidden"))
    form.sheets = sheets
    return Expect()


def columns_moved(rng: random.Random, form: Form) -> Expect | None:
    """Two columns of a table change places."""
    table = rng.choice([t for t in form.tables.values() if t.name != "meta"])
    one, other = rng.sample(list(table.columns.values()), 2)
    form.sheets[table.sheet].move(columns={one: other, other: one})
    return Expect()


def indicator_rows_moved(rng: random.Random, form: Form) -> Expect | None:
    """Whole rows of indicators in another order, as after a sort."""
    table = form.tables["indicators"]
    rows = [r for r in range(table.marker + 1, table.end) if form.sheets[table.sheet].at(r, table.key)]
    one, other = rng.sample(rows, 2)
    form.sheets[table.sheet].move(rows={one: other, other: one})
    return Expect()


def list_rows_moved(rng: random.Random, form: Form) -> Expect | None:
    """Blank rows between the rows of a list."""
    lists = [t for t in form.tables.values() if t.name.startswith("list:")]
    if not lists:
        return None
    table = rng.choice(lists)
    rows = sorted({s[1] for k, s in form.spots.items() if k[0].startswith(f"{table.name[5:]}.")})
    if not rows:
        return None
    form.sheets[table.sheet].insert(row=rng.choice(rows), count=rng.randrange(1, 4))
    return Expect()


def indicator_row_gone(rng: random.Random, form: Form) -> Expect | None:
    """A row of an indicator is deleted."""
    key = _pick(rng, [k for k in form.truth if k[1] == 0])
    if key is None:
        return None
    form.sheet(key).delete(row=form.spots[key][1])
    return Expect({key: UNKNOWN}, anywhere=True)


def key_gone(rng: random.Random, form: Form) -> Expect | None:
    """The hidden code of an indicator's row is emptied or made another."""
    key = _pick(rng, [k for k in form.truth if k[1] == 0 and form.truth[k] is not None])
    if key is None:
        return None
    table, (_, row, _) = form.tables["indicators"], form.spots[key]
    way = rng.choice(("gone", "unknown", "hash", "other"))
    sheet = form.sheet(key)
    if way == "gone":
        sheet.clear(row, table.key)
    elif way == "other":
        other = _pick(rng, [k for k in form.truth if k[1] == 0 and k != key and k[0] in form.types])
        if other is None or form.truth[other] == form.truth[key]:
            return None
        sheet.put(row, table.key, other[0])
        return Expect({key: UNKNOWN, other: UNKNOWN}, anywhere=True)
    else:
        sheet.put(row, table.key, "khong_co" if way == "unknown" else f"#{key[0]}")
    return Expect({key: UNKNOWN}, (_row(form, key),), anywhere=True)


def key_in_other_writing(rng: random.Random, form: Form) -> Expect | None:
    """The hidden code with spaces or other case: the same, or found."""
    key = _pick(rng, [k for k in form.truth if k[1] == 0])
    if key is None:
        return None
    row = form.spots[key][1]
    said = rng.choice((f" {key[0]} ", key[0].upper(), f"{key[0]}\u00a0", f"{key[0]}\u200b"))
    form.sheet(key).put(row, form.tables["indicators"].key, said)
    return Expect({key: form.truth[key]}, (_row(form, key),), either=True, anywhere=True)


def row_twice(rng: random.Random, form: Form) -> Expect | None:
    """An indicator's row copied, with the same number or another."""
    key = _pick(rng, [k for k in form.of(*NUMBERS) if k[1] == 0])
    if key is None:
        return None
    sheet, row = form.sheet(key), form.spots[key][1]
    sheet.insert(row=row + 1)
    for (r, c), cell in list(sheet.cells.items()):
        if r == row:
            sheet.cells[row + 1, c] = cell
    if rng.random() < 0.4:
        return Expect({key: form.truth[key]}, (_row(form, key),), either=True)
    value = form.truth[key]
    assert isinstance(value, int | float)
    sheet.put(row + 1, form.spots[key][2], value + 1)
    return Expect({key: UNKNOWN}, (_row(form, key), (form.spots[key][0], row + 1)))


def labels_swapped(rng: random.Random, form: Form) -> Expect | None:
    """Labels (and values) of two indicators change places, their hidden codes do not."""
    table = form.tables["indicators"]
    rows = [k for k in form.of(*NUMBERS) if k[1] == 0]
    if len(rows) < 2:
        return None
    one, other = rng.sample(rows, 2)
    if form.truth[one] == form.truth[other]:
        return None
    sheet = form.sheet(one)
    columns = [table.columns["label"], table.columns["value"]][: rng.choice((1, 2))]
    for column in columns:
        a, b = (form.spots[one][1], column), (form.spots[other][1], column)
        sheet.cells[a], sheet.cells[b] = sheet.cells[b], sheet.cells[a]
    return Expect({one: UNKNOWN, other: UNKNOWN}, (_row(form, one), _row(form, other)))


def value_beside(rng: random.Random, form: Form) -> Expect | None:
    """A number typed in the cell beside its own."""
    key = _pick(rng, [k for k in form.of(*NUMBERS) if k[1] == 0])
    if key is None:
        return None
    _, row, column = form.spots[key]
    table = form.tables["indicators"]
    to = rng.choice((table.columns["unit_of_measure"], table.columns["note"], table.columns["nil"]))
    form.sheet(key).put(row, to, form.truth[key])
    form.sheet(key).clear(row, column)
    return Expect({key: UNKNOWN}, (_row(form, key),))


def list_row_below(rng: random.Random, form: Form) -> Expect | None:
    """A row of a list typed below its end."""
    tables = [t for t in form.tables.values() if t.name.startswith("list:")]
    if not tables:
        return None
    table = rng.choice(tables)
    row = table.end + rng.choice((1, 1, 2, 4))
    sheet = form.sheets[table.sheet]
    for name, column in table.columns.items():
        if name not in ("number", "status"):
            kind = form.types[f"{table.name[5:]}.{name}"]
            sheet.put(
                row,
                column,
                5 if kind in NUMBERS else datetime.datetime(2022, 6, 8) if kind == "date" else "Rô Men",
            )
    return Expect({}, ((table.sheet, row),), must=True)


def list_row_pasted(rng: random.Random, form: Form) -> Expect | None:
    """A required cell of a list's row is emptied."""
    key = _pick(rng, [k for k in form.truth if k[1] and k[0] in form.required and form.truth[k] is not None])
    if key is None:
        return None
    form.put(key, rng.choice((None, " ", "")))
    return Expect({key: UNKNOWN}, (_row(form, key),))


def list_row_repeated(rng: random.Random, form: Form) -> Expect | None:
    """A row of a list copied below the last one: it may count twice, and is told."""
    keys = [k for k in form.truth if k[1]]
    if not keys:
        return None
    code, number = rng.choice(keys)
    table = form.tables[f"list:{code.partition('.')[0]}"]
    row = form.spots[code, number][1]
    rows = [s[1] for k, s in form.spots.items() if k[0].partition(".")[0] == table.name[5:]]
    own = [k for k in keys if k[0].partition(".")[0] == table.name[5:] and k[1] == number]
    if max(rows) + 1 >= table.end or sum(form.truth[k] is not None for k in own) < 3:
        return None
    sheet, last = form.sheets[table.sheet], max(k[1] for k in keys if k[0] == code)
    for key in own:
        column = form.spots[key][2]
        if (row, column) in sheet.cells:
            sheet.cells[max(rows) + 1, column] = sheet.cells[row, column]
    meant = {(k[0], last + 1): form.truth[k] for k in own}
    return Expect(meant, ((table.sheet, max(rows) + 1), (table.sheet, row)), warn=True, must=True)


def list_answered(rng: random.Random, form: Form) -> Expect | None:
    """A list without rows, with or without “không phát sinh”; or with both; or with something else in the cell for it."""
    answers = form.tables.get("answers")
    lists = [t for t in form.tables.values() if t.name.startswith("list:")]
    if answers is None or not lists:
        return None
    table = rng.choice(lists)
    keys = [k for k in form.truth if k[0].startswith(f"{table.name[5:]}.")]
    row = next(
        r
        for r in range(answers.marker + 1, answers.end)
        if form.sheets[answers.sheet].at(r, answers.key) == table.name
    )
    rows, said = rng.choice(
        (
            (True, NIL),
            (False, NIL),
            (False, "KHÔNG PHÁT SINH "),
            (False, None),
            (False, " "),
            (False, "x"),
            (True, 5),
        )
    )
    rows = rows and bool(keys)
    if not rows:
        for key in keys:
            form.put(key, None)
    form.sheets[answers.sheet].put(row, answers.columns["nil"], said)
    wrong = (rows and said is not None) or (not rows and (said is None or "ph" not in str(said).lower()))
    meant: dict[Key, object] = {} if rows else dict.fromkeys(keys)
    return Expect(meant, anywhere=True, must=wrong)


def answers_broken(rng: random.Random, form: Form) -> Expect | None:
    """The table of answers to lists, its row or its column is gone, and so is the answer."""
    answers = form.tables.get("answers")
    if answers is None:
        return None
    sheet = form.sheets[answers.sheet]
    rows = [r for r in range(answers.marker + 1, answers.end) if sheet.at(r, answers.columns["nil"]) == NIL]
    if not rows:
        return None
    way = rng.choice(("marker", "key", "column"))
    if way == "marker":
        sheet.clear(answers.marker, answers.key)
    elif way == "key":
        sheet.clear(rng.choice(rows), answers.key)
    else:
        sheet.clear(answers.marker, answers.columns["nil"])
    return Expect({}, anywhere=True, must=True)


# ----------------------------------------------------------------------------------- sheets, tables, marks, stamp


def column_deleted(rng: random.Random, form: Form) -> Expect | None:
    """A whole column of answers is deleted."""
    table = rng.choice([t for t in form.tables.values() if t.name != "meta"])
    asked = ["value", "nil"] if table.name == "indicators" else list(table.columns)
    column = rng.choice(asked)
    keys = [k for k in _keys_of(form, table) if table.name == "indicators" or k[0].endswith(f".{column}")]
    if column == "nil":
        keys = [k for k in keys if form.truth[k] == NIL]
    if not keys or all(form.truth[k] is None for k in keys):
        return None
    form.sheets[table.sheet].delete(column=table.columns[column])
    return Expect({k: UNKNOWN for k in keys}, anywhere=True)


def column_put_in(rng: random.Random, form: Form) -> Expect | None:
    """A column of the unit's own among ours, with words in it."""
    table = rng.choice([t for t in form.tables.values() if t.name != "meta"])
    sheet, at = form.sheets[table.sheet], rng.choice(list(table.columns.values()))
    sheet.insert(column=at)
    for row in range(table.marker + 1, table.end, 2):
        sheet.put(row, at, rng.choice(("đã kiểm tra", "x", "OK")))
    return Expect()


def sheet_of_another(rng: random.Random, form: Form) -> Expect | None:
    """The first sheet of a form of another unit stands in the file, before or after the unit's own."""
    meta = form.tables["meta"]
    twin = copied({"x": form.sheets[meta.sheet]})["x"]
    row = next(r for r in range(meta.marker, meta.end) if twin.at(r, meta.key) == "unit")
    other = rng.choice([u for u in ("24889", "24877", "VPUBND", "HND", "HLHPN") if u != form.unit])
    twin.put(row, meta.columns["value"], other)
    if rng.random() < 0.5:
        for key in form.of(*NUMBERS):
            if form.spots[key][0] == meta.sheet:
                twin.clear(*form.spots[key][1:])
    items = list(form.sheets.items())
    items.insert(rng.choice((0, len(items))), ("Trang khác", twin))
    form.sheets = dict(items)
    return Expect({k: form.truth[k] for k in form.truth}, anywhere=True, must=True, either=True)


def sheet_gone(rng: random.Random, form: Form) -> Expect | None:
    """A sheet with a table is deleted."""
    table = rng.choice(
        [t for t in form.tables.values() if t.sheet != form.tables["meta"].sheet] or [form.tables["meta"]]
    )
    if len({t.sheet for t in form.tables.values()}) == 1:
        return None
    del form.sheets[table.sheet]
    return Expect(
        {k: UNKNOWN for k, s in form.spots.items() if s[0] == table.sheet}, anywhere=True, must=True
    )


def sheet_copied(rng: random.Random, form: Form) -> Expect | None:
    """A sheet with a table stands twice; in the copy something may be different."""
    table = rng.choice(list(form.tables.values()))
    keys = [k for k, s in form.spots.items() if s[0] == table.sheet]
    twin = copied({"x": form.sheets[table.sheet]})["x"]
    name = f"{table.sheet[:25]} (2)"
    changed = rng.random() < 0.5
    own = [k for k in keys if form.types[k[0]] in NUMBERS and form.truth[k] not in (None, NIL)]
    if changed and not own:
        return None
    if changed:
        key = rng.choice(own)
        value = form.truth[key]
        assert isinstance(value, int | float)
        twin.put(*form.spots[key][1:], value + 1)
    items = list(form.sheets.items())
    items.insert(rng.randrange(len(items) + 1), (name, twin))
    form.sheets = dict(items)
    if changed:
        return Expect({k: UNKNOWN for k in keys}, anywhere=True)
    return Expect({}, anywhere=True, warn=True)


def marker_broken(rng: random.Random, form: Form) -> Expect | None:
    """The mark of a table is gone or is another's."""
    table = rng.choice(list(form.tables.values()))
    said = rng.choice(
        ("", "#table", f"#tabel {table.name}", f"# table {table.name}", "#table khac", table.name)
    )
    form.sheets[table.sheet].put(table.marker, table.key, said or None)
    keys = _keys_of(form, table)
    return Expect({k: UNKNOWN for k in keys}, anywhere=True, must=True)


def end_gone(rng: random.Random, form: Form) -> Expect | None:
    """The mark at the end of a table is gone."""
    table = rng.choice(list(form.tables.values()))
    form.sheets[table.sheet].put(table.end, table.key, rng.choice((None, "", "end", "#")))
    return Expect({}, anywhere=True)


def column_key_changed(rng: random.Random, form: Form) -> Expect | None:
    """The key of a column that holds answers is gone, another, or stands twice."""
    tables = [t for t in form.tables.values() if t.name == "indicators" or t.name.startswith("list:")]
    table = rng.choice(tables)
    sheet = form.sheets[table.sheet]
    names = (
        ["value"]
        if table.name == "indicators"
        else [c for c in table.columns if (f"{table.name[5:]}.{c}", 1) in form.truth]
    )
    if not names:
        return None
    column = rng.choice(names)
    keys = [k for k in _keys_of(form, table) if table.name == "indicators" or k[0].endswith(f".{column}")]
    said = rng.choice(("gone", "other", "twice"))
    if said == "twice":
        sheet.put(table.marker, sheet.last_column + 1, column)
        sheet.put(table.marker + 2, sheet.last_column, 77)
    else:
        sheet.put(table.marker, table.columns[column], None if said == "gone" else "khac")
    return Expect({k: UNKNOWN for k in keys}, anywhere=True, must=True)


def stamp_changed(rng: random.Random, form: Form) -> Expect | None:
    """The hidden unit or period is another or gone."""
    table = form.tables["meta"]
    sheet, which = form.sheets[table.sheet], rng.choice(("unit", "period", "form"))
    row = next(r for r in range(table.marker, table.end) if sheet.at(r, table.key) == which)
    other = {"unit": ("SAI", "24889", None, "24886x", "VPUBND", "LDLD"), "period": ("2022-H2", "2021-H1", None, "x"),
             "form": ("XA2", None, "LD", "XA", "CQ")}[which]  # fmt: skip
    said = rng.choice(other)
    if said == sheet.at(row, table.columns["value"]):
        return None
    sheet.put(row, table.columns["value"], said)
    return Expect({k: form.truth[k] for k in form.truth}, anywhere=True, must=True, either=True)


def printed_changed(rng: random.Random, form: Form) -> Expect | None:
    """The unit or the period that the eye sees is another than the hidden one."""
    sheet = form.sheets[form.tables["meta"].sheet]
    begins = rng.choice(("Đơn vị báo cáo: ", "Kỳ báo cáo: "))
    spot = next(
        (s for s, c in sheet.cells.items() if isinstance(c.value, str) and c.value.startswith(begins)), None
    )
    if spot is None:
        return None
    said = (
        ("UBND xã Đạ Tông", "Hội Cựu chiến binh huyện", "abc")
        if begins[0] == "Đ"
        else ("6 tháng cuối năm 2022", "Năm 2021")
    )
    form.sheets[form.tables["meta"].sheet].put(*spot, begins + rng.choice(said))
    return Expect({k: form.truth[k] for k in form.truth}, anywhere=True, must=True, either=True)


def label_changed(rng: random.Random, form: Form) -> Expect | None:
    """The printed label of an indicator is another text."""
    key = _pick(rng, [k for k in form.truth if k[1] == 0])
    if key is None:
        return None
    row = form.spots[key][1]
    form.sheet(key).put(
        row, form.tables["indicators"].columns["label"], "Số cuộc họp khác hẳn với chỉ tiêu cũ"
    )
    return Expect({key: form.truth[key]}, (_row(form, key),), must=True, warn=True)


def written_otherwise(rng: random.Random, form: Form) -> Expect | None:
    """The same workbook as other programs write it."""
    form.dialect = rng.choice((
        Dialect(shared=True), Dialect(shared=True, rich=True), Dialect(rich=True), Dialect(prefix="x"), Dialect(quote="'"),
        Dialect(pretty=True), Dialect(addresses=False), Dialect(from_1904=True), Dialect(shared=True, prefix="ss", pretty=True),
    ))  # fmt: skip
    return Expect()


def error_written_otherwise(rng: random.Random, form: Form) -> Expect | None:
    """An error or a formula without a result in the XML of other programs."""
    expect = rng.choice((error_cell, never_calculated))(rng, form)
    form.dialect = rng.choice((
        Dialect(prefix="x"), Dialect(quote="'"), Dialect(pretty=True), Dialect(addresses=False),
    ))  # fmt: skip
    return expect


def stray_mark(rng: random.Random, form: Form) -> Expect | None:
    """One mark far from the form."""
    name = rng.choice(list(form.sheets))
    spot = rng.choice(
        ((1048576, 1), (200000, 9), (60, 16384), (1048576, 16384), (20000, 16384), (90, 300), (3000, 40))
    )
    form.sheets[name].put(*spot, rng.choice(("x", 5, " ")))
    return Expect({}, anywhere=True, warn=True)


def cells_merged(rng: random.Random, form: Form) -> Expect | None:
    """A number's cell merged with its unit of measure: only the first cell keeps a value."""
    key = _pick(rng, [k for k in form.of(*NUMBERS) if k[1] == 0])
    if key is None:
        return None
    _, row, column = form.spots[key]
    unit = form.tables["indicators"].columns["unit_of_measure"]
    form.sheet(key).merged.append((row, unit, row, column))
    form.sheet(key).put(row, unit, rng.choice((form.truth[key], f"{form.truth[key]} cuộc", "cuộc")))
    form.sheet(key).clear(row, column)
    return Expect({key: UNKNOWN}, (_row(form, key),))


def merged_down(rng: random.Random, form: Form) -> Expect | None:
    """Two numbers' cells merged: the lower one is gone."""
    rows = sorted((form.spots[k][1], k) for k in form.of(*NUMBERS) if k[1] == 0)
    pairs = [(a, b) for (r, a), (s, b) in itertools.pairwise(rows) if s == r + 1]
    if not pairs:
        return None
    upper, lower = rng.choice(pairs)
    _, row, column = form.spots[upper]
    form.sheet(upper).merged.append((row, column, row + 1, column))
    form.sheet(upper).clear(row + 1, column)
    return Expect({lower: UNKNOWN}, (_row(form, lower), _row(form, upper)))


def rows_put_in_without_their_merges(rng: random.Random, form: Form) -> Expect | None:
    """Rows put in or taken out by a library that leaves merged areas where they were, over other cells."""
    merged = {name: list(sheet.merged) for name, sheet in form.sheets.items()}
    sheet = form.sheets[form.tables["indicators"].sheet]
    sheet.insert(row=rng.randrange(1, form.tables["indicators"].end), count=rng.randrange(1, 4))
    for name, areas in merged.items():
        form.sheets[name].merged = areas
    return Expect()


MUTATIONS: Mapping[str, Mutation] = {
    m.__name__: m
    for m in (
        number_written_as_text, number_with_its_unit, list_row_repeated, list_answered, answers_broken, column_deleted, column_put_in, sheet_of_another, number_with_noise, no_number, unclear_number, outside_limits, half_a_count, other_type,
        number_in_format, percent_of_eye, error_cell, error_in_nil, never_calculated, calculated, blank_by_formula,
        computed_typed_over, nil_words, junk_in_nil, blank_in_nil, number_and_nil, emptied, date_in_words, no_date, date_outside,
        choice_in_words, no_choice, text_kept, rows_put_in, rows_put_in_without_their_merges, sheets_moved, columns_moved, indicator_rows_moved, list_rows_moved,
        indicator_row_gone, key_gone, key_in_other_writing, row_twice, labels_swapped, value_beside, list_row_below,
        list_row_pasted, sheet_gone, sheet_copied, marker_broken, end_gone, column_key_changed, stamp_changed, printed_changed,
        label_changed, written_otherwise, error_written_otherwise, stray_mark, cells_merged, merged_down,
    )
}  # fmt: skip
"""Every kind, by its name."""


def _pick(rng: random.Random, keys: list[Key]) -> Key | None:
    return rng.choice(keys) if keys else None


def _row(form: Form, key: Key) -> tuple[str, int]:
    sheet, row, _ = form.spots[key]
    return sheet, row


def _keys_of(form: Form, table: Table) -> list[Key]:
    if table.name == "indicators":
        return [k for k in form.truth if k[1] == 0]
    return [k for k in form.truth if k[0].startswith(f"{table.name[5:]}.")]
