"""What `ExpressionSwell` counts: checked against SymPy used otherwise, mpmath and plain Python."""

import subprocess
import sys
import threading

import mpmath
import numpy as np
import pytest
import sympy
from matplotlib.patches import PathPatch

import adlite
from widgets import ExpressionSwell, InputError, drag
from widgets.graph.swell.expression_swell import ALONG
from widgets.graph.swell.operation_counts import (
    PRESETS,
    as_tuples,
    counted_by_sympy,
    differentiated,
    operation_counts,
    steps_of_adlite,
    stored_counts,
    written_out,
)
from widgets.graph.swell.sympy_formula import SymPyFormula, call_limited
from widgets.graph.swell.typeset import pieces_of, typeset

W = sympy.Symbol("w", real=True)
ORDER, NESTING = ALONG
B36 = PRESETS[0]
_kept = {}


def plain(text):
    """Return a formula's expression by SymPy's own parser."""
    return sympy.sympify(text.replace("^", "**"), {"w": W})


def operations(e):
    """Count operations in the tree as a reader would: signs, sums, products, powers, calls."""
    if e.is_Atom:
        whole = not e.is_Rational or e.is_Integer
        return (0 if whole else 1) + (1 if e.is_Rational and e < 0 else 0)
    inner = sum(operations(part) for part in e.args)
    return inner + (len(e.args) - 1 if e.is_Add or e.is_Mul else 1)


@pytest.mark.parametrize("text", PRESETS)
def test_the_derivatives_written_out_are_sympys_own(text):
    expression = plain(text)
    for size, written in zip(operation_counts(text, False), written_out(text, False), strict=True):
        assert written.subs(SymPyFormula(text).w, W) == expression
        assert size.operations == expression.count_ops()
        assert size.length == len(str(expression))
        expression = expression.diff(W)


@pytest.mark.parametrize("text", ["sin(w)*exp(w)", "w^2*cos(w)", "exp(w)*(w + 1)*sin(w)"])
def test_operations_are_those_of_the_tree(text):
    # Without minus signs or quotients, which a tree writes as products and powers, both agree.
    for expression in (plain(text), sympy.sympify("sin(w + 2)**3*cos(w)*(w + 5)", {"w": W})):
        assert expression.count_ops() == operations(expression)
    assert operation_counts(text, False)[0].operations == operations(plain(text))


@pytest.mark.parametrize("text", PRESETS[1:])
def test_nested_derivatives_are_sympys_second_ones(text):
    inner = W
    for size in operation_counts(text, True):
        if size.operations is None:
            break
        assert size.operations == inner.diff(W).diff(W).count_ops()
        inner = plain(text).xreplace({W: inner})


@pytest.mark.parametrize(
    "text",
    [
        *PRESETS,
        "2^w/(w + 3)",
        "w^w",
        "arctan2(w, 2)*log10(w)",
        "logaddexp(w, 2) + hypot(w, 3)",
        "log2(w)*expm1(w)*exp2(w)*log1p(w)",
        "sigmoid(w)*softplus(w) + square(w)",
        "cbrt(w)^2.5",
        "sinh(w)/cosh(2*w)",
        "arcsinh(w)*sec(w) - cot(w)*csc(w)",
        "-pi*w + e^w + sqrt(2)*w - 2^3",
    ],
)
def test_what_is_written_out_and_what_is_computed_are_one_function(text):
    formula = SymPyFormula(text)
    found = adlite.derivatives(formula.g, 1.25, 3)
    for order, (_, written) in enumerate(zip(range(4), written_out(text, False), strict=False)):
        assert float(written.subs(formula.w, 1.25)) == pytest.approx(found[order], rel=1e-9)


def test_the_values_are_those_of_mpmath():
    function = sympy.lambdify(W, plain(B36), "mpmath")
    with mpmath.workdps(40):
        want = [float(mpmath.diff(function, 1.5, n)) for n in range(5)]
    for order, (_, written) in enumerate(zip(range(5), written_out(B36, False), strict=False)):
        symbol = next(iter(written.free_symbols))
        assert float(written.subs(symbol, 1.5)) == pytest.approx(want[order], rel=1e-9)


@pytest.mark.parametrize("text", PRESETS)
def test_shared_operations_are_those_left_by_cse(text):
    expression = plain(text)
    for size in operation_counts(text, False)[:5]:
        named, rest = sympy.cse(expression)
        lines = [*(part for _, part in named), *rest]
        assert size.shared == sum(line.count_ops() for line in lines) <= size.operations
        expression = expression.diff(W)


class Number:
    """Counts the operations made with it, without adlite: NumPy asks an object for its methods."""

    made = 0

    def count(self, *_):
        Number.made += 1
        return self

    __add__ = __mul__ = __sub__ = __truediv__ = sin = cos = tanh = exp = count


@pytest.mark.parametrize(
    ("g", "count"),
    [
        (lambda w: w + 1, 1),
        (lambda w: np.sin(w) * w, 2),
        (lambda w: (w + 2) * (w + 3) - np.exp(w) / 2, 6),
        (lambda w: np.tanh(np.cos(w)), 2),
    ],
)
def test_a_run_of_order_zero_makes_the_operations_of_the_function(g, count):
    Number.made = 0
    g(Number())
    assert Number.made == count
    # The value is multiplied by 0! = 1 in the end.
    assert steps_of_adlite(g, 1.5, 0) == count + 1


def test_a_product_of_series_costs_what_its_recurrence_says():
    # w is w0, 1, 0, 0, ... Coefficient k > 0 of w * w takes two products with w0 and
    # k sums (1 and 0 do not depend on w), coefficient 0 one product; then n + 1 factorials.
    want = [1 + sum(2 + k for k in range(1, n + 1)) + n + 1 for n in range(5)]
    # Order 1 is forward mode: the product, two with the tangent 1, and their sum.
    want[1] = 4
    assert [steps_of_adlite(lambda w: w * w, 1.5, n) for n in range(5)] == want


@pytest.mark.parametrize("text", PRESETS)
def test_the_graph_grows_slowly_and_the_expression_fast(text):
    orders = np.arange(7)
    counts = np.array([size.steps for size in operation_counts(text, False)])
    # Steps are a polynomial of second degree in the order (order 1 is forward mode, and apart),
    # and of first degree in the depth.
    fitted = np.polyval(np.polyfit(orders[2:], counts[2:], 2), orders[2:])
    assert fitted == pytest.approx(counts[2:], abs=1.5)
    assert 0 < counts[1] < counts[2]
    nested = np.array([size.steps for size in operation_counts(text, True)])
    # Where log meets a negative number there is no value, and adlite looks from both sides as well.
    values = [1.5]
    while len(values) < len(nested) and np.isfinite(values[-1]):
        values.append(adlite.parse(text)(values[-1]))
    assert len(set(np.diff(nested[: len(values) - (not np.isfinite(values[-1]))])[1:])) == 1


def test_the_sentence_follows_order_function_and_axis():
    explorer = ExpressionSwell()
    third = plain(B36).diff(W).diff(W).diff(W)
    sentence = drag(explorer, n=3)
    assert sentence.startswith(f"The third derivative of {B36} written out has")
    assert f" {third.count_ops()} operations ({len(str(third)):,} characters)" in sentence
    assert f" in {operation_counts(B36, False)[3].steps} operations." in sentence
    assert "The function tanh(w) itself" in drag(explorer, function="tanh(w)", n=0)
    sentence = drag(explorer, along=NESTING, n=4)
    assert "second derivative of tanh(w) nested 4 deep written out has 112 op" in sentence
    assert "takes SymPy too long" in drag(explorer, function=B36)
    assert "(which is w itself) written out has 0 operations (1 character)" in drag(explorer, n=0)


@pytest.mark.parametrize("text", PRESETS[1:])
def test_one_formula_is_typeset_at_most_and_none_above_order_two(text):
    explorer = ExpressionSwell(text)
    for n in range(7):
        explorer.n = n
        artists = explorer.figure.get_children()
        patches = [a for a in artists if isinstance(a, PathPatch) and a.get_visible()]
        assert len(patches) == (1 if n <= 2 else 0)
        heads = [t.get_text() for t in explorer.figure.texts if t.get_text().startswith("The ")]
        (head,) = heads
        assert ("written out:" in head) == (n <= 2)
        assert ("characters long" in head) == (n > 2)


@pytest.mark.parametrize("text", [*PRESETS, "w^w - 1/(3*w)", "sqrt(2*w + 1.5)/(1 + exp(-w))", "2"])
@pytest.mark.parametrize(("width", "height"), [(570, 120), (250, 200)])
def test_what_is_typeset_stays_inside_its_box(text, width, height):
    for _, written in zip(range(3), written_out(text, False), strict=False):
        path = typeset(pieces_of(written), width, height)
        if path is not None:
            box = path.get_extents()
            assert (
                -0.5 <= box.x0 < box.x1 <= width + 0.5 and -height - 0.5 <= box.y0 < box.y1 <= 0.5
            )


def test_what_fits_nowhere_or_is_too_deep_is_not_typeset():
    assert typeset(pieces_of(plain("sin(w)*cos(w)")), 20, 20) is None
    assert pieces_of(plain("sin(" * 40 + "w" + ")" * 40)) is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("2w", r"write 2\*w"),
        ("sin(w", "never closed"),
        ("w1*w2", "1 input"),
        ("", "empty"),
        ("__import__('os')", "no place|not known"),
        ("max(w, 1)", "kinks"),
        ("abs(w)", "kinks"),
        ("(w < 1)*w", "kinks"),
        ("sqrt(w^2)", "kink"),
        ("w + 9^9^9^9", "no number"),
        ("w/0", "no number"),
        ([], "formulas must be"),
        (7, "formulas must be"),
        ([7], "empty"),
    ],
)
def test_a_bad_formula_is_one_sentence_and_the_last_picture_stays(text, complaint):
    explorer = _kept.setdefault("kept", ExpressionSwell("tanh(w)"))
    before = repr(explorer), explorer.scene, explorer.formulas
    with pytest.raises(InputError, match=complaint) as refused:
        explorer.formulas = text
    assert "\n" not in str(refused.value) and str(refused.value).endswith(".")
    assert (repr(explorer), explorer.scene, explorer.formulas) == before


def test_a_typed_formula_joins_the_others_and_keeps_order_and_axis():
    explorer = ExpressionSwell("tanh(w)", n=2)
    explorer.formula = "w^3"
    assert explorer.formulas == ("w^3", "tanh(w)") and (explorer.function, explorer.n) == ("w^3", 2)
    assert "The second derivative of w^3 written out has 1 operation (3 char" in explorer.sentence
    with pytest.raises(InputError) as refused:
        explorer.formula = "2w"
    assert (refused.value.place, refused.value.suggestion) == (1, "2*w")


def busy(calls, found):
    for _ in range(calls):
        found.append(len(found))
        (lambda: None)()
    return "done"


@pytest.mark.parametrize("where", ["main thread", "another thread"])
def test_nobody_waits_for_sympy_for_long(where):
    got, found = [], []

    def run():
        got.append(call_limited(lambda: busy(100, found), 200))
        got.append(call_limited(lambda: busy(10**9, found), 200))

    if where == "main thread":
        run()
    else:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    assert got == ["done", None] and 300 - 3 <= len(found) <= 300
    assert sys.getprofile() is None


def test_a_formula_that_takes_sympy_too_long_is_said_to():
    found = ExpressionSwell("tanh(sqrt(1 - tanh(w)^2)*exp(w)/log(w+2))*sin(w)/(w+3)")
    assert "takes SymPy too long" in drag(found, n=6)


@pytest.mark.parametrize("text", PRESETS)
@pytest.mark.parametrize("nesting", [False, True])
def test_what_is_stored_of_the_presets_is_what_sympy_counts(text, nesting):
    stored = stored_counts()[text][str(nesting)]
    assert as_tuples(stored) == as_tuples(counted_by_sympy(text, nesting))


def test_sympy_is_not_loaded_before_it_is_needed():
    code = "import sys, widgets; widgets.ExpressionSwell(); assert 'sympy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_sums_products_powers_and_calls_are_differentiated_as_sympy_does():
    for text in ("w**w", "(w + 1)**5*sin(w)/w", "atan2(w, 2)", "3", "exp(-w)*2**w"):
        expression = plain(text)
        assert differentiated(expression, W, {}) == expression.diff(W)
