"""What `GraphTracer` shows at each step is true: against autograd, closed forms and the chapter."""

import math
import re

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import adlite
from widgets import GraphTracer, InputError, drag
from widgets.graph.layout import arrows_of, layered
from widgets.graph.tracing.frame import LINES
from widgets.graph.tracing.picture import Picture
from widgets.graph.tracing.sweeps import LARGEST, Sweeps

CHAPTER = "tanh(w)*cos(w) + log(w)"
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
_kept: dict = {}


def tracer(formula=CHAPTER, **controls):
    """Return an explorer made once for each formula, standing where it is asked to."""
    shown = _kept.setdefault(formula, None) or GraphTracer(formula)
    _kept[formula] = shown
    start = {n: c.value for n, c in shown.controls.items()} | {"mode": "reverse", "step": 0}
    for name, value in (start | controls).items():
        setattr(shown, name, value)
    return shown


def frames(formula, mode, at, show="numbers"):
    return Sweeps(adlite.parse(formula), at).frames(mode, show, ())


def number(text):
    """Return what a text of the picture says, as a float."""
    text = re.sub(r"(?:×)?10([⁻⁰¹²³⁴-⁹]+)$", lambda m: "e" + m[1].translate(_RAISED), text)
    return float(text.translate(_RAISED))


def picture_of(explorer):
    cells = (cell.cell_contents for cell in explorer.stage.update.__closure__)
    return next(content for content in cells if isinstance(content, Picture))


def rings(explorer):
    """Return the words beside the visible rings, with the node that each one surrounds."""
    picture = picture_of(explorer)
    found = []
    for line, label in (picture.ring, *picture.rings):
        if line.get_visible():
            middle = np.mean([line.get_xdata()[:-1], line.get_ydata()[:-1]], axis=1)
            nearest = int(np.argmin(np.hypot(*(picture.at - middle).T)))
            assert label.get_visible() and line.get_linestyle() == ("--", "-")["p" in label._text]
            found.append((label.get_text(), picture.names[nearest]))
    return found


def texts(explorer):
    """Return what stands in the picture; "a · b = 3" is two texts."""
    (axes,) = explorer.figure.axes
    seen = [t.get_text() for t in axes.texts if t.get_visible()]
    return {part for text in seen for part in text.split(" = ")}


def test_evaluation_at_1_5_gives_the_corrected_numbers_of_example_b_3():
    tanh, cos, log = math.tanh(1.5), math.cos(1.5), math.log(1.5)
    want = [1.5, tanh, cos, log, tanh * cos, tanh * cos + log]
    last = frames(CHAPTER, "evaluate", (1.5,))[-1]
    assert [number(x) for x in last.values] == pytest.approx(want, rel=5e-4)
    assert last.sentence.endswith("The sweep is done: the value is 0.4695.")


def test_the_steps_come_in_the_chapters_order_with_its_names():
    shown = frames(CHAPTER, "evaluate", (1.5,))
    assert [f.child for f in shown] == [-1, 0, 1, 2, 3, 4, 5]
    assert [f.sentence.split(": ")[1].split(" = ")[0] for f in shown[1:]] == list("wabcde")
    walked = [f for f in frames(CHAPTER, "reverse", (1.5,)) if f.backward]
    arrows = [("wabcde"[f.child], "wabcde"[f.parents[0]]) for f in walked]
    assert arrows == [tuple(pair) for pair in ("ec", "ed", "da", "db", "cw", "bw", "aw")]
    assert [f.added for f in walked] == [False] * 5 + [True] * 2


FORMULAS = {
    CHAPTER: lambda w: anp.tanh(w) * anp.cos(w) + anp.log(w),
    "w^3 / (1 + w)": lambda w: w**3 / (1 + w),
    "exp(sin(w) * w) - w": lambda w: anp.exp(anp.sin(w) * w) - w,
    "w * w * w": lambda w: w * w * w,
}


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("w", [0.7, 1.5])
@pytest.mark.parametrize("mode", ["forward", "reverse", "program"])
def test_the_last_step_holds_autograds_derivative(formula, w, mode):
    last = frames(formula, mode, (w,))[-1]
    want = autograd.grad(FORMULAS[formula])(w)
    place = -1 if mode == "forward" else 0
    assert number(last.slopes[place]) == pytest.approx(want, rel=1e-3)
    said = re.search(r"the derivative of \w+ by w is (\S+)\.$", last.sentence)[1]
    assert number(said) == pytest.approx(want, rel=1e-3)


@pytest.mark.parametrize("at", [(1.0, 2.0, 3.0, 4.0), (0.5, -1.5, 2.0, 0.0)])
def test_four_inputs_get_the_gradient_of_their_squares(at):
    formula = "w1^2 + w2^2 + w3^2 + w4^2"
    last = frames(formula, "reverse", at)[-1]
    assert [number(x) for x in last.slopes[:4]] == pytest.approx([2 * x for x in at])
    said = ", ".join(f"{2 * x:g}" for x in at).replace("-", "−")
    assert last.sentence.endswith(f"by (w1, w2, w3, w4) is ({said}).")
    last = frames(formula, "forward", at)[-1]
    assert last.slopes[-1] == f"({said})"


def test_local_partials_stand_on_their_arrows():
    graph = adlite.graph(adlite.parse(CHAPTER), 1.5)
    on_arrows = dict(
        zip(arrows_of(graph), frames(CHAPTER, "reverse", (1.5,))[-1].partials, strict=True)
    )
    by_w = {(0, 1): 1 - math.tanh(1.5) ** 2, (0, 2): -math.sin(1.5), (0, 3): 1 / 1.5}
    by_factors = {(1, 4): math.cos(1.5), (2, 4): math.tanh(1.5)}
    want = {**by_w, **by_factors, (3, 5): 1, (4, 5): 1}
    assert on_arrows.keys() == want.keys()
    for arrow, partial in want.items():
        assert number(on_arrows[arrow]) == pytest.approx(partial, rel=1e-3)


def test_symbols_are_those_of_the_book():
    last = frames(CHAPTER, "reverse", (1.5,), "symbols")[-1]
    assert last.values == ("w", "a(w)", "b(w)", "c(w)", "d(a, b)", "e(c, d)")
    assert set(last.partials) == {"1 − tanh(w)²", "−sin(w)", "1 / w", "b", "a", "1"}
    assert last.slopes[:3] == ("∂e/∂w", "∂e/∂a", "∂e/∂b")
    assert "0." not in "".join(last.lines)


@pytest.mark.parametrize(
    ("mode", "step", "child", "parents"),
    [
        ("evaluate", 2, "a", ["w"]),
        ("evaluate", 5, "d", ["a", "b"]),
        ("forward", 12, "e", ["c", "d"]),
        ("reverse", 14, "e", []),
        ("reverse", 18, "d", ["b"]),
        ("reverse", 0, None, []),
    ],
)
def test_the_rings_are_around_child_and_parents(mode, step, child, parents):
    shown = tracer(mode=mode, step=step)
    shown.figure  # noqa: B018
    want = [("child", child)] * bool(child) + [("parent", p) for p in parents]
    assert sorted(rings(shown)) == sorted(want)


def test_what_is_added_to_is_marked():
    shown = tracer(mode="reverse", step=21)
    shown.figure  # noqa: B018
    assert sorted(rings(shown)) == [("child", "a"), ("parent +=", "w")]


def test_the_multiplications_are_counted():
    def count(shown):
        return int(shown.tally.rpartition(" ")[2])

    assert [count(f) for f in frames(CHAPTER, "forward", (1.5,))[1:]][-1] == 3 + 2 + 2
    assert [count(f) for f in frames(CHAPTER, "reverse", (1.5,))][-8:] == list(range(8))


def test_the_program_runs_line_by_line_to_the_same_numbers():
    shown = frames(CHAPTER, "program", (1.5,))
    lit = [f.lines[f.lit].split("#")[0].strip() for f in shown[1:]]
    source = adlite.program(adlite.parse(CHAPTER), 1.5).source
    body = [text for text in source.splitlines() if text.startswith("    ")]
    lines = [text.split("#")[0].strip() for text in body]
    assert lit == [line for line in lines if line and '"""' not in line]
    assert [number(x) for x in shown[5].values[1:5]] == pytest.approx(
        [math.tanh(1.5), math.cos(1.5), math.log(1.5), 0.0640276], rel=1e-3
    )


def test_the_row_of_now_is_the_line_that_is_run():
    shown, places = tracer(mode="program"), set()
    for step in range(1, 13):
        shown.step = step
        rows = shown.numbers
        (now,) = [row for row in rows if "now" in row.kind]
        code = re.match(r"The program runs (.*?)\.(?: |$)", shown.sentence)[1]
        assert now.name == code and len(rows) <= LINES + 1
        places.add(rows.index(now))
    assert len(places) > LINES / 2


def test_a_row_has_what_is_worked_out_and_its_number():
    shown = tracer(mode="reverse", step=17)
    (now,) = [row for row in shown.numbers if "now" in row.kind]
    tanh, cos = math.tanh(1.5), math.cos(1.5)
    assert (now.name, now.cells[0]) == ("∂e/∂a", "1 × 0.07074")
    assert number(now.cells[1]) == pytest.approx(cos, rel=1e-3)
    assert shown.numbers[-1].cells == ("multiplications", "3")
    shown = tracer(mode="evaluate", step=5)
    assert [repr(row) for row in shown.numbers[:2]] == ["w  1.5", f"a  tanh(1.5)  {tanh:.4f}"]


def test_what_is_done_keeps_its_green_and_points_the_way_it_went():
    shown = tracer(mode="reverse", step=17)
    shown.figure  # noqa: B018
    picture = picture_of(shown)
    arrows = arrows_of(adlite.graph(adlite.parse(CHAPTER), 1.5))

    def trail():
        parts = zip(arrows, picture.done, strict=True)
        return {
            "".join(picture.names[i] for i in arrow): (forth.get_visible(), back.get_visible())
            for arrow, (line, forth, back) in parts
            if line.get_visible()
        }

    assert trail() == dict.fromkeys(("ce", "de", "ad"), (False, True))
    shown.mode, shown.step = "forward", 4
    shown.figure  # noqa: B018
    assert trail() == {"wa": (True, False)}
    shown.mode = "evaluate"
    shown.figure  # noqa: B018
    assert trail() == {}


def test_past_its_last_step_a_sweep_stays_done():
    shown = tracer(mode="evaluate", step=21)
    assert "step 6 of 6" in shown.sentence and "The sweep is done" in shown.sentence


@pytest.mark.parametrize("mode", ["evaluate", "forward", "reverse", "program"])
def test_outside_the_domain_a_dash_stands_for_what_is_no_number(mode):
    shown = tracer(mode=mode, step=21, w=-0.5)
    assert "c = log(w) is not a finite number at w = −0.5" in shown.sentence
    assert "–" in texts(shown) and not any("nan" in text for text in texts(shown))
    assert "nan" not in shown.sentence


def test_another_branch_is_said_and_shows_no_numbers():
    shown = GraphTracer(lambda w: w**2 if w > 1 else -w, step=3, mode="evaluate")
    assert "w = 1.5" not in shown.sentence and "2.25" in shown.sentence
    assert "takes another branch" in drag(shown, w=0.5)
    assert "holds for w > 1 only" in shown.sentence
    assert "2.25" in drag(shown, w=1.5)


def test_the_baked_sentence_is_what_update_says():
    shown = tracer()
    for mode in ("evaluate", "forward", "reverse", "program"):
        for step in (0, 1, 7, 12, 21):
            values = {"mode": mode, "show_as": "numbers", "w": 1.5, "step": step}
            tracer(**values)
            assert (
                shown.baked_sentence(**values)
                == shown.stage.seen(values).sentence
                == shown.sentence
            )


def test_dragging_an_input_changes_the_numbers():
    shown = tracer(mode="evaluate", step=6)
    drag(shown, w=2.5)
    want = math.tanh(2.5) * math.cos(2.5) + math.log(2.5)
    said = re.search(r"the value is (\S+)\.$", shown.sentence)[1]
    assert number(said) == pytest.approx(want, rel=1e-3)


def test_another_formula_is_drawn_and_inputs_may_come_and_go():
    shown = GraphTracer(mode="evaluate", step=1)
    shown.formula = "w1^2 + w2^2"
    assert list(shown.controls) == ["mode", "show_as", "w1", "w2", "step"]
    assert shown.mode == "evaluate" and "at w1" not in shown.sentence
    shown.g = lambda w, step: w * step
    assert list(shown.controls) == ["mode", "show_as", "w", "step_", "step"]
    shown.formula = CHAPTER
    assert list(shown.controls) == ["mode", "show_as", "w", "step"]
    assert shown.formula.replace(" * ", "*") == CHAPTER


BAD = {
    "lg is no": "lg(w)",
    "this graph has 72 nodes, and at most 60": lambda w: np.sum(np.sin(w * np.arange(1.0, 25.0))),
    "there is no graph to draw": lambda w: 3.0,
    "returned an array": lambda w: w * np.ones(3),
    "ZeroDivisionError": lambda w: 1 / 0,
    "is neither": 7,
}


@pytest.mark.parametrize("complaint", BAD)
def test_what_cannot_be_drawn_is_one_sentence_and_the_last_picture_stays(complaint):
    shown = tracer()
    before = repr(shown), shown.scene, shown.g
    with pytest.raises(InputError, match=complaint) as refused:
        shown.g = BAD[complaint]
    assert "\n" not in str(refused.value)
    assert (repr(shown), shown.scene, shown.g) == before


@pytest.mark.parametrize("at", [(1.0, 2.0), (math.nan,), "abc", (), (None,)])
def test_inputs_that_do_not_fit_are_one_sentence(at):
    with pytest.raises(InputError, match="at must be|inputs|this formula has"):
        GraphTracer(at=at)


def test_sixty_nodes_are_drawn_apart_from_each_other():
    def long(w):
        for _ in range((LARGEST - 1) // 2):
            w = np.sin(w) * w
        return w

    shown = GraphTracer(long, at=(0.5,), step=100)
    assert "step 100 of" in shown.sentence
    points, _ = layered(adlite.graph(long, 0.5))
    gaps = np.hypot(*(points[:, None] - points).T) + 9 * np.eye(len(points))
    assert gaps.min() >= 0.5
