"""What becomes of explorers in a notebook whose cells are run again."""

import base64
import gc
import weakref

import pytest
from ipywidgets import HBox
from ipywidgets.widgets import widget as registry
from matplotlib.figure import Figure

from widgets import SecantToTangent
from widgets.live import InputError, Live, lifetime, linear


@pytest.fixture
def cell(monkeypatch):
    """Begin a run of a cell, as a front end that a reader watches tells the kernel."""
    number = iter(range(10_000))

    def begin(name, allow_stdin=True):
        asked = {
            "header": {"msg_id": f"run-{next(number)}"},
            "metadata": {"cellId": name},
            "content": {"allow_stdin": allow_stdin},
        }
        monkeypatch.setattr(lifetime, "request", lambda: asked)

    return begin


def dot():
    figure = Figure()
    (point,) = figure.subplots().plot([0], [0], "o")

    def update(w):
        point.set_data([w], [w])
        return f"The point is at {w}."

    return Live(figure, update, w=linear(-1, 1, 0.25, "w", 0.5))


def test_a_cell_that_is_run_again_lets_go_of_what_it_showed(cell):
    cell("a")
    first, second = dot(), dot()
    assert first.comm is not None and second.comm is not None
    cell("a")
    third = dot()
    assert first.comm is None and second.comm is None and third.comm is not None


def test_what_another_cell_shows_stays_until_that_is_run_again(cell):
    cell("a")
    first = dot()
    cell("b")
    first._repr_mimebundle_()
    cell("a")
    second = dot()
    assert first.comm is not None
    cell("b")
    second._repr_mimebundle_()
    assert first.comm is None and second.comm is not None


def test_what_a_variable_holds_lives_on_and_can_be_displayed_again(cell):
    cell("a")
    kept = dot()
    name = kept.model_id
    cell("a")
    dot()
    kept.w = -1
    assert repr(kept) == "The point is at -1.0."
    cell("b")
    data, _ = kept._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == name
    assert kept.comm is not None and kept.get_state()["w"] == -1


def test_what_stands_in_a_box_stays(cell):
    cell("a")
    first = dot()
    box = HBox([first])
    cell("a")
    dot()
    assert first.comm is not None
    box.close()


def test_what_nobody_holds_is_forgotten_altogether(cell):
    cell("a")
    gone = weakref.ref(SecantToTangent("w^2"))
    cell("a")
    assert gone() is not None
    dot()
    gc.collect()
    assert gone() is None


def test_a_refused_explorer_leaves_nothing(cell):
    before = len(registry._instances)
    with pytest.raises(InputError):
        SecantToTangent("2w")
    with pytest.raises(InputError):
        Live(Figure(), lambda w: "", w=linear(0, 1, 0.5, "w", "x"))
    assert len(registry._instances) == before


def test_close_gives_the_memory_back_and_leaves_a_sentence():
    explorer, before = dot(), len(registry._instances)
    figure, update = weakref.ref(explorer.stage.figure), weakref.ref(explorer.stage.update)
    explorer.close()
    gc.collect()
    assert figure() is None and update() is None
    assert len(registry._instances) == before - 2  # itself and its layout
    assert repr(explorer) == "The point is at 0.5." and explorer.scene == b""


def test_explorers_of_one_kind_share_one_class():
    first, second = SecantToTangent("w^2"), SecantToTangent("sin(w)")
    assert type(first) is type(second)
    first.w0, second.w0 = 0.5, -0.5
    assert (first.w0, second.w0) == (0.5, -0.5)


def test_a_reader_gets_a_view_and_a_picture_for_later(cell, monkeypatch):
    shown = []
    monkeypatch.setattr("widgets.live.guest._display", lambda data, **_: shown.append(data))
    cell("a")
    explorer = dot()
    explorer._ipython_display_()
    view, picture = shown
    assert view["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert base64.b64decode(picture["image/png"]).startswith(b"\x89PNG")
    assert 'alt="The point is at 0.5."' in picture["text/html"]
    assert picture["text/plain"] == view["text/plain"] == "The point is at 0.5."


def test_a_run_that_nobody_watches_gets_a_picture_and_no_view(cell, monkeypatch):
    cell("a", allow_stdin=False)
    explorer = dot()
    with pytest.raises(NotImplementedError):
        explorer._ipython_display_()
    data, metadata = explorer._repr_mimebundle_()
    assert set(data) == {"text/plain", "image/png"}
    assert metadata == {"image/png": {"alt": "The point is at 0.5.", "width": 461}}
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    assert "application/vnd.jupyter.widget-view+json" in explorer._repr_mimebundle_()[0]
