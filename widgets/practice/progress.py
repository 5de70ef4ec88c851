"""A class's answers on one page, from the files that its students saved.

python -m widgets.practice.progress answers/*.json --questions book/questions/*.toml --to class.html
"""

import argparse
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..live import InputError
from .question import Question
from .sheet import Questions

# Of one question's ideas so many are shown, the most frequent first.
_MOST = 4
_SURE = "sure"
_STYLE = """
:root { color-scheme: light dark; --line: light-dark(#c8ccd2, #444a52); }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; }
th[scope=row] { width: 45%; font-weight: normal; } td { font-variant-numeric: tabular-nums; }
meter { width: 6rem; } ul { margin: 0; padding-left: 1.1rem; } small { opacity: .8; }
td[data-of] { white-space: nowrap; }
@media (max-width: 40rem) {
  table, tbody, tr, th, td { display: block; border: 0; } th[scope=row] { width: auto; }
  thead { position: absolute; clip-path: inset(50%); } td { padding: 0 .5rem; }
  tr { border-bottom: 1px solid var(--line); padding-bottom: .5rem; }
  td[data-of]::before { content: attr(data-of) ": "; }
}
"""


@dataclass
class Heard:
    """What a class answered to one question.

    `first` are those who were right at once, `later` those who were right in the end, and `ideas`
    counts the codes of all answers that missed, each once for a student; `sure` those of them that
    were given for sure.
    """

    id: str
    people: int = 0
    first: int = 0
    later: int = 0
    ideas: Counter[str] = field(default_factory=Counter)
    sure: Counter[str] = field(default_factory=Counter)

    @property
    def missed(self) -> float:
        """The share of those who answered and were not right at once."""
        return 1 - self.first / self.people

    def add(self, answered: Mapping[str, Any]) -> None:
        """Count a student's answer."""
        codes = answered.get("codes") or [answered["code"]]
        right = answered["state"] == "right"
        self.people += 1
        self.first += right and answered["tries"] == 1
        self.later += right and answered["tries"] > 1
        for code in {*codes} - {""}:
            self.ideas[code] += 1
            self.sure[code] += answered["sure"] == _SURE and code == codes[0]


def read_answers(path: Path) -> dict[str, Any]:
    """Return the answers of a file that a reader saved, by the ids of their questions.

    Raises:
        InputError: it is no such file.

    """
    try:
        kept = json.loads(path.read_text("utf-8"))
        items = dict(kept["items"])
        if kept["v"] != 1 or any(
            not {"state", "code", "tries", "sure"} <= {*a} for a in items.values()
        ):
            raise ValueError
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise InputError(
            f"{path.name} is no file of answers: take one that a reader saved by Save my answers."
        ) from None
    return items


def heard(classes: Iterable[Mapping[str, Any]]) -> list[Heard]:
    """Return what was answered to each question, what most have missed first.

    >>> one = {"state": "right", "code": "", "codes": ["SIGN", ""], "tries": 2, "sure": "sure"}
    >>> two = {"state": "right", "code": "", "codes": [""], "tries": 1, "sure": ""}
    >>> (of_p1,) = heard([{"B03.p1": one}, {"B03.p1": two}])
    >>> of_p1.people, of_p1.first, of_p1.later, of_p1.ideas["SIGN"], of_p1.sure["SIGN"]
    (2, 1, 1, 1, 1)
    """
    found: dict[str, Heard] = {}
    for student in classes:
        for name, answered in student.items():
            found.setdefault(name, Heard(name)).add(answered)
    return sorted(found.values(), key=lambda each: (-each.missed, _natural(each.id)))


def page(found: list[Heard], students: int, asked: Mapping[str, Question]) -> str:
    """Return a web page with a row for each question, in words where its file is known."""
    rows = "\n".join(_row(each, students, asked.get(each.id)) for each in found)
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>What a class answered</title>'
        f"<style>{_STYLE}</style></head>\n<body><main><h1>What a class answered</h1>\n"
        f"<p>{students} {'student' if students == 1 else 'students'}, {len(found)} questions; what "
        "was missed most comes first. An idea counts once for a student, also where the answer was "
        'right in the end. "Sure" were those who said so before they were told.</p>\n'
        '<table><thead><tr><th scope="col">question</th><th scope="col">right at once</th>'
        '<th scope="col">in the end</th><th scope="col">ideas that missed</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></main></body></html>\n"
    )


def _row(each: Heard, students: int, question: Question | None) -> str:
    words = question.item.ask if question else ""
    sentences = dict(_sentences(question)) if question else {}
    ideas = "".join(
        f"<li><b>{count}</b> {html.escape(sentences.get(code, code))} <small>"
        f"{html.escape(code)}{f', {each.sure[code]} sure' if each.sure[code] else ''}</small></li>"
        for code, count in each.ideas.most_common(_MOST)
    )
    at_once = f"{each.first} of {each.people} right at once"
    return (
        f'<tr><th scope="row">{html.escape(words)} <small>{html.escape(each.id)}, answered by '
        f'{each.people} of {students}</small></th><td data-of="right at once">'
        f'<meter max="{each.people}" value="{each.first}" aria-label="{at_once}"></meter> '
        f"{each.first}/{each.people}</td>"
        f'<td data-of="in the end">{each.first + each.later}/{each.people}</td>'
        f"<td><ul>{ideas}</ul></td></tr>"
    )


def _sentences(question: Question) -> Iterator[tuple[str, str]]:
    """Yield a code and what is said to it; where a code stands for several answers, the first."""
    for idea in reversed(question.key["wrong"]):
        yield idea["code"], idea["sentence"]


def _natural(name: str) -> list[tuple[int, str]]:
    """Return what sorts p2 before p10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


def main(arguments: list[str] | None = None) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answers", nargs="+", type=Path, help="what students saved, one file each")
    parser.add_argument("--questions", nargs="*", type=Path, default=[], help="files of questions")
    parser.add_argument("--to", type=Path, default=Path("class.html"), help="the page")
    options = parser.parse_args(arguments)
    try:
        students = [read_answers(path) for path in options.answers]
        sheets = [Questions(path) for path in options.questions]
        asked = {q.item.id: q for sheet in sheets for q in map(sheet, sheet)}
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    options.to.write_text(page(heard(students), len(students), asked), "utf-8")
    print(f"{options.to}: {len(students)} students")
    return 0


if __name__ == "__main__":
    sys.exit(main())
