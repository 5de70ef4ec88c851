"""The tables of typed formulas for the browser: `python -m widgets.practice.language` writes them.

`language.json` is what `adlite.formulas.language()` returns; a test compares the two.
"""

import json
from pathlib import Path

from adlite.formulas import language

FILE = Path(__file__).with_name("language.json")


def text() -> str:
    """Return the tables as the file has them."""
    return json.dumps(language(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
