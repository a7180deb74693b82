"""What travels with the package: its version, the catalogues as shipped, the sample, the built master."""

from __future__ import annotations

from pathlib import Path

from qcdc_xl import __version__

CATALOGUES = "templates/catalogues"
CATALOGUE = f"{CATALOGUES}/dam-rong-2022"
"""The catalogue of the example, and what a new working folder gets if none is named."""
_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """A shipped file or folder: ``templates/catalogues/dam-rong-2022``, ``workbook/qcdc.xlsm``; in a checkout, beside us."""
    packed = _PACKAGE / "_shipped" / name
    return packed if packed.exists() else _PACKAGE.parent / name


def catalogues() -> tuple[str, ...]:
    """The names of the catalogues that came with the program."""
    return tuple(sorted(path.name for path in shipped(CATALOGUES).iterdir() if path.is_dir()))


def is_newer(version: str) -> bool:
    """Whether something was made by a newer program than this one, which must not touch it then.

    >>> is_newer("0.0.9"), is_newer("99.0")
    (False, True)
    """
    return _numbers(version) > _numbers(__version__)


def is_older(version: str) -> bool:
    """Whether something was made by an older program, and can be brought up to date."""
    return _numbers(version) < _numbers(__version__)


def _numbers(version: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in f"{version}..".split(".")[:3]]
