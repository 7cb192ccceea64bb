from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("tests.docker.effects")


@pytest.fixture(autouse=True)
def _environment() -> Iterator[None]:
    """Do not restore the environment between tests: invocations that are still running use it."""
    yield
