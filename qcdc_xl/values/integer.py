"""``integer``: a whole number, such as a count of meetings. "7,554" typed for 7.554 is asked about."""

from __future__ import annotations

from qcdc_xl.model import Scalar
from qcdc_xl.values.number import Number


class Integer(Number):
    """A count."""

    whole, word, look = True, "số nguyên", "cell_number"

    def parsed(self, text: str) -> Scalar:
        """A whole number."""
        return int(text)
