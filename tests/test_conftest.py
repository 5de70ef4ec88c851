"""What is seen with and without a browser, and when a test leaves something behind."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
ONE_BROWSER_TEST = """
def test_title(page):
    page.goto("data:text/html,<title>w0</title>")
    assert page.title() == "w0"
"""


LEAKS = {
    "an open adlite trace: call its close()": """
        from adlite.core.reverse import ReverseTrace
        ReverseTrace()
    """,
    "other rcParams (lines.linewidth, text.color): use mpl.rc_context()": """
        import matplotlib
        matplotlib.rcParams.update({"lines.linewidth": 9.0, "text.color": "red"})
    """,
    "pyplot figures [7]: use matplotlib.figure.Figure": """
        import matplotlib.pyplot
        matplotlib.pyplot.figure(7)
    """,
    "other warning filters: use warnings.catch_warnings()": """
        import warnings
        warnings.simplefilter("ignore")
    """,
    "running threads (left running): join them": """
        import threading
        threading.Thread(target=threading.Event().wait, name="left running", daemon=True).start()
    """,
}
TIDY = """
    import threading, warnings
    import matplotlib, matplotlib.pyplot as plt
    from adlite import grad
    assert matplotlib.rcParams["lines.linewidth"] == 1.5 and plt.get_fignums() == []
    with matplotlib.rc_context({"lines.linewidth": 9.0}), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plt.close(plt.figure())
        threading.Timer(0.1, grad(abs), [1.0]).start()
        grad(lambda w: w**2)(1.0)
        try:
            grad(lambda w: 1 / 0)(1.0)
        except ZeroDivisionError:
            pass
"""


def run_alone(folder, test, **environment):
    """Run the tests of one file with the conftest of all, where there is no Chromium."""
    shutil.copy(CONFTEST, folder)
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_alone.py").write_text(test)
    kept = {name: value for name, value in os.environ.items() if name not in {"CI", "CHROMIUM"}}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-rsE", "-p", "no:xdist", "-p", "no:nbval"],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**kept, "PATH": "", **environment},
    )


@pytest.mark.browser
def test_a_page_shows_what_it_is_given_at_the_promised_size(page):
    page.goto("data:text/html,<title>w0</title><button onclick='this.textContent=2'>1</button>")
    page.get_by_role("button").click()
    assert page.get_by_role("button").text_content() == "2"
    assert page.title() == "w0"
    assert page.evaluate("[innerWidth, innerHeight]") == [1200, 900]


def test_without_chromium_a_browser_test_is_skipped_and_says_how_to_get_one(tmp_path):
    result = run_alone(tmp_path, ONE_BROWSER_TEST)
    assert result.returncode == 0 and "1 skipped" in result.stdout
    assert "no Chromium found: apt-get install chromium, or set CHROMIUM" in result.stdout


def test_without_chromium_a_browser_test_fails_in_ci(tmp_path):
    result = run_alone(tmp_path, ONE_BROWSER_TEST, CI="true")
    assert result.returncode == 1 and "1 error" in result.stdout
    assert "no Chromium found" in result.stdout


def test_a_chromium_path_that_is_wrong_does_not_pass_for_a_browser(tmp_path):
    result = run_alone(tmp_path, ONE_BROWSER_TEST, CHROMIUM=str(tmp_path / "nowhere"))
    assert result.returncode == 0 and "1 skipped" in result.stdout


def function(name, lines):
    return f"def {name}():\n{textwrap.indent(textwrap.dedent(lines), '    ')}\n"


def test_a_test_that_leaves_something_behind_fails_and_says_what_and_the_next_one_passes(tmp_path):
    # Each is followed by one that leaves nothing, and that could not stand what was left.
    tests = [
        function(f"test_{number}_{kind}", lines)
        for number, leak in enumerate(LEAKS.values())
        for kind, lines in (("leaks", leak), ("tidy", TIDY))
    ]
    result = run_alone(tmp_path, "".join(tests))
    assert f"{2 * len(LEAKS)} passed, {len(LEAKS)} errors" in result.stdout
    said = re.findall(r"teardown of test_\d_leaks _+\nthis test leaves behind (.*)", result.stdout)
    for heard, message in zip(said, LEAKS, strict=True):
        assert heard.startswith(message) and ";" not in heard
