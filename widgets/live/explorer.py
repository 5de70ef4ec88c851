"""`Live`: an ordinary Matplotlib figure that follows its controls in the browser."""

import math
import pathlib
from typing import Any, Self

import traitlets
from matplotlib.figure import Figure

from .bake import Stage, Update
from .controls import Control, Formula, Value, no_control
from .cost import Cost, cost_of
from .first_bake import first_bake
from .guest import Guest
from .message import Scene, packed
from .numbers import InputError
from .page import code, standalone, style
from .scene import draw_svg
from .seen import Line
from .state import Standing
from .still import Still, draw_still
from .table import Table
from .work import CROSS, working


class Live(Standing, Guest):
    """A figure, the function that moves its artists, and the controls that move it.

    `update(**values)` gets the value of each control by name, calls `set_data`, `set_text`,
    `set_visible` and the like on artists of `figure`, and returns one sentence that says what is
    now seen, or `Seen(sentence, rows)`. It may depend on nothing but its arguments. The sentence is
    the caption, what a screen reader says, and the text form of the explorer.

    Each control's value is an attribute that can be set, observed and linked. `stage` holds the
    figure with what moves in it, and `tables` what was baked.

    A subclass that overrides `take_formula` has a box for a formula, labelled `formula_label`;
    empty it shows `formula_example`. Set the attribute `formula` to have another one drawn.

    Raises:
        InputError: a value that is not one of a control's, or an `update` that returns no sentence
            or depends on more than its arguments.

    >>> from matplotlib.figure import Figure
    >>> from widgets.live import Live, linear
    >>> figure = Figure()
    >>> point, = figure.subplots().plot([0], [0], "o")
    >>> def update(w):
    ...     point.set_data([w], [w])
    ...     return f"The point is at {w}."
    >>> Live(figure, update, w=linear(-1, 1, 0.5, "w", 0.5))
    The point is at 0.5.

    """

    _esm = code()
    _css = style()

    # All that a picture needs travels in one message, so that no half of it is ever shown.
    scene = traitlets.Bytes().tag(sync=True, echo_update=False)
    cross = traitlets.Bytes().tag(sync=True, echo_update=False)
    problem = traitlets.Unicode().tag(sync=True, echo_update=False)
    formula = Formula().tag(sync=True, echo_update=False)
    formula_label, formula_example, shown_formula = "g(w)", "sin(w)*w", ""

    def __init__(self, figure: Figure, update: Update, formula: str = "", /, **controls: Control):
        self.controls: dict[str, Control] = {}
        self._only: tuple[str, ...] | None = None
        self._crosses: list[Table] | None = None
        self.start: dict[str, Any] = {}
        super().__init__()
        self.on_msg(self.hear)
        try:
            self.show(figure, update, formula, **controls)
        except BaseException:
            self.leave()
            raise
        self.arrive()

    def show(
        self, figure: Figure, update: Update, formula: str = "", /, **controls: Control
    ) -> None:
        """Replace figure, update, controls and the formula that the box shows ("" if by none).

        Whatever goes wrong, the last picture stays.
        """
        said = []
        for name, control in controls.items():
            if not isinstance(control, Control):
                raise InputError(
                    f"{name} must be a control, such as linear(0, 1, 0.1, {name!r}, 0.5) for a "
                    f"slider from 0 to 1 that starts at 0.5; got {control!r}."
                )
            # What was a control of an earlier picture may be one again.
            used = isinstance(self.traits().get(name), Value)
            if not used and hasattr(self, name):
                raise ValueError(f"a control cannot be called {name!r}: a widget has that already.")
            said.append(control.clean(name, control.value)[1])
        with working() as work:
            seen = {n: c for n, c in controls.items() if self._only is None or n in self._only}
            kind = type(self).__name__
            stage, product, self._cost = first_bake(kind, figure, update, controls, seen)
        said.append(work.sentence)
        with self.hold_sync():
            self.stage, self.controls, self._product, self._crosses = stage, controls, product, None
            self.start = self.start or {name: c.value for name, c in controls.items()}
            self.introduce(figure)
            new = [name for name in controls if not self.has_trait(name)]
            self.add_traits(**{n: Value().tag(sync=True, echo_update=False) for n in new})
            for name, control in controls.items():
                setattr(self, name, control.value)
            self.shown_formula = self.formula = formula
            self.problem = " ".join(filter(None, said))
            with working():
                self._bake_cross()
                self._send_scene()

    def only(self, *names: str) -> Self:
        """Offer these controls and no others, and return the explorer.

        The other controls keep their values; Python can still set them.

        Raises:
            InputError: there is no control of such a name.

        >>> from widgets import SecantToTangent
        >>> lesson = SecantToTangent("w^2", w0=1, epsilon=0.1).only("w0")
        >>> lesson.epsilon
        0.1

        """
        for name in names:
            if name not in self.controls:
                raise InputError(no_control(name, self.controls))
        self._only = names
        self.redraw()
        return self

    @property
    def offered(self) -> dict[str, Control]:
        """The controls that a reader sees."""
        return {n: c for n, c in self.controls.items() if self._only is None or n in self._only}

    def redraw(self) -> None:
        """Draw the figure again, after its still parts were edited."""
        now = {n: c.standing_at(getattr(self, n)) for n, c in self.controls.items()}
        self.show(self.stage.figure, self.stage.update, self.formula, **now)

    def take_formula(self, text: str) -> None:
        """Show what a formula describes: by `show`, with the formula, or raising an error.

        The error's message is what a reader sees; its attributes `place` and `suggestion`, if it
        has them, put the caret to the mistake and offer another text.
        """
        raise InputError(f"this explorer takes no formula; {text!r} changes nothing.")

    @property
    def takes_formula(self) -> bool:
        """Whether there is a box for a formula."""
        return type(self).take_formula is not Live.take_formula

    def hear(self, _: Any, content: Any, buffers: Any) -> None:
        """Answer what the browser sends: {"formula": the text that was typed}."""
        text = content.get("formula") if isinstance(content, dict) else None
        if not isinstance(text, str):
            return
        failure: Any = None
        with self.hold_sync():
            self.problem = ""
            try:
                self.formula = text
            except KeyboardInterrupt:
                failure, self.problem = True, "It was stopped: the last picture stays."
            except Exception as error:
                # Whatever a reader types, the picture stays and the reader hears why.
                failure, self.problem = error, str(error) or type(error).__name__
        known = {name: getattr(failure, name, None) for name in ("place", "suggestion")}
        self.send({"formula": text, "problem": self.problem, "failed": bool(failure), **known})

    @property
    def figure(self) -> Figure:
        """The Matplotlib figure as it is now. Edit it, then call `redraw()`."""
        self.stage.seen(self.values)
        return self.stage.figure

    @property
    def sentence(self) -> str:
        """What is seen now, in words."""
        return self.stage.seen(self.values).sentence

    @property
    def numbers(self) -> tuple[Line, ...]:
        """The rows of numbers beside the picture as they are now; none if `update` gives none.

        >>> from widgets import SecantToTangent
        >>> SecantToTangent("w^2", w0=1, epsilon=0.5).numbers[1:3]
        (tangent  2, secant  2.5  +0.5)
        """
        return tuple(self.stage.seen(self.values).numbers)

    @property
    def tables(self) -> list[Table]:
        """What was baked, in the order in which a position is looked up.

        Each control's own fine positions come first, through the values where the others stand; the
        last table has all combinations, with fewer positions where these would be too many.
        """
        return [*(self._crosses or ()), self._product]

    def baked_sentence(self, **values: Any) -> str:
        """Return the sentence that the browser shows for these values, from the baked tables."""
        values = {**self.values, **values}
        for table in self.tables:
            at = table.find(values, self.controls)
            if at is not None:
                return table.sentences[at]
        raise AssertionError("the product table holds still only what no hand can move")

    def save(self, path: str | pathlib.Path) -> None:
        """Write a web page with this explorer in it, which needs neither a kernel nor a network."""
        page = standalone(self.get_state(), self.sentence, title=self.heading)
        pathlib.Path(path).write_text(page, encoding="utf-8")

    def cost(self) -> Cost:
        """Say where the explorer's bytes go: by artist, in kB, the largest first.

        >>> from widgets import SecantToTangent
        >>> SecantToTangent("w^2").cost().total < 120_000
        True
        """
        return cost_of(self.scene, self.cross, self.stage.movers)

    def close(self) -> None:
        """Remove the explorer from kernel and browser, and give all its memory back.

        What is left is its last sentence.
        """
        last = self.baked_sentence() if self.tables[-1].sentences else self.sentence
        self.leave()
        self.stage = Stage(Figure(), lambda **_: last)
        self._product, self._crosses = Table({}, {}), None
        self.scene = self.cross = b""

    def notify_change(self, change: Any) -> None:
        """Send a control's new value together with the pictures around it."""
        if change.name not in self.controls or self._crosses is None:
            super().notify_change(change)
            return
        crosses = self._crosses
        with self.hold_sync():
            super().notify_change(change)
            try:
                with working():
                    self._bake_cross()
            except BaseException:
                # The last good picture stays, and the value that it shows.
                self._crosses = None
                setattr(self, change.name, change.old)
                self._crosses = crosses
                raise

    def _bake_cross(self) -> None:
        """Bake each control's own fine positions through the values where the others stand.

        Where the product of all fine positions was small enough and the values are among them,
        it has these pictures already.
        """
        values = self.values
        offered = self.offered
        still = {name: value for name, value in values.items() if name not in offered}
        if still != self._product.fixed:
            self._bake_product(still)
        grids = self._product.grids
        whole = all(self.controls[name].positions == grid for name, grid in grids.items())
        if whole and all(values[name] in grid for name, grid in grids.items()):
            self._crosses, self.cross = [], b""
            return
        known = dict(self.stage.movers)
        self._crosses = []
        fine = sum(len(control.positions) for control in offered.values())
        stride = math.ceil(fine * self._cost / CROSS)
        for name, control in offered.items():
            grid = control.thinned(stride if control.strides and stride > 1 else 1)
            if values[name] not in grid:
                grid = tuple(sorted((*grid, values[name])))
            others = {n: value for n, value in values.items() if n != name}
            self._crosses.append(self.stage.bake(Table({name: grid}, others)))
        self.cross = packed([table.describe(offered) for table in self._crosses])
        if self.stage.movers != known:
            self._bake_product(still)

    def _bake_product(self, still: dict[str, Any]) -> None:
        self._product = self.stage.bake(Table(self._product.grids, still))
        self._send_scene()

    def _send_scene(self) -> None:
        stage, thumbs = self.stage, self.stage.thumbs()
        self.scene = packed(
            Scene(
                svg=draw_svg(stage.figure, stage.movers, stage.reader, stage.likes.still),
                title=self.written_title,
                formula=self.formula_label if self.takes_formula else "",
                example=self.formula_example,
                code=self.code_start(),
                start={n: self.start.get(n, c.value) for n, c in self.offered.items()},
                handles=self.stage.handles(),
                controls={n: c.describe(thumbs.get(n)) for n, c in self.offered.items()},
                product=self._product.describe(self.offered),
            )
        )

    def __repr__(self) -> str:
        """Return the sentence, and what was wrong with the last value if anything was."""
        return f"{self.sentence} {self.problem}".strip()

    def draw_still(self) -> Still:
        """Return the picture with its numbers and its sentence, as PNG."""
        label = f"{self.formula_label} = {self.formula}" if self.takes_formula else None
        words = self.stage.seen(self.values), self.written_title, label
        return draw_still(self.stage.figure, *words, [*self.offered.values()])
