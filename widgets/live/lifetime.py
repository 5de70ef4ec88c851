"""How long an explorer lives in a notebook: until no cell shows it, or it is closed.

Widgets stay in kernel and browser until somebody closes them. A reader runs a cell again and again,
and what it made before is on no screen any more. A notebook's messages say which cell is running,
so what all of its cells have replaced can be taken out of the kernel's and the browser's hands. If
a variable still holds it, it lives on there, and comes back when it is displayed.
"""

import asyncio
import gc
import os
import sys
from typing import Any, NamedTuple, Protocol
from weakref import WeakSet


class Guest(Protocol):
    """What stands in cells: `cells` are their ids, and `leave` is called when there is none."""

    cells: set[str]

    def leave(self) -> None: ...


class Run(NamedTuple):
    """One run of one cell, as its front end calls them."""

    cell: str
    message: str


# Seconds after which the kernel counts as idle.
_IDLE = 0.2
# Figures hold themselves in circles, and Python looks for those of long life only seldom.
_collections: list[asyncio.TimerHandle] = []
# The run in which a cell was last seen, and who stands in the cell since.
_runs: dict[str, str] = {}
_guests: dict[str, WeakSet[Any]] = {}


def shell() -> Any:
    """Return the notebook's IPython; None where there is none."""
    python = sys.modules.get("IPython")
    return python and python.get_ipython()


def request() -> dict[str, Any]:
    """Return the message that the kernel is answering; an empty one where there is no kernel."""
    kernel = getattr(shell(), "kernel", None)
    return (kernel and kernel.get_parent()) or {}


def has_reader() -> bool:
    """Say whether somebody watches the running cell, who could be asked for input.

    Nobody is there when notebooks are turned into pages, as by nbconvert and MyST-NB.
    """
    return bool(request().get("content", {}).get("allow_stdin"))


def takes_views() -> bool:
    """Say whether a view of a widget will find its kernel.

    Voila runs a notebook before its reader is there, and whatever sets LIVE_VIEWS wants them too.
    """
    served = os.environ.get("SERVER_SOFTWARE", "").startswith("voila")
    return not request() or has_reader() or served or bool(os.environ.get("LIVE_VIEWS"))


def current_run() -> Run | None:
    """Return which cell is running; None where nobody says so."""
    asked = request()
    cell = asked.get("metadata", {}).get("cellId")
    return Run(cell, asked["header"]["msg_id"]) if cell else None


def stand(guest: Guest) -> None:
    """Note that the running cell has made or shown a guest; what it showed before may leave."""
    run = current_run()
    if run is None:
        return
    before = _guests.pop(run.cell, ()) if _runs.get(run.cell) != run.message else ()
    _runs[run.cell] = run.message
    _guests.setdefault(run.cell, WeakSet()).add(guest)
    guest.cells.add(run.cell)
    for other in before:
        if other is guest:
            continue
        other.cells.discard(run.cell)
        if not other.cells and not _is_in_a_box(other):
            other.leave()
            collect_when_idle()


def collect_when_idle() -> None:
    """Let Python find what nobody holds any more, once the kernel has answered."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    while _collections:
        _collections.pop().cancel()
    _collections.append(loop.call_later(_IDLE, gc.collect))


def _is_in_a_box(guest: Guest) -> bool:
    """Say whether a box of ipywidgets may show it, nobody knows in which cell.

    A box holds its children in a tuple.
    """
    return any(isinstance(holder, tuple) for holder in gc.get_referrers(guest))


def forget_output(guest: Guest) -> None:
    """Take a guest out of the results that IPython keeps, where no reader looks for it."""
    python = shell()
    results = getattr(python, "user_ns", {}).get("_oh", {})
    for number in [n for n, result in results.items() if result is guest]:
        del results[number]
        for names in (python.user_ns, python.user_ns_hidden):
            if names.get(f"_{number}") is guest:
                del names[f"_{number}"]
