"""Who takes part: for each case, calls that give the same answer in different ways."""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np

import adlite

from .cases import SCALAR, Case


class Value:
    """A number that knows its parents: reverse mode with an object for every operation."""

    def __init__(self, data: float, *parents: tuple[Value, float]) -> None:
        self.data, self.parents, self.adjoint = data, parents, 0.0

    def __add__(self, other: Value) -> Value:
        return Value(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other: Value | float) -> Value:
        if not isinstance(other, Value):
            return Value(self.data * other, (self, other))
        return Value(self.data * other.data, (self, other.data), (other, self.data))

    def backward(self) -> None:
        order: list[Value] = []
        seen: set[Value] = set()
        waiting: list[tuple[Value, bool]] = [(self, False)]
        while waiting:
            value, done = waiting.pop()
            if done:
                order.append(value)
            elif value not in seen:
                seen.add(value)
                waiting.append((value, True))
                waiting.extend((parent, False) for parent, _ in value.parents)
        self.adjoint = 1.0
        for value in reversed(order):
            for parent, partial in value.parents:
                parent.adjoint += value.adjoint * partial


def _lifted(function: Callable[..., Any], slope: Callable[..., Any]) -> Callable[..., Any]:
    return lambda w: Value(function(w.data), (w, slope(w.data)))


_OBJECTS = SimpleNamespace(
    tanh=_lifted(math.tanh, lambda w: 1.0 - math.tanh(w) ** 2),
    sin=_lifted(math.sin, math.cos),
    cos=_lifted(math.cos, lambda w: -math.sin(w)),
    log=_lifted(math.log, lambda w: 1.0 / w),
)


def _by_objects(case: Case) -> Callable[..., Any]:
    g = case.build(_OBJECTS, float)

    def call() -> Any:
        w = Value(case.at)
        output = g(w)
        output.backward()
        return (output.data, w.adjoint) if case.kind == "program" else w.adjoint

    return call


def _installed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


jax: Any = _installed("jax")
torch: Any = _installed("torch")
mygrad: Any = _installed("mygrad")
casadi: Any = _installed("casadi")
ABSENT = [
    name
    for name, there in (("JAX", jax), ("PyTorch", torch), ("MyGrad", mygrad), ("CasADi", casadi))
    if not there
]
"""Rivals that are not installed, and so do not take part."""
if jax:
    jax.config.update("jax_enable_x64", True)
if torch:
    # Several threads would wait for each other whenever another program is busy.
    torch.set_num_threads(1)
    _TORCH = SimpleNamespace(**{**vars(torch), "dot": torch.matmul})
if mygrad:
    _MYGRAD = SimpleNamespace(**{**vars(mygrad), "dot": mygrad.matmul})
if casadi:
    _CASADI = SimpleNamespace(
        **{name: getattr(casadi, name) for name in ("tanh", "cos", "sin", "log")},
        sum=casadi.sum1,
        mean=lambda x: casadi.sum1(x) / x.numel(),
        dot=casadi.mtimes,
        # Its arrays go down their columns first.
        reshape=lambda x, shape: casadi.reshape(x, *shape[::-1]).T,
    )


def _by_jax(case: Case) -> dict[str, Callable[..., Any]]:
    g = case.build(jax.numpy, jax.numpy.asarray)
    kinds = {"grad": jax.grad, "program": jax.value_and_grad, "hessian": jax.hessian}
    derivative, at = kinds[case.kind](g), jax.numpy.asarray(case.at)
    compiled = jax.jit(derivative)
    # JAX returns before it has finished.
    return {
        "JAX": lambda: jax.block_until_ready(derivative(at)),
        "JAX, jit": lambda: jax.block_until_ready(compiled(at)),
    }


def _by_torch(case: Case) -> Callable[..., Any]:
    g, at = case.build(_TORCH, torch.as_tensor), torch.as_tensor(case.at, dtype=torch.float64)
    if case.kind == "hessian":
        return lambda: torch.autograd.functional.hessian(g, at)
    w = at.clone().requires_grad_()

    def call() -> Any:
        value = g(w)
        (slope,) = torch.autograd.grad(value, w)
        return (value.detach(), slope) if case.kind == "program" else slope

    return call


def _by_mygrad(case: Case) -> Callable[..., Any]:
    g = case.build(_MYGRAD, np.asarray)

    def call() -> Any:
        w = mygrad.tensor(case.at)
        output = g(w)
        output.backward()
        return (output.data, w.grad) if case.kind == "program" else w.grad

    return call


def _by_casadi(case: Case) -> Callable[..., Any]:
    """Symbols first, then a function that its own machine runs."""
    w = casadi.MX.sym("w", np.size(case.at))
    value = case.build(_CASADI, casadi.DM)(w)
    slope = casadi.gradient(value, w)
    results = {
        "grad": [slope],
        "program": [value, slope],
        "hessian": [casadi.hessian(value, w)[0]],
    }[case.kind]
    compiled, at = casadi.Function("g", [w], results), casadi.DM(case.at)
    return lambda: compiled(at)


def contestants(case: Case) -> dict[str, Callable[[], Any]]:
    """Return a call for everyone who takes part, adlite first; `plain` is the function itself."""
    g, at = case.build(np, np.asarray), case.at
    theirs = case.build(anp, np.asarray)
    ours: Callable[..., Any] = {
        "grad": adlite.grad,
        "program": lambda g: adlite.program(g, at),
        "hessian": adlite.hessian,
    }[case.kind](g)
    reference = {
        "grad": autograd.grad,
        "program": autograd.value_and_grad,
        "hessian": autograd.hessian,
    }[case.kind](theirs)
    calls = {
        "adlite": lambda: ours(at),
        "autograd": lambda: reference(at),
        "by hand": lambda: case.by_hand(at),
        "plain": lambda: g(at),
    }
    if case.build in SCALAR:
        calls["objects"] = _by_objects(case)
    if jax:
        calls.update(_by_jax(case))
    if torch:
        calls["PyTorch"] = _by_torch(case)
    if mygrad and case.kind != "hessian":
        calls["MyGrad"] = _by_mygrad(case)
    if casadi:
        calls["CasADi"] = _by_casadi(case)
    return calls
