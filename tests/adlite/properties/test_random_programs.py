"""Random NumPy programs: all modes, all nestings, and steps on complex numbers agree."""

import numpy as np
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

import adlite
from benchmarks import fuzz_programs
from benchmarks.random_programs import RandomProgram, write

PROGRAMS = st.binary(min_size=8, max_size=36)
# So that the processes of pytest share the work.
PARTS = 10


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_ten_thousand_programs_in_every_way(part):
    @seed(part)
    @settings(max_examples=10_000 // PARTS, database=None)
    @given(PROGRAMS)
    def judge(data):
        # To print a program and to compile it takes longer than all other ways together.
        wrong = fuzz_programs.judged(data, printed=sum(data) % 32 == 0)
        assert wrong is None, f"{write(data).source}at {write(data).at}: {wrong}"

    judge()


@settings(max_examples=200)
@given(PROGRAMS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_printed_programs_hold_elsewhere(data):
    p = write(data)
    f = p.function()
    printed = adlite.program(f, p.at, blocks=True)
    with np.errstate(all="ignore"):
        for w in (p.at, p.at + 0.3 * p.direction, -p.at):
            if not np.isfinite(f(w)):
                continue
            value, slope = adlite.value_and_grad(f)(w)
            found, slopes = printed(w)
            size = 1 + np.max(np.abs(slope)) + abs(value)
            np.testing.assert_allclose(found, value, rtol=1e-10)
            np.testing.assert_allclose(slopes, slope, rtol=1e-9, atol=1e-11 * size)


def test_programs_are_of_many_kinds():
    rng = np.random.default_rng(3)
    text = "".join(write(rng.bytes(60)).source for _ in range(600))
    for words in ("for ", "while ", "if ", "np.where", "@", "np.linalg.solve", "[::-1]", "axis=0"):
        assert text.count(words) > 5, words


def test_a_wrong_way_is_noticed(monkeypatch):
    text = "def f(w):\n    return np.sum(np.sin(w) * w)\n"
    p = RandomProgram(text, np.array([0.4, 1.2]), np.array([1.0, -0.5]))
    assert fuzz_programs.disagreement(p) is None
    for kind, ways in (("slope", fuzz_programs.SLOPES), ("curvature", fuzz_programs.CURVATURES)):
        for name, way in ways.items():
            with monkeypatch.context() as patch:
                patch.setitem(ways, name, lambda p, way=way: way(p) * (1 + 1e-5))
                assert fuzz_programs.disagreement(p).startswith(f"{kind} by ")
    with monkeypatch.context() as patch:
        patch.setattr(fuzz_programs.adlite, "value_and_grad", lambda f: lambda w: (f(w) + 1e-6, 0))
        assert fuzz_programs.disagreement(p).startswith("value ")
