"""`ErrorClinic`: what it says happens does happen, and the fixes give the right slopes."""

import contextlib
import warnings

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import adlite
from widgets import ErrorClinic, InputError, drag
from widgets.clinic_cases import CASES, run

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
def test_the_mistake_is_one_and_what_is_said_of_it_is_what_happens(key):
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
    return [text.get_text().replace("\u00a0", " ") for text in explorer.figure.texts]


@pytest.mark.parametrize("key", CASES)
def test_the_whole_code_and_the_whole_reason_are_shown(key):
    words = shown(ErrorClinic(key))
    for code in (CASES[key].mistake, CASES[key].fix):
        lines = code.strip().splitlines()
        assert all(line in words for line in lines)
        assert all(len(line) <= 44 for line in lines)
    assert CASES[key].why in " ".join(filter(None, words))


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
        right = [t.get_window_extent().x1 for t in figure.texts if t.get_text()]
        assert max(right) < figure.bbox.x1


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
