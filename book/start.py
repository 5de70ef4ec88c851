"""Open the book in JupyterLab, with explorers that answer before anything is run.

    python book/start.py                 JupyterLab, with the book's index
    python book/start.py --notebook      Notebook, if it is installed
    python book/start.py --sign          only sign the notebooks

Jupyter lets what a notebook brings along act only if the notebook was signed on this machine. This
signs the book's own notebooks, and of these only such as are byte for byte as they were published
(`notebooks.sha256`). What was changed since, by whomever, Jupyter treats as it treats any other.
"""

import argparse
import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbformat.sign import NotebookNotary

BOOK = Path(__file__).resolve().parent
PUBLISHED = BOOK / "notebooks.sha256"
# nbformat has no types.
_nbformat: Any = nbformat
_notary: Any = NotebookNotary


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, as `sha256sum` prints it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def published() -> dict[str, str]:
    """Return {name of a notebook: digest} as the list has it."""
    lines = PUBLISHED.read_text(encoding="utf-8").split("\n")
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines if line)}


def publish() -> None:
    """Write the list anew, from the notebooks as they are."""
    lines = [f"{digest(path)}  {path.name}\n" for path in sorted(BOOK.glob("*.ipynb"))]
    PUBLISHED.write_text("".join(lines), encoding="utf-8", newline="\n")


def sign(folder: Path = BOOK) -> list[str]:
    """Sign the notebooks of a folder that are as they were published; return the others' names."""
    known, others = published(), []
    notary = _notary()
    # On a new machine Jupyter has not made its own folder yet.
    Path(notary.data_dir).mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.ipynb")):
        if known.get(path.name) == digest(path):
            notary.sign(_nbformat.read(path, as_version=4))
        else:
            others.append(path.name)
    return others


def main() -> int:
    """Sign, and open the book; return the exit status of what opened it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notebook", action="store_true", help="open it in Notebook")
    parser.add_argument("--sign", action="store_true", help="only sign the notebooks")
    options, further = parser.parse_known_args()
    for name in sign():
        print(f"{name} was changed since it was published: run its cells to see it move.")
    if options.sign:
        return 0
    kind = "notebook" if options.notebook else "lab"
    command = [sys.executable, "-m", "jupyter", kind, str(BOOK / "index.ipynb"), *further]
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
