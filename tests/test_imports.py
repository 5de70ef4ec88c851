"""Who may import whom, and what an import costs: import-linter's contracts, and what it cannot say.

The contracts are in `pyproject.toml`.
"""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import widgets
from widgets import EXPLORERS, Live

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("drawing", "functions", "live", "practice")
WINGS = sorted({module.split(".")[0] for module in EXPLORERS.values()})


def loaded(statement):
    """The modules of a fresh interpreter after a statement."""
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_the_contracts_of_import_linter_are_kept():
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_widgets_alone_loads_no_figure():
    assert not {"matplotlib", "anywidget", "autograd", "adlite"} & loaded("import widgets")


@pytest.mark.parametrize("name", ["SecantToTangent", "TangentPlane"])
def test_an_explorer_loads_its_own_wing_and_none_of_its_siblings(name):
    modules = loaded(f"from widgets import {name}")
    assert f"widgets.{EXPLORERS[name]}" in modules
    for wing in WINGS:
        assert (f"widgets.{wing}" in modules) == EXPLORERS[name].startswith(f"{wing}.")
    others = {f"widgets.{module}" for explorer, module in EXPLORERS.items() if explorer != name}
    assert not modules & others
    # Each of these takes longer to load than the whole wing.
    assert not {"sympy", "igraph", "autograd"} & modules


def test_what_is_handed_out_is_found_and_listed():
    assert {*widgets.__all__, "EXPLORERS"} <= {*dir(widgets)}
    for name in widgets.__all__:
        assert getattr(widgets, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'Secant'"):
        widgets.Secant  # noqa: B018


def test_every_explorer_of_a_wing_is_in_the_list():
    for wing in WINGS:
        package = importlib.import_module(f"widgets.{wing}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                if isinstance(value, type) and value.__module__ == found.name:
                    listed = name in EXPLORERS or not issubclass(value, Live)
                    assert listed, f"widgets/__init__.pyi has no line for {name}"


def outside():
    """Every Python text outside of `widgets` and `tests` that may import from it."""
    for pattern in ("book/*.py", "benchmarks/*.py", "docs/**/*.py"):
        yield from ((path, path.read_text(encoding="utf-8")) for path in ROOT.glob(pattern))
    for pattern in ("*.md", "docs/*.md", "book/*.ipynb"):
        for path in ROOT.glob(pattern):
            yield path, "\n".join(re.findall(r"from widgets\S* import \w", path.read_text("utf-8")))


def test_outside_of_widgets_names_are_taken_at_the_doors():
    doors = {"widgets", *(f"widgets.{room}" for room in (*ROOMS, *WINGS))}
    for path, text in outside():
        for node in ast.walk(ast.parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            reached = {name for name in names if name.split(".")[0] == "widgets"} - doors
            assert not reached, f"{path.relative_to(ROOT)} reaches past a door: {reached}"


def test_no_underscore_name_is_used_outside_of_its_file():
    for path in ROOT.glob("widgets/**/*.py"):
        nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
        imported = [a.name for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names]
        attributes = [n for n in nodes if isinstance(n, ast.Attribute)]
        used = {n.attr for n in attributes if isinstance(n.ctx, ast.Load)}
        made = {n.attr for n in attributes if isinstance(n.ctx, ast.Store)}
        made |= {n.name for n in nodes if isinstance(n, ast.FunctionDef)}
        made |= {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        foreign = {n for n in {*imported, *(used - made)} if re.match("_[^_]", n)}
        assert not foreign, f"{path.relative_to(ROOT)} uses {foreign}"
