"""The promises of README.md, pyproject.toml, environment.yml and constraints.txt, held together."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME = PYPROJECT["project"]["dependencies"]
GROUPS = [line for group in PYPROJECT["dependency-groups"].values() for line in group]
REQUIREMENTS = [Requirement(line) for line in [*RUNTIME, *GROUPS] if isinstance(line, str)]

PRE_COMMIT = ".pre-commit-config.yaml"
OPEN_THE_BOOK = "pip install uv && uv run python book/start.py"
RUN_THE_TESTS = "pip install uv && uv run --group test pytest"

MOST_LINES = 320
LONGER_FOR_A_REASON = {
    "book/questions/B07.toml": "a table for each of the questions of the longest section",
    "tests/widgets/live/cases.py": "a table with a line or two for each kind of change",
    "tests/widgets/practice/cases.json": "what is said to each answer, recorded for two judges",
    "widgets/practice/language.json": "a table with a line for each word of formulas",
}

# Written so that none of them matches this file.
MACHINE_PATHS = r"(?<![\w.])/(?:home|root|tmp|work|opt|mnt|Users)/\w|\b[A-Z]:\\+Users\b"
REGISTRY_HOSTS = (
    r"pypi\.org|pythonhosted\.org|anaconda\.(?:org|com)|npmjs\.(?:org|com)|yarnpkg\.com"
    r"|(?:deb|security)\.debian\.org|jsdelivr\.net|unpkg\.com|file:///\w"
)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def pins():
    return dict(line.split("==") for line in read("constraints.txt").splitlines())


def fenced(language):
    """The lines of README.md's code blocks in one language, block by block."""
    return re.findall(rf"^```{language}\n(.*?)^```", read("README.md"), re.M | re.S)


def tracked():
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listing.returncode:
        pytest.skip("this folder is not a Git checkout")
    return [path for name in listing.stdout.splitlines() if (path := ROOT / name).is_file()]


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.name)
def test_each_dependency_has_both_bounds_and_a_pin_between_them(requirement):
    assert {spec.operator for spec in requirement.specifier} == {">=", "<"}
    assert pins()[canonicalize_name(requirement.name)] in requirement.specifier


def test_a_constraint_is_a_name_and_a_version_and_nothing_else():
    for line in read("constraints.txt").splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*", line)


def test_conda_gets_what_readers_and_tests_need_with_the_same_bounds():
    *packages, pip = yaml.safe_load(read("environment.yml"))["dependencies"]
    python = "python" + PYPROJECT["project"]["requires-python"]
    tests = PYPROJECT["dependency-groups"]["test"]
    # What conda-forge calls playwright is another program than what PyPI calls so.
    (from_pip,) = (line for line in tests if line.startswith("playwright"))
    assert packages == [python, "pip", *RUNTIME, *(line for line in tests if line != from_pip)]
    assert pip == {"pip": ["-e .", from_pip]}


def test_checks_before_a_commit_are_those_of_ci():
    hooks = {hook["repo"]: hook["rev"] for hook in yaml.safe_load(read(PRE_COMMIT))["repos"]}
    for repository, tool in (("ruff-pre-commit", "ruff"), ("mirrors-mypy", "mypy")):
        (rev,) = (rev for repo, rev in hooks.items() if repo.endswith(f"/{repository}"))
        assert rev == f"v{pins()[tool]}"


def test_the_version_is_the_same_wherever_it_is_written():
    version = PYPROJECT["project"]["version"]
    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["version"] == version
    assert citation["license"] == PYPROJECT["project"]["license"]
    assert [author["name"] for author in citation["authors"]] == [
        author["name"] for author in PYPROJECT["project"]["authors"]
    ]
    assert re.search(
        rf"^## \[{re.escape(version)}\]|will be {re.escape(version)}\.", read("CHANGELOG.md"), re.M
    )


def test_hosted_tests_call_the_script_of_ci_and_cover_every_python():
    jobs = yaml.safe_load(read(".github/workflows/tests.yml"))["jobs"]
    runs = [step.get("run") for step in jobs["everything"]["steps"]]
    assert "bash .ci/run" in runs
    matrix = jobs["without-browser"]["strategy"]["matrix"]
    named = [line.rpartition(" ")[2] for line in PYPROJECT["project"]["classifiers"]]
    assert matrix["python"] == [name for name in named if name.startswith("3.")]
    assert matrix["os"] == ["macos-latest", "windows-latest"]


def test_a_reader_is_not_given_the_test_group():
    assert PYPROJECT["tool"]["uv"]["default-groups"] == []


def test_the_readme_has_the_two_commands_and_ci_runs_them():
    one_liners = [block.strip() for block in fenced("sh")]
    ci = read(".ci/run").splitlines()
    assert OPEN_THE_BOOK in one_liners and RUN_THE_TESTS in one_liners
    assert ci[-1] == RUN_THE_TESTS
    opening = OPEN_THE_BOOK.partition(" && ")[2].removesuffix(" book/index.ipynb")
    assert any(line.endswith(f"{opening} --version") for line in ci)


def test_the_readmes_own_function_examples_run():
    namespace = {}
    for block in fenced("python"):
        *setup, shown = block.strip().splitlines()
        exec("\n".join(setup), namespace)
        assert len(repr(eval(shown, namespace)).split()) > 5


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_what_a_page_names_is_there(page):
    rooms = r"(?:book|\.ci|docs|adlite|widgets|tests|benchmarks)/[\w./]*"
    named = re.findall(rf"[`(\"]({rooms})|\b(?:pytest|python|ruff) [^`\n]*?({rooms})", read(page))
    for name in [first or second for first, second in named]:
        assert (ROOT / name).exists(), name
    for module in re.findall(r"python -m ((?:benchmarks|tests)\.\w+)", read(page)):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


def test_the_readme_shows_where_to_find_what_newcomers_look_for():
    found = {
        "the derivative of tanh": ("adlite/core/rules.py", "elementwise(np.tanh,"),
        "the secant": ("widgets/derivative/secant_to_tangent.py", "class SecantToTangent("),
        "`2w`": ("adlite/formulas/grammar.py", "an operator is missing"),
    }
    rows = [line for line in read("README.md").splitlines() if line.startswith("|")]
    for asked, (file, words) in found.items():
        (row,) = (row for row in rows if asked in row)
        assert file in row and words in read(file)


def test_the_readmes_badges_are_true():
    oldest = PYPROJECT["project"]["requires-python"].removeprefix(">=")
    said = {
        "python": f"{oldest} or newer",
        "code": PYPROJECT["project"]["license"],
        "pages": re.search(r"CC BY \d\.\d", read("book/LICENSE"))[0],
    }
    for name, text in said.items():
        assert f"![{name}: {text}](docs/badges/{name}.svg)" in read("README.md")
        assert f"<title>{name}: {text}</title>" in read(f"docs/badges/{name}.svg")


def test_the_readme_names_the_textbook_and_its_independence():
    text = " ".join(read("README.md").replace(">", "").split())
    for words in ("Watt", "Borhani", "Katsaggelos", "Machine Learning Refined", "2nd edition"):
        assert words in text
    assert "Cambridge University Press, 2020" in text and "independent" in text


def test_no_file_names_this_machine_or_a_registry():
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="ignore")
        found = re.findall(f"{MACHINE_PATHS}|{REGISTRY_HOSTS}", text)
        assert found == [], path.relative_to(ROOT)


def test_files_are_short():
    data = {".ipynb", ".png", ".svg"}
    for path in tracked():
        name = str(path.relative_to(ROOT))
        if path.suffix not in data and name not in LONGER_FOR_A_REASON:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            assert lines <= MOST_LINES, f"{name} has {lines} lines"
