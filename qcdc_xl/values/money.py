"""``money``: an amount in đồng, or in the thousands or millions of đồng that its unit of measure names.

Sums of amounts that were rounded to the đồng somewhere on their way differ by fractions of a đồng. So in rules and
figures two amounts are equal if they are no more than half a đồng apart, and one is larger only if it is larger by
more than that, in formulas as in Python; the limits ``min`` and ``max`` are exact. In a cell that is asked in
"triệu đồng" half a đồng is 0.0000005.
"""

from __future__ import annotations

from qcdc_xl import vietnamese
from qcdc_xl.values.kind import Asked
from qcdc_xl.values.number import Number

_SIZES = {"nghin": 1e3, "ngan": 1e3, "trieu": 1e6, "ty": 1e9, "ti": 1e9}
_WORDS = ("dong", "vnd", "d")
"""How đồng is written behind an amount, without marks."""


class Money(Number):
    """An amount, whole or with decimals, shown grouped. "12.500.000 đồng" typed as text is taken, with a warning."""

    look, word, widest = "cell_number", "số tiền", 1e15

    def parsed_text(self, text: str, asked: Asked) -> float | None:
        """The amount; behind it may stand the unit that is asked, or “đồng”, “đ”, “VNĐ” where đồng are asked."""
        amount = text.rstrip("".join(c for c in set(text) if c.isalpha()) + " ")
        unit, wanted = vietnamese.fold(text[len(amount) :]), vietnamese.fold(asked.unit_of_measure)
        fits = unit in ("", wanted) or (wanted in ("", *_WORDS) and unit in _WORDS)
        return super().parsed_text(amount, asked) if fits else None

    def tolerance(self, unit_of_measure: str) -> float:
        """Half a đồng, in this unit."""
        first = vietnamese.fold(unit_of_measure.strip().partition(" ")[0])
        return 0.5 / _SIZES.get(first, 1)
