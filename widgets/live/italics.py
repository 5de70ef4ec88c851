"""Which letters of a text are mathematics: lone ones, which stand for numbers and functions.

They are set in italics; digits, Δ, ∂ and names such as sin stay upright. The rule stands in
`math.json`, which `mathify.js` reads as well. The word "a" is taken for a letter only where it is
one by its neighbours; elsewhere write *a*.
"""

import json
import pathlib
import re
from collections.abc import Iterator

_RULE = json.loads(pathlib.Path(__file__).with_name("math.json").read_text("utf-8"))
_MATH = re.compile(f"{_RULE['always']}|({_RULE['letter']})")


def mathify(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, and whether each is mathematics.

    >>> [piece for piece, italic in mathify("At w⁰ = 2 the slope of g′ is a · b.") if italic]
    ['w', 'g′', 'a', 'b']
    >>> [piece for piece, italic in mathify("A point in a plane: sin w, Δg, 2ε, I see.") if italic]
    ['w', 'g', 'ε']
    """
    end = 0
    for found in _MATH.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[1] or found[2], True
        end = found.end()
    if end < len(text):
        yield text[end:], False
