"""`TaylorBuilder`: what counts as met, and that the solver's coefficients are autograd's."""

import math
import re

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from widgets import InputError, TaylorBuilder, drag, say

_kept = {}


def kept(degree, g="sin(w)", w0=1.0):
    key = degree, g, w0
    if key not in _kept:
        _kept[key] = TaylorBuilder(g, w0=w0, degree=degree)
    _kept[key].solve = False
    for n in range(degree + 1):
        setattr(_kept[key], f"a{n}", 0.0)
    return _kept[key]


def right_coefficients(g, w0, degree):
    found = []
    for n in range(degree + 1):
        found.append(float(g(w0)) / math.factorial(n))
        g = autograd.grad(g)
    return found


FUNCTIONS = {
    "sin(w)": anp.sin,
    "exp(w)": anp.exp,
    "tanh(w)*cos(w)": lambda w: anp.tanh(w) * anp.cos(w),
}


@pytest.mark.parametrize("g", FUNCTIONS)
@pytest.mark.parametrize("degree", [1, 2, 3])
def test_the_solver_finds_autograds_derivatives(g, degree):
    explorer = kept(degree, g)
    explorer.solve = True
    said = re.findall(r"a[₀₁₂₃] = (−?[\d.]+\d)", explorer.sentence)
    want = right_coefficients(FUNCTIONS[g], 1.0, degree)
    assert [float(a.replace("−", "-")) for a in said] == pytest.approx(want, rel=1e-3)
    curve = explorer.figure.axes[0].patches[0].get_path()
    ends = curve.vertices[[0, -1]]
    exact = np.polynomial.polynomial.polyval(ends[:, 0] - 1.0, want)
    np.testing.assert_allclose(ends[:, 1], exact, rtol=1e-9)


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_the_nearest_position_of_each_slider_meets_its_criterion_and_no_other_does(degree):
    explorer = kept(degree)
    want = right_coefficients(anp.sin, 1.0, degree)
    for n in range(degree + 1):
        positions = np.array(explorer.controls[f"a{n}"].positions)
        best = np.argmin(np.abs(positions - want[n]))
        ticks = []
        for k in (best - 1, best, best + 1):
            drag(explorer, **{f"a{n}": float(positions[k])})
            ticks.append(explorer.numbers[1 + n].cells[2] == "met")
        assert ticks == [False, True, False]
        drag(explorer, **{f"a{n}": float(positions[best])})
    assert explorer.sentence.startswith(
        ["Both criteria", "All three criteria", "All four criteria"][degree - 1]
    )


def test_zero_and_the_best_position_are_positions_in_every_table():
    explorer = kept(3)
    want = right_coefficients(anp.sin, 1.0, 3)
    for n, a in enumerate(want):
        control = explorer.controls[f"a{n}"]
        best = control.positions[control.nearest(a)]
        assert 0.0 in control.positions and best in explorer.tables[-1].grids[f"a{n}"]


def test_the_criteria_can_be_met_one_by_one_on_a_page_without_a_kernel():
    explorer = kept(3)
    values, said = dict(explorer.values), []
    for n, a in enumerate(right_coefficients(anp.sin, 1.0, 3)):
        control = explorer.controls[f"a{n}"]
        values[f"a{n}"] = control.positions[control.nearest(a)]
        said.append(explorer.baked_sentence(**values).split()[0])
    assert said == ["One", "Two", "Three", "All"]


def test_a_missed_criterion_is_said_with_both_numbers():
    explorer = kept(2)
    assert explorer.sentence == (
        "None of the three criteria at w⁰ = 1 is met. The value of h is 0, and that of g 0.8415; "
        "the slope of h is 0, and that of g 0.5403; the curvature of h is 0, and that of g −0.8415."
    )
    drag(explorer, a0=0.85)
    sentence = drag(explorer, a2=-0.85)
    # The second derivative of a2 (w - w0)² is twice a2.
    assert "The slope of h is 0, and that of g 0.5403" in sentence
    sentence = drag(explorer, a1=0.55)
    assert "Two of the three" in sentence and "the value and the slope" in sentence
    assert "The curvature of h is −1.7, and that of g −0.8415" in sentence


def test_the_drawn_curve_is_the_polynomial():
    explorer = kept(3)
    drag(explorer, a0=0.5)
    drag(explorer, a3=0.1)
    path = explorer.figure.axes[0].patches[0].get_path()
    t = np.linspace(0, 1, 11)
    shares = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3], axis=1)
    w, h = (shares @ path.vertices).T
    np.testing.assert_allclose(h, 0.5 + 0.1 * (w - 1) ** 3, atol=1e-9)


def test_each_degree_has_its_own_sliders():
    for degree in (1, 2, 3):
        names = [f"a{n}" for n in range(degree + 1)]
        assert list(kept(degree).controls) == [*names, "solve"]


def test_another_function_or_point_is_drawn_and_sliders_go_back_to_zero():
    explorer = TaylorBuilder(w0=1, degree=1, a0=0.85, a1=0.55)
    explorer.formula = "exp(w)"
    assert (explorer.a0, explorer.a1) == (0, 0) and "that of g 2.718" in explorer.sentence
    explorer.w0 = 0
    assert explorer.w0 == 0 and "that of g 1." in explorer.sentence and explorer.formula == "exp(w)"
    before = repr(explorer), explorer.scene, explorer.w0
    for bad in ("a*b", "exp w", 7, lambda w: "abc"):
        with pytest.raises(InputError) as refused:
            explorer.g = bad
        assert len(str(refused.value)) < 250
    with pytest.raises(InputError, match="w0 must lie in the window"):
        explorer.w0 = 9
    assert (repr(explorer), explorer.scene, explorer.w0) == before


@pytest.mark.parametrize(
    ("g", "values", "complaint"),
    [
        ("abs(w)", {"w0": 0}, r"no derivative of order 1 .* Choose another w0\."),
        ("abs(w)*w", {"w0": 0}, r"no derivative of order 2 .* Choose another w0, or a lower"),
        ("1/w", {"w0": 0}, "g is not defined at w⁰ = 0. Choose another"),
        ("sin(w)", {"w0": "abc"}, "w0 must be a finite number"),
        ("sin(w)", {"degree": 4}, "degree must be 1, 2 or 3"),
        ("sin(w)", {"a1": "abc"}, "a1 must be a number"),
        ("sin(w)", {"solve": 1}, "solve is switched on with True"),
        ("sin(w)", {"window": (3, -3)}, "window must be two finite numbers"),
    ],
)
def test_what_cannot_be_built_is_one_sentence(g, values, complaint):
    with pytest.raises(InputError, match=complaint):
        TaylorBuilder(g, **values)


@pytest.mark.parametrize("g", [lambda w: 7.0, lambda w: 1e300 * w, lambda w: 1e-290 * np.sin(w)])
def test_constant_huge_and_tiny_functions_are_built(g):
    assert "criteria at w⁰ = 1" in TaylorBuilder(g).sentence


def test_the_table_compares_derivatives_and_not_coefficients():
    explorer = TaylorBuilder("sin(w)", w0=1, degree=3)
    drag(explorer, a2=0.3, a3=0.05)
    a2, a3 = explorer.a2, explorer.a3
    # The derivatives of a2 (w - w0)² and a3 (w - w0)³ at w0, beside those of the sine.
    for row, name, of_g, of_h in (
        (1, "value", np.sin(1), 0.0),
        (2, "slope", np.cos(1), 0.0),
        (3, "curvature", -np.sin(1), 2 * a2),
        (4, "3rd derivative", -np.cos(1), 6 * a3),
    ):
        off = of_h - of_g
        sign = "+" if off > 0 else ""
        assert repr(explorer.numbers[row]) == "  ".join(
            (name, say(of_g, 3), say(of_h, 3), sign + say(off, 2))
        )
    assert repr(explorer.numbers[5]) == "criteria met  0 of 4"


def test_a_point_for_each_coefficient_lies_on_the_polynomial():
    explorer = TaylorBuilder("sin(w)", w0=1, degree=3)
    drag(explorer, a0=0.5, a1=0.4, a2=-0.3)
    axes = explorer.figure.axes[0]
    taken = [line for line in axes.lines if line.get_markersize() > 12 and line.get_visible()]
    assert len(taken) == 4
    for line in taken:
        (w,), (h,) = line.get_data()
        a0, a1, a2 = explorer.a0, explorer.a1, explorer.a2
        assert h == pytest.approx(a0 + a1 * (w - 1) + a2 * (w - 1) ** 2)
