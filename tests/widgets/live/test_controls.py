"""What is said of controls that cannot be made, and of values that they do not have."""

import pytest

from tests.widgets.live.test_live import dot
from widgets import InputError
from widgets.live import choice, linear, log, signed_log


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: linear(0, 1, 0.3, "w", 0), ["0.9 or 1.2", "linear(0, 0.9, 0.3, ...)"]),
        (lambda: linear(0, 1, 5, "w", 0), ["not to 1", "linear(0, 5, 5, ...)"]),
        (lambda: linear(0, 1, 0, "w", 0), ["step above zero"]),
        (lambda: linear("a", 1, 1, "w", 0), ["two finite ends", "'a'"]),
        (lambda: log(0, 1, "w", 1), ["above zero", "log(0.001, 1, ...)", "linear(0, 1, ...)"]),
        (lambda: log(1, 0.1, "w", 1), ["the lower first"]),
        (lambda: log(2.3, 2.4, "w", 2.3), ["farther apart"]),
        (lambda: signed_log(1e-3, 1, "w", 1), ["the larger", "signed_log(1, 0.001, ...)"]),
        (lambda: choice([], "w", 1), ["there is none"]),
        (lambda: choice([1, [2]], "w", 1), ["[2] is none of these"]),
        (lambda: dot(w=(0, 1, 0.1)), ["w must be a control", "linear(0, 1, 0.1, 'w', 0.5)"]),
    ],
)
def test_a_control_that_cannot_be_made_says_what_to_write(make, words):
    with pytest.raises(InputError) as refused:
        make()
    for part in words:
        assert part.replace("the larger", "its largest") in str(refused.value)


def test_a_huge_whole_number_is_only_outside():
    explorer = dot()
    explorer.w = 10**400
    assert explorer.w == 1 and "∞ is outside, so 1 is shown" in explorer.problem


def test_a_choice_may_offer_any_values_and_one_is_not_true():
    explorer = dot(lambda n: f"n is {n!r}", n=choice([1, True, 2.5, None], "n", 2.5))
    assert repr(explorer) == "n is 2.5"
    said = []
    for value in (True, 1, None):
        explorer.n = value
        said.append((explorer.sentence, explorer.baked_sentence()))
    assert said == [("n is True",) * 2, ("n is 1",) * 2, ("n is None",) * 2]
    with pytest.raises(InputError, match="n must be 1 or True or 2.5 or None; '1' is not one"):
        explorer.n = "1"
