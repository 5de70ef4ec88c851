"""The tests of the tests: mistakes are made where they can be, and noticed where tests look."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.mutation.mutants import mutants
from tests.mutation.targets import TARGETS, Target

ROOT = Path(__file__).parents[2]

CODE = '''
"""A docstring."""
import math

def half(w: "int", far=True):
    """Half of it."""
    if w > 2 and far:
        return math.pow(w, 0.5)
    return None
'''
MISTAKES = {
    ("True", "False"),
    ("w > 2 and far", "w > 2 or far"),
    ("w > 2", "w >= 2"),
    ("w > 2", "w < 2"),
    ("2", "3"),
    ("2", "1"),
    ("math.pow(w, 0.5)", "math.pow(0.5, w)"),
    ("0.5", "1.5"),
    ("0.5", "-0.5"),
    ("return math.pow(w, 0.5)", "return None"),
}


def test_every_place_is_changed_once_in_each_way_and_nothing_else_is():
    found = mutants(CODE)
    turned = [m for m in found if m.before.startswith("if ")]
    assert len(turned) == 1 and turned[0].after.startswith("if not (w > 2 and far):")
    others = [(m.before, m.after) for m in found if m not in turned]
    assert sorted(others) == sorted(MISTAKES)
    assert [m.line for m in found] == sorted(m.line for m in found)
    for mutant in found:
        assert ast.unparse(ast.parse(CODE)) != mutant.source
        compile(mutant.source, "mutant", "exec")


def test_the_runner_tells_what_tests_notice_from_what_they_do_not():
    script = """
from pathlib import Path
from tests.mutation import running
from tests.mutation.targets import Target

running.SECONDS = 4
runner = running.Runner(Target("flattening.py", ("test_flatten",)))
source = Path("adlite/flattening.py").read_text(encoding="utf-8")
assert source.count("ends[1:]") == source.count("Only methods") == 1
print(runner.run(source.replace("Only methods", "Methods only")))
print(runner.run(source.replace("ends[1:]", "ends")))
print(runner.run(source + "1 / 0"))
print(runner.run(source + "while True: pass"))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    same, wrong, broken, endless = done.stdout.splitlines()
    assert same == "survived"
    assert wrong.startswith("tests.adlite.test_flatten.test_")
    assert broken == "ZeroDivisionError while importing"
    assert endless == "late"


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.file)
def test_targets_and_what_is_known_to_be_equal_exist(target: Target):
    source = (ROOT / "adlite" / target.file).read_text(encoding="utf-8")
    for name in target.tests:
        assert (ROOT / "tests" / "adlite" / f"{name.replace('.', '/')}.py").is_file(), name
    rows = tomllib.loads((Path(__file__).with_name("equal.toml")).read_text(encoding="utf-8"))
    made = {(m.before, m.after, source.splitlines()[m.line - 1]) for m in mutants(source)}
    for row in rows.get(target.file, []):
        assert row["why"]
        assert any(
            (row["before"], row["after"]) == (before, after) and row["on"] in line
            for before, after, line in made
        ), f"no mutant is {row}"
