"""Execute the notebooks and write them in one normal form.

    python book/execute.py                    every notebook of the book
    python book/execute.py book/index.ipynb   only this one
    python book/execute.py --check            run nothing; fail if a file is not in normal form

A notebook is written only when every one that was asked for ran cleanly. The same sources give
the same bytes, so a difference under version control is always something a reader would see.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from kept import WIDGET_STATE, WIDGET_VIEW, kept
from start import publish

BOOK = Path(__file__).resolve().parent
# nbformat has no types.
_nbformat: Any = nbformat
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}


def read(path: Path) -> NotebookNode:
    """Return a notebook as it stands in its file."""
    notebook: NotebookNode = _nbformat.read(path, as_version=4)
    return notebook


class Client(NotebookClient):
    """Runs a notebook, and keeps each widget as the cell that first showed it left it."""

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.left: dict[str, tuple[dict[str, Any], dict[Any, Any]]] = {}

    async def async_execute_cell(self, cell: NotebookNode, *args: Any, **kwargs: Any) -> Any:
        """Run one cell, and note how it leaves what it shows."""
        cell = await super().async_execute_cell(cell, *args, **kwargs)
        for output in cell.get("outputs", []):
            view = output.get("data", {}).get(WIDGET_VIEW, {}).get("model_id")
            if view in self.widget_state and view not in self.left:
                buffers = self.widget_buffers.get(view, {})
                self.left[view] = dict(self.widget_state[view]), dict(buffers)
        return cell

    def set_widgets_metadata(self) -> None:
        """Put into the notebook's metadata what was noted."""
        for view, (state, buffers) in self.left.items():
            self.widget_state[view], self.widget_buffers[view] = state, buffers
        super().set_widgets_metadata()


def execute(path: Path) -> NotebookNode:
    """Run every cell in a fresh kernel of this environment, in the notebook's own folder."""
    notebook = read(path)
    # A backend named outside would replace the notebooks' inline pictures. Nobody watches this run,
    # and yet its views are wanted.
    outside = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    run = Client(
        notebook,
        kernel_name="python3",
        timeout=60,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    run.execute(env=outside | {"LIVE_VIEWS": "1"})
    return notebook


def refusals(notebook: NotebookNode) -> Iterator[str]:
    """Give one sentence for each output that another run, or nbval, could not reproduce."""
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    if any(model["model_name"] == "OutputModel" for model in state.values()):
        yield "it makes an Output widget, whose contents nbval cannot compare: use display instead"
    for position, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                yield f"cell {position} writes to stderr ({output.text.strip()!r}): make it silent"
            texts = [output.get("text", ""), *output.get("data", {}).values()]
            if any(re.search(r"\bat 0x[0-9a-f]+", text) for text in texts if isinstance(text, str)):
                yield f"cell {position} prints a memory address: print a number or a sentence"


def normalise(notebook: NotebookNode, name: str) -> str:
    """Return the notebook's text with everything removed that says nothing to a reader.

    Views of widgets that need a kernel go too: without one they show an error, where what is stored
    beside them is what a reader should see. The others stay, with what they need (`kept.py`).
    """
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    widgets = kept(notebook, name)
    metadata = METADATA | ({"widgets": {WIDGET_STATE: widgets}} if widgets else {})
    notebook.metadata = _nbformat.from_dict(metadata)
    count = 0
    for position, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{position:02}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": tags} if tags else {}
        if "reveal" in tags:
            # What it prints answers a question: who opens the notebook has to ask for it.
            cell.metadata["jupyter"] = {"outputs_hidden": True}
        if cell.cell_type != "code":
            continue
        executed = cell.execution_count is not None
        count += executed
        cell.execution_count = count if executed else None
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count
            if output.output_type == "error":
                output.traceback = [f"{output.ename}: {output.evalue}"]
        cell.outputs = [output for output in cell.outputs if output.get("data") != {}]
    text: str = _nbformat.writes(_nbformat.from_dict(notebook))
    return text.rstrip("\n") + "\n"


def is_normal(path: Path) -> bool:
    """Say whether the file is exactly as this script would write it."""
    text = path.read_text(encoding="utf-8")
    return normalise(_nbformat.reads(text, as_version=4), path.stem) == text


def main(arguments: list[str] | None = None) -> int:
    """Execute or check the notebooks named on the command line; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, help="notebooks; all of book/ if none")
    parser.add_argument("--check", action="store_true", help="only compare, run nothing")
    options = parser.parse_args(arguments)
    problems, texts = [], {}
    for path in options.paths or sorted(BOOK.glob("*.ipynb")):
        path = path.resolve()
        if options.check:
            if not is_normal(path):
                problems.append(f"{path.name} is not in normal form: run book/execute.py on it.")
            continue
        print(f"executing {path.name}", flush=True)
        try:
            notebook = execute(path)
        except CellExecutionError as error:
            problems.append(f"{path.name} was not written, a cell raised:\n{error}")
            continue
        problems += [f"{path.name} was not written: {refusal}." for refusal in refusals(notebook)]
        texts[path] = normalise(notebook, path.stem)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    if any(path.parent == BOOK for path in texts):
        publish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
