"""One client per AWS service, made at first use and shared by all code.

DynamoDB, SQS, Firehose, CloudWatch, Secrets Manager and EventBridge Scheduler get a client of
`wxcloud.awsjson`, all others one of botocore. (`wxcloud.posts` and `wxcloud.objects` have light
clients of their own.)
With the setting `STORE_CLIENT=botocore`, and where the environment asks for what only botocore
knows (a proxy, FIPS, a profile's region), botocore serves all. It is loaded only when it is needed:
that, and making a client, cost a tenth of a second and several MiB.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from wxcloud.settings import STORE_CLIENT

if TYPE_CHECKING:
    import botocore.session

# Nobody waits for a second attempt of these: their calls have another way out.
_QUICK = {"firehose"}
_QUICK_READ_S = 2.0

_lock = threading.RLock()
_session: botocore.session.Session | None = None
_clients: dict[tuple[str, str | None], Any] = {}


def client(service: str, endpoint_url: str | None = None) -> Any:
    """The shared client of an AWS service. A lock is needed: botocore cannot make clients in two
    threads at once."""
    key = (service, endpoint_url)
    if key not in _clients:
        with _lock:
            if key not in _clients:
                _clients[key] = _own_client(*key) or botocore_client(*key)
    return _clients[key]


def _own_client(service: str, endpoint_url: str | None) -> Any:
    """A client of `wxcloud.awsjson`; None if botocore's is wanted."""
    from wxcloud.awsjson import client, endpoint
    from wxcloud.awsjson.protocols import PROTOCOLS

    wants_botocore = STORE_CLIENT.get() == "botocore" or endpoint_url is not None
    if wants_botocore or service not in PROTOCOLS:
        return None
    at = endpoint.find(service)
    if at is None:
        return None
    if service in _QUICK:
        return client.Client(service, at, attempts=1, read_s=_QUICK_READ_S)
    return client.Client(service, at)


def botocore_client(service: str, endpoint_url: str | None = None) -> Any:
    """A new client of botocore's, with the time-outs and attempts of our own."""
    from botocore.config import Config

    from wxcloud.awsjson import pool, retries

    is_quick = service in _QUICK
    config = Config(
        connect_timeout=pool.CONNECT_S,
        read_timeout=_QUICK_READ_S if is_quick else pool.READ_S,
        retries={
            "mode": "standard",
            "total_max_attempts": 1 if is_quick else retries.MAX_ATTEMPTS,
        },
        parameter_validation=False,  # our requests are well-formed
        user_agent="tuan",  # making botocore's own text costs a tenth of a call
        max_pool_connections=pool.MAX_IDLE,
    )
    with _lock:
        return _the_session().create_client(
            service,
            config=config,
            endpoint_url=endpoint_url,
        )


def credentials() -> Any:
    """This process's credentials, as they are now: what signs a request of our own."""
    with _lock:
        found: Any = _the_session().get_credentials()
        if found is None:
            from botocore.exceptions import NoCredentialsError

            raise NoCredentialsError
        return found.get_frozen_credentials()


def region() -> str:
    """This process's region. Lambda's is in the environment."""
    from wxcloud.awsjson import endpoint

    if found := endpoint.region():
        return found
    with _lock:
        return str(_the_session().get_config_variable("region"))


def _the_session() -> botocore.session.Session:
    import botocore.session

    global _session
    _session = _session or botocore.session.get_session()
    return _session


def reset() -> None:
    """Forget every client: for tests that change the endpoint or start a mock."""
    global _session
    with _lock:
        _session = None
        _clients.clear()
