"""install.ps1, which no machine of ours can run: read by a parser of PowerShell and held to what it must not forget."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import install
import pytest
import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

SCRIPT = Path(install.__file__).with_name("install.ps1")
NAMES_FOLDERS = {"test-path", "copy-item", "remove-item", "move-item", "get-item", "get-childitem", "get-content",
                 "set-content", "resolve-path", "set-location", "push-location", "unblock-file", "split-path"}  # fmt: skip
"""Commands whose path is a pattern, in which [ ] mean something, unless it is given as -LiteralPath."""


def parsed(script: str) -> Node:
    return Parser(Language(tree_sitter_powershell.language())).parse(script.encode()).root_node


def below(node: Node, kind: str) -> Iterator[Node]:
    """The nodes of a kind below one."""
    for child in node.children:
        if child.type == kind:
            yield child
        yield from below(child, kind)


def words(command: Node) -> list[str]:
    """A command's name and the parameters that stand in it, in small letters."""
    kinds = ("command_name", "command_parameter")
    return [n.text.decode().casefold() for kind in kinds for n in below(command, kind) if n.text]


def by_pattern(script: str) -> list[str]:
    """The commands of a script that take a folder's name for a pattern."""
    commands = (command for command in below(parsed(script), "command"))
    return [w[0] for w in map(words, commands) if w and w[0] in NAMES_FOLDERS and "-literalpath" not in w]


def test_windows_powershell_takes_the_script_for_utf_8() -> None:
    content = SCRIPT.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\xef\xbb\xbf") == 1
    assert "WindowsApps" in content.decode("utf-8-sig")  # the store's stand-in for Python is none


def test_the_script_is_powershell() -> None:
    assert not parsed(SCRIPT.read_text(encoding="utf-8-sig")).has_error


@pytest.mark.parametrize("broken", ["if ($x { 1 }", "function f { ", '$x = "a', "foreach ($x in) {}"])
def test_the_parser_finds_what_powershell_would_refuse(broken: str) -> None:
    assert parsed(broken).has_error


def test_folders_may_have_brackets_in_their_names() -> None:
    script = SCRIPT.read_text(encoding="utf-8-sig")
    assert by_pattern(script) == []
    patterns = by_pattern(script.replace("-LiteralPath", "-Path"))
    assert len(patterns) == script.count("-LiteralPath") - script.count("with -LiteralPath")
    assert set(patterns) == {"test-path", "copy-item", "get-childitem", "remove-item"}
