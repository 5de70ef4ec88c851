"""The first bake of a picture: compared with Matplotlib, and no finer than there is time for."""

import math
from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from .bake import Stage, Update
from .controls import Control
from .table import Table, coarse_grids
from .work import CROSS, PRODUCT, working

# How many combinations of positions are worked out beforehand: about a seventh of a second.
_MOST = 1600
# How long that may take where Matplotlib has to draw something at each of them.
_SECONDS = 4.0
# How many pictures are compared at most, each drawn twice by Matplotlib: half a second.
_MOST_COMPARED = 8
# Which classes' pictures were compared with Matplotlib's own and found to be the same.
_COMPARED: set[Any] = set()


def first_bake(
    kind: str,
    figure: Figure,
    update: Update,
    controls: Mapping[str, Control],
    seen: Mapping[str, Control],
) -> tuple[Stage, Table, float]:
    """Return a stage for a figure, the table of all that the controls `seen` show, and its cost.

    The cost is that of calling `update` for one position, in seconds.

    `kind` is the name of the explorer's class: a class's pictures are compared only once.

    Raises:
        InputError: as `Stage`, its methods and `coarse_grids`.

    """
    grids = coarse_grids(dict(seen), _MOST)
    # What Matplotlib settles when it draws for the first time, it settles for this picture.
    update(**{name: c.clean(name, c.value)[0] for name, c in controls.items()})
    stage = Stage(figure, update)
    stage.check_handles(controls)
    still = {name: c.value for name, c in controls.items() if name not in seen}
    places = Table({name: c.positions for name, c in seen.items()}, still).sample(_MOST_COMPARED)
    with working() as work:
        cost = work.cost(update, places)
    code = (kind, getattr(update, "__code__", update))
    if code not in _COMPARED and stage.rehearse(places) and kind != "Live":
        _COMPARED.add(code)
    most = stage.affords(places, _SECONDS)
    if 0 < most < _MOST:
        grids = coarse_grids(dict(seen), most)
    count = math.prod(map(len, grids.values()))
    most = work.affords(count, PRODUCT, cost, "positions together")
    if most < count:
        fine = sum(len(control.positions) for control in seen.values())
        work.affords(fine, CROSS, cost, "steps of controls")
        grids = coarse_grids(dict(seen), most)
    return stage, stage.bake(Table(grids, still)), cost
