"""`ErrorClinic`: what it says happens does happen, and the fixes give the right slopes."""

import contextlib
import copy
import math
import warnings
from math import sin as sine

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import adlite
from widgets import ErrorClinic, InputError, drag
from widgets.using_autograd.clinic_cases import CASES, result_in_words, run
from widgets.using_autograd.diagnosis import diagnose

# What the fixed code must give, by pencil and paper.
RIGHT = {
    "an int": np.sin(2) + 2 * np.cos(2),
    "a list": [2, 4],
    "two outputs": [2, 4],
    "shape (1,)": 6,
    "column minus row": 0,
    "argnum": (9, 12),
    "grad(g(w))": 6,
    "no return": 6,
    "math.sin": np.sin(2) + 2 * np.cos(2),
    "plain NumPy": 1,
    "assignment": [1, 0],
    "+=": [2, 4],
    "if on array": [0, 4],
    "0/0": 0,
}
# The mistakes that no error message betrays.
SILENT = {"shape (1,)", "column minus row", "argnum", "plain NumPy", "0/0"}


def outcome(code, library):
    """Run a code in the simplest way there is: the result, or the error."""
    names = {
        "grad": autograd.grad if library == "autograd" else adlite.grad,
        "np": anp if library == "autograd" else np,
    }
    head, _, last = code.strip().rpartition("\n")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            exec(head, names)
            return eval(last, names)
        except Exception as error:
            return error


@pytest.mark.parametrize("library", ["autograd", "adlite"])
@pytest.mark.parametrize("key", CASES)
def test_the_fix_gives_the_right_slope(key, library):
    result = outcome(CASES[key].fix, library)
    assert np.asarray(result, float) == pytest.approx(np.asarray(RIGHT[key], float), abs=1e-12)


@pytest.mark.parametrize("key", CASES)
def test_the_mistake_is_one_and_what_isresult_in_words_of_it_is_what_happens(key):
    for library, said in zip(("autograd", "adlite"), CASES[key].outcomes["mistake"], strict=True):
        result = outcome(CASES[key].mistake, library)
        if isinstance(result, Exception):
            assert said.startswith("stops with") and said.endswith(type(result).__name__)
        else:
            assert said.startswith("gives")
    theirs = outcome(CASES[key].mistake, "autograd")
    assert isinstance(theirs, Exception) == (key not in SILENT)
    if key in SILENT - {"shape (1,)"}:
        assert not np.array_equal(theirs, RIGHT[key])


@pytest.mark.parametrize("key", CASES)
def test_each_step_says_more(key):
    case, explorer = CASES[key], ErrorClinic(key, step=0)
    asked = case.mistake.strip().splitlines()[-1]
    assert explorer.sentence == f"{case.title}: what will {asked} give?"
    said = [drag(explorer, step=step) for step in (1, 2, 3)]
    assert case.outcomes["mistake"][0] in said[0] and case.why not in said[0]
    assert said[1] == f"{said[0]} {case.why}" and said[2].startswith(said[1])
    assert case.outcomes["fix"][0] in said[2]


def shown(explorer):
    """Return the words of the picture, and the code beside it."""
    (axes,) = explorer.figure.axes
    words = [text.get_text() for text in axes.texts]
    return words + [row.name.replace("\u00a0", " ") for row in explorer.numbers]


@pytest.mark.parametrize("key", CASES)
def test_the_whole_code_and_the_whole_reason_are_shown(key):
    explorer = ErrorClinic(key)
    words = shown(explorer)
    for code in (CASES[key].mistake, CASES[key].fix):
        lines = list(filter(None, code.strip().splitlines()))
        assert all(line in words for line in lines)
        assert all(len(line) <= 44 for line in lines)
    assert CASES[key].why in explorer.sentence
    changed = [row.name.replace("\u00a0", " ") for row in explorer.numbers if "now" in row.kind]
    assert changed and not any(line in CASES[key].fix.splitlines() for line in changed)


def test_nothing_is_given_away_too_early():
    words = shown(ErrorClinic("0/0", step=0))
    assert words.count("?") == 4 and not any("safe" in line for line in words)
    words = shown(ErrorClinic("0/0", step=1))
    assert words.count("?") == 2 and "gives no number" in words


def test_every_line_fits_into_the_picture():
    explorer = ErrorClinic()
    for key in CASES:
        explorer.mistake = key
        figure = explorer.figure
        figure.draw_without_rendering()
        (axes,) = figure.axes
        boxes = [t.get_window_extent() for t in axes.texts if t.get_text()]
        assert max(box.x1 for box in boxes) < figure.bbox.x1
        assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_running_a_code_leaves_no_warning_and_no_name_behind():
    assert run("import numpy\ngrad(lambda w: numpy.round(7.0))(1.0)", "autograd") == "gives 0"
    with contextlib.suppress(NameError):
        run("leak = 1\ngrad(lambda w: w)(1.0)", "adlite")
        assert "leak" not in globals()


@pytest.mark.parametrize("bad", [{"mistake": "typo"}, {"step": 1.5}, {"step": "x"}])
def test_bad_values_are_one_sentence(bad):
    with pytest.raises(InputError) as refused:
        ErrorClinic(**bad)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 250


def squares(w):
    return w**2


def area(a, b):
    return a * b**2


def forgets(w):
    w**2


def by_math(w):
    return math.sin(w) * w


def by_math_too(w):
    return sine(w) * w


def with_plain_numpy(w):
    return np.where(w > 0, w, 0.0)


def assigns(w):
    w[w > 1] = 1.0
    return anp.sum(w**2)


def adds_in_place(w):
    total = anp.zeros(2)
    total += w**2
    return anp.sum(total)


def asks(w):
    return anp.sum(w**2) if w > 1 else 0.0


def sinc(w):
    return anp.where(w == 0, 1.0, anp.sin(w) / w)


def fine(w):
    return anp.sin(w)


TWO = np.array([0.5, 2.0])
ROW = np.array([1.0, 2.0])
OWN = [
    # the function, the place, the mistakes that are known, and what the fix must give
    (squares, 3, ["an int"], 6),
    (squares, [1.0, 2.0], ["a list", "two outputs"], [2, 4]),
    (squares, ROW, ["two outputs"], [2, 4]),
    (squares, np.array([3.0]), ["shape (1,)"], 6),
    (area, (2.0, 3.0), ["argnum"], (9, 12)),
    (area, (2, 3), ["an int", "argnum"], (9, 12)),
    (by_math, 2.0, ["math.sin"], np.sin(2) + 2 * np.cos(2)),
    (by_math_too, 2, ["an int", "math.sin"], np.sin(2) + 2 * np.cos(2)),
    (with_plain_numpy, 2.0, ["plain NumPy"], 1),
    (forgets, 3.0, ["no return"], None),
    (assigns, TWO, ["assignment"], None),
    (adds_in_place, ROW, ["+="], None),
    (asks, TWO, ["if on array"], None),
    (sinc, 0.0, ["0/0"], None),
    (fine, 1.0, [], None),
    (lambda w: anp.sum(w[0] * w[1]), [1.0, 2.0], [], None),
]


@pytest.mark.parametrize(("g", "at", "mistakes", "right"), OWN)
def test_own_code_is_run_and_its_mistake_is_known(g, at, mistakes, right):
    case = diagnose(g, at)
    several = at if g is area else (copy.deepcopy(at),)
    for grad, said in zip((autograd.grad, adlite.grad), case.outcomes["mistake"], strict=True):
        want = outcome_of(grad, g, several)
        if isinstance(want, Exception):
            assert said.startswith("stops with") and said.endswith(type(want).__name__)
        else:
            assert said == f"gives {result_in_words(want)}"
    titles = [reason.split(":")[0] for reason in case.why.splitlines()]
    known = [CASES[key].title for key in mistakes]
    assert titles == (known or ["None of the known mistakes is seen in it."])
    assert case.outcomes.get("fix") == (
        None if right is None else (f"gives {result_in_words(_array(right))}",) * 2
    )
    assert all(len(line) <= 100 for line in case.why.splitlines())


def outcome_of(grad, g, at):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return grad(g)(*copy.deepcopy(at))
        except Exception as error:
            return error


def _array(x):
    return np.array(x, float) if isinstance(x, list) else x


def test_own_code_comes_on_the_list_and_leaves_it():
    explorer = ErrorClinic(squares, 3, step=1)
    want = "Your code: with grad(squares)(3) autograd stops with a TypeError; adlite gives 6."
    assert explorer.sentence == want
    assert "An int as the input: autograd asks for a float" in drag(explorer, step=2)
    assert drag(explorer, step=3).endswith("Put right, autograd gives 6, and adlite the same.")
    assert {"def squares(w):", "grad(squares)(3)", "grad(squares)(3.0)"} <= {*shown(explorer)}
    explorer.w0 = TWO
    assert "Put right, autograd gives array [1, 4]" in explorer.sentence
    explorer.g = assigns
    advice = "make another array, with np.where, np.stack or np.concatenate."
    assert explorer.sentence.endswith(f"To put it right, {advice}")
    assert TWO.tolist() == [0.5, 2.0]
    explorer.g, explorer.w0 = fine, 1.0
    assert explorer.sentence.endswith("None of the known mistakes is seen in it.")
    explorer.mistake = "0/0"
    explorer.g = None
    assert explorer.mistake == "0/0" and [*CASES] == [*explorer.controls["mistake"].positions]


def test_code_of_one_line_or_of_many_has_room():
    def long(w):
        a = w + 1.0
        b = anp.sin(a) * anp.cos(a) * anp.tanh(a) * anp.exp(a) * a
        c = b + a
        d = c + b
        e = d + c
        return e + d

    case = diagnose(long, 1)
    lines = case.mistake.splitlines()
    assert len(lines) <= 7 and max(map(len, lines)) <= 44 and lines[-1] == "grad(long)(1)"
    quick = diagnose(lambda w: w**3, 2)
    assert quick.mistake.splitlines() == ["g = lambda w: w ** 3", "", "grad(g)(2)"]
    assert quick.outcomes["fix"][0] == "gives 12"
    assert diagnose(np.sin, 0.0).mistake.endswith("grad(sin)(0.0)")
    many = diagnose(squares, np.arange(40.0))
    for outcomes in many.outcomes.values():
        assert all(len(words) <= 44 for words in outcomes)


def test_results_of_every_kind_areresult_in_words():
    said = [result_in_words(x) for x in (np.eye(2), {"a": 1.0}, np.array(2.5), "text")]
    assert said == ["array [[1, 0], [0, 1]]", "a dict", "2.5", "a str"]


@pytest.mark.parametrize("g", [3.0, None, ROW])
def test_what_is_no_code_is_one_sentence(g):
    with pytest.raises(InputError, match=r"g must be a function, such as lambda w: w\*\*2"):
        ErrorClinic(g, 2.0)
    explorer = ErrorClinic()
    before = explorer.sentence, explorer.values
    if g is not None:
        with pytest.raises(InputError, match="g must be a function"):
            explorer.g = g
    assert before == (explorer.sentence, explorer.values) and explorer.g is None
