from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("tests.docker.effects")


@pytest.fixture(autouse=True)
def _environment() -> Iterator[None]:
    """Leave the environment alone between tests: invocations under way go on with it."""
    yield
