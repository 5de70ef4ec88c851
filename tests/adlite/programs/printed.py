"""What the tests of programs share: run the text, trace the function, compare."""

import numpy as np

from adlite import value_and_grad


def pasted(p):
    """The program as it runs when its text is pasted into an empty file."""
    space = {}
    exec(p.source, space)
    (name,) = (n for n, f in space.items() if callable(f) and f.__class__.__name__ == "function")
    return space[name]


def traced(g, *inputs):
    with np.errstate(all="ignore"):
        return value_and_grad(g, tuple(range(len(inputs))) if len(inputs) > 1 else 0)(*inputs)


def agree(ours, theirs, rtol=1e-11):
    for a, b in zip(ours, theirs, strict=True):
        if isinstance(a, tuple):
            agree(a, b, rtol)
        else:
            np.testing.assert_allclose(a, b, rtol=rtol, atol=1e-13)


def code(p):
    """The lines of a program without imports, docstring and comments."""
    lines = (line.split("#")[0].strip() for line in p.source.split('sweep."""')[1].split("\n"))
    return [line for line in lines if line]
