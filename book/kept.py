"""What a notebook keeps of its explorers, so that they answer before anything is run.

JupyterLab and Notebook find the widgets of a trusted notebook in its metadata. What the kernel has
told of them is kept there in the same form each time: under ids that count, only what is shown, and
the code and the style that all share only once.
"""

import base64
import hashlib
import json
import re
from typing import Any

from widgets.live import page

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
State = dict[str, Any]

_REFERENCE = re.compile(r"IPY_MODEL_(\w+)")
# A front end that is another model's: it asks that model for its code when it is shown.
_BORROWED = """const codeOf = async (model) => {
  const lender = await model.widget_manager.get_model("LENDER");
  const address = URL.createObjectURL(new Blob([lender.get("_esm")], { type: "text/javascript" }));
  try {
    return (await import(address)).default;
  } finally {
    URL.revokeObjectURL(address);
  }
};
export default { render: async ({ model, el }) => (await codeOf(model)).render({ model, el }) };
"""


def kept(notebook: Any, name: str) -> State:
    """Take the views and the state of a notebook's widgets into a form that does not change.

    The views in its outputs get the new ids; what is returned belongs into its metadata. Models
    that no view needs are left out, and views of what does nothing without a kernel.
    """
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    views = []
    for output in _with_views(notebook):
        if _lives_alone(state, output.data[WIDGET_VIEW]["model_id"]):
            views.append(output)
        else:
            del output.data[WIDGET_VIEW]
            output.metadata.pop(WIDGET_VIEW, None)
    shown = _needed(state, [output.data[WIDGET_VIEW]["model_id"] for output in views])
    ids = {model: _id(name, number) for number, model in enumerate(shown)}
    for output in views:
        view = output.data[WIDGET_VIEW]
        output.data[WIDGET_VIEW] = view | {"model_id": ids[view["model_id"]]}
    models = _renamed({ids[model]: state[model] for model in shown}, ids)
    for model in models.values():
        model["buffers"] = [_tight(buffer) for buffer in model.get("buffers", [])]
    _put_to_sleep(models)
    return {"version_major": 2, "version_minor": 0, "state": models} if models else {}


def _with_views(notebook: Any) -> list[Any]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output for output in outputs if WIDGET_VIEW in output.get("data", {})]


def _lives_alone(state: State, view: str) -> bool:
    """Whether there is a front end in what a view shows that needs no kernel."""
    return any("_esm" in state[model]["state"] for model in _needed(state, [view]))


def _needed(state: State, views: list[str]) -> list[str]:
    """Return the models of these views, and those that they speak of, each once."""
    found: dict[str, None] = {}
    waiting = views[::-1]
    while waiting:
        model = waiting.pop()
        if model in found or model not in state:
            continue
        found[model] = None
        waiting += _REFERENCE.findall(json.dumps(state[model]["state"]))[::-1]
    return list(found)


def _id(name: str, number: int) -> str:
    return hashlib.sha256(f"{name} {number}".encode()).hexdigest()[:32]


def _renamed(models: State, ids: dict[str, str]) -> State:
    """Let all speak of each other by their new ids."""
    text = json.dumps(models)
    for old, new in ids.items():
        text = text.replace(old, new)
    renamed: State = json.loads(text)
    return renamed


def _tight(buffer: dict[str, Any]) -> dict[str, Any]:
    """Return a buffer deflated as far as it goes, if it is one of ours."""
    if buffer["path"][0] not in page.PACKED:
        return buffer
    return buffer | {"data": page.as_text(base64.b64decode(buffer["data"]))}


def _put_to_sleep(models: State) -> None:
    """Leave code and style with one model of those that have the same, for the others to ask.

    None of them has a kernel.
    """
    lenders: dict[str, str] = {}
    for number, model in models.items():
        state = model["state"]
        if "_esm" not in state:
            continue
        state["asleep"] = True
        if state["_esm"].startswith(_BORROWED[:30]):
            continue
        lender = lenders.setdefault(state["_esm"], number)
        if lender != number:
            state["_esm"] = _BORROWED.replace("LENDER", lender)
            state["_css"] = ""
