"""Fixtures: a shop in this process, on moto (one thread) or on ministack (many threads)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

for name, value in {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
    "AWS_EC2_METADATA_DISABLED": "true",
}.items():
    os.environ.setdefault(name, value)

from tests.support.cloud import Shop  # noqa: E402 - credentials first

ON_STACK = ("tests/local/", "tests/console/test_shop.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Two processes may run the tests (pytest-xdist). There is one deployed stack, so one of them
    runs all tests that need it. (Groups by a mark do not work: pytest-xdist 3.8 writes them into
    the ids of the tests, which pytest 9.2 does not read again.)"""
    from xdist.scheduler import LoadScopeScheduling

    class OneStack(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "the stack" if nodeid.startswith(ON_STACK) else nodeid

    return OneStack(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("local") and not item.nodeid.startswith(ON_STACK):
            raise pytest.UsageError(f"{item.nodeid} needs the stack, but ON_STACK lacks its file.")


@pytest.fixture(autouse=True)
def _environment() -> Iterator[None]:
    """Restore the environment variables after each test."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[object]:
    from tests.support.wechat import RunningSandbox

    with RunningSandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(_sandbox: object) -> object:
    _sandbox.reset()  # type: ignore[attr-defined]
    return _sandbox


@pytest.fixture
def shop(sandbox: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop on moto: fast, but with one thread only, because moto's writes are not atomic."""
    from shop.alerts import pace
    from shop.desk import rebuild
    from wxcloud import batch

    monkeypatch.setattr(batch, "THREADS", 1)
    monkeypatch.setattr(rebuild, "THREADS", 1)
    monkeypatch.setattr(rebuild, "WAIT_S", 0)  # there is one process
    monkeypatch.setattr(pace, "_sleep", lambda ms: made.clock.advance(ms))
    from moto import mock_aws
    from moto.core.config import default_user_config

    default_user_config["core"]["passthrough"] = {"urls": [r"http://127\.0\.0\.1.*"]}
    with mock_aws():
        made = Shop(None, sandbox)
        yield made
        made.close()


@pytest.fixture
def engine(sandbox: object) -> Iterator[Shop]:
    """A shop on ministack: writes are atomic and units are counted, so tests may use threads."""
    from tests.support.engine import start

    made = Shop(start(), sandbox)
    yield made
    made.close()


@pytest.fixture
def no_wechat(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeChat Pay answers at once, and knows of no payment: for tests of our own tables."""
    from wxcloud.wechat.pay import calls
    from wxcloud.wechat.pay.model import PaymentFields

    fields = {"timeStamp": "0", "nonceStr": "", "signType": "RSA", "paySign": ""}
    payment = PaymentFields(package="prepay_id=1", **fields)
    monkeypatch.setattr(calls, "prepay", lambda *order: payment)
    monkeypatch.setattr(calls, "get", lambda order_id: None)
