"""Step 1: what the checking cells of a form say, as a formula and, for the cached result, in Python.

Both stand side by side here so that one reads them together; tests compare them on a live spreadsheet. What is said of
a value itself is for its kind to say, here is what is around it: blank, “không phát sinh”, a row of a list.
"""

from __future__ import annotations

from collections.abc import Mapping

from qcdc_xl.expression.render import literal
from qcdc_xl.model import NIL, CatalogueAt, Indicator, ListColumn, Scalar
from qcdc_xl.values import asked_of, kind_of
from qcdc_xl.values.entered import NOT_KNOWN, parted
from qcdc_xl.values.states import BOTH, BROKEN, EMPTY, LACKS, NOT_NIL, OK, WRONG

READY, NOT_READY = "ĐỦ ĐIỀU KIỆN GỬI", "CHƯA ĐỦ ĐIỀU KIỆN GỬI"
COLOURS: Mapping[str, str] = {OK: "green", EMPTY: "amber", WRONG: "red", LACKS.strip(): "amber"}


def _bare(cells: str) -> str:
    """What is entered without the spaces around it, those that pages of the web bring along among them."""
    return f'TRIM(SUBSTITUTE({cells},"\u00a0"," "))'


def _says_nil(cells: str) -> str:
    """Whether the words are entered, with any case, and with or without marks, as they are read too."""
    return f'OR({_bare(cells)}={literal(NIL)},{_bare(cells)}="khong phat sinh")'


def status_formula(catalogue: CatalogueAt, asked: Indicator, cell: str, nil: str, choices: str) -> str:
    """The state of an indicator's row; ``cell`` and ``nil`` are addresses, ``choices`` a range."""
    kind, wanted = kind_of(asked), asked_of(catalogue, asked)
    blank = literal(EMPTY) if wanted.required else '""'
    both = f'IF(AND({_bare(cell)}<>"",{_bare(nil)}<>""),{literal(BOTH)},' if kind.numeric else "("
    nothing = f"{cell}&{nil}" if kind.numeric else cell
    told = f"IF({_says_nil(nothing)},{literal(OK)}," if kind.numeric else "("
    judged = kind.check_formula(wanted, cell, choices)
    return f'IFERROR(IF({_bare(nothing)}="",{blank},{both}{told}{judged}))),{literal(BROKEN)})'


def status(catalogue: CatalogueAt, asked: Indicator, value: Scalar) -> str:
    """The same in Python, for a value as it stands in the cell (NIL for a choice of it)."""
    kind, wanted = kind_of(asked), asked_of(catalogue, asked)
    if value is None or value == "":
        return EMPTY if wanted.required else ""
    if value == NOT_KNOWN:
        return BROKEN
    own, chosen = parted(value) if kind.numeric else (value, "")
    if chosen and own is not None:
        return BOTH
    return OK if chosen == NIL else kind.check(wanted, own)


def row_formula(catalogue: CatalogueAt, columns: Mapping[ListColumn, str], choices: Mapping[str, str]) -> str:
    """The state of a list's row: blank if nothing is entered, what is lacking or wrong, or fine."""
    everything = "&".join(columns.values())
    steps = ""
    depth = 0
    for asked, cell in columns.items():
        if asked.required:
            steps += f'IF({_bare(cell)}="",{literal(LACKS + asked.label)},'
            depth += 1
        wanted = asked_of(catalogue, asked)
        wrong = kind_of(asked).check_formula(wanted, cell, choices.get(asked.choices, ""))
        if wrong != literal(OK):
            # a blank cell is not judged: COUNTIF of a blank is an error in some spreadsheets
            steps += f'IF(IF({_bare(cell)}="",{literal(OK)},{wrong})<>{literal(OK)},{wrong},'
            depth += 1
    inner = f"{steps}{literal(OK)}{')' * depth}"
    return f'IFERROR(IF({_bare(everything)}="","",{inner}),{literal(BROKEN)})'


def filled_formula(rows: str) -> str:
    """How many rows of a list are filled in, by what is said of each."""
    return f"SUMPRODUCT(--(LEN({rows})>0))"


def answer_formula(rows: str, nil: str) -> str:
    """The state of a whole list; ``rows`` is the range of its rows' states, ``nil`` the cell for “không phát sinh”."""
    some = f"{filled_formula(rows)}>0"
    chosen = f"IF({_says_nil(nil)},IF({some},{literal(BOTH)},{literal(OK)}),{literal(NOT_NIL)})"
    blank = f"IF({some},{literal(OK)},{literal(EMPTY)})"
    return f'IFERROR(IF({_bare(nil)}="",{blank},{chosen}),{literal(BROKEN)})'


def answer_status(rows: int, nil: Scalar) -> str:
    """The same in Python, for so many rows that are filled in."""
    if nil == NOT_KNOWN:
        return BROKEN
    chosen = parted(nil)[1]
    if not chosen:
        return OK if rows else EMPTY
    if chosen != NIL:
        return NOT_NIL
    return BOTH if rows else OK


def row_status(catalogue: CatalogueAt, row: Mapping[ListColumn, Scalar]) -> str:
    """The same in Python."""
    if all(value is None for value in row.values()):
        return ""
    if NOT_KNOWN in row.values():
        return BROKEN
    for asked, value in row.items():
        if value is None:
            if asked.required:
                return LACKS + asked.label
            continue
        found = kind_of(asked).check(asked_of(catalogue, asked), value)
        if found != OK:
            return found
    return OK
