"""The connections of this process to one endpoint, shared by its threads.

Errors are botocore's, as its own HTTP session raises them.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections import deque
from functools import cache
from pathlib import Path

import botocore
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
    SSLError,
)

from wxcloud.awsjson.connection import HttpConnection, Response, connect
from wxcloud.awsjson.endpoint import Endpoint

CONNECT_S, READ_S = 1.0, 3.0
MAX_IDLE = 50
IDLE_S = 60.0  # as in the AWS SDK for Java (`connectionMaxIdleTime`)


class Pool:
    """Connections that are idle now, with the time of their last answer. Any number may be in use;
    MAX_IDLE are kept, for IDLE_S.

    Lambda freezes a process between invocations. When it goes on, a connection can be dead without
    any sign of it, and the monotonic clock may have stood still: so idle time is wall time.
    """

    def __init__(self, endpoint: Endpoint, read_s: float | None = None) -> None:
        self._endpoint = endpoint
        self._read_s = READ_S if read_s is None else read_s
        self._url = f"{endpoint.url}/" if endpoint.url.count("/") == 2 else endpoint.url
        self._idle: deque[tuple[HttpConnection, float]] = deque()  # its append and pop are atomic
        self._process = os.getpid()

    @property
    def longest_s(self) -> float:
        """How long an exchange takes with a service that is silent."""
        return CONNECT_S + self._read_s

    def exchange(self, request: bytes) -> Response:
        """Send a request and read its answer. It is sent once: whoever calls decides on a retry.

        EndpointConnectionError, ConnectTimeoutError, SSLError: nothing was sent.
        ReadTimeoutError, ConnectionClosedError: nobody knows whether it was carried out.
        """
        connection = self._reusable() or self._connect()
        try:
            response = connection.exchange(request)
        except TimeoutError as error:
            raise ReadTimeoutError(endpoint_url=self._url, error=error) from error
        except ssl.SSLEOFError as error:
            raise ConnectionClosedError(endpoint_url=self._url, error=error) from error
        except ssl.SSLError as error:
            raise SSLError(endpoint_url=self._url, error=error) from error
        except OSError as error:
            raise ConnectionClosedError(endpoint_url=self._url, error=error) from error
        finally:
            if connection.is_reusable and len(self._idle) < MAX_IDLE:
                self._idle.append((connection, time.time()))
            else:
                connection.close()
        return response

    def close(self) -> None:
        while self._idle:
            self._idle.pop()[0].close()

    def _reusable(self) -> HttpConnection | None:
        if self._process != os.getpid():  # a child shares no connection with its parent
            self._idle, self._process = deque(), os.getpid()
        while True:
            try:
                connection, since = self._idle.pop()
            except IndexError:
                return None
            if time.time() - since < IDLE_S and not connection.is_dropped():
                return connection
            connection.close()

    def _connect(self) -> HttpConnection:
        at = self._endpoint
        context = tls_context() if at.tls else None
        try:
            return connect(at.host, at.port, context, connect_s=CONNECT_S, read_s=self._read_s)
        except TimeoutError as error:
            raise ConnectTimeoutError(endpoint_url=self._url, error=error) from error
        except ssl.SSLError as error:
            raise SSLError(endpoint_url=self._url, error=error) from error
        except (socket.gaierror, OSError) as error:
            raise EndpointConnectionError(endpoint_url=self._url, error=error) from error
        except ValueError as error:  # a host name that cannot be one
            raise HTTPClientError(error=error) from error


@cache
def tls_context() -> ssl.SSLContext:
    """TLS 1.2 or newer, with the certificates that botocore trusts. Reading them takes tens of
    milliseconds, so it is done once."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # it verifies certificate and host name
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    bundle = os.environ.get("AWS_CA_BUNDLE") or Path(botocore.__file__).with_name("cacert.pem")
    context.load_verify_locations(bundle)
    return context
