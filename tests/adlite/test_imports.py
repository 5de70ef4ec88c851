"""Who knows whom in adlite: the contracts of pyproject.toml, and what they cannot say."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import adlite

ADLITE = Path(adlite.__file__).parent
FILES = {str(path.relative_to(ADLITE)): path for path in sorted(ADLITE.rglob("*.py"))}


def test_contracts_are_kept():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    found = subprocess.run(command, cwd=ADLITE.parent, capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, found.stdout


def borrowed(tree):
    """Names that begin with an underscore and that other files of adlite have been asked for."""
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.level or node.module.startswith("adlite")):
            modules |= {alias.asname or alias.name for alias in node.names}
            yield from (alias.name for alias in node.names if alias.name.startswith("_"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = node.attr
            if node.value.id in modules and name.startswith("_") and not name.startswith("__"):
                yield f"{node.value.id}.{name}"


@pytest.mark.parametrize("name", [n for n in FILES if not n.startswith("graphs")])
def test_no_file_uses_what_another_keeps_to_itself(name):
    assert list(borrowed(ast.parse(FILES[name].read_text()))) == []


def test_borrowing_would_be_seen():
    text = "from .a import _x\nfrom . import b\nb._y\nb.__name__\nself._z"
    assert list(borrowed(ast.parse(text))) == ["_x", "b._y"]
