"""Mathematics in words, for whoever hears it: a voice passes over exponents, primes and products.

The rules stand in `aloud.json`, which `aloud.js` reads as well, in the order in which they are
applied: a regular expression that Python and JavaScript understand alike, and what takes the place
of what it finds.
"""

import json
import pathlib
import re
from functools import lru_cache

_FILE = pathlib.Path(__file__).with_name("aloud.json")
_RULES = [
    (re.compile(pattern, re.ASCII), re.sub(r"\$(\d)", r"\\g<\1>", words))
    for pattern, words in json.loads(_FILE.read_text("utf-8"))
]


@lru_cache(maxsize=10_000)
def aloud(text: str) -> str:
    """Return a text in letters, digits and the marks at which a voice pauses.

    A sign that no rule knows is kept: a voice may know it.

    >>> aloud("With ε = 2.2×10⁻¹⁶ the slope is −0.5."), aloud("g″"), aloud("f′ · h + f · h′")
    ('With epsilon equals 2.2 times 10 to the minus 16 the slope is minus 0.5.', 'g double prime', \
'f prime times h plus f times h prime')
    >>> aloud("w^2*sin(w^2+w)"), aloud("tanh(w)"), aloud("|c₂₁|")
    ('w squared times sine of, w squared plus w,', 'hyperbolic tangent of w', \
'the absolute value of c 2 1')
    """
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return text
