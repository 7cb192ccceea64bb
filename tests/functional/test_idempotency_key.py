"""Idempotency-Key: which calls keep their answer, and what a key may be."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.support.cloud import LambdaContext, Shop, call, http_event, token
from tools.api.functions import functions
from wxcloud import idempotency
from wxcloud.context import WXContext
from wxcloud.fields import Request
from wxcloud.function import cloud_function

KEY = {"idempotency-key": "k1"}


class Size(Request):
    size: int = 0


def kept(shop: Shop) -> list[dict[str, Any]]:
    return [each for each in shop.items("platform") if each["key"].startswith("idempotency#")]


READS = re.compile("(get|list|search|quote|count|today|analyze)[A-Z]|login$")
OTHERS = {
    "shipOrders",  # each row may be sent again, and has an answer of its own
    "trackEvents",  # each event has an `insertId`
    "exportMyData",  # its URL opens personal data
    "eraseMe",  # an answer would be kept after the erasure
    "startConsole",  # its secret opens a session
    "approveConsole",  # it says who asks now, and approving twice is approving once
    "openConsole",  # its answer is a session
    "revokeConsole",  # a session that has ended stays so
    "systemStatus",  # only reads
    "tryFaq",  # only reads
    "replyConversation",  # each reply has an id of its own, and is sent once
}


def test_functions_that_only_read_and_login_keep_no_answer() -> None:
    for function in functions()[0]:
        if not function.is_socket:
            keeps_none = READS.match(function.name) or function.name in OTHERS
            assert function.keeps_answer is not bool(keeps_none), function.name


def test_a_read_with_a_key_writes_nothing(shop: Shop) -> None:
    for function in functions()[0]:
        if not function.keeps_answer and not function.is_socket:
            call(function.name, {}, "u1", function.roles[:1], headers=KEY)
    assert kept(shop) == []


def test_a_session_is_never_stored(shop: Shop) -> None:
    code = shop.sandbox.code("u1")
    first = call("login", {"code": code}, "u1", headers=KEY)
    assert first.ok
    assert first["token"] not in json.dumps(shop.items("platform"), default=str)
    assert kept(shop) == []


@pytest.mark.parametrize(
    "key", ["x" * 257, "x" * 100_000, "a b", "键", "\ud800", "a\x00", "\u00e9"]
)
def test_what_is_no_key_is_refused(shop: Shop, key: str) -> None:
    answer = call("updateScore", {"action": "daily_checkin"}, headers={"idempotency-key": key})
    assert (answer.status, answer.code) == (400, "BAD_REQUEST")
    assert "Idempotency-Key" in answer["detail"]
    assert kept(shop) == []
    assert call("getScore")["score"] == 0
    assert call("getScore", headers={"idempotency-key": key}).ok, "reads ignore the header"


def test_two_long_keys_with_the_same_beginning_are_two_keys(shop: Shop) -> None:
    one, other = ({"idempotency-key": "x" * 255 + end} for end in "ab")
    data = {"action": "daily_checkin"}
    assert call("updateScore", data, headers=one).ok
    assert call("updateScore", data, headers=other).code == "ALREADY_COUNTED"
    assert call("updateScore", data, headers=one).ok


def test_a_large_answer_is_not_kept_and_the_call_is_made_again(shop: Shop) -> None:
    calls = []

    @cloud_function(Size)
    def large(data: Size, wx: WXContext) -> dict[str, Any]:
        calls.append(data.size)
        return {"n": len(calls), "text": "x" * data.size}

    def ask(size: int, key: str) -> tuple[int, Any]:
        headers = {"authorization": f"Bearer {token('u1')}", "idempotency-key": key}
        raw = large(http_event("large", {"size": size}, headers), LambdaContext())
        return raw["statusCode"], json.loads(raw["body"])

    small = idempotency.MAX_BYTES - 100
    assert [ask(small, "a")[1]["n"] for _ in range(3)] == [1, 1, 1]
    assert [ask(500_000, "b")[1]["n"] for _ in range(3)] == [2, 3, 4]
    assert ask(1, "b")[1]["errCode"] == "KEY_REUSED"
    # An answer is kept encrypted, as base64.
    assert max(len(str(each)) for each in kept(shop)) < idempotency.MAX_BYTES * 4 // 3 + 1000
