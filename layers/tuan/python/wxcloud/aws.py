"""One botocore session and one client per service, made at first use and shared by all code.

A client costs tens of milliseconds and several MiB, so no other module makes one.
"""

from __future__ import annotations

import threading
from typing import Any

import botocore.session
from botocore.config import Config

_CONFIG = Config(
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 3},
    parameter_validation=False,  # our requests are well-formed
    user_agent="tuan",  # making botocore's own text costs a tenth of a call
    max_pool_connections=50,
)

# Services whose calls have another way out, so that nobody waits for a second attempt.
_QUICK = {"firehose"}
_QUICKLY = _CONFIG.merge(Config(read_timeout=2, retries={"total_max_attempts": 1}))

_lock = threading.Lock()
_session: botocore.session.Session | None = None
_clients: dict[tuple[str, str | None], Any] = {}


def client(service: str, endpoint_url: str | None = None) -> Any:
    """The shared client of an AWS service. A lock is needed: botocore cannot make clients in two
    threads at once."""
    key = (service, endpoint_url)
    if key not in _clients:
        with _lock:
            if key not in _clients:
                config = _QUICKLY if service in _QUICK else _CONFIG
                _clients[key] = _the_session().create_client(
                    service, config=config, endpoint_url=endpoint_url
                )
    return _clients[key]


def credentials() -> Any:
    """This process's credentials, as they are now: what signs a request of our own."""
    with _lock:
        found: Any = _the_session().get_credentials()
        return found.get_frozen_credentials()


def region() -> str:
    with _lock:
        return str(_the_session().get_config_variable("region"))


def _the_session() -> botocore.session.Session:
    global _session
    _session = _session or botocore.session.get_session()
    return _session


def reset() -> None:
    """Forget every client: for tests that change the endpoint or start a mock."""
    global _session
    with _lock:
        _session = None
        _clients.clear()
