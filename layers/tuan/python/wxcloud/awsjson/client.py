"""A client of one service. PynamoDB asks for `_make_api_call(operation, params)` only; other code
calls operations by botocore's names: `client.send_message(QueueUrl=…)`."""

from __future__ import annotations

import time
from binascii import crc32
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ChecksumError, ClientError, HTTPClientError
from msgspec import field

from wxcloud import time_left
from wxcloud.awsjson import calls, credentials, messages, request, retries
from wxcloud.awsjson.calls import AwsCall
from wxcloud.awsjson.connection import Response
from wxcloud.awsjson.endpoint import Endpoint
from wxcloud.awsjson.pool import Pool
from wxcloud.awsjson.protocols import PROTOCOLS
from wxcloud.value import Value

# A service refuses a request whose time is off by more than some minutes, before it does anything.
# These codes may mean that; the answer's `Date` says whether they do.
_CLOCK_CODES = frozenset(
    {
        "AuthFailure",
        "InvalidSignatureException",
        "RequestExpired",
        "RequestInTheFuture",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
    }
)
_MAX_SKEW_S = 240


class _Attempt(Value):
    """What one attempt gave: an answer, or an error that may be retried or not."""

    answer: dict[str, Any] = field(default_factory=dict)
    error: Exception | None = None
    is_retryable: bool = False
    response: Response | None = None


class Client:
    """Safe for threads. Its state is the pool, the retry quota and the clock's correction."""

    def __init__(
        self,
        service: str,
        endpoint: Endpoint,
        *,
        attempts: int = retries.MAX_ATTEMPTS,
        read_s: float | None = None,
    ) -> None:
        self._protocol = PROTOCOLS[service]
        self._endpoint = endpoint
        self._keys = credentials.source()
        self._pool = Pool(endpoint, read_s)
        self._attempts = attempts
        self._quota = retries.Quota()
        self._clock_s = 0.0  # what this machine's clock lacks
        self._sleep: Callable[[float], None] = time.sleep

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        operation = "".join(word.capitalize() for word in name.split("_"))
        return lambda **params: self._make_api_call(operation, params)

    def _make_api_call(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """Carry out an operation. The answer; or botocore's ClientError (the service refused) or
        BotoCoreError (it did not answer).

        Attempts are repeated as in botocore's mode `standard`: also a write whose answer was lost.
        So every write must be one that may be repeated, by its condition or by its token. Unlike
        botocore, no attempt begins that could outlast the invocation.
        """
        call = calls.make(self._protocol, self._endpoint.path, operation, params)
        attempt, paid, has_new_time = 1, 0, False
        while True:
            signed_s = self._clock_s
            tried = self._attempt(operation, call)
            if tried.error is None:
                self._quota.release(paid)
                tried.answer["ResponseMetadata"]["RetryAttempts"] = attempt - 1
                return tried.answer
            if not has_new_time and self._corrects_clock(tried, signed_s):
                has_new_time = True
                continue
            about: dict[str, Any] = {"RetryAttempts": attempt - 1}
            wait_s = retries.delay_s(attempt)
            if tried.is_retryable and attempt < self._attempts and self._has_time(wait_s):
                paid = self._quota.acquire(tried.error)
                if paid:
                    self._sleep(wait_s)
                    attempt += 1
                    continue
                about["RetryQuotaReached"] = True
            elif attempt >= self._attempts:
                about["MaxAttemptsReached"] = True
            if tried.answer:
                tried.answer["ResponseMetadata"] |= about
                raise ClientError(tried.answer, operation)  # type: ignore[arg-type]
            raise tried.error

    def _attempt(self, operation: str, call: AwsCall) -> _Attempt:
        try:
            response = self._pool.exchange(self._request(call))
        except BotoCoreError as error:
            return _Attempt(error=error, is_retryable=retries.is_retryable_error(error))
        if wrong := self._checksum_error(response):
            return _Attempt(error=wrong, is_retryable=True)
        try:
            answer, code = messages.decode(self._protocol, response)
        except messages.NotJson as error:
            return _Attempt(error=HTTPClientError(error=error))
        if code is None:
            return _Attempt(answer)
        is_retryable = retries.is_retryable_answer(response.status, code)
        return _Attempt(answer, ClientError(answer, operation), is_retryable, response)  # type: ignore[arg-type]

    def _request(self, call: AwsCall) -> bytes:
        return request.signed(
            self._endpoint,
            call,
            service=self._protocol.service,
            keys=self._keys(),
            clock_s=self._clock_s,
        )

    def _checksum_error(self, response: Response) -> ChecksumError | None:
        """DynamoDB sends a sum of the body. botocore believes a third wrong answer; we do not."""
        expected = response.headers.get("x-amz-crc32")
        if expected is None or self._protocol.service != "dynamodb":
            return None
        actual = str(crc32(response.body))
        if expected.strip() == actual:
            return None
        return ChecksumError(
            checksum_type="crc32", expected_checksum=expected, actual_checksum=actual
        )

    def _has_time(self, wait_s: float) -> bool:
        """Whether an attempt after this wait ends within the invocation even without an answer."""
        return wait_s + self._pool.longest_s <= time_left.seconds()

    def _corrects_clock(self, tried: _Attempt, signed_s: float) -> bool:
        """Whether the request was refused because this machine's clock is wrong. From then on,
        requests are signed with the service's time. The refused one has had no effect.

        `signed_s`: the correction before the attempt. Another thread may have made one since.
        """
        if tried.response is None or tried.answer["Error"]["Code"] not in _CLOCK_CODES:
            return False
        from email.utils import parsedate_to_datetime  # only here, and it is slow to load

        try:
            theirs = parsedate_to_datetime(tried.response.headers.get("date", "")).timestamp()
        except (TypeError, ValueError):
            return False
        if abs(theirs - time.time() - signed_s) <= _MAX_SKEW_S:
            return False
        self._clock_s = theirs - time.time()
        return True
