"""What a reader with and without a browser sees when the browser tests run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
ONE_BROWSER_TEST = """
def test_title(page):
    page.goto("data:text/html,<title>w0</title>")
    assert page.title() == "w0"
"""


def run_without_chromium(folder, **environment):
    shutil.copy(CONFTEST, folder)
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_page.py").write_text(ONE_BROWSER_TEST)
    kept = {name: value for name, value in os.environ.items() if name not in {"CI", "CHROMIUM"}}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "no:xdist", "-p", "no:nbval"],
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
    result = run_without_chromium(tmp_path)
    assert result.returncode == 0 and "1 skipped" in result.stdout
    assert "no Chromium found: apt-get install chromium, or set CHROMIUM" in result.stdout


def test_without_chromium_a_browser_test_fails_in_ci(tmp_path):
    result = run_without_chromium(tmp_path, CI="true")
    assert result.returncode == 1 and "1 error" in result.stdout
    assert "no Chromium found" in result.stdout


def test_a_chromium_path_that_is_wrong_does_not_pass_for_a_browser(tmp_path):
    result = run_without_chromium(tmp_path, CHROMIUM=str(tmp_path / "nowhere"))
    assert result.returncode == 0 and "1 skipped" in result.stdout
