"""Remake the gallery of record: every picture that is another now, and all words.

python -m tests.gallery                     all explorers
python -m tests.gallery SecantToTangent     only this one
"""

import shutil
import sys

from tests.gallery.record import COMMAND, GALLERY, WORDS, difference, path, states, told, words
from tests.gallery.states import STATES

HEAD = f"# What the explorers say\n\n`{COMMAND}` writes it, of the states of `states.py`.\n"


def main(names: list[str]) -> int:
    """Write what changed of these explorers, or of all, and say what that is."""
    if unknown := [name for name in names if name not in STATES]:
        print(f"no explorer in states.py is called {' or '.join(unknown)}", file=sys.stderr)
        return 1
    said = words() if WORDS.exists() else {}
    for name in names or STATES:
        lines = []
        for state, picture, sentence in states(name):
            file = path(name, state)
            if not file.exists() or difference(file.read_text(encoding="utf-8"), picture):
                file.parent.mkdir(exist_ok=True)
                file.write_text(picture, encoding="utf-8", newline="\n")
                print(f"{file.relative_to(GALLERY)} is drawn anew")
            lines.append(told(state, sentence))
        for stale in {*(GALLERY / name).iterdir()} - {
            path(name, s) for s in ("first", *STATES[name])
        }:
            stale.unlink()
        if said.get(name) != lines:
            print(f"{name} has other words")
        said[name] = lines
    for folder in GALLERY.iterdir():
        if folder.is_dir() and folder.name[0] not in "._" and folder.name not in STATES:
            shutil.rmtree(folder)
    parts = [f"\n## {name}\n\n" + "\n".join(said[name]) + "\n" for name in STATES if name in said]
    WORDS.write_text(HEAD + "".join(parts), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
