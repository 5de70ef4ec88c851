"""How large is each explorer's page? `python -m benchmarks.pages [NAME ...]`.

Each explorer is made twice, and saved as a page of its own. What is counted:

- *made in*: the processor's time for the second one, in seconds.
- *page*: the page's bytes as a server sends them, deflated by gzip, in kB.
- *scene*, *lines*: the deflated bytes of the picture with its table, and of the tables of lines
  through the values at which the controls stand, in kB. In them:
- *still*, *moving*, *said*: of the picture that does not move, of what moves, of the sentences.
- *positions*: how many each control has; and how many combinations of them are in the table.
"""

import argparse
import gzip
import json
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any

import widgets
from widgets import EXPLORERS, Live

PAGE, ALL, MADE = 120.0, 1500.0, 0.35
COLUMNS = "made in  page scene lines  still moving said   positions of each, and together"


def deflated(content: Any) -> float:
    """Return how many kB something takes as deflated JSON."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return len(zlib.compress(text.encode(), 9)) / 1000


def page_of(explorer: Live) -> float:
    """Return how many kB a server sends for an explorer's page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        explorer.save(path)
        return len(gzip.compress(path.read_bytes(), 9, mtime=0)) / 1000


def measured(name: str) -> tuple[float, float]:
    """Print what an explorer costs; return the time of making it, and its page's kB."""
    make = getattr(widgets, name)
    make()
    begun = time.process_time()
    explorer = make()
    made = time.process_time() - begun
    page = page_of(explorer)
    scene = json.loads(zlib.decompress(explorer.scene))
    lines = json.loads(zlib.decompress(explorer.cross)) if explorer.cross else []
    product = scene["product"]
    parts = (
        *(deflated(scene), deflated(lines) if lines else 0.0, deflated(scene["svg"])),
        *(deflated(product["tracks"]), deflated([product["sentences"], product["said"]])),
    )
    each = " × ".join(str(len(control.positions)) for control in explorer.offered.values())
    kilobytes = "{:5.0f} {:5.0f}  {:5.0f}  {:5.0f} {:4.0f}".format(*parts)
    print(
        f"{name:20} {made:7.2f} {page:5.0f} {kilobytes}   {each}, {len(product['said'])}",
        flush=True,
    )
    return made, page


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="which explorers (all)")
    names = parser.parse_args().names or list(EXPLORERS)
    print(f"{'explorer':20} {COLUMNS}")
    rows = {name: measured(name) for name in names}
    total = sum(page for _, page in rows.values())
    missed = [f"{n}: made in {m:.2f} s, more than {MADE}" for n, (m, _) in rows.items() if m > MADE]
    missed += [f"{n}: {p:.0f} kB, more than {PAGE:.0f}" for n, (_, p) in rows.items() if p > PAGE]
    if total > ALL:
        missed.append(f"all pages: {total:.0f} kB, more than {ALL:.0f}")
    print(f"\n{total:.0f} kB in all")
    print("\n".join(f"MISSED: {miss}" for miss in missed) or "all bars met")


if __name__ == "__main__":
    main()
