"""The judge: what an answer is, and what is said to it. `judge.js` judges the same in a page.

Both get an item's key, which is data, and the answer as it was given; `None` is "no idea".
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import adlite

from ..live import say
from .fingerprints import same
from .item import TEXTS

# How much farther off than allowed a number may be and still count as nearly right.
ROUGH = 3
SAID = TEXTS["verdict"]
Key = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What is said to an answer.

    `state` is "right", "almost", "not yet", "shown" (to whom has no idea), or "open" if the answer
    could not be read and nothing is committed. `code` names the idea that was recognised, "" if
    none was, and `show` says where a formula gives itself away: its w, what is given, what is true.
    `boxes` are the states of a graph's boxes: as above, or "carried" if a number follows from
    numbers of the reader that are not right.
    """

    state: str
    code: str
    sentence: str
    show: Mapping[str, float] = field(default_factory=dict)
    boxes: Sequence[str] = field(default_factory=list)


def judge(key: Key, given: Any) -> Verdict:
    """Return what an answer is, and what is said to it.

    >>> from widgets.practice.kinds import Number
    >>> item = Number(id="p1", ask="How many?", number=10, wrong={100: ("SQUARE", "One-sided.")})
    >>> judge(item.key(), "1e1").state, judge(item.key(), "100").sentence
    ('right', 'One-sided.')
    >>> judge(item.key(), None).sentence
    'The answer: 10.'
    >>> judge(item.key(), "ten").sentence
    'ten is not known (character 1): write tan.'

    """
    if given is None:
        return Verdict("shown", "", _with_reason(SAID["shown"].format(**key), key))
    if given in ("", [], {}):
        return Verdict("open", "", TEXTS["complaint"]["nothing"])
    return _JUDGES[key["kind"]](key, given)


def _with_reason(sentence: str, key: Key) -> str:
    return f"{sentence} {key['because']}".strip()


def _right(key: Key) -> Verdict:
    return Verdict("right", "", _with_reason("" if key["because"] else SAID["right"], key))


def _recognised(idea: Mapping[str, Any], show: Mapping[str, float] | None = None) -> Verdict:
    state, show = "almost" if idea["almost"] else "not yet", show or {}
    return Verdict(state, idea["code"], _filled(idea["sentence"], show), show)


def _filled(sentence: str, show: Mapping[str, float]) -> str:
    for name, value in show.items():
        sentence = sentence.replace(f"{{{name}}}", say(value))
    return sentence


class Unreadable(ValueError):
    """What was typed is neither a number nor a formula; the message says why."""


def typed_number(text: str) -> float:
    """Return the number that a text is: 0.5, 0,5, 1/8, 10^-3, 2×10⁻¹⁶, pi/4.

    >>> typed_number("0,5"), typed_number("2×10⁻³")
    (0.5, 0.002)
    """
    text = text if "(" in text else re.sub("(?<=[0-9]),(?=[0-9])", ".", text)
    try:
        formula = adlite.parse(text)
    except adlite.FormulaError as error:
        raise Unreadable(str(error)) from None
    complaint = TEXTS["complaint"]
    if formula.inputs != ("w",) or re.search(r"\bw\b", formula.formula):
        letter = formula.inputs[0]
        raise Unreadable(complaint["number"].format(given=text.strip(), letter=letter))
    value = float(formula(math.nan))
    if not math.isfinite(value):
        raise Unreadable(complaint["endless"].format(given=text.strip()))
    return value


def _judge_number(key: Key, given: Any) -> Verdict:
    try:
        value = typed_number(given) if isinstance(given, str) else float(given)
    except Unreadable as error:
        return Verdict("open", "", str(error))
    if _near(value, key["truth"], key["within"]):
        return _right(key)
    for idea in key["wrong"]:
        if _near(value, idea["value"], idea["within"]):
            return _recognised(idea)
    if _near(value, key["truth"], ROUGH * key["within"]):
        return Verdict("almost", "ROUGH", SAID["rough"])
    return Verdict("not yet", "", SAID["number"])


def _near(value: float, target: float, within: float) -> bool:
    # A typed 10.1 is within 0.01 of 10, whatever the last digit of the product says.
    return abs(value - target) <= within * (abs(target) or 1) * (1 + 1e-9)


def _judge_fill(key: Key, given: Sequence[Any]) -> Verdict:
    boxes, within = key["boxes"], key["within"]
    numbers: list[float | None] = []
    for at, box in enumerate(boxes):
        try:
            numbers.append(_number_or_none(given[at] if at < len(given) else None))
        except Unreadable as error:
            said = SAID["box_unread"].format(node=box["node"], complaint=error)
            return Verdict("open", "", said)
    if all(number is None for number in numbers):
        return Verdict("open", "", TEXTS["complaint"]["nothing"])
    states = [_box_state(at, boxes, numbers, within) for at in range(len(boxes))]
    if {*states} == {"right"}:
        return replace(_right(key), boxes=states)
    order = range(len(boxes))[:: -1 if key["backward"] else 1]
    # The first that is not right: there all that it is made of is right, or not there.
    first = next((at for at in order if states[at] in ("not yet", "carried")), None)
    if first is None:
        node = boxes[next(at for at in order if states[at] == "open")]["node"]
        return Verdict("almost", "MISSING", SAID["box_missing"].format(node=node), boxes=states)
    box, number = boxes[first], numbers[first]
    assert number is not None
    ideas = (idea for idea in key["wrong"] if idea["box"] == first)
    idea = next((i for i in ideas if _near(number, i["value"], i["within"])), None)
    if idea:
        found = _recognised(idea)
    elif states[first] == "carried" or _near(number, box["truth"], ROUGH * within):
        found = Verdict("almost", "ROUGH", SAID["box_rough"].format(node=box["node"]))
    else:
        found = Verdict("not yet", "", box["help"])
    states[first] = found.state
    return replace(found, state="not yet" if "not yet" in states else found.state, boxes=states)


def _number_or_none(given: Any) -> float | None:
    """Return what stands in a box, None if nothing does."""
    if isinstance(given, str):
        return typed_number(given) if given.strip() else None
    return None if given is None else float(given)


def _box_state(
    at: int, boxes: Sequence[Mapping[str, Any]], numbers: Sequence[float | None], within: float
) -> str:
    number, terms = numbers[at], boxes[at]["terms"]
    if number is None:
        return "open"
    if _near(number, boxes[at]["truth"], within):
        return "right"
    theirs, exact = 0.0, 0.0
    for child, slope in terms:
        found, truth = numbers[child], boxes[child]["truth"]
        if found is None:
            return "not yet"
        # Who rounds what is right may have gone on with more digits, or with those that are seen.
        theirs += slope * found
        exact += slope * (truth if _near(found, truth, within) else found)
    carried = _near(number, theirs, within) or _near(number, exact, within)
    return "carried" if terms and carried else "not yet"


def _judge_choice(key: Key, given: Any) -> Verdict:
    chosen = [given] if isinstance(given, str) else [*given]
    if {*chosen} == {*key["truth"]}:
        return _right(key)
    for idea in key["wrong"]:
        if idea["option"] in chosen:
            return _recognised(idea)
    return Verdict("almost", "MISSING", SAID["missing"])


def _judge_order(key: Key, given: Sequence[str]) -> Verdict:
    for at, label in enumerate(given):
        missing = [other for other in key["after"].get(label, []) if other not in given[:at]]
        if missing:
            for idea in key["wrong"]:
                if idea["label"] == label:
                    return _recognised(idea)
            return Verdict("not yet", "EARLY", SAID["early"].format(label=label, needed=missing[0]))
    return _right(key)


def _judge_match(key: Key, given: Mapping[str, str]) -> Verdict:
    missed = [left for left, right in key["truth"].items() if given.get(left) != right]
    if not missed:
        return _right(key)
    for left in missed:
        for idea in key["wrong"]:
            if (idea["left"], idea["right"]) == (left, given.get(left)):
                return _recognised(idea)
    all_pairs = len(key["truth"])
    sentence = SAID["mismatch"].format(count=all_pairs - len(missed), all=all_pairs, left=missed[0])
    # Two pairs that have changed places are the least that can be amiss.
    state = "almost" if len(missed) == 2 < all_pairs else "not yet"
    return Verdict(state, "MISMATCH", sentence)


def _judge_formula(key: Key, given: str) -> Verdict:
    try:
        formula = adlite.parse(given)
    except adlite.FormulaError as error:
        return Verdict("open", "", str(error))
    foreign = [name for name in formula.inputs if name not in key["inputs"]]
    if foreign:
        names = ", ".join(key["inputs"])
        said = TEXTS["complaint"]["input"].format(letter=foreign[0], inputs=names)
        return Verdict("open", "", said)
    yours, truth = [float(formula(w)) for w in key["at"]], key["truth"]
    if same(truth, yours):
        return _right(key)
    farthest = max(range(len(truth)), key=lambda i: _apart(yours[i], truth[i]))
    show = {"w": key["at"][farthest], "yours": yours[farthest], "truth": truth[farthest]}
    for idea in key["wrong"]:
        if same(idea["values"], yours):
            return _recognised(idea, show)
    codes = TEXTS["codes"]
    factors = [y / t for y, t in zip(yours, truth, strict=True) if abs(t) > 1e-9]
    if factors and factors[0] and same([factors[0]] * len(factors), factors):
        show = {**show, "factor": factors[0]}
        return _recognised(codes["FACTOR"] | {"code": "FACTOR"}, show)
    offsets = [y - t for y, t in zip(yours, truth, strict=True)]
    if key["slope"] and same([offsets[0]] * len(offsets), offsets):
        show = {**show, "offset": offsets[0]}
        return _recognised(codes["OFFSET"] | {"code": "OFFSET"}, show)
    if math.isfinite(show["yours"]):
        sentence = SAID["counter" if key["slope"] else "counter_value"]
    else:
        sentence = SAID["undefined"]
        del show["yours"]
    return Verdict("not yet", "", _filled(sentence, show), show)


def _apart(yours: float, truth: float) -> float:
    return abs(yours - truth) / (1 + abs(truth)) if math.isfinite(yours) else math.inf


_JUDGES = {
    "number": _judge_number,
    "choice": _judge_choice,
    "order": _judge_order,
    "match": _judge_match,
    "formula": _judge_formula,
    "fill": _judge_fill,
}
