"""Each kind of change that Matplotlib knows is shown exactly, or refused with a sentence."""

import pytest

from tests.widgets.live.cases import CASES, REFUSED
from tests.widgets.live.matrix import NEAR, open_page, outcome

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(browser):
    page = open_page(browser)
    yield page
    page.close()


def test_there_are_many_cases_and_few_are_refused():
    assert len(CASES) >= 100 and len(CASES) - len(REFUSED) >= 85


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_exact_or_refused(opened, name):
    found = outcome(opened, name)
    if name in REFUSED:
        assert isinstance(found, str) and REFUSED[name] in found and len(found) < 400
    else:
        assert isinstance(found, list) and len(found) == 5 and max(found) < NEAR, found
