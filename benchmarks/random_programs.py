"""Random NumPy programs: text that a reader could have written, made from a few bytes.

Each byte decides something: which step comes next, on which earlier results, with which number.  So
a shorter text of smaller bytes is a simpler program, and whatever finds or shrinks bytes finds and
shrinks programs.  While a program is written it is run on plain numbers: a step is left out that
NumPy refuses, that grows too large, or that comes too near to a kink, an edge or a jump.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

LARGEST, MOST_ENTRIES, MARGIN = 30.0, 24, 1e-2

STEPS = {
    "elementwise": """
        np.sin(A); np.cos(A); np.tanh(A); np.arctan(A); np.arcsinh(A); np.exp(-A*A)
        np.expm1(0.2*A); np.log(1 + A*A); np.log1p(A**2); np.sqrt(0.5 + A*A); np.exp2(0.3*A)
        1 / (2 + np.cos(A)); -A; A**3; np.square(A); np.sinh(0.5*A); np.cosh(0.5*A)
        np.tan(0.3*A); np.arcsin(0.9*np.sin(A)); np.arctanh(0.8*np.tanh(A)); np.power(A, 4)
        (A*A)**2; 1.5**A; np.reciprocal(1.5 + A**2); np.log2(2 + A*A)
        np.log10(1.1 + np.sin(A)); np.arccos(0.8*np.sin(A)); np.arccosh(1.1 + A*A)
        np.deg2rad(40*A); np.copy(A); np.positive(A); np.sinc(A)""",
    "broadcasting": """
        A + B; A - B; A * B; A / (1 + B*B); np.arctan2(A, 1.5 + B*B); np.hypot(A, 0.5 + B*B)
        np.logaddexp(A, B); (1.1 + A*A)**B; np.multiply(A, B[..., None]); A[None] - B
        A * K + B; np.exp(0.1*A) * np.sin(B); np.logaddexp2(A, 0.5*B)
        np.float_power(1 + A*A, 0.5*B); np.subtract.outer(A, B); np.outer(A, B); np.kron(A, B)""",
    "kinks": """
        np.abs(A) ~ A; np.maximum(A, B) ~ A - B; np.minimum(A, B) ~ A - B
        np.maximum(A, K) ~ A - K; np.where(A > K, A * B, B) ~ A - K
        np.where(A < B, np.sin(A), B**2) ~ A - B; np.cbrt(A) ~ A
        np.clip(A, -K, K) ~ np.abs(A) - K; np.sign(A) * B ~ A
        np.remainder(A, 1.7) ~ np.sin(np.pi*A/1.7)
        np.where(A > 0, np.log(np.where(A > 0, A, 1.0)), A) ~ A; np.fmax(A, B) ~ A - B
        np.floor(A) * B ~ np.sin(np.pi*A); A**-1 ~ 0.03*A
        np.select([A < -K, A > K], [B, np.sin(A)], 0.5*A) ~ np.abs(A) - K; np.fabs(A) * B ~ A
        np.sqrt(np.maximum(A, 0.0)) ~ A""",
    "indexing": """
        A[0]; A[-1]; A[::-1]; A[..., None]; A[None]; A[[0, 0, -1]]; A[:, 0]; A[1:]; A[..., -1]
        A[:, ::2]; A[A > K] ~ A - K; A[np.array([[0, -1], [0, 0]])]; np.take(A, [0, -1]); A.T
        A[(A > 0).nonzero()] ~ A; np.diagonal(A); np.moveaxis(A, 0, -1); np.swapaxes(A, 0, -1)
        np.triu(A); A.flatten()""",
    "reductions": """
        np.sum(A); np.sum(A, axis=0); np.mean(A, axis=-1); A.sum(-1, keepdims=True)
        np.cumsum(A); np.prod(A, axis=-1); np.max(A) ! A; np.min(A, axis=0) ! A; np.var(A)
        np.std(A) ~ 0.1*np.std(A); np.linalg.norm(A) ~ 0.1*np.linalg.norm(A); np.sort(A) ! A
        np.median(A) ! A; np.diff(A); np.ptp(A) ! A; np.cumprod(A)
        np.average(A, weights=B*B + 0.1); A.max(0) ! A; np.trace(A); A.mean(0)""",
    "matrices": """
        A @ B; A @ A.T; np.dot(A, B); np.tensordot(A, B, 1)
        np.linalg.solve(4*np.eye(A.size) + np.outer(A, A), A)
        np.linalg.det(3*np.eye(A.size) + np.outer(A, A)); np.linalg.det(np.outer(A, B))
        np.linalg.det(3*np.eye(len(A)) + A)
        np.linalg.inv(4*np.eye(A.size) + np.outer(A, A))
        np.vdot(A, B); np.einsum("i,j->ij", A, B); np.inner(A, B)""",
    "stacking": """
        np.stack([A, B]); np.concatenate([A, B]); np.concatenate([A.ravel(), B.ravel()])
        np.stack([A[0], B[0] * K]); np.hstack([A, B]); np.vstack([A, B])
        np.column_stack([A, B]); np.tile(A, 2); np.repeat(A, 2); np.reshape(A, -1)
        A.reshape(2, -1); np.roll(A, 1); np.append(A, B); np.fliplr(A)
        np.stack([A[0], K, B[-1]]); np.broadcast_to(A, (2, *np.shape(A))); np.diag(A)
        np.pad(A, 1); np.full((2, 2), K) * A""",
    "loops": """
        np.stack([np.sin(x) * B for x in A]); sum([x * x for x in A])
        np.stack([A * k for k in range(3)]); A if np.sum(A) > K else np.sin(A) ~ np.sum(A) - K
        np.stack([x * y for x, y in zip(A, B)]); np.stack([np.stack([x, x * x]) for x in A])
        max(A[0], B[0], K) ! np.stack([A[0], B[0], K])""",
}
"""Steps on results A and B and a number K.  ~ is followed by what must not be near 0, ! by what
must have no two entries that are nearly equal."""
LOOPS = [
    "N = A\nfor _ in range(3):\n    N = np.sin(N) + 0.5 * B",
    "N = A\nfor x in B:\n    N = 0.7 * N + np.tanh(x)",
    "N = A\nwhile np.sum(N * N) > 1.3:\n    N = 0.6 * N",
    "N = A\nfor i in range(len(B)):\n    N = N * 0.8 + B[i] * B[-1]",
    "N = A\nif np.sum(N) > K:\n    N = np.cos(N) * B\nelse:\n    N = N + B",
]
TABLE = {
    kind: [row.strip() for row in rows.replace("\n", ";").split(";") if row.strip()]
    for kind, rows in STEPS.items()
}
TABLE["loops"] += LOOPS
KINDS = (*TABLE, "elementwise", "broadcasting")


@dataclass(frozen=True, eq=False)
class RandomProgram:
    """A program `f(w)` as text, the point at which it was written, and a direction."""

    source: str
    at: Any
    direction: Any

    def function(self, numpy: Any = np) -> Callable[[Any], Any]:
        """Run the text with this module in the place of NumPy."""
        space: dict[str, Any] = {"np": numpy}
        exec(self.source, space)
        f: Callable[[Any], Any] = space["f"]
        return f


class Writer:
    """Writes one program, and knows the value of all that it has written."""

    def __init__(self, data: bytes) -> None:
        self.bytes = list(reversed(data))
        self.lines: list[str] = []
        self.space: dict[str, Any] = {"np": np}
        self.names: list[str] = []

    def byte(self) -> int:
        """Return the next decision; 0 when there are no more."""
        return self.bytes.pop() if self.bytes else 0

    def operand(self, _: object = None) -> str:
        """Choose a result, rather a late one than an early one."""
        number = self.byte()
        return self.names[-1 - (number & number >> 4) % len(self.names)]

    def number(self, _: object = None) -> str:
        return f"{(self.byte() % 100 + 1) / 40:g}"

    def filled(self, text: str) -> str:
        """Put results in place of A and B, and a number in place of K."""
        for letter, found in (("A", self.operand), ("B", self.operand), ("K", self.number)):
            if re.search(rf"\b{letter}\b", text):
                text = re.sub(rf"\b{letter}\b", found(), text)
        return text

    def step(self, text: str) -> None:
        """Write one more result, unless NumPy refuses it or it is not tame."""
        name = f"v{len(self.names)}"
        text, _, near = self.filled(text).partition(" ~ ")
        text, _, ranked = text.partition(" ! ")
        line = f"{name} = {text}"
        if text.startswith("N = "):
            line = re.sub(r"\bN\b", name, text)
        space = dict(self.space)
        # Other than NumPy's, a traced number has no axes and no methods of arrays.
        if re.search(r"\baxis=|\.\w+\(|\w\[", re.sub(r"\bnp(\.\w+)+", "", text)):
            used = set(re.findall(r"\bv\d+\b", text))
            if not all(np.ndim(space[name]) for name in used):
                return
        try:
            exec(line, space)
            distances = eval(near, space) if near else 1.0
            gaps = np.diff(np.sort(np.ravel(eval(ranked, space)))) if ranked else 1.0
        except (ValueError, IndexError, TypeError, ZeroDivisionError, np.linalg.LinAlgError):
            return
        far = np.min(np.abs(distances), initial=1.0) > MARGIN
        if far and np.min(gaps, initial=1.0) > MARGIN and _is_tame(space[name]):
            self.lines += line.split("\n")
            self.names.append(name)
            self.space[name] = space[name]


def _is_tame(x: Any) -> bool:
    """Whether a result is one of floats, neither too large nor too many."""
    if not isinstance(x, (np.float64, np.ndarray)) or x.dtype != np.float64:
        return False
    return 0 < x.size <= MOST_ENTRIES and bool(np.all(np.abs(x) < LARGEST))


def write(data: bytes) -> RandomProgram:
    """Write the program that these bytes decide on."""
    writer = Writer(data)
    size = 1 + writer.byte() % 3
    at = np.array([(writer.byte() - 100.37) / 71 for _ in range(size)])
    direction = np.cos(np.arange(size) + 1.0)
    writer.names, writer.space["w"] = ["w"], at
    with np.errstate(all="ignore"):
        while writer.bytes:
            rows = TABLE[KINDS[writer.byte() % len(KINDS)]]
            writer.step(rows[writer.byte() % len(rows)])
    last, other = writer.names[-1], writer.operand()
    body = [*writer.lines, f"return np.sum({last}) + 0.3 * np.mean({other} * {other})"]
    source = "def f(w):\n" + "".join(f"    {line}\n" for line in body)
    return RandomProgram(source, at, direction)
