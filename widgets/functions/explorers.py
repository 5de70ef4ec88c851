"""Explorers whose function can be replaced, from Python or by typing another."""

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from matplotlib.figure import Figure

from ..live import Control, Live, Update, working
from .one import Function, Given
from .shape import shape_in_words


class Drawing(NamedTuple):
    """All that is made anew for another function.

    `subject` is the function made safe to draw (or several of them), and `formula` the text that
    the box shows, "" for a function that was not typed.
    """

    subject: Any
    figure: Figure
    update: Update
    formula: str
    controls: dict[str, Control]


class Explorer(Live):
    """An explorer of functions that can be replaced at any time.

    A subclass's method `drawing(*functions, **values)` says how they are drawn; `values` are where
    the controls stand.

    Raises:
        InputError: `drawing` refuses a function; then the last picture stays.

    """

    drawing: Callable[..., Drawing]

    def __init__(self, *functions: Any, **values: Any):
        with working():
            new = self.drawing(*functions, **values)
            self.subject = new.subject
            super().__init__(new.figure, new.update, new.formula, **new.controls)

    def kept_values(self, *functions: Any) -> dict[str, Any]:
        """Return where the controls shall stand for other functions: where they stand now."""
        return self.values

    def replace(self, *functions: Any, **attributes: Any) -> None:
        """Draw other functions, or with other attributes; if that fails, none has changed."""
        before = {name: getattr(self, name) for name in ("subject", *attributes)}
        try:
            for name, value in attributes.items():
                setattr(self, name, value)
            with working():
                new = self.drawing(*functions, **self.kept_values(*functions))
                self.subject = new.subject
                self.show(new.figure, new.update, new.formula, **new.controls)
        except BaseException:
            for name, value in before.items():
                setattr(self, name, value)
            raise


class FunctionExplorer(Explorer):
    """An explorer of one function `g`, which can be typed.

    >>> import numpy as np
    >>> from matplotlib.figure import Figure
    >>> from widgets.functions import Function
    >>> from widgets.live import linear
    >>> class Value(FunctionExplorer):
    ...     def drawing(self, g, w0):
    ...         g = Function(g, (-1, 1))
    ...         update = lambda w0: f"g({w0}) is {g(w0)}."
    ...         return Drawing(g, Figure(), update, g.formula, {"w0": linear(-1, 1, 0.5, "w", w0)})
    >>> explorer = Value("w + 1", w0=0.5)
    >>> explorer
    g(0.5) is 1.5.
    >>> explorer.g = np.abs
    >>> explorer
    g(0.5) is 0.5.

    """

    # Whether the curve of g itself is drawn.
    draws_curve = True

    @property
    def shown_function(self) -> Any:
        return self.subject

    @property
    def g(self) -> Callable[..., Any]:
        """The function shown. Set another one, or a formula, to have it drawn."""
        return cast(Callable[..., Any], self.shown_function.g)

    @g.setter
    def g(self, g: Given) -> None:
        self.replace(g)

    def outline(self) -> str:
        """Return the shape of g in words, where one function of one input is drawn."""
        drawn = self.draws_curve and isinstance(self.subject, Function)
        return shape_in_words(self.subject) if drawn else ""

    def take_formula(self, text: str) -> None:
        """Draw a typed formula."""
        self.g = text
