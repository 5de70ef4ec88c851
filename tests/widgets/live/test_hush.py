"""What an author's `update` does that is none of a reader's business, or no picture at all."""

import threading
import warnings

import pytest
from matplotlib.figure import Figure

from widgets.live import InputError, Live, drag, linear
from widgets.live.hush import hushed


def moving(act):
    """Return an explorer of a line whose `update` also does something else."""
    figure = Figure()
    (line,) = figure.subplots().plot([0, 1], [0, 1])

    def update(n):
        line.set_data([0, n], [0, 1])
        return act(n) or f"n is {n}."

    return Live(figure, update, n=linear(0, 1, 0.5, "n", 0))


def test_what_update_prints_and_warns_of_is_told_once(capsys):
    def loud(n):
        print("n is", n)
        warnings.warn("mind the gap", stacklevel=1)

    explorer = moving(loud)
    assert explorer.problem == (
        "Kept quiet while pictures were worked out: printed “n is 0.0” and more; "
        "warned “mind the gap”."
    )
    assert drag(explorer, n=0.5) == explorer.sentence == "n is 0.5."
    explorer.n = 0.3
    assert explorer.figure and explorer.values == {"n": 0.3}
    assert capsys.readouterr() == ("", "")


def test_a_value_at_which_update_raises_leaves_the_last_one():
    def fragile(n):
        if n == 0.3:
            raise ValueError("not at 0.3")

    explorer = moving(fragile)
    explorer.n = 0.5
    before = explorer.cross, explorer.scene
    with pytest.raises(ValueError, match=r"not at 0\.3"):
        explorer.n = 0.3
    assert explorer.n == 0.5 and explorer.sentence == "n is 0.5."
    assert (explorer.cross, explorer.scene) == before
    explorer.n = 0.7
    assert explorer.sentence == explorer.baked_sentence() == "n is 0.7."


def test_half_a_character_is_no_text():
    with pytest.raises(InputError, match="half a character"):
        moving(lambda n: "n is \ud800.")


def test_what_another_thread_prints_meanwhile_is_heard(capsys):
    printing, printed = threading.Event(), threading.Event()

    def other():
        printing.wait(5)
        print("from a cell")
        printed.set()

    thread = threading.Thread(target=other)
    thread.start()
    with hushed() as heard:
        print("from a slider")
        printing.set()
        assert printed.wait(5)
    thread.join()
    print("and after")
    assert capsys.readouterr().out == "from a cell\nand after\n"
    assert heard.printed.getvalue() == "from a slider\n"


def test_two_threads_that_are_quiet_in_turns_leave_the_voice_as_it_was(capsys):
    first_in, go_on = threading.Event(), threading.Event()

    def first():
        with hushed():
            first_in.set()
            go_on.wait(5)

    def second():
        with hushed():
            print("unheard")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert first_in.wait(5)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join()
    print("heard")
    assert capsys.readouterr().out == "heard\n"
