"""A real JupyterLab, driven by Playwright: start it, open a notebook, run all its cells."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat

_ROOT = Path(__file__).parents[2]


@contextmanager
def running_lab(folder: Path, notebooks: Path):
    """Yield the address of a JupyterLab whose own files live in `folder`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(8)
    settings = folder / "config" / "labconfig"
    settings.mkdir(parents=True)
    quiet = {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
        "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    }
    (settings / "default_setting_overrides.json").write_text(json.dumps(quiet))
    places = {"CONFIG": "config", "DATA": "data", "RUNTIME": "runtime"}
    environment = {
        **{name: value for name, value in os.environ.items() if name != "MPLBACKEND"},
        **{f"JUPYTER_{name}_DIR": str(folder / part) for name, part in places.items()},
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_CONFIG_PATH": str(folder / "config"),
        "PYTHONPATH": str(_ROOT),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
               "--expose-app-in-browser", f"--ServerApp.port={port}",
               "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}",
               f"--ServerApp.root_dir={notebooks}"]  # fmt: skip
    with open(folder / "server.log", "w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=notebooks)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_up(f"{address}/api?token={token}", server, folder / "server.log")
        yield lambda name: f"{address}/lab/tree/{name}?token={token}&reset"
    finally:
        server.terminate()
        server.wait(20)


def _wait_until_up(address: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.25)
    raise RuntimeError("JupyterLab did not start:\n" + log.read_text()[-2000:])


def run_all(page, address: str) -> None:
    """Open a notebook and run all its cells, as the menu does; come back when the kernel rests."""
    page.goto(address)
    page.wait_for_function(
        """() => {
          const panel = window.jupyterapp?.shell?.currentWidget;
          return panel?.sessionContext?.isReady
            && panel.sessionContext.session?.kernel?.status === 'idle';
        }""",
        timeout=120_000,
    )
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => {
          const panel = window.jupyterapp.shell.currentWidget;
          return panel.sessionContext.session.kernel.status === 'idle'
            && panel.content.widgets.every(cell => cell.model.type !== 'code'
              || cell.model.sharedModel.source.trim() === '' || cell.model.executionCount);
        }""",
        timeout=120_000,
    )


def watched(page):
    """Return a page that notes in `page.errors` what goes wrong in it."""
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    return page


def curve(explorer) -> str:
    """Return the outline of the function that is drawn: the longest of all."""
    paths = (
        "node => [...node.querySelectorAll('.live-picture svg path')].map(p => p.getAttribute('d'))"
    )
    return max(explorer.node.evaluate(paths), key=lambda d: len(d or ""))


@contextmanager
def opened_notebook(browser, temporary, cells: list[str]):
    """Yield a page with a notebook of these cells, run; what goes wrong is in `page.errors`.

    `page.sent` lists what the page sends to the kernel. `temporary` makes folders.
    """
    notebooks = temporary.mktemp("notebooks")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, notebooks / "explorers.ipynb")
    context = browser.new_context(viewport={"width": 1200, "height": 1600})
    page = watched(context.new_page())
    page.sent = []
    page.on("websocket", lambda ws: ws.on("framesent", lambda frame: page.sent.append(frame)))
    with running_lab(temporary.mktemp("lab"), notebooks) as address:
        run_all(page, address("explorers.ipynb"))
        yield page
        context.close()


def ask(page, code: str) -> str:
    """Run code in the open notebook's kernel, and return what it printed or how it failed."""
    return page.evaluate(
        """async (code) => {
          const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
          const future = kernel.requestExecute({ code });
          let text = '';
          future.onIOPub = (message) => {
            if (message.header.msg_type === 'stream') text += message.content.text;
            if (message.header.msg_type === 'error') text += message.content.evalue;
          };
          await future.done;
          return text.trim();
        }""",
        code,
    )


def wait_until(page, code: str, printed: str) -> None:
    """Wait until code prints this in the kernel, which may be working pictures out."""
    said = ""
    for _ in range(100):
        said = ask(page, code)
        if said == printed:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{code} still prints {said!r}, not {printed!r}")
