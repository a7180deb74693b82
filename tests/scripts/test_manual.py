"""The clerks' manual says what the program does: it is written from it, and this file sees that it was."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import build_manual
import pytest
from build_manual import PICTURES, TARGET, TROUBLES, manual, sentence

from qcdc_xl import trouble
from qcdc_xl.doors import failures, ribbon
from qcdc_xl.excel import desk as excel
from qcdc_xl.excel import live_host
from qcdc_xl.master import layout
from qcdc_xl.model.finding import CODES
from qcdc_xl.verbs import desk, open_master

TEXT = TARGET.read_text(encoding="utf-8")
NAMED = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", TEXT)


def test_the_manual_in_the_repository_is_the_one_that_the_program_gives_now() -> None:
    assert manual() == TEXT, "run python scripts/build_manual.py"
    assert "<!--" not in TEXT


@pytest.mark.parametrize("code", CODES)
def test_every_finding_is_in_the_manual_with_its_weight_and_its_remedy(code: str) -> None:
    (row,) = re.findall(rf"^\| `{code}` \|(.*)\|$", TEXT, re.MULTILINE)
    severity, said, todo = (cell.strip() for cell in row.split("|"))
    assert severity == CODES[code].severity.label
    assert (said, todo) == sentence(code)
    assert len(todo) >= 10, "say what to do"
    assert "{" not in (said + todo).replace("{số liệu}", "")


def test_every_button_is_in_the_manual_with_its_key_and_a_section_of_its_own() -> None:
    for group, button in build_manual.buttons():
        label, key = button.get("label"), button.get("keytip")
        assert f"| {group} | **{label}** | Alt, Q, {key} | {button.get('supertip')} |" in TEXT
        if button.get("enabled") != "false":
            assert re.search(rf"^### .*{label}", TEXT, re.MULTILINE), label


def test_the_sentences_that_the_table_of_troubles_names_are_the_programs_own() -> None:
    code = "".join(
        Path(str(m.__file__)).read_text(encoding="utf-8")
        for m in (desk, excel, open_master, trouble, failures, ribbon, live_host)
    )
    texts = {key for key, _ in layout.SETTINGS if key.startswith("QCDC_")}
    seen = [what for what, _, _ in TROUBLES]
    assert {w for w in seen if w in texts} == texts - {"QCDC_VERSION", "QCDC_TITLE", "QCDC_STARTING"}
    for words in (w for w in seen[2:] if w not in texts):
        assert words in code, words


@pytest.mark.parametrize("picture", sorted({path for _, path in NAMED}))
def test_every_picture_is_there_and_of_a_sensible_size(picture: str) -> None:
    content = (TARGET.parent / picture).read_bytes()
    assert content.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", content[16:24])
    assert 600 <= width <= 1400
    assert 200 <= height <= 1200
    assert len(content) < 150_000


def test_no_picture_lies_about_unused_and_each_tells_what_it_shows() -> None:
    assert {Path(path).name for _, path in NAMED} == {p.name for p in PICTURES.iterdir()}
    assert all(len(shown) > 5 for shown, _ in NAMED)


def test_the_links_lead_to_headings() -> None:
    anchors = {
        re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= anchors


def test_the_manual_is_for_people_who_read_vietnamese() -> None:
    words = set(
        re.findall(
            r"\b(the|and|with|please|click|file|error|warning|workbook|sheet)\b",
            re.sub("`[^`]*`", "", TEXT).lower(),
        )
    )
    assert words <= {"sheet", "workbook"}, words  # Unprotect Sheet, Protect Workbook: so Excel calls them
