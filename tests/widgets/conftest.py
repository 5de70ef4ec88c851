"""Node, for the tests of what runs in a browser; without it they are skipped, in CI they fail."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NO_NODE = "no node found: install Node.js 20 or newer from your system's packages"


def missing(reason):
    """Skip the test that needs what is missing, but in CI let it fail."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture
def node():
    """Run node with some arguments and return what it prints; it must succeed."""
    path = shutil.which("node")
    if path is None:
        missing(NO_NODE)

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
