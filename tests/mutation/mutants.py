"""Every small mistake that can be made in a file: one changed operator, number, word or line.

A mutant is the tree of a module in which one place is not what it was.  Annotations, docstrings,
`__slots__` and imports are left alone: nothing that runs depends on them.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

OPERATORS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
ALONE = (ast.Import, ast.ImportFrom, ast.Pass, ast.Global, ast.Nonlocal)


Place = tuple[tuple[str, int | None], ...]
Change = Callable[[ast.AST], ast.AST]


@dataclass(frozen=True)
class Mutant:
    """One mistake: the line it stands on, what was there, what is there now."""

    line: int
    before: str
    after: str
    original: str
    place: Place
    change: Change

    @property
    def name(self) -> str:
        return f"{self.line}: {self.before} -> {self.after}"

    @property
    def source(self) -> str:
        """The text of the module with the mistake in it."""
        tree = ast.parse(self.original)
        _put(tree, self.place, self.change(_at(tree, self.place)))
        return ast.unparse(ast.fix_missing_locations(tree))


def mutants(source: str) -> list[Mutant]:
    """Return every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    found = []
    for place in _places(tree, ()):
        node = _at(tree, place)
        for change in _changes(node):
            before, after = _text(node), _text(change(copy.deepcopy(node)))
            line = getattr(node, "lineno", 0)
            if after != before:
                found.append(Mutant(line, before, after, source, place, change))
    return sorted(found, key=lambda mutant: mutant.line)


def _places(node: ast.AST, place: Place) -> Iterator[Place]:
    yield place
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "ctx", "type_params"):
            continue
        children = value if isinstance(value, list) else [value]
        for i, child in enumerate(children):
            if isinstance(child, ast.AST) and not _is_left_alone(node, field, i, child):
                yield from _places(child, (*place, (field, i if child is not value else None)))


def _is_left_alone(parent: ast.AST, field: str, i: int, child: ast.AST) -> bool:
    docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
    if docstring or isinstance(child, ALONE) or (field == "op" and isinstance(child, ast.unaryop)):
        return True
    if isinstance(child, ast.AnnAssign) and child.value is None:
        return True
    if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
        return True
    targets = getattr(child, "targets", [])
    return any(isinstance(t, ast.Name) and t.id == "__slots__" for t in targets)


def _at(tree: ast.AST, place: Place) -> ast.AST:
    node = tree
    for field, i in place:
        value = getattr(node, field)
        node = value if i is None else value[i]
    return node


def _put(tree: ast.AST, place: Place, node: ast.AST) -> None:
    *way, (field, i) = place
    parent = _at(tree, tuple(way))
    if i is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[i] = node


def _text(node: ast.AST) -> str:
    words = ast.unparse(node) if not isinstance(node, tuple(OPERATORS)) else type(node).__name__
    return " ".join(words.split())


def _changes(node: ast.AST) -> Iterator[Change]:
    """Yield the ways to change one node; each gets the node of a tree of its own."""
    if isinstance(node, (ast.BinOp, ast.AugAssign, ast.BoolOp)):
        for other in OPERATORS.get(type(node.op), ()):
            yield _with("op", other())
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            for other in OPERATORS.get(type(op), ()):
                yield _with("ops", [*node.ops[:i], other(), *node.ops[i + 1 :]])
    if isinstance(node, ast.UnaryOp):
        yield lambda n: n.operand  # type: ignore[attr-defined]
    if isinstance(node, ast.IfExp):
        yield lambda n: n.body  # type: ignore[attr-defined]
        yield lambda n: n.orelse  # type: ignore[attr-defined]
    if isinstance(node, (ast.If, ast.While)):
        yield _with("test", ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, ast.comprehension):
        for i in range(len(node.ifs)):
            yield _with("ifs", node.ifs[:i] + node.ifs[i + 1 :])
    if isinstance(node, ast.Constant):
        yield from (_with("value", other) for other in _other_constants(node.value))
    if isinstance(node, ast.Call):
        if len(node.args) > 1 and not any(isinstance(a, ast.Starred) for a in node.args[:2]):
            yield _with("args", [node.args[1], node.args[0], *node.args[2:]])
        for i, keyword in enumerate(node.keywords):
            if keyword.arg:
                yield _with("keywords", node.keywords[:i] + node.keywords[i + 1 :])
    if isinstance(node, ast.Return) and node.value is not None:
        yield _with("value", ast.Constant(None))
    if isinstance(node, (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Delete)):
        yield lambda n: ast.Pass()
    if isinstance(node, ast.FunctionDef):
        for i in range(len(node.decorator_list)):
            yield _with("decorator_list", node.decorator_list[:i] + node.decorator_list[i + 1 :])


def _with(field: str, value: object) -> Change:
    def change(node: ast.AST) -> ast.AST:
        setattr(node, field, value)
        return node

    return change


def _other_constants(value: object) -> tuple[object, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, (int, float)):
        return (value + 1, value - 1) if value else (value + 1,)
    if isinstance(value, str):
        return ("",) if value else ("?",)
    return ()
