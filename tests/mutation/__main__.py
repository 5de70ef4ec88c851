"""Mutation testing: make one small mistake after another, and see whether the tests notice.

python -m tests.mutation                          all files of targets.py
python -m tests.mutation core/rules.py            only this one
python -m tests.mutation core/rules.py 50 80      only mutants of lines 50 to 80

A mutant that passes all its tests has survived: either a test is missing, or it does what the code
does, and `equal.toml` says why.  Exit code 1 means that a bar of `targets.py` is not met.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections import Counter
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.running import Runner
from tests.mutation.targets import TARGETS, Target

ADLITE = Path(__file__).resolve().parents[2] / "adlite"
EQUAL = tomllib.loads(Path(__file__).with_name("equal.toml").read_text(encoding="utf-8"))


def is_equal(file: str, mutant: Mutant) -> bool:
    """Whether the mutant is known to do what the code does."""
    line = mutant.original.splitlines()[mutant.line - 1]
    return any(
        row["on"] in line and (row["before"], row["after"]) == (mutant.before, mutant.after)
        for row in EQUAL.get(file, [])
    )


def judge(target: Target, first: int, last: int) -> bool:
    """Try the mutants of one file; say which survive, and whether they are few enough."""
    source = (ADLITE / target.file).read_text(encoding="utf-8")
    runner = Runner(target)
    start, seen = time.monotonic(), Counter[str]()
    for mutant in mutants(source):
        if not first <= mutant.line <= last:
            continue
        equal = is_equal(target.file, mutant)
        found = "equal" if equal else runner.run(mutant.source)
        seen[found] += 1
        if found == "survived":
            print(f"{target.file}:{mutant.name}", flush=True)
    tried = sum(seen.values()) - seen["equal"]
    share = 100 * (1 - seen["survived"] / max(tried, 1))
    print(
        f"{target.file}: {tried} mutants, {seen['survived']} survived ({share:.1f} % killed; "
        f"of these {seen['late']} by the time limit), {seen['equal']} more do what the code does; "
        f"{time.monotonic() - start:.0f} s",
        flush=True,
    )
    return share >= target.bar


def main(args: list[str]) -> int:
    names, lines = [a for a in args if not a.isdigit()], [int(a) for a in args if a.isdigit()]
    if unknown := {*names} - {target.file for target in TARGETS}:
        print(f"targets.py has no {' or '.join(sorted(unknown))}", file=sys.stderr)
        return 1
    first, last = lines or (0, 10**6)
    chosen = [target for target in TARGETS if not names or target.file in names]
    return 0 if all([judge(target, first, last) for target in chosen]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
