"""Tests of the console in a real browser. Without one they are skipped; CI never skips them."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import console

MISSING = (
    "no browser was found: the console is not tested. Install Debian's chromium"
    if console.browser() is None
    else "the package playwright is not installed: the console is not tested"
    if importlib.util.find_spec("playwright") is None
    else ""
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A browser for all tests of the console."""
    if MISSING and os.environ.get("CI"):
        pytest.fail(MISSING)
    if MISSING:
        pytest.skip(MISSING)
    with console.chromium() as found:
        yield found


@pytest.fixture(scope="session")
def page_url() -> Iterator[str]:
    """The URL of the page without a stack."""
    with console.served() as url:
        yield url
