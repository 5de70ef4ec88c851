"""Which files are mutated, which tests must notice, and how many of the mutants."""

from dataclasses import dataclass

EVERY, MOST = 100.0, 95.0


@dataclass(frozen=True)
class Target:
    """A file of adlite, the modules of tests/adlite that hold it, and the bar in per cent."""

    file: str
    tests: tuple[str, ...]
    bar: float = MOST

    @property
    def module(self) -> str:
        return "adlite." + self.file.removesuffix(".py").replace("/", ".")


_MODES = ("core.test_nesting", "core.test_rules", "core.test_operators", "core.test_higher_orders")
_TABLE = ("properties.test_rule_table", "test_singular")
_SAFE = ("core.test_errors", "core.test_safety")
_BORDERS = ("arrays.test_complex", "test_buffers")
_LISTS = ("arrays.test_objects",)
_SERIES = (
    "series.test_series",
    "series.test_taylor",
    "series.test_pushed",
    "core.test_nesting",
    "series.test_kinks",
)
_FORMULAS = ("formulas.test_grammar", "formulas.test_formula")

TARGETS = (
    Target("core/rules.py", ("core.test_rules", *_TABLE, *_SAFE, *_LISTS), EVERY),
    Target("core/forward.py", (*_MODES, *_SAFE, "test_singular")),
    Target("core/reverse.py", (*_MODES, *_SAFE, "test_singular", *_BORDERS)),
    Target("series/jets.py", _SERIES),
    Target("series/recurrences.py", _SERIES),
    Target("formulas/grammar.py", _FORMULAS),
    Target("formulas/parsing.py", _FORMULAS),
)
