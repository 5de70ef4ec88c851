"""The differentiator that stands alone: the table of rules, sums and dots, in both modes.

Read in this order: `primitives`, values that report what happens to them; `rules`, the table of
derivatives; `linear`, sums and dots; `dispatch`, how NumPy finds its way here; `reverse` and
`forward`, the two modes; `containers`, inputs; `operators`, `grad` and its relatives.  A file
imports only from those before it.  Other rooms take the names below, and the core knows none of
them: what they add for a NumPy function, they enter into `rules.HANDLERS`.
"""

from . import linear, rules
from .containers import as_leaf, float_leaves, matching, open_up
from .dispatch import ArrayMethods, TracedNumber, methods, strip
from .forward import ForwardTrace, jvp
from .linear import unbroadcast
from .operators import Argnum, grad, make_jvp, make_vjp, named, opened, value_and_grad
from .primitives import (
    SECOND_LOOK,
    Bilinear,
    Elementwise,
    Function,
    Linear,
    Options,
    Primitive,
    Trace,
    Traced,
    TracingError,
    Values,
    filled,
    holds_traced,
    pack,
    primal,
    shown,
    stack,
)
from .reverse import ArrayNode, Node, ReverseTrace, run, vjp
from .rules import HANDLERS, LATE, UFUNCS, Question, decide, implements
