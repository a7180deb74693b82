"""Files that travel with the package: the catalogue as shipped, the sample, the built master."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """A shipped file or folder: ``templates/catalogue``, ``workbook/qcdc.xlsm``; in a checkout, beside us."""
    packed = _PACKAGE / "_shipped" / name
    return packed if packed.exists() else _PACKAGE.parent / name
