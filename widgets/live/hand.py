"""A hand that moves the controls of an explorer, for notebooks and tests."""

from typing import Any

from .controls import no_control
from .explorer import Live
from .numbers import InputError


def drag(explorer: Live, **values: Any) -> str:
    """Move controls, one after the other, as a hand in the browser does; return the sentence.

    A hand reaches only the control's own positions, so the nearest one is taken; the picture comes
    from the baked table, and only then does the kernel hear the values.

    Raises:
        InputError: no such control, or a value that is none of its own.

    >>> from widgets import SecantToTangent
    >>> parabola = SecantToTangent(lambda w: w**2, w0=1)
    >>> drag(parabola, epsilon=0.1) == parabola.sentence, parabola.epsilon
    (True, 0.1)

    """
    sentence = explorer.sentence
    for name, value in values.items():
        if name not in explorer.offered:
            raise InputError(no_control(name, explorer.offered))
        control = explorer.controls[name]
        reached = control.positions[control.nearest(control.clean(name, value)[0])]
        sentence = explorer.baked_sentence(**{**explorer.values, name: reached})
        setattr(explorer, name, reached)
    return sentence
