"""Writes into cases.json what follows from its items: `python -m tests.widgets.practice.record`.

Written by hand are the items, the answers, and for each its state and its code; the keys and the
sentences are recorded, to be read before they are committed.
"""

import json
from pathlib import Path

from widgets.practice import kinds
from widgets.practice.fill import Fill
from widgets.practice.judge import judge

FILE = Path(__file__).with_name("cases.json")


def make(case):
    kind, options = case["item"]
    options = dict(options)
    if "wrong" in options:
        # JSON has texts for keys only: answers stand in pairs.
        of = {True: lambda given: tuple(given), False: lambda given: given}
        options["wrong"] = {
            of[isinstance(given, list)](given): said if isinstance(said, str) else tuple(said)
            for given, said in options["wrong"]
        }
    return (Fill if kind == "Fill" else getattr(kinds, kind))(id="p1", **options)


def recorded(cases):
    for case in cases:
        case["key"] = make(case).key()
        for answer in case["answers"]:
            verdict = judge(case["key"], answer["given"])
            answer["sentence"], answer["show"] = verdict.sentence, dict(verdict.show)
            if verdict.boxes:
                answer["boxes"] = [*verdict.boxes]
    return cases


if __name__ == "__main__":
    done = recorded(json.loads(FILE.read_text("utf-8")))
    FILE.write_text(json.dumps(done, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
