"""Node, for the tests that hold the browser's judge against Python's."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def node():
    """Run node with some arguments and return what it prints; it must succeed."""
    path = shutil.which("node")
    if path is None:
        reason = "no node found: install Node.js 20 or newer from your system's packages"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)

    def run(*arguments, **options):
        done = subprocess.run(
            [path, *map(str, arguments)],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            **options,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run
