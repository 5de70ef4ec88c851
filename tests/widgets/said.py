"""What tests take from a sentence: its numbers in their order, whatever the words are."""

import re

_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_NUMBER = re.compile(
    r"(?<![\w.⁰¹²³])(−?)(?:10([⁻⁰¹²³⁴-⁹]+)|(\d[\d,]*(?:\.\d+)?)(?:×10([⁻⁰¹²³⁴-⁹]+))?)(?![\w⁰])"
)


def numbers(sentence: str) -> list[float]:
    """Return the numbers of a sentence; digits that belong to a name, as in float32, are none.

    >>> numbers("With ε = −10⁻⁸ in float32 it is off by 4.5×10⁻⁵, which 1,099 at w⁰ = 2.")
    [-1e-08, 4.5e-05, 1099.0, 2.0]

    """
    found = []
    for sign, power, digits, exponent in _NUMBER.findall(sentence):
        text = f"{digits.replace(',', '') or 1}e{(power or exponent or '0').translate(_RAISED)}"
        found.append(float(text) * (-1 if sign else 1))
    return found
