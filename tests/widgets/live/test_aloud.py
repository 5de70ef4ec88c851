"""What a voice says: by the same rules in Python and in the browser (`aloud.test.js`)."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from widgets.live import aloud, say

CASES = json.loads(Path(__file__).with_name("aloud.cases.json").read_text("utf-8"))


@pytest.mark.parametrize(("written", "spoken"), CASES)
def test_mathematics_is_heard_as_words(written, spoken):
    assert aloud(written) == spoken == aloud(spoken)


@pytest.mark.parametrize("x", [1e-8, -2.2e-16, 3.5e7, -0.2234, 12.0, float("inf")])
def test_no_number_loses_its_exponent_or_its_sign(x):
    words = aloud(say(x)).replace("10 to the ", "e").replace(" times ", "").replace("minus ", "-")
    words = words.replace("infinity", "inf")
    assert float(words if not words.strip("-").startswith("e") else words.replace("e", "1e")) == x


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("ε ≈ 10⁻⁸", "minus eight"),
        ("2.2×10⁻¹⁶", "minus sixteen"),
        ("g″", "double prime"),
        ("f′ · h", "prime times"),
        ("c₂₁", "two one"),
        ("tanh(w)", "hyperbolic"),
        ("w^2*sin(w)", "squared times sine"),
    ],
)
def test_a_speech_engine_says_it(written, heard):
    engine = shutil.which("espeak-ng")
    if engine is None:
        pytest.skip("no speech engine found: install espeak-ng from your system's packages")

    def sounds(text):
        command = [engine, "-q", "-x", "-v", "en-gb", text]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", timeout=30, check=True
        )
        return done.stdout.replace("'", "").replace(",", "")

    assert sounds(heard).strip() in " ".join(sounds(aloud(written)).split())
