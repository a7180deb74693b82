"""Code, tests and documents refer only to documents that are in the project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXTS = ("*.py", "*.md", "*.toml", "*.bas", "*.cls", "*.xml", "*.cmd", "*.ps1", "*.sh")
ELSEWHERE = re.compile(
    r"\.\./" + r"shared\b|\b(?:DE" + r"SIGN|ST" + r"YLE)(?:\.md|\b)|cases/" + r"(?:README|masters|returns)"
)
"""Documents that lie beside the project, not in it; written so that this file does not name one itself."""
NAMED = re.compile(r"(?<![\w/-])([A-Z][A-Z-]{4,}\.md)\b")
"""A document named in capitals, such as README.md."""


def _texts() -> list[Path]:
    rooms = (ROOT / room for room in ("qcdc_xl", "scripts", "tests", "templates", "workbook"))
    below = [path for room in rooms for pattern in TEXTS for path in room.rglob(pattern)]
    return sorted({*below, *ROOT.glob("*.md"), *ROOT.glob("*.toml")})


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8", errors="replace") for path in _texts()
    }


def test_nothing_refers_to_a_document_that_lies_elsewhere(texts: dict[str, str]) -> None:
    assert [(name, found.group()) for name, text in texts.items() for found in ELSEWHERE.finditer(text)] == []


def test_documents_that_are_named_exist(texts: dict[str, str]) -> None:
    there = {Path(name).name for name in texts}
    named = {(name, found) for name, text in texts.items() for found in NAMED.findall(text)}
    assert sorted((name, found) for name, found in named if found not in there) == []
