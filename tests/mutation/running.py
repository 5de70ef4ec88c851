"""Run the tests of one file against one mutant, in a process that ends with it.

The process is forked from this one, which has imported everything but adlite: a mutant then costs
no more than importing adlite and its tests, and running them up to the first that fails.  Tests
that noticed earlier mutants come first, then the quickest; what takes over a second is left out.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import json
import os
import resource
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import autograd.numpy  # noqa: F401
import hypothesis.extra.numpy  # noqa: F401
import matplotlib.mathtext  # noqa: F401
import mpmath  # noqa: F401
import numpy.polynomial  # noqa: F401
import pytest
from hypothesis import settings

from tests.mutation.targets import Target

SECONDS, BYTES = 20, 2 * 2**30
"""What the tests of one mutant may take; without one they need a few seconds."""
LONGEST = 1.0


class Runner:
    """Runs the tests of one target, in the order that notices soonest."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.noticed: Counter[str] = Counter()
        told = self._ask(self._durations)
        if not told.startswith("{"):
            raise SystemExit(f"{target.file}: the tests fail without any mutant: {told}")
        durations = json.loads(told)
        self.quickest = [n for n in sorted(durations, key=durations.get) if durations[n] < LONGEST]

    def run(self, source: str) -> str:
        """Return `survived`, `late`, or the name of the test that noticed."""
        told = self._ask(lambda: self._first_to_notice(source))
        if told in self.quickest:
            self.noticed[told] += 1
        return told

    def _ask(self, question: Callable[[], str]) -> str:
        """Ask a process of its own."""
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            _answer(question, write)
        os.close(write)
        with open(read, encoding="utf-8") as pipe:
            told = pipe.read()
        os.waitpid(child, 0)
        return told or "late"

    def _durations(self) -> str:
        durations = {}
        for name, case in self._cases().items():
            start = time.process_time()
            if _fails(case):
                return name
            durations[name] = time.process_time() - start
        return json.dumps(durations)

    def _first_to_notice(self, source: str) -> str:
        sys.meta_path.insert(0, _Instead(self.target.module, source))
        cases = self._cases()
        noticed = [name for name, _ in self.noticed.most_common()]
        for name in dict.fromkeys([*noticed, *self.quickest]):
            # A mutant of a table may have fewer cases.
            if name not in cases or _fails(cases[name]):
                return name
        return "survived"

    def _cases(self) -> dict[str, Callable[[], Any]]:
        modules = [importlib.import_module(f"tests.adlite.{name}") for name in self.target.tests]
        return {name: case for module in modules for name, case in _cases(module)}


def _answer(question: Callable[[], str], write: int) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        settings.register_profile("mutation", derandomize=True, deadline=None, database=None)
        settings.load_profile("mutation")
        told = question()
    except BaseException as error:
        told = f"{type(error).__name__} while importing"
    os.write(write, told.encode())
    os._exit(0)


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Finds one module, and loads another text for it."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name != self.module:
            return None
        found = importlib.machinery.PathFinder.find_spec(name, path)
        assert found is not None and found.origin is not None
        self.origin = found.origin
        return importlib.machinery.ModuleSpec(name, self, origin=found.origin)

    def get_filename(self, fullname: str) -> str:
        return self.origin

    def get_data(self, path: Any) -> bytes:
        return self.source.encode()


def _cases(module: ModuleType) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield the tests of a module that ask for no fixture, once for each set of parameters."""
    for name, test in vars(module).items():
        if not name.startswith("test_") or not callable(test):
            continue
        marks = [m for m in getattr(test, "pytestmark", []) if m.name == "parametrize"]
        wanted = _wanted(test) - {n for mark in marks for n in _names(mark)}
        if wanted:
            continue
        sets: list[dict[str, Any]] = [{}]
        for mark in marks:
            sets = [{**known, **more} for known in sets for more in _values(mark)]
        for i, values in enumerate(sets):
            yield f"{module.__name__}.{name}[{i}]", _case(test, values)


def _case(test: Any, values: dict[str, Any]) -> Callable[[], None]:
    quiet = any(mark.name == "filterwarnings" for mark in getattr(test, "pytestmark", []))

    def case() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore" if quiet else "error")
            test(**values)

    return case


def _wanted(test: Any) -> set[str]:
    if hasattr(test, "hypothesis"):
        return set()
    code = test.__code__
    return set(code.co_varnames[: code.co_argcount])


def _names(mark: Any) -> list[str]:
    names = mark.args[0]
    return [n.strip() for n in names.split(",")] if isinstance(names, str) else list(names)


def _values(mark: Any) -> Iterator[dict[str, Any]]:
    names = _names(mark)
    for values in mark.args[1]:
        given = getattr(values, "values", values)
        if callable(given):  # a dictionary has a method of that name
            given = values
        if len(names) == 1 and given is values:
            given = (values,)
        yield dict(zip(names, given, strict=True))


def _fails(case: Callable[[], Any]) -> bool:
    try:
        case()
    except pytest.skip.Exception:
        return False
    except BaseException:
        return True
    return False
