"""A widget that is a good guest of its notebook: it leaves with its cell, and leaves a picture."""

import base64
import re
from typing import Any

import anywidget
import IPython.display
import traitlets
from matplotlib.figure import Figure

from .aloud import aloud
from .lifetime import forget_output, has_reader, stand, takes_views
from .page import still
from .still import Still

_display: Any = IPython.display.display
# What only Matplotlib can typeset, with the mark that leads to it.
_FORMULA = re.compile(r"[:,]?\s*\$[^$]+\$")


class Guest(anywidget.AnyWidget):
    """A widget that comes and goes with the cells that show it.

    `cells` are these cells' ids. A subclass has a `sentence`, and `draw_still` for its picture. Its
    `title` is the name by which it is known, also to a screen reader; if it has none, the title
    that is drawn in its figure, or its class's name in words. A title that is drawn nowhere is
    written over the picture: `written_title`.
    """

    title = written_title = ""
    heading = traitlets.Unicode().tag(sync=True, echo_update=False)
    # A sentence about what no control changes, such as the shape of a curve.
    shape = traitlets.Unicode().tag(sync=True, echo_update=False)

    # A notebook that keeps it says so of what it keeps: there is no kernel that would answer.
    asleep = traitlets.Bool(False).tag(sync=True)
    # What it waits for before it is shown, by name, with a sentence for each.
    veiled = traitlets.Dict().tag(sync=True)
    # What stands in the page where no view does; a view hides it.
    still = traitlets.Unicode().tag(sync=True)
    # Classes that have further traits, by these traits' names and types.
    shared: dict[tuple[Any, ...], type["Guest"]] = {}

    def __init__(self) -> None:
        self.cells: set[str] = set()
        super().__init__()
        self.still = f"live-still-{self.model_id}"

    @property
    def sentence(self) -> str:
        """What is seen now, in words."""
        raise NotImplementedError

    def introduce(self, figure: Figure) -> None:
        """Let a screen reader know what is shown: by its name, and the shape of what is drawn."""
        drawn = [figure.get_suptitle(), *(axes.get_title() for axes in figure.axes)]
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(self).__name__)
        title = _FORMULA.sub("", self.title or next(filter(None, drawn), ""))
        self.heading = title or words.capitalize()
        self.written_title = "" if any(drawn) else self.title
        self.shape = self.outline()

    def outline(self) -> str:
        """Return a sentence about the shape of what is drawn; "" if there is none to tell."""
        return ""

    def draw_still(self) -> Still:
        """Return the picture as PNG."""
        raise NotImplementedError

    def add_traits(self, **traits: Any) -> None:
        """Give this widget further traits, by a class that all with the same traits share."""
        base = type(self)
        if "shared" not in vars(base):
            base.shared = {}
        kind = tuple((name, type(trait)) for name, trait in traits.items())
        if kind not in base.shared:
            super().add_traits(**traits)
            base.shared[kind] = type(self)
            return
        self.__class__ = base.shared[kind]
        for name in traits:
            self.traits()[name].instance_init(self)
        sent = [name for name, trait in traits.items() if trait.metadata.get("sync")]
        self.keys += [name for name in sent if name not in self.keys]
        self.send_state(sent)

    def arrive(self) -> None:
        """Come back to kernel and browser if they have forgotten this, and stand in this cell."""
        if self.comm is None:
            self.layout.open()
            self.open()
        stand(self)

    def leave(self) -> None:
        """Let kernel and browser forget this, until it is displayed again."""
        if self.comm is None:
            return
        anywidget.AnyWidget.close(self)
        self.layout.close()
        # A closed widget shows nothing; this one can come back.
        self.__dict__.pop("_repr_mimebundle_", None)
        forget_output(self)

    def __del__(self) -> None:
        """Leave, if nobody has asked for that before."""
        self.leave()

    def view_data(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what anywidget says of its view, which some hosts need; nothing to the others."""
        return (takes_views() and super()._repr_mimebundle_()) or ({}, {})

    def watched_view(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the same for a reader who watches; where nobody does, this is not the way."""
        if not has_reader():
            raise NotImplementedError
        return super()._repr_mimebundle_() or ({}, {})

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        self.arrive()
        data, metadata = self.view_data()
        if self.veiled:
            return data | {"text/plain": self.cover}, metadata
        png, about = self._png()
        data |= {"text/plain": repr(self), "image/png": png}
        return data, metadata | {"image/png": about}

    def _ipython_display_(self) -> None:
        """Show a view, and the picture for whenever this page has no kernel any more."""
        self.arrive()
        view, metadata = self.watched_view()
        if self.veiled:
            _display(view | {"text/plain": self.cover}, metadata=metadata, raw=True)
            return
        _display(view | {"text/plain": repr(self)}, metadata=metadata, raw=True)
        png, about = self._png()
        picture = {
            "text/plain": self.sentence,
            "text/html": still(self.still, png, **about),
            "image/png": png,
        }
        _display(picture, metadata={"image/png": about}, raw=True)

    @property
    def cover(self) -> str:
        """The sentence that stands for it as long as it is veiled."""
        return next(iter(self.veiled.values()), "")

    def _png(self) -> tuple[str, dict[str, Any]]:
        """Return the picture as text, and its words and its width on a page."""
        drawn = self.draw_still()
        about = {"alt": aloud(self.sentence), "width": drawn.width}
        return base64.b64encode(drawn.png).decode(), about
