"""Answers of moto for our own client: it takes the place of the connections.

moto answers botocore by a hook of botocore's. Here the same hook gets the bytes that our client
would send, so all of the client runs but the sockets.
"""

from __future__ import annotations

from typing import Any

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

from wxcloud.awsjson.connection import Response
from wxcloud.awsjson.endpoint import Endpoint
from wxcloud.awsjson.pool import Pool


class MotoPool:
    longest_s = 0.0

    def __init__(self, endpoint: Endpoint, read_s: float | None = None) -> None:
        scheme = "https" if endpoint.tls else "http"
        self._url = f"{scheme}://{endpoint.authority}/"
        is_aws = endpoint.host.endswith((".amazonaws.com", ".amazonaws.com.cn"))
        self._other = None if is_aws else Pool(endpoint, read_s)  # a server of the test

    def exchange(self, request: bytes) -> Response:
        if self._other is not None:
            return self._other.exchange(request)
        head, _, body = request.partition(b"\r\n\r\n")
        start, *lines = head.decode("latin-1").split("\r\n")
        headers: Any = HTTPHeaders()
        for line in lines:
            name, _, value = line.partition(": ")
            headers[name] = value
        method, target, _ = start.split(" ")
        url = self._url + target.removeprefix("/")
        sent = AWSPreparedRequest(method, url, headers, body, False)
        answer: Any = botocore_stubber("before-send", sent)
        assert answer is not None, f"moto does not answer for {self._url}"
        found = {name.lower(): str(value) for name, value in answer.headers.items()}
        return Response(answer.status_code, found, answer.content)
