"""The language of typed formulas: its words, its order, and what to say about anything else.

The text is cut into tokens, each token has a letter for its kind, and mistakes are patterns of such
letters.  Only numbers, known names, operators and brackets in a sensible order pass.
"""

from __future__ import annotations

import ast
import difflib
import math
import re
import unicodedata
from itertools import pairwise
from typing import Any, NoReturn

LONGEST, MOST = 500, 100
"""How many characters a formula may have, also made tidy, and how many operations or brackets."""

# Names, the tidy one first; after = the meaning in NumPy, if it is not one function of that name;
# after | the LaTeX, if it is not the name and the arguments in brackets.
_TABLE = r"""
sin; cos; tan tg; sinh; cosh; tanh; cot ctg = 1 / tan(a); sec = 1 / cos(a); csc = 1 / sin(a)
arcsin asin; arccos acos; arctan atan; arctan2 atan2 = arctan2(a, b); hypot = hypot(a, b)
arcsinh asinh arsinh; arccosh acosh arcosh; arctanh atanh artanh; sign sgn; floor; ceil
exp | e^{%s}; exp2 | 2^{%s}; expm1; log ln; log2 | \log_2; log10 | \log_{10}; log1p
sqrt | \sqrt{%s}; cbrt | \sqrt[3]{%s}; abs = absolute(a) | \left|%s\right|
square = a**2 | \left(%s\right)^{2}
max = maximum(a, b); min = minimum(a, b); relu = maximum(0, a); where = where(a, b, c)
sigmoid logistic = 1 / (1 + exp(-a)); softplus = logaddexp(0, a); logaddexp = logaddexp(a, b)
"""
# Functions that LaTeX, KaTeX and Matplotlib know by name.
_KNOWN = r"\sin \cos \tan \cot \sec \csc \sinh \cosh \tanh \arcsin \arccos \arctan \log \max \min"
TIDY: dict[str, str] = {}
MEANING: dict[str, ast.expr] = {}
ARITY: dict[str, int] = {}
LATEX: dict[str, str] = {}
for _entry in re.split("[;\n]", _TABLE.strip()):
    _names, _, _latex = _entry.partition("|")
    _names, _, _meaning = _names.partition("=")
    _name = _names.split()[0]
    TIDY |= dict.fromkeys(_names.split(), _name)
    MEANING[_name] = ast.parse(_meaning.strip() or f"{_name}(a)", mode="eval").body
    ARITY[_name] = len({"a", "b", "c"} & {getattr(n, "id", "") for n in ast.walk(MEANING[_name])})
    _upright = f"\\{_name}" if f"\\{_name} " in f"{_KNOWN} " else rf"\operatorname{{{_name}}}"
    LATEX[_name] = _latex.strip() or _upright
MANY = ("max", "min")
CONSTANTS = {"pi": math.pi, "e": math.e}
WORDS = [*TIDY, *CONSTANTS]

_PLAIN = str.maketrans("−–·×⋅∗÷₀₁₂₃₄₅₆₇₈₉", "--****/0123456789")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_SPELLED = {"^": "**", "≤": "<=", "≥": ">=", "π": "pi", "√": "sqrt"}
# A textbook's own letters; pi is a constant.
_GREEK = "ΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμνξρστυφχψω"
_VARIANTS = str.maketrans("µϵϑϕϱ", "μεθφρ")
GREEK_LETTERS = {
    unicodedata.name(letter).split()[-1].lower().replace("lamda", "lambda"): letter
    for letter in _GREEK[10:]
}
# n number, v name (f if of a function), s sign, o operator, p raised digits, b bracket, x the rest.
_TOKEN = re.compile(
    r"(?P<n>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
    rf"|(?P<v>[A-Za-z][A-Za-z0-9_]*|[{_GREEK}](?:_?[0-9]+)?|[π√])"
    r"|(?P<o>\*\*|<=|>=|[*/^<>≤≥])|(?P<s>[-+])|(?P<p>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<b>[(),])|(?P<x>\S)"
)
Token = tuple[str, str, int]
"""Kind, text as it was typed, and place of a token."""

_INPUT = re.compile(f"[A-Za-z{_GREEK}][0-9]{{0,3}}")
_PIECE = re.compile("|".join([*sorted(WORDS, key=len, reverse=True), _INPUT.pattern]))

# What other languages write: how it looks; what is wrong; what to write; how the text is changed.
_PYTHON = r"\b(?:np|numpy|jnp|anp|math|cmath|torch)\."
_HABITS: tuple[tuple[str, str, str, str | None], ...] = (
    (_PYTHON, "functions stand alone here", "leave {0} away", ""),
    (
        r"\\[dt]?frac\s*{([^{}]*)}\s*{([^{}]*)}",
        "a fraction has a /",
        r"write (\1)/(\2)",
        r"(\1)/(\2)",
    ),
    (
        r"\b(sin|cos|tan|sinh|cosh|tanh)\s*(?:(?:\^|\*\*)\s*\(?\s*-\s*1\s*\)?|⁻¹)",
        "{0} may be the inverse function or 1 divided by it",
        r"write arc\1(w) or 1/\1(w)",
        r"arc\1",
    ),
    (
        r"(?i)\b(?:nan|inf(?:inity|ty)?)\b",
        "{0} is no number that can be drawn",
        "write a number",
        None,
    ),
    (r"\bmod\b|%", "there is no remainder", "write w - 2*floor(w/2) for w mod 2", None),
    (r"\b(?:and|&&)\b", "conditions are multiplied", "write (0 < w)*(w < 1)", None),
    (
        r"\b(?:not|in|def|lambda\s|for|return|import|else|while)\b",
        "{0} is a word of Python",
        "write an expression, or where(w < 0, a, b) to choose",
        None,
    ),
    (r"\bint\b", "int is a word of Python", "write floor(w), or ceil(w)", "floor"),
    (r"\bround\b", "there is no rounding", "write floor(w + 0.5)", None),
    (r"\bfloat\b", "every number is a float here", "leave float away", ""),
    ("==", "nothing is ever exactly equal", "write where(w < 0, a, b) to choose", None),
    (r"[0-9][eE][-+]\s*$", "the power of ten is missing in {0}", "write 1e-3 for 0.001", None),
)

# Characters without a place in a formula; what to do instead; how the text is changed to that.
_INSTEAD = (
    ("=", "write only what stands to the right of the =", "^.*=", ""),
    ("|", "write abs(w) for |w|", r"\|([^|]+)\|", r"abs(\1)"),
    ("[", "write w0 for w[0]", r"(?<=[A-Za-z])\[([0-9]+)\]", r"\1"),
    ("[{", "write a round bracket", r"[\[{]", "("),
    ("]}", "write a round bracket", r"[\]}]", ")"),
    ("\\$", "leave it away", r"[\\$]", ""),
)
# A pattern of kinds, ending in front of a token b; what is wrong between it and the token a before;
# what to write; how the text from b on is changed to that.  $ is the end.
_SQUARED = r"^((?:\^|\*\*)\s*[0-9]+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s*(\([^()]*\))"
_ORDER = (
    ("(?<=n)n", "an operator is missing", "write + or * there", "", ""),
    ("(?<=[nvp)])[nvf(]", "an operator is missing", "write {a}*{b}", "^", "*"),
    ("(?<=f)[op]", "brackets are missing", "write {a}(w)^2", _SQUARED, r"\2\1"),
    ("(?<=f)[^(]", "brackets are missing", "write {a}(w)", r"^([\w.]+([*^]+[\w.]+)?)", r"(\1)"),
    (r"(?<=f\()[)$]", "an argument is missing", "write {a}w)", "^", "w"),
    ("(?<![nvp)])[op,)$]", "something is missing", "write a number, or a name such as w", "", ""),
)


class FormulaError(ValueError):
    """A typed formula is wrong; the message says what, where, and what to write instead.

    `place` is the index of the character at which the mistake shows, if there is one, and
    `suggestion` a corrected text that can be parsed, if one was found.
    """

    # Where its readers find it, and what they see in a traceback.
    __module__ = "adlite"

    def __init__(
        self, message: str, place: int | None = None, suggestion: str | None = None
    ) -> None:
        super().__init__(message)
        self.place, self.suggestion = place, suggestion


def refuse(what: str, place: int, instead: str, mended: str | None = None) -> NoReturn:
    """Raise the error for a mistake."""
    raise FormulaError(f"{what} (character {place + 1}): {instead}.", place, mended)


def as_python(text: str) -> str:
    """Return a formula as Python writes it, or refuse it for a mistake."""
    if not isinstance(text, str) or not text.strip():
        raise FormulaError("the formula is empty: write one, such as tanh(w)*cos(w) + log(w).", 0)
    if len(text) > LONGEST:
        refuse(f"the formula is longer than {LONGEST} characters", LONGEST, "shorten it")
    text = text.translate(_PLAIN).translate(_VARIANTS)
    _check_habits(text)
    raws = [(str(m.lastgroup), m.group(), m.start()) for m in _TOKEN.finditer(text)]
    raws.append(("$", "the end", len(text)))
    words: list[str] = []
    kinds = ""
    for (kind, raw, place), (_, after, _) in pairwise(raws):
        word = _SPELLED.get(raw, raw)
        if kind == "x":
            _refuse_character(text, raw, place)
        elif kind == "n":
            word = _number(raw, place)
        elif kind == "v":
            word = _known(text, raw, place, called=after == "(")
            kind = "f" if word in MEANING else "v"
        elif kind == "p":
            word = "**" + _number(raw.translate(_RAISED), place)
        elif raw == "+" and not kinds.endswith(("n", "v", "p", ")")):
            word = ""  # a plus in front of a value changes nothing
        kinds += raw if kind == "b" else kind
        words.append(word)
    # The tidy text has no more brackets than operations, so it passes too.
    if max(len(re.findall("[sopf]", kinds)), kinds.count("(")) > MOST:
        refuse(f"there are more than {MOST} operations or brackets", len(text), "shorten it")
    _check_order(text, raws, kinds + "$")
    _check_brackets(text, raws, kinds, words)
    return " ".join(filter(None, words))


def _check_habits(text: str) -> None:
    """Refuse what is right in another language, in words of this one."""
    for pattern, what, instead, better in _HABITS:
        if found := re.search(pattern, text):
            mended = None if better is None else re.sub(pattern, better, text)
            raw = _short(found.group().strip())
            refuse(what.format(raw), found.start(), found.expand(instead).format(raw), mended)
    if found := re.search(r"\\?\b(" + "|".join(GREEK_LETTERS) + r")(?![A-Za-z])", text):
        letter = GREEK_LETTERS[found[1]]
        mended = text[: found.start()] + letter + text[found.end() :]
        refuse(f"{found[1]} is a letter", found.start(), f"write {letter}, or w", mended)


def _refuse_character(text: str, raw: str, place: int) -> NoReturn:
    what = f"{raw!r} has no place in a formula"
    for characters, instead, pattern, better in _INSTEAD:
        if raw in characters and (mended := re.sub(pattern, better, text)) != text:
            refuse(what, place, instead, mended)
    refuse(what, place, "use numbers, names such as w, functions, + - * / ^ and round brackets")


def _number(raw: str, place: int) -> str:
    value = float(raw)
    if abs(value) == math.inf:
        refuse(f"the number {_short(raw)} is too large", place, "write one below 1.7e308")
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _known(text: str, raw: str, place: int, called: bool) -> str:
    """Return the tidy name of a function, a constant or an input."""
    name = re.sub("_(?=[0-9])", "", _SPELLED.get(raw, raw))
    if name in WORDS or _INPUT.fullmatch(name):
        return TIDY.get(name, name)
    pieces = _PIECE.findall(name)
    splits = "".join(pieces) == name and len(pieces) <= 3 and (pieces[-1] in TIDY) == called
    close = difflib.get_close_matches(name.lower(), WORDS, 1)
    if splits and any(len(piece) > 1 and piece in WORDS for piece in pieces):
        better, instead = " ".join(pieces), f"separate {' and '.join(pieces)}"
    elif close:
        better, instead = close[0], f"write {close[0]}"
    elif splits and name not in ("if", "or"):
        better, instead = "*".join(pieces), f"write {'*'.join(pieces)}"
    else:
        instead = "write w, w1, a function such as sin, or where(w < 0, a, b) to choose"
        refuse(f"{_short(raw)} is not known", place, instead)
    mended = text[:place] + better + text[place + len(raw) :]
    refuse(f"{_short(raw)} is not known", place, instead, mended)


def _check_order(text: str, tokens: list[Token], kinds: str) -> None:
    found = [(m.start(), row) for row in _ORDER if (m := re.search(row[0], kinds))]
    if found:
        i, (_, what, instead, start, better) = min(found, key=lambda mistake: mistake[0])
        a, b = _short(tokens[i - 1][1]) if i else "the start", _short(tokens[i][1])
        instead = instead.format(a=a.replace(")", "(...)"), b=b.replace("(", "(...)"))
        place = tokens[i][2]
        mended = text[:place].rstrip() + re.sub(start, better, text[place:], count=1)
        refuse(f"{what} between {a} and {b}", place, instead, mended if better else None)


def _check_brackets(text: str, tokens: list[Token], kinds: str, words: list[str]) -> None:
    opened: list[list[Any]] = []  # place, function, number of arguments
    point = re.sub("(?<=[0-9]),(?=[0-9])", ".", text)
    for i, (_, raw, place) in enumerate(tokens):
        if raw == "(":
            opened.append([place, words[i - 1] if kinds[i - 1 : i] == "f" else "", 1])
        elif raw == "," and opened and opened[-1][1]:
            opened[-1][2] += 1
        elif raw == ",":
            refuse("a comma stands only in functions", place, "write max(w, 1), or 1.5", point)
        elif raw == ")" and not opened:
            mended = text[:place] + text[place + 1 :]
            refuse(
                "the bracket ) closes nothing", place, "leave it away, or write a ( for it", mended
            )
        elif raw == ")":
            _, name, count = opened.pop()
            arity = ARITY.get(name, 1)
            if count < arity or (count > arity and name not in MANY):
                what = f"{name} takes {arity} argument{'s' * (arity > 1)}, not {count}"
                instead = f"write {name}({', '.join('wab'[:arity])})"
                refuse(what, place, instead, point)
    if opened:
        mended = text.rstrip() + ")" * len(opened)
        refuse("the bracket ( is never closed", opened[-1][0], "write a ) for it", mended)


def language() -> dict[str, Any]:
    """Return the tables of this language as JSON can hold them, for a parser in a browser.

    >>> language()["meaning"]["relu"], language()["constants"]["e"] == math.e
    ('maximum(0, a)', True)
    """

    def letters(table: dict[int, int]) -> dict[str, str]:
        return {chr(typed): chr(meant) for typed, meant in table.items()}

    return {
        "longest": LONGEST,
        "most": MOST,
        "tidy": TIDY,
        "arity": ARITY,
        "meaning": {name: ast.unparse(meaning) for name, meaning in MEANING.items()},
        "many": [*MANY],
        "constants": CONSTANTS,
        "letters": letters(_PLAIN) | letters(_VARIANTS),
        "raised": letters(_RAISED),
        "spelled": _SPELLED,
        "greek": GREEK_LETTERS,
        "token": _TOKEN.pattern,
        "input": _INPUT.pattern,
        "habits": [[*habit] for habit in _HABITS],
        "instead": [[*habit] for habit in _INSTEAD],
        "order": [[*mistake] for mistake in _ORDER],
    }


def _short(word: str) -> str:
    return word if len(word) <= 20 else f"{word[:17]}..."
