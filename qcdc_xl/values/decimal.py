"""``decimal``: a number with decimals, such as a mark or a rate."""

from __future__ import annotations

from qcdc_xl.values.number import Number


class Decimal(Number):
    """A number with as many decimals as were typed."""

    look = "cell_decimal"
