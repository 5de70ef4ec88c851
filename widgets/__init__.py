"""Explorers: figures that answer a drag, one for each idea of the chapter.

Each part of the chapter has a wing: `derivative`, `rules`, `gradient`, `graph`, `higher_orders`,
`taylor`, `using_autograd`. A wing imports no other wing. What several wings draw is in `drawing`,
what a reader gives in `functions`, and the engine in `live`: each imports only what follows it.

`__init__.pyi` lists the names that are handed out. Each is loaded when first asked for, with the
rooms below its wing and nothing of the other wings: a notebook pays for what it shows.
"""

import ast
from importlib import import_module
from pathlib import Path
from typing import Any


def _listed() -> dict[str, str]:
    """Return {name: module} for each import in the list."""
    listed = ast.parse(Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    return {
        alias.name: str(node.module)
        for node in listed.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


_MODULES = _listed()
# What is drawn; neither the engine's own names nor the questions.
EXPLORERS = {
    name: module
    for name, module in _MODULES.items()
    if module.split(".")[0] not in ("live", "practice")
}
__all__ = sorted(_MODULES)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
