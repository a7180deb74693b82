"""Totals, ratios, lists and footnotes follow any valid returns; expected values are added up here by hand."""

from __future__ import annotations

import datetime
import random
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from random_returns import submissions

from qcdc_xl.model import NIL, CatalogueAt, Submission, Value
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.consolidate import consolidate, total
from qcdc_xl.totals.figures import compute, footnotes

SEEDS = st.integers(0, 10_000)


def entered(found: dict[str, Submission], item: str) -> list[object]:
    """What all units entered for an item, blanks left out, in the order of the dict."""
    return [v.value for s in found.values() for v in s.values if v.item == item and v.value is not None]


def added(values: list[object]) -> object:
    """A sum on paper: only numbers count, "không phát sinh" alone stays, nothing is nothing."""
    numbers = [v for v in values if isinstance(v, int | float)]
    return sum(numbers) if numbers else NIL if values else None


@given(SEEDS)
@settings(max_examples=25)
def test_every_sum_is_the_sum_of_what_the_units_entered(catalogue: CatalogueAt, seed: int) -> None:
    found = submissions(seed, catalogue)
    figures = compute(consolidate(catalogue, found)).values
    checked = 0
    for figure in catalogue.figures:
        if (
            figure.expression.startswith("SUM(")
            and figure.expression.endswith(")")
            and figure.expression.count("(") == 1
        ):
            assert figures[figure.code] == added(entered(found, figure.expression[4:-1])), figure.code
            checked += 1
    assert checked > 20


@given(SEEDS)
@settings(max_examples=25)
def test_percentages_are_ratios_of_totals_never_sums(catalogue: CatalogueAt, seed: int) -> None:
    found = submissions(seed, catalogue)
    figures = compute(consolidate(catalogue, found)).values
    above, below = (added(entered(found, code)) for code in ("tthc_dung_han", "tthc_da_giai_quyet"))
    expected = None
    if isinstance(above, int) and isinstance(below, int) and below:
        exact = Decimal(100) * above / below
        expected = float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
    elif above == NIL and isinstance(below, int) and below:
        expected = 0
    assert figures["ty_le_dung_han"] == expected


@given(SEEDS)
@settings(max_examples=25)
def test_lists_have_the_rows_asked_for_in_order(catalogue: CatalogueAt, seed: int) -> None:
    found = submissions(seed, catalogue)
    figures = compute(consolidate(catalogue, found)).values
    rows: list[dict[str, object]] = []
    for unit in (u.code for u in catalogue.active_units if u.code in found):
        own: dict[int, dict[str, object]] = {}
        for value in found[unit].values:
            if value.item.startswith("txct."):
                own.setdefault(value.row, {})[value.item[5:]] = value.value
        rows += [own[n] for n in sorted(own)]
    asked = any(u.type in ("mat_tran", "doan_the") for u in catalogue.active_units if u.code in found)
    wanted = tuple(str(r["dia_diem"]) for r in rows if r["cap"] == "HĐND" and r["dia_diem"])
    assert figures["noi_txct_hdnd"] == (wanted if asked else None)
    assert figures["txct_hdnd"] == (sum(r["cap"] == "HĐND" for r in rows) if asked else None)


@given(SEEDS)
@settings(max_examples=15)
def test_footnotes_say_the_figures_and_mark_what_is_missing(catalogue: CatalogueAt, seed: int) -> None:
    found = submissions(seed, catalogue)
    figures = compute(consolidate(catalogue, found)).values
    notes, findings = footnotes(catalogue, figures)
    seventh = next(n for n in notes if n.number == 7).paragraphs[0]
    value = added(entered(found, "don_kien_nghi"))
    assert (f" {value} đơn kiến nghị" if value is not None else "[thiếu: ") in seventh
    missing = sum(n.paragraphs[k].count("[thiếu: ") for n in notes for k in range(len(n.paragraphs)))
    assert missing == sum(f.code == "TEXT_FIGURE_MISSING" for f in findings)


@given(SEEDS)
@settings(max_examples=15)
def test_the_order_in_which_units_come_in_does_not_matter(catalogue: CatalogueAt, seed: int) -> None:
    found = submissions(seed, catalogue)
    shuffled = list(found.items())
    random.Random(seed).shuffle(shuffled)
    assert (
        compute(consolidate(catalogue, found)).values
        == compute(consolidate(catalogue, dict(shuffled))).values
    )


@given(SEEDS)
@settings(max_examples=15)
def test_parts_add_up_to_the_whole(catalogue: CatalogueAt, seed: int) -> None:
    found = submissions(seed, catalogue)
    asked = catalogue.indicator["tthc_tiep_nhan"]
    communes = {u: s for u, s in found.items() if catalogue.unit[u].type == "xa"}
    others = {u: s for u, s in found.items() if u not in communes}
    parts = [total(BookAt(catalogue, p).returns, asked) for p in (communes, others)]
    whole = total(BookAt(catalogue, found).returns, asked)
    assert whole == added([p for p in parts if p is not None])


def test_blank_zero_and_nil_are_three_things(catalogue: CatalogueAt) -> None:
    def one(unit: str, value: int | str | None) -> Submission:
        return Submission(unit, "XA", "2022-H1", "", "x", values=(Value("don_to_cao", 0, value, "", ""),))

    def figure(*values: int | str | None) -> object:
        found = {u: one(u, v) for u, v in zip(("24886", "24889", "24877"), values, strict=True)}
        return compute(consolidate(catalogue, found)).values["don_to_cao"]

    assert figure(None, None, None) is None
    assert figure(NIL, NIL, None) == NIL
    assert figure(0, NIL, None) == 0
    assert figure(2, NIL, None) == 2
    assert compute(consolidate(catalogue, {})).values["don_to_cao"] is None


def test_a_unit_that_no_longer_exists_is_not_counted(catalogue: CatalogueAt) -> None:
    assert len(catalogue.active_units) == 34
    after = catalogue.periods[0].__class__(
        "2025-H2", "", datetime.date(2025, 7, 1), datetime.date(2025, 12, 31)
    )
    assert not any(u.active(after) for u in catalogue.units)
