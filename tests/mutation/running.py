"""Run the tests of one file against one mutant, in a process that ends with it.

The process is forked from this one, which has imported everything but adlite and the tests: a
mutant then costs no more than importing adlite and those tests that run until one fails.  Tests
that noticed earlier mutants come first, the latest before all others, for a mistake a line further
is often noticed by the same; then the quickest.  What takes over a second is left out.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

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
        told = self._ask(self._durations)
        if not told.startswith("{"):
            raise SystemExit(f"{target.file}: the tests fail without any mutant: {told}")
        durations, imported = json.loads(told).values()
        self.order = [n for n in sorted(durations, key=durations.get) if durations[n] < LONGEST]
        for name in imported:
            # Some names are made by other modules, and cannot be asked for.
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        gc.freeze()

    def run(self, source: str) -> str:
        """Return `survived`, `late`, or the name of the test that noticed."""
        told = self._ask(lambda: self._first_to_notice(source))
        if told in self.order:
            self.order.remove(told)
            self.order.insert(0, told)
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
        """The seconds of each test, and what else is imported for them."""
        durations, before = {}, {*sys.modules}
        modules = [importlib.import_module(f"tests.adlite.{name}") for name in self.target.tests]
        for name, case in (pair for module in modules for pair in _cases(module)):
            start = time.process_time()
            if _fails(case):
                return name
            durations[name] = time.process_time() - start
        imported = [n for n in sys.modules if n not in before and _is_library(n)]
        return json.dumps({"durations": durations, "imported": imported})

    def _first_to_notice(self, source: str) -> str:
        sys.meta_path.insert(0, _Instead(self.target.module, source))
        cases: dict[str, dict[str, Callable[[], Any]]] = {}
        for name in self.order:
            module = name.rpartition(".")[0]
            if module not in cases:
                cases[module] = dict(_cases(importlib.import_module(module)))
            # A mutant of a table may have fewer cases.
            if name not in cases[module] or _fails(cases[module][name]):
                return name
        return "survived"


def _is_library(name: str) -> bool:
    return name.partition(".")[0] not in ("adlite", "tests", "__mp_main__")


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
