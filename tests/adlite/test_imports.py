"""What the contracts of pyproject.toml cannot say of adlite: names that a file keeps to itself."""

import ast
from pathlib import Path

import pytest

import adlite

ADLITE = Path(adlite.__file__).parent
FILES = {str(path.relative_to(ADLITE)): path for path in sorted(ADLITE.rglob("*.py"))}


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


@pytest.mark.parametrize("name", FILES)
def test_no_file_uses_what_another_keeps_to_itself(name):
    assert list(borrowed(ast.parse(FILES[name].read_text()))) == []


def test_borrowing_would_be_seen():
    text = "from .a import _x\nfrom . import b\nb._y\nb.__name__\nself._z"
    assert list(borrowed(ast.parse(text))) == ["_x", "b._y"]
