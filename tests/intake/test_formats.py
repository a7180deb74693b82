"""What number formats make of a number, by the codes that Excel offers and people type."""

from __future__ import annotations

import pytest

from qcdc_xl.intake.formats import DATE, DISGUISE, DURATION, PLAIN, look


@pytest.mark.parametrize(
    ("code", "does"),
    [
        ("General", PLAIN), ("0", PLAIN), ("0.00", PLAIN), ("#,##0", PLAIN), ("#,##0.00", PLAIN), ("@", PLAIN),
        ("#,##0_);(#,##0)", PLAIN), ("#,##0_);[Red](#,##0)", PLAIN), ('#,##0\\ "₫"', PLAIN), ('0" cuộc"', PLAIN),
        ("_-* #,##0_-;-* #,##0_-;_-* \"-\"_-;_-@_-", PLAIN), ("[$-42A]#,##0", PLAIN), ("00", PLAIN), ("0.00E+00", PLAIN),
        ("dd/mm/yyyy", DATE), ("[$-42A]d mmmm yyyy", DATE), ("h:mm", DATE), ('"ngày "dd', DATE), ("[h]:mm", DURATION), ("[mm]:ss", DURATION),
        ("0%", DISGUISE), ("0.00%", DISGUISE), ("#,##0,", DISGUISE), ("0.0,,", DISGUISE), (";;;", DISGUISE), ('0"000"', DISGUISE),
        ("0\\0\\0\\0", DISGUISE),
    ],
)  # fmt: skip
def test_a_code_of_the_files_own(code: str, does: str) -> None:
    assert look("164", {"164": code}) == does


@pytest.mark.parametrize(("number", "does"), [("0", PLAIN), ("3", PLAIN), ("9", DISGUISE), ("10", DISGUISE), ("14", DATE), ("46", DURATION)])  # fmt: skip
def test_a_format_that_every_program_knows(number: str, does: str) -> None:
    assert look(number, {}) == does
