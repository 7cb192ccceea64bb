"""Sends calls whose answers are read by whoever sends them: WebSocket connections, files."""

from __future__ import annotations

import time

from botocore.exceptions import BotoCoreError

from wxcloud.awsjson import credentials, request, retries
from wxcloud.awsjson.calls import AwsCall
from wxcloud.awsjson.connection import Response
from wxcloud.awsjson.endpoint import Endpoint
from wxcloud.awsjson.pool import Pool

_THROTTLED = 429


class Sender:
    """Safe for threads."""

    def __init__(self, at: Endpoint, service: str) -> None:
        self._at, self._service = at, service
        self._pool, self._keys = Pool(at), credentials.source()

    def send(self, call: AwsCall, *, repeats_throttled: bool = True) -> Response:
        """The answer, also if it is a refusal; BotoCoreError if there is none. What may pass is
        sent up to three times, so it may take effect twice."""
        for attempt in range(1, retries.MAX_ATTEMPTS + 1):
            is_last = attempt == retries.MAX_ATTEMPTS
            sent = request.signed(self._at, call, service=self._service, keys=self._keys())
            try:
                answer = self._pool.exchange(sent)
            except BotoCoreError as error:
                if is_last or not retries.is_retryable_error(error):
                    raise
            else:
                is_throttled = answer.status == _THROTTLED
                passes = (is_throttled and repeats_throttled) or answer.status >= 500
                if is_last or not passes:
                    return answer
            time.sleep(retries.delay_s(attempt))
        raise AssertionError("the last attempt returns or raises")
