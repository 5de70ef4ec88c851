"""How the texts of a traced graph are written."""

from widgets import GraphTracer
from widgets.graph.tracing.frame_maker import pretty


def test_numbers_and_powers_are_written_as_in_print():
    assert pretty("w**2 - 1e-07 * nan + -inf") == "w² − 10⁻⁷ · – + −∞"
    assert pretty("w**(-1) + 2.0 * w**0.5 + a**12") == "w⁻¹ + 2 · w**0.5 + a¹²"


def test_what_the_step_control_says_is_true_of_every_mode():
    assert GraphTracer().controls["step"].texts[:3] == ("0", "1", "2")
